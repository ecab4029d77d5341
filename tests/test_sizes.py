"""The table of all constructions: what `benchmarks.sizes` knows is what the document says, and is proved."""

import re
from pathlib import Path

import pytest

from benchmarks.known_sizes import FAILS, OTHERS, ROWS, Row
from benchmarks.size_families import family
from benchmarks.sizes import SIZES, cell, known_tables

DOCUMENT = (Path(__file__).resolve().parent.parent / "docs" / "constructions.md").read_text()
CLOSED = [row for row in (*ROWS, *OTHERS) if row.construction in ("structured-channels", "input-channels")]


def documented(row: Row) -> list[str]:
    """The cells of the document's line for a row, one a size."""
    start = f"| {row.regime} | {row.family} | `{row.construction}` | {row.formula} |"
    lines = [line for line in DOCUMENT.splitlines() if line.startswith(start)]
    assert len(lines) == 1, start
    return [text.strip() for text in lines[0][len(start) :].removesuffix("|").split("|")]


@pytest.mark.parametrize("row", [*ROWS, *OTHERS], ids=lambda row: f"{row.construction} on {row.family}")
def test_the_document_has_every_known_size(row: Row) -> None:
    for size, text in zip(SIZES, documented(row), strict=True):
        known = row.known.get(size)
        if known is None:
            continue
        if known is FAILS:
            assert text == "-"
            continue
        found = re.fullmatch(r"(?P<coarse>at most )?(?P<n>\d+) \(\d+\.\d; \d+\)", text)
        assert found is not None, text
        assert (found["coarse"] is None) == known.searched
        assert known.neurons * 0.85 < int(found["n"]) <= known.neurons


@pytest.mark.parametrize("row", CLOSED, ids=lambda row: f"{row.construction} on {row.family}")
def test_closed_forms_print_what_the_document_says(row: Row) -> None:
    for size, text in zip(SIZES[:2], documented(row)[:2], strict=True):
        assert cell(row, size) == text


def test_graphs_have_about_as_many_outputs_as_the_column_says() -> None:
    for row in ROWS:
        for size in SIZES[:3]:
            problem = family(row.family, size)
            assert problem.is_two_and
            assert abs(problem.outputs - size) <= size / 30


def test_a_table_of_chosen_rows_has_only_those() -> None:
    lines = known_tables([64], families=["random 2-regular"], constructions=["structured-channels"]).splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| LL | random 2-regular | `structured-channels` |")
