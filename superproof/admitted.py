"""Which sparse inputs a circuit admits: some, all, and from which sparsity on."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from superproof.errors import UsageError
from superproof.words import count
from verify import Problem, count_admissible
from verify.gate_facts import facts_of_group
from verify.progress import ENDLESS, Deadline
from verify.statement import LevelSets, count_sparse, keeps_activity, more_sparse_than

COUNTED = 10**6
"""Sparse inputs up to which the admissible ones are counted."""
LOOKED_AT = 64
"""Sparsities above the one asked for that are tried for one at which every input is admissible."""
BLOCK = 2**14
CELLS = 2**24
"""Active gates of a level that a block of inputs may have together: 128 MB."""


def admits_some(circuit: Problem, deadline: Deadline = ENDLESS) -> bool | None:
    """Whether an input with an active feature is admissible; None where that is not known, or not before the deadline.

    Where all gates are thresholds more active features never make one 0, so inputs of one feature decide. Otherwise all
    inputs are tried, up to `COUNTED`.

    >>> from verify import Circuit
    >>> admits_some(Circuit.of(3, 2, [[("or", 0, 1), ("or", 0, 2), ("or", 1, 2), ("or", 0, 1, 2)]]))
    False
    """
    sets, block = LevelSets(circuit), block_size(circuit)
    for start in range(0, circuit.inputs, block):
        if deadline.passed():
            return None
        features = np.arange(start, min(start + block, circuit.inputs), dtype=np.int64)
        if sets.of(features[:, None])[1].any():
            return True
    if all(facts_of_group(group).least for groups in circuit.level_groups for group in groups):
        return False
    if more_sparse_than(circuit, COUNTED):
        return None
    try:
        return count_admissible(circuit, deadline) > 1
    except TimeoutError:
        return None


def block_size(circuit: Problem) -> int:
    """How many sparse inputs of a circuit are looked at together.

    At most `touched` gates of a level have an active input when no level before is more active than the sparsity.
    """
    inputs = (np.concatenate([group.inputs.ravel() for group in groups]) for groups in circuit.level_groups)
    touched = max(circuit.sparsity * int(np.bincount(level).max()) for level in inputs)
    return min(BLOCK, max(1, CELLS // touched))


def admits_all(circuit: Problem) -> bool | None:
    """Whether every input with at most v active features is admissible; None where that is not known.

    >>> from verify import Circuit
    >>> admits_all(Circuit.of(4, 2, [[("and", 0, 1), ("and", 2, 3)]]))
    True
    """
    if keeps_activity(circuit, circuit.sparsity):
        return True
    return None if more_sparse_than(circuit, COUNTED) else count_admissible(circuit) == count_sparse(circuit)


def require_some_input(circuit: Problem, name: str) -> None:
    """UsageError where no input but the empty one is admissible, with the smallest sparsity that would do."""
    if admits_some(circuit) is not False:
        return
    raise UsageError(
        f"--sparsity {circuit.sparsity} admits no input of {name} but the empty one, because whatever is active makes "
        f"more than {count(circuit.sparsity, 'gate')} of some level active: {larger_sparsity(circuit, admits_some)}"
    )


def require_every_input(circuit: Problem, name: str) -> None:
    """UsageError unless every sparse input is admissible, with the smallest sparsity near by that would do."""
    answer = admits_all(circuit)
    if answer is None:
        raise UsageError(
            f"--every-input: whether all inputs of {name} with at most {circuit.sparsity} active features keep every "
            f"level as sparse is decided by trying at most {count(COUNTED, 'input')}, but there are more, and the "
            "gates alone do not show it"
        )
    if answer:
        return
    sparse = count_sparse(circuit)
    above = range(circuit.sparsity + 1, min(circuit.inputs, circuit.sparsity + LOOKED_AT) + 1)
    found = next((i for i, v in enumerate(above) if _asked(admits_all, circuit, v)), len(above))
    raise UsageError(
        f"--every-input: {sparse - count_admissible(circuit):,} of the {sparse:,} inputs of {name} with at most "
        f"{circuit.sparsity} active features make more than {count(circuit.sparsity, 'gate')} of some level active: "
        f"{_what_would_do(circuit, admits_all, above, found)}"
    )


Rule = Callable[[Problem], bool | None]


def _asked(rule: Rule, circuit: Problem, sparsity: int) -> bool | None:
    return rule(replace(circuit, sparsity=sparsity))


def larger_sparsity(circuit: Problem, rule: Rule) -> str:
    """The smallest sparsity that would do in words, where whatever does at one sparsity does at every larger one.

    That is so of what is admissible, because gates do not depend on the sparsity.
    """
    above = range(circuit.sparsity + 1, circuit.inputs + 1)
    return _what_would_do(
        circuit, rule, above, bisect_left(above, True, key=lambda v: _asked(rule, circuit, v) is True)
    )


def _what_would_do(circuit: Problem, rule: Rule, above: range, found: int) -> str:
    """A sparsity of `above` by its place, or that there is none; sure words only where smaller ones are refuted."""
    sure = all(_asked(rule, circuit, v) is False for v in above[max(0, found - LOOKED_AT) : found])
    if found < len(above):
        return f"{'the smallest' if sure else 'a'} sparsity that would do is {above[found]}"
    if len(above) and above[-1] < circuit.inputs:
        return f"no sparsity up to {above[-1]} was found to do"
    return f"no sparsity up to the number of features, {circuit.inputs}, {'would' if sure else 'was found to'} do"
