"""What neurons with andnots do wrong with two active features, by the definition."""

from collections.abc import Sequence

import numpy as np

from verify.arrays import Bools, Longs
from verify.checker.contracts.ones import Ones
from verify.checker.contracts.roles import NEEDED, OTHER, POINTS, roles_of
from verify.statement.gates import Gate


class Negated:
    """A neuron of `wrong` for v = 2, where the two that are the cause are all that is active."""

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
