"""Problems about real features: ranges, how many are not 0 at a time, and a target for every output."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import final

from verify.errors import shown
from verify.plain_integer import plain_integer
from verify.reals.dyadic import dyadic
from verify.reals.hinges import Number, Target, feature, relu
from verify.statement.digest import canonical_json

FORMAT = "superproof-real-problem-1"
MOST_FEATURES = 2**20


@final
@dataclass(frozen=True)
class RealProblem:
    """Real vectors y of `features` entries, of which at most `sparsity` are not 0, and what each output should be.

    Entry j, where it is not 0, lies in `ranges[j]` = (low, high), and is one of these two where `corners` (Boolean
    features: range (0, 1) and corners). Output i should be targets[i](y). Made by `real_problem` and its siblings.

    >>> problem = autoencoder(2, 1)
    >>> problem.features, problem.outputs, problem.admits({0: Fraction(1, 2)}), problem.admits({0: Fraction(2)})
    (2, 2, True, False)
    """

    features: int
    sparsity: int
    ranges: tuple[tuple[Fraction, Fraction], ...]
    targets: tuple[Target, ...]
    corners: bool = False

    @property
    def outputs(self) -> int:
        """The number of outputs."""
        return len(self.targets)

    @property
    def furthest(self) -> list[Fraction]:
        """How large |y_j| can be, for every feature."""
        return [max(abs(low), abs(high)) for low, high in self.ranges]

    def admits(self, values: Mapping[int, Fraction]) -> bool:
        """Whether the input that has these values, and 0 elsewhere, is admissible; no feature that there is not is."""
        alive = {j: value for j, value in values.items() if value}
        there = all(0 <= j < self.features for j in values)
        return there and len(alive) <= self.sparsity and all(self._has(j, value) for j, value in alive.items())

    def _has(self, j: int, value: Fraction) -> bool:
        low, high = self.ranges[j]
        return value in (low, high) if self.corners else low <= value <= high

    def document(self) -> dict[str, object]:
        """The JSON document: numbers are integers, or text such as "3/8"."""
        return {
            "format": FORMAT,
            "features": self.features,
            "sparsity": self.sparsity,
            "ranges": [[written(low), written(high)] for low, high in self.ranges],
            "corners": self.corners,
            "targets": [_document(target) for target in self.targets],
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the document in canonical form."""
        return hashlib.sha256(canonical_json(self.document()).encode()).hexdigest()


def real_problem(
    features: int,
    sparsity: int,
    targets: Sequence[Target],
    *,
    ranges: Sequence[tuple[Number, Number]] | tuple[Number, Number] = (0, 1),
    corners: bool = False,
) -> RealProblem:
    """The problem, with one range for all features or one each.

    Errors: TypeError and ValueError for sizes below 1, a sparsity above the number of features, a range that is empty,
    and targets of features that there are not.

    >>> real_problem(3, 2, [feature(0) - feature(2)], ranges=(-1, 1)).outputs
    1
    """
    m, v = plain_integer("features", features), plain_integer("sparsity", sparsity)
    if not 1 <= m <= MOST_FEATURES:
        raise ValueError(f"a problem must have from 1 to {MOST_FEATURES} features, not {m}")
    if not 1 <= v <= m:
        raise ValueError(f"sparsity must be from 1 to the number of features, {m}, not {v}")
    if type(corners) is not bool:
        raise TypeError(f"corners must be True or False, not {shown(corners)}")
    if not targets:
        raise ValueError("a problem must have at least one target, not 0")
    for i, target in enumerate(targets):
        if type(target) is not Target:
            raise TypeError(f"target {i} must be a Target, not {shown(target)}")
        if target.features and max(target.features) >= m:
            raise ValueError(f"target {i} must be of features below {m}, not of {max(target.features)}")
    return RealProblem(m, v, _ranges(m, ranges), tuple(targets), corners)


def _ranges(m: int, given: Sequence[object]) -> tuple[tuple[Fraction, Fraction], ...]:
    pairs = list(given)
    if len(pairs) == 2 and not any(isinstance(end, (tuple, list)) for end in pairs):
        pairs = [pairs] * m
    if len(pairs) != m:
        raise ValueError(f"there must be one range, or one for each of {m} features, not {len(pairs)}")
    ranges = []
    for j, pair in enumerate(pairs):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise TypeError(f"the range of feature {j} must be a pair (low, high), not {shown(pair)}")
        low, high = dyadic(f"low of feature {j}", pair[0]), dyadic(f"high of feature {j}", pair[1])
        if low > high or low == high == 0:
            raise ValueError(f"the range of feature {j} must hold more than 0, not only {shown([str(low), str(high)])}")
        ranges.append((low, high))
    return tuple(ranges)


def autoencoder(features: int, sparsity: int, *, ranges: tuple[Number, Number] = (0, 1)) -> RealProblem:
    """Give back every feature: t_i(y) = y_i (toy models of superposition, Elhage et al. 2022).

    >>> print(autoencoder(5, 1).targets[4])
    y4
    """
    return real_problem(features, sparsity, [feature(i) for i in range(features)], ranges=ranges)


def compressed(
    features: int, sparsity: int, *, residual: bool = False, ranges: tuple[Number, Number] = (-1, 1)
) -> RealProblem:
    """Compute the ReLU of every feature: t_i(y) = max(0, y_i), or y_i + max(0, y_i) where `residual`.

    >>> print(compressed(100, 2, residual=True).targets[7])
    y7 + max(0, y7)
    """
    targets = [relu(feature(i)) + (feature(i) if residual else 0) for i in range(features)]
    return real_problem(features, sparsity, targets, ranges=ranges)


def written(number: Fraction) -> int | str:
    """A number as documents have it.

    >>> written(Fraction(3)), written(Fraction(-3, 8))
    (3, '-3/8')
    """
    return int(number) if number.denominator == 1 else str(number)


def _document(target: Target) -> list[object]:
    terms = [[i, written(c)] for i, c in target.terms]
    hinges = [[written(c), *_document(inner)[:2]] for c, inner in target.hinges]
    return [written(target.constant), terms, hinges]
