"""What the documents print is what their code prints, and generated tables are up to date."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from bounds.__main__ import theory_document

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:\n*^```text\n(?P<printed>.*?)^```\n)?", re.DOTALL | re.MULTILINE)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DOCUMENTS = [str(page.relative_to(ROOT)) for page in PAGES if "```python\n" in page.read_text()]


def blocks(text: str) -> list[tuple[str, str | None]]:
    """Each block of Python, and the block of text directly after it, if one is there."""
    return [(found["code"], found["printed"]) for found in BLOCK.finditer(text)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_block_prints_what_the_document_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = blocks((ROOT / name).read_text())
    assert found
    names: dict[str, object] = {"__name__": name}
    for code, printed in found:
        out = io.StringIO()
        with redirect_stdout(out):
            exec(compile(code, name, "exec"), names)
        if printed is not None:
            assert out.getvalue() == printed


def test_a_block_that_prints_something_else_would_be_noticed() -> None:
    assert blocks("```python\nprint(1)\n```\n\n```text\n2\n```\n") == [("print(1)\n", "2\n")]
    assert blocks("```python\nprint(1)\n```\n\nwords\n\n```text\n2\n```\n") == [("print(1)\n", None)]


def test_the_table_of_all_bounds_is_what_its_command_writes() -> None:
    assert (ROOT / "docs" / "bounds.md").read_text() == theory_document()
