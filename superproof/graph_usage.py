"""What the words of a command line say of graph files and data sets, before anything heavy is imported."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from superproof.errors import UsageError, did_you_mean
from superproof.formats.options import GRAPH_FORMAT, ReadOptions, circuit_command
from superproof.formats.registry import FORMATS, TABLES
from verify.errors import DocumentError, shown

DATA_SETS: Mapping[str, str] = {
    "les-miserables": "les_miserables_graph",
    "karate-club": "karate_club_graph",
    "davis-southern-women": "davis_southern_women_graph",
    "florentine-families": "florentine_families_graph",
}
"""Name on the command line -> networkx's function."""


def require_reading(arguments: argparse.Namespace, text: str | None) -> None:
    """UsageError for options for graph files of no format that there is, or that do not go with it or with `text`."""
    options = ReadOptions.of(arguments)
    option = GRAPH_FORMAT if arguments.command == "bounds" else "--format"
    if options.format is not None and options.format not in FORMATS:
        raise UsageError(f"{option} must be one of {', '.join(FORMATS)}, not {shown(options.format)}")
    table = [name for name in options.given if name in ("--columns", "--header")]
    if table and options.format is not None and options.format not in TABLES:
        raise UsageError(f"{table[0]} goes with tables and edge lists, not with {option} {options.format}")
    if text is not None:
        require_graph_file(text, options, document=arguments.command != "problem")


def require_graph_file(text: str, options: ReadOptions, *, document: bool) -> None:
    """UsageError for options for graph files with a data set, or with a name of a `document` where that is taken."""
    if not options.given:
        return
    if text in DATA_SETS:
        raise UsageError(f"{options.given[0]} goes with graph files, not with the data set {text}")
    if document and options.format is None and Path(text).suffix.casefold() == ".json":
        raise UsageError(f"{options.given[0]} goes with graph files: say --format json where {text} is one")


def require_data_set(text: str) -> None:
    """DocumentError for a name that is neither a file nor a data set."""
    if text in DATA_SETS or Path(text).exists():
        return
    hint = did_you_mean(text.casefold().replace("_", "-"), DATA_SETS)
    raise DocumentError(text, f"is neither a file nor one of the data sets {', '.join(DATA_SETS)}{hint}")


def problem_of_a_graph(graph: str) -> str:
    """The command that makes a problem document of a graph, or of a circuit in AIGER."""
    if Path(graph).suffix.casefold() in (".aag", ".aig"):
        return circuit_command(graph)
    return f"superproof problem and --graph {graph} --sparsity 2 -o problem.json"
