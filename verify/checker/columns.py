"""Whether the cases of a branch certificate close on some columns of G: work that is shared by columns repeats none.

A case that is not branched on closes if all of its terms are below its limit (`verify.checker.branch.screen`). Each
term is about one feature, so one column of G: what closes on every range of a partition of the columns closes. What a
case has of its active features are *entries*: G of the channel of its output, in the columns of the gate's inputs.
"""

from collections.abc import Iterator
from itertools import combinations
from random import SystemRandom
from typing import final

import numpy as np

from verify.arrays import Bools, Integers, Longs
from verify.checker.branch.claim import limits_of
from verify.checker.branch.definition import worst_sum
from verify.checker.branch.fast import TRIED
from verify.checker.branch.ground import Ground, readers_of
from verify.checker.branch.screen import Leaves, Screens
from verify.checker.branch.tree import WIDE, Case, Tree, cases_of, count_cases
from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.checker.needs import PIECES, expansion, most_entries
from verify.checker.outputs import require_shared
from verify.codes.base import Code
from verify.codes.hadamard import HadamardCode
from verify.statement.certificate import Certificate
from verify.statement.gates import Gate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.received import received

ROWS = 1024
"""Rows of W that are folded at a time."""
TURN = 2**14
"""Outputs that are looked at together."""


@final
class Columns:
    """The outputs of a certificate that may close column by column; `outputs` (K,) are their numbers.

    These have gates of fewer than `WIDE` inputs, and no case that is branched on. Entries are listed by group, output
    and input: `features` (P,) has their columns.
    """

    def __init__(self, problem: Problem, network: Network, certificate: Certificate, budget: Budget) -> None:
        require_shared(problem, network, certificate)
        gates = problem.levels[0]
        first = np.cumsum([0, *(count_cases(gate, problem.sparsity) for gate in gates)])
        Tree(certificate.arrays, int(first[-1]), problem.inputs)
        branching = certificate.arrays.get("branching", np.zeros(0, dtype=np.int64)).astype(np.int64)
        branched = np.searchsorted(first, branching[branching < first[-1]], side="right") - 1
        self._limits = limits_of(problem, network, certificate.margin, certificate.evidence["attained"])
        self._problem, self._network = problem, network
        self._ground: Ground | None = None
        self._groups: list[tuple[Longs, Longs, list[Case]]] = []
        for group in problem.level_groups[0]:
            if group.inputs.shape[1] < WIDE:
                mine = ~np.isin(group.outputs, branched)
                _require_distinct(group.inputs)
                # What a gate of these kinds is depends on which of its inputs are active, and not on their numbers.
                example = Gate(group.kind, tuple(range(group.inputs.shape[1])))
                self._groups.append((group.outputs[mine], group.inputs[mine], cases_of(example, problem.sparsity)))
        none = np.zeros(0, dtype=np.int64)
        self.outputs: Longs = np.sort(np.concatenate([none, *(outputs for outputs, _, _ in self._groups)]))
        self.features: Longs = np.concatenate([none, *(inputs.ravel() for _, inputs, _ in self._groups)])
        self._readers = np.concatenate([none, *(np.repeat(o, inputs.shape[1]) for o, inputs, _ in self._groups)])

    def ground(self, begin: int, end: int, budget: Budget) -> Ground:
        """G in columns begin..end-1. Errors: RefusedError for ranges that no Hadamard code is cut into."""
        layer, code = self._network.layers[0], self._network.input_code
        if self._ground is None:
            rows, weights = readers_of(self._problem, self._network, budget)
            self._ground = Ground(rows, weights, layer.bias.astype(np.int64), np.zeros((0, 0), dtype=np.int64))
        return self._ground._replace(entries=received_in(layer.weights, code, begin, end, budget))

    def inside(self, begin: int, end: int) -> Longs:
        """Which entries are in columns begin..end-1."""
        return np.flatnonzero((self.features >= begin) & (self.features < end))

    def entries(self, ground: Ground, begin: int, end: int) -> Integers:
        """Those entries (number, neurons of a channel), from the ground of just these columns."""
        mine = self.inside(begin, end)
        rows = ground.rows[self._readers[mine]]
        found: Integers = ground.entries[rows, (self.features[mine] - begin)[:, None]]
        return found

    def open(self, ground: Ground, begin: int, entries: Integers, budget: Budget, threads: int) -> Longs:
        """The outputs with a case that does not close on the columns from `begin` on, of which this is the ground.

        Guarantee: for all others, and for all of their cases, each term of these columns is below the limit, if
        `entries` (P, neurons of a channel) are right. Some of what closes, drawn by the operating system, is decided by
        the definition as well. Errors: UndecidedError where that says otherwise, which would be a fault of the checker.
        """
        screens, left = Screens(ground, self._limits, budget, threads), [np.zeros(0, dtype=np.int64)]
        for leaves in self._leaves(ground, entries):
            here = leaves._replace(settled=leaves.settled - begin)
            closes = screens.closed(here)
            self._try(ground, here, closes)
            left.append(leaves.output[~closes])
        return np.unique(np.concatenate(left))

    def _leaves(self, ground: Ground, entries: Integers) -> Iterator[Leaves]:
        place = 0
        for outputs, inputs, cases in self._groups:
            size = inputs.shape[1]
            for k in range(0, len(outputs), TURN):
                mine, features = outputs[k : k + TURN], inputs[k : k + TURN]
                some = entries[place + size * k :][: features.size].reshape(*features.shape, -1)
                settled = features[:, [*range(size), *[0] * (WIDE - 1 - size)]]
                for places, _, true in cases:
                    p = ground.bias[ground.rows[mine]] + some[:, list(places)].sum(axis=1, dtype=np.int64)
                    slots = np.full(len(mine), self._problem.sparsity - len(places))
                    yield Leaves(mine, settled, p, slots, np.full(len(mine), -1 if true else 1))
            place += inputs.size

    def _try(self, ground: Ground, leaves: Leaves, closes: Bools) -> None:
        found = np.flatnonzero(closes).tolist()
        for x in SystemRandom().sample(found, min(TRIED // 8, len(found))):
            output, slots, side = int(leaves.output[x]), int(leaves.slots[x]), int(leaves.side[x])
            entries = ground.entries[ground.rows[output]].astype(np.int64)
            free = ~np.isin(np.arange(entries.shape[1]), leaves.settled[x])
            worst = worst_sum(ground.weights[output], leaves.p[x], entries, free, slots, side)
            if worst >= max(slots, 1) * self._limits[side]:
                raise UndecidedError(f"the fast way of the checker is at fault at output {output}, please report it")


def received_in(weights: Integers, code: Code, begin: int, end: int, budget: Budget) -> Integers:
    """Columns begin..end-1 of G = W A, as `received` has them.

    Of a Hadamard code, begin must be a multiple of a power of two that end - begin does not exceed: row r at column
    begin + c is then (-1) ** popcount(r & begin) times row r mod that power at c, so that weights of rows that agree
    there are folded into one. Errors: RefusedError.
    """
    if isinstance(code, HadamardCode):
        size = 1 << (end - begin - 1).bit_length()
        if begin % size:
            raise RefusedError(f"columns {begin} to {end - 1} are not a block of a Hadamard code")
        small = HadamardCode(rows=size, columns=size, seed=0)
        blocks = [
            received(_folded(weights[row : row + ROWS], code, begin, size), small, budget.look)[:, : end - begin]
            for row in range(0, len(weights), ROWS)
        ]
        return np.concatenate(blocks)
    return received(weights, code, budget.look, begin, end)


def _folded(weights: Integers, code: HadamardCode, begin: int, size: int) -> Longs:
    low, high = code.row_numbers % size, code.row_numbers // size
    signs = 1 - 2 * (np.bitwise_count(code.row_numbers & begin) & 1).astype(np.int64)
    folded = np.zeros((len(weights), size), dtype=np.int64)
    for part in np.unique(high).tolist():  # Rows of one part differ in `low`.
        mine = np.flatnonzero(high == part)
        folded[:, low[mine]] += signs[mine] * weights[:, mine]
    return folded


def columns_bytes(problem: Problem, network: Network, columns: int) -> int:
    """What so many columns take, at most: G, pools of it, what is folded, and all channels."""
    code, weight = network.output_code, most_entries(network.output_code)
    codes = expansion(code) + expansion(network.input_code) + PIECES
    cells = max(columns, 1) * network.neurons
    held = problem.outputs * (200 + 32 * weight) + 64 * TURN * weight
    return 20 * cells + 16 * ROWS * columns + held + codes


def _require_distinct(inputs: Longs) -> None:
    for a, b in combinations(range(inputs.shape[1]), 2):
        if (inputs[:, a] == inputs[:, b]).any():
            raise RefusedError("a branch certificate is about gates of distinct features")
