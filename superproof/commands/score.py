"""`superproof score`: how many inputs a network gets wrong, in which outputs, and which thresholds would be right."""

import argparse
from dataclasses import asdict

from superproof.facts import problem_facts
from superproof.folder import require_writable
from superproof.names import Names
from superproof.outcome import Outcome, verdict_outcome
from superproof.pair import load_any_pair
from superproof.tables import plain_table
from superproof.terminal import Terminal
from superproof.words import count
from verify import Counted, FloatNetwork, Network, count_wrong
from verify.documents import save_tally
from verify.errors import DocumentError
from verify.floats.tally import UNIT, Bounds, Tally, thresholds_between
from verify.statement.unknown import Unknown

SHOWN = 10
"""Outputs of the table, those with most wrong inputs first."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: the figures are proved, as numbers or as brackets; 4: nothing could be counted or checked."""
    names, network = load_any_pair(arguments.problem, arguments.network)
    if arguments.output is not None:
        require_writable(arguments.output)
    try:
        with terminal.progress("score") as progress:
            found = count_wrong(names.problem, network, timeout=arguments.timeout, progress=progress)
    except OverflowError as error:
        raise DocumentError(arguments.network, str(error)) from error
    facts = problem_facts(names.problem) | {"neurons": network.neurons}
    if isinstance(found, Unknown):
        return verdict_outcome("unknown", (f"unknown: {found.reason}",), facts | {"reason": found.reason})
    if arguments.output is not None:
        save_tally(found.certificate, arguments.output)
    facts |= tally_facts(found) | {"prover": "enumerate", "assumptions": [], "claim": found.claim}
    return verdict_outcome("valid", tuple(tally_lines(names, network, found)), facts)


def tally_facts(found: Counted) -> dict[str, object]:
    """All figures as JSON values; scores and thresholds as decimals, rounded outwards by at most one place."""
    tally = found.tally
    plain = asdict(tally) | {
        "smallest_true": [_decimals(bounds) for bounds in tally.smallest_true],
        "largest_false": [_decimals(bounds) for bounds in tally.largest_false],
    }
    return {
        "wrong_inputs": list(found.wrong),
        "exact": found.exact,
        "inputs_covered": sum(tally.admissible),
        "tally": plain,
        "thresholds": [[None if end is None else end / 2**UNIT for end in ends] for ends in thresholds_between(tally)],
        "one_threshold": one_threshold(tally),
    }


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
    lines = [f"score: {found.claim}", ""]
    sizes = zip(tally.tried, tally.admissible, tally.wrong, tally.sure, strict=True)
    rows = [tuple(f"{number:,}" for number in (k, *row)) for k, row in enumerate(sizes)]
    lines += plain_table(("active", "tried", "admissible", "wrong", "right on machines"), rows, numeric=range(5))
    for said, active in (("smallest", tally.smallest), ("most harmful", tally.most_harmful)):
        if active is not None:
            features = ", ".join(names.feature(j) for j in active) or "no feature"
            harm = f", {count(tally.harm, 'output')} wrong" if said == "most harmful" else ""
            lines += ["", f"{said} wrong input: {features}{harm}"]
    order = sorted(range(len(tally.pairs)), key=lambda i: (-tally.pairs[i], i))[:SHOWN]
    ends = thresholds_between(tally)
    true, false = tally.smallest_true, tally.largest_false
    table = [
        (names.output(i), f"{tally.pairs[i]:,}", _shown(true[i]), _shown(false[i]), _between(ends[i])) for i in order
    ]
    heads = ("output", "wrong", "least true", "most false", "right thresholds")
    lines += ["", *plain_table(heads, table, numeric=(1, 2, 3))]
    if len(tally.pairs) > SHOWN:
        lines.append(f"({count(len(tally.pairs) - SHOWN, 'output')} more with --json)")
    single = one_threshold(tally)
    right = sum(low is None or high is None or low < high for low, high in ends)
    lines += [
        "",
        f"a threshold of its own would make {right:,} of {count(len(ends), 'output')} right on what was tried",
    ]
    if single is not None:
        low, high = (None if end is None else round(end * 2**UNIT) for end in single)
        lines.append(f"one threshold for all would: {_between((low, high))}")
    return lines


def _shown(bounds: Bounds) -> str:
    return "none" if bounds is None else f"{(bounds[0] + bounds[1]) / 2 ** (UNIT + 1):.6g}"


def _between(ends: tuple[int | None, int | None]) -> str:
    low, high = (None if end is None else end / 2**UNIT for end in ends)
    if low is None or high is None:
        return "any" if low is high else (f"above {low:.6g}" if high is None else f"up to {high:.6g}")
    return "none" if low >= high else f"above {low:.6g}, up to {high:.6g}"
