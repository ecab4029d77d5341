"""The counting lower bound of a function class and what follows from it: bits, parameters, neurons."""

from dataclasses import dataclass
from fractions import Fraction
from typing import final

from bounds.arithmetic import Enclosure, least_where, lg
from bounds.classes import FunctionClass
from bounds.errors import QuantityError, require_at_least
from bounds.statement import Bound, Direction, Formula, Source, Tag

Bits = int | Fraction
"""A number of bits: whole, or a fraction such as Fraction("1.58")."""


@final
@dataclass(frozen=True, slots=True)
class LowerBound:
    """What every method must spend that can compute all functions of one class.

    Guarantee: let each function F of the class be computed by parameters P(F), with everything else public
    and fixed. Then P is injective, so (a) fixed-length parameters have at least lg|F| bits for all F, and (b)
    for every c > 0, fewer than a 2**(1-c) part of the functions have parameters of at most lg|F| - c bits. Source:
    after AS, Theorem 3.1; this form, with its slack, is ours (`bounds.theorem`).

    >>> from bounds.classes import LabelledTwoAnd
    >>> bound = lower_bound(LabelledTwoAnd(1024, 1024))
    >>> bound.bits, bound.parameters(8), bound.neurons(8, layers=1)
    (19453, 2432, 50)
    """

    function_class: FunctionClass

    @property
    def bits(self) -> int:
        """floor(lg|F|), proved; for circuits, of the proved lower bound on |F|."""
        return self.function_class.fewest().floor_lg()

    @property
    def theorems(self) -> tuple[str, ...]:
        """Theorems in Coq behind the bound: guarantees (b) and (a), and the count; () where it has none."""
        counted = self.function_class.theorems
        return ("most_need_long_descriptions", "parameters_of_fixed_length", *counted) if counted else ()

    @property
    def bits_interval(self) -> Enclosure:
        """An enclosure of lg|F| (for circuits, of the lg of the proved lower bound on |F|)."""
        return self.function_class.fewest().lg()

    @property
    def fixed_length_bits(self) -> int:
        """ceil(lg|F|), proved: the least length at which there are enough strings of that length."""
        return self.function_class.fewest().least_multiple(1)

    def parameters(self, bits_per_parameter: Bits) -> int:
        """Give the least N with N * bits_per_parameter >= lg|F|.

        Errors: QuantityError where the bits are not a positive integer or fraction.
        """
        return self.function_class.fewest().least_multiple(require_bits(bits_per_parameter))

    def quantised_parameters(self, levels: int) -> int:
        """Give the least N with levels**N >= |F|: parameters that take one of `levels` values each.

        >>> from bounds.classes import Permutations
        >>> lower_bound(Permutations(5)).quantised_parameters(3)
        5

        Errors: QuantityError where there are fewer than two levels.
        """
        require_at_least("levels", levels, 2)
        return self.function_class.fewest().least_multiple(lg(levels, 256))

    def neurons(self, bits_per_parameter: Bits, layers: int = 1, biases: bool = False) -> int:
        """Give the least n such that `layers` layers of n x n parameters hold lg|F| bits.

        With `biases` each layer has n parameters more; without, the biases must be the same for all F. Errors:
        QuantityError where the bits are not positive or there is no layer.
        """
        require_at_least("layers", layers, 1)
        per_layer = -(-self.parameters(bits_per_parameter) // layers)
        return least_where(lambda n: n * (n + biases) >= per_layer, 0, per_layer)

    def total_neurons(self, bits_per_parameter: Bits) -> int:
        """Give the least n such that n neurons in all, wired forwards in any way, hold lg|F| bits.

        In a feed-forward net, inputs counted as neurons, there are at most n(n-1)/2 weights and n biases:
        n(n+1)/2 parameters whatever the depth. Errors: QuantityError where the bits are not positive.
        """
        parameters = self.parameters(bits_per_parameter)
        return least_where(lambda n: n * (n + 1) >= 2 * parameters, 0, 2 * parameters)

    def respected_by(self, parameter_bits: int, slack: int = 64) -> bool:
        """Say whether a network of so many parameter bits beats the bound by at most `slack` bits.

        For all but a 2**(1-slack) part of the class the answer is True, or something is broken: a public
        object depends on the function, or the network does not compute it. Errors: QuantityError where either number is
        negative.
        """
        require_at_least("parameter_bits", parameter_bits, 0)
        require_at_least("slack", slack, 0)
        return parameter_bits >= self.bits - slack

    def consequence(
        self,
        quantity: str,
        formula: str,
        value: int | Enclosure,
        *hypotheses: str,
        source: Source = Source.ADLER_SHAVIT,
    ) -> Bound:
        """State what follows for one quantity where every function is computed; `(F)` in the formula is |F|."""
        cls = self.function_class
        named = f"every function of {cls.name} is computed, {cls.condition()}"
        counted = Formula(formula.replace("(F)", f"({cls.formula().text})"))
        return Bound(quantity, Direction.LOWER, counted, value, (named, *hypotheses), source, Tag.OURS)

    def consequences(self, bits_per_parameter: Bits = 1, layers: int = 1) -> tuple[Bound, ...]:
        """State the bound in every unit: bits, parameters, neurons a layer, neurons in all."""
        bits = require_bits(bits_per_parameter)
        at = f"b = {bits} bits per parameter"
        layered = f"L = {layers} layers of n x n weights, all else public"
        biased = f"L = {layers} layers of n x n weights and n biases, all else public"
        wired = "any feed-forward net, inputs counted as neurons, its n(n-1)/2 weights and n biases being parameters"
        beside = self.neurons(bits, layers, biases=True)
        return (
            self.consequence("parameter bits", "lg(F)", self.bits_interval),
            self.consequence("parameters", "lg(F)/b", self.parameters(bits), at),
            self.consequence("neurons", "sqrt(lg(F)/(b*L))", self.neurons(bits, layers), at, layered),
            self.consequence("neurons, biases counted", "sqrt(lg(F)/(b*L) + 1/4) - 1/2", beside, at, biased),
            self.consequence("neurons in all", "sqrt(2*lg(F)/b + 1/4) - 1/2", self.total_neurons(bits), at, wired),
        )


def lower_bound(function_class: FunctionClass) -> LowerBound:
    """Give the counting lower bound of a class: the door to bits, parameters and neurons.

    >>> from bounds.classes import Permutations
    >>> lower_bound(Permutations(8192)).neurons(1, layers=1)
    308
    """
    return LowerBound(function_class)


def require_bits(bits: Bits) -> Fraction:
    """Refuse a number of bits that is not a positive integer or fraction.

    Errors: QuantityError with the rule and the value.
    """
    if isinstance(bits, bool) or not isinstance(bits, int | Fraction) or bits <= 0:
        raise QuantityError(f"bits per parameter must be a positive integer or Fraction, not {bits!r}")
    return Fraction(bits)
