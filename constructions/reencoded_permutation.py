"""Neural permutation, held again in a public code: one layer computes, a second one clips to exact zeros and ones."""

from functools import partial

from constructions.construction import Construction
from constructions.decorrelation import least_dimension
from constructions.errors import ConstructionError
from constructions.fields import least_field, next_prime
from constructions.kinds import PERMUTATIONS
from constructions.limits import require_neurons, require_trainable
from constructions.neural_permutation import sizes_from
from constructions.union_channels import STEPS, exact_union
from verify import Network, Problem
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
    PERMUTATIONS.require(NAME, problem, neurons=neurons)
    m, w = problem.inputs, problem.sparsity + 1
    least = w * least_field(problem.outputs, 2, w)
    if neurons < m <= least:
        raise ConstructionError(f"{NAME} needs at least {m} neurons, one a feature, not {neurons}: words take more")
    require_neurons(NAME, neurons, min(m, least), f" for words of {w}")
    return exact_union(NAME, problem, neurons, seed, steps, progress)


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
