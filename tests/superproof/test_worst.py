"""`superproof worst` and `check` of its certificates, as a user runs them."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from superproof.schemas import schema
from verify import (
    DocumentError,
    FloatNetwork,
    IdentityCode,
    Invalid,
    Network,
    Unknown,
    check_errors,
    load_error_certificate,
    load_float_network,
    load_real_problem,
    save_float_network,
    save_network,
    worst_errors,
)  # fmt: skip


def test_bounds_are_proved_and_checked_from_the_files(superproof, pentagon):
    found = superproof("worst", *pentagon, "-o", "c.json")
    assert found.status == 0
    first, executed, second, *_ = found.out.splitlines()
    sparse = "with at most 2 of 5 features not 0"
    assert first == f"proved: on every input {sparse}, every output is off by at most 1"
    assert second == "worst: output 0 is off by 1 at y0 = 1, y2 = 1, and no output by more"
    assert executed == "as executed in binary32, on inputs of binary32 numbers: off by at most 1.00001"
    checked = superproof("check", *pentagon, "c.json")
    assert (checked.status, checked.out.splitlines()[1]) == (0, executed)
    document = json.loads(Path("c.json").read_text())
    assert document["format"] == "superproof-error-certificate-2"
    document["at_most"][3] = "1/2"
    Path("lowered.json").write_text(json.dumps(document))
    refused = superproof("check", *pentagon, "lowered.json")
    assert refused.status == 3
    assert "the error of output 3 is stated to be at most 0.5, but it is 1 at y" in refused.out


def numbers_of(value, path=()):
    """Where a document has numbers, and digests: paths of keys."""
    if isinstance(value, dict | list):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from numbers_of(member, (*path, key))
    elif path[0] not in ("format", "claim"):
        yield path


@pytest.mark.parametrize("by", [1, -1, "1/1024"])
def test_a_certificate_with_any_number_changed_is_refused(superproof, pentagon, by):
    """Raised bounds and other inputs too, which would be true, but are not what was found."""
    superproof("worst", *pentagon, "-o", "c.json")
    text = Path("c.json").read_text()
    paths = list(numbers_of(json.loads(text)))
    assert len(paths) == 5 + 5 * 4 + 3
    problem, network = load_real_problem(pentagon[0]), load_float_network(pentagon[1])
    for path in paths:
        document = json.loads(text)
        place = document
        for key in path[:-1]:
            place = place[key]
        old = place[path[-1]]
        if path[0] in ("problem", "network", "digest"):
            place[path[-1]] = ("0" if old[0] != "0" else "1") + old[1:]
        elif path[0] == "attained" and path[-1] == 0:
            place[path[-1]] = old + 1  # a feature
        else:
            number = Fraction(old) + Fraction(by)
            place[path[-1]] = int(number) if number.denominator == 1 else str(number)
        Path("changed.json").write_text(json.dumps(document))
        try:
            certificate = load_error_certificate("changed.json")
        except DocumentError:
            continue  # One feature twice, say.
        assert isinstance(check_errors(problem, network, certificate), Invalid), path
    assert superproof("check", *pentagon, "c.json").status == 0
    assert superproof("check", *pentagon, "changed.json").status == 3


def test_a_network_with_a_weight_changed_is_refused_with_an_input_that_shows_it(superproof, pentagon):
    """The certificate is told to be about the other network: what it states is then false, where an error grew."""
    problem = replace(load_real_problem(pentagon[0]), sparsity=1)
    network, refused = load_float_network(pentagon[1]), 0
    certificate = worst_errors(problem, network).certificate
    shapes = [layer.weights.shape for layer in network.layers]
    for number, row, column in ((k, *at) for k, shape in enumerate(shapes) for at in np.ndindex(*shape)):
        layers = [(layer.weights.copy(), layer.bias, layer.rectified) for layer in network.layers]
        layers[number][0][row, column] += (-1) ** column / 4
        other = FloatNetwork(layers, 0.5, precision="float64")
        answer = check_errors(problem, other, replace(certificate, network=other.digest, digest=None))
        after = zip(worst_errors(problem, other).at_most, certificate.at_most, strict=True)
        grew = any(now > before for now, before in after)
        assert isinstance(answer, Invalid) == grew
        refused += grew
        if isinstance(answer, Invalid):
            assert re.fullmatch(
                r"the error of output \d is stated to be at .*, but it is \S+ at y\d = .*", answer.reason
            )
    assert refused > 10


def test_a_certificate_of_before_keeps_its_verdict(superproof, pentagon):
    superproof("worst", *pentagon, "-o", "c.json")
    document = json.loads(Path("c.json").read_text()) | {"format": "superproof-error-certificate-1"}
    Path("both.json").write_text(json.dumps(document))
    assert superproof("check", *pentagon, "both.json").status == 5
    del document["digest"]
    Path("old.json").write_text(json.dumps(document))
    assert superproof("check", *pentagon, "old.json").status == 0
    Draft202012Validator(schema("error-certificate")).validate(document)


@pytest.mark.parametrize(("limit", "status", "start"), [("1", 0, "proved: "), ("0.99", 3, "refuted: output 0 is off")])
def test_a_limit(superproof, pentagon, limit, status, start):
    found = superproof("worst", *pentagon, "--at-most", limit)
    assert found.status == status
    assert found.out.startswith(start)


def test_a_limit_counts_the_outputs_within_it(superproof, pentagon):
    superproof("problem", "real", "--formula", "y0", "--formula", "0", "--features", 5, "--sparsity", 1, "-o", "q.json")
    layers = [(np.array([[0.5, 0, 0, 0, 0], [0, 0.25, 0, 0, 0]]), [0.0, 0.0], True)]
    save_float_network(FloatNetwork(layers, 0.5), "two.safetensors")
    found = superproof("worst", "q.json", "two.safetensors", "--at-most", "1/4", "--json")
    assert (found.status, found.record["computed_within_limit"]) == (3, 1)
    said = superproof("worst", "q.json", "two.safetensors", "--at-most", "1/4").out.splitlines()
    assert said[1] == "off by at most 0.25: 1 of 2 outputs"


def test_a_limit_as_executed(superproof, pentagon, tmp_path):
    executed = "--claim", "executed"
    assert superproof("worst", *pentagon, "--at-most", "1.00001", *executed).status == 0
    assert superproof("worst", *pentagon, "--at-most", "0.99", *executed).status == 3
    tight = superproof("worst", *pentagon, "--at-most", "1", *executed)
    assert (tight.status, tight.out.splitlines()[0]) == (
        4,
        "unknown: as executed in binary32, on inputs of binary32 numbers: off by at most 1.00001; 1 is asked for",
    )
    up, down = np.eye(5) * 2.0**126, np.eye(5) * 2.0**-126
    network = FloatNetwork([(up, np.zeros(5), False), (down, np.zeros(5), False)], 0.5)
    save_float_network(network, tmp_path / "large.safetensors")
    found = superproof("worst", pentagon[0], "large.safetensors", "--json").record
    assert (found["verdict"], found["worst_error"]["executed"]) == ("proved", None)
    assert superproof("worst", pentagon[0], "large.safetensors", "--at-most", 1, *executed).status == 4


def test_boolean_features_at_the_ends_of_their_range(superproof, pentagon):
    asked = "--target", "identity", "--features", 5, "--sparsity", 2, "--corners", "-o", "ends.json"
    assert superproof("problem", "real", *asked).status == 0
    assert json.loads(Path("ends.json").read_text())["corners"] is True
    record = superproof("worst", "ends.json", pentagon[1], "--json").record
    assert {value for error in record["errors"] for _, value in error["input"]} == {"1"}


def test_too_little_time_is_unknown(superproof, pentagon):
    found = superproof("worst", *pentagon, "--timeout", "1e-9")
    assert (found.status, found.out[:9]) == (4, "unknown: ")


def test_what_is_known_is_kept_when_time_ends_later(superproof, pentagon, monkeypatch):
    def no_time_for_one_feature(problem, *arguments, **options):
        return Unknown("no time") if problem.sparsity == 1 else worst_errors(problem, *arguments, **options)

    monkeypatch.setattr("superproof.asserting.worst_errors", no_time_for_one_feature)
    record = superproof("worst", *pentagon, "-o", "c.json", "--report", "r.html", "--json").record
    assert record["verdict"] == "proved"
    assert [error["alone"] for error in record["errors"]] == [None] * 5
    assert superproof("check", *pentagon, "c.json").status == 0
    assert "not known" in Path("r.html").read_text()


def test_errors_that_were_found_and_not_checked_are_kept(superproof, pentagon, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("verify.worst_error.check_errors", lambda *_, **__: Unknown("no time"))
        found = superproof("worst", *pentagon, "-o", "c.json")
    told = "unknown: errors were found, and not checked: no time; superproof check can, c.json holds them\n"
    assert (found.status, found.out) == (4, told)
    assert superproof("check", *pentagon, "c.json").status == 0


def test_files_of_other_kinds_are_told_apart(superproof, pentagon, tmp_path):
    problem, network = pentagon
    for command in ("prove", "sample"):
        assert superproof(command, problem, network).complaint.endswith("real features: superproof worst takes it")
    assert (
        "is a network, but a problem about real features goes first" in superproof("worst", network, problem).complaint
    )
    save_network(Network([([[1] * 5], [0])], IdentityCode(5), IdentityCode(1), 1), tmp_path / "integers.safetensors")
    assert superproof("worst", problem, "integers.safetensors").status == 5
    narrow = FloatNetwork([(np.eye(4), np.zeros(4), False)], 0.0)
    save_float_network(narrow, tmp_path / "narrow.safetensors")
    said = superproof("worst", problem, "narrow.safetensors").complaint
    assert "it has 4 features and 4 outputs, not 5 and 5" in said
    assert superproof("worst", problem, network, "-o", problem).status == 2


def test_deep_networks_and_three_features_have_brackets(superproof, pentagon, tmp_path):
    ones = np.eye(5), np.full(5, -0.25), True
    save_float_network(FloatNetwork([ones, ones], 0.0), tmp_path / "deep.safetensors")
    superproof("problem", "real", "--target", "identity", "--features", 5, "--sparsity", 3, "-o", "three.json")
    for pair in ((pentagon[0], "deep.safetensors"), ("three.json", pentagon[1]), ("three.json", "deep.safetensors")):
        found = superproof("worst", *pair, "-o", "c.json", "--json").record
        assert found["worst_error"]["reached"] <= found["worst_error"]["at_most"] <= 1.001
        checked = superproof("check", *pair, "c.json")
        assert checked.status == 0


def test_numbers_that_do_not_fit_are_refused_in_words(superproof, pentagon, tmp_path):
    huge = np.eye(5) * 2.0**600, np.full(5, -1.0), True
    save_float_network(FloatNetwork([huge, huge], 0.0, precision="float64"), tmp_path / "huge.safetensors")
    found = superproof("worst", pentagon[0], "huge.safetensors")
    assert found.status == 5
    assert "numbers must have sizes from 2**-512 to 2**512" in found.complaint
