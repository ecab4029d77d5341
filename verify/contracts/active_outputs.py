"""How many outputs are 1 at once, which bounds what the words of others add to an output's score."""

from math import comb

import numpy as np

from verify.arrays import Longs
from verify.gate_facts import facts_of_group
from verify.statement.gates import GateGroup
from verify.statement.problem import Problem


def most_active_outputs(problem: Problem) -> int:
    """A bound on the number of outputs that are 1, over all admissible inputs.

    For circuits v, as admissible inputs keep every level at most v active. For other problems, a gate that is 1 has an
    active input (of an `andnot` its first), and an AND of q has q of them: so there are at most the v largest numbers
    of such gates at a feature, summed, for ANDs over q; and of ANDs of q features at most C(v, q), as often as the same
    AND occurs. Source: ours.

    >>> from verify import Permutation, TwoAnd
    >>> most_active_outputs(Permutation((1, 0, 2), sparsity=2))
    2
    >>> most_active_outputs(TwoAnd(inputs=4, sparsity=2, pairs=((0, 1), (0, 2), (0, 3))))
    1
    """
    if problem.is_circuit:
        return problem.sparsity
    groups = problem.gate_groups()
    return min(problem.outputs, sum(_most_active(group, problem.inputs, problem.sparsity) for group in groups))


def _most_active(group: GateGroup, features: int, sparsity: int) -> int:
    """The bound for gates of one kind and fan-in."""
    facts, fan_in = facts_of_group(group), int(group.inputs.shape[1])
    if facts.forbids:
        return _held_by(group.inputs[:, :1], features, sparsity)
    held = _held_by(group.inputs, features, sparsity)
    if fan_in == 1 or facts.least != fan_in:
        return min(held, len(group.outputs))
    _, times = np.unique(np.sort(group.inputs, axis=1), axis=0, return_counts=True)
    return min(held // fan_in, comb(sparsity, fan_in) * int(times.max()))


def _held_by(wires: Longs, features: int, count: int) -> int:
    """How many of the wires the `count` features with the most of them have."""
    held = np.bincount(wires.ravel(), minlength=features)
    return int(np.sort(held)[::-1][:count].sum())
