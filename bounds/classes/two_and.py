"""2-AND: output i is the AND of a pair of inputs. The labels of the outputs carry most of the count."""

from dataclasses import dataclass
from typing import ClassVar, final

from bounds.arithmetic import Count
from bounds.classes.gate_supply import GateClass
from bounds.statement import Expansion, Formula


@final
@dataclass(frozen=True, slots=True)
class LabelledTwoAnd(GateClass):
    """All functions y_i = x_a(i) AND x_b(i), a(i) != b(i), for m inputs and m' labelled outputs.

    |F| = (C(m,2))_m' with distinct pairs (a graph with numbered edges), C(m,2)**m' where pairs may repeat.
    lg|F| = m'(2 lg m - 1) - lg(e) (m' + (M-m') ln(1 - m'/M)) + error with M = C(m,2); the middle term is
    dropped where pairs may repeat. For m = m' this is m'(2 lg m' - 1) - O(1). Two functions differ on an
    input with two active features, and for m >= 3 no input with one active feature tells any apart.

    Source: after AS (the problem 2-AND); this count, with its error, is ours.

    >>> LabelledTwoAnd(4, 3).cardinality()
    120
    >>> LabelledTwoAnd(10**9, 10**9).lg().digits(3)
    '58794705705.087...'
    """

    distinct: bool = True

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        return "labelled 2-AND, distinct pairs" if self.distinct else "labelled 2-AND, pairs may repeat"

    @property
    def theorems(self) -> tuple[str, ...]:
        """See `FunctionClass.theorems`."""
        return ("distinct_ands_count" if self.distinct else "free_ands_count", "ands_differ")


@final
@dataclass(frozen=True, slots=True)
class UnlabelledTwoAnd(GateClass):
    """All sets of m' distinct pairs of m inputs, the outputs standing in one fixed order of the pairs.

    |F| = C(M, m') with M = C(m,2): 1, hence no bound at all, where every pair is computed (m' = M). This is
    why read-offs that are chosen freely and not counted escape the bound of the labelled class.
    lg|F| = M H(m'/M) + error, H the binary entropy. Source: ours.

    >>> UnlabelledTwoAnd(4, 3).cardinality(), UnlabelledTwoAnd(4, 6).cardinality()
    (20, 1)
    """

    distinct: ClassVar[bool] = True
    name: ClassVar[str] = "unlabelled 2-AND"

    def formula(self) -> Formula:
        """See `FunctionClass.formula`."""
        return Formula("binomial(binomial(m, 2), mp)")

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`; the derivation is in `GateSupply`."""
        return self.supply.unlabelled_expansion("m >= 2, 1 <= m' <= C(m,2), v >= 2")

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`."""
        return Count.binomial(self.supply.number, self.outputs)
