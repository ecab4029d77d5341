"""What has to be read to believe a Valid: the files and lines of code that `check` runs, a prover at a time.

    python -m benchmarks.trusted_lines [--files] [--write]

Every pinned certificate of a prover (tests/certificates, accepted and rejected) is read from its files and checked
while calls are traced; for smt and worst errors, of which none is pinned, one is made. A function that `check` ran
counts with all its lines, as do the lines of its file outside functions, and those of the files from which it imports
names; docstrings, comments and blank lines are left out. *Own* are the files of one prover's checker, *base* is what
checkers share, and *guard* is what can only refuse: estimates and the count of inputs. *Objects* is what else runs when
problem, network and certificate are made, *files* what else when these are read.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks import claims
from benchmarks.arguments import parser_of
from benchmarks.lines_run import ROOT, Calls, Lines, lines_of, traced
from benchmarks.timing import table
from benchmarks.trusted_cases import DOCUMENTS, FILES, FLOATS, WAYS, Way, made, pinned
from verify import (
    check,
    check_errors,
)

DOCUMENT = ROOT / "docs" / "trust.md"
BEGIN, END = "<!-- python -m benchmarks.trusted_lines --write -->", "<!-- end of the tables -->"
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


if __name__ == "__main__":
    main()
