"""How many neurons are not what the words of the gates that are 1 say, by going through all pairs of features."""

from dataclasses import dataclass
from math import comb
from typing import final

import numpy as np
import numpy.typing as npt

from verify.arrays import Longs
from verify.checker.contracts.roles import HALF, NEEDED, OTHER, POINTS, roles_of
from verify.checker.contracts.watch import Watch
from verify.statement.gates import Gate

Places = dict[int, set[int]]
Bools = npt.NDArray[np.bool_]
NOBODY, SEVERAL = -1, -2


@final
@dataclass(frozen=True)
class Wrong:
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

    Entry n is for the inputs on which n gates are 1, n = 0..v. Every wrong neuron blames two active features
    (`Neuron.additional`, `Neuron.missing`; `beyond` for v > 2), of which an input has at most C(v, 2): each is blamed
    by at most so many neurons as the two that most neurons blame. Exact for v = 2, where the two are all that is
    active: `by_activity` only those two count on which just n gates are 1, and those on which more than v are do not
    count at all.
    """
    if sparsity < 2:
        return (NONE,) * (sparsity + 1)
    by_activity = by_activity and sparsity == 2
    kind: type[Neuron] = Neuron
    if sparsity > 2:
        from verify.checker.contracts.beyond import NeuronBeyond

        kind = NeuronBeyond
    ones = None
    if by_activity:
        from verify.checker.contracts.ones import Ones

        ones = Ones(gates, features)
    neurons = [kind(gates, mine, features) for mine in users]
    places: dict[int, list[tuple[Neuron, int]]] = {}
    for neuron in neurons:
        watch.look()
        for place in neuron.may_be_blamed().tolist():
            places.setdefault(int(neuron.features[place]), []).append((neuron, place))
    additional, missing = np.zeros((2, sparsity + 1), dtype=np.int64)
    for feature, held in places.items():
        watch.look()
        more, less = np.zeros((2, features), dtype=np.int64)
        for neuron, place in held:
            if neuron.seconds:
                more[neuron.features] += neuron.additional(place)
                less[neuron.features] += neuron.missing(place)
            else:
                more[neuron.halves] += 1
                for q in neuron.ands.get(place, ()):
                    more[neuron.features[q]] -= int(neuron.roles[q] == HALF)
        more[feature] = 0
        if ones is None:
            np.maximum(additional, more.max(), out=additional)
            np.maximum(missing, less.max(), out=missing)
            continue
        number = ones.beside(feature)
        for n in range(sparsity + 1):
            additional[n] = max(additional[n], more[number == n].max(initial=0))
            missing[n] = max(missing[n], less[number == n].max(initial=0))
    pairs = comb(sparsity, 2)
    return tuple(Wrong(pairs * int(more), pairs * int(less)) for more, less in zip(additional, missing, strict=True))


class Neuron:
    """The features with a role in one neuron, and what its gates are on two of them.

    An input of copy or or is in `surely`. The first input x of andnots is let go by all but one feature, or by all:
    `unless` holds its only second input, or `SEVERAL` where it has several, or `NOBODY` where x is no first input.
    """

    def __init__(self, gates: tuple[Gate, ...], users: Longs, features: int) -> None:
        roles = roles_of(gates, [users], features)[0]
        self.features = np.flatnonzero(roles != OTHER)
        self.roles = roles[self.features]
        self.halves = self.features[self.roles == HALF]
        self.points: Longs = np.array([POINTS[role] for role in range(len(POINTS))])[self.roles]
        place = {feature: k for k, feature in enumerate(self.features.tolist())}
        size = len(place)
        self.surely = np.zeros(size, dtype=np.bool_)
        self.unless = np.full(size, NOBODY)
        self.ands: Places = {}
        self.seconds: Places = {}
        self.firsts: Places = {}
        for gate in (gates[output] for output in users.tolist()):
            if gate.kind == "and" and len(gate.inputs) == 2:
                a, b = (place[j] for j in gate.inputs)
                self.ands.setdefault(a, set()).add(b)
                self.ands.setdefault(b, set()).add(a)
            elif gate.kind == "andnot":
                x, y = (place[j] for j in gate.inputs)
                self.seconds.setdefault(x, set()).add(y)
                self.firsts.setdefault(y, set()).add(x)
            elif gate.kind != "and":
                self.surely[[place[j] for j in gate.inputs]] = True
        for x, seconds in self.seconds.items():
            self.unless[x] = next(iter(seconds)) if len(seconds) == 1 else SEVERAL

    def may_be_blamed(self) -> Longs:
        """Without andnot only halves, together with another half that is not the other input of their AND."""
        return np.arange(len(self.features)) if self.seconds else np.flatnonzero(self.roles == HALF)

    def additional(self, p: int) -> Bools:
        """For all q whether the neuron blames p and q for being 1 though no gate that has it is.

        For v = 2 these are all that is active: their points suffice, and no gate is 1 on {p, q}.
        """
        if self.surely[p]:
            return np.zeros(len(self.features), dtype=np.bool_)
        blamed: Bools = self.points[p] + self.points >= NEEDED
        return blamed & ~(self.surely | self.holds(self.ands.get(p, set())) | self._let_go(p))

    def missing(self, p: int) -> Bools:
        """For all q whether the neuron blames p and q for being 0 though a gate that has it is 1.

        For v = 2: the points of p and q do not suffice, and a gate is 1 on {p, q}.
        """
        one: Bools = self.surely | self.surely[p] | self.holds(self.ands.get(p, set())) | self._let_go(p)
        one[p] = False
        too_few: Bools = self.points[p] + self.points < NEEDED
        return one & too_few

    def _let_go(self, p: int) -> Bools:
        """For all q whether an andnot is 1 on p and q, which are not the same."""
        everyone = np.arange(len(self.features))
        of_q = (self.unless != NOBODY) & (self.unless != p)
        of_p = (self.unless[p] != NOBODY) & (self.unless[p] != everyone)
        return np.asarray(of_q | of_p)

    def holds(self, places: set[int]) -> Bools:
        """Which features have these places."""
        found = np.zeros(len(self.features), dtype=np.bool_)
        found[list(places)] = True
        return found
