"""Proof and check on two processes beside two threads: what a cluster costs on one machine.

    python -m benchmarks.cluster [SIZES ...] [--workers 2]

The networks of `benchmarks.branch_scaling` (random 2-regular graphs, sparsity 2; sizes 4096 and 16384 where none are
named). CPU seconds are those of all threads and processes, so that other work on the machine matters less; those of the
cluster are with its start and its end, which the column `start` has alone: an empty cluster, once. The certificates of
both ways must be the same to the byte. Compilers run before the clock starts.
"""

import resource
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.arguments import parser_of
from benchmarks.branch_scaling import GROWTH
from benchmarks.timing import table, timed
from constructions import structured_channels
from superproof import on_cluster
from verify import (
    Certificate,
    Found,
    Network,
    Problem,
    TwoAnd,
    Unchecked,
    Valid,
    check,
    check_in_parts,
    find_proof,
    save_certificate,
)
from verify.checker import Answer

HEADER = ("m'", "n", "two threads: proof CPU s", "check CPU s", "s", "start CPU s", "cluster: both CPU s", "s",
          "CPU, cluster / threads", "certificates")  # fmt: skip
Result = TypeVar("Result")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=(4096, 16384))
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    small = TwoAnd.random_regular(256, 2, sparsity=2, seed=0)
    both(small, structured_channels(small, neurons=192, weight=8), f"local:{given.workers}")
    start = spent(lambda: empty(f"local:{given.workers}"))[1]
    print(table(HEADER, [row(m, start, f"local:{given.workers}") for m in given.sizes]))


def row(features: int, start: float, where: str) -> tuple[object, ...]:
    neurons, weight = GROWTH[features]
    problem = TwoAnd.random_regular(features, 2, sparsity=2, seed=0)
    network = structured_channels(problem, neurons=neurons, weight=weight)
    (found, proof), proof_s = timed(lambda: spent(lambda: find_proof(problem, network, prover="branch")))
    certificate = certificate_of(found)
    (answer, checking), check_s = timed(lambda: spent(lambda: check(problem, network, certificate)))
    require_valid(answer)
    ((there, answer), cluster), cluster_s = timed(lambda: spent(lambda: both(problem, network, where)))
    require_valid(answer)
    same = "same" if written(certificate) == written(there) else "differ"
    return (
        features, network.neurons, f"{proof:.1f}", f"{checking:.1f}", f"{proof_s + check_s:.0f}", f"{start:.1f}",
        f"{cluster:.1f}", f"{cluster_s:.0f}", f"{cluster / (proof + checking):.2f}", same,
    )  # fmt: skip


def both(problem: Problem, network: Network, where: str) -> tuple[Certificate, Answer]:
    """The certificate that a cluster finds, and what it says of it."""
    with on_cluster(where) as client:
        certificate = certificate_of(find_proof(problem, network, prover="branch", client=client))
        return certificate, check_in_parts(problem, network, certificate, client)


def empty(where: str) -> None:
    """A cluster that does nothing."""
    with on_cluster(where):
        pass


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
    """What the work returns, and the CPU seconds of this process and of those that end with the work."""
    before = cpu_seconds()
    result = work()
    return result, cpu_seconds() - before


def cpu_seconds() -> float:
    """Of this process and of its children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def written(certificate: Certificate) -> bytes:
    """The certificate's file."""
    with TemporaryDirectory() as name:
        save_certificate(certificate, Path(name) / "c.json")
        return b"".join(path.read_bytes() for path in sorted(Path(name).iterdir()))


if __name__ == "__main__":
    main()
