"""Constructions in regimes on the command line: the numbers of the split, and what every regime takes."""

from typing import Any

import pytest

from constructions import naive
from constructions.regimes import Design, input_channels, partitioned_channels
from superproof.regime_words import measured_regimes
from verify import Network, Permutation, TwoAnd, load_network, load_problem
from verify.progress import Deadline

pytestmark = pytest.mark.usefixtures("blank_pictures")

PARTITIONED = ("--construction", "partitioned-channels")


@pytest.fixture
def karate(superproof, tmp_path):
    assert superproof("problem", "and", "--graph", "karate-club", "--sparsity", 2, "-o", "k.json").status == 0
    return tmp_path


def test_the_table_s_network_is_built_by_one_command(superproof, karate):
    options = ("--neurons", 66, "--channel", 6, "--word-weight", 4)
    assert superproof("build", "k.json", *PARTITIONED, *options, "-o", "n.safetensors").status == 0
    problem = load_problem(karate / "k.json")
    expected = partitioned_channels(problem, neurons=66, design=Design.tight(2, channel=6))
    assert load_network(karate / "n.safetensors") == expected


def test_thresholds_are_those_given_and_the_others_the_construction_s_own(superproof, karate):
    given = {"--light": "light", "--heavy": "heavy", "--channel": "channel", "--word-weight": "weight"}
    problem = load_problem(karate / "k.json")
    own: Any = partitioned_channels(problem, neurons=120).construction["arguments"]
    for value, (option, name) in enumerate(given.items(), start=4):
        run = superproof("build", "k.json", *PARTITIONED, "--neurons", 120, option, value, "-o", "n.safetensors")
        assert run.status == 0, run.err
        assert load_network(karate / "n.safetensors").construction["arguments"] == {**own, name: value}


def test_techniques_of_one_regime_take_the_lengths_of_channels_and_words(superproof, karate):
    options = ("--neurons", 120, "--channel", 5, "--word-weight", 4, "-o", "n.safetensors")
    assert superproof("build", "k.json", "--construction", "input-channels", *options).status == 0
    arguments = load_network(karate / "n.safetensors").construction["arguments"]
    assert (arguments["channel"], arguments["weight"]) == (5, 4)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--neurons", 66, "--channel", 6), "--channel goes with --construction output-channels or mixed-channels or"),
        (
            ("--construction", "input-channels", "--neurons", 66, "--light", 2),
            "--light goes with --construction partitioned-channels, not with input-channels",
        ),
        ((*PARTITIONED, "--word-weight", 4), "--word-weight needs --neurons N, a number, because a search chooses"),
        ((*PARTITIONED, "--neurons", 66, "--light", 9), "thresholds need 0 <= light <= heavy, not light 9 and heavy 8"),
        ((*PARTITIONED, "--neurons", 66, "--word-weight", 1), "weight must be at least 2, not 1"),
        ((*PARTITIONED, "--neurons", 66, "--channel", 2**40), "needs at least"),
        (
            (*PARTITIONED, "--neurons", 66, "--word-weight", 2**40),
            "word_weight must be at most the number of neurons, 66, not 1099511627776",
        ),
        ((*PARTITIONED, "--neurons", 66, "--word-weight", 66), "needs at least"),
        ((*PARTITIONED, "--neurons", 66, "--heavy", -1), "must be an integer from 0 to 2**40"),
    ],
)
def test_a_split_that_makes_no_sense_is_wrong_usage_in_one_sentence(superproof, karate, options, words):
    run = superproof("build", "k.json", *options, "-o", "n.safetensors")
    assert (run.status, words in run.complaint) == (2, True), run.err


def test_a_report_and_its_record_tell_what_every_regime_takes(superproof, karate):
    options = ("--neurons", 66, "--channel", 6, "--word-weight", 4, "--out", "out", "--json", "--quiet")
    record = superproof("certify", "k.json", *PARTITIONED, *options).record
    assert record["verdict"] == "proved"
    assert record["regime_thresholds"] == {"light": 2, "heavy": 8}
    assert record["regimes_unmeasured"] is None
    facts = {part["regime"]: part for part in record["regimes"]}
    assert list(facts["HH"]) == [
        "regime", "outputs", "technique", "neurons", "spurious_mean", "spurious_most", "loudest_spurious", "own_least",
        "own_mean", "interference_percent",
    ]  # fmt: skip
    assert (facts["HH"]["technique"], facts["HH"]["outputs"], facts["HH"]["neurons"]) == ("input channels", 55, 42)
    assert [facts[name]["spurious_most"] for name in ("LH", "VH")] == [0, 0]
    for name, start in (("report.md", "## By feature influence"), ("report.html", "<h2>By feature influence</h2>")):
        text = (karate / "out" / name).read_text()
        section = text[text.index(start) :][:2000]
        assert "neither light" in section
        assert "input channels" in section


def test_regimes_that_are_not_measured_say_why(monkeypatch):
    problem = TwoAnd.random_regular(24, 3, sparsity=2, seed=5)
    network = partitioned_channels(problem, neurons=40, light=2, heavy=4, design=Design.tight(2, channel=4))
    found = measured_regimes(problem, network)
    assert found is not None
    assert found.obstacle is None
    late = measured_regimes(problem, network, Deadline(1e-9))
    assert late is not None
    assert late.obstacle is None  # It is so little that there is time for it.
    monkeypatch.setattr("superproof.regime_words.A_SECOND", 1)
    late = measured_regimes(problem, network, Deadline(600))
    assert late is not None
    assert "there is no time left for it" in late.sentence
    assert measured_regimes(problem, network) == found
    monkeypatch.setattr("superproof.regime_words.WORK", 10**4)
    skipped = measured_regimes(problem, network)
    assert skipped is not None
    assert "multiplications, more than 1e+04" in skipped.sentence
    monkeypatch.setattr("superproof.regime_words.MOST_WEIGHTS", 100)
    crowded = measured_regimes(problem, network)
    assert crowded is not None
    assert "weights, more than 100" in crowded.sentence
    assert [(part.name, part.outputs) for part in skipped.parts] == [(part.name, part.outputs) for part in found.parts]
    assert skipped.parts[0].record["neurons"] is None
    assert "not measured" in skipped.parts[0].cells


def test_networks_of_unknown_make_and_other_problems_are_not_measured():
    problem = TwoAnd.random_regular(24, 3, sparsity=2, seed=5)
    other = partitioned_channels(problem, neurons=100)
    layers = [(layer.weights, layer.bias) for layer in other.layers]
    anonymous = measured_regimes(problem, Network(layers, other.input_code, other.output_code, other.threshold))
    assert anonymous is not None
    assert "not 'a network without a note' with 2 layers" in anonymous.sentence
    alike = measured_regimes(problem, input_channels(problem, neurons=120, design=Design(channel=4, weight=4)))
    assert alike is not None
    assert "treats all outputs alike" in alike.sentence
    assert [(part.name, part.outputs) for part in alike.parts] == [("HH", 36)]
    turn = Permutation.random(6, sparsity=1, seed=0)
    assert measured_regimes(turn, naive(turn)) is None


def test_a_measurement_left_out_is_told_everywhere(superproof, karate, monkeypatch):
    monkeypatch.setattr("superproof.regime_words.WORK", 10**4)
    run = superproof("certify", "k.json", "--construction", "naive", "--out", "out", "--json")
    words = "it would take 2e+05 multiplications, more than 1e+04"
    assert f"VH 19 outputs (one light, one very heavy); not measured: {words}" in run.err
    assert run.record["regimes_unmeasured"].startswith(words)
    assert [part["neurons"] for part in run.record["regimes"]] == [None, None, None]
    assert f"Neurons were not measured: {words}" in (karate / "out" / "report.html").read_text()
