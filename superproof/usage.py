"""What the words of a command line decide by themselves, before anything heavy is imported."""

import argparse
import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product
from pathlib import Path

from superproof.errors import UsageError
from superproof.exports.registry import EXPORTS
from superproof.formats.options import ReadOptions
from superproof.graph_usage import DATA_SETS, problem_of_a_graph, require_data_set, require_reading
from verify.errors import DocumentError, shown

GRAPHS = frozenset({"bounds", "certify", "explain", "show"})
"""Commands whose problem may be a graph file or a data set."""
EVIDENCE = ".evidence.safetensors"
"""How the arrays of a certificate are called, beside it."""
WRITTEN = ("checkpoint", "report", "table", "csv", "parquet", "plot", *EXPORTS)
"""Options with files that a command writes, besides -o."""
READ = (
    "problem", "network", "certificate", "file", "graph", "incidence", "hypergraph", "aiger", "formulas", "gates",
)  # fmt: skip
BRANCH = ("memory", "checkpoint", "exact_margin")
"""Options that only the prover branch has."""
IN_PARTS = ("enumerate", "branch")
"""Provers that a cluster works for."""
SPLIT = ("partitioned-channels",)
WORDS = ("output-channels", "mixed-channels", "input-channels", "dedicated-channels", *SPLIT)
REGIMES = {"light": SPLIT, "heavy": SPLIT, "channel": WORDS, "word_weight": WORDS}
"""Options of constructions in regimes, and the constructions that take them."""
TAKERS = {**REGIMES, "levels": ("coarse-channels",)}
"""The same of all options that only some constructions take."""
KIND = re.compile("and|or|xor|andnot|copy|atleast-([2-9]|[1-9][0-9]{1,12})")
"""Kinds of gates."""


def inputs_of(arguments: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """The files that a command reads: the attribute's name and the path."""
    for name in READ:
        path = getattr(arguments, name, None)
        if isinstance(path, str) and (name, arguments.command) != ("certificate", "prove"):
            yield name, path


def written_by(arguments: argparse.Namespace) -> dict[str, str | Path | None]:
    """The files that a command is to write: the option, and the path or None."""
    options = vars(arguments)
    found: dict[str, str | Path | None] = {"-o": options.get("output")}
    if arguments.command == "prove":
        found["--certificate"] = arguments.certificate
    found |= {f"--{name}": options.get(name) for name in WRITTEN}
    if arguments.command == "prove" and arguments.certificate is not None:
        found["the evidence beside --certificate"] = Path(arguments.certificate).with_suffix(EVIDENCE)
    return found


def option_named(name: str) -> str:
    """What an argument is called on the command line: --word-weight for word_weight."""
    return f"--{name.replace('_', '-')}"


def require_consistent(arguments: argparse.Namespace) -> None:
    """UsageError for options that do not go together, DocumentError for a file that is not there."""
    rule = RULES.get((arguments.command, getattr(arguments, "kind", None)))
    if rule is not None:
        rule(arguments)
    _files(arguments)
    if hasattr(arguments, "graph_format"):
        text = next((path for name, path in inputs_of(arguments) if name in ("graph", "problem", "file")), None)
        require_reading(arguments, text)
    for name, path in inputs_of(arguments):
        graph = name == "graph" or (name in ("problem", "file") and arguments.command in GRAPHS)
        if graph and path != "-" and not Path(path).suffix:
            require_data_set(path)
        elif path != "-" and not Path(path).exists():
            made = f": it is a data set, and {problem_of_a_graph(path)} makes a problem of it" * (path in DATA_SETS)
            raise DocumentError(path, f"cannot be read: {os.strerror(errno.ENOENT)}{made}")


def _files(arguments: argparse.Namespace) -> None:
    """What is written is a file with a name, apart from all others; what is read comes in by `-` once at most."""
    read, written = dict(inputs_of(arguments)), written_by(arguments)
    for option, path in (*written.items(), ("-o", getattr(arguments, "out", None))):
        if path == "-":
            rule = "must be a file's name, not -: standard output is for what is said and for --json"
            raise UsageError(f"{option} {rule}")
    asked = [name for name, path in read.items() if path == "-"]
    if len(asked) > 1:
        raise UsageError(f"- stands for standard input, which is one file, and not both {' and '.join(asked)}")
    options = ("problem",) if arguments.command == "import" else ("graph", "incidence", "hypergraph", "aiger")
    require_apart(written, {f"--{name}" if name in options else f"the {name}": path for name, path in read.items()})


def require_apart(outputs: Mapping[str, object], inputs: Mapping[str, object]) -> None:
    """UsageError where two of the paths are one file, by whatever links; names are those that a user knows them by.

    None stands for a file that is not asked for.

    >>> require_apart({"-o": "a.json"}, {"the problem": "b.json"})
    """
    written = {name: str(path) for name, path in outputs.items() if path is not None}
    read = {name: str(path) for name, path in inputs.items() if path is not None}
    for (name, path), (other, second) in (*combinations(written.items(), 2), *product(written.items(), read.items())):
        if _same(path, second):
            raise UsageError(f"{name} must not be {other}: both are {path}")


def _same(first: str, second: str) -> bool:
    try:
        return os.path.samefile(first, second)
    except OSError:  # One of them does not exist yet.
        return os.path.realpath(first) == os.path.realpath(second)


def require_sparsity(sparsity: int, features: int) -> None:
    """UsageError for a sparsity above the number of features."""
    if sparsity > features:
        raise UsageError(f"--sparsity must be at most the number of features, {features}, not {sparsity}")


def _real(arguments: argparse.Namespace) -> None:
    if arguments.gates is not None:
        given = [name for name in ("features", "corners") if getattr(arguments, name)]
        if given:
            raise UsageError(f"--{given[0]} does not go with --gates, whose problem says it: features are 0 or 1")
        return
    if arguments.sparsity is None:
        raise UsageError("problem real needs --sparsity V, the most features that are not 0")
    if arguments.features is not None:
        require_sparsity(arguments.sparsity, arguments.features)
    elif arguments.target is not None:
        raise UsageError("--target needs --features M, the number of features")


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
    features, degree = arguments.random_regular, arguments.degree
    require_sparsity(arguments.sparsity, features)
    if degree >= features or features * degree % 2:
        raise UsageError(
            f"--random-regular {features} --degree {degree}: there must be fewer gates a feature than features, and an "
            "even number of ends, features times degree"
        )


def _gates(arguments: argparse.Namespace) -> None:
    files = [name for name in ("incidence", "hypergraph") if getattr(arguments, name) is not None]
    given = [name for name in ("features", "outputs", "kinds", "fan_in") if getattr(arguments, name) is not None]
    if files and (given or len(files) > 1):
        goes = "random gates" if given else "a file of its own"
        raise UsageError(f"{option_named([*given, *files[1:]][0])} goes with {goes}, not with {option_named(files[0])}")
    if arguments.comments is not None and arguments.hypergraph is None:
        raise UsageError("--comments goes with --hypergraph")
    if files:
        return
    if arguments.features is None or arguments.outputs is None:
        raise UsageError("problem gates needs --features M and --outputs N, --incidence FILE or --hypergraph FILE")
    require_sparsity(arguments.sparsity, arguments.features)
    for kind in arguments.kinds or ():
        if not KIND.fullmatch(kind):
            raise UsageError(
                "problem gates: a kind must be one of and, or, xor, andnot, copy and atleast-K for K of 2 or more, "
                f"not {shown(kind)}"
            )


def require_takers(construction: str, options: Mapping[str, object], *, neurons: int | None) -> None:
    """UsageError for an option of `TAKERS` that the construction does not take, or that a search chooses itself."""
    given = [option for option in TAKERS if options.get(option) is not None]
    for option in given:
        if construction not in TAKERS[option]:
            takers = " or ".join(TAKERS[option])
            raise UsageError(f"{option_named(option)} goes with --construction {takers}, not with {construction}")
    chosen = [option_named(option) for option in given if option in REGIMES]
    if chosen and neurons is None:
        raise UsageError(f"{chosen[0]} needs --neurons N, a number, because a search chooses such numbers itself")


def _construction(arguments: argparse.Namespace) -> None:
    require_takers(arguments.construction, vars(arguments), neurons=arguments.neurons)


def _bounds(arguments: argparse.Namespace) -> None:
    if arguments.beside and arguments.format != "html":
        raise UsageError("--beside draws into the page: it needs --format html")


def _export(arguments: argparse.Namespace) -> None:
    if not any(written_by(arguments).values()):
        raise UsageError(f"a file to write must be named by one of {', '.join(f'--{name}' for name in EXPORTS)}")
    if arguments.certificate is not None and arguments.coq is None:
        raise UsageError("--certificate is for --coq FILE: the proof that becomes a theorem")
    if arguments.boolean and arguments.vnnlib is None:
        raise UsageError("--boolean goes with --vnnlib: say what file it is to be written to")


def _prove(arguments: argparse.Namespace) -> None:
    for name in BRANCH:
        if getattr(arguments, name) and arguments.prover not in ("auto", "branch"):
            raise UsageError(f"{option_named(name)} is for the prover branch, not for {arguments.prover}")
    if arguments.cluster is not None and arguments.prover not in ("auto", *IN_PARTS):
        raise UsageError(f"--cluster is for the provers {' and '.join(IN_PARTS)}, not for {arguments.prover}")


def _check(arguments: argparse.Namespace) -> None:
    """The proved checker checks everything, to the end, here; a cluster everything too."""
    if arguments.cluster is not None and (arguments.proved or arguments.sample is not None):
        option = "--proved" if arguments.proved else "--sample"
        raise UsageError(f"{option} runs on one machine: leave it or --cluster out")
    if not arguments.proved:
        return
    if arguments.sample is not None:
        raise UsageError("--sample looks at a part of the outputs, --proved takes all of them: leave one of them out")
    for name in ("timeout", "memory"):
        if getattr(arguments, name) is not None:
            raise UsageError(
                f"--{name} is for the checker in Python, and --proved runs the other: leave one of them out"
            )


RULES: Mapping[tuple[str, str | None], Callable[[argparse.Namespace], None]] = {
    ("problem", "and"): _pairs,
    ("problem", "permutation"): lambda given: require_sparsity(given.sparsity, given.size),
    ("problem", "real"): _real,
    ("problem", "gates"): _gates,
    ("build", None): _construction,
    ("certify", None): _construction,
    ("prove", None): _prove,
    ("check", None): _check,
    ("bounds", None): _bounds,
    ("export", None): _export,
}
"""Command and kind -> what its options must keep among themselves."""
