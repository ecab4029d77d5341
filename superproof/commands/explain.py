"""`superproof explain`: why an output reads what it reads on one input, by names."""

import argparse
from fractions import Fraction

from superproof.explanation import Explanation, explain
from superproof.explanation.floats import FloatExplanation
from superproof.facts import counterexample_fact, network_facts, record_of
from superproof.float_words import float_counterexample_fact
from superproof.names import feature_numbers, output_number
from superproof.outcome import DONE, Outcome
from superproof.pair import network_for
from superproof.sources import read_with_options
from superproof.terminal import Terminal
from verify import Counterexample
from verify.documents import Labels


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: an explanation is no verdict on the network."""
    source = read_with_options(arguments, arguments.problem, None, terminal)
    network = network_for(source.problem, arguments.problem, arguments.network)
    active = feature_numbers("--active", arguments.active, source.labels)
    output = None if arguments.output is None else output_number("--output", arguments.output, source.names)
    facts = network_facts(source.problem, network) | {"read": source.read_fact}
    labels = Labels(source.labels, source.outputs)
    found = explain(source.problem, network, active, output, labels=labels)
    if isinstance(found, FloatExplanation):
        facts |= float_explanation_facts(found)
    else:
        facts |= explanation_facts(found)
    return Outcome(DONE, tuple(str(found).splitlines()), facts=facts)


def explanation_facts(found: Explanation) -> dict[str, object]:
    """The explanation as JSON values: every number of the record, and the names beside the numbers.

    `counterexample` is the input where the output is wrong on it and it is admissible, else null.
    """
    wrong = found.admissible and not found.right
    example = Counterexample(found.active, found.output, found.expected, found.score, found.threshold)
    return {
        "counterexample": counterexample_fact(example) if wrong else None,
        "active_names": [found.names.feature(j) for j in found.active],
        "output_name": found.names.output(found.output),
        "source_kind": "feature" if len(found.widths) == 1 else "neuron",
        "reads": found.reads,
        "right": found.right,
        "explanation": record_of(found, "names"),
    }


def float_explanation_facts(found: FloatExplanation) -> dict[str, object]:
    """As `explanation_facts`, with the nearest decimals of the fractions."""
    example = Counterexample(found.active, found.output, found.expected, found.score, found.threshold, found.run)
    return {
        "counterexample": float_counterexample_fact(example) if found.admissible and not found.right else None,
        "active_names": [found.names.feature(j) for j in found.active],
        "output_name": found.names.output(found.output),
        "source_kind": "feature" if len(found.network.layers) <= 2 else "neuron",
        "reads": found.reads,
        "right": found.right,
        "explanation": _decimal(record_of(found, "names", "network")),
    }


def _decimal(value: object) -> object:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, dict):
        return {key: _decimal(member) for key, member in value.items()}
    return [_decimal(member) for member in value] if isinstance(value, list | tuple) else value
