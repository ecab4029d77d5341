"""What `superproof worst` shows: numbers as JSON, the table, the page, and what `show` says of its files."""

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from superproof.schemas import schema
from verify import (
    FloatNetwork,
    save_float_network,
)  # fmt: skip


def test_documents_satisfy_their_schemas(superproof, pentagon):
    superproof("worst", *pentagon, "-o", "c.json")
    superproof(
        "problem", "real", "--target", "absolute", "--features", 3, "--sparsity", 1, "--low=-3/8", "-o", "q.json"
    )
    for name, path in (("real-problem", "p.json"), ("real-problem", "q.json"), ("error-certificate", "c.json")):
        validator = Draft202012Validator(schema(name))
        document = json.loads(Path(path).read_text())
        validator.validate(document)
        assert not validator.is_valid(document | {"extra": 1})


def test_numbers_as_json(superproof, pentagon):
    record = superproof("worst", *pentagon, "--json").record
    assert record["verdict"] == "proved"
    worst = record["worst_error"]
    assert isinstance(worst, dict)
    assert 1 < worst.pop("executed") < 1.00001
    assert worst == {"at_most": 1.0, "reached": 1.0, "exact": True, "output": 0, "input": [[0, "1"], [2, "1"]]}
    errors = record["errors"]
    assert isinstance(errors, list)
    assert [error["alone"] for error in errors] == pytest.approx([0.25] * 5, abs=1e-6)
    assert [error["idle"] for error in errors] == [1.0] * 5
    assert [error["beside_one"] for error in errors] == [1.0] * 5
    assert record["better_than_idle"] == 0
    assert record["curves"]["at_most"] == [1.0] * 5
    assert record["curves"]["alone"] == sorted(error["alone"] for error in errors)
    matrix = np.array(record["interference"])
    words = 2 * np.pi * np.arange(5) / 5
    heard = np.maximum(np.cos(words[:, None] - words) - 0.25, 0)
    assert matrix == pytest.approx(np.where(np.eye(5) == 1, 0.25, heard), abs=1e-4)
    scored = superproof("score", *pentagon, "--json").record
    assert {key: scored[key] for key in ("verdict", "errors", "curves")} == {
        key: record[key] for key in ("verdict", "errors", "curves")
    }


def test_the_page_has_the_sentences_the_pictures_and_every_output(superproof, pentagon):
    assert superproof("worst", *pentagon, "--report", "r.html").status == 0
    page = Path("r.html").read_text()
    assert page.count("<svg") == 4
    assert "Where features lie in the two neurons" in page
    assert page.count("<tr>") == 1 + 5
    assert "every output is off by at most 1<" in page
    assert superproof("worst", *pentagon, "--report", pentagon[1]).status == 2


def test_more_than_two_features_have_columns_for_fewer(superproof, pentagon):
    superproof("problem", "real", "--target", "identity", "--features", 5, "--sparsity", 3, "-o", "three.json")
    found = superproof("worst", "three.json", pentagon[1], "--table", "t.csv")
    assert found.status == 0
    assert "alone  with one other" in found.out
    with Path("t.csv").open() as file:
        assert {float(row["beside_one"]) for row in csv.DictReader(file)} == {1.0}


def test_a_relu_of_a_relu_has_no_matrix(superproof, pentagon, tmp_path):
    up, twice = np.eye(5), (np.eye(5), np.full(5, -0.25), True)
    save_float_network(FloatNetwork([(up, np.full(5, -0.25), True), twice], 0.5), tmp_path / "deep.safetensors")
    found = superproof("worst", pentagon[0], "deep.safetensors", "--json", "--report", "r.html").record
    assert (found["verdict"], found["interference"]) == ("proved", None)
    assert Path("r.html").read_text().count("<svg") == 2


def test_every_output_is_a_row_of_the_table(superproof, pentagon):
    found = superproof("worst", *pentagon, "--table", "t.csv")
    assert found.status == 0
    assert "the naive network of as many neurons: 2 exact, and 0 for the other 3" in found.out
    assert re.search(r"\nof 5 outputs off by at most 0.05: \d, 0.10: \d, ", found.out)
    with Path("t.csv").open() as file:
        table = list(csv.DictReader(file))
    assert [row["output"] for row in table] == list("01234")
    assert {row["at_most"] for row in table} == {"1.0"}
    assert table[0]["input"] == "0=1 2=1"
    assert superproof("worst", *pentagon, "--table", pentagon[1]).status == 2


def test_errors_beyond_float64_are_told_in_words(superproof, pentagon, tmp_path):
    huge = np.eye(5) * 2.0**600, np.zeros(5), False
    save_float_network(FloatNetwork([huge, huge], 0.0, precision="float64"), tmp_path / "huge.safetensors")
    pair = pentagon[0], "huge.safetensors"
    found = superproof("worst", *pair, "-o", "c.json", "--report", "r.html")
    assert found.status == 5
    assert "beyond the numbers of float64" in found.complaint
    assert not Path("r.html").exists()
    assert superproof("check", *pair, "c.json").status == 5
    assert superproof("show", "c.json", "--json").record["largest_bound"] == "1.72184795e+361"
    document = json.loads(Path("c.json").read_text())
    document["at_most"][0] -= 1
    Path("lower.json").write_text(json.dumps(document))
    assert "but it is 1.72184795e+361 at y0 = 1" in superproof("check", *pair, "lower.json").out


def test_answers_satisfy_their_schema(superproof, pentagon):
    found = [superproof("worst", *pentagon, "-o", "c.json", *limit, "--json") for limit in ((), ("--at-most", "1/2"))]
    found += [superproof("check", *pentagon, "c.json", "--json"), superproof("score", *pentagon, "--json")]
    found.append(superproof("worst", *pentagon, "--timeout", "1e-9", "--json"))
    assert [run.status for run in found] == [0, 3, 0, 0, 4]
    for run in found:
        Draft202012Validator(schema("answer")).validate(run.record)
        assert set(run.record) <= set(schema("answer")["properties"])


def test_show(superproof, pentagon):
    shown = superproof("show", pentagon[0], "--json").record
    assert shown["first_targets"] == ["y0", "y1", "y2", "y3", "y4"]
    superproof("worst", *pentagon, "-o", "c.json")
    assert superproof("show", "c.json", "--json").record["largest_bound"] == 1.0
