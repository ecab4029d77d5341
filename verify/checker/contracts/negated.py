"""What neurons with andnots do wrong: which two active features are the cause."""

from collections.abc import Sequence
from typing import final

import numpy as np

from verify.arrays import Bools, Longs
from verify.checker.contracts.ones import Ones
from verify.checker.contracts.roles import HALF, NEEDED, NEGATIVE, OTHER, POINTS, roles_of
from verify.statement.gates import Gate


class Negated:
    """A neuron of `wrong` for v = 2, by the definition: the two that are the cause are all that is active."""

    def __init__(self, gates: Sequence[Gate], features: int) -> None:
        roles = roles_of(gates, [np.arange(len(gates))], features)[0]
        self.features = np.flatnonzero(roles != OTHER)
        self.roles = roles[self.features]
        self.points: Longs = np.array([POINTS[role] for role in range(len(POINTS))])[self.roles]
        self._place = {feature: k for k, feature in enumerate(self.features.tolist())}
        self.gates = [Gate(gate.kind, tuple(self._place[j] for j in gate.inputs)) for gate in gates]
        self._ones = Ones(self.gates, len(self.features))

    def count(self, feature: int, more: Longs, less: Longs) -> None:
        """As `Neuron.count`."""
        p = self._place[feature]
        more[self.features] += self.additional(p)
        less[self.features] += self.missing(p)

    def additional(self, p: int) -> Bools:
        """For all q whether p and q have the points, though no gate is 1 on them."""
        found: Bools = (self.points[p] + self.points >= NEEDED) & (self._ones.beside(p) == 0)
        return found

    def missing(self, p: int) -> Bools:
        """For all q whether p and q have too few points, though a gate is 1 on them."""
        found: Bools = (self.points[p] + self.points < NEEDED) & (self._ones.beside(p) > 0)
        return found


@final
class NegatedBeyond(Negated):
    """A neuron of `wrong` whose causes are two of any number of active features."""

    def __init__(self, gates: Sequence[Gate], features: int) -> None:
        super().__init__(gates, features)
        size = len(self.features)
        self._surely = np.zeros(size, dtype=np.bool_)
        self._ands, self._seconds, self._firsts = ([set[int]() for _ in range(size)] for _ in range(3))
        for gate in self.gates:
            if gate.kind not in ("and", "andnot"):
                self._surely[list(gate.inputs)] = True
                continue
            a, b = gate.inputs
            forth, back = (self._seconds, self._firsts) if gate.kind == "andnot" else (self._ands, self._ands)
            forth[a].add(b)
            back[b].add(a)
        self._speaks = self._surely | np.array([bool(others) for others in self._ands])

    def additional(self, p: int) -> Bools:
        """No two active features make a copy, or or AND 1.

        Two halves are the cause, if there are two. Else the full ones are more than the negative ones; every second
        input of a full one is active, as its andnot is 0. So one of them is not negative, and the cause with the first
        input, or two full ones have the same second input, and are the cause.
        """
        linked: Bools = (self.roles == HALF) & (self.roles[p] == HALF)
        for others in (self._seconds[p], self._firsts[p], *(self._firsts[y] for y in self._seconds[p])):
            linked[list(others)] = True
        linked[list(self._ands[p])] = False
        linked &= (self.points[p] + self.points >= NEEDED) & ~self._surely & ~self._surely[p]
        return linked

    def missing(self, p: int) -> Bools:
        """A gate that is 1 has enough points of its own, so that a negative feature is active.

        It is the cause together with any active input of that gate that speaks for it; the gate is not the andnot of
        just these two.
        """
        found: Bools = self.roles == NEGATIVE
        if found[p]:
            found = self._speaks | np.array([bool(others - {p}) for others in self._seconds])
        elif not self._speaks[p]:
            found &= np.array([bool(self._seconds[p] - {y}) for y in range(len(found))])
        return found
