"""What neurons do wrong with more than two active features: which two of them a wrong neuron blames."""

from typing import final

import numpy as np

from verify.checker.contracts.roles import HALF, NEEDED, NEGATIVE
from verify.checker.contracts.wrong import NOBODY, Bools, Neuron


@final
class NeuronBeyond(Neuron):
    """A neuron that blames two of any number of active features."""

    def additional(self, p: int) -> Bools:
        """For all q whether the neuron may blame p and q for being 1 though no gate that has it is.

        No two active features make a copy, or or AND 1. Two halves are enough to blame. With one half at most, the full
        ones are more than the negative ones; every second input of a full one is active, as its andnot is 0. So one of
        them is not negative, and blamed with the first input, or two full ones have the same second input, and are
        blamed.
        """
        if self.surely[p]:
            return np.zeros(len(self.features), dtype=np.bool_)
        blamed: Bools = self.points[p] + self.points >= NEEDED
        blamed &= ~(self.surely | self.holds(self.ands.get(p, set())))
        seconds = self.seconds.get(p, set())
        linked = self.holds(seconds | self.firsts.get(p, set()))
        for y in seconds:
            linked |= self.holds(self.firsts[y])
        if self.roles[p] == HALF:
            linked |= self.roles == HALF
        return blamed & linked

    def missing(self, p: int) -> Bools:
        """For all q whether the neuron may blame p and q for being 0 though a gate that has it is 1.

        A gate that is 1 has enough points of its own, so that a negative one is active, which is blamed together with
        any active input of that gate that speaks for it; the gate is not the andnot of just these two.
        """
        negative: Bools = self.roles == NEGATIVE
        if negative[p]:
            by_others = self.surely | self.holds(set(self.ands))
            return np.asarray(by_others | (self.unless != NOBODY) & (self.unless != p))
        if self.surely[p] or p in self.ands:
            return negative
        if self.unless[p] == NOBODY:
            return np.zeros_like(negative)
        return np.asarray(negative & (self.unless[p] != np.arange(len(self.features))))
