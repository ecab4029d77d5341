"""Public words for a network that ends in their union: as light as they can be read."""

from constructions.errors import ConstructionError
from constructions.fields import reed_solomon_code
from constructions.naive import naive_neurons
from verify import Problem, ReedSolomonCode
from verify.contracts import Wrong, most_active_outputs, targets_of, wrong_values

GROWTH = 1.06
"""Factor between the numbers of neurons that are tried for words that can be read."""
Words = tuple[ReedSolomonCode, Wrong]


def readable_words(name: str, problem: Problem, neurons: int) -> Words:
    """The lightest words on at most so many neurons that are read in spite of wrong neurons, and how many these are.

    Words of w ones over F_q, of which two share one at most, take w q neurons. An output that is 1 scores w less the
    missing neurons, one that is 0 at most the additional ones, and one for every output that is 1. Light words leave
    every neuron few features. Errors: ConstructionError, about the construction `name`, with a number that would do.

    >>> from verify import Permutation
    >>> code, wrong = readable_words("doc", Permutation.random(1024, sparsity=2, seed=0), 260)
    >>> code.rows, code.weight, wrong
    (249, 3, Wrong(additional=0, missing=0))
    """
    found = _readable(problem, neurons)
    if found is not None:
        return found
    least = next_readable(problem, neurons + 1)
    raise ConstructionError(
        f"{name} finds no words to read on {neurons} neurons; the next number tried that does is {least}"
    )


def next_readable(problem: Problem, neurons: int) -> int:
    """The first number from `neurons` on, in steps of 6 percent, with words that can be read; one an output at most.

    >>> from verify import Permutation
    >>> next_readable(Permutation.random(1024, sparsity=2, seed=0), 90)
    112
    """
    most, n = naive_neurons(problem), neurons
    while n < most and _readable(problem, n) is None:
        n = max(n + 1, int(n * GROWTH))
    return min(n, most)


def _readable(problem: Problem, neurons: int) -> Words | None:
    """For one number of neurons; None where no words do."""
    groups, active = problem.gate_groups(), most_active_outputs(problem)
    weight = active + 1
    while (code := reed_solomon_code(problem.outputs, neurons, weight, degree=2)) is not None:
        wrong = wrong_values(groups, code, targets_of(groups, code, problem.inputs), problem.sparsity)
        needed = active + wrong.additional + wrong.missing + 1
        if needed <= weight:
            return code, wrong
        weight = needed  # Heavier words on as many neurons have no fewer wrong ones, as a rule.
    return None
