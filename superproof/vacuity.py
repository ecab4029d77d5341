"""Problems that say nothing: no admissible input but the empty one, or every output 0 on all of them."""

from dataclasses import replace
from functools import partial

import numpy as np

from superproof.admitted import Rule, admits_some, block_size, larger_sparsity
from superproof.liveness import may_be_one, shown_input
from superproof.words import count
from verify import Problem
from verify.errors import DocumentError
from verify.progress import ENDLESS, Deadline
from verify.statement import GateGroup, LevelSets, sparse_blocks

TRIED = 2**17
"""Sparse inputs of a circuit that are tried for one on which an output is 1."""


def vacuity(problem: Problem, deadline: Deadline = ENDLESS) -> str | None:
    """Why every network of which no output ever reads 1 computes this problem, or None where that is not known in time.

    >>> from verify import Circuit, TwoAnd
    >>> vacuity(TwoAnd(inputs=3, sparsity=1, pairs=((0, 1),)))
    'every output is 0 on every admissible input'
    >>> vacuity(Circuit.of(2, 1, [[("or", 0, 1), ("copy", 0), ("copy", 1)]]))
    'no input but the empty one is admissible'
    """
    if problem.is_circuit and admits_some(problem, deadline) is False:
        return "no input but the empty one is admissible"
    return "every output is 0 on every admissible input" if some_output_is_one(problem, deadline) is False else None


def undecided(problem: Problem) -> str:
    """What is added to a claim about a circuit of which it is not known whether it is vacuous; nothing else."""
    if not problem.is_circuit or some_output_is_one(problem) is not None:
        return ""
    return f"; no such input is known on which an output is 1, and {TRIED:,} were tried"


def some_output_is_one(problem: Problem, deadline: Deadline = ENDLESS) -> bool | None:
    """Whether an output is 1 on some admissible input; None where a circuit has too many inputs to try in time.

    Of a circuit the gates are asked first: they may show such an input, or that there is none.
    """
    if not problem.is_circuit:
        return any(can_be_one(group, problem.sparsity) for group in problem.level_groups[0])
    if deadline.passed():
        return None
    if not may_be_one(problem).any():
        return False
    if shown_input(problem, deadline) is not None:
        return True
    sets, tried = LevelSets(problem), 0
    for active in sparse_blocks(problem, block_size(problem)):
        if deadline.passed():
            return None
        outputs, _ = sets.of(active)
        if (outputs < problem.outputs).any():
            return True
        tried += len(active)
        if tried > TRIED:
            return None
    return False


def can_be_one(group: GateGroup, active: int) -> bool:
    """Whether gates of this kind and fan-in are 1 with one active input, the first, or with as many as may be active.

    For every kind there is that decides whether they are 1 on any input so sparse.

    >>> from verify import gate_problem
    >>> problem = gate_problem(3, 3, [("and", 0, 1, 2), ("andnot", 1, 0)])
    >>> [can_be_one(group, 2) for group in problem.level_groups[0]]
    [False, True]
    """
    fan_in = group.inputs.shape[1]
    alone = replace(group, outputs=np.zeros(1, dtype=np.int64), inputs=np.arange(fan_in, dtype=np.int64)[None])
    bits = np.arange(fan_in) < np.array([[1], [min(active, fan_in)]])
    return bool(alone.values(bits).any())


def require_meaning(problem: Problem, name: object, *, allowed: bool, deadline: Deadline = ENDLESS) -> None:
    """DocumentError for a vacuous problem, with the smallest sparsity that would do, unless it is `allowed`.

    What the deadline leaves undecided is let through: whoever proves it says so in the claim.
    """
    reason = None if allowed else vacuity(problem, deadline)
    if reason is None:
        return
    why = f"every output is 0 on all inputs with at most {problem.sparsity} active features"
    rule: Rule = partial(some_output_is_one, deadline=deadline)
    if problem.is_circuit and admits_some(problem, deadline) is False:
        why = (
            f"no input but the empty one is admissible at sparsity {problem.sparsity}, because whatever is active "
            f"makes more than {count(problem.sparsity, 'gate')} of some level active"
        )
        rule = partial(admits_some, deadline=deadline)
    would = larger_sparsity(problem, rule)
    raise DocumentError(name, f"a proof would be vacuous: {why}: {would} (--allow-vacuous goes on)")
