"""`superproof explain`: why an output reads what it reads on one input, by names."""

import argparse
from dataclasses import asdict
from fractions import Fraction

from superproof.explanation import Explanation, explain
from superproof.explanation.floats import FloatExplanation, explain_floats, float_lines
from superproof.explanation.words import lines
from superproof.facts import counterexample_fact, network_facts
from superproof.float_words import float_counterexample_fact
from superproof.names import Names, feature_numbers, output_number
from superproof.outcome import DONE, Outcome
from superproof.pair import network_for
from superproof.sources import read_with_options
from superproof.terminal import Terminal
from verify import Counterexample, FloatNetwork, Network


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: an explanation is no verdict on the network."""
    source = read_with_options(arguments, arguments.problem, None, terminal)
    network = network_for(source.problem, arguments.problem, arguments.network)
    names = source.names
    active = feature_numbers("--active", arguments.active, source.labels)
    output = None if arguments.output is None else output_number("--output", arguments.output, names)
    facts = network_facts(source.problem, network) | {"read": source.read_fact}
    if isinstance(network, FloatNetwork):
        floats = explain_floats(source.problem, network, active, output)
        facts |= float_explanation_facts(floats, names, network)
        return Outcome(DONE, tuple(float_lines(floats, names, network)), facts=facts)
    found = explain(source.problem, network, active, output)
    return Outcome(DONE, tuple(lines(found, names)), facts=facts | explanation_facts(found, names, network))


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


def float_explanation_facts(found: FloatExplanation, names: Names, network: FloatNetwork) -> dict[str, object]:
    """As `explanation_facts`, with the nearest decimals of the fractions."""
    example = Counterexample(found.active, found.output, found.expected, found.score, found.threshold, found.run)
    return {
        "counterexample": float_counterexample_fact(example) if found.admissible and not found.right else None,
        "active_names": [names.feature(j) for j in found.active],
        "output_name": names.output(found.output),
        "source_kind": "feature" if len(network.layers) <= 2 else "neuron",
        "reads": found.reads,
        "right": found.right,
        "explanation": _decimal(asdict(found)),
    }


def _decimal(value: object) -> object:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, dict):
        return {key: _decimal(member) for key, member in value.items()}
    return [_decimal(member) for member in value] if isinstance(value, list | tuple) else value
