"""Networks of floats: the largest problem beside the machine's matrix products.

    python -m benchmarks.floats --speed [--features 1024] [--neurons 448]

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
    Problem,
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
    parser.add_argument("--features", type=int, default=1024, metavar="M", help="features and ANDs (%(default)s)")
    parser.add_argument("--neurons", type=int, default=448, metavar="N", help="hidden neurons (%(default)s)")
    arguments = parser.parse_args()
    speed(arguments.features, arguments.neurons)


def speed(features: int, neurons: int) -> None:
    """Print the table."""
    problem = TwoAnd.random_regular(features, 2, sparsity=2, seed=0)
    network = dense_channels(problem, neurons, seed=1)
    layers = [(layer.weights, layer.bias, layer.rectified) for layer in network.layers]
    thresholds = np.where(np.arange(features) < 8, network.thresholds - 1, network.thresholds)
    moved = FloatNetwork(layers, thresholds.astype(np.float32))
    rates = {kind: multiply_adds(neurons, kind, features) for kind in (np.float64, np.float32)}
    finding, *find = cpu_timed(lambda: find_float_proof(problem, network, prover="enumerate", deadline=Deadline(None)))
    if not isinstance(finding.found, Found):
        raise SystemExit(f"the network is not right: {finding.found}")
    certificate = finding.found.certificate
    answer, *checked = cpu_timed(lambda: check(problem, network, certificate))
    tally, *count = cpu_timed(lambda: score_floats(problem, moved, deadline=Deadline(None)))
    if not isinstance(tally, TallyCertificate):
        raise SystemExit(f"nothing was counted: {tally}")
    told, *recounted = cpu_timed(lambda: check_tally(problem, moved, tally))
    rates = {kind: max(rate, multiply_adds(neurons, kind, features)) for kind, rate in rates.items()}
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


def dense_channels(problem: Problem, neurons: int, weight: int | None = None, seed: int = 0) -> FloatNetwork:
    """Structured channels in float32, with noise, so that no weight is 0 any more."""
    exact = as_floats(structured_channels(problem, neurons=neurons, weight=weight, seed=seed))
    rng, layers = np.random.default_rng(0), []
    for layer in exact.layers:
        weights = layer.weights + 1e-4 * rng.normal(size=layer.weights.shape)
        layers.append((weights.astype(np.float32), layer.bias.astype(np.float32), layer.rectified))
    return FloatNetwork(layers, np.float32(exact.thresholds - 0.5))


def multiply_adds(neurons: int, kind: type[np.floating[Any]], outputs: int = 1024) -> float:
    """10^9 multiply-adds of a matrix product in a CPU second."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(4096, neurons)).astype(kind), rng.normal(size=(neurons, outputs)).astype(kind)
    _, _, cpu = cpu_timed(lambda: [np.matmul(a, b) for _ in range(6)])
    return 6 * a.size * outputs / cpu / 1e9


if __name__ == "__main__":
    main()
