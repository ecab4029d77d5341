"""Workers of Dask: what they find is the proof of one machine, and what is about something else is refused."""

import errno
import shutil
import subprocess
import threading
import time
from contextlib import nullcontext

import pytest

import superproof as sp
import verify
from superproof.cluster.connect import on_cluster
from verify.documents import write_atomically
from verify.errors import DocumentError, ProgramError

distributed = pytest.importorskip("distributed")

PROBLEM = sp.TwoAnd.random_regular(16, 3, sparsity=2, seed=1)
NETWORK = sp.build(PROBLEM, construction="naive")


@pytest.mark.parametrize("prover", ["branch", "enumerate"])
def test_workers_find_the_proof_of_one_machine_and_get_documents_once(dask, shelf, prover):
    told = []
    with on_cluster(dask, told.append) as client:
        found = sp.prove(PROBLEM, NETWORK, prover=prover, client=client)
        first = {path.name: path.stat().st_mtime_ns for path in shelf.iterdir()}
        again = sp.prove(PROBLEM, NETWORK, prover=prover, client=client)
        client.tell_done()
    alone = sp.prove(PROBLEM, NETWORK, prover=prover)
    for verdict in (found, again):
        assert verdict.certificate.margin == alone.certificate.margin
        assert verdict.certificate.evidence == alone.certificate.evidence
    assert len(first) == 2
    assert {path.name: path.stat().st_mtime_ns for path in shelf.iterdir()} == first
    assert told[0].startswith("parts by worker: ")


def test_a_check_says_where_it_ran_and_whom_it_trusts(dask, shelf):
    certificate = sp.prove(PROBLEM, NETWORK, prover="branch").certificate
    with on_cluster(dask) as client:
        answer = verify.check_in_parts(PROBLEM, NETWORK, certificate, client)
        where = client.by_worker("check")
    assert answer.claim == sp.check(PROBLEM, NETWORK, certificate).claim
    assert len(answer.assumptions) == 1
    assert sum(end - begin for ranges in where.values() for begin, end in ranges) == PROBLEM.outputs


def test_a_document_that_is_not_what_its_name_says_is_refused(dask, shelf):
    with on_cluster(dask) as client:
        sp.prove(PROBLEM, NETWORK, client=client)
        stale = max(shelf.iterdir(), key=lambda path: path.stat().st_size)
        stale.write_bytes(b"another network")
        with pytest.raises(DocumentError, match=f"worker .*{stale.name}: holds another document"):
            sp.prove(PROBLEM, NETWORK, client=client)


def test_a_worker_of_another_version_is_refused_with_both(dask, shelf, monkeypatch):
    monkeypatch.setattr("superproof.cluster.round.__version__", "9.9.9")
    with (
        on_cluster(dask) as client,
        pytest.raises(DocumentError, match=rf"has superproof {sp.__version__}, and this is 9\.9\.9: install one"),
    ):
        sp.prove(PROBLEM, NETWORK, client=client)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("network", "0" * 64),
        ("problem", None),
        ("begin", True),
        ("end", 7.0),
        ("version", "0"),
        ("kind", "smt"),
        ("task", "0"),
    ],
)
def test_a_part_about_something_else_is_refused(dask, shelf, monkeypatch, name, value):
    from superproof.cluster import round as round_

    right = round_.require_about

    def forged(message, said):
        said["about"][name] = value
        right(message, said)

    monkeypatch.setattr(round_, "require_about", forged)
    with on_cluster(dask) as client, pytest.raises(DocumentError, match=rf"cluster: a part's {name} must be .*, not "):
        sp.prove(PROBLEM, NETWORK, client=client)


@pytest.mark.parametrize("name", ["certificate", "outputs"])
def test_a_part_of_the_check_of_another_certificate_is_refused(dask, shelf, monkeypatch, name):
    certificate = sp.prove(PROBLEM, NETWORK, prover="branch").certificate
    from superproof.cluster import round as round_

    right = round_.require_about

    def forged(message, said):
        said["about"][name] = "0" * 64
        right(message, said)

    monkeypatch.setattr(round_, "require_about", forged)
    with on_cluster(dask) as client, pytest.raises(DocumentError, match=rf"cluster: a part's {name} must be "):
        verify.check_in_parts(PROBLEM, NETWORK, certificate, client)


def test_what_goes_wrong_on_a_worker_is_one_sentence(dask, shelf, monkeypatch):
    monkeypatch.setattr("superproof.cluster.round.answer", lambda message: 1 // 0)
    with on_cluster(dask) as client, pytest.raises(ProgramError, match="a worker cannot answer: ZeroDivisionError"):
        sp.prove(PROBLEM, NETWORK, client=client)


def test_the_smallest_counterexample_wins_and_what_is_under_way_ends(dask, shelf, monkeypatch):
    """A worker that would work for a minute stops when another one has a counterexample."""
    from superproof.cluster import on_worker as worker
    from verify.parts import part_of

    layer, begun, ended = NETWORK.layers[0], [], []
    weights = layer.weights.astype(int)
    weights[5] = 0
    wrong = sp.Network([(weights, layer.bias)], NETWORK.input_code, NETWORK.output_code, NETWORK.threshold)
    alone = sp.prove(PROBLEM, wrong, prover="branch")
    found = alone.counterexample.output

    def patient(kind, question, task, deadline, threads, limit):
        if found not in task["outputs"] and not begun:
            begun.append(task["begin"])
            limit = time.monotonic() + 60
            while not deadline.passed() and time.monotonic() < limit:
                time.sleep(0.01)
            ended.append(deadline.passed())
        return part_of(kind, question, task, deadline, threads, limit)

    monkeypatch.setattr(worker, "part_of", patient)
    monkeypatch.setattr(worker, "_one_at_a_time", nullcontext())  # Both workers are this process.
    with on_cluster(dask) as client:
        assert sp.prove(PROBLEM, wrong, prover="branch", client=client) == alone
    assert (len(begun), ended) == (1, [True])


def test_a_full_disk_of_a_worker_is_one_sentence(dask, shelf, monkeypatch):
    def full(temporary):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("superproof.cluster.shelf.write_atomically", lambda path, write: write_atomically(path, full))
    with on_cluster(dask) as client, pytest.raises(DocumentError, match="cannot be written: No space left on device"):
        sp.prove(PROBLEM, NETWORK, client=client)
    for _ in range(600):  # Another worker may be on its way to the same end.
        if not list(shelf.iterdir()):
            break
        time.sleep(0.1)
    assert list(shelf.iterdir()) == []


def test_what_is_under_way_is_told_before_it_is_finished(dask, shelf, monkeypatch):
    from superproof.cluster import on_worker as worker
    from verify.parts import part_of

    told, waiting = [], threading.Event()

    def patient(*question):
        assert waiting.wait(60)
        return part_of(*question)

    def tell(sentence):
        told.append(sentence)
        waiting.set()

    monkeypatch.setattr(worker, "part_of", patient)
    monkeypatch.setattr("superproof.cluster.dask_crew.TELL_SECONDS", 0.1)
    with on_cluster(dask, tell) as client:
        assert isinstance(sp.prove(PROBLEM, NETWORK, prover="branch", client=client), sp.Proved)
    assert told[0].startswith("parts by worker: none is finished; ")
    assert told[0].endswith(" under way")


def test_a_worker_takes_no_more_than_its_limit(dask, shelf, monkeypatch):
    """Three fifths of what Dask lets it have are for the matrices of a check, and of a count."""
    from superproof.cluster import on_worker as worker
    from verify.parts import part_of

    certificate = sp.prove(PROBLEM, NETWORK, prover="branch").certificate

    def poor(kind, question, task, deadline, threads, limit):
        assert limit > 2**20
        return part_of(kind, question, task, deadline, threads, 1000)

    monkeypatch.setattr(worker, "part_of", poor)
    with on_cluster(dask) as client:
        answer = verify.check_in_parts(PROBLEM, NETWORK, certificate, client)
        counted = sp.score(PROBLEM, NETWORK, client=client)
    assert "may take 600 bytes of memory" in answer.reason
    assert "may take 600 bytes of memory" in counted.reason


def test_workers_that_dask_pauses_for_their_memory_are_not_waited_for(dask, shelf, monkeypatch):
    monkeypatch.setattr("superproof.cluster.round.PATIENCE", 0.5)
    for worker in dask.cluster.workers.values():
        monkeypatch.setattr(worker.memory_manager, "memory_limit", 1000)
    while {worker["status"] for worker in dask.scheduler_info()["workers"].values()} != {"paused"}:
        time.sleep(0.1)
    with (
        on_cluster(dask) as client,
        pytest.raises(ProgramError, match=r"all workers have stood still for 0\.5 seconds because their memory is"),
    ):
        sp.prove(PROBLEM, NETWORK, prover="branch", client=client)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="certificates are made with openssl")
def test_workers_are_reached_by_tls(tmp_path, shelf):
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", "key.pem", "-out", "ca.pem"], cwd=tmp_path, check=True, capture_output=True)
    ca, key = str(tmp_path / "ca.pem"), str(tmp_path / "key.pem")
    files = {
        f"tls_{who}_{what}": name
        for who in ("client", "scheduler", "worker")
        for what, name in (("cert", ca), ("key", key))
    }
    security = distributed.Security(require_encryption=True, tls_ca_file=ca, **files)
    with (
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            dashboard_address="127.0.0.1:0",
            protocol="tls://",
            host="127.0.0.1",
            security=security,
        ) as started,
        distributed.Client(started, set_as_default=False, security=security) as dask,
        on_cluster(dask) as client,
    ):
        assert isinstance(sp.prove(PROBLEM, NETWORK, prover="branch", client=client), sp.Proved)
        assert all(worker.startswith("tls://") for worker in client.by_worker("branch"))


def test_a_time_limit_ends_it(dask, shelf, monkeypatch):
    monkeypatch.setattr("superproof.cluster.round.answer", lambda message: time.sleep(1))
    with on_cluster(dask) as client:
        found = sp.prove(PROBLEM, NETWORK, client=client, timeout=0.5)
    assert "did not finish within the time limit of 0." in found.reason
