"""What the neurons of a code stand for: threshold units over the features of the level before."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.codes.base import SparseCode
from verify.gate_facts import facts_of_group, needed
from verify.statement.gates import GateGroup


@final
@dataclass(frozen=True, eq=False)
class Targets:
    """Neuron e of the code is to be 1 iff the weights of the active features in row e sum to `level` or more.

    Entry k: in row `rows[k]` feature `features[k]` has the weight `weights[k]`; rows ascending, one entry a place.
    All weights that are not listed are 0.
    """

    neurons: int
    features_before: int
    level: int
    rows: Longs
    features: Longs
    weights: Longs

    @property
    def classes(self) -> tuple[int, ...]:
        """The different weights, 0 among them, ascending."""
        return tuple(sorted({0, *np.unique(self.weights).tolist()}))


def targets_of(groups: Sequence[GateGroup], code: SparseCode, features: int) -> Targets:
    """The threshold units whose neuron e stands for the gates whose words use e (`wrong_values` says how well).

    With K the least common multiple of the fan-ins of the ANDs: an input of copy or or has the weight K, an input of an
    AND of q the weight K / q, and for andnot the first input has K and the second -K. A feature that has several roles
    in one neuron takes the largest weight. Errors: UnsupportedGateError for xor, no threshold of its inputs.

    >>> from verify import Circuit, IdentityCode
    >>> groups = Circuit.of(3, 2, [[("and", 0, 1), ("or", 1, 2)]]).level_groups[0]
    >>> targets = targets_of(groups, IdentityCode(2), 3)
    >>> targets.level, targets.rows.tolist(), targets.features.tolist(), targets.weights.tolist()
    (2, [0, 0, 1, 1], [0, 1, 1, 2], [1, 1, 2, 2])
    """
    level = ands_level(groups)
    places: list[Longs] = []
    weights: list[Longs] = []
    all_words = code.supports(0, code.columns)
    for group in groups:
        words = all_words[group.outputs]
        for position, weight in enumerate(_weights(group, level)):
            keys = words * features + group.inputs[:, position : position + 1]
            places.append(keys.ravel())
            weights.append(np.full(keys.size, weight, dtype=np.int64))
    place, largest = np.concatenate(places), np.concatenate(weights)
    order = np.lexsort((largest, place))
    place, largest = place[order], largest[order]
    last = np.append(place[1:] != place[:-1], True)
    rows, wires = np.divmod(place[last], features)
    return Targets(code.rows, features, level, rows, wires, largest[last])


def ands_level(groups: Sequence[GateGroup]) -> int:
    """K, the least common multiple of the fan-ins of the ANDs (of `least` in general); 1 without."""
    return lcm(*(facts_of_group(group).least or 1 for group in groups))


def _weights(group: GateGroup, level: int) -> tuple[int, ...]:
    """The weights of a gate's inputs in their order: so large that least active ones, or the first, reach the level."""
    facts = facts_of_group(group)
    signs, _ = needed("a threshold unit", group.kind, facts.unit)
    return tuple(sign * level // (facts.least or 1) for sign in signs)
