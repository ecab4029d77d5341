"""The process in which cases run: the driver ends it when a case hangs, and it has a limit on its memory."""

import resource
import shutil
import tempfile
import time
import traceback
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.attack.registry import KINDS
from benchmarks.attack.trial import Finding, Trial

MEMORY = 4 * 2**30
"""Bytes that cases may take beyond what the imports did."""

Outcome = tuple[Counter[str], list[Finding], float]


def serve(connection: Connection, seed: int) -> None:
    """Answer requests (kind, case) with their outcomes until the driver ends this process or closes the pipe."""
    _limit_memory()
    home = Path(tempfile.mkdtemp(prefix="superproof-attack-"))
    try:
        while True:
            name, case = connection.recv()
            connection.send(outcome(name, seed, case, home / "case"))
    except EOFError:
        return
    finally:
        shutil.rmtree(home, ignore_errors=True)


def outcome(name: str, seed: int, case: int, folder: Path) -> Outcome:
    """Run one case in an empty folder. An error that leaves the kind's own code is a finding like any other."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    trial, start = Trial(name, seed, case, folder), time.process_time()
    try:
        KINDS[name].attack(trial)
    except Exception as error:  # whatever it is, it is reported with its files and the run goes on
        trial.find(f"{type(error).__name__} out of nowhere: {error}\n{traceback.format_exc(limit=-4)}")
    return trial.counts, trial.findings, time.process_time() - start


def _limit_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    if pages:
        limit = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
