"""Proofs and checks on a cluster whose processes are killed: whatever dies, the same comes out.

    python -m benchmarks.cluster_kills [--kills 50] [--seed 0] [--sleep 1]

A scheduler and two workers run as processes of their own, and over and over `superproof prove --cluster --checkpoint`
and `superproof check --cluster`, by turns cut into columns of G, as large ones are, and into outputs.
Every few seconds one process gets SIGKILL, drawn at random: a worker, the scheduler, or the client (every tenth time a
worker gets SIGSTOP: it hangs). Whatever is dead is started again, as systemd or Slurm would do it. Every part sleeps a
while, so that deaths meet work under way; workers that hang are given up after some seconds. The table says how often
what was killed, how many proofs came out, how many of them went on from outputs that an earlier client had finished,
how many checks came out, how many parts of both were columns and outputs, how many certificates differ from that of one
machine or were not valid, and how many processes were left at the end.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import final
from unittest.mock import patch

from benchmarks.arguments import parser_of
from benchmarks.timing import table
from constructions import structured_channels
from verify import Found, TwoAnd, save_certificate, save_network, save_problem
from verify.provers.branch import prove_by_branching

TTL = "8s"
PARTS, OUTPUTS, COLUMNS = 16, 256, 64
PROBLEM = TwoAnd.random_regular(OUTPUTS, 2, sparsity=2, seed=0)
SLOW = f"""
import os, time
from superproof.cluster import on_worker as worker
from verify.parts import part_of
from verify.provers.branch import received

def slow(kind, question, task, *limits):
    time.sleep(float(os.environ["SLEEP"]))
    part = part_of(kind, question, task, *limits)
    with open("parts", "a") as parts:
        print(kind, "columns" if "block" in task or "entries" in task else "outputs", file=parts)
    return part

received.TRANSFORM_COLUMNS = {COLUMNS}
worker.part_of = slow
"""
CLIENT = f"""
import sys
from superproof.__main__ import main
from verify import checking
from verify.provers.branch import crewed, received
received.TRANSFORM_COLUMNS = checking.LEAST_COLUMNS = {COLUMNS}
crewed._size = lambda *_: {OUTPUTS // PARTS}
if sys.argv.pop(1) == "columns":
    crewed.LONG = checking.BY_COLUMNS = 0
sys.exit(main(sys.argv[1:]))
"""
KINDS = [f"{kind} {cut}" for kind in ("branch", "check") for cut in ("columns", "outputs")]
HEADER = ("workers killed", "hung", "scheduler killed", "client killed", "proofs", "resumed", "checks",
          "proofs: columns", "outputs", "checks: columns", "outputs", "wrong", "left", "s")  # fmt: skip


@final
class Fleet:
    """A scheduler, workers and a client in `folder`, each started again when it is dead."""

    def __init__(self, folder: Path, sleep: float, workers: int = 2) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address, self.folder, self.sleep = f"tcp://127.0.0.1:{port}", folder, sleep
        (folder / "slow.py").write_text(SLOW)
        scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        worker = ["distributed.cli.dask_worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"]
        worker += ["--no-dashboard", "--death-timeout", "30", "--preload", str(folder / "slow.py")]
        self.commands = {"scheduler": scheduler, **{f"worker {k}": worker for k in range(workers)}}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._hung: list[subprocess.Popen[bytes]] = []

    def tend(self) -> None:
        """Start what is not running."""
        for name, words in self.commands.items():
            if name not in self.running or self.running[name].poll() is not None:
                self.running[name] = self.start(["-m", *words])

    def start(self, words: list[str]) -> "subprocess.Popen[bytes]":
        """A Python of its own."""
        environment = {
            **os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": TTL,
            "SUPERPROOF_CLUSTER_CACHE": str(self.folder / "shelf"), "DASK_TEMPORARY_DIRECTORY": str(self.folder),
            "SLEEP": str(self.sleep),
        }  # fmt: skip
        with (self.folder / "said").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, *words], env=environment, cwd=self.folder, stdout=said, stderr=said
            )

    def wait_for_client(self, seconds: float) -> bool:
        """Whether the client ends well meanwhile; the others are tended."""
        client, end = self.running["client"], time.monotonic() + seconds
        while time.monotonic() < end and client.poll() is None:
            time.sleep(0.1)
            self.tend()
        if client.poll() not in (None, 0):
            said = (self.folder / "said").read_text("utf-8", errors="replace")
            raise RuntimeError(f"a client ended with status {client.poll()}: ...{said[-20000:]}")
        return client.poll() == 0

    def hit(self, name: str, *, stop: bool = False) -> str:
        """SIGKILL for a process, or SIGSTOP for a worker: what was done, as a column of the table.

        The scheduler gives up a worker that hangs; here it is killed when something else is hit.
        """
        for hung in self._hung:
            hung.kill()
        self._hung.clear()
        process = self.running[name]
        if stop and name.startswith("worker"):
            process.send_signal(signal.SIGSTOP)
            self._hung.append(process)
            return "hung"
        process.kill()
        process.wait()
        if name == "client":
            del self.running[name]
        return f"{name.split()[0]} killed"

    def close(self) -> None:
        """End all."""
        for process in self.running.values():
            process.kill()
            process.wait()


def killed(kills: int, seed: int, sleep: float) -> dict[str, int]:
    """How it went: the columns of the table. A part takes `sleep` seconds, and a death comes after 4 to 16 parts."""
    draw, counts = random.Random(seed), Counter[str]()
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        network = structured_channels(PROBLEM, neurons=192, weight=8)
        save_problem(PROBLEM, folder / "problem.json")
        save_network(network, folder / "network.safetensors")
        with patch("verify.provers.branch.received.TRANSFORM_COLUMNS", COLUMNS):
            found = prove_by_branching(PROBLEM, network)
        if not isinstance(found, Found):
            raise RuntimeError(f"the network of the benchmark is not proved: {found}")
        save_certificate(found.certificate, folder / "alone.json")
        fleet = Fleet(folder, sleep)
        stack.callback(fleet.close)
        left = kills
        while left > 0 or counts["checks"] == 0:
            left -= proof_and_check(fleet, draw, left, counts)
        fleet.close()
        counts["left"] = sum(name in words for words in command_lines())
        counts.update((folder / "parts").read_text().splitlines())
    return counts


def proof_and_check(fleet: Fleet, draw: random.Random, left: int, counts: Counter[str]) -> int:
    """Prove and check until both came out, with at most `left` deaths on the way; how many there were."""
    folder = fleet.folder
    certificate, kept = folder / "there.json", folder / "kept"
    cut, pair = ("outputs", "columns")[counts["checks"] % 2 == 0], ["problem.json", "network.safetensors"]
    prove = ["prove", *pair, "--prover", "branch", "--checkpoint", str(kept), "--certificate", str(certificate)]
    deaths = insisted(fleet, [cut, *prove], kept, draw, left, counts)
    counts["proofs"] += 1
    if certificate.read_bytes() != (folder / "alone.json").read_bytes():
        counts["wrong"] += 1
    deaths += insisted(fleet, [cut, "check", *pair, str(certificate)], kept, draw, left - deaths, counts)
    counts["checks"] += 1
    certificate.unlink()
    kept.unlink()
    return deaths


def insisted(fleet: Fleet, words: list[str], kept: Path, draw: random.Random, left: int, counts: Counter[str]) -> int:
    """Start a client until one ends well, with at most `left` deaths on the way; how many there were."""
    deaths, resumed = 0, False
    fleet.running.pop("client", None)
    while True:
        if "client" not in fleet.running:
            resumed = resumed or (words[1] == "prove" and kept.exists())
            fleet.running["client"] = fleet.start(["-c", CLIENT, *words, "--cluster", fleet.address])
        if fleet.wait_for_client(fleet.sleep * draw.uniform(4.0, 16.0)):
            counts["resumed"] += resumed
            return deaths
        if deaths < left:
            deaths += 1
            counts["deaths"] += 1
            name = draw.choice(["worker 0", "worker 1", "scheduler", "client"])
            counts[fleet.hit(name, stop=counts["deaths"] % 10 == 5)] += 1


def command_lines() -> list[str]:
    """Of all processes of this machine."""
    return subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout.splitlines()


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sleep", type=float, default=1.0, help="seconds that every part takes longer")
    given = parser.parse_args()
    begun = time.monotonic()
    found = killed(given.kills, given.seed, given.sleep)
    names = ("worker killed", *HEADER[1:7], *KINDS, "wrong", "left")
    print(table(HEADER, [(*(found[name] for name in names), f"{time.monotonic() - begun:.0f}")]))


if __name__ == "__main__":
    main()
