"""Writing: the whole new file or the old one, and nothing else left in the folder."""

import errno
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.verify import networks as build
from tests.verify.cases import PATH
from verify import (
    Certificate,
    DocumentError,
    Network,
    load_network,
    prove,
    save_certificate,
    save_network,
    save_problem,
)
from verify.documents import atomic

RIGHT = build.naive(PATH)
ARRAYS = Certificate("p", "n", "branch", 1, 1, None, {}, (), {"a": np.zeros(9, dtype=np.int8)})
SAVES = {
    "problem": lambda path: save_problem(PATH, path),
    "network": lambda path: save_network(RIGHT, path),
    "certificate": lambda path: save_certificate(prove(PATH, RIGHT, prover="enumerate").certificate, path),
    "certificate with arrays": lambda path: save_certificate(ARRAYS, path),
}


@pytest.fixture(params=list(SAVES.values()), ids=list(SAVES))
def save(request):
    return request.param


def contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_file_has_the_usual_permissions_and_no_company(tmp_path, save):
    save(tmp_path / "out")
    assert set(contents(tmp_path)) <= {"out", "out.evidence.safetensors"}
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o666 & ~mask


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_failing_step_leaves_the_old_file(tmp_path, monkeypatch, save, step):
    (tmp_path / "out").write_text("old")

    def fail(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, step, fail)
    with pytest.raises(DocumentError, match="cannot be written: No space left on device"):
        save(tmp_path / "out")
    assert contents(tmp_path) == {"out": b"old"}


def test_an_interrupt_leaves_the_old_file(tmp_path, monkeypatch, save):
    (tmp_path / "out").write_text("old")

    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic, "_flush_to_disk", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(tmp_path / "out")
    assert contents(tmp_path) == {"out": b"old"}


@pytest.mark.parametrize("name", ["problem", "network", "certificate", "certificate with arrays"])
def test_a_full_disk_leaves_the_old_file(tmp_path, name):
    """The kernel refuses to let files grow beyond 16 bytes; safetensors reports that by an error of its own."""
    (tmp_path / "out").write_text("old")
    program = (
        "import sys, resource; from tests.verify.documents.test_atomic import SAVES; from verify import DocumentError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))\n"
        "try: SAVES[sys.argv[1]](sys.argv[2])\n"
        "except DocumentError as error: print(error)\n"
    )
    command = [sys.executable, "-c", program, name, str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "cannot be written" in done.stdout
    assert "File too large" in done.stdout
    assert contents(tmp_path) == {"out": b"old"}
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 16


def test_folders_that_are_missing_or_no_folders_are_refused(tmp_path, save):
    (tmp_path / "file").write_text("old")
    with pytest.raises(DocumentError, match="cannot be written: No such file or directory"):
        save(tmp_path / "gone" / "out")
    with pytest.raises(DocumentError, match="cannot be written: Not a directory"):
        save(tmp_path / "file" / "out")
    assert contents(tmp_path) == {"file": b"old"}


def test_a_name_too_long_is_refused(tmp_path, save):
    with pytest.raises(DocumentError, match="cannot be written: File name too long"):
        save(tmp_path / ("x" * 256))
    assert contents(tmp_path) == {}


def test_a_folder_is_not_replaced(tmp_path, save):
    (tmp_path / "out").mkdir()
    with pytest.raises(DocumentError, match="not a regular file"):
        save(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_pipe_is_not_replaced(tmp_path, save):
    """Once -o /dev/null, as root, would have put a plain file in its place."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "out").symlink_to(tmp_path / "pipe")
    for name in ("pipe", "out"):
        with pytest.raises(DocumentError, match="not a regular file"):
            save(tmp_path / name)
    assert (tmp_path / "pipe").is_fifo()


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "out"
    save_network(build.through_sums(PATH), path)
    save_network(RIGHT, path)
    assert load_network(path) == RIGHT
    assert isinstance(load_network(path), Network)
