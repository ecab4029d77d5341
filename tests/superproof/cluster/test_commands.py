"""Commands and sweeps on the workers of a cluster: what they answer, and whom they name."""

import sys
from contextlib import contextmanager

import pytest
from jsonschema import Draft202012Validator

from superproof.cluster.connect import local_processes, on_cluster
from superproof.errors import UsageError
from superproof.records.index import ErrorIndex, default_folder, load_index
from superproof.records.there import looked_at_there
from superproof.schemas import schema
from superproof.sweeps.sweep_file import Point
from verify.crew import TRUST
from verify.errors import DocumentError, ProgramError
from verify.progress import Deadline

distributed = pytest.importorskip("distributed")

VALIDATOR = Draft202012Validator(schema("answer"))


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


def test_points_of_a_sweep_come_back_with_their_worker(dask, shelf):
    points = [Point("two-regular", size, 2, 0, "naive", 0) for size in (8, 10, 12, 14)]
    with on_cluster(dask) as client:
        rows = list(client.sweep(points, None))
    assert {row["size"] for row in rows} == {8, 10, 12, 14}
    assert {row["verdict"] for row in rows} == {"proved"}
    assert all(row["worker"].startswith("inproc://") for row in rows)


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
    from superproof.cluster import on_worker as worker
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
