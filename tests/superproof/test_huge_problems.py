"""Numbers of thousands of digits, and problems that no machine can go through: an answer at once, and no traceback."""

import json
from contextlib import suppress

import numpy as np
import pytest

from verify import (
    BareCode,
    IdentityCode,
    Network,
    RandomSignCode,
    TwoAnd,
    Unknown,
    load_certificate,
    prove,
    save_network,
    save_problem,
)
from verify.certifying import NotTakenError
from verify.errors import long_integers
from verify.provers.choice import choose

pytestmark = pytest.mark.usefixtures("blank_pictures")

PAIR = ("problem.json", "network.safetensors")


def test_a_number_of_inputs_with_thousands_of_digits_is_proved_written_and_read(superproof, tmp_path):
    features = 14_500
    row = np.zeros((1, features), np.int8)
    row[0, :2] = 1
    save_problem(TwoAnd(features, features, ((0, 1),)), tmp_path / PAIR[0])
    network = Network([(row, np.array([-1]))], IdentityCode(features), IdentityCode(1), 1)
    save_network(network, tmp_path / PAIR[1])
    run = superproof("prove", *PAIR, "--certificate", "c.json", "--quiet")
    assert run.status == 0, run.err
    assert "(2^14500 inputs)" in run.out
    assert load_certificate(tmp_path / "c.json").inputs_covered == 2**features
    run = superproof("check", *PAIR, "c.json", "--json")
    with long_integers():
        assert json.loads(run.out)["inputs_covered"] == 2**features
    assert run.status == 0


@pytest.mark.parametrize(("command", "features"), [("prove", 2**17), ("prove", 2**40), ("sample", 2**40)])
def test_what_nobody_can_count_is_unknown_at_once(superproof, tmp_path, features, command):
    problem = TwoAnd(features, features, ((0, 1),))
    network = Network([([[1]], [0])], RandomSignCode(1, features, 0), BareCode([[1]]), 1)
    save_problem(problem, tmp_path / PAIR[0])
    save_network(network, tmp_path / PAIR[1])
    run = superproof(command, *PAIR, "--quiet", *(("--samples", 10) if command == "sample" else ()))
    assert run.status == 4, (run.out, run.err)
    assert prove(problem, network) == Unknown(
        f"there are too many inputs with at most {features} of {features} features active: up to 2**65536 are counted"
    )
    with suppress(NotTakenError):
        choose(problem, network)


@pytest.mark.parametrize(
    ("features", "status", "words"), [(2**17, 4, "too many inputs"), (2**40, 5, "at most 16,777,216")]
)
def test_a_problem_that_nobody_can_count_is_not_certified(superproof, tmp_path, features, status, words):
    save_problem(TwoAnd(features, features, ((0, 1),)), tmp_path / PAIR[0])
    run = superproof("certify", PAIR[0], "--out", "out")
    assert run.status == status
    assert words in run.complaint
    assert not (tmp_path / "out").exists()
