"""How many neurons are not what the words of the gates that are 1 say, by going through all pairs of features."""

from dataclasses import dataclass
from math import comb
from typing import final

import numpy as np
import numpy.typing as npt

from verify.arrays import Longs
from verify.checker.contracts.roles import HALF, NEEDED, NEGATIVE, OTHER, POINTS, roles_of
from verify.checker.contracts.watch import Watch
from verify.statement.gates import Gate, kind_of

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
    (`_Neuron.additional`, `_Neuron.missing`), of which an input has at most C(v, 2): each is blamed by at most so many
    neurons as the two that most neurons blame. Exact for v = 2, where the two are all that is active: `by_activity`
    only those two count on which just n gates are 1, and those on which more than v are do not count at all.
    """
    if sparsity < 2:
        return (NONE,) * (sparsity + 1)
    by_activity = by_activity and sparsity == 2
    ones = Ones(gates, features) if by_activity else None
    neurons = [_Neuron(gates, mine, features) for mine in users]
    places: dict[int, list[tuple[_Neuron, int]]] = {}
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
                more[neuron.features] += neuron.additional(place, sparsity)
                less[neuron.features] += neuron.missing(place, sparsity)
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


class Ones:
    """How many gates are 1 on two active features, by their values on these two and on each alone.

    A gate whose inputs have no order is asked once for one and once for two of them, whichever these are.
    """

    def __init__(self, gates: tuple[Gate, ...], features: int) -> None:
        self._alone = np.zeros(features, dtype=np.int64)
        self._ordered: dict[int, list[Gate]] = {}
        self._together: dict[int, list[tuple[Longs, int]]] = {}
        for gate in gates:
            if kind_of(gate.kind).ordered:
                for j in gate.inputs:
                    self._alone[j] += int(gate.value({j}))
                    self._ordered.setdefault(j, []).append(gate)
                continue
            inputs, one = np.array(gate.inputs), int(gate.value(gate.inputs[:1]))
            self._alone[inputs] += one
            beyond = int(gate.value(gate.inputs[:2])) - 2 * one
            for j in gate.inputs if beyond else ():
                self._together.setdefault(j, []).append((inputs, beyond))

    def beside(self, p: int) -> Longs:
        """For every q the number of gates that are 1 where just p and q are active; of no meaning at q = p.

        A gate that has neither is 0; one that has p or q alone is what it is on that one.
        """
        found = self._alone[p] + self._alone
        for inputs, beyond in self._together.get(p, ()):
            found[inputs] += beyond
        for gate in self._ordered.get(p, ()):
            for q in gate.inputs:
                if q != p:
                    found[q] += int(gate.value({p, q})) - int(gate.value({p})) - int(gate.value({q}))
        return np.asarray(found)


class _Neuron:
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

    def additional(self, p: int, sparsity: int) -> Bools:
        """For all q whether the neuron blames p and q for being 1 though no gate that has it is.

        For v = 2: the points of p and q suffice, and no gate is 1 on {p, q}. For v > 2, on any active features: no two
        of them make a copy, or or AND 1. Two halves are enough to blame. With one half at most, the full ones are more
        than the negative ones; every second input of a full one is active, as its andnot is 0. So one of them is not
        negative, and blamed with the first input, or two full ones have the same second input, and are blamed.
        """
        if self.surely[p]:
            return np.zeros(len(self.features), dtype=np.bool_)
        blamed: Bools = self.points[p] + self.points >= NEEDED
        blamed &= ~(self.surely | self._holds(self.ands.get(p, set())))
        if sparsity == 2:
            return blamed & ~self._let_go(p)
        seconds = self.seconds.get(p, set())
        linked = self._holds(seconds | self.firsts.get(p, set()))
        for y in seconds:
            linked |= self._holds(self.firsts[y])
        if self.roles[p] == HALF:
            linked |= self.roles == HALF
        return blamed & linked

    def missing(self, p: int, sparsity: int) -> Bools:
        """For all q whether the neuron blames p and q for being 0 though a gate that has it is 1.

        For v = 2: the points of p and q do not suffice, and a gate is 1 on {p, q}. For v > 2, on any active features:
        a gate that is 1 has enough points of its own, so that a negative one is active, which is blamed together with
        any active input of that gate that speaks for it; the gate is not the andnot of just these two.
        """
        if sparsity == 2:
            one: Bools = self.surely | self.surely[p] | self._holds(self.ands.get(p, set())) | self._let_go(p)
            one[p] = False
            too_few: Bools = self.points[p] + self.points < NEEDED
            return one & too_few
        negative: Bools = self.roles == NEGATIVE
        if negative[p]:
            by_others = self.surely | self._holds(set(self.ands))
            return np.asarray(by_others | (self.unless != NOBODY) & (self.unless != p))
        if self.surely[p] or p in self.ands:
            return negative
        if self.unless[p] == NOBODY:
            return np.zeros_like(negative)
        return np.asarray(negative & (self.unless[p] != np.arange(len(self.features))))

    def _let_go(self, p: int) -> Bools:
        """For all q whether an andnot is 1 on p and q, which are not the same."""
        everyone = np.arange(len(self.features))
        of_q = (self.unless != NOBODY) & (self.unless != p)
        of_p = (self.unless[p] != NOBODY) & (self.unless[p] != everyone)
        return np.asarray(of_q | of_p)

    def _holds(self, places: set[int]) -> Bools:
        found = np.zeros(len(self.features), dtype=np.bool_)
        found[list(places)] = True
        return found
