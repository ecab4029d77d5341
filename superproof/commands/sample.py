"""`superproof sample`: random admissible inputs and a confidence bound; it never says proved."""

import argparse
from dataclasses import asdict

from superproof.facts import counterexample_fact, network_facts
from superproof.outcome import Outcome, reasoned
from superproof.pair import load_named_pair
from superproof.samples import STRATA_HEADER, sample_sentence, strata_rows
from superproof.terminal import Terminal
from superproof.text_tables import plain_table
from verify.provers import sample


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 3 when a wrong input was met, else 4: no number of samples is a proof."""
    names, network = load_named_pair(arguments.problem, arguments.network)
    problem = names.problem
    facts = network_facts(problem, network)
    try:
        with terminal.progress("sample") as progress:
            report = sample(
                problem, network, samples=arguments.samples, seed=arguments.seed, timeout=arguments.timeout,
                progress=progress,
            )  # fmt: skip
    except ValueError as error:
        return reasoned("unknown", str(error), facts)
    facts |= {"samples": report.samples, "failures": report.failures, "failure_rate_upper": report.upper}
    facts |= {"confidence": report.confidence, "strata": [asdict(stratum) for stratum in report.strata]}
    table = plain_table(STRATA_HEADER, strata_rows(report), numeric=(1, 2, 3, 4))
    if report.counterexample is not None:
        facts["counterexample"] = counterexample_fact(report.counterexample)
        return reasoned("refuted", names.refutation(report.counterexample), facts, *table)
    return reasoned("unknown", sample_sentence(report), facts, *table)
