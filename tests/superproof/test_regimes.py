"""Constructions in regimes on the command line: the numbers of the split, and what every regime takes."""

import pytest

from constructions.regimes import Design, partitioned_channels
from verify import load_network, load_problem

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
    own = partitioned_channels(problem, neurons=120).construction["arguments"]
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
        ((*PARTITIONED, "--neurons", 66, "--word-weight", 2**40), "needs at least"),
        ((*PARTITIONED, "--neurons", 66, "--heavy", -1), "must be an integer from 0 to 2**40"),
    ],
)
def test_a_split_that_makes_no_sense_is_wrong_usage_in_one_sentence(superproof, karate, options, words):
    run = superproof("build", "k.json", *options, "-o", "n.safetensors")
    assert (run.status, words in run.complaint) == (2, True), run.err
