"""What has to be read to believe a Valid: the files and lines of code that `check` runs, a prover at a time.

    python -m benchmarks.trusted_lines [--files] [--write]

Every pinned certificate of a prover (tests/certificates, accepted and rejected) is read from its files and checked
while calls are traced; for smt and worst errors, of which none is pinned, one is made. A function that `check` ran
counts with all its lines, as do the lines of its file outside functions, and those of the files from which it imports
names; docstrings, comments and blank lines are left out. *Own* are the files of one prover's checker, *base* is what
checkers share, and *guard* is what can only refuse: estimates and the count of inputs. *Objects* is what else runs when
problem, network and certificate are made, *files* what else when these are read.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from math import nextafter
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks import claims
from benchmarks.arguments import parser_of
from benchmarks.lines_run import ROOT, Calls, Lines, lines_of, traced
from benchmarks.timing import table
from verify import (
    Certificate,
    FloatNetwork,
    Proved,
    TwoAnd,
    Verdict,
    WorstErrors,
    autoencoder,
    check,
    check_errors,
    load_certificate,
    load_error_certificate,
    load_float_network,
    load_network,
    load_problem,
    load_real_problem,
    prove,
    save_certificate,
    save_error_certificate,
    save_float_network,
    save_problem,
    save_real_problem,
    worst_errors,
)

CORPUS = ROOT / "tests" / "certificates"
DOCUMENT = ROOT / "docs" / "trust.md"
BEGIN, END = "<!-- python -m benchmarks.trusted_lines --write -->", "<!-- end of the tables -->"
FLOATS = "floats by "
OWN = {
    "enumerate": ("verify/checker/enumeration", "verify/checker/reduction"),
    "smt": ("verify/checker/smt", "verify/smtlib/", "verify/solver/"),
    "branch": ("verify/checker/branch/",),
    "contracts": ("verify/checker/contracts/",),
    **dict.fromkeys(
        (FLOATS + prover for prover in ("enumerate", "branch", "branch, deep")),
        ("verify/checker/floats/", "verify/floats/"),
    ),
    "worst errors": ("verify/checker/worst_errors", "verify/checker/errors_by_parts", "verify/reals/"),
}
GUARD = (
    "verify/checker/coverage.py",
    "verify/checker/needs.py",
    "verify/statement/activity.py",
    "verify/statement/inputs.py",
    "verify/statement/level_sets.py",
    "verify/statement/touched_gates.py",
)
ALWAYS = {"enumeration.MANY": 2**60, "branch.check.LARGE": 2**60}
"""Sizes from which checkers take their other ways, as no pinned certificate is large."""
STATED = '"true_at_least"'


@dataclass(frozen=True)
class Way:
    """A row: the certificates of a prover with or without stated bounds, and other sizes of `verify.checker`.

    Or, of worst errors, one at sparsity `real` of a small network; "floats by" a prover are two of float networks.
    """

    prover: str
    sizes: tuple[tuple[str, int], ...] = ()
    stated: bool | None = None
    real: int = 0

    @property
    def kind(self) -> str:
        """What the certificates are about."""
        return "errors" if self.real else "floats" if self.prover.startswith(FLOATS) else "integers"


WAYS = {
    "`enumerate`": Way("enumerate"),
    "`enumerate`, reduced inputs": Way("enumerate", (("enumeration.MANY", 0),)),
    "`branch`": Way("branch", stated=False),
    "`branch`, large": Way("branch", (("branch.check.LARGE", 0),), stated=False),
    "`branch`, of before": Way("branch", stated=True),
    "`contracts`": Way("contracts"),
    "`smt`": Way("smt"),
    "floats by `enumerate`": Way("floats by enumerate"),
    "floats by `branch`": Way("floats by branch"),
    "floats by `branch`, other depths": Way("floats by branch, deep"),
    "worst errors, vertices": Way("worst errors", real=2),
    "worst errors, parts": Way("worst errors", real=3),
}
DOCUMENTS: dict[str, tuple[Callable[[Path], Any], ...]] = {
    "integers": (load_problem, load_network, load_certificate),
    "floats": (load_problem, load_float_network, load_certificate),
    "errors": (load_real_problem, load_float_network, load_error_certificate),
}
"""What reads problem, network and certificate."""
FILES = ("problem.json", "network.safetensors", "certificate.json")
READING = "verify/documents/"


@dataclass(frozen=True)
class Reached:
    """The lines of code of every file, relative to the root, that `check` reaches, and those that only making does."""

    checking: Lines
    making: Lines

    def of(self, prover: str) -> dict[str, Lines]:
        """The same by kind: own, base, guard, objects, files."""
        found: dict[str, Lines] = {kind: {} for kind in ("own", "base", "guard", "objects", "files")}
        for file, lines in self.checking.items():
            kind = "own" if file.startswith(OWN[prover]) else "guard" if file in GUARD else "base"
            found[kind][file] = lines
        for file, lines in self.making.items():
            found["files" if file.startswith(READING) else "objects"][file] = lines - self.checking.get(file, set())
        return found


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--files", action="store_true", help="every file with its lines, for each way")
    parser.add_argument("--write", action="store_true", help=f"put all tables into {DOCUMENT.relative_to(ROOT)}")
    given = parser.parse_args()
    print(summary())
    if given.files:
        print(listing())
    if given.write:
        DOCUMENT.write_text(with_tables(DOCUMENT.read_text()))


def with_tables(text: str) -> str:
    """The text with the tables of today between their marks."""
    read = {name: kinds["own"] + kinds["base"] for name, kinds in sizes().items()}
    text = between(text, claims.BEGIN, claims.END, claims.claims(read))
    return between(text, BEGIN, END, f"{summary()}\n\n{listing()}")


def between(text: str, begin: str, end: str, tables: str) -> str:
    before, rest = text.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n\n{tables}\n\n{end}{after}"


def sizes() -> dict[str, dict[str, int]]:
    """The lines that count for every way, by kind."""
    return {
        name: {kind: sum(map(len, lines.values())) for kind, lines in reached_by(way).of(way.prover).items()}
        for name, way in WAYS.items()
    }


def summary() -> str:
    """One row a way."""
    rows = [
        (
            name,
            kinds["own"],
            kinds["base"],
            kinds["own"] + kinds["base"],
            *(kinds[k] for k in ("guard", "objects", "files")),
        )
        for name, kinds in sizes().items()
    ]
    return table(("proof by", "own", "base", "own and base", "guard", "objects", "files"), rows)


def listing() -> str:
    """The files that `check` reaches, one a row, with the lines that count for every way."""
    files = sorted({file for way in WAYS.values() for file in reached_by(way).checking})
    rows = [
        (f"`{file}`", *(len(reached_by(way).checking.get(file, ())) or "" for way in WAYS.values())) for file in files
    ]
    return table(("file", *WAYS), rows)


@cache
def reached_by(way: Way) -> Reached:
    """What runs for certificates of a prover, from the files to the answer."""
    making: Calls = set()
    checking: Calls = set()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory()))
        for name, size in {**ALWAYS, **dict(way.sizes)}.items():
            stack.enter_context(patch(f"verify.checker.{name}", size))
        for folder in pinned(way) or made(way, scratch):
            with traced(making):
                problem, network, certificate = (
                    load(folder / name) for name, load in zip(FILES, DOCUMENTS[way.kind], strict=True)
                )
            with traced(checking):
                (check_errors if way.real else check)(problem, network, certificate)
    return Reached(lines_of(checking, with_imports=True), lines_of(making | checking))


def pinned(way: Way) -> list[Path]:
    """The folders of the certificates of a way."""
    found = []
    for folder in sorted(path for verdict in ("accepted", "rejected") for path in (CORPUS / verdict).iterdir()):
        text = (folder / "certificate.json").read_text()
        if f'"prover": "{way.prover}"' in text and way.stated in (None, STATED in text):
            found.append(folder)
    return found


def made(way: Way, folder: Path) -> list[Path]:
    """Folders with certificates of small networks, where none is pinned."""
    if way.kind == "errors":
        return [made_errors(way.real, folder)]
    if way.kind == "floats":
        prover, *deep = way.prover.removeprefix(FLOATS).split(", ")
        return [made_floats(prover, folder / str(k), edge=bool(k), deep=bool(deep)) for k in (0, 1)]
    for name in FILES[:2]:
        copyfile(CORPUS / "accepted" / "naive_path" / name, folder / name)
    verdict = prove(load_problem(folder / FILES[0]), load_network(folder / FILES[1]), prover=way.prover)
    save_certificate(_proof(verdict), folder / FILES[2])
    return [folder]


def made_floats(prover: str, folder: Path, *, edge: bool, deep: bool = False) -> Path:
    """A certificate of two ANDs on three neurons, right on machines, or (`edge`) with scores at the thresholds.

    `deep` has a linear layer before and a rectified one behind.
    """
    folder.mkdir()
    problem = TwoAnd(inputs=4, sparsity=3, pairs=((0, 1), (2, 3)))
    weights = [[1.1, 1.1, 0, 0], [0, 0, 1.1, 1.1], [0.3, -0.2, 0.1, 0.05]]
    layers: list[tuple[object, object, object]] = [
        (weights, [-1, -1, 0], True),
        ([[1, 0, -0.01], [0, 1, 0.01]], [0, 0], False),
    ]
    if deep:
        layers = [(np.eye(4), [0] * 4, False), layers[0], (*layers[1][:2], True), (np.eye(2), [0, 0], False)]
    network = FloatNetwork(layers, 0.5, "float64")
    if edge:
        scores = [network.scores(active) for active in ((0, 1, 2), (1, 2, 3))]
        network = FloatNetwork(layers, [nextafter(float(row[i]), 0) for i, row in enumerate(scores)], "float64")
    save_problem(problem, folder / FILES[0])
    save_float_network(network, folder / FILES[1])
    save_certificate(_proof(prove(problem, network, prover=prover)), folder / FILES[2])
    return folder


def _proof(verdict: Verdict) -> Certificate:
    if not isinstance(verdict, Proved):
        raise TypeError(f"a small network must be proved, but the verdict is {verdict}")
    return verdict.certificate


def made_errors(sparsity: int, folder: Path) -> Path:
    """A certificate of the worst errors of two features in one neuron, and of a third in none."""
    problem = autoencoder(3, sparsity)
    hidden = [[1, -1, 0], [0, 1, 1], [1, 0, 1]], [0, 0.25, 0], True
    network = FloatNetwork([hidden, ([[1, 0, 1], [-1, 0.5, 0], [0, 1, 0]], [0, 0, 0.5], False)], 0.5)
    found = worst_errors(problem, network)
    if not isinstance(found, WorstErrors):
        raise TypeError(f"the worst errors of a small network must be found, not {found}")
    save_real_problem(problem, folder / "problem.json")
    save_float_network(network, folder / "network.safetensors")
    save_error_certificate(found.certificate, folder / "certificate.json")
    return folder


if __name__ == "__main__":
    main()
