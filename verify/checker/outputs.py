"""The check of some outputs of a branch certificate, for those who share its work: what `check` does, for these.

It is built of the parts of `verify.checker.branch`, as they are. The neurons that none of the outputs reads may be left
out: their scores are the same without them, on every input, so that G of the others is all that a worker needs.
"""

from collections.abc import Sequence
from typing import final

import numpy as np

from verify.checker.binding import require_bound
from verify.checker.branch.check import LARGE
from verify.checker.branch.claim import limits_of
from verify.checker.branch.fast import without_closed
from verify.checker.branch.ground import ground_of
from verify.checker.branch.screen import Screens
from verify.checker.branch.tree import CASE_BYTES, Tree, cases_of, count_cases
from verify.checker.branch.walk import Walk
from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.checker.dispatch import require_plain, require_statement
from verify.checker.needs import PIECES, expansion, most_entries
from verify.codes import BareCode
from verify.codes.base import SparseCode, dense_from_supports
from verify.errors import shown
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem

BYTES_AN_ENTRY = 12
"""Of G, while it is expanded."""


def require_shared(problem: Problem, network: Network, certificate: Certificate) -> None:
    """RefusedError unless the certificate is about this question, UndecidedError for one whose outputs share more."""
    require_statement(problem, network)
    require_plain(certificate)
    require_bound(problem, network, (certificate.problem, certificate.network, certificate.sparsity))
    if certificate.prover != "branch" or "bounds" in certificate.arrays or problem.is_circuit:
        raise UndecidedError("a cluster checks certificates of branch that state no bounds: leave the cluster out")
    if certificate.assumptions != () or set(certificate.evidence) != {"attained"}:
        raise RefusedError(f"the evidence must be attained, not {shown(sorted(certificate.evidence))}")


def ground_bytes(problem: Problem, network: Network, outputs: int) -> int:
    """What the ground of so many outputs takes, at most."""
    code, weight = network.output_code, most_entries(network.output_code)
    neurons = min(network.neurons, outputs * weight)
    cases = outputs * (8 + max(len(gate.inputs) for gate in problem.levels[0]))
    held = cases * (CASE_BYTES + 24 * weight) + 32 * weight * network.inputs
    return BYTES_AN_ENTRY * neurons * network.inputs + held + expansion(code) + expansion(network.input_code) + PIECES


@final
class Shared:
    """A certificate and the ground of some outputs, with which any of them are checked."""

    def __init__(
        self, problem: Problem, network: Network, certificate: Certificate, outputs: Sequence[int], budget: Budget
    ) -> None:
        require_shared(problem, network, certificate)
        self._problem, self._gates = problem, [problem.levels[0][i] for i in outputs]
        self._outputs, self._place = outputs, {output: place for place, output in enumerate(outputs)}
        budget.require(ground_bytes(problem, network, len(outputs)), "the ground of these outputs")
        self._first = np.cumsum([0, *(count_cases(gate, problem.sparsity) for gate in problem.levels[0])]).tolist()
        self._tree = Tree(certificate.arrays, self._first[-1], problem.inputs)
        self._limits = limits_of(problem, network, certificate.margin, certificate.evidence["attained"])
        self._ground = ground_of(problem, read_by(network, outputs), budget)
        self._screens: Screens | None = None

    def check(self, outputs: Sequence[int], budget: Budget) -> None:
        """RefusedError unless every case of these outputs closes; UndecidedError when the time is over.

        Guarantee: then, and if so it was for all outputs, every output is right on every admissible input, with the
        stated margin: `check_branching` says why.
        """
        walk = Walk(self._ground, self._tree, self._limits, self._problem.sparsity, budget)
        asked = [
            (number, self._place[i], case)
            for i in outputs
            for number, case in enumerate(
                cases_of(self._problem.levels[0][i], self._problem.sparsity), start=self._first[i]
            )
        ]
        if len(asked) * self._ground.rows.shape[1] * self._problem.inputs >= LARGE:
            self._screens = self._screens or Screens(self._ground, self._limits, budget)
            asked = without_closed(walk, self._gates, asked, self._screens)
        for number, place, case in asked:
            walk.settle(self._gates[place], place, number, case)
        walk.finish()


def read_by(network: Network, outputs: Sequence[int]) -> Network:
    """The network with some outputs, and the neurons that they read: the same scores on every input."""
    if len(network.layers) != 1:
        raise RefusedError(f"a branch certificate is about one ReLU layer, not {len(network.layers)}")
    code, chosen = network.output_code, list(outputs)
    if chosen == list(range(network.outputs)):
        return network
    if isinstance(code, SparseCode):
        words = dense_from_supports(code.supports(0, code.columns)[chosen], code.rows)
    else:
        words = np.concatenate([code.block(i, i + 1) for i in chosen], axis=1)
    rows = np.flatnonzero(words.any(axis=1))
    rows, layer = rows if len(rows) else np.arange(1), network.layers[0]
    layers = [(layer.weights[rows], layer.bias[rows])]
    return Network(layers, network.input_code, BareCode(words[rows]), threshold=network.threshold)
