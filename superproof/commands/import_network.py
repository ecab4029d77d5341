"""`superproof import`: a network of another tool as a network file, and what was read."""

import argparse

from superproof.errors import UsageError
from superproof.facts import reading_notes
from superproof.folder import require_writable
from superproof.imports.files import read_network
from superproof.imports.read_chain import Choices, Reading
from superproof.outcome import DONE, Outcome
from superproof.pair import require_kind
from superproof.terminal import Terminal
from superproof.words import count
from verify import FloatNetwork, Problem, load_problem, save_float_network
from verify.documents import PROBLEM, REAL_PROBLEM, kind_of_file, load_real_problem
from verify.errors import DocumentError


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 when the network is written: no verdict on it."""
    real = kind_of_file(arguments.problem) == REAL_PROBLEM
    if not real:
        require_kind(arguments.problem, PROBLEM, "after --problem")
    problem = load_real_problem(arguments.problem) if real else load_problem(arguments.problem)
    features = problem.inputs if isinstance(problem, Problem) else problem.features
    require_writable(arguments.output)
    network = read_network(arguments.file, problem, _choices(arguments, problem.outputs))
    if not isinstance(network, FloatNetwork) or (network.inputs, network.outputs) != (features, problem.outputs):
        raise DocumentError(
            arguments.file,
            f"must have {features} features and {problem.outputs} outputs, as {arguments.problem} has, "
            f"not {network.inputs} and {network.outputs}",
        )
    save_float_network(network, arguments.output)
    thresholds, notes = sorted(set(network.thresholds.tolist())), reading_notes(network) or []
    facts: dict[str, object] = {
        "network": arguments.output,
        "widths": list(network.widths),
        "precision": network.precision,
        "strict": network.strict,
        "thresholds": thresholds,
        "digest": network.digest,
        "read": notes,
    }
    sign = ">" if network.strict else ">="
    lines = [
        f"{arguments.output}: {count(network.inputs, 'feature')}, layers of {'-'.join(map(str, network.widths[1:]))}, "
        f"{network.precision}; an output reads 1 where its score {sign} {', '.join(map(repr, thresholds[:5]))}",
        *notes,
    ]
    return Outcome(DONE, tuple(lines), facts=facts)


def _choices(arguments: argparse.Namespace, outputs: int) -> Choices:
    thresholds = arguments.threshold
    if thresholds is not None and len(thresholds) not in (1, outputs):
        raise UsageError(f"--threshold must be one number, or one an output ({outputs}), not {len(thresholds)}")
    given = (0.0,) if thresholds is None else thresholds
    reading = Reading(given[0] if len(given) == 1 else list(given), arguments.strict is not False)
    return Choices(
        reading=None if thresholds is None and arguments.strict is None else reading,
        form=arguments.form,
        activation=arguments.activation,
        layers=arguments.layers,
        biases=arguments.biases,
        skip=arguments.skip,
        instance=arguments.instance,
        transposed={None: None, ("yes",): True, ("no",): False}.get(arguments.transposed, arguments.transposed),
    )
