"""The first table of docs/trust.md: what is claimed, who checks it, and how many lines one has to read.

    python -m benchmarks.claims

`benchmarks.trusted_lines --write` puts the whole table into the document, with the lines of the programs as well.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.timing import table

THEORIES = Path(__file__).parents[1] / "verify" / "proved" / "theories"
STATED = ("Statement.v", "Codes.v", "Documents.v")
FLOATS = ("FloatStatement.v", "Executed.v", "FloatDocuments.v", "FloatCertify.v")
HASHES = "Hashes.v"
PROGRAM = ("Certify.v", "Arrays.v", "Extract.v", "../ocaml/machine.ml")
BOUNDS = ("Counting.v", "FunctionClasses.v", "Variants.v", "OneGate.v")
NEEDED = ("Counting.v", "Families.v", "FunctionClasses.v", "OneGate.v", "NetworkBits.v", "NeuronsNeeded.v")
BEGIN, END = "<!-- python -m benchmarks.trusted_lines --write: claims -->", "<!-- end of the claims -->"
HEADER = ("what is claimed", "which checker", "what one has to read", "lines", "axioms", "how to check it oneself")
DEFINES = re.compile(r"^(Definition|Fixpoint|Inductive|Record) .*?\.$", re.MULTILINE | re.DOTALL)


def lines_of(names: Iterable[str]) -> int:
    """Lines of these files, comments and blank lines included."""
    return sum(len((THEORIES / name).read_text().splitlines()) for name in names)


def wrapping_lines() -> int:
    """Lines of the definitions of integers that wrap, the first in Lanes.v."""
    text = (THEORIES / "Lanes.v").read_text()
    return len(text[text.index("Definition least") :].split("\n\n")[0].splitlines())


def definitions_of(names: Iterable[str]) -> int:
    """Lines of the definitions in these theories."""
    found = (match[0] for name in names for match in DEFINES.finditer((THEORIES / name).read_text()))
    return sum(len(text.splitlines()) for text in found)


def proved_rows() -> list[tuple[str, ...]]:
    """What Coq proves, in the order in which one has to believe more."""
    stated, hashes = lines_of(STATED), lines_of((HASHES,))
    return [
        (
            "a network computes a problem (`enumerate`, `branch`, `contracts`), and its margin",
            "Coq's kernel alone, on the file of `superproof proved theorem`",
            "`Statement.v`, `Codes.v`, `Documents.v`, and `Hashes.v` for the digests",
            f"{stated} + {hashes}", "none", "commands A",
        ),
        (
            "the same, for networks of any size",
            "`superproof check --proved`: a program extracted from a theorem",
            "the above, `evidence`, `claim` and `certified` in `Certify.v`, `Arrays.v`, the first of `Lanes.v`, "
            "`Extract.v`, `machine.ml`",
            f"{stated + lines_of(PROGRAM) + wrapping_lines()} + {hashes}", "none", "commands B",
        ),
        (
            "a network of floats computes a problem (`enumerate`), exactly and as executed",
            "`superproof check --proved`",
            "the above but `Codes.v` and `Certify.v`; `FloatStatement.v`, `Executed.v`, `FloatDocuments.v`, claim of "
            "`FloatCertify.v`",
            f"{stated + lines_of((*PROGRAM[1:], *FLOATS)) + wrapping_lines() - lines_of(('Codes.v',))} + {hashes}",
            "none", "commands B",
        ),
        (
            "bounds that name a theorem in `lower_bound_theorems`",
            "Coq's kernel",
            "the definitions in `Counting.v`, `FunctionClasses.v`, `Variants.v`, `OneGate.v`",
            str(definitions_of(BOUNDS)), "none", "commands B, the first two",
        ),
        (
            "so many weights, and neurons, networks with public codes need for all labelled ANDs, or permutations, "
            "or gates of one kind",
            "Coq's kernel",
            "`Statement.v`, the definitions in `Counting.v`, `Families.v`, `FunctionClasses.v`, `OneGate.v`, "
            "`NetworkBits.v`, `NeuronsNeeded.v`",
            str(lines_of(STATED[:1]) + definitions_of(NEEDED)), "none", "commands B, the first two",
        ),
    ]  # fmt: skip


def claims(programs: Mapping[str, int]) -> str:
    """The table; `programs` says for every way of `trusted_lines` how many lines are its own and base."""
    plain = [lines for way, lines in programs.items() if "smt" not in way]
    first, second, floats, *counted = proved_rows()
    tests = (
        ("the same without Coq", "`superproof check`, a program that is tested",
         "[the tables below](#what-check-runs)", f"{min(plain)} to {max(plain)}", "none", "`superproof check P N C`"),
        ("the same by `smt`", "`superproof check`, with Z3 or cvc5", "the tables below",
         next(str(lines) for way, lines in programs.items() if "smt" in way), "that `unsat` is right",
         "`superproof check P N C`"),
    )  # fmt: skip
    return table(HEADER, [first, second, floats, *tests, *counted])


if __name__ == "__main__":
    print(table(HEADER, proved_rows()))
