"""Which kinds of problems a construction takes, and what it says of others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from constructions.errors import ConstructionError
from verify import Problem
from verify.codes import require_seed, require_size
from verify.errors import shown


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
