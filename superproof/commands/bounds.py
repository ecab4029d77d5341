"""`superproof bounds`: what every network for such a problem must spend, and what this one spends."""

import argparse

from superproof.comparison import CAVEAT, Comparison, compare
from superproof.facts import comparison_facts, network_facts, problem_facts
from superproof.outcome import DONE, Outcome
from superproof.pair import load_pair
from superproof.tables import plain_table
from superproof.terminal import Terminal
from superproof.words import count
from verify import Network, Problem, load_problem


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: a bound is no verdict on a network."""
    del terminal
    network: Network | None = None
    if arguments.network is None:
        problem = load_problem(arguments.problem)
    else:
        problem, network = load_pair(arguments.problem, arguments.network)
    comparison = compare(problem, network, arguments.bits)
    facts: dict[str, object] = {"reason": comparison.obstacle}
    if network is None:
        facts |= problem_facts(problem) | comparison_facts(comparison)
    else:
        facts |= network_facts(problem, network, arguments.bits)
    return Outcome(DONE, tuple(_lines(problem, network, comparison)), facts=facts)


def _lines(problem: Problem, network: Network | None, comparison: Comparison) -> list[str]:
    sizes = f"{count(problem.inputs, 'feature')}, {count(problem.outputs, 'output')}, sparsity {problem.sparsity}"
    if comparison.obstacle is not None:
        return [sizes, f"no bound: {comparison.obstacle}"]
    rows = [
        ("parameter bits", _number(comparison.bound_bits), _number(comparison.parameter_bits)),
        ("parameter bits, entropy", _number(comparison.bound_bits), _number(comparison.entropy_bits)),
        (f"parameters of {comparison.width} bits", _number(comparison.bound_parameters), ""),
        (
            f"neurons, {count(comparison.layers, 'layer')} of {comparison.width}-bit parameters",
            _number(comparison.bound_neurons),
            "" if network is None else f"{network.neurons:,}",
        ),
    ]
    if network is None:
        rows = [row for row in rows if row[0] != "parameter bits, entropy"]
        return [sizes, *plain_table(("", "at least"), [row[:2] for row in rows], numeric=(1,)), CAVEAT]
    return [sizes, *plain_table(("", "at least", "this network"), rows, numeric=(1, 2)), CAVEAT]


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
