"""What the words of a command line decide by themselves, before anything heavy is imported."""

import argparse
import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from superproof.errors import UsageError
from superproof.formats.options import ReadOptions
from verify.errors import DocumentError

DATA_SETS: Mapping[str, str] = {
    "les-miserables": "les_miserables_graph",
    "karate-club": "karate_club_graph",
    "davis-southern-women": "davis_southern_women_graph",
    "florentine-families": "florentine_families_graph",
}
"""Name on the command line -> networkx's function."""
GRAPHS = frozenset({"bounds", "certify", "explain", "show"})
"""Commands whose problem may be a graph file or a data set."""
READ = ("problem", "network", "certificate", "file", "graph", "incidence", "hypergraph", "aiger")
BRANCH = ("memory", "checkpoint", "exact_margin")
"""Options that only the prover branch has."""


def inputs_of(arguments: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """The files that a command reads: the attribute's name and the path."""
    for name in READ:
        path = getattr(arguments, name, None)
        if isinstance(path, str) and (name, arguments.command) != ("certificate", "prove"):
            yield name, path


def require_consistent(arguments: argparse.Namespace) -> None:
    """UsageError for options that do not go together, DocumentError for a file that is not there."""
    if arguments.command == "problem":
        _problem(arguments)
    if arguments.command == "prove":
        _prove(arguments)
    if arguments.command == "check" and arguments.proved:
        _check(arguments)
    for name, path in inputs_of(arguments):
        if path == "-":
            continue
        graph = name == "graph" or (name in ("problem", "file") and arguments.command in GRAPHS)
        if graph and not Path(path).suffix:
            require_data_set(path)
        elif not Path(path).exists():
            raise DocumentError(path, f"cannot be read: {os.strerror(errno.ENOENT)}")


def require_data_set(text: str) -> None:
    """DocumentError for a name that is neither a file nor a data set."""
    if text in DATA_SETS or Path(text).exists():
        return
    from difflib import get_close_matches

    near = get_close_matches(text.casefold().replace("_", "-"), list(DATA_SETS), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise DocumentError(text, f"is neither a file nor one of the data sets {', '.join(DATA_SETS)}{hint}")


def require_sparsity(sparsity: int, features: int) -> None:
    """UsageError for a sparsity above the number of features."""
    if sparsity > features:
        raise UsageError(f"--sparsity must be at most the number of features, {features}, not {sparsity}")


def _problem(arguments: argparse.Namespace) -> None:
    if arguments.kind == "and":
        _pairs(arguments)
    elif arguments.kind == "permutation":
        require_sparsity(arguments.sparsity, arguments.size)
    elif arguments.kind == "gates":
        _gates(arguments)


def _pairs(arguments: argparse.Namespace) -> None:
    if arguments.graph is not None:
        if arguments.degree is not None:
            raise UsageError("--degree goes with --random-regular, not with --graph")
        return
    given = ReadOptions.of(arguments).given
    if given:
        raise UsageError(f"{given[0]} goes with --graph, not with --random-regular")
    if arguments.degree is None:
        raise UsageError("--random-regular needs --degree, the number of gates a feature")
    require_sparsity(arguments.sparsity, arguments.random_regular)


def _gates(arguments: argparse.Namespace) -> None:
    files = [name for name in ("incidence", "hypergraph") if getattr(arguments, name) is not None]
    given = [name for name in ("features", "outputs", "kinds", "fan_in") if getattr(arguments, name) is not None]
    if files and (given or len(files) > 1):
        option = [*given, *files[1:]][0].replace("_", "-")
        goes = "random gates" if given else "a file of its own"
        raise UsageError(f"--{option} goes with {goes}, not with --{files[0]}")
    if arguments.comments is not None and arguments.hypergraph is None:
        raise UsageError("--comments goes with --hypergraph")
    if files:
        return
    if arguments.features is None or arguments.outputs is None:
        raise UsageError("problem gates needs --features M and --outputs N, --incidence FILE or --hypergraph FILE")
    require_sparsity(arguments.sparsity, arguments.features)


def _prove(arguments: argparse.Namespace) -> None:
    for name in BRANCH:
        if getattr(arguments, name) and arguments.prover not in ("auto", "branch"):
            raise UsageError(f"--{name.replace('_', '-')} is for the prover branch, not for {arguments.prover}")


def _check(arguments: argparse.Namespace) -> None:
    """The proved checker checks everything, to the end."""
    if arguments.sample is not None:
        raise UsageError("--sample looks at a part of the outputs, --proved takes all of them: leave one of them out")
    for name in ("timeout", "memory"):
        if getattr(arguments, name) is not None:
            raise UsageError(
                f"--{name} is for the checker in Python, and --proved runs the other: leave one of them out"
            )
