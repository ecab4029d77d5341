"""Neural permutation in closed form, for any size: every word of the input code is sent to a channel."""

from collections.abc import Iterator
from math import ceil, log, sqrt

from constructions.construction import Construction, at_once, note_of
from constructions.errors import ConstructionError
from constructions.kinds import PERMUTATIONS
from constructions.limits import require_weights
from constructions.naive import naive
from constructions.permutation_link import Link
from constructions.policies import Sizes, ascend
from constructions.structured_channels import GROWTH, public_channels
from constructions.word_counts import reed_solomon_rows
from verify import HadamardCode, Network, Problem
from verify.codes import require_size

NAME = "matched_permutation"
WEIGHT = 10


def matched_permutation(problem: Problem, *, neurons: int, seed: int = 0, weight: int | None = None) -> Network:
    """One layer W = sum_j B_pi(j) A_j^T, A n rows of a Hadamard matrix and B Reed-Solomon channels of w neurons.

    The bias keeps the layer linear on admissible inputs. Width of x_1: w q for the largest prime q with w q <= n;
    default w: 10, and 16 beyond 8192 features. One neuron a feature (`naive`) if n >= m.

    Guarantee: none by construction, interference decides; for a fixed input all outputs are right with high probability
    from about n = (2v - 1) sqrt(2 m ln m) (our analysis: entries of variance about m / n^2). Errors: ConstructionError
    when the channels do not fit or beyond 2**33 weights. Source: after AS, Neural Permutation; codes, bias and analysis
    ours. Details: docs/methods.md.

    >>> from verify import Permutation
    >>> matched_permutation(Permutation.random(256, sparsity=1, seed=0), neurons=180).widths
    (180, 170)
    """
    PERMUTATIONS.require(NAME, problem, seed=seed, neurons=neurons)
    m = problem.inputs
    w = (WEIGHT if m <= 8192 else 16) if weight is None else require_size("weight", weight)
    require_weights(NAME, min(neurons, m), min(neurons, m))
    if neurons >= m:
        return naive(problem)
    if m <= reed_solomon_rows(m, w):
        raise ConstructionError(f"{NAME} needs at least {m} neurons, one a feature, not {neurons}: channels take more")
    channels = public_channels(NAME, m, neurons, w)
    link = Link(problem, HadamardCode(rows=neurons, columns=m, seed=seed), channels)
    return link.network(link.matched(), note_of(NAME, seed, neurons=neurons, weight=w))[0]


def matched_neurons(problem: Problem) -> int:
    """Below this n networks are hardly ever right on all inputs, m at most: 0.7 (2v - 1) sqrt(2 m ln m^2).

    >>> from verify import Permutation
    >>> matched_neurons(Permutation.random(1024, sparsity=2, seed=0))
    354
    """
    m, v = problem.inputs, problem.sparsity
    return min(m, ceil(0.7 * (2 * v - 1) * sqrt(4 * m * log(max(2, m)))))


def _sizes(problem: Problem) -> Sizes:
    """Up to one neuron a feature."""

    def larger() -> Iterator[int]:
        n = matched_neurons(problem)
        while n < problem.inputs:
            yield n
            n = ceil(n * GROWTH)
        yield problem.inputs

    return ascend(larger())


MATCHED = Construction(
    "matched-permutation",
    "one layer in closed form between public codes",
    PERMUTATIONS,
    at_once(matched_permutation),
    _sizes,
)
