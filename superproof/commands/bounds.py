"""`superproof bounds`: what every network for such a problem must spend, and what this one spends."""

import argparse

from bounds.report import render
from superproof.comparison import CAVEAT, Comparison, compare
from superproof.errors import UsageError
from superproof.facts import comparison_facts, network_facts, problem_facts
from superproof.outcome import DONE, Outcome
from superproof.pair import integer_network
from superproof.reports.bounds_report import bounds_report
from superproof.sources import told_source
from superproof.tables import plain_table
from superproof.terminal import Terminal
from superproof.words import count
from verify import Network, Problem


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: a bound is no verdict on a network."""
    source = told_source(arguments, arguments.problem, None, terminal)
    problem = source.problem
    network = None if arguments.network is None else integer_network(problem, arguments.problem, arguments.network)
    comparison = compare(problem, network, arguments.bits, arguments.layers, encode=arguments.encode or None)
    if arguments.beside and arguments.format != "html":
        raise UsageError("--beside draws into the page: it needs --format html")
    if arguments.format is not None:
        return Outcome(DONE, (_report(problem, network, comparison, arguments),))
    facts: dict[str, object] = {"reason": comparison.obstacle, "read": source.read_fact}
    if network is None:
        facts |= problem_facts(problem) | comparison_facts(comparison)
    else:
        facts |= network_facts(problem, network, comparison)
    return Outcome(DONE, tuple(_lines(problem, network, comparison)), facts=facts)


def _report(problem: Problem, network: Network | None, comparison: Comparison, arguments: argparse.Namespace) -> str:
    report = bounds_report(problem, network, comparison)
    if arguments.format != "html":
        return render(report, arguments.format).rstrip("\n")
    from superproof.reports.certified import certified_landmark
    from superproof.reports.figures.frontier import Landmark, family_of, frontier
    from superproof.reports.page import tables_page

    marks = [certified_landmark(folder) for folder in arguments.beside]
    if network is not None:
        marks.append(Landmark("this network", network.outputs, network.neurons))
    family = family_of(problem, comparison)
    drawn = [] if family is None else [frontier(family, marks)]
    return tables_page(report, drawn).rstrip("\n")


def _lines(problem: Problem, network: Network | None, comparison: Comparison) -> list[str]:
    sizes = f"{count(problem.inputs, 'feature')}, {count(problem.outputs, 'output')}, sparsity {problem.sparsity}"
    if comparison.obstacle is not None:
        return [sizes, f"no bound: {comparison.obstacle}"]
    rows = [
        ("parameter bits", _number(comparison.bound_bits), _number(comparison.parameter_bits)),
        ("parameter bits, entropy", _number(comparison.bound_bits), _number(comparison.entropy_bits)),
        ("parameter bits, encoded", _number(comparison.bound_bits), _number(comparison.encoded_bits)),
        ("parameter bits, nonzeros", _number(comparison.bound_bits), _number(comparison.sparse_bits)),
        (f"parameters of {comparison.width} bits", _number(comparison.bound_parameters), ""),
        (
            f"neurons, {count(comparison.layers, 'layer')} of {comparison.width}-bit parameters",
            _number(comparison.bound_neurons),
            "" if network is None else f"{network.neurons:,}",
        ),
    ]
    if network is None:
        del rows[1:4]
        return [sizes, *plain_table(("", "at least"), [row[:2] for row in rows], numeric=(1,)), CAVEAT]
    if comparison.encoded_bits is None:
        del rows[2]  # too many numbers to encode without being asked
    table = plain_table(("", "at least", "this network"), rows, numeric=(1, 2))
    return [sizes, *table, str(comparison.audit), CAVEAT]


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
