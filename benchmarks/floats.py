"""Networks of floats: the largest problem beside the machine's matrix products.

    python -m benchmarks.floats --speed [--features 1024] [--neurons 448]
    python -m benchmarks.floats --stream 1000 [--features 100] [--neurons 50]

1024 ANDs of 1024 features at sparsity 2 (524,801 inputs) on dense float32 neurons: a network that is right, proved and
checked, and one with 8 thresholds moved, counted and checked. The last column is the rate of multiply-adds in a CPU
second beside that of numpy's matrix products of the same shape, in float64, in the same run: it holds on a busy machine
too.

--stream D: every feature is mapped into a residual stream of D numbers by unit vectors at random, a block of so many
ReLUs adds to it, and the vectors read it, at sparsity 2: as a residual MLP is at the start of its training. Output i is
feature i; to the network that is counted the same happens.
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
    gate_problem,
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
    parser.add_argument("--stream", type=int, metavar="D", help="a residual stream of so many numbers instead")
    parser.add_argument("--features", type=int, metavar="M", help="features, and ANDs (1024; of a stream 100)")
    parser.add_argument("--neurons", type=int, metavar="N", help="hidden neurons (448; of a stream 50)")
    arguments = parser.parse_args()
    if arguments.stream is not None:
        speed(*stream(arguments.features or 100, arguments.neurons or 50, arguments.stream))
    else:
        problem = TwoAnd.random_regular(arguments.features or 1024, 2, sparsity=2, seed=0)
        speed(problem, dense_channels(problem, arguments.neurons or 448, seed=1))


def speed(problem: Problem, network: FloatNetwork) -> None:
    """Print the table."""
    features, neurons = problem.outputs, network.neurons
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


def stream(features: int, neurons: int, width: int) -> tuple[Problem, FloatNetwork]:
    """The problem of a stream and its network."""
    rng = np.random.default_rng(0)
    embed = rng.normal(size=(width, features))
    embed /= np.linalg.norm(embed, axis=0)
    there = rng.normal(size=(neurons, width)) / np.sqrt(width)
    back = 0.1 * rng.normal(size=(width, neurons)) / np.sqrt(neurons)
    matrices = [
        embed, np.concatenate([there, np.eye(width)]), np.concatenate([back, np.eye(width)], axis=1), embed.T,
    ]  # fmt: skip
    rectified = (False, np.arange(neurons + width) < neurons, False, False)
    layers = [(m.astype(np.float32), np.zeros(len(m)), r) for m, r in zip(matrices, rectified, strict=True)]
    return gate_problem(features, 2, [("copy", j) for j in range(features)]), FloatNetwork(layers, 0.5)


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
