"""`superproof build` where no network is right, and its record."""

import numpy as np
import pytest

from superproof.explanation import counterexamples
from verify import TwoAnd, load_network, load_problem, save_problem

BUILD = ("build", "p.json", "--construction", "optimised-channels", "--neurons", 26, "-o", "n.safetensors")


@pytest.fixture
def karate(superproof, tmp_path):
    assert superproof("problem", "and", "--graph", "karate-club", "--sparsity", 2, "-o", "p.json").status == 0
    return tmp_path


def test_the_best_imperfect_network_is_kept_on_request_and_only_then(superproof, karate):
    run = superproof(*BUILD)
    assert (run.status, (karate / "n.safetensors").exists()) == (4, False)
    assert "found no exact network with 26 neurons" in run.complaint
    run = superproof(*BUILD, "--keep-imperfect")
    assert run.status == 4
    assert "imperfect: superproof prove --counterexamples K counts where it is wrong" in run.out
    found = counterexamples(load_problem("p.json"), load_network("n.safetensors"))
    assert 0 < found.wrong_inputs < found.inputs / 10, "near, and not right"
    record = superproof(*BUILD, "--keep-imperfect", "--json").record
    assert (record["verdict"], record["neurons"]) == ("unknown", 26)


def test_a_search_that_proves_nothing_keeps_one_too(superproof, karate, monkeypatch):
    def not_asked(*_, **__):
        pytest.fail("nothing is there to prove")

    monkeypatch.setattr("constructions.search_state.find_proof", not_asked)
    monkeypatch.setattr("constructions.optimisation.run.rounded", lambda *_: None)
    run = superproof(*BUILD[:4], "--effort", 1, "--keep-imperfect", "-o", "n")
    assert run.status == 4
    assert load_network("n").outputs == 78
    assert "no network with fewer neurons than one a gate (78) was proved" in run.err


def test_what_is_built_has_a_record(superproof, karate):
    record = superproof("build", "p.json", "--construction", "naive", "-o", "n", "--json", "--quiet").record
    assert (record["command"], record["neurons"], record["outputs_per_neuron"]) == ("build", 78, 1.0)


def test_a_time_limit_ends_a_search_with_what_is_there(superproof, karate):
    run = superproof("build", "p.json", "-o", "n.safetensors", "--timeout", "0.001", "--json")
    assert (run.status, run.record["neurons"]) == (0, 78)
    assert run.record["search_cut_short"] == "the time limit of 0.001 seconds is over"


def test_levels_are_those_asked_for_with_and_without_a_number_of_neurons(superproof, tmp_path):
    save_problem(TwoAnd.random_regular(64, 2, sparsity=2, seed=0), tmp_path / "p.json")
    build = ("build", "p.json", "-o", "n.safetensors", "--levels", 3, "--pack")
    for options in (("--neurons", 60), ("--effort", 0.1)):
        run = superproof(*build, "--construction", "coarse-channels", *options)
        assert run.status == 0, run.err
        network = load_network(tmp_path / "n.safetensors")
        assert network.construction["arguments"]["levels"] == 3
        assert set(np.unique(network.layers[0].weights)) == {-1, 0, 1}
    refused = superproof(*build)
    assert (refused.status, "--levels goes with --construction coarse-channels" in refused.complaint) == (2, True)
