"""How many gates there are to choose from, and what choosing one per output amounts to.

Every gate class is "each output takes one of N gates". Three ways of choosing differ: distinct gates with
labelled outputs, gates that may repeat, and sets of gates in a fixed order. This file expands the logarithms of
all three once for all classes, and counts the first two.
"""

from abc import abstractmethod
from dataclasses import dataclass
from math import comb
from typing import final

from bounds.arithmetic import Count
from bounds.classes.function_class import FunctionClass
from bounds.errors import ImpossibleSizeError, require_at_least
from bounds.statement import Expansion, Formula


@final
@dataclass(frozen=True, slots=True)
class GateSupply:
    """N = kinds * C(m, fan_in) gates, `called` so in a refusal; lg N is leading terms + error, low <= error <= high.

    lg C(m, q) = q lg m - lg q! + sum_{i<q} lg(1 - i/m), and -x/(1-x) <= ln(1-x) <= -x gives for that sum
    -lg(e) q(q-1) / (2(m-q+1)) <= sum <= -lg(e) q(q-1) / (2m). Source: ours.
    """

    inputs: int
    fan_in: int
    kinds: int = 1
    called: str = "pairs"

    def __post_init__(self) -> None:
        require_at_least("fan_in", self.fan_in, 1)
        require_at_least("inputs", self.inputs, 1)
        if self.inputs < self.fan_in:
            raise ImpossibleSizeError(
                f"a gate of fan-in {self.fan_in} needs at least {self.fan_in} inputs, not {self.inputs}"
            )

    @property
    def number(self) -> int:
        """N, the number of gates."""
        return self.kinds * comb(self.inputs, self.fan_in)

    @property
    def formula(self) -> str:
        """N as text of a formula."""
        chosen = "binomial(m, 2)" if self.fan_in == 2 else "binomial(m, q)"
        return chosen if self.kinds == 1 else f"{self.kinds}*{chosen}"

    @property
    def in_words(self) -> str:
        """N for a reader."""
        return self.formula.replace("binomial(m, ", "C(m,").replace("*", " ").replace("2 C(m,2)", "m(m-1)")

    def _lg_terms(self) -> tuple[str, str, str]:
        """lg N: leading terms and the two error terms, as text."""
        if self.fan_in == 2:
            constant = {1: " - 1", 2: ""}.get(self.kinds, f" + lg({self.kinds}) - 1")
            return f"2*lg(m){constant}", "-lg(E)/(m - 1)", "-lg(E)/m"
        return "q*lg(m) - lg(factorial(q))", "-lg(E)*q*(q - 1)/(2*(m - q + 1))", "-lg(E)*q*(q - 1)/(2*m)"

    def require_distinct(self, outputs: int) -> None:
        """Refuse more outputs than there are distinct gates.

        Errors: ImpossibleSizeError with the number of gates, the rule and the value.
        """
        if outputs > self.number:
            raise ImpossibleSizeError(
                f"only {self.number} distinct {self.called} of {self.inputs} inputs exist, so outputs must be at "
                f"most {self.number}, not {outputs}"
            )

    def distinct_expansion(self, holds: str) -> Expansion:
        """Expand lg (N)_m'.

        With f(x) = -lg(1-x), lg (N)_m' = m' lg N - sum_{i<m'} f(i/N); f increases from 0, so the sum lies
        between N times its integral up to m'/N and that less f(m'/N). The integral is
        lg(e) (x + (1-x) ln(1-x)) at x = m'/N. The end term f(m'/N) halves by Robbins' bounds, which also
        cover m' = N, where it becomes lg(2 pi N)/2 + lg(e)/(12 N). Source: ours.
        """
        leading, low, high = self._lg_terms()
        n = self.formula
        missing = f"lg(E)*(mp + ({n} - mp)*ln(Max({n} - mp, 1)/({n})))"
        end = f"lg({n}/Max({n} - mp, 1/(2*pi)))/2 + lg(E)/(12*{n})"
        return Expansion(
            Formula(f"mp*({leading}) - {missing}"),
            Formula(f"mp*({low})"),
            Formula(f"mp*({high}) + {end}"),
            holds,
        )

    def repeating_expansion(self, holds: str) -> Expansion:
        """Expand m' lg N."""
        leading, low, high = self._lg_terms()
        return Expansion(Formula(f"mp*({leading})"), Formula(f"mp*({low})"), Formula(f"mp*({high})"), holds)

    def unlabelled_expansion(self, holds: str) -> Expansion:
        """Expand lg C(N, m') around N H(m'/N), H the binary entropy.

        For 0 < k < N: 2**(N H) / sqrt(8 k (N-k)/N) <= C(N, k) <= 2**(N H) / sqrt(2 pi k (N-k)/N)
        (MacWilliams and Sloane, The Theory of Error-Correcting Codes, 10.11); at k = N all terms vanish.
        """
        n = self.formula
        entropy = f"mp*lg({n}/mp) + ({n} - mp)*lg({n}/Max({n} - mp, 1))"
        variance = f"mp*({n} - mp)/({n})"
        return Expansion(
            Formula(entropy),
            Formula(f"-lg(8*Max({variance}, 1/8))/2"),
            Formula(f"-lg(2*pi*Max({variance}, 1/(2*pi)))/2"),
            holds,
        )


@dataclass(frozen=True, slots=True)
class GateClass(FunctionClass):
    """Each of m' outputs takes a gate of one supply: gates all `distinct`, |F| = (N)_m', or any, |F| = N**m'."""

    inputs: int
    outputs: int

    @property
    @abstractmethod
    def distinct(self) -> bool:
        """Whether no two outputs have the same gate."""

    @property
    def supply(self) -> GateSupply:
        """The gates there are; one a pair of inputs unless the class says otherwise."""
        return GateSupply(self.inputs, 2)

    def __post_init__(self) -> None:
        require_at_least("outputs", self.outputs, 1)
        supply = self.supply
        if self.distinct:
            supply.require_distinct(self.outputs)

    def sizes(self) -> dict[str, int]:
        """See `FunctionClass.sizes`."""
        return {"m": self.inputs, "mp": self.outputs}

    def formula(self) -> Formula:
        """See `FunctionClass.formula`."""
        gates = self.supply.formula
        if self.distinct:
            return Formula(f"ff({gates}, mp)")
        return Formula(f"({gates})**mp" if "*" in gates else f"{gates}**mp")

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`; the derivations are in `GateSupply`."""
        supply = self.supply
        least, shown = ("m >= 2", self.condition()) if supply.fan_in == 2 else ("m >= q >= 1", "v >= q")
        if self.distinct:
            return supply.distinct_expansion(f"{least}, 1 <= m' <= {supply.in_words}, {shown}")
        return supply.repeating_expansion(f"{least}, m' >= 1, {shown}")

    def least_sparsity(self) -> int:
        """See `FunctionClass.least_sparsity`: all inputs of a gate show it."""
        return self.supply.fan_in

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`."""
        number = self.supply.number
        return Count.falling(number, self.outputs) if self.distinct else Count.power(number, self.outputs)
