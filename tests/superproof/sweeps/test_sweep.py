"""Sweeps: every point once, whatever is interrupted; files that are no grid and no store are refused."""

import csv
import json
import sqlite3

import pytest

from superproof.commands import sweep
from superproof.sweeps import point
from superproof.sweeps.store import TYPES

GRID = {
    "families": ["two-regular", "grid"],
    "sizes": [12],
    "sparsities": [2, 3],
    "seeds": [0, 1],
    "constructions": ["naive"],
}


def written(path, **changes):
    lines = {key: value for key, value in (GRID | changes).items() if value is not None}
    path.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items()))
    return path


@pytest.fixture
def grid(tmp_path):
    return written(tmp_path / "grid.toml")


def rows_of(path):
    names = [name for name in TYPES if name != "seconds"]
    with sqlite3.connect(path) as connection:
        return connection.execute(f"SELECT {', '.join(names)} FROM results ORDER BY 1, 2, 3, 4, 5, 6").fetchall()


def test_a_sweep_has_a_row_for_every_point_and_is_exported(superproof, grid, tmp_path):
    run = superproof("sweep", grid, "--csv", "all.csv", "--plot", "all.svg", "--json")
    assert (run.status, json.loads(run.out)["verdicts"]) == (0, {"proved": 6, "none": 2})
    with (tmp_path / "all.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 8
    proved = [row for row in rows if row["verdict"] == "proved"]
    assert {row["neurons"] for row in proved} == {"12"}
    assert all(len(row["network"]) == 64 and row["version"] and float(row["seconds"]) > 0 for row in proved)
    assert {row["reason"] for row in rows if row["verdict"] == "none"} == {
        "--seed goes with random families, not with grid, which has one problem a size"
    }
    assert "<svg" in (tmp_path / "all.svg").read_text()


def test_an_interrupted_sweep_goes_on_and_writes_nothing_twice(superproof, grid, tmp_path, monkeypatch):
    right, asked = point.measured, []

    def measured(asked_for, seconds):
        asked.append(asked_for)
        if len(asked) in (3, 6):
            raise KeyboardInterrupt
        return right(asked_for, seconds)

    assert superproof("sweep", grid, "-o", "whole.sqlite").status == 0
    monkeypatch.setattr(sweep, "measured", measured)
    runs = [superproof("sweep", grid, "-o", "parts.sqlite") for _ in range(4)]
    assert [run.status for run in runs] == [4, 4, 0, 0]
    assert "interrupted; finished points are in parts.sqlite, and the same command goes on" in runs[0].err
    lines = [line for run in runs for line in run.err.splitlines() if " of 8: " in line]
    assert [line.partition(" ")[0] for line in lines] == list("12345678")
    assert lines[0].startswith("1 of 8: two-regular 12, sparsity 2, seed 0, naive: proved, 12 neurons (")
    assert len(asked) == 8 + 2
    assert rows_of(tmp_path / "whole.sqlite") == rows_of(tmp_path / "parts.sqlite")


def test_a_store_becomes_parquet(superproof, grid, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    assert superproof("sweep", grid, "--parquet", "all.parquet").status == 0
    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT family, neurons FROM read_parquet('{tmp_path / 'all.parquet'}')").fetchall()
    assert found.count(("two-regular", 12)) == 4


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"families": ["nothing"]}, "families must be of two-regular, "),
        ({"families": None}, "must have the key families, a list with at least one entry"),
        ({"sizes": [0]}, "sizes must be integers from 1 to 2**40, not 0"),
        ({"sizes": [True]}, "sizes must be integers from 1 to 2**40, not True"),
        ({"sizes": [12, 12]}, "sizes must not name anything twice: [12, 12]"),
        ({"constructions": ["magic"]}, "constructions must be of auto, "),
        ({"seconds": -1}, "seconds must be a positive number, not -1"),
        ({"size": [3]}, "key 'size' is unknown; keys are families, "),
        ({"sizes": list(range(1, 1001)), "seeds": list(range(1000))}, "has 4,000,000 points; a sweep has at most"),
    ],
)
def test_a_file_that_is_no_grid_is_one_sentence(superproof, tmp_path, changes, complaint):
    run = superproof("sweep", written(tmp_path / "grid.toml", **changes))
    assert (run.status, run.out) == (5, "")
    assert f"grid.toml: {complaint}" in run.err


def test_a_file_that_is_no_store_is_left_alone(superproof, grid, tmp_path):
    (tmp_path / "text").write_text("not a data base at all, but a text of more than a few bytes")
    run = superproof("sweep", grid, "-o", "text")
    assert (run.status, "cannot be used as a store" in run.err) == (5, True)
    with sqlite3.connect(tmp_path / "other.sqlite") as connection:
        connection.execute("CREATE TABLE results (x)")
    run = superproof("sweep", grid, "-o", "other.sqlite")
    assert (run.status, "is not a store of sweeps (format 1): name another file with -o" in run.err) == (5, True)
