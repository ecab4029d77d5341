"""Codes that merely hold m features for exact read-out: O(log m) neurons, where computing takes about sqrt(m)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import final

import numpy as np

from constructions.construction import note_of
from constructions.errors import ConstructionError, NotFoundError
from constructions.policies import following, narrow
from constructions.read_out import read_out_margin
from constructions.threshold import middle
from constructions.word_counts import constant_weight_rows, least_field, require_distinct_words, sign_rows
from verify import Code, Margin, Network, Permutation, Problem
from verify.codes import ConstantWeightCode, HadamardCode, RandomSignCode, ReedSolomonCode, SparseCode, require_size
from verify.errors import shown

SEEDS = 8
RESOLUTION = 64
"""A search ends when the n that failed and the n that holds are a 64th apart."""


@final
@dataclass(frozen=True)
class Held:
    """A code that holds every v-sparse input: feature i reads 1 iff <A_i, A y> >= `threshold`.

    For all y with at most v active features active ones score at least `margin.smallest_true`, others at most
    `margin.largest_false`.
    """

    code: Code
    sparsity: int
    margin: Margin
    threshold: int

    @property
    def neurons(self) -> int:
        """n, the rows of the code."""
        return self.code.rows


def held(code: Code, sparsity: int) -> Held | None:
    """What `read_out_margin` proves about the code, None if some sparse input would be read wrongly.

    Guarantee: for all y with at most v active features and all features i, <A_i, A y> >= threshold iff y_i = 1, decided
    in exact integers. Complexity: that of `read_out_margin`. Errors: ConstructionError for a code with fewer words than
    features, with the least n that has enough; ValueError or TypeError for a sparsity outside 1..m. Source: ours.

    >>> held(ReedSolomonCode(field=7, blocks=7, degree=4, columns=1024), 2).threshold
    7
    """
    require_distinct_words("held", code)
    margin = read_out_margin(code, sparsity)
    true, false = margin.smallest_true, margin.largest_false
    if true is None or false is None or true <= false:
        return None
    return Held(code, sparsity, margin, middle(true, false))


def reed_solomon_holding(features: int, sparsity: int) -> ReedSolomonCode:
    """The shortest Reed-Solomon code whose words are never covered by v others: n = q (v (d - 1) + 1).

    With the best d that is O((v log m / log(v log m))^2), over prime fields q with q^d >= m and q >= w.
    Guarantee: two words share at most d - 1 of their w = v (d - 1) + 1 ones, so that an inactive feature scores at most
    v (d - 1) < w, an active one at least w. Source: Kautz and Singleton (1964). Errors: ConstructionError where one
    neuron a feature is shorter; TypeError or ValueError for features or a sparsity below 1.

    >>> reed_solomon_holding(65536, 2).rows
    99
    """
    require_size("features", features)
    require_size("sparsity", sparsity)
    best: ReedSolomonCode | None = None
    for d in range(1, features.bit_length() + 1):
        w = sparsity * (d - 1) + 1
        q = least_field(features, d, w)
        if q * w < (features if best is None else best.rows):
            best = ReedSolomonCode(field=q, blocks=w, degree=d, columns=features)
    if best is None:
        raise ConstructionError(f"no Reed-Solomon code holds {features} features with fewer neurons than features")
    return best


def _holding_weight(sparsity: int, rows: int) -> int:
    """About n / (2v + 1) ones: many enough to tell words apart, few enough not to overlap."""
    return max(1, rows // (2 * sparsity + 1))


RANDOM: Mapping[str, Callable[[int, int, int, int], Code]] = MappingProxyType(
    {
        "random-signs": lambda m, _, n, seed: RandomSignCode(n, m, seed),
        "hadamard": lambda m, _, n, seed: HadamardCode(n, m, seed),
        "constant-weight": lambda m, v, n, seed: ConstantWeightCode(n, m, _holding_weight(v, n), seed),
    }
)
"""Families of random codes: (features, sparsity, rows, seed) -> code."""
REED_SOLOMON = "reed-solomon"


def smallest_held(features: int, sparsity: int, family: str, *, seeds: int = SEEDS) -> Held:
    """The shortest code of a family that was found to hold all v-sparse inputs: proved, by `held` or by theorem.

    `family` is "reed-solomon" (by theorem, any size) or one of `RANDOM`, whose n is bisected with so many seeds each.

    Guarantee: for all y with at most v active features, what is returned reads every feature exactly (`Held`); nothing
    shorter was found, but there may be. Errors: NotFoundError when nothing shorter than one neuron a feature was found;
    ValueError for another family; TypeError or ValueError for sizes below 1. Source: after AS, who hold features with
    O(log m) neurons (Johnson and Lindenstrauss); Kautz and Singleton (1964); the search is ours. Details:
    docs/methods.md.

    >>> smallest_held(256, 2, "hadamard").neurons < 64
    True
    """
    if family not in (REED_SOLOMON, *RANDOM):
        raise ValueError(f"family must be one of {', '.join((REED_SOLOMON, *RANDOM))}, not {shown(family)}")
    require_size("features", features)
    require_size("sparsity", sparsity, 1, features)
    require_size("seeds", seeds)
    if family == REED_SOLOMON:
        code = reed_solomon_holding(features, sparsity)
        return Held(code, sparsity, Margin(code.weight, sparsity * (code.degree - 1)), code.weight)
    least, best = sign_rows(features), None
    if family == "constant-weight":
        least = next(n for n in count(1) if n >= constant_weight_rows(features, _holding_weight(sparsity, n)))
    start = max(least, (2 * sparsity - 1) ** 2 * features.bit_length())
    sizes = narrow(start, features, climb=2.0, close=RESOLUTION, failed=least - 1)
    n = next(sizes, None)
    while n is not None:
        codes = (RANDOM[family](features, sparsity, n, seed) for seed in range(seeds))
        found = next((one for code in codes if (one := held(code, sparsity)) is not None), None)
        best = found or best
        n = following(sizes, found is not None)
    if best is None:
        raise NotFoundError(f"no {family} code shorter than {features} was found to hold {features} features")
    return best


def identity_network(code: SparseCode, sparsity: int) -> tuple[Problem, Network]:
    """The same claim for the provers: the identity permutation through a public identity layer, read at w.

    Guarantee: for all admissible y the network's scores are <A_i, A y>, because x_0 >= 0 for a code of zeros and ones.
    Its n weights are the same for all functions. Errors: TypeError or ValueError for a sparsity outside 1..m. Source:
    ours.

    >>> from verify import prove
    >>> problem, network = identity_network(reed_solomon_holding(64, 2), 2)
    >>> network.neurons, prove(problem, network).certificate.margin
    (25, Margin(smallest_true=5, largest_false=4))
    """
    problem = Permutation(images=tuple(range(code.columns)), sparsity=sparsity)
    layer = np.eye(code.rows, dtype=np.int8), np.zeros(code.rows, dtype=np.int8)
    return problem, Network([layer], code, code, threshold=code.weight, construction=note_of("identity_network", 0))
