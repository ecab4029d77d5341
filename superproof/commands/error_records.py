"""`superproof records` for features that are real numbers: the least worst errors proved, by family and neurons."""

import argparse

from superproof.commands.worst import load_real_network
from superproof.errors import UsageError
from superproof.outcome import DONE, Outcome, reasoned, verdict_outcome
from superproof.real_features import shown_up
from superproof.records.error_challenge import challenge_errors
from superproof.records.error_record import ErrorRecord
from superproof.records.index import ErrorIndex
from superproof.records.real_families import REAL_FAMILIES, TRIVIAL, RealFamily
from superproof.terminal import Terminal
from superproof.text_tables import plain_table
from superproof.words import count
from verify import WorstErrors, save_real_problem

COLUMNS = ("family", "m", "v", "n", "off by at most", "at least")


def chosen(index: ErrorIndex, arguments: argparse.Namespace) -> list[ErrorRecord]:
    """The records that the options leave."""
    asked = {"family": arguments.family, "features": arguments.size, "sparsity": arguments.sparsity}
    given = {name: value for name, value in asked.items() if value is not None}
    matching = [one for one in index.records if all(getattr(one, name) == value for name, value in given.items())]
    return matching if arguments.seed is None else []


def lines(records: list[ErrorRecord]) -> list[str]:
    """The table; nothing where there is none."""
    rows = [
        (one.family, str(one.features), str(one.sparsity), str(one.neurons), shown_up(one.at_most),
         f"{float(one.least):.4f}")
        for one in records
    ]  # fmt: skip
    return plain_table(COLUMNS, rows, numeric=range(1, 6)) if rows else []


def write_problem(index: ErrorIndex, arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """The problem of a family."""
    del index, terminal
    family, features, sparsity = _asked(arguments)
    problem = family.problem(features, sparsity)
    save_real_problem(problem, arguments.output)
    line = f"{arguments.output}: family {family.name}, {count(features, 'feature')}, sparsity {sparsity}"
    return Outcome(DONE, (line,), facts={"inputs": features, "outputs": problem.outputs, "sparsity": sparsity})


def beat(index: ErrorIndex, arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 where an error is proved, whether that is a record or not; 4 else."""
    family, features, sparsity = _asked(arguments)
    network = load_real_network(family.problem(features, sparsity), f"the family {family.name}", arguments.network)
    made_by = arguments.made_by or f"construction {network.construction.get('name', 'not stated')}"
    with terminal.progress("worst errors") as progress:
        result = challenge_errors(
            index, family, features, sparsity, network, made_by, timeout=arguments.timeout, progress=progress
        )
    record = result.record
    if record is None or not isinstance(result.found, WorstErrors):
        return reasoned("unknown", getattr(result.found, "reason", ""))
    sizes = f"{count(record.neurons, 'neuron')}, off by at most {shown_up(record.at_most)}"
    before = [one for one in index.records if one.of == record.of and one.neurons <= record.neurons]
    least = min([TRIVIAL, *(one.at_most for one in before)])
    said = (
        f"a record: {sizes} (before: {shown_up(least)})" if result.won else f"{sizes}, no record: {shown_up(least)} is"
    )
    facts: dict[str, object] = {"neurons": record.neurons, "prover": None, "assumptions": []}
    facts |= {"record_in": ["error"] if result.won else [], "error_records": [record.facts()]}
    return verdict_outcome("proved", (f"proved: {said}",), facts)


def _asked(arguments: argparse.Namespace) -> tuple[RealFamily, int, int]:
    """The family, features and sparsity. Errors: UsageError."""
    family = REAL_FAMILIES[arguments.family]
    if arguments.size is None:
        raise UsageError(f"records {arguments.action} needs --size M, the number of features of {family.name}")
    if arguments.seed is not None:
        raise UsageError(f"--seed goes with random families, not with {family.name}, which has one problem a size")
    return family, arguments.size, 2 if arguments.sparsity is None else arguments.sparsity
