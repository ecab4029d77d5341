"""Which problems and sizes a construction takes, and what it says of others before anything is built."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from constructions.errors import ConstructionError
from verify import Problem
from verify.codes import require_seed, require_size
from verify.errors import shown

MOST_WEIGHTS = 2**33
LARGEST = 4096
"""Features up to which weights are looked for in matrices over all of them."""


@final
@dataclass(frozen=True)
class Kind:
    """Some problems, in words and as a test.

    >>> from verify import TwoAnd
    >>> TWO_ANDS.words, TWO_ANDS(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)))
    ('2-AND problems', True)
    """

    words: str
    holds: Callable[[Problem], bool]

    def __call__(self, problem: Problem) -> bool:
        """Whether the problem is one of them."""
        return self.holds(problem)

    def require(self, name: str, problem: object, *, seed: int = 0, **sizes: int) -> None:
        """ConstructionError, about `name`, for any other problem; TypeError for anything that is no problem.

        TypeError or ValueError, too, where the `seed` is none or one of the `sizes` is below 1.
        """
        if not isinstance(problem, Problem):
            raise TypeError(f"{name} takes {self.words}, not {shown(problem)}")
        if not self.holds(problem):
            raise ConstructionError(f"{name} takes {self.words}, not one of kind {problem.form!r}")
        for what, size in sizes.items():
            require_size(what, size)
        require_seed(seed)


TWO_ANDS = Kind("2-AND problems", lambda problem: problem.is_two_and)
GATES = Kind("problems of gates", lambda problem: not problem.is_circuit and not problem.is_permutation)
PERMUTATIONS = Kind("permutations", lambda problem: problem.is_permutation)
ONE_LEVEL = Kind("problems of one level of gates", lambda problem: not problem.is_circuit)
CIRCUITS = Kind("circuits", lambda problem: problem.is_circuit)
ANY = Kind("problems", lambda problem: True)


def require_weights(construction: str, rows: int, columns: int) -> None:
    """ConstructionError for a layer of more than `MOST_WEIGHTS` weights."""
    if rows * columns > MOST_WEIGHTS:
        raise ConstructionError(
            f"{construction} makes a layer of {rows} x {columns} weights here, "
            f"but builds at most {MOST_WEIGHTS}, not {rows * columns}"
        )


def require_neurons(construction: str, neurons: int, least: int, why: str) -> None:
    """ConstructionError for fewer neurons than the `least`, which says why."""
    if neurons < least:
        raise ConstructionError(f"{construction} needs at least {least} neurons{why}, not {neurons}")


def require_trainable(construction: str, problem: Problem) -> None:
    """ConstructionError beyond `LARGEST` features."""
    if problem.inputs > LARGEST:
        raise ConstructionError(
            f"{construction} takes at most {LARGEST} features, not {problem.inputs}: more need a closed form, as in "
            "matched_permutation, or a neuron each"
        )
