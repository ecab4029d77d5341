"""How many gates are 1 on two active features, and charges by that number."""

from collections.abc import Sequence
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.statement.gates import Gate, kind_of


@final
class Ones:
    """How many gates are 1 on two active features, by their values on these two and on each alone.

    A gate whose inputs have no order is asked once for one and once for two of them, whichever these are.
    """

    def __init__(self, gates: Sequence[Gate], features: int) -> None:
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


class Most:
    """The two features that are the cause of most neurons, whatever the number of gates that are 1."""

    def __init__(self, sparsity: int) -> None:
        self.additional, self.missing = np.zeros((2, sparsity + 1), dtype=np.int64)

    def take(self, feature: int, more: Longs, less: Longs) -> None:
        """For every other feature of how many neurons it and this one are the cause: of a 1, and of a 0."""
        np.maximum(self.additional, more.max(), out=self.additional)
        np.maximum(self.missing, less.max(), out=self.missing)


@final
class MostByOnes(Most):
    """Entry n: of the two features on which just n gates are 1, n = 0, 1, 2, those that cause most.

    Two on which more are 1 are no input of a circuit.
    """

    def __init__(self, gates: Sequence[Gate], features: int) -> None:
        super().__init__(2)
        self._ones = Ones(gates, features)

    def take(self, feature: int, more: Longs, less: Longs) -> None:
        """As `Most.take`, by the number of gates that are 1 on this feature and the other."""
        number = self._ones.beside(feature)
        for n in range(3):
            self.additional[n] = max(self.additional[n], more[number == n].max(initial=0))
            self.missing[n] = max(self.missing[n], less[number == n].max(initial=0))
