"""`superproof score`: how many inputs a network gets wrong, in which outputs, and which thresholds would be right."""

import argparse

from superproof.cluster.connect import cluster_of
from superproof.commands import worst
from superproof.errors import UsageError, about_file
from superproof.facts import problem_facts, reading_fact
from superproof.folder import require_writable
from superproof.outcome import Outcome, reasoned, verdict_outcome
from superproof.pair import load_any_pair
from superproof.tally_words import tally_facts, tally_lines
from superproof.terminal import DRAWING, Terminal
from superproof.words import count
from verify import Unknown, count_wrong
from verify.documents import REAL_PROBLEM, kind_of_file, save_tally, write_text
from verify.floats import EXACT
from verify.tallied_parts import KIND


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: the figures are proved, as numbers or as brackets; 4: nothing could be counted or checked.

    Of a problem about real features, which has no number of wrong inputs, the figures are the worst errors.
    """
    if kind_of_file(arguments.problem) == REAL_PROBLEM:
        if arguments.cluster is not None:
            raise UsageError("--cluster is for problems about gates: worst errors are proved on one machine")
        options = {"at_most": None, "claim": EXACT, "table": None}
        return worst.run(argparse.Namespace(**vars(arguments), **options), terminal)
    names, network = load_any_pair(arguments.problem, arguments.network, terminal)
    require_writable(arguments.output, arguments.report)
    with (
        about_file(arguments.network, OverflowError),
        cluster_of(arguments, terminal) as client,
        terminal.progress("score") as progress,
    ):
        found = count_wrong(names.problem, network, timeout=arguments.timeout, progress=progress, client=client)
        where = None if client is None else client.by_worker(KIND)
    facts = problem_facts(names.problem) | {"neurons": network.neurons} | reading_fact(network)
    if isinstance(found, Unknown):
        return reasoned("unknown", found.reason, facts)
    if arguments.output is not None:
        save_tally(found.certificate, arguments.output)
    if arguments.report is not None:
        from superproof.reports.score_page import score_page

        terminal.expect(DRAWING)
        write_text(arguments.report, score_page(names.numbered, network, found))
    facts |= tally_facts(network, found)
    facts |= {"prover": "enumerate", "assumptions": list(found.assumptions), "claim": found.claim}
    lines = tally_lines(names, network, found)
    if where is not None:
        facts["counted_by"] = where
        tried = {worker: sum(end - begin for begin, end in ranges) for worker, ranges in where.items()}
        lines += ["", *(f"assumes: {assumption}" for assumption in found.assumptions)]
        lines += [f"counted by {worker}: {count(inputs, 'input')}" for worker, inputs in tried.items()]
    return verdict_outcome("valid", tuple(lines), facts)
