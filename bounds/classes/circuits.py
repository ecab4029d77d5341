"""Several levels of gates. Different wirings can compute the same function, so |F| is bounded, not known."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import comb, prod
from typing import final

from bounds.arithmetic import Count
from bounds.classes.function_class import FunctionClass
from bounds.classes.gate_supply import GateSupply
from bounds.classes.gates import LabelledTwoAnd
from bounds.classes.permutations import Permutations
from bounds.classes.truth_tables import circuit_tables, count_different, feature_tables
from bounds.errors import QuantityError, TooLargeError, UnknownClassError, require_at_least
from bounds.statement import Expansion, Formula

_ENUMERATED_WIRINGS = 2_000_000


@final
@dataclass(frozen=True, slots=True)
class Circuits(FunctionClass):
    """All functions of circuits of widths (m_0, ..., m_L): each level is 2-AND on distinct pairs of the last.

    *At most*: hidden gates can be put into one fixed order without changing the function, so |F| <= product_{l<L}
    C(C(m_{l-1},2), m_l) * (C(m_{L-1},2))_{m_L}.

    *At least*: colour the inputs with 2**L colours, t_0 of each, and let level l have 2**(L-l) groups of t_l gates,
    each gate joining one gate from either of two groups below. Hence |F| >= product over groups of (t_0**2)_{t_1} on
    level 1 and of (t_{l-1}!)**2 (t_{l-1}**2 - t_{l-1})_{t_l - t_{l-1}} above, divided by t_l! for every hidden group.

    For m = m' on all levels both are (L+1) m' lg m' - O(L**2 m'), so the bound is sharp to first order. Source: ours,
    after AS (layers of 2-AND). Details: docs/methods.md.

    >>> circuits = Circuits((8, 8, 8))
    >>> circuits.least_sparsity(), circuits.lg().digits(1)
    (4, '[22.7, 58.5]')
    """

    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.widths) < 2:
            raise QuantityError(f"a circuit needs at least one level of gates, not widths {self.widths}")
        for below, width in pairwise(self.widths):
            require_at_least("the width of a level", width, 1)
            GateSupply(below, 2).require_distinct(width)

    @property
    def levels(self) -> int:
        """L, the number of levels of gates."""
        return len(self.widths) - 1

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        return f"circuits of {self.levels} level{'s' if self.levels > 1 else ''} of 2-AND, distinct pairs"

    def sizes(self) -> dict[str, int]:
        """See `FunctionClass.sizes`: none, the formula has the widths in it."""
        return {}

    def sizes_in_words(self) -> str:
        """See `FunctionClass.sizes_in_words`."""
        return f"widths {', '.join(map(str, self.widths))}"

    def wirings(self) -> Count:
        """Count the circuits themselves, of which several may compute one function."""
        return prod((Count.falling(comb(below, 2), width) for below, width in pairwise(self.widths)), start=Count())

    def group_sizes(self) -> tuple[int, ...] | None:
        """Give (t_0, ..., t_L) of the family described above, None where the widths leave room for none."""
        last = self.levels
        sizes = [width >> (last - level) for level, width in enumerate(self.widths)]
        for level in range(last - 1, 0, -1):
            sizes[level] = min(sizes[level], sizes[level + 1])
        for level in range(1, last + 1):
            sizes[level] = min(sizes[level], sizes[level - 1] ** 2)
        if min(sizes) < 1:
            return None
        for level in range(1, last + 1):
            groups = 1 << (last - level)
            unused = comb(self.widths[level - 1], 2) - groups * sizes[level - 1] ** 2
            if self.widths[level] - groups * sizes[level] > unused:
                return None
        return tuple(sizes)

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`: the family of the docstring, or 1 where there is none."""
        if self.levels == 1:
            return self.wirings()
        sizes = self.group_sizes()
        if sizes is None:
            return Count()
        total = Count()
        for level in range(1, self.levels + 1):
            below, here = sizes[level - 1], sizes[level]
            if level == 1:
                group = Count.falling(below**2, here)
            else:
                group = Count.factorial(below) ** 2 * Count.falling(below**2 - below, here - below)
            if level < self.levels:
                group = group / Count.factorial(here)
            total = total * group ** (1 << (self.levels - level))
        return total

    def most(self) -> Count:
        """See `FunctionClass.most`: hidden gates in one fixed order."""
        hidden = (Count.binomial(comb(below, 2), width) for below, width in pairwise(self.widths[:-1]))
        return prod(hidden, start=Count.falling(comb(self.widths[-2], 2), self.widths[-1]))

    def cardinality(self) -> int:
        """Give |F| exactly, by enumeration where there are at most two million wirings.

        Errors: TooLargeError for more wirings; `fewest` and `most` still answer.
        """
        if self.levels == 1:
            return self.wirings().exact()
        if self.wirings().lg(8).high > _ENUMERATED_WIRINGS.bit_length():
            raise TooLargeError(
                f"|F| of {self.name} has no known formula and is enumerated only up to {_ENUMERATED_WIRINGS} "
                f"wirings; widths {self.widths} have 2^{self.wirings().floor_lg()}; ask for fewest() and "
                "most()"
            )
        members = circuit_tables(feature_tables(self.widths[0], self.widths[0])[0], self.widths[1:])
        return count_different(members, 2 * _ENUMERATED_WIRINGS, self)

    def formula(self) -> Formula:
        """See `FunctionClass.formula`: the number `fewest()`, with the widths in it."""
        exponents: Counter[tuple[int, int]] = Counter()
        for things, labels, exponent in self.fewest().fallings:
            exponents[things, labels] += exponent
        parts = [f"ff({n}, {k})" + (f"**{e}" if e != 1 else "") for (n, k), e in exponents.items() if e]
        return Formula("*".join(parts) or "1")

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`: both sides of the class's docstring, m' gates on every level."""
        # From (N/e)**k <= (N)_k <= N**k and C(N, k) <= (e N/k)**k.
        levels, least = self.levels, 1 << self.levels
        return Expansion(
            Formula(f"{levels + 1}*mp*lg(mp)"),
            Formula(f"-mp*({levels * (levels + 3) // 2} + {2 * levels}*lg(E))"),
            Formula(f"mp*({levels - 1}*lg(E) - {levels})"),
            f"m' features on every level, m' a multiple of {least} and at least {2 * least}, v >= {least}",
        )

    def least_sparsity(self) -> int:
        """See `FunctionClass.least_sparsity`: enough to see the family while no level is busier than v."""
        sizes = self.group_sizes()
        if self.levels == 1 or sizes is None:
            return 1 << self.levels
        busiest = [
            (1 << (self.levels - level)) + self.widths[level] - (sizes[level] << (self.levels - level))
            for level in range(1, self.levels + 1)
        ]
        return max(1 << self.levels, *busiest)


@final
@dataclass(frozen=True, slots=True)
class Layers(FunctionClass):
    """`count` layers of one class, the outputs of each being the inputs of the next.

    Permutations compose to permutations, so any number of layers has |F| = m'! still: depth adds nothing.
    Layers of labelled 2-AND (distinct pairs, m = m') are `Circuits` of equal widths. Source: ours.

    >>> Layers(of=Permutations(4), count=7).cardinality()
    24
    """

    of: FunctionClass
    count: int

    def __post_init__(self) -> None:
        require_at_least("layers", self.count, 1)
        self.unrolled()

    def unrolled(self) -> FunctionClass:
        """Give the class that all layers together amount to.

        Errors: UnknownClassError for a class whose layers are not counted here.
        """
        match self.of:
            case Permutations():
                return self.of
            case LabelledTwoAnd(inputs=inputs, outputs=outputs, distinct=True) if inputs == outputs:
                return Circuits((inputs,) * (self.count + 1))
        raise UnknownClassError(
            "layers are counted for permutations and for labelled 2-AND with distinct pairs and as many "
            f"outputs as inputs, not for {self.of.name} at sizes {self.of.sizes()}"
        )

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        return f"{self.count} layer{'s' if self.count > 1 else ''} of {self.of.name}"

    def sizes(self) -> dict[str, int]:
        """See `FunctionClass.sizes`."""
        return self.unrolled().sizes()

    def sizes_in_words(self) -> str:
        """See `FunctionClass.sizes_in_words`."""
        return self.unrolled().sizes_in_words()

    def formula(self) -> Formula:
        """See `FunctionClass.formula`."""
        return self.unrolled().formula()

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`."""
        return self.unrolled().expansion()

    def least_sparsity(self) -> int:
        """See `FunctionClass.least_sparsity`."""
        return self.unrolled().least_sparsity()

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`."""
        return self.unrolled().fewest()

    def most(self) -> Count:
        """See `FunctionClass.most`."""
        return self.unrolled().most()

    def cardinality(self) -> int:
        """See `FunctionClass.cardinality`."""
        return self.unrolled().cardinality()
