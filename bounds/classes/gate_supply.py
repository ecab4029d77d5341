"""How many gates there are to choose from, and what choosing one per output amounts to.

Every gate class is "each output takes one of N gates". Three ways of choosing differ: distinct gates with
labelled outputs, gates that may repeat, and sets of gates in a fixed order. This file counts all three and
expands their logarithms once for all classes.
"""

from dataclasses import dataclass
from math import comb
from typing import final

from bounds.arithmetic import Count
from bounds.errors import ImpossibleSizeError, require_at_least
from bounds.statement import Expansion, Formula


@final
@dataclass(frozen=True, slots=True)
class GateSupply:
    """N = kinds * C(m, fan_in) gates, with lg N = `leading` + error, `low` <= error <= `high`.

    lg C(m, q) = q lg m - lg q! + sum_{i<q} lg(1 - i/m), and -x/(1-x) <= ln(1-x) <= -x gives for that sum
    -lg(e) q(q-1) / (2(m-q+1)) <= sum <= -lg(e) q(q-1) / (2m). Source: ours.
    """

    inputs: int
    fan_in: int
    kinds: int = 1

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
    def _fan_in_letter(self) -> str:
        return "2" if self.fan_in == 2 else "q"

    @property
    def formula(self) -> str:
        """N as text of a formula."""
        chosen = f"binomial(m, {self._fan_in_letter})"
        return chosen if self.kinds == 1 else f"{self.kinds}*{chosen}"

    @property
    def in_words(self) -> str:
        """N for a reader."""
        return self.formula.replace("binomial(m, ", "C(m,").replace("2*C(m,2)", "m(m-1)")

    def _lg_terms(self) -> tuple[str, str, str]:
        """lg N: leading terms and the two error terms, as text."""
        if self.fan_in == 2:
            constant = {1: " - 1", 2: ""}.get(self.kinds, f" + lg({self.kinds}) - 1")
            return f"2*lg(m){constant}", "-lg(E)/(m - 1)", "-lg(E)/m"
        return "q*lg(m) - lg(factorial(q))", "-lg(E)*q*(q - 1)/(2*(m - q + 1))", "-lg(E)*q*(q - 1)/(2*m)"

    def require_distinct(self, outputs: int, what: str) -> None:
        """Refuse more outputs than there are distinct gates.

        Raises:
            ImpossibleSizeError: with the number of gates, the rule and the value.
        """
        if outputs > self.number:
            raise ImpossibleSizeError(
                f"only {self.number} distinct {what} of {self.inputs} inputs exist, so outputs must be at "
                f"most {self.number}, not {outputs}"
            )

    def distinct(self, outputs: int) -> Count:
        """Count the ways to give each output a gate of its own: (N)_m'."""
        return Count.falling(self.number, outputs)

    def repeating(self, outputs: int) -> Count:
        """Count the ways to give each output any gate: N**m'."""
        return Count.power(self.number, outputs)

    def unlabelled(self, outputs: int) -> Count:
        """Count the sets of m' gates: C(N, m')."""
        return Count.binomial(self.number, outputs)

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
