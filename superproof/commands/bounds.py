"""`superproof bounds`: what every network for such a problem must spend, and what this one spends."""

import argparse

from bounds.report import render
from superproof.comparison import ESTIMATES, Comparison, compare, known_sentence, number_notes, smallest_known
from superproof.facts import network_facts
from superproof.outcome import DONE, Outcome
from superproof.pair import network_for
from superproof.problem_source import read_with_options
from superproof.reports.bounds_report import bounds_report
from superproof.terminal import DRAWING, Terminal
from superproof.text_tables import plain_table
from superproof.words import count, sizes
from verify import FloatNetwork, Network, Problem

UNJUDGED = "Bounds say nothing of whether the network is right: superproof prove does."


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: a bound is no verdict on a network."""
    source = read_with_options(arguments, arguments.problem, terminal)
    problem = source.problem
    network = (
        None if arguments.network is None else network_for(problem, arguments.problem, arguments.network, terminal)
    )
    comparison = compare(problem, network, arguments.bits, arguments.layers, encode=arguments.encode or None)
    if arguments.format is not None:
        terminal.expect(DRAWING)
        return Outcome(DONE, (_report(problem, network, comparison, arguments),))
    facts: dict[str, object] = {"reason": comparison.obstacle, "read": source.read_fact}
    facts["smallest_known_neurons"] = smallest_known(problem)
    facts |= network_facts(problem, network, comparison)
    return Outcome(DONE, tuple(_lines(problem, network, comparison)), facts=facts)


def _report(
    problem: Problem, network: Network | FloatNetwork | None, comparison: Comparison, arguments: argparse.Namespace
) -> str:
    report = bounds_report(problem, network, comparison)
    if arguments.format != "html":
        return render(report, arguments.format).rstrip("\n")
    from superproof.reports.figures.frontier import Landmark, certified_landmark, family_of, frontier
    from superproof.reports.page import tables_page

    marks = [certified_landmark(folder) for folder in arguments.beside]
    if network is not None:
        marks.append(Landmark("this network", network.outputs, network.neurons))
    family = family_of(problem, comparison)
    drawn = [] if family is None else [frontier(family, marks)]
    return tables_page(report, drawn).rstrip("\n")


def _lines(problem: Problem, network: Network | FloatNetwork | None, comparison: Comparison) -> list[str]:
    about = sizes(problem.inputs, problem.outputs, problem.sparsity)
    if comparison.obstacle is not None:
        return [about, f"no bound: {comparison.obstacle}"]
    bound, spent = comparison.bound_bits, comparison.spent
    rows: list[tuple[str, int | None, int | None]] = [("parameter bits", bound, comparison.parameter_bits)]
    if spent is not None:
        counts = ("entropy", spent.entropy), ("encoded", spent.encoded), ("nonzeros", spent.sparse)
        rows += [(f"parameter bits, {name}", bound, bits) for name, bits in counts if bits is not None]
    rows.append((f"parameters of {comparison.width} bits", comparison.bound_parameters, comparison.parameters))
    shape = f"{count(comparison.layers, 'layer')} of {comparison.width}-bit weights and biases"
    neurons = None if network is None else network.neurons
    where = f"neurons, {shape}" if comparison.bound_neurons is not None else "neurons, widest hidden layer"
    rows.append((where, comparison.bound_neurons, neurons))
    shown = [(name, *(f"{value:,}" if value is not None else "" for value in values)) for name, *values in rows]
    notes = comparison.basis, comparison.caveat
    if network is None:
        return [about, *plain_table(("", "at least"), [row[:2] for row in shown], numeric=(1,)), *notes]
    table = plain_table(("", "at least", "this network"), shown, numeric=(1, 2))
    bits = f"function bits per parameter: {comparison.function_bits:.3g} (lg|F| over parameters; {ESTIMATES})"
    repeated = number_notes(network, comparison)
    return [about, *table, str(comparison.audit), UNJUDGED, bits, known_sentence(problem), *repeated, *notes]
