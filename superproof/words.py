"""Sentences that several commands and the report share."""

from verify import Margin, Network

LONG_BITS = 500


def count(number: int, noun: str) -> str:
    """Thousands separated, and the noun in its number.

    >>> count(1, "input"), count(3004, "input")
    ('1 input', '3,004 inputs')
    """
    return f"{grouped(number)} {noun}" if number == 1 else f"{grouped(number)} {noun}s"


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
    true = (
        "no output is ever 1"
        if margin.smallest_true is None
        else f"outputs that are 1 score {margin.smallest_true:,} or more"
    )
    false = (
        "no output is ever 0"
        if margin.largest_false is None
        else f"outputs that are 0 score {margin.largest_false:,} or less"
    )
    return f"{true}, {false}; the threshold is {network.threshold:,}"
