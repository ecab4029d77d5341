"""Theorem 3.1 and its variants: how many bits a parameter string must have.

AS, Theorem 3.1 (as the public text gives it): for finite U, V, a set F of distinct functions U -> V, and a
parameter driven algorithm T with parameter function P mapping F to bit strings, *if [a condition the public
text omits]*, then for almost all F, |P(F)| >= lg|F|. What follows fills in a condition under which the claim
is true and says with what slack. The condition, the slack and the proofs are ours.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final, final

from bounds.arithmetic import Count, Enclosure, lg
from bounds.classes import FunctionClass, LabelledTwoAnd, Permutations
from bounds.errors import QuantityError, UnknownClassError
from bounds.statement import Source, Tag


@final
@dataclass(frozen=True, slots=True)
class Theorem:
    """A statement with its hypotheses, conclusion and proof in words.

    `machine_checked` says which finite core of it a solver confirms in the tests
    (tests/bounds/test_theorem.py).
    """

    name: str
    hypotheses: tuple[str, ...]
    conclusion: str
    proof: str
    machine_checked: str
    source: Source = Source.COUNTING
    tag: Tag = Tag.OURS


COUNTING: Final = Theorem(
    name="counting bound (Theorem 3.1 with its condition)",
    hypotheses=(
        "F is a finite set of different functions U -> V, U and V finite",
        "T(p, u; r) is an algorithm with parameters p, input u and coins r that do not depend on the function",
        "Pr over r [T(P(f), u; r) = f(u)] > 1/2 for every f in F and every u in U",
    ),
    conclusion=(
        "P is injective. For every c > 0 fewer than a 2**(1-c) part of F has |P(f)| <= lg|F| - c; "
        "strings of one fixed length have at least lg|F| bits; prefix-free strings have at least lg|F| on "
        "average"
    ),
    proof=(
        "From P(f) alone run T on each u over all coins: the value with more than half of the probability "
        "is f(u), so P(f) determines f. There are at most 2**(s+1) - 1 strings of at most s bits; put s = "
        "lg|F| - c. For prefix-free strings use Kraft's inequality and the convexity of 2**-x"
    ),
    machine_checked=(
        "two functions cannot share a string; the number of functions within s bits is at most 2**(s+1) - "
        "1, and that many is attained; with probability exactly 1/2 the conclusion fails. Proved in Coq for all "
        "sizes: that P is injective, majority_determines; what follows from that, most_need_long_descriptions, "
        "parameters_of_fixed_length, and for any strings floor(lg|F|) - 2 bits on average, average_description "
        "(verify/proved/theories/Counting.v and Variants.v); that weights and biases of b bits are such parameters of "
        "networks with public codes, networks_of_bits (NetworkBits.v)"
    ),
    source=Source.ADLER_SHAVIT,
)

PUBLIC_COINS: Final = Theorem(
    name="public coins",
    hypotheses=(
        "the parameters P(f, s) and the algorithm may use public coins s that do not depend on f",
        "for every f, all inputs are right with probability at least 1 - delta over s, delta < 1",
    ),
    conclusion="parameters of one fixed length have at least lg|F| - lg(1/(1 - delta)) bits",
    proof=(
        "Averaging over f and s, some s is good for at least (1 - delta)|F| functions; for that s the "
        "counting bound holds on those functions"
    ),
    machine_checked=(
        "the averaging step, for all tables of good pairs (f, s) of small size; proved in Coq for all sizes: "
        "public_coins (verify/proved/theories/Variants.v)"
    ),
)

AVERAGE_ERROR: Final = Theorem(
    name="average-case error",
    hypotheses=(
        "T is deterministic and mu is a distribution on the inputs",
        "Pr over u from mu [T(P(f), u) != f(u)] <= epsilon for every f, whole output vectors compared",
    ),
    conclusion=(
        "parameters of one fixed length have at least lg|F| - lg N bits, N the largest number of functions "
        "within distance 2 epsilon of one; for permutations and mu uniform on single features, lg (m' - "
        "floor(2 epsilon m'))!"
    ),
    proof=(
        "Functions that share a string differ from one computed function on a part epsilon each, hence "
        "from each other on at most 2 epsilon, so at most N share a string. Permutations that differ in at "
        "most r places number at most C(m', r) r! = m'!/(m' - r)!"
    ),
    machine_checked="two functions near a third are twice as near each other; N for small m'",
)

WRONG_GATES: Final = Theorem(
    name="a fraction of wrong gates",
    hypotheses=(
        "labelled 2-AND, N = C(m,2) pairs",
        "of the m' outputs at least m' - r are right on every input; the other outputs may be anything",
    ),
    conclusion=(
        "parameters of one fixed length have at least lg (N)_(m'-r) - lg C(m', r) bits for distinct pairs, "
        "and (m' - r) lg N - lg C(m', r) where pairs may repeat"
    ),
    proof=(
        "The string determines a computed function; all functions that share the string agree with it on "
        "m' - r outputs. There are C(m', r) choices of the others and (N - m' + r)_r, or N**r, of their pairs"
    ),
    machine_checked="the number of functions within r wrong outputs of one, by enumeration at small sizes",
)

THEOREMS: Final = (COUNTING, PUBLIC_COINS, AVERAGE_ERROR, WRONG_GATES)


def fraction_beating(bits: int) -> Fraction:
    """Give the part of a class that can beat the bound by `bits` bits: fewer than this.

    >>> fraction_beating(64) == Fraction(1, 2**63)
    True
    """
    return Fraction(2) / Fraction(2) ** bits


def public_coins_bits(function_class: FunctionClass, failure: Fraction) -> Enclosure:
    """Enclose the bits needed where a random construction fails with probability at most `failure`.

    Errors: QuantityError where the probability is not in [0, 1).

    >>> public_coins_bits(Permutations(5), Fraction(1, 2)).digits(3)
    '5.906...'
    """
    return function_class.fewest().lg() - lg(1 / (1 - _part("failure probability", failure)))


def average_error_bits(permutations: Permutations, error: Fraction) -> Enclosure:
    """Enclose the bits needed where permutations may be wrong on a part `error` of the single features.

    Equal to lg (m' - floor(2 error m'))!, which is at least (1 - 2 error) m' lg m' - m' lg e. Errors: QuantityError
    where the part is not in [0, 1/2).

    >>> average_error_bits(Permutations(1000), Fraction(1, 100)).digits(1)
    '8330.3...'
    """
    if not isinstance(permutations, Permutations):
        raise UnknownClassError(f"average-case error is counted for permutations only, not {permutations!r}")
    if _part("average error", error) >= Fraction(1, 2):
        raise QuantityError(f"average error must be below 1/2, not {error}")
    return Count.factorial(permutations.size - floor(2 * error * permutations.size)).lg()


def wrong_gates_bits(two_and: LabelledTwoAnd, wrong: Fraction) -> Enclosure:
    """Enclose the bits needed where a part `wrong` of the gates may be computed wrongly (not below 0).

    Errors: QuantityError where the part is not in [0, 1).

    >>> wrong_gates_bits(LabelledTwoAnd(1000, 1000), Fraction(1, 10)).digits(1)
    '16571.5...'
    """
    if not isinstance(two_and, LabelledTwoAnd):
        raise UnknownClassError(f"wrong gates are counted for labelled 2-AND only, not {two_and!r}")
    outputs = two_and.outputs
    wrong_outputs = floor(_part("fraction of wrong gates", wrong) * outputs)
    kept = outputs - wrong_outputs
    right = LabelledTwoAnd(two_and.inputs, kept, two_and.distinct).fewest() if kept else Count()
    bits = right.lg() - Count.binomial(outputs, wrong_outputs).lg()
    return Enclosure(max(bits.low, Fraction(0)), max(bits.high, Fraction(0)))


def _part(name: str, value: Fraction) -> Fraction:
    if not isinstance(value, int | Fraction) or not 0 <= value < 1:
        raise QuantityError(f"{name} must be a Fraction of at least 0 and below 1, not {value!r}")
    return Fraction(value)
