"""Formulas as values: cheap to hold and to compare, turned into sympy only when somebody looks inside."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, final

from bounds.errors import QuantityError

if TYPE_CHECKING:
    import sympy

_DISPLAY = {"mp": "m'"}
"""Names that cannot be written as they are read; every other symbol is shown under its own name."""
_IN_WORDS = _DISPLAY | {"binomial": "C", "E": "e"}
_NOT_SIZES = {"lg", "ln", "ff", "factorial", "binomial", "sqrt", "Max", "Min", "E", "pi", "LambertW", "Sum", "i"}


@final
@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in the project's letters: m inputs, mp = m' outputs, n neurons, b bits, v sparsity, L layers.

    `lg` is the logarithm to base 2, `ff(N, k)` the falling factorial N (N-1) ... (N-k+1). All letters stand
    for positive numbers. Holding, comparing and printing a formula does not import sympy. Source: ours.

    >>> formula = Formula("ff(binomial(m, 2), mp)")
    >>> print(formula)
    ff(C(m, 2), m')
    >>> formula.at({"m": 5, "mp": 3})
    720
    """

    text: str

    def __str__(self) -> str:
        return re.sub(r"[A-Za-z_]\w*", lambda word: _IN_WORDS.get(word[0], word[0]), self.text).replace("**", "^")

    @property
    def letters(self) -> frozenset[str]:
        """The names of the quantities the formula depends on."""
        return frozenset(re.findall(r"[A-Za-z_]\w*", self.text)) - _NOT_SIZES

    def expression(self) -> "sympy.Expr":
        """Build the sympy expression, with `lg x` as log(x)/log(2).

        >>> Formula("mp*lg(mp)").expression()
        m'*log(m')/log(2)
        """
        import sympy

        known = {"lg": lambda value: sympy.log(value) / sympy.log(2), "ln": sympy.log, "ff": sympy.ff}
        return sympy.sympify(self.text, locals={**self._symbols(), **known})

    def latex(self) -> str:
        r"""Write the formula in LaTeX, with `\lg` for the logarithm to base 2.

        >>> print(Formula("mp*lg(mp)").latex())
        m' \lg{\left(m' \right)}
        """
        import sympy

        opaque = {"lg": sympy.Function("lg"), "ln": sympy.Function("ln"), "ff": sympy.Function("ff")}
        text: str = sympy.latex(sympy.sympify(self.text, locals={**self._symbols(), **opaque}))
        text = re.sub(r"\\operatorname\{(lg|ln)\}", r"\\\1", text)
        falling = r"\\operatorname\{ff\}(\^\{[^}]*\})?\{\\left\(([^,]*),([^,]*?) \\right\)\}"
        return re.sub(falling, r"\\left(\2\\right)_{\3}\1", text)

    def _symbols(self) -> dict[str, Any]:
        return {name: _symbol(name) for name in self.letters}

    def at(self, sizes: Mapping[str, int] | Mapping[str, Fraction]) -> "sympy.Expr":
        """Evaluate at concrete sizes, exactly (sympy keeps logarithms and roots unevaluated).

        Errors: QuantityError where a letter of the formula has no size.
        """
        missing = sorted(self.letters - sizes.keys())
        if missing:
            raise QuantityError(f"the formula {self} needs a value for each letter; {', '.join(missing)} has none")
        import sympy

        values = {_symbol(name): sympy.Rational(*sizes[name].as_integer_ratio()) for name in self.letters}
        return self.expression().subs(values)


@cache
def _symbol(name: str) -> "sympy.Symbol":
    import sympy

    integer = name in {"m", "mp", "n", "q", "L", "v"}
    return sympy.Symbol(_DISPLAY.get(name, name), positive=True, integer=integer or None)


@final
@dataclass(frozen=True, slots=True)
class Expansion:
    """An expansion with an explicit error: leading + error_low <= lg|F| <= leading + error_high.

    The two inequalities hold for all sizes that meet `holds`, not only in the limit. Source: ours; each
    class's docstring has the derivation.
    """

    leading: Formula
    error_low: Formula
    error_high: Formula
    holds: str

    def __str__(self) -> str:
        return f"{self.leading} + error, {self.error_low} <= error <= {self.error_high}, for {self.holds}"
