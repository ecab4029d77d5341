"""Records on real features: what is not true is noticed, and only fewer neurons or a smaller error take a place."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from constructions.relu_words import reed_solomon_words, relu_words
from constructions.tied_words import simplex, tied_network
from superproof.errors import UsageError
from superproof.records.error_challenge import challenge_errors
from superproof.records.error_record import ErrorRecord
from superproof.records.examine import examine_errors, stray_files
from superproof.records.index import ErrorIndex, default_folder, load_error_index, load_index
from superproof.records.real_families import REAL_FAMILIES
from superproof.schemas import schema
from verify import FloatNetwork, save_float_network
from verify.progress import ENDLESS

TRIANGLE = tied_network(simplex(2), 2)


def record(neurons: int, error: int) -> ErrorRecord:
    return ErrorRecord("relu", 9, neurons, 2, Fraction(error, 16), "0" * 64, f"{neurons:032x}{error:032x}", "")


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 7)), min_size=1))
def test_after_any_challengers_those_stand_that_none_equals_in_neurons_and_error(challengers) -> None:
    records: tuple[ErrorRecord, ...] = ()
    for one in challengers:
        before = records
        records, won = ErrorIndex(Path(), records).with_challenger(record(*one))
        assert won or records == before
    index = ErrorIndex(Path(), records)
    assert all(index.stands(one) for one in records)
    best = {(n, e) for n, e in challengers if not any(m <= n and f <= e and (m, f) != (n, e) for m, f in challengers)}
    assert {(one.neurons, 16 * one.at_most) for one in records} == best


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table with one record: a triangle of three features in two neurons."""
    (tmp_path / "index.json").write_text('{"format": "superproof-records-1", "records": []}')
    found = entered(tmp_path, "autoencoder", TRIANGLE)
    assert found.won
    return tmp_path


def entered(folder: Path, family: str, network: FloatNetwork):
    return challenge_errors(load_error_index(folder), REAL_FAMILIES[family], network.inputs, 2, network, "a test")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_record_is_valid_and_what_is_no_better_changes_nothing(folder: Path) -> None:
    index, before = load_error_index(folder), contents(folder)
    assert [examine_errors(index, one, ENDLESS)[1:3] for one in index.records] == [("valid", None)]
    assert stray_files(load_index(folder)) == []
    assert not entered(folder, "autoencoder", TRIANGLE).won
    idle = FloatNetwork([(np.zeros((1, 3)), [0.0], False), (np.zeros((3, 1)), np.full(3, 0.5), True)], 0.5)
    assert not entered(folder, "autoencoder", idle).won  # One neuron, and 1/2.
    assert contents(folder) == before


def test_a_better_network_takes_the_place(folder: Path) -> None:
    exact = FloatNetwork([(np.eye(2, 3), np.zeros(2), False), (np.eye(3, 2), np.zeros(3), True)], 0.5)
    assert not entered(folder, "autoencoder", exact).won  # It ignores a feature.
    first, last = TRIANGLE.layers
    less = FloatNetwork([(first.weights, first.bias, False), (last.weights, last.bias + 2.0**-25, True)], 0.5)
    better = entered(folder, "autoencoder", less)
    (kept,) = load_error_index(folder).records
    assert (kept.network == less.digest) == better.won
    assert stray_files(load_index(folder)) == []
    assert len(list((folder / "networks").iterdir())) == 1


def test_a_better_bound_on_the_same_network_takes_its_own_place(folder: Path) -> None:
    (one,) = load_error_index(folder).records
    ErrorIndex(folder, (replace(one, at_most=one.at_most + Fraction(1, 1000)),)).save()
    assert entered(folder, "autoencoder", TRIANGLE).won
    index = load_error_index(folder)
    assert [examine_errors(index, one, ENDLESS)[1:3] for one in index.records] == [("valid", None)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("at_most", "1/4"), ("neurons", 1), ("features", 4), ("sparsity", 1), ("problem", "0" * 64),
        ("network", "0" * 64), ("family", "relu"),
    ],
)  # fmt: skip
def test_what_is_not_so_is_noticed(folder: Path, key: str, value: object) -> None:
    index = load_error_index(folder)
    (one,) = index.records
    false = replace(one, **{key: Fraction(value) if key == "at_most" else value})
    for old, new in ((index.network_path(one), index.network_path(false)),
                     (index.certificate_path(one), index.certificate_path(false))):  # fmt: skip
        old.rename(new)
    found = examine_errors(ErrorIndex(folder, (false,)), false, ENDLESS)
    assert found.word == "invalid"
    assert found.reason


def test_networks_of_another_form_have_no_neurons_to_count() -> None:
    relu, residual, autoencoder = (REAL_FAMILIES[name] for name in ("relu", "residual", "autoencoder"))
    words = reed_solomon_words(25, 20, 2)
    plain, beside = relu_words(words, 2), relu_words(words, 2, residual=True)
    assert (relu.neurons(plain), residual.neurons(beside), autoencoder.neurons(TRIANGLE)) == (20, 20, 2)
    first, last = beside.layers
    weights = first.weights.copy()
    weights[-1, 0] = 1  # The stream carries a sum.
    mixed = FloatNetwork([(weights, first.bias, first.rectified), (last.weights, last.bias, last.rectified)], 0.5)
    deep = FloatNetwork([(np.eye(25), np.zeros(25), True)] * 3, 0.5)
    for family, network in (
        (relu, beside), (relu, TRIANGLE), (residual, plain), (residual, mixed), (residual, TRIANGLE),
        (autoencoder, plain), (autoencoder, deep), (relu, deep), (residual, deep),
    ):  # fmt: skip
        with pytest.raises(UsageError, match="not a network of another form"):
            family.neurons(network)


def test_words_that_share_few_neurons_keep_their_guarantee(tmp_path: Path) -> None:
    for v in (1, 2):
        for residual in (False, True):
            network = relu_words(reed_solomon_words(9, 9, 1), v, residual=residual)
            family = REAL_FAMILIES["residual" if residual else "relu"]
            found = challenge_errors(ErrorIndex(tmp_path, ()), family, 9, v, network, "")
            assert found.record is not None
            assert abs(found.record.at_most - Fraction(2 * v - 1, 6)) < Fraction(1, 10**4)


def test_on_the_command_line(superproof, folder: Path) -> None:
    save_float_network(TRIANGLE, "t.safetensors")
    here = "--folder", folder
    three = "--family", "autoencoder", "--size", 3
    assert superproof("records", "problem", *three, "-o", "p.json", *here).status == 0
    found = superproof("records", "beat", "t.safetensors", *three, *here, "--json")
    assert (found.status, found.record["record_in"]) == (0, [])
    Draft202012Validator(schema("answer")).validate(found.record)
    listed = superproof("records", *here, "--json").record
    Draft202012Validator(schema("answer")).validate(listed)
    assert [one["neurons"] for one in listed["error_records"]] == [2]
    assert "autoencoder" in superproof("records", *here, "--family", "autoencoder").out
    assert "no record" in superproof("records", *here, "--family", "relu").out
    assert superproof("records", "verify", *here).out == "valid: 1 record checked again\n"
    verified = superproof("records", "verify", *here, "--json").record
    Draft202012Validator(schema("answer")).validate(verified)
    assert (verified["verdict"], verified["records_checked"], verified["complaints"]) == ("valid", 1, [])
    document = json.loads((folder / "errors.json").read_text())
    document["records"][0]["at_most"] = "1/8"
    (folder / "errors.json").write_text(json.dumps(document))
    refused = superproof("records", "verify", *here, "--json")
    Draft202012Validator(schema("answer")).validate(refused.record)
    assert (refused.status, refused.record["verdict"], refused.record["records_checked"]) == (3, "invalid", 0)
    assert any("autoencoder-3-in-2-v2" in complaint for complaint in refused.record["complaints"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--family", "relu"), "needs --size M"),
        (("--family", "relu", "--size", 3, "--seed", 1), "--seed goes with random families"),
        (("--family", "relu", "--size", 2**30), "from 1 to 1048576 features"),
        (("--family", "relu", "--size", 3, "--sparsity", 4), "a sparsity of at most as many"),
    ],
)
def test_options_that_a_family_lacks(superproof, folder: Path, options, words) -> None:
    found = superproof("records", "problem", *options, "-o", "p.json", "--folder", folder)
    assert found.status == 2
    assert words in found.complaint


def test_the_kept_records_are_what_the_index_says() -> None:
    """The cheap part of `records verify`, which CI runs whole: form, sizes, digests and bounds."""
    index = load_error_index(default_folder().resolve())
    of_record = Draft202012Validator(schema("answer")["properties"]["error_records"])
    of_record.validate([one.facts() for one in index.records])
    assert not of_record.is_valid([index.records[0].facts() | {"extra": 1}])
    assert {one.family for one in index.records} == set(REAL_FAMILIES)
    for one in index.records:
        assert index.stands(one)
        assert one.least <= one.at_most < Fraction(1, 2)
        assert index.network_path(one).is_file()
        assert index.certificate_path(one).is_file()
