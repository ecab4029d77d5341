"""The folder of what a run has found so far: it holds the smallest proved network at any moment."""

import signal

import pytest

from constructions import naive, structured_channels
from superproof.problem_source import Source
from superproof.terminal import Terminal
from superproof.unfinished import Unfinished
from verify import Found, TwoAnd, find_proof, load_certificate, load_network, save_problem

PROBLEM = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
SOURCE = Source("regular", PROBLEM, tuple(map(str, range(64))))
SMALL = naive(PROBLEM)
LARGE = structured_channels(PROBLEM, neurons=96)


def proof(network):
    found = find_proof(PROBLEM, network)
    assert isinstance(found, Found)
    return found.certificate


SMALL_PROOF, LARGE_PROOF = proof(SMALL), proof(LARGE)


def held(folder):
    files = {path.name for path in folder.iterdir()}
    certified = "certificate.json" in files and load_certificate(folder / "certificate.json").network
    network = load_network(folder / "network.safetensors")
    assert certified in (False, network.digest)
    return network.neurons, bool(certified)


def test_each_network_takes_the_place_of_the_one_before_with_its_proof(tmp_path):
    aside = Unfinished(str(tmp_path / "out"), SOURCE)
    aside.keep(LARGE, LARGE_PROOF)
    assert held(aside.folder) == (96, True)
    aside.keep(SMALL, SMALL_PROOF)
    assert held(aside.folder) == (64, True)
    aside.keep(SMALL, None)
    assert held(aside.folder) == (64, True), "the search's result, which is there already"


def test_what_an_earlier_run_left_is_told_and_replaced_by_nothing_larger(tmp_path):
    Unfinished(str(tmp_path), SOURCE).keep(SMALL, SMALL_PROOF)
    aside = Unfinished(str(tmp_path), SOURCE)
    told = (
        f"{aside.folder} keeps a network of 64 neurons and its proof, of a run that did not finish (--network takes it)"
    )
    assert aside.left() == [told]
    aside.keep(LARGE, LARGE_PROOF)
    aside.keep(LARGE.with_threshold(2), None)
    assert held(aside.folder) == (64, True)
    assert aside.clear(96) == [told]
    assert held(aside.folder) == (64, True)
    assert aside.clear(64) == []
    assert not aside.folder.exists()


def test_a_network_without_a_proof_gives_way_to_one_that_has_one(tmp_path):
    aside = Unfinished(str(tmp_path), SOURCE)
    aside.keep(SMALL.with_threshold(1), None)
    assert held(aside.folder) == (64, False)
    aside.keep(LARGE, LARGE_PROOF)
    assert held(aside.folder) == (96, True)


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_whoever_stops_a_run_is_told_where_its_network_is(tmp_path, error):
    aside = Unfinished(str(tmp_path), SOURCE)
    with pytest.raises(error) as stopped, aside.told():
        raise error
    assert stopped.value.args == ()
    aside.keep(SMALL, SMALL_PROOF)
    with pytest.raises(error) as stopped, aside.told():
        raise error
    files = "certificate.json, network.safetensors, problem.json"
    assert stopped.value.args == (f"what was finished by then is in {aside.folder}: {files}",)


KILLED = """
import os, signal, sys
from superproof.__main__ import main
from superproof.terminal import Terminal

def kill(self, sentence):
    if sentence.startswith("tried naive, 64"):
        os.kill(os.getpid(), signal.SIGKILL)

Terminal.note = kill
main(sys.argv[1:])
"""


def test_a_kill_leaves_what_was_found_in_the_folder(python, tmp_path):
    save_problem(PROBLEM, tmp_path / "p.json")
    done = python("-c", KILLED, "certify", "p.json", "--construction", "naive", "-o", "out", cwd=tmp_path)
    assert done.returncode == -signal.SIGKILL
    assert held(tmp_path / "out" / "unfinished") == (64, True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["unfinished"]


class Kill(BaseException):
    """Nothing handles it, as nothing handles a kill."""


def test_build_writes_every_better_network_to_its_file_at_once(superproof, tmp_path, monkeypatch):
    def kill(_, sentence):
        if sentence.startswith("tried naive, 64"):
            raise Kill

    save_problem(PROBLEM, tmp_path / "p.json")
    monkeypatch.setattr(Terminal, "note", kill)
    with pytest.raises(Kill):
        superproof("build", "p.json", "--construction", "naive", "-o", "n.safetensors")
    assert load_network(tmp_path / "n.safetensors") == SMALL
