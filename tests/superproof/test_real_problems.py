"""`superproof problem real`: ranges, and targets from formulas, files and gates."""

import json
from pathlib import Path

import pytest

from verify import (
    Circuit,
    save_problem,
)  # fmt: skip

REAL = ("problem", "real", "--target", "residual", "--features", 5, "-o", "p.json")


@pytest.mark.parametrize("options", [["--low", "-1", "--high", "3/8"], ["--low", "-0.1"], []])
def test_ranges(superproof, options):
    assert superproof(*REAL, "--sparsity", 2, *options).status == 0


def test_an_empty_range_and_too_many_features_are_wrong_usage(superproof):
    assert "must hold more than 0" in superproof(*REAL, "--sparsity", 2, "--low", "2").complaint
    assert "must be at most the number of features, 5, not 6" in superproof(*REAL, "--sparsity", 6).complaint
    assert superproof(*REAL, "--sparsity", 2, "--low", "x").status == 2


def test_targets_from_formulas_a_file_of_them_and_gates(superproof):
    sparse = "--sparsity", 2, "-o", "q.json"
    made = superproof("problem", "real", "--formula", "max(y0, y1)", "--formula", "min(y0, y2) - 1/2", *sparse)
    assert (made.status, made.out) == (0, "q.json: 3 features, 2 outputs, sparsity 2, y0 + max(0, -y0 + y1), ...\n")
    Path("targets.txt").write_text("# two outputs\nmax(y0, y1)\n\nmin(y0, y2) - 1/2\n")
    assert superproof("problem", "real", "--formulas", "targets.txt", "--sparsity", 2, "-o", "r.json").status == 0
    assert Path("q.json").read_text() == Path("r.json").read_text()
    ranges = "--range", "1=-1:0", "--range", "2=0:3/8", "--features", 4
    assert (
        superproof("problem", "real", "--formulas", "targets.txt", *ranges, "--sparsity", 2, "-o", "r.json").status == 0
    )
    assert json.loads(Path("r.json").read_text())["ranges"] == [[-1, 1], [-1, 0], [0, "3/8"], [-1, 1]]
    superproof("problem", "and", "--random-regular", 4, "--degree", 2, "--sparsity", 2, "-o", "b.json")
    soft = superproof("problem", "real", "--gates", "b.json", "-o", "s.json", "--json")
    assert soft.record["outputs"] == 4
    document = json.loads(Path("s.json").read_text())
    assert (document["corners"], document["ranges"][0], document["sparsity"]) == (True, [0, 1], 2)
    assert superproof("problem", "real", "--gates", "b.json", "--low", 0, "-o", "s.json").status == 0
    assert json.loads(Path("s.json").read_text())["corners"] is False


@pytest.mark.parametrize(
    ("options", "words", "status"),
    [
        (("--formula", "y0*y1", "--sparsity", 1), "must be piecewise linear", 2),
        (("--formula", "y0"), "needs --sparsity V", 2),
        (("--target", "relu", "--sparsity", 1), "--target needs --features M", 2),
        (("--target", "relu", "--sparsity", 1, "--features", 2**30), "--features must be at most 1048576", 2),
        (("--formula", "y3", "--features", 3, "--sparsity", 1), "must be of features below 3, not of 3", 2),
        (("--formula", "y0", "--sparsity", 1, "--range", "1=0:1"), "--range must be of a feature below 1, not 1", 2),
        (("--formula", "y0", "--sparsity", 1, "--range", "0:1"), "must be a feature and its range", 2),
        (("--formulas", "bad.txt", "--sparsity", 1), "bad.txt: line 2: a formula must be of", 5),
        (("--formulas", "empty.txt", "--sparsity", 1), "at least one formula", 5),
        (("--formulas", "none.txt", "--sparsity", 1), "none.txt: cannot be read", 5),
        (("--gates", "p.json"), "is a problem about real features", 5),
        (("--gates", "c.json"), "only a problem with one level of gates can be read softly, not a circuit", 2),
        (("--gates", "b.json", "--corners"), "--corners does not go with --gates", 2),
    ],
)
def test_targets_that_cannot_be_are_refused_in_words(superproof, pentagon, options, words, status):
    Path("bad.txt").write_text("y0\nx\n")
    Path("empty.txt").write_text("# nothing\n")
    save_problem(Circuit.of(2, 2, [[("and", 0, 1)]]), "c.json")
    found = superproof("problem", "real", *options, "-o", "q.json")
    assert (found.status, Path("q.json").exists()) == (status, False)
    assert words in found.complaint
