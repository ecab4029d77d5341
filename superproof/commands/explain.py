"""`superproof explain`: why an output reads what it reads on one input, by names."""

import argparse
from dataclasses import asdict

from superproof.explanation import Explanation, explain
from superproof.explanation.words import lines
from superproof.facts import counterexample_fact, network_facts
from superproof.names import Names, feature_numbers, output_number
from superproof.outcome import DONE, Outcome
from superproof.pair import integer_network
from superproof.sources import told_source
from superproof.terminal import Terminal
from verify import Counterexample, Network


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: an explanation is no verdict on the network."""
    source = told_source(arguments, arguments.problem, None, terminal)
    network = integer_network(source.problem, arguments.problem, arguments.network)
    names = source.names
    active = feature_numbers("--active", arguments.active, source.labels)
    output = None if arguments.output is None else output_number("--output", arguments.output, names)
    found = explain(source.problem, network, active, output)
    facts = network_facts(source.problem, network) | explanation_facts(found, names, network)
    facts["read"] = source.read_fact
    told = lines(found, names, network)
    return Outcome(DONE, tuple(told), facts=facts)


def explanation_facts(found: Explanation, names: Names, network: Network) -> dict[str, object]:
    """The explanation as JSON values: every number of the record, and the names beside the numbers.

    `counterexample` is the input where the output is wrong on it and it is admissible, else null.
    """
    wrong = found.admissible and not found.right
    example = Counterexample(found.active, found.output, found.expected, found.score, found.threshold)
    return {
        "counterexample": counterexample_fact(example) if wrong else None,
        "active_names": [names.feature(j) for j in found.active],
        "output_name": names.output(found.output),
        "source_kind": "feature" if len(network.layers) == 1 else "neuron",
        "reads": found.reads,
        "right": found.right,
        "explanation": asdict(found),
    }
