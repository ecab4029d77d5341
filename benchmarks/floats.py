"""Networks of floats: the largest problem beside the machine's matrix products.

    python -m benchmarks.floats --speed

1024 ANDs of 1024 features at sparsity 2 (524,801 inputs) on dense float32 neurons: a network that is right, proved and
checked, and one with 8 thresholds moved, counted and checked. The last column is the rate of multiply-adds in a CPU
second beside that of numpy's matrix products of the same shape, in float64, in the same run: it holds on a busy machine
too.
"""

from itertools import pairwise
from math import comb
from typing import Any

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed, peak_megabytes, table
from constructions import structured_channels
from verify import (
    FloatNetwork,
    Found,
    TwoAnd,
    Valid,
    check,
)
from verify.checker.floats.counts import check_tally
from verify.floats.of_integers import as_floats
from verify.floats.tally import TallyCertificate
from verify.progress import Deadline
from verify.provers.floats.prove import find_float_proof
from verify.provers.floats.score import score_floats


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--speed", action="store_true", help="what this does in any case")
    parser.add_argument("--neurons", type=int, default=448, metavar="N", help="hidden neurons (%(default)s)")
    speed(parser.parse_args().neurons)


def speed(neurons: int) -> None:
    problem = TwoAnd.random_regular(1024, 2, sparsity=2, seed=0)
    exact = as_floats(structured_channels(problem, neurons=neurons, seed=1))
    rng, layers = np.random.default_rng(0), []
    for layer in exact.layers:  # No weight is 0 any more.
        weights = layer.weights + 1e-4 * rng.normal(size=layer.weights.shape)
        layers.append((weights.astype(np.float32), layer.bias.astype(np.float32), layer.rectified))
    thresholds = np.float32(exact.thresholds - 0.5)
    network = FloatNetwork(layers, thresholds)
    moved = FloatNetwork(layers, np.where(np.arange(1024) < 8, thresholds - 1, thresholds).astype(np.float32))
    rates = {kind: _rate(neurons, kind) for kind in (np.float64, np.float32)}
    finding, *find = cpu_timed(lambda: find_float_proof(problem, network, prover="enumerate", deadline=Deadline(None)))
    if not isinstance(finding.found, Found):
        raise SystemExit(f"the network is not right: {finding.found}")
    certificate = finding.found.certificate
    answer, *checked = cpu_timed(lambda: check(problem, network, certificate))
    tally, *count = cpu_timed(lambda: score_floats(problem, moved, deadline=Deadline(None)))
    if not isinstance(tally, TallyCertificate):
        raise SystemExit(f"nothing was counted: {tally}")
    told, *recounted = cpu_timed(lambda: check_tally(problem, moved, tally))
    rates = {kind: max(rate, _rate(neurons, kind)) for kind, rate in rates.items()}
    inputs = sum(comb(problem.inputs, k) for k in range(problem.sparsity + 1))
    work = inputs * sum(a * b for a, b in pairwise(network.widths[1:]))
    rows = []
    for what, (wall, cpu) in {
        "find a proof": find,
        f"check it: {type(answer).__name__}, {certificate.evidence['claims']}": checked,
        "count wrong inputs": count,
        f"check the counts: {type(told).__name__}": recounted,
    }.items():
        rate = work / cpu / 1e9
        rows.append((what, f"{wall:.1f}", f"{cpu:.1f}", f"{rate:.1f}", f"{rate / rates[np.float64]:.2f}"))
    for kind, rate in rates.items():
        rows.append((f"numpy alone, {kind.__name__}", "", "", f"{rate:.1f}", f"{rate / rates[np.float64]:.2f}"))
    print(table(("what", "seconds", "CPU seconds", "10^9 multiply-adds a CPU second", "beside numpy"), rows))
    words = told.claim if isinstance(told, Valid) else str(told)
    print(f"\n{words}; {peak_megabytes():.0f} MB at most")


def _rate(neurons: int, kind: type[np.floating[Any]]) -> float:
    """10^9 multiply-adds of a matrix product in a CPU second."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(4096, neurons)).astype(kind), rng.normal(size=(neurons, 1024)).astype(kind)
    _, _, cpu = cpu_timed(lambda: [np.matmul(a, b) for _ in range(6)])
    return 6 * a.size * 1024 / cpu / 1e9


if __name__ == "__main__":
    main()
