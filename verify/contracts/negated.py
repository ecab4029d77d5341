"""Pairs of features that are the causes of wrong neurons in a level with andnot gates.

In such a level (K = level of the targets) a feature has in neuron e, over the gates whose words use e, the role of its
largest weight: *full* (K: an input of copy or or, or the first input x of an andnot), *half* (K / 2: an input of an
AND), or *negative* (-K: nothing but the second input of andnots). With a, h and n active ones the target is reached
iff 2 a + h - 2 n >= 2. Source: ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from verify.arrays import Longs
from verify.codes.base import SparseCode
from verify.gate_facts import facts_of_group
from verify.statement.gates import GateGroup

Pair = tuple[int, int]


@dataclass(eq=False)
class _Neuron:
    """The gates whose words use one neuron: inputs of copies and ors, pairs of ANDs, and x -> all y of its andnots."""

    alone: set[int] = field(default_factory=set)
    ands: set[Pair] = field(default_factory=set)
    forbidding: dict[int, set[int]] = field(default_factory=dict)

    @property
    def negative(self) -> set[int]:
        """Features that are nothing but second inputs of andnots."""
        seconds = {y for forbidden in self.forbidding.values() for y in forbidden}
        return seconds - self.alone - self.forbidding.keys() - {j for pair in self.ands for j in pair}

    def settled(self, pair: Pair) -> bool:
        """Whether a gate that is no andnot is 1 as soon as both are active."""
        return pair in self.ands or pair[0] in self.alone or pair[1] in self.alone

    def additional(self, more_than_two: bool) -> set[Pair]:
        """The pairs with a full feature that cause an additional value (`negated_pairs`)."""
        negative, found = self.negative, set()
        for x, forbidden in self.forbidding.items():
            for y in forbidden - negative:
                others = (forbidden - {y}) | (self.forbidding.get(y, set()) - {x})
                if more_than_two or not others:
                    found.add(_ordered(x, y))
        if more_than_two:
            holders: dict[int, list[int]] = {}
            for x, forbidden in self.forbidding.items():
                for y in forbidden:
                    holders.setdefault(y, []).append(x)
            found |= {_ordered(a, b) for held in holders.values() for a, b in combinations(held, 2)}
        return {pair for pair in found if not self.settled(pair)}

    def missing(self, more_than_two: bool) -> Iterator[Pair]:
        """The pairs with a negative feature that cause a missing value (`negated_pairs`)."""
        surely = self.alone | {x for x, forbidden in self.forbidding.items() if len(forbidden) > 1}
        if more_than_two:
            surely |= {j for pair in self.ands for j in pair}
        for z in self.negative:
            yield from (_ordered(p, z) for p in surely)
            yield from (_ordered(x, z) for x in self.forbidding.keys() - surely if z not in self.forbidding[x])


def negated_pairs(
    groups: Sequence[GateGroup], code: SparseCode, features: int, sparsity: int
) -> tuple[list[Longs], list[Longs]]:
    """Pairs a * features + b, a < b, one for each neuron it is the cause of: for additional and for missing values.

    For v = 2 the neurons whose cause is a pair are just those that are wrong on it: pairs are left out on which an
    andnot is 1 in spite of the other feature. Details: docs/methods.md.
    """
    neurons, more_than_two = _neurons(groups, code), sparsity > 2
    additional = [_keys(neuron.additional(more_than_two), features) for neuron in neurons]
    return additional, [_keys(neuron.missing(more_than_two), features) for neuron in neurons]


def _neurons(groups: Sequence[GateGroup], code: SparseCode) -> list[_Neuron]:
    found = [_Neuron() for _ in range(code.rows)]
    words = code.supports(0, code.columns)
    for group in groups:
        facts = facts_of_group(group)
        for output, inputs in zip(group.outputs.tolist(), group.inputs.tolist(), strict=True):
            for row in words[output].tolist():
                if facts.forbids:
                    found[row].forbidding.setdefault(inputs[0], set()).add(inputs[1])
                elif facts.least == 2:
                    found[row].ands.add(_ordered(inputs[0], inputs[1]))
                else:
                    found[row].alone.update(inputs)
    return found


def _ordered(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _keys(pairs: Iterator[Pair] | set[Pair], features: int) -> Longs:
    return np.array([a * features + b for a, b in pairs], dtype=np.int64)
