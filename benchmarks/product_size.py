"""How large the product is: files, lines, and lines of code of the four packages, tests and benchmarks aside.

    python -m benchmarks.product_size [REVISION ...]

A row for each revision of git, HEAD where none is named; code is what is left without docstrings, comments and blank
lines. The last column is what all commits after that revision added and took away until HEAD.
"""

import subprocess

from benchmarks.arguments import parser_of
from benchmarks.lines_run import ROOT, lines_of_code
from benchmarks.timing import table

PACKAGES = ("verify", "constructions", "bounds", "superproof")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("revisions", nargs="*", default=["HEAD"], metavar="REVISION")
    rows = [row(revision) for revision in parser.parse_args().revisions]
    print(table(("revision", "files", "lines", "of code", "net since"), rows))


def row(revision: str) -> tuple[str, int, int, int, str]:
    """Revision, files, lines, lines of code, and net lines since."""
    texts = [git("show", f"{revision}:{name}") for name in python_files(revision)]
    lines = [len(text.splitlines()) for text in texts]
    changed = [line.split("\t") for line in git("diff", "--numstat", revision, "HEAD", "--", *PACKAGES).splitlines()]
    net = sum(int(added) - int(gone) for added, gone, name in changed if name.rstrip("}").endswith(".py"))
    return revision, len(texts), sum(lines), sum(len(lines_of_code(text)) for text in texts), f"{net:+,}"


def python_files(revision: str) -> list[str]:
    """The files of the product at a revision."""
    names = git("ls-tree", "-r", "--name-only", revision, "--", *PACKAGES).splitlines()
    return [name for name in names if name.endswith(".py")]


def git(*words: str) -> str:
    """What git prints of this checkout."""
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
