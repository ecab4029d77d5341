"""Neural permutation, held again in a public code: one layer computes, a second one clips to exact zeros and ones."""

from functools import partial

from constructions.construction import Construction
from constructions.decorrelation import least_dimension
from constructions.errors import ConstructionError
from constructions.fields import least_field, next_prime
from constructions.kinds import PERMUTATIONS
from constructions.limits import require_trainable
from constructions.neural_permutation import sizes_from
from constructions.union_channels import STEPS, exact_union
from verify import Network, Problem
from verify.codes import require_size
from verify.progress import Progress

NAME = "reencoded_permutation"


def reencoded_permutation(
    problem: Problem, *, neurons: int, seed: int = 0, steps: int = STEPS, progress: Progress | None = None
) -> Network:
    """Two layers: x_1 = ReLU(t - W x_0) is 0 exactly on the neurons that x_2 = ReLU(1 - x_1) sets to 1.

    `union_channels` for copies: output i has the public word of v + 1 neurons of a Reed-Solomon code, so that no
    interference is left in x_2.

    Guarantee: for all admissible y, x_2 is the union (maximum) of the words of the active outputs; hence the score of
    output i is v + 1 if it is 1, and at most v otherwise. Decided in integers in closed form here, and proved so by
    `prove_by_contracts`, at any v. Errors: ConstructionError when the words do not fit, beyond 4096 features,
    NotFoundError when no exact network was found. Source: after AS; codes after Kautz and Singleton; the clipping is
    ours. Details: docs/methods.md.

    >>> from verify import Permutation
    >>> problem = Permutation.random(64, sparsity=2, seed=0)
    >>> reencoded_permutation(problem, neurons=52).widths
    (52, 51, 51)
    """
    PERMUTATIONS.require(NAME, problem)
    m, least = problem.inputs, least_union_rows(problem.outputs, problem.sparsity)
    if require_size("neurons", neurons) < min(m, least):
        why = f"for words of {problem.sparsity + 1}, not {neurons}"
        if m <= least:
            why = f"one a feature, not {neurons}: words take more"
        raise ConstructionError(f"{NAME} needs at least {min(m, least)} neurons{',' * (m <= least)} {why}")
    return exact_union(NAME, problem, neurons, seed, steps, progress)


def least_union_rows(outputs: int, sparsity: int) -> int:
    """(v + 1) q for the least prime q with q >= v + 1 and q**2 >= m'.

    >>> least_union_rows(64, 2)
    33
    """
    return (sparsity + 1) * least_field(outputs, 2, sparsity + 1)


def expected_reencoded_neurons(problem: Problem) -> int:
    """Where networks of `reencoded_permutation` begin to exist, by a heuristic for large sizes (ours), m at most.

    >>> from verify import Permutation
    >>> expected_reencoded_neurons(Permutation.random(1024, sparsity=2, seed=0))
    267
    """
    m, v = problem.inputs, problem.sparsity
    q = least_field(problem.outputs, 2, v + 1)
    while (v + 1) * q <= m:
        if m * least_dimension(1 / q, v) <= (v + 1) * q:
            return (v + 1) * q
        q = next_prime(q + 1)
    return m


REENCODED = Construction(
    "reencoded-permutation",
    "two layers that end in exact public words",
    PERMUTATIONS,
    reencoded_permutation,
    lambda problem: sizes_from(problem, expected_reencoded_neurons(problem)),
    rule=partial(require_trainable, NAME),
    prover="auto",
)
