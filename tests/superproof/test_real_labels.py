"""Names of real features and outputs: kept in documents, used by messages, tables and pages, seen by no digest."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from superproof import explain, how_wrong
from superproof.schemas import schema
from verify import DocumentError, FloatNetwork, TwoAnd, autoencoder, save_float_network, save_problem, save_real_problem
from verify.documents import Labels, load_labelled_real_problem, load_real_problem

PROBLEM = autoencoder(3, 2)
NAMED = Labels(("Ann", "7", "Smith, J"), ("met", "kept", "lost"))
NETWORK = FloatNetwork(
    [([[1.0, -1.0, 0.0]], [0.0], False), ([[1.0], [-1.0], [0.0]], [0.0, 0.0, 0.25], True)], thresholds=0.5
)


@pytest.fixture
def pair(tmp_path):
    save_real_problem(PROBLEM, tmp_path / "p.json", NAMED)
    save_float_network(NETWORK, tmp_path / "n.safetensors")
    return "p.json", "n.safetensors"


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=6, max_size=6, unique=True), st.booleans())
def test_labels_come_back_and_no_digest_sees_them(tmp_path_factory, names, outputs):
    path = tmp_path_factory.mktemp("labels") / "p.json"
    labels = Labels(tuple(names[:3]), tuple(names[3:]) if outputs else ())
    save_real_problem(PROBLEM, path, labels)
    assert load_labelled_real_problem(path) == (PROBLEM, labels)
    assert load_real_problem(path).digest == PROBLEM.digest
    Draft202012Validator(schema("real-problem")).validate(json.loads(path.read_text()))
    # What messages say can be given back.
    values = {name: Fraction(1, 2) for name in labels.features}
    found = explain(PROBLEM, NETWORK, values, labels=labels)
    assert found.input == tuple((j, Fraction(1, 2)) for j in range(3))


def test_a_document_without_labels_is_what_it_was(tmp_path):
    save_real_problem(PROBLEM, tmp_path / "p.json", Labels())
    assert json.loads((tmp_path / "p.json").read_text()) == PROBLEM.document()


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([], "labels must be an object"),
        ({"features": ["a", "b"]}, "labels: features must be 3 names, not 2"),
        ({"outputs": ["a", "b", "a"]}, "labels: outputs must differ, but 'a' is 0 and 2"),
        ({"features": ["a", "b", 3]}, r"labels: features\[2\] must be a text, not 3"),
    ],
)
def test_labels_against_a_rule_are_refused(tmp_path, labels, words):
    (tmp_path / "p.json").write_text(json.dumps(PROBLEM.document() | {"labels": labels}))
    with pytest.raises(DocumentError, match=words):
        load_real_problem(tmp_path / "p.json")


def test_sentences_tables_pages_and_json_name_features_and_outputs(superproof, pair):
    run = superproof("worst", *pair, "-o", "c.json", "--table", "t.csv", "--report", "r.html")
    assert (run.status, run.out.splitlines()[2]) == (
        0,
        "worst: output 0 (met) is off by 1 at Ann = 1, feature 7 = 1, and no output by more",
    )
    assert any("2 (lost)" in line and '"Smith, J" = 1' in line for line in run.out.splitlines())
    with Path("t.csv").open() as file:
        table = list(csv.DictReader(file))
    assert [row["output_name"] for row in table] == list(NAMED.outputs)
    assert json.loads(table[0]["input_names"]) == ["Ann", "7"]
    page = Path("r.html").read_text()
    assert "0 (met)" in page
    assert "Ann = 1, feature 7 = 1" in page
    record = superproof("worst", *pair, "--json").record
    Draft202012Validator(schema("answer")).validate(record)
    assert record["errors"][0]["output_name"] == record["worst_error"]["output_name"] == "met"
    assert record["errors"][0]["active_names"] == ["Ann", "7"]
    limited = superproof("worst", *pair, "--at-most", "1/2").out
    assert limited.startswith("refuted: output 0 (met) is off by 1, more than 0.5, at Ann = 1, feature 7 = 1")
    assert "first_targets" in superproof("show", "p.json", "--json").record
    assert superproof("show", "p.json", "--json").record["first_features"] == ["Ann", "7", "Smith, J"]
    # The certificate holds whatever the labels say.
    for labels in (None, Labels(("x", "y", "z"))):
        save_real_problem(PROBLEM, "p.json", labels)
        assert superproof("check", *pair, "c.json").status == 0
    assert str(how_wrong(PROBLEM, NETWORK, labels=NAMED)).splitlines()[2] == run.out.splitlines()[2]


def test_two_neurons_are_drawn_with_names(superproof, pair):
    words = [[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]]
    layers = [(words, [0.0, 0.0], False), (list(zip(*words, strict=True)), [0.0] * 3, True)]
    save_float_network(FloatNetwork(layers, 0.5), "two.safetensors")
    assert superproof("worst", pair[0], "two.safetensors", "--report", "r.html").status == 0
    assert "Smith, J" in Path("r.html").read_text()


@pytest.mark.parametrize("active", ['Ann=1, "Smith, J"=1/2', "Ann,y2=1/2", '"Smith, J" = 0.5, #0'])
def test_explain_takes_names(superproof, pair, active):
    run = superproof("explain", *pair, "--active", active, "--output", "lost")
    first = 'at Ann = 1, "Smith, J" = 0.5, output 2 (lost) is 0.25 and must be 0.5 ("Smith, J"): off by 0.25.'
    assert (run.status, run.out.splitlines()[0]) == (0, first)
    assert '* with "Smith, J" = 0 it is off by 0.25' in run.out
    record = superproof("explain", *pair, "--active", active, "--output", "output 2 (lost)", "--json").record
    assert (record["output_name"], record["active_names"]) == ("lost", ["Ann", "Smith, J"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--active", "Anm=1"), "did you mean 'Ann'?"),
        (("--active", "Ann=1,y0=1"), "names feature Ann twice"),
        (("--active", "1"), "names are numbers here"),
        (("--active", "y3"), "0 to 2, and 'y3' is neither"),
        (("--active", "Ann", "--output", "3"), "0 to 2, and '3' is neither"),
    ],
)
def test_names_that_are_not_there(superproof, pair, options, words):
    found = superproof("explain", *pair, *options)
    assert (found.status, words in found.complaint) == (2, True), found.complaint


def test_a_feature_by_number_and_name_at_once_is_refused():
    with pytest.raises(ValueError, match="must have one value"):
        explain(PROBLEM, NETWORK, {"Ann": 1, 0: 1}, labels=NAMED)


@pytest.mark.parametrize("labels", [Labels(("Ann",)), Labels((), ("met", "kept", "lost", "more"))])
def test_labels_for_another_problem_are_refused(labels):
    for asked in (
        lambda: how_wrong(PROBLEM, NETWORK, labels=labels),
        lambda: explain(PROBLEM, NETWORK, {}, labels=labels),
    ):
        with pytest.raises(ValueError, match="labels must name all 3"):
            asked()


def test_gates_keep_their_names(superproof, tmp_path):
    boolean = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    labels = Labels(("Ann", "Bob", "Cyd"), ("Ann--Bob", "Bob--Cyd"))
    save_problem(boolean, tmp_path / "b.json", labels)
    assert superproof("problem", "real", "--gates", "b.json", "-o", "s.json").status == 0
    assert load_labelled_real_problem(tmp_path / "s.json")[1] == labels
    shown = superproof("show", "s.json", "--json").record
    assert shown["first_targets"][0] == "max(0, -1 + Ann + Bob)"
    assert shown["first_outputs"] == ["Ann--Bob", "Bob--Cyd"]
