"""Check a branch certificate: all cases of all outputs are covered, and every node of the tree closes."""

from collections.abc import Sequence
from random import SystemRandom
from typing import final

import numpy as np
import numpy.typing as npt

from verify.checker.branch.claim import Limits, limits_of
from verify.checker.branch.definition import NO_FLOOR, worst_sum
from verify.checker.branch.ground import Ground, ground_of
from verify.checker.branch.screen import Leaves, closed
from verify.checker.branch.stated import Stated
from verify.checker.branch.tree import CASE_BYTES, WIDE, Case, Tree, cases_of, count_cases
from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.checker.result import Answer, Valid
from verify.errors import shown
from verify.progress import Progress
from verify.statement.certificate import Certificate
from verify.statement.gates import Gate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unknown

LARGE = 2**23
"""Numbers (nodes times neurons of an output times features) from which the fast way is taken first."""
TRIED = 32
"""Nodes closed by the fast way that are decided by the definition as well, in every run."""
DEEPEST = 400
Longs = npt.NDArray[np.int64]


def check_branching(
    problem: Problem,
    network: Network,
    certificate: Certificate,
    budget: Budget,
    progress: Progress,
    *,
    sample: int | None = None,
) -> Answer:
    """Valid iff the certificate's tree covers all admissible inputs of every output and each of its nodes closes.

    Why that is a proof. An admissible input falls into one case of an output, and there, step by step, either into the
    child of the first branched-on feature that is active on it, or into the rest of the node: members T and at most s
    free features R, none of them settled. `worst_sum` bounds s times the scores of the rest: it closes below s times
    the limit, because scores are integers. With `sample` only that many random outputs are looked at, drawn by the
    operating system; the answer is then Unknown or Invalid, never Valid.

    Cost: about (channel weight) * m operations a node. Memory: G, and about 24 * (channel weight) bytes a case.
    """
    gates = problem.levels[0]
    budget.require(CASE_BYTES * sum(count_cases(gate, problem.sparsity) for gate in gates), "the cases of all gates")
    cases = [cases_of(gate, problem.sparsity) for gate in gates]
    first = np.cumsum([0, *map(len, cases)]).tolist()
    tree = Tree(
        {name: array for name, array in certificate.arrays.items() if name != "bounds"}, first[-1], problem.inputs
    )
    stated = Stated(certificate, tree.nodes, network.threshold) if "bounds" in certificate.arrays else None
    if stated is None and set(certificate.evidence) != {"attained"}:
        raise RefusedError(f"the evidence must be attained, not {shown(sorted(certificate.evidence))}")
    limits = limits_of(problem, network, certificate.margin, certificate.evidence["attained"])
    walk = _Walk(ground_of(problem, network, budget), tree, limits, stated, problem.sparsity, budget)
    outputs = list(range(len(gates)))
    if sample is not None:
        outputs = sorted(SystemRandom().sample(outputs, min(sample, len(gates))))
    closed_fast = set() if stated is not None else _fast(walk, gates, cases, first, outputs)
    for count, output in enumerate(outputs):
        progress(count, len(outputs))
        for number, case in enumerate(cases[output], start=first[output]):
            if number not in closed_fast:
                walk.settle_case(gates[output], output, number, case)
    progress(len(outputs), len(outputs))
    if sample is not None:
        return Unknown(f"{len(outputs)} of {len(gates)} outputs were checked and hold; a sample is no check of all")
    if stated is not None:
        stated.require_margin(certificate)
    margin = ", with the stated margin" if certificate.margin is not None else ""
    return Valid(f"every output is right on every admissible input{margin}")


@final
class _Walk:
    """Goes through the nodes of one case after another, depth first."""

    def __init__(
        self, ground: Ground, tree: Tree, limits: Limits, stated: Stated | None, sparsity: int, budget: Budget
    ) -> None:
        self.ground, self.tree, self.limits, self.sparsity, self.budget = ground, tree, limits, sparsity, budget
        self._stated, self._output, self._entries = stated, -1, np.zeros((0, 0), dtype=np.int64)
        self._free = np.ones(ground.entries.shape[1], dtype=np.bool_)

    def settle_case(self, gate: Gate, output: int, number: int, case: Case) -> None:
        """RefusedError unless the case and all nodes below it close."""
        places, settled, true = case
        if output != self._output:
            self._output, self._entries = output, self.ground.entries[self.ground.rows[output]].astype(np.int64)
        active = [gate.inputs[k] for k in places]
        p = self.ground.bias[self.ground.rows[output]] + self._entries[:, active].sum(axis=1)
        self._free[list(gate.inputs[:settled])] = False
        self._settle(number, p, self.sparsity - len(active), -1 if true else 1, 0)
        self._free[list(gate.inputs[:settled])] = True

    def _settle(self, node: int, p: Longs, slots: int, side: int, depth: int) -> None:
        """The children, each without the features before it, and then the rest, without all of them."""
        self.budget.look()
        if slots < 0 or depth > DEEPEST:
            raise RefusedError(f"a set must have at most {self.sparsity} active features, and {DEEPEST} branched on")
        children = list(self.tree.children(node))
        for child, feature in children:
            if not self._free[feature]:
                raise RefusedError(f"node {node} branches on feature {feature}, which is settled already")
            self._free[feature] = False
            self._settle(child, p + self._entries[:, feature], slots - 1, side, depth + 1)
        floor = NO_FLOOR if self._stated is None else self._stated.floors[side]
        worst = worst_sum(self.ground.weights[self._output], p, self._entries, self._free, slots, side, floor)
        if self._stated is not None:
            self._stated.compare(node, side, slots, worst)
        if worst >= max(slots, 1) * self.limits.of(side):
            raise RefusedError(f"node {node} of output {self._output} is not settled by its bound {side * worst}")
        self._free[[feature for _, feature in children]] = True


def _fast(
    walk: _Walk, gates: Sequence[Gate], cases: Sequence[list[Case]], first: list[int], outputs: list[int]
) -> set[int]:
    """The numbers of nodes without children that the fast way closes; of small proofs none.

    Some of them, drawn by the operating system, are decided by the definition as well. Errors: UndecidedError where it
    says otherwise, which would be a fault of the checker.
    """
    ground = walk.ground
    asked = [
        (number, output, case)
        for output in outputs
        if len(gates[output].inputs) < WIDE
        for number, case in enumerate(cases[output], start=first[output])
        if number not in walk.tree
    ]
    if not asked or len(asked) * ground.rows.shape[1] * ground.entries.shape[1] < LARGE:
        return set()
    leaves = _leaves(walk, gates, asked)
    limits = {side: walk.limits.of(side) for side in set(leaves.side.tolist())}
    closes = np.flatnonzero(closed(ground, leaves, limits, walk.budget)).tolist()
    for k in SystemRandom().sample(closes, min(TRIED, len(closes))):
        number, output, case = asked[k]
        try:
            walk.settle_case(gates[output], output, number, case)
        except RefusedError as error:
            raise UndecidedError(f"the fast way of the checker is at fault, please report it: {error}") from error
    return {asked[k][0] for k in closes}


def _leaves(walk: _Walk, gates: Sequence[Gate], asked: Sequence[tuple[int, int, Case]]) -> Leaves:
    """The nodes as arrays."""
    ground, names = (
        walk.ground,
        [
            (output, [gates[output].inputs[k] for k in places], gates[output].inputs[:settled])
            for _, output, (places, settled, _) in asked
        ],
    )
    output = np.array([output for _, output, _ in asked])
    p = ground.bias[ground.rows[output]]
    for k in range(WIDE - 1):
        more = np.array([x for x, (_, active, _) in enumerate(names) if len(active) > k], dtype=np.int64)
        member = np.array([names[x][1][k] for x in more.tolist()], dtype=np.int64)
        p[more] += ground.entries[ground.rows[output[more]], member[:, None]]
    settled = np.array([(*known, *known[:1] * (WIDE - 1 - len(known))) for _, _, known in names])
    slots = np.array([walk.sparsity - len(active) for _, active, _ in names])
    side = np.array([-1 if true else 1 for _, _, (_, _, true) in asked])
    return Leaves(output, settled, p, slots, side)
