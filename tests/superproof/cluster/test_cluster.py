"""Workers of Dask: what they find is the proof of one machine, and what is about something else is refused."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import superproof as sp
from superproof.cluster.connect import local_processes, on_cluster
from superproof.errors import UsageError
from superproof.records.error_record import ErrorIndex
from superproof.records.index import default_folder, load_index
from superproof.records.there import looked_at_there
from superproof.schemas import schema
from superproof.sweeps.grid import Point
from verify.crew import TRUST
from verify.errors import DocumentError, ProgramError
from verify.progress import Deadline

distributed = pytest.importorskip("distributed")

PROBLEM = sp.TwoAnd.random_regular(16, 3, sparsity=2, seed=1)
NETWORK = sp.build(PROBLEM, construction="naive")
REPOSITORY = Path(sp.__file__).parents[1]
VALIDATOR = Draft202012Validator(schema("answer"))


@pytest.fixture(scope="module")
def dask():
    """Two workers that are threads of this process: all but their death is as with processes."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0", protocol="inproc://"
        ) as started,
        distributed.Client(started, set_as_default=False) as client,
    ):
        yield client


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setenv("SUPERPROOF_CLUSTER_CACHE", str(tmp_path / "shelf"))
    return tmp_path / "shelf"


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
        answer = sp.check_in_parts(PROBLEM, NETWORK, certificate, client)
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
        sp.check_in_parts(PROBLEM, NETWORK, certificate, client)


def test_what_goes_wrong_on_a_worker_is_one_sentence(dask, shelf, monkeypatch):
    monkeypatch.setattr("superproof.cluster.round.answer", lambda message: 1 // 0)
    with on_cluster(dask) as client, pytest.raises(ProgramError, match="a worker cannot answer: ZeroDivisionError"):
        sp.prove(PROBLEM, NETWORK, client=client)


def test_the_smallest_counterexample_wins_and_what_is_under_way_ends(dask, shelf, monkeypatch):
    """A worker that would work for a minute stops when another one has a counterexample."""
    from superproof.cluster import worker
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
    def full(content, temporary):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("superproof.cluster.shelf._fill", full)
    with on_cluster(dask) as client, pytest.raises(DocumentError, match="cannot be written: No space left on device"):
        sp.prove(PROBLEM, NETWORK, client=client)
    for _ in range(600):  # Another worker may be on its way to the same end.
        if not list(shelf.iterdir()):
            break
        time.sleep(0.1)
    assert list(shelf.iterdir()) == []


def test_what_is_under_way_is_told_before_it_is_finished(dask, shelf, monkeypatch):
    from superproof.cluster import worker
    from verify.parts import part_of

    told, waiting = [], threading.Event()

    def patient(*question):
        assert waiting.wait(60)
        return part_of(*question)

    def tell(sentence):
        told.append(sentence)
        waiting.set()

    monkeypatch.setattr(worker, "part_of", patient)
    monkeypatch.setattr("superproof.cluster.crew.TELL_SECONDS", 0.1)
    with on_cluster(dask, tell) as client:
        assert isinstance(sp.prove(PROBLEM, NETWORK, prover="branch", client=client), sp.Proved)
    assert told[0].startswith("parts by worker: none is finished; ")
    assert told[0].endswith(" under way")


def test_a_worker_takes_no_more_than_its_limit(dask, shelf, monkeypatch):
    """Three fifths of what Dask lets it have are for the matrices of a check, and of a count."""
    from superproof.cluster import worker
    from verify.parts import part_of

    certificate = sp.prove(PROBLEM, NETWORK, prover="branch").certificate

    def poor(kind, question, task, deadline, threads, limit):
        assert limit > 2**20
        return part_of(kind, question, task, deadline, threads, 1000)

    monkeypatch.setattr(worker, "part_of", poor)
    with on_cluster(dask) as client:
        answer = sp.check_in_parts(PROBLEM, NETWORK, certificate, client)
        counted = sp.count_wrong(PROBLEM, NETWORK, client=client)
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


def test_words_that_name_no_cluster_are_refused(superproof, proved):
    assert local_processes("local:16") == 16
    for words in ("local:0", "local:", "local:x", "local", "somewhere", ""):
        with pytest.raises(UsageError, match="--cluster must be a scheduler's address, such as"):
            local_processes(words)
    run = superproof("prove", "problem.json", "network.safetensors", "--cluster", "nowhere")
    assert (run.status, run.out) == (2, "")
    pair = ("problem.json", "network.safetensors")
    run = superproof("check", *pair, "certificate.json", "--cluster", "local:2", "--sample", 3)
    assert (run.status, "--sample runs on one machine: leave it or --cluster out" in run.err) == (2, True)
    run = superproof("prove", *pair, "--cluster", "local:2", "--prover", "smt")
    assert run.status == 2
    assert "--cluster is for the provers enumerate and branch, not for smt" in run.err


def test_no_scheduler_and_no_dask_are_one_sentence(monkeypatch):
    monkeypatch.setattr("superproof.cluster.connect.CONNECTING", "200ms")
    with pytest.raises(ProgramError, match="no scheduler answers there"), on_cluster("tcp://127.0.0.1:9"):
        pass
    monkeypatch.setitem(sys.modules, "distributed", None)
    needed = r"needs the package distributed: pip install 'superproof\[cluster\]'"
    with pytest.raises(UsageError, match=needed), on_cluster("local:1"):
        pass


@pytest.mark.slow
def test_two_processes_write_the_certificate_of_one_machine_and_check_it(proved, python):
    words = ["-m", "superproof", "prove", "problem.json", "network.safetensors", "--prover", "branch"]
    for name, more in (("here.json", []), ("there.json", ["--cluster", "local:2"])):
        run = python(*words, "--certificate", name, "--json", *more, cwd=proved)
        assert json.loads(run.stdout)["verdict"] == "proved", run.stderr
    assert (proved / "here.json").read_bytes() == (proved / "there.json").read_bytes()
    words = ["-m", "superproof", "check", "problem.json", "network.safetensors", "there.json"]
    run = python(*words, "--cluster", "local:2", "--json", cwd=proved)
    answer = json.loads(run.stdout)
    assert (answer["verdict"], len(answer["assumptions"])) == ("valid", 1), run.stderr
    assert sum(end - begin for ranges in answer["checked_by"].values() for begin, end in ranges) == 3


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_a_client_that_is_stopped_leaves_no_process(proved, stop):
    words = ["prove", "problem.json", "network.safetensors", "--cluster", "local:2"]
    environment = {**os.environ, "PYTHONPATH": str(Path(sp.__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, "-m", "superproof", *words],
        cwd=proved,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as client:
        while not client.stderr.readline().startswith("cluster: tcp://127.0.0.1:"):
            assert client.poll() is None
        assert len(processes_of(client.pid)) > 2
        client.send_signal(stop)
        client.wait()
        while processes_of(client.pid):  # Those that watch their parent need a moment.
            time.sleep(0.2)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("sh") is None, reason="the script is one of sh")
def test_the_script_for_machines_with_ssh_starts_workers_and_ends_them(proved, python, tmp_path):
    """With an ssh that stays here, and machines of one core."""
    for name, line in (("ssh", 'shift 2; exec sh -c "$1"'), ("nproc", "echo 1")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHON": sys.executable}
    environment["PATH"] = f"{tmp_path}:{environment['PATH']}"
    words = ["sh", str(REPOSITORY / "examples" / "cluster" / "ssh.sh"), "127.0.0.1", "anna"]
    with subprocess.Popen(words, env=environment, start_new_session=True, stderr=subprocess.DEVNULL) as script:
        prove = ["-m", "superproof", "prove", "problem.json", "network.safetensors", "--prover", "branch", "--json"]
        run = python(*prove, "--cluster", "tcp://127.0.0.1:8786", cwd=proved)
        assert json.loads(run.stdout)["verdict"] == "proved", run.stderr
        script.terminate()
        script.wait()
        while processes_of(script.pid):
            time.sleep(0.2)


def processes_of(session):
    listed = subprocess.run(["ps", "-eo", "sid,stat,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    return [words for sid, state, words in rows if int(sid) == session and not state.startswith("Z")]


def test_points_of_a_sweep_come_back_with_their_worker(dask, shelf):
    points = [Point("two-regular", size, 2, 0, "naive", 0) for size in (8, 10, 12, 14)]
    with on_cluster(dask) as client:
        rows = list(client.sweep(points, None))
    assert {row["size"] for row in rows} == {8, 10, 12, 14}
    assert {row["verdict"] for row in rows} == {"proved"}
    assert all(row["worker"].startswith("inproc://") for row in rows)


@pytest.fixture
def on_dask(dask, shelf, monkeypatch):
    """Commands whose `--cluster` is the workers of this process."""

    def use(*commands):
        @contextmanager
        def here(arguments, terminal):
            with nullcontext() if arguments.cluster is None else on_cluster(dask) as client:
                yield client

        for command in commands:
            monkeypatch.setattr(f"superproof.commands.{command}.cluster_of", here)

    return use


def test_workers_count_what_one_machine_counts_and_say_where(superproof, proved, on_dask):
    on_dask("score")
    pair = ("problem.json", "network.safetensors", "--json")
    alone = superproof("score", *pair, "-o", "alone.json").record
    there = superproof("score", *pair, "-o", "there.json", "--cluster", "there").record
    assert (proved / "alone.json").read_bytes() == (proved / "there.json").read_bytes()
    VALIDATOR.validate(there)
    ranges = [pair for mine in there.pop("counted_by").values() for pair in mine]
    assert sum(end - begin for begin, end in ranges) == sum(alone["tally"]["tried"])
    assert there.pop("assumptions") == [TRUST]
    assert {**there, "seconds": 0, "assumptions": []} == {**alone, "seconds": 0}


def test_a_network_file_that_changes_meanwhile_changes_nothing(superproof, proved, on_dask, monkeypatch):
    from superproof.cluster import worker
    from verify.parts import part_of

    on_dask("prove")
    path, pair = proved / "network.safetensors", ("problem.json", "network.safetensors")
    content = path.read_bytes()

    def changing(*question):
        path.write_bytes(b"another network")
        return part_of(*question)

    monkeypatch.setattr(worker, "part_of", changing)
    run = superproof("prove", *pair, "--prover", "branch", "--cluster", "there", "--certificate", "there.json")
    assert (run.status, path.read_bytes()) == (0, b"another network")
    path.write_bytes(content)
    assert superproof("check", *pair, "there.json").status == 0


def test_records_are_beaten_and_examined_by_workers(superproof, tmp_path, on_dask):
    on_dask("records")
    (tmp_path / "index.json").write_text('{"format": "superproof-records-1", "records": []}')
    here = ("--folder", tmp_path, "--json")
    for size in (4, 12):
        asked = ("--family", "grid", "--size", size)
        assert superproof("records", "problem", *asked, "-o", "p.json", *here).status == 0
        assert superproof("build", "p.json", "--construction", "naive", "-o", "n.safetensors").status == 0
        run = superproof("records", "beat", "n.safetensors", *asked, "--cluster", "there", *here)
        assert run.record["record_in"] == ["neurons", "bits"]
    alone = superproof("records", "verify", *here).record
    run = superproof("records", "verify", "--cluster", "there", *here)
    assert (run.status, run.record["records_checked"], len(run.record["assumptions"])) == (0, 2, 1)
    stems = sorted(path.stem for path in (tmp_path / "certificates").glob("*.json"))
    assert sorted(stem for mine in run.record["records_checked_by"].values() for stem in mine) == stems
    VALIDATOR.validate(run.record)
    assert "records_checked_by" not in alone
    wrong = next((tmp_path / "certificates").glob("*.json"))
    wrong.unlink()
    alone = superproof("records", "verify", *here).record
    run = superproof("records", "verify", "--cluster", "there", *here)
    assert (run.status, run.record["complaints"]) == (3, alone["complaints"])
    assert str(wrong) in run.record["reason"]


def test_what_no_worker_says_of_a_record_is_unknown_and_what_is_no_answer_is_refused():
    index = load_index(default_folder())
    about = index, ErrorIndex(index.folder, ()), index.records[:2]

    class Saying:
        def __init__(self, answer):
            self.answer = answer

        def examine(self, folders, deadline):
            yield folders[0][0], self.answer, "tcp://there"
            raise TimeoutError

    for answer in (
        {"word": "proved", "assumptions": []},
        {"word": "valid", "reason": 3, "assumptions": []},
        {"word": "valid"},
    ):
        with pytest.raises(DocumentError, match=r"what worker tcp://there says of .*has no answer"):
            list(looked_at_there(*about, Deadline(9), Saying(answer), rebuild=False))
    valid, late = looked_at_there(
        *about, Deadline(9), Saying({"word": "valid", "assumptions": ["that"]}), rebuild=False
    )
    assert (valid.word, valid.worker, late.word) == ("valid", "tcp://there", "unknown")
    assert valid.assumptions == ("that", TRUST)
    assert "time limit of 9 seconds" in late.reason


def test_records_of_worst_errors_are_examined_by_workers(superproof, tmp_path, on_dask):
    on_dask("records")
    asked = ("records", "verify", "--folder", default_folder(), "--family", "autoencoder", "--size", 3, "--json")
    alone, there = superproof(*asked), superproof(*asked, "--cluster", "there")
    assert alone.record["records_checked"] == there.record["records_checked"] > 0
    (tmp_path / "network").touch()
    run = superproof("records", "beat", tmp_path / "network", *asked[2:-1], "--cluster", "there")
    assert (run.status, "--cluster is for families of gates, not for autoencoder" in run.err) == (2, True)
    assert superproof("records", "problem", *asked[2:-1], "-o", "real.json").status == 0
    run = superproof("score", "real.json", tmp_path / "network", "--cluster", "there")
    assert (run.status, "worst errors are proved on one machine" in run.err) == (2, True)


def test_certify_proves_on_a_cluster_and_says_where_it_does_not(
    superproof, triangle, dask, shelf, blank_pictures, monkeypatch
):
    crews = []

    @contextmanager
    def here(arguments, terminal):
        with on_cluster(dask) as client:
            crews.append(client)
            yield client

    monkeypatch.setattr("superproof.commands.certify.cluster_of", here)
    for prover, parts in (("branch", 3), ("smt", 0)):
        run = superproof(
            "certify", triangle, "--construction", "naive", "--prover", prover, "--cluster", "there", "-o", prover
        )
        assert run.status == 0
        assert sum(end - begin for _, begin, end, _ in crews.pop().where) == parts
        assert ("smt runs on one machine, and not on the cluster" in run.err) is (prover == "smt")
