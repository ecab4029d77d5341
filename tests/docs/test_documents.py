"""What the documents print is what their code prints, and generated tables are up to date."""

import doctest
import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from bounds.__main__ import theory_document
from superproof.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```\n(?:\n*^```text\n(?P<printed>.*?)^```\n)?"
    r"|^```console\n(?P<session>.*?)^```\n"
    r"|`(?P<file>[\w.-]+)`:\n+^```\w+\n(?P<content>.*?)^```\n",
    re.DOTALL | re.MULTILINE,
)
"""Python with what it prints; a session at the command line; a file that the text names."""
COMMAND = re.compile(r"^\$ (?P<command>.*)\n(?P<printed>(?:(?!\$ ).*\n)*)", re.MULTILINE)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DOCUMENTS = [
    str(page.relative_to(ROOT)) for page in PAGES if re.search(r"^```(python|console)$", page.read_text(), re.M)
]


def blocks(text: str) -> list[tuple[str, str | None]]:
    """Each block of Python, and the block of text directly after it, if one is there."""
    return [(found["code"], found["printed"]) for found in BLOCK.finditer(text) if found["code"] is not None]


def run(command: str, status: int) -> tuple[str, int]:
    """What a command of a session prints on standard output, and its exit status; `status` is the last one's."""
    words = shlex.split(command)
    if words == ["echo", "$?"]:
        return f"{status}\n", status
    assert words[0] == "superproof", command
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        status = main(words[1:])
    return out.getvalue(), status


def printed_by(found: re.Match[str], names: dict[str, object]) -> Iterator[tuple[str | None, str]]:
    """(what the document says, what was printed) for every piece of one block; None where it says nothing."""
    if found["session"] is not None:
        status = 0
        for step in COMMAND.finditer(found["session"]):
            printed, status = run(step["command"], status)
            yield step["printed"], printed
    elif found["file"] is not None:
        Path(found["file"]).write_text(found["content"])
    else:
        out = io.StringIO()
        with redirect_stdout(out):
            exec(compile(found["code"], str(names["__name__"]), "exec"), names)
        yield found["printed"], out.getvalue()


def says(wanted: str, got: str) -> bool:
    """Whether the two agree; "..." stands for anything, as in doctests."""
    return doctest.OutputChecker().check_output(wanted, got, doctest.ELLIPSIS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_block_prints_what_the_document_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for extra in ("torch", "onnx"):
        if f"import {extra}" in (ROOT / name).read_text():
            pytest.importorskip(extra)
    names: dict[str, object] = {"__name__": name}
    for found in BLOCK.finditer((ROOT / name).read_text()):
        for wanted, got in printed_by(found, names):
            assert wanted is None or says(wanted, got), f"{name} says:\n{wanted}\nbut its code prints:\n{got}"


def test_a_block_that_prints_something_else_would_be_noticed() -> None:
    assert blocks("```python\nprint(1)\n```\n\n```text\n2\n```\n") == [("print(1)\n", "2\n")]
    assert blocks("```python\nprint(1)\n```\n\nwords\n\n```text\n2\n```\n") == [("print(1)\n", None)]
    assert says("1 ... 3\n", "1 2 3\n")
    assert not says("1 ... 3\n", "1 2 4\n")


def test_a_session_that_goes_another_way_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = "In `a.csv`:\n\n```text\nx,y\n```\n\n```console\n$ superproof check no no no\nyes\n$ echo $?\n0\n```\n"
    found = [pair for block in BLOCK.finditer(page) for pair in printed_by(block, {"__name__": "page"})]
    assert Path("a.csv").read_text() == "x,y\n"
    assert found == [("yes\n", ""), ("0\n", "5\n")]


def test_the_table_of_all_bounds_is_what_its_command_writes() -> None:
    assert (ROOT / "docs" / "bounds.md").read_text() == theory_document()
