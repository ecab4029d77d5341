"""Sentences that several commands and the report share."""

from fractions import Fraction
from math import inf, nextafter

from verify import Certificate, Margin, Network

LONG_BITS = 500


def count(number: int, noun: str) -> str:
    """Thousands separated, and the noun in its number.

    >>> count(1, "input"), count(3004, "input")
    ('1 input', '3,004 inputs')
    """
    return f"{grouped(number)} {noun}" if number == 1 else f"{grouped(number)} {noun}s"


def sizes(features: int, outputs: int, sparsity: int) -> str:
    """How large a problem is.

    >>> sizes(3004, 1, 2)
    '3,004 features, 1 output, sparsity 2'
    """
    return f"{count(features, 'feature')}, {count(outputs, 'output')}, sparsity {sparsity}"


def grouped(number: int) -> str:
    """A number with its thousands separated; one of hundreds of digits by its order, which is all a reader can use.

    >>> grouped(3004), grouped(2**14500), grouped(10**300 - 1)
    ('3,004', '2^14500', 'about 2^997')
    """
    bits = number.bit_length()
    if bits < LONG_BITS:
        return f"{number:,}"
    return f"2^{bits - 1}" if number == 1 << (bits - 1) else f"about 2^{bits}"


def construction_name(network: Network) -> str:
    """What made the network, as --construction has it; "network" where nothing says so."""
    return str(network.construction.get("name", "network")).replace("_", "-")


def with_hyphens(text: str) -> str:
    """Names of constructions as --construction has them, where a sentence has those of their functions.

    >>> with_hyphens("optimised_channels needs at least 8 neurons")
    'optimised-channels needs at least 8 neurons'
    """
    from constructions import CONSTRUCTIONS

    for name in CONSTRUCTIONS:
        text = text.replace(name.replace("-", "_"), name)
    return text


def margin_sentence(network: Network, margin: Margin | None) -> str:
    """Where the threshold lies between the scores, over all admissible inputs."""
    if margin is None:
        return "not computed by this proof"
    return f"{margin_words(margin.smallest_true, margin.largest_false)}; the threshold is {network.threshold:,}"


def margin_words(least: int | None, most: int | None) -> str:
    """The smallest score of outputs that are 1, and the largest of those that are 0; None where there are none.

    >>> margin_words(None, 1200)
    'no output is ever 1, outputs that are 0 score 1,200 or less'
    """
    true = "no output is ever 1" if least is None else f"outputs that are 1 score {least:,} or more"
    false = "no output is ever 0" if most is None else f"outputs that are 0 score {most:,} or less"
    return f"{true}, {false}"


def float_margin(margin: Margin, unit: int) -> list[float | None]:
    """By how much outputs that are 1 exceed their thresholds at least, and those that are 0 at most, as decimals.

    Rounded to the weaker side.

    >>> float_margin(Margin(3, -5), 1)
    [1.5, -2.5]
    """
    ends = (margin.smallest_true, -inf), (margin.largest_false, inf)
    return [None if bound is None else rounded(Fraction(bound, 2**unit), side) for bound, side in ends]


def rounded(number: Fraction, side: float) -> float:
    """The nearest float that is not beyond the number, seen from `side`: at least it from inf, at most from -inf."""
    near = float(number)
    beyond = Fraction(near) < number if side > 0 else Fraction(near) > number
    return nextafter(near, side) if beyond else near


def unit_of(certificate: Certificate) -> int:
    """The number k of a certificate about a float network whose margin is in units of 2**-k."""
    return int(str(certificate.evidence["unit"]))


def float_margin_sentence(margin: Margin, unit: int) -> str:
    """The margin in words: bounds that are proved.

    >>> float_margin_sentence(Margin(3, None), 1)
    'outputs that are 1 score at least 1.5 above their thresholds, no output is ever 0'
    >>> float_margin_sentence(Margin(None, 0), 1)
    'no output is ever 1, those that are 0 at least 0 below'
    """
    above, below = float_margin(margin, unit)
    true = "no output is ever 1" if above is None else f"outputs that are 1 score at least {above:.6g} above"
    true += "" if above is None else " their thresholds"
    false = "no output is ever 0" if below is None else f"those that are 0 at least {0 - below:.6g} below"
    return f"{true}, {false}"
