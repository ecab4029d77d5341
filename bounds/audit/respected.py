"""Whether a network respects the counting bound, and what is broken where it does not."""

from dataclasses import dataclass
from fractions import Fraction
from typing import final

from bounds.audit.parameter_bits import ParameterBits, parameter_bits
from bounds.classes import class_of
from bounds.lower import LowerBound, lower_bound
from verify import BareCode, Code, FloatNetwork, Network, Problem, code_from_recipe

SLACK = 64
"""Bits by which a network may beat the bound before something must be broken (docs/bounds.md)."""


@final
@dataclass(frozen=True, slots=True)
class Audit:
    """A network's bits beside the counting bound of its problem's class.

    Attributes:
        bound: the bound, lg|F| and what follows from it.
        spent: the network's bits, counted in four ways.
        forged: what is wrong with each code that is not the expansion of its own recipe.
    """

    bound: LowerBound
    spent: ParameterBits
    forged: tuple[str, ...]

    @property
    def respected(self) -> bool:
        """Whether all codes are what their recipes say, and the bits reach lg|F| - 64 counted in every way."""
        return not self.forged and self.bound.respected_by(self.spent.least, SLACK)

    @property
    def verdict(self) -> str:
        """The word: respected or violated."""
        return "respected" if self.respected else "violated"

    def ratio(self, bits: int) -> Fraction | None:
        """Give bits / floor(lg|F|), exactly; None where the class has one function only."""
        return Fraction(bits, self.bound.bits) if self.bound.bits else None

    @property
    def sentence(self) -> str:
        """The verdict with its numbers, and what a violation means."""
        needed, least = self.bound.bits, self.spent.least
        if self.respected:
            if least >= needed:
                return f"respected: {least:,} parameter bits are no fewer than lg|F| = {needed:,}"
            return f"respected: {least:,} parameter bits are within the slack of {SLACK} below lg|F| = {needed:,}"
        if self.forged:
            return f"violated: a public code is broken: {'; '.join(self.forged)}"
        return (
            f"violated: {least} parameter bits are {needed - least} below lg|F| = {needed}, more than the slack of "
            f"{SLACK}; if the network is proved, the statement, a public code or a prover is broken"
        )


def audit(problem: Problem, network: Network | FloatNetwork, *, encode: bool | None = None) -> Audit:
    """Hold a network against the counting bound of its problem's class.

    Guarantee: let public codes, shapes and provers be independent of F. Then for all but a 2**-63 part of the
    functions F of the class, a network that computes F is found `respected`. So a violation by a proved network says
    that the statement, a public code or a prover is broken. A code that does not equal the expansion of its own
    recipe is a violation whatever the bits. `encode` as for `parameter_bits`. Source: after AS, Theorem 3.1; this use
    is ours. Errors: SparsityTooSmallError where inputs are so sparse that functions of the class agree on all of them.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> audit(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network).sentence
    'respected: 88 parameter bits are no fewer than lg|F| = 0'
    """
    codes = () if isinstance(network, FloatNetwork) else (network.input_code, network.output_code)
    forged = [
        f"the {name} code {fault}"
        for name, code in zip(("input", "output"), codes, strict=False)
        if (fault := _forgery(code)) is not None
    ]
    return Audit(lower_bound(class_of(problem)), parameter_bits(network, encode=encode), tuple(forged))


def _forgery(code: Code) -> str | None:
    """Say how a code differs from what its recipe expands to; equal values of one type expand alike."""
    if isinstance(code, BareCode):
        return None
    recipe = code.recipe()
    try:
        expanded = code_from_recipe(recipe)
    except (TypeError, ValueError) as error:
        return f"has no public recipe: {error}"
    if type(expanded) is not type(code) or expanded != code:
        return f"is not what its recipe expands to, {expanded!r}, but {code!r}"
    return None
