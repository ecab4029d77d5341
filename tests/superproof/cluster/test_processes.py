"""Workers in processes of their own: the same certificate, and nothing left behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import superproof as sp

pytest.importorskip("distributed")

REPOSITORY = Path(sp.__file__).parents[1]


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
