"""`superproof capacity`: how many features a network of so many parameters can compute at most."""

import argparse

from bounds import CAPACITY_THEOREMS, PLAIN_WORDS, machine_capacity
from bounds.report import render
from superproof.outcome import DONE, Outcome
from superproof.reports.bounds_report import capacity_report
from superproof.terminal import Terminal


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0; without --parameters the table of well-known networks alone."""
    del terminal
    parameters, bits = arguments.parameters, arguments.bits
    report = capacity_report(parameters, bits)
    facts: dict[str, object] = {"parameters": parameters, "parameter_width": str(bits)}
    facts["bits_per_parameter"] = str(bits)  # its name before, beside the other for one version
    if parameters is not None:
        two_and, any_inputs = machine_capacity(parameters, bits)
        facts |= {"two_and_features": two_and.value, "pairwise_features": any_inputs.value}
    facts["hypotheses"] = list(PLAIN_WORDS)
    facts["theorems"] = list(CAPACITY_THEOREMS)
    if arguments.format == "html":
        from superproof.reports.page import tables_page

        return Outcome(DONE, (tables_page(report, []).rstrip("\n"),), facts=facts)
    return Outcome(DONE, (render(report, arguments.format or "text").rstrip("\n"),), facts=facts)
