"""Proof and check on two processes beside two threads: what a cluster costs on one machine.

    python -m benchmarks.cluster [SIZES ...] [--workers 2]

The networks of `benchmarks.branch_scaling` (random 2-regular graphs, sparsity 2; sizes 4096 and 16384 where none are
named). CPU seconds are those of all threads and processes, so that other work on the machine matters less. `start` is a
cluster until it has workers; its proof includes that these import superproof, and load kernels that were compiled
before. The certificates of both ways must be the same to the byte.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import psutil

from benchmarks.arguments import parser_of
from benchmarks.branch_scaling import GROWTH
from benchmarks.timing import table
from constructions import structured_channels
from superproof import on_cluster
from verify import (
    Certificate,
    Found,
    TwoAnd,
    Unchecked,
    Valid,
    check,
    check_in_parts,
    find_proof,
    save_certificate,
)

HEADER = ("m'", "n", "two threads: proof CPU s", "check CPU s", "s", "cluster: start CPU s", "proof CPU s",
          "check CPU s", "s", "all CPU, cluster / threads", "certificates")  # fmt: skip
Result = TypeVar("Result")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=(4096, 16384))
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    small = TwoAnd.random_regular(256, 2, sparsity=2, seed=0)
    find_proof(small, structured_channels(small, neurons=192, weight=8), prover="branch")
    print(table(HEADER, [row(m, f"local:{given.workers}") for m in given.sizes]))


def row(features: int, where: str) -> tuple[object, ...]:
    neurons, weight = GROWTH[features]
    problem = TwoAnd.random_regular(features, 2, sparsity=2, seed=0)
    network = structured_channels(problem, neurons=neurons, weight=weight)
    begun = time.perf_counter()
    found, proof = spent(lambda: find_proof(problem, network, prover="branch"))
    certificate = certificate_of(found)
    answer, checking = spent(lambda: check(problem, network, certificate))
    require_valid(answer)
    between = time.perf_counter()
    with ExitStack() as stack:
        crew, start = spent(lambda: stack.enter_context(on_cluster(where)))
        there, its_proof = spent(lambda: find_proof(problem, network, prover="branch", client=crew))
        answer, its_check = spent(lambda: check_in_parts(problem, network, certificate, crew))
    require_valid(answer)
    ended = time.perf_counter()
    same = "same" if written(certificate) == written(certificate_of(there)) else "differ"
    ratio = (start + its_proof + its_check) / (proof + checking)
    return (
        features, network.neurons, f"{proof:.1f}", f"{checking:.1f}", f"{between - begun:.0f}", f"{start:.1f}",
        f"{its_proof:.1f}", f"{its_check:.1f}", f"{ended - between:.0f}", f"{ratio:.2f}", same,
    )  # fmt: skip


def certificate_of(found: Unchecked) -> Certificate:
    """Of a proof."""
    if not isinstance(found, Found):
        raise RuntimeError(f"the network is not proved: {found}")
    return found.certificate


def require_valid(answer: object) -> None:
    """RuntimeError for any other answer."""
    if not isinstance(answer, Valid):
        raise RuntimeError(f"the certificate is not valid: {answer}")


def spent(work: Callable[[], Result]) -> tuple[Result, float]:
    """What the work returns, and the CPU seconds of this process and of those that it started and that are left."""
    before = cpu_seconds()
    result = work()
    return result, cpu_seconds() - before


def cpu_seconds() -> float:
    """Of this process and of all below it that run."""
    own = psutil.Process()
    usages = [process.cpu_times() for process in [own, *own.children(recursive=True)]]
    return float(sum(usage.user + usage.system for usage in usages))


def written(certificate: Certificate) -> bytes:
    """The certificate's file."""
    with TemporaryDirectory() as name:
        save_certificate(certificate, Path(name) / "c.json")
        return b"".join(path.read_bytes() for path in sorted(Path(name).iterdir()))


if __name__ == "__main__":
    main()
