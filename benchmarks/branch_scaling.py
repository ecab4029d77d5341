"""Proofs by branching: how they grow with the outputs, and how little they depend on the sparsity.

    python -m benchmarks.branch_scaling [LARGEST]

Random 2-regular graphs with 256, 1024, 4096, ... LARGEST (default 16384) features at sparsity 2, and 1024 features at
sparsity 2, 3, 4, 6, 8, with structured channels of the neurons below. Where such a network is wrong, the time is that
of the refutation. The refutation is that of the same network with the threshold at its largest false score, so that
only the tightest inputs are wrong; it needs the exact margin. The check is that of the whole certificate. Compilers
run before the clock starts.
"""

import sys
from functools import partial

from benchmarks.timing import peak_megabytes, table, timed
from constructions.structured_channels import structured_channels
from verify import Proved, Refuted, TwoAnd, Valid, count_admissible
from verify.checker.branch import check_branching
from verify.progress import Deadline, silent
from verify.provers.branch import forecast, prove_by_branching

GROWTH = {256: (192, 8), 1024: (576, 12), 4096: (1400, 16), 16384: (3000, 18), 65536: (6340, 20)}
SPARSITIES = {2: (576, 12), 3: (900, 16), 4: (1300, 20), 6: (2000, 24), 8: (3200, 40)}
HEADER = ("m'", "v", "n", "inputs", "verdict", "build s", "forecast s", "proof s", "ns / (m' w m)", "nodes", "evidence",
          "refutation s", "check s", "check / proof", "peak MB")  # fmt: skip


def main() -> None:
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 16384
    small = TwoAnd.random_regular(64, 2, sparsity=3, seed=0)
    prove_by_branching(small, structured_channels(small, neurons=64))
    rows = [row(m, 2, *sizes) for m, sizes in GROWTH.items() if m <= largest]
    print(table(HEADER, rows))
    print(table(HEADER, [row(1024, v, *sizes) for v, sizes in SPARSITIES.items()]))


def row(features: int, sparsity: int, neurons: int, weight: int) -> tuple[object, ...]:
    problem = TwoAnd.random_regular(features, 2, sparsity=sparsity, seed=0)
    network, building = timed(partial(structured_channels, problem, neurons=neurons, weight=weight))
    expected = forecast(problem, network)
    verdict, seconds = timed(partial(prove_by_branching, problem, network))
    nodes, size, checked, ratio, refuting = "", "", "", "", ""
    if isinstance(verdict, Proved):
        arrays = verdict.certificate.arrays
        nodes, size = str(len(arrays["bounds"])), f"{sum(array.nbytes for array in arrays.values())} B"
        check = partial(check_branching, problem, network, verdict.certificate, Deadline(None), silent)
        answer, checking = timed(check)
        checked = f"{checking:.2f}" if isinstance(answer, Valid) else answer.reason
        ratio, margin = f"{checking / seconds:.1f}", verdict.certificate.margin
        if margin is not None and margin.largest_false is not None:
            wrong = network.with_threshold(margin.largest_false)
            refuted, found = timed(partial(prove_by_branching, problem, wrong))
            refuting = f"{found:.2f}" if isinstance(refuted, Refuted) else "not refuted"
    rate = 1e9 * seconds / (problem.outputs * weight * features)
    before = "" if isinstance(expected, str) else f"{expected.seconds:.2f}"
    return (
        problem.outputs, sparsity, network.neurons, count_admissible(problem), type(verdict).__name__.lower(),
        f"{building:.1f}", before, f"{seconds:.2f}", f"{rate:.2f}", nodes, size, refuting,
        checked, ratio, f"{peak_megabytes():.0f}",
    )  # fmt: skip


if __name__ == "__main__":
    main()
