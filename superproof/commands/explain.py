"""`superproof explain`: why an output reads what it reads on one input, by names."""

import argparse
from fractions import Fraction
from pathlib import Path

from superproof.commands.worst import BEYOND, load_real_pair
from superproof.errors import UsageError, about_file
from superproof.explanation import Explanation, explain
from superproof.explanation.float_output import FloatExplanation
from superproof.explanation.reals import explain_reals
from superproof.facts import counterexample_fact, network_facts, record_of
from superproof.names import feature_numbers, listed, output_number
from superproof.option_values import a_fraction
from superproof.outcome import DONE, Outcome
from superproof.pair import network_for
from superproof.problem_source import read_with_options
from superproof.real_names import RealNames
from superproof.terminal import Terminal
from verify import Counterexample
from verify.documents import REAL_PROBLEM, Labels, kind_of_file


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: an explanation is no verdict on the network."""
    if Path(arguments.problem).is_file() and kind_of_file(arguments.problem) == REAL_PROBLEM:
        return _real(arguments)
    source = read_with_options(arguments, arguments.problem, terminal)
    network = network_for(source.problem, arguments.problem, arguments.network, terminal)
    active = [j for text in arguments.active for j in feature_numbers("--active", text, source.labels)]
    output = None if arguments.output is None else output_number("--output", arguments.output, source.names)
    facts = network_facts(source.problem, network) | {"read": source.read_fact}
    found = explain(source.problem, network, active, output, labels=Labels(source.labels, source.outputs))
    return Outcome(DONE, tuple(str(found).splitlines()), facts=facts | explanation_facts(found))


def _real(arguments: argparse.Namespace) -> Outcome:
    """The same of a problem about real features, where --active gives values."""
    if arguments.sparsity is not None:
        raise UsageError(
            f"--sparsity is for gates and graphs: {arguments.problem} is about real features and has its own"
        )
    problem, network, labels = load_real_pair(arguments.problem, arguments.network)
    names, output = RealNames(labels), None
    values = feature_values(",".join(arguments.active), names, problem.features)
    if arguments.output is not None:
        output = names.output_number("--output", arguments.output, problem.outputs)
    found = explain_reals(problem, network, values, output, labels)
    with about_file(arguments.network, OverflowError, words=BEYOND):
        record = record_of(found, "target", "names", "network")
        lines = tuple(str(found).splitlines())
    facts = {
        "outputs": problem.outputs,
        "neurons": network.neurons,
        "explanation": record,
        "output_name": names.target(found.target),
        **names.facts(found.output, found.input),
    }
    return Outcome(DONE, lines, facts=facts | {"source_kind": "feature" if len(network.layers) <= 2 else "neuron"})


def feature_values(text: str, names: RealNames, features: int) -> dict[int, Fraction]:
    """The features in a list such as "y0=1,y2=-3/8", "0=1" or "Ann=1", with their values; alone a feature is 1.

    >>> feature_values("y0=1/2, 3", RealNames(), 4)
    {0: Fraction(1, 2), 3: Fraction(1, 1)}
    >>> feature_values('"Smith, J"=1/2, Ann', RealNames(Labels(("Ann", "Smith, J"))), 2)
    {1: Fraction(1, 2), 0: Fraction(1, 1)}
    """
    found: dict[int, Fraction] = {}
    for word in filter(None, listed("--active", text, strict=False)):
        name, equals, value = (word, "", "") if word in names.labels.features else word.rpartition("=")
        name = name.strip() if equals else word
        number = names.feature_number("--active", name, features)
        if number in found:
            raise UsageError(f"--active names feature {names.feature(number)} twice")
        try:
            found[number] = a_fraction((value.strip() if equals else "") or "1")
        except argparse.ArgumentTypeError as error:
            raise UsageError(f"--active: the value of {names.feature(number)} {error}") from error
    return found


def explanation_facts(found: Explanation | FloatExplanation) -> dict[str, object]:
    """The explanation as JSON values: every number of the record, of floats the nearest decimals of its fractions, and
    the names beside the numbers.

    `counterexample` is the input where the output is wrong on it and it is admissible, else null.
    """
    if isinstance(found, FloatExplanation):
        layers, ran = len(found.network.layers) - 1, found.run
    else:
        layers, ran = len(found.widths), None
    example = Counterexample(found.active, found.output, found.expected, found.score, found.threshold, ran)
    return {
        "counterexample": counterexample_fact(example) if found.admissible and not found.right else None,
        "active_names": [found.names.feature(j) for j in found.active],
        "output_name": found.names.output(found.output),
        "source_kind": "feature" if layers <= 1 else "neuron",
        "reads": found.reads,
        "right": found.right,
        "explanation": record_of(found, "names", "network"),
    }
