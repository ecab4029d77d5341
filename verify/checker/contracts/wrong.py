"""How many neurons are not what the words of the gates that are 1 say, by going through all pairs of features."""

from collections.abc import Sequence
from itertools import permutations
from math import comb
from typing import NamedTuple, Protocol, final

import numpy as np

from verify.arrays import Longs
from verify.checker.contracts.negated import Negated, NegatedBeyond
from verify.checker.contracts.ones import Most, MostByOnes
from verify.checker.contracts.roles import HALF, roles_of
from verify.checker.contracts.watch import Watch
from verify.statement.gates import Gate


@final
class Wrong(NamedTuple):
    """At most so many neurons are 1 though no word of a gate that is 1 has them, and 0 though one does."""

    additional: int
    missing: int


NONE = Wrong(0, 0)


def wrong_of(
    gates: tuple[Gate, ...],
    users: list[Longs],
    features: int,
    sparsity: int,
    watch: Watch,
    *,
    by_activity: bool = False,
) -> tuple[Wrong, ...]:
    """Bounds on the neurons that are wrong on one input though each does what its points say, over all sparse inputs.

    Entry n is for the inputs on which n gates are 1, n = 0..v. Two active features are the cause of every wrong neuron
    (`Halves`, or with andnots `Negated` and `NegatedBeyond`), of which an input has at most C(v, 2): each the cause
    of at most so many neurons as the two that cause most. Exact for v = 2, where the two are all that is
    active: `by_activity` only those two count on which just n gates are 1.
    """
    if sparsity < 2:
        return (NONE,) * (sparsity + 1)
    most = Most(sparsity)
    if by_activity and sparsity == 2:
        most = MostByOnes(gates, features)
    by_feature: dict[int, list[Neuron]] = {}
    for mine in users:
        watch.look()
        neuron = _neuron([gates[output] for output in mine.tolist()], features, sparsity)
        for feature in neuron.features.tolist():
            by_feature.setdefault(feature, []).append(neuron)
    for feature, neurons in by_feature.items():
        watch.look()
        more, less = np.zeros((2, features), dtype=np.int64)
        for neuron in neurons:
            neuron.count(feature, more, less)
        # Alone a feature is enough, or not, just as its gates say.
        more[feature] = less[feature] = 0
        most.take(feature, more, less)
    pairs = comb(sparsity, 2)
    return tuple(Wrong(pairs * int(a), pairs * int(b)) for a, b in zip(most.additional, most.missing, strict=True))


class Neuron(Protocol):
    """`features`: those that may be its causes, in pairs."""

    features: Longs

    def count(self, feature: int, more: Longs, less: Longs) -> None:
        """Count it for all others that are its cause together with this one, of a 1 in `more`, and of a 0 in `less`."""


@final
class Halves:
    """A neuron without andnot: the cause of a 1 are two halves that are not the inputs of one AND.

    For any v: where it is 1 and none of its gates is, no full feature is active, and so two halves are; where one of
    its gates is 1, its points suffice.
    """

    def __init__(self, gates: Sequence[Gate], features: int) -> None:
        half = roles_of(gates, [np.arange(len(gates))], features)[0] == HALF
        self.features = np.flatnonzero(half)
        self._ands: dict[int, set[int]] = {}
        for inputs in (gate.inputs for gate in gates if gate.kind == "and" and len(gate.inputs) == 2):
            for a, b in permutations(inputs) if half[list(inputs)].all() else ():
                self._ands.setdefault(a, set()).add(b)

    def count(self, feature: int, more: Longs, less: Longs) -> None:
        """As `Neuron.count`."""
        more[self.features] += 1
        for other in self._ands.get(feature, ()):
            more[other] -= 1


def _neuron(gates: Sequence[Gate], features: int, sparsity: int) -> Neuron:
    if not any(gate.kind == "andnot" for gate in gates):
        return Halves(gates, features)
    return (NegatedBeyond if sparsity > 2 else Negated)(gates, features)
