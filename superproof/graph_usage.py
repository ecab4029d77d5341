"""What the words of a command line say of graph files and data sets, before anything heavy is imported."""

from collections.abc import Mapping
from pathlib import Path

from superproof.errors import UsageError
from superproof.formats.options import ReadOptions, circuit_command
from verify.errors import DocumentError

DATA_SETS: Mapping[str, str] = {
    "les-miserables": "les_miserables_graph",
    "karate-club": "karate_club_graph",
    "davis-southern-women": "davis_southern_women_graph",
    "florentine-families": "florentine_families_graph",
}
"""Name on the command line -> networkx's function."""


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
    from difflib import get_close_matches

    near = get_close_matches(text.casefold().replace("_", "-"), list(DATA_SETS), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise DocumentError(text, f"is neither a file nor one of the data sets {', '.join(DATA_SETS)}{hint}")


def problem_of_a_graph(graph: str) -> str:
    """The command that makes a problem document of a graph, or of a circuit in AIGER."""
    if Path(graph).suffix.casefold() in (".aag", ".aig"):
        return circuit_command(graph)
    return f"superproof problem and --graph {graph} --sparsity 2 -o problem.json"
