"""How wrong a network is, in words, rows and JSON values."""

from collections.abc import Sequence
from dataclasses import asdict

from superproof.names import Names
from superproof.text_tables import plain_table
from superproof.words import count
from verify import Counted, FloatNetwork, Network, Problem
from verify.floats import UNIT, Bounds, Tally, as_floats, thresholds_between
from verify.statement import count_sparse

SHOWN = 10
"""Outputs of the table on a terminal, those with most wrong inputs first."""
SIZES = ("active", "tried", "admissible", "wrong", "proved on machines")
OUTPUTS = ("output", "wrong", "least true", "most false", "right thresholds")


def tally_facts(network: Network | FloatNetwork, found: Counted) -> dict[str, object]:
    """All figures as JSON values; scores and thresholds as decimals, rounded outwards by at most one place."""
    tally = found.tally
    plain = asdict(tally) | {
        "smallest_true": [_decimals(bounds) for bounds in tally.smallest_true],
        "largest_false": [_decimals(bounds) for bounds in tally.largest_false],
    }
    return {
        "wrong_inputs": list(found.wrong),
        "exact": found.exact,
        "inputs_covered": sum(tally.admissible) if found.proof is None else found.proof.certificate.inputs_covered,
        "tally": plain,
        "thresholds": [[None if end is None else end / 2**UNIT for end in ends] for ends in thresholds_between(tally)],
        "one_threshold": one_threshold(tally),
        "reading": reading_words(network),
    }


def reading_words(network: Network | FloatNetwork) -> str:
    """When an output reads 1, and so which end of a range of thresholds belongs to it."""
    above_only = isinstance(network, FloatNetwork) and network.strict
    return "1 above the threshold" if above_only else "1 at or above the threshold"


def one_threshold(tally: Tally) -> list[float | None] | None:
    """Between which ends one threshold makes every output right on the inputs tried, or None where none is shown to."""
    ends = thresholds_between(tally)
    low = max((low for low, _ in ends if low is not None), default=None)
    high = min((high for _, high in ends if high is not None), default=None)
    if low is not None and high is not None and low >= high:
        return None
    return [None if end is None else end / 2**UNIT for end in (low, high)]


def _decimals(bounds: Bounds) -> list[float] | None:
    return None if bounds is None else [bounds[0] / 2**UNIT, bounds[1] / 2**UNIT]


def tally_lines(names: Names, network: Network | FloatNetwork, found: Counted) -> list[str]:
    """The claim, wrong inputs by their number of active features, by output, and thresholds that would do."""
    tally, names = found.tally, names.numbered
    share = [] if found.exact else [right_share(names.problem, found.wrong)]
    header, rows = size_table(network, tally)
    lines = [f"score: {found.claim}", *share, "", *plain_table(header, rows, numeric=range(len(header)))]
    lines += machine_sentences(network)
    for sentence in example_sentences(names, tally):
        lines += ["", sentence]
    order = worst_first(tally)
    lines += ["", *plain_table(OUTPUTS, output_rows(names, network, tally, order[:SHOWN]), numeric=(1, 2, 3))]
    if len(order) > SHOWN:
        lines.append(f"({count(len(order) - SHOWN, 'output')} more with --json or --report)")
    return [*lines, "", *threshold_sentences(network, tally)]


def right_share(problem: Problem, wrong: tuple[int, int]) -> str:
    """Between which shares of all sparse inputs are right, rounded outwards.

    >>> from verify import TwoAnd
    >>> right_share(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), (1, 2))
    'at least 50.00 % and at most 75.00 % of all inputs are right'
    """
    inputs, (low, high) = count_sparse(problem), wrong
    least, most = (inputs - high) * 10000 // inputs, -((low - inputs) * 10000 // inputs)
    return f"at least {least / 100:.2f} % and at most {most / 100:.2f} % of all inputs are right"


def size_table(network: Network | FloatNetwork, tally: Tally) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Header and rows: inputs by their number of active features. Of integers nothing is said about machines."""
    sizes = zip(tally.tried, tally.admissible, tally.wrong, tally.sure, strict=True)
    columns = len(SIZES) - (not isinstance(network, FloatNetwork))
    rows = [tuple(f"{number:,}" for number in (k, *row))[:columns] for k, row in enumerate(sizes)]
    return SIZES[:columns], rows


def machine_sentences(network: Network | FloatNetwork) -> list[str]:
    """What the last column of `size_table` counts."""
    if not isinstance(network, FloatNetwork):
        return []
    sums = "however a machine orders and rounds its sums"
    return [f"the last column counts inputs that are proved right in every output, {sums}"]


def example_sentences(names: Names, tally: Tally) -> list[str]:
    """The smallest wrong input and the most harmful one."""
    said = []
    for word, active in (("smallest", tally.smallest), ("most harmful", tally.most_harmful)):
        if active is not None:
            features = ", ".join(names.feature(j) for j in active) or "no feature"
            harm = f", {count(tally.harm, 'output')} wrong" if word == "most harmful" else ""
            said.append(f"{word} wrong input: {features}{harm}")
    return said


def worst_first(tally: Tally) -> list[int]:
    """Outputs, those with most wrong inputs first."""
    return sorted(range(len(tally.pairs)), key=lambda i: (-tally.pairs[i], i))


def output_rows(
    names: Names, network: Network | FloatNetwork, tally: Tally, outputs: Sequence[int]
) -> list[tuple[str, ...]]:
    """One row an output: wrong inputs, scores nearest to the other side, thresholds that would be right."""
    ends, true, false = thresholds_between(tally), tally.smallest_true, tally.largest_false
    return [
        (names.output(i), f"{tally.pairs[i]:,}", _shown(true[i]), _shown(false[i]), _right(network, ends[i]))
        for i in outputs
    ]


def threshold_sentences(network: Network | FloatNetwork, tally: Tally) -> list[str]:
    """The network's threshold, how many outputs one of their own would make right, and which one would do for all."""
    ends, single = thresholds_between(tally), one_threshold(tally)
    right = sum(low is None or high is None or low < high for low, high in ends)
    own = (network if isinstance(network, FloatNetwork) else as_floats(network)).thresholds
    least, most = float(own.min()), float(own.max())
    is_ = f"threshold is {least:.6g}" if least == most else f"thresholds are from {least:.6g} to {most:.6g}"
    if any(tally.pairs):
        said = [f"the network's {is_}"]
        said += [
            f"thresholds of their own would make {right:,} of {count(len(ends), 'output')} right on what was tried"
        ]
    else:
        said = [f"the network's {is_}: every output is right on what was tried"]
    if single is not None:
        low, high = (None if end is None else round(end * 2**UNIT) for end in single)
        said.append(f"one threshold that is right for all outputs: {_right(network, (low, high))}")
    return said


def _shown(bounds: Bounds) -> str:
    return "none" if bounds is None else f"{(bounds[0] + bounds[1]) / 2 ** (UNIT + 1):.6g}"


def _right(network: Network | FloatNetwork, ends: tuple[int | None, int | None]) -> str:
    """The thresholds between both ends that make an output right, read as the network reads its outputs.

    Integers have integer thresholds, and read 1 at them. An end belongs to them where the reading says so.
    """
    low, high = ends
    if isinstance(network, Network):
        least, most = None if low is None else (low >> UNIT) + 1, None if high is None else high >> UNIT
        if least is not None and most is not None:
            return f"from {least:,} to {most:,}" if least <= most else "none"
        return "any" if least is most else (f"{least:,} or more" if most is None else f"up to {most:,}")
    below, above = ("below", "at least") if network.strict else ("at most", "above")
    if low is not None and high is not None and low >= high:
        return "none"
    words = ((above, low), (below, high))
    return ", ".join(f"{word} {end / 2**UNIT:.6g}" for word, end in words if end is not None) or "any"
