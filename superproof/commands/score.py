"""`superproof score`: how many inputs a network gets wrong, in which outputs, and which thresholds would be right."""

import argparse

from superproof.commands import worst
from superproof.facts import problem_facts
from superproof.folder import require_writable
from superproof.outcome import Outcome, verdict_outcome
from superproof.pair import load_any_pair
from superproof.tally_words import tally_facts, tally_lines
from superproof.terminal import Terminal
from verify import Unknown, count_wrong
from verify.documents import REAL_PROBLEM, kind_of_file, save_tally, write_text
from verify.errors import DocumentError
from verify.floats import EXACT


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: the figures are proved, as numbers or as brackets; 4: nothing could be counted or checked.

    Of a problem about real features, which has no number of wrong inputs, the figures are the worst errors.
    """
    if kind_of_file(arguments.problem) == REAL_PROBLEM:
        options = {"at_most": None, "claim": EXACT, "table": None}
        return worst.run(argparse.Namespace(**vars(arguments), **options), terminal)
    names, network = load_any_pair(arguments.problem, arguments.network)
    for path in filter(None, (arguments.output, arguments.report)):
        require_writable(path)
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
    if arguments.report is not None:
        from superproof.reports.score_page import score_page

        write_text(arguments.report, score_page(names.numbered, network, found))
    facts |= tally_facts(found) | {"prover": "enumerate", "assumptions": [], "claim": found.claim}
    return verdict_outcome("valid", tuple(tally_lines(names, network, found)), facts)
