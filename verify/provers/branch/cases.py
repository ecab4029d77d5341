"""What the prover needs of a gate: which of its inputs are active, as far as that settles the output.

The admissible inputs of one output fall into *cases*: some of the gate's own inputs are active, some are not, so that
the output's truth is settled, and the features that are not settled share the slots that are left. A gate of fewer
than four inputs has a case for every set T of its inputs with |T| <= v: exactly T is active among them. AND of a and b
has {} (0), {a} (0), {b} (0), {a, b} (1). A wider AND is split by its first input that is not active, a wider OR by its
first input that is, so that a gate of q inputs has at most q + 1 cases, not 2**q. Others are split like small ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import final

import numpy as np

from verify.arrays import Bools, Longs
from verify.certifying import NotTakenError
from verify.gate_facts import facts_of, facts_of_group
from verify.statement.gates import GateGroup, kind_of
from verify.statement.problem import Problem

WIDE = 4
MOST_CASES = 2**12


@final
@dataclass(frozen=True, eq=False)
class Cases:
    """All cases of a problem: output by output, for one output in the order of `_patterns`.

    `output` (R,); `true` (R,) the truth; `active` (R, widest) the active gate inputs and `settled` (R, widest) all
    settled ones, padded with -1; `slots` (R,) = v less the number of active ones.
    """

    output: Longs
    true: Bools
    active: Longs
    settled: Longs
    slots: Longs

    def __len__(self) -> int:
        return len(self.output)


def cases_of(problem: Problem) -> Cases:
    """The cases of all outputs: at most 8 a gate of up to three inputs, q + 1 of q inputs beyond.

    >>> from verify import TwoAnd
    >>> cases = cases_of(TwoAnd(inputs=3, sparsity=2, pairs=((0, 2),)))
    >>> cases.active.tolist(), cases.true.tolist(), cases.slots.tolist()
    ([[-1, -1], [0, -1], [2, -1], [0, 2]], [False, False, False, True], [2, 1, 1, 0])
    """
    widest = max(group.inputs.shape[1] for group in problem.gate_groups())
    parts = [part for group in problem.gate_groups() for part in _group_cases(group, problem.sparsity, widest)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return Cases(*(column[order] for column in columns))


def _group_cases(group: GateGroup, sparsity: int, widest: int) -> Iterator[tuple[Longs, Bools, Longs, Longs, Longs]]:
    """The columns of `Cases` for one pattern of input positions after another."""
    count, fan_in = group.inputs.shape
    for on, settled in _patterns(group.kind, fan_in, sparsity):
        bits = np.zeros(fan_in, dtype=np.bool_)
        bits[list(on)] = True
        active, known = (np.full((count, widest), -1, dtype=np.int64) for _ in range(2))
        active[:, : len(on)] = group.inputs[:, list(on)]
        known[:, : len(settled)] = group.inputs[:, list(settled)]
        # What is not settled does not matter to the gate, so that it may as well be inactive.
        true = np.full(count, bool(kind_of(group.kind).value(bits)))
        yield group.outputs, true, active, known, np.full(count, sparsity - len(on), dtype=np.int64)


def _patterns(kind: str, fan_in: int, sparsity: int) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """(active positions, settled positions) of every case of a gate."""
    everything = range(fan_in)
    least = facts_of(kind, fan_in).least if fan_in >= WIDE else None
    if least == fan_in:
        for k in range(min(fan_in, sparsity + 1)):
            yield range(k), range(k + 1)
        if fan_in <= sparsity:
            yield everything, everything
    elif least == 1:
        for k in everything:
            yield (k,), range(k + 1)
        yield (), everything
    else:
        for size in range(min(fan_in, sparsity) + 1):
            for chosen in combinations(everything, size):
                yield chosen, everything


def require_cases(problem: Problem) -> None:
    """NotTakenError where a gate names a feature twice, so that its cases would not be disjoint, and for a wide gate
    that is no AND or OR, and so has a case a set of its inputs.
    """
    groups = problem.gate_groups()
    if any(bool((np.diff(np.sort(group.inputs, axis=1), axis=1) == 0).any()) for group in groups):
        raise NotTakenError("branching takes gates that name no feature twice, but one gate does")
    for group in groups:
        fan_in = group.inputs.shape[1]
        if fan_in >= WIDE and facts_of_group(group).least not in (1, fan_in):
            cases = sum(comb(fan_in, size) for size in range(min(fan_in, problem.sparsity) + 1))
            if cases > MOST_CASES:
                raise NotTakenError(
                    f"branch splits gates into at most {MOST_CASES} cases, but {group.kind} of {fan_in} has {cases}"
                )
