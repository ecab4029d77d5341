"""Proofs on a cluster whose processes are killed: whatever dies, the certificate comes out, and it is the same.

    python -m benchmarks.cluster_kills [--kills 50] [--seed 0] [--sleep 1]

A scheduler and two workers run as processes of their own, and `superproof prove --cluster --checkpoint` over and over.
Every few seconds one process gets SIGKILL, drawn at random: a worker, the scheduler, or the client (every tenth time a
worker gets SIGSTOP: it hangs). Whatever is dead is started again, as systemd or Slurm would do it. Every part sleeps a
while, so that deaths meet work under way; workers that hang are given up after some seconds. The table says how often
what was killed, how many proofs came out, how many of them went on from outputs that an earlier client had finished,
how many certificates differ from that of one machine, and how many processes were left at the end.
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

from benchmarks.arguments import parser_of
from benchmarks.timing import table
from constructions import structured_channels
from verify import Found, TwoAnd, save_certificate, save_network, save_problem
from verify.provers.branch import prove_by_branching

TTL = "8s"
PARTS, OUTPUTS = 16, 256
PROBLEM = TwoAnd.random_regular(OUTPUTS, 2, sparsity=2, seed=0)
SLOW = """
import os, time
from superproof.cluster import worker
from verify.parts import part_of
worker.part_of = lambda *question: time.sleep(float(os.environ["SLEEP"])) or part_of(*question)
"""
CLIENT = f"""
import sys
from superproof.__main__ import main
from verify.provers.branch import crewed
crewed._size = lambda *_: {OUTPUTS // PARTS}
sys.exit(main(sys.argv[1:]))
"""
HEADER = ("workers killed", "hung", "scheduler killed", "client killed", "proofs", "resumed", "wrong", "left", "s")


@final
class Fleet:
    """A scheduler, workers and a client in `folder`, each started again when it is dead."""

    def __init__(self, folder: Path, sleep: float, workers: int = 2) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address, self._folder, self._sleep = f"tcp://127.0.0.1:{port}", folder, sleep
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
            "SUPERPROOF_CLUSTER_CACHE": str(self._folder / "shelf"), "DASK_TEMPORARY_DIRECTORY": str(self._folder),
            "SLEEP": str(self._sleep),
        }  # fmt: skip
        with (self._folder / "said").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, *words], env=environment, cwd=self._folder, stdout=said, stderr=said
            )

    def wait_for_client(self, seconds: float) -> bool:
        """Whether the client ends well meanwhile; the others are tended."""
        client, end = self.running["client"], time.monotonic() + seconds
        while time.monotonic() < end and client.poll() is None:
            time.sleep(0.1)
            self.tend()
        if client.poll() not in (None, 0):
            said = (self._folder / "said").read_text("utf-8", errors="replace")
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
        found = prove_by_branching(PROBLEM, network)
        if not isinstance(found, Found):
            raise RuntimeError(f"the network of the benchmark is not proved: {found}")
        save_certificate(found.certificate, folder / "alone.json")
        fleet = Fleet(folder, sleep)
        stack.callback(fleet.close)
        left = kills
        while left > 0 or counts["proofs"] == 0:
            left -= one_proof(fleet, folder, draw, left, counts, sleep)
        fleet.close()
        counts["left"] = sum(name in words for words in command_lines())
    return counts


def one_proof(fleet: Fleet, folder: Path, draw: random.Random, left: int, counts: Counter[str], sleep: float) -> int:
    """Prove until a client comes to its end, with at most `left` deaths on the way; how many there were."""
    certificate, kept = folder / "there.json", folder / "kept"
    words = ["prove", "problem.json", "network.safetensors", "--prover", "branch", "--cluster", fleet.address]
    words += ["--checkpoint", str(kept), "--certificate", str(certificate)]
    deaths, resumed = 0, False
    fleet.running.pop("client", None)
    while True:
        if "client" not in fleet.running:
            resumed = resumed or kept.exists()
            fleet.running["client"] = fleet.start(["-c", CLIENT, *words])
        if fleet.wait_for_client(sleep * draw.uniform(4.0, 16.0)):
            break
        if deaths < left:
            deaths += 1
            counts[fleet.hit(draw.choice(["worker 0", "worker 1", "scheduler", "client"]), stop=deaths % 10 == 5)] += 1
    counts["proofs"] += 1
    counts["resumed"] += resumed
    counts["wrong"] += certificate.read_bytes() != (folder / "alone.json").read_bytes()
    certificate.unlink()
    kept.unlink()
    return deaths


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
    names = ("worker killed", *HEADER[1:-1])
    print(table(HEADER, [(*(found[name] for name in names), f"{time.monotonic() - begun:.0f}")]))


if __name__ == "__main__":
    main()
