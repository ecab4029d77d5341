"""Proofs by branching: how they grow with the outputs, and how little they depend on the sparsity.

    python -m benchmarks.branch_scaling [SMALLEST LARGEST] [--proof-only] [--memory GIB]

Random 2-regular graphs with 256, 1024, 4096, ... features at sparsity 2 (default SMALLEST 256, LARGEST 16384), and
1024 features at sparsity 2, 3, 4, 6, 8, with structured channels of the neurons below. At sparsity 2 the same
network is refuted with one weight changed, so that exactly one output is wrong on exactly one input. The check is that
of the whole certificate; `--proof-only` leaves refutation and check out, for the largest sizes. CPU seconds are those
of all threads: their ratio holds on a busy machine too. Compilers run before the clock starts.
"""

from functools import partial

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed, peak_megabytes, table, timed
from constructions.structured_channels import structured_channels
from verify import Found, Network, Problem, Refuted, TwoAnd, Valid, check, count_admissible
from verify.provers.branch import prove_by_branching
from verify.provers.branch.forecasting import forecast
from verify.scoring.scan import Scanner

GROWTH = {
    256: (192, 8),
    1024: (480, 12),
    4096: (1100, 16),
    16384: (2600, 16),
    65536: (5600, 20),
    262144: (13000, 22),
    1048576: (29000, 24),
}
SPARSITIES = {2: (480, 12), 3: (900, 16), 4: (1300, 20), 6: (2000, 24), 8: (3200, 40)}
HEADER = ("m'", "v", "n", "inputs", "verdict", "build s", "forecast s", "proof s", "proof CPU s", "ns / (m' w m)",
          "branched on", "evidence", "refutation s", "check s", "check / proof", "in CPU s", "peak MB")  # fmt: skip


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=(256, 16384))
    parser.add_argument("--proof-only", action="store_true")
    parser.add_argument("--memory", type=float, help="GiB that the prover may use (default: its own)")
    given = parser.parse_args()
    smallest, largest = given.sizes
    memory = None if given.memory is None else int(given.memory * 2**30)
    one = partial(row, memory=memory, proof_only=given.proof_only)
    small = TwoAnd.random_regular(64, 2, sparsity=3, seed=0)
    prove_by_branching(small, structured_channels(small, neurons=64))
    print(table(HEADER, [one(m, 2, *sizes) for m, sizes in GROWTH.items() if smallest <= m <= largest]))
    if smallest <= 1024 <= largest:
        print(table(HEADER, [one(1024, v, *sizes) for v, sizes in SPARSITIES.items()]))


def row(
    features: int, sparsity: int, neurons: int, weight: int, *, memory: int | None, proof_only: bool
) -> tuple[object, ...]:
    problem = TwoAnd.random_regular(features, 2, sparsity=sparsity, seed=0)
    network, building = timed(partial(structured_channels, problem, neurons=neurons, weight=weight))
    expected = forecast(problem, network, memory=memory)
    verdict, seconds, cpu = cpu_timed(partial(prove_by_branching, problem, network, memory=memory))
    proving_peak = peak_megabytes()
    branched, size, checked, ratio, cpu_ratio, refuting = "", "", "", "", "", ""
    if isinstance(verdict, Found):
        arrays = verdict.certificate.arrays
        branched = str(len(arrays.get("features", ())))
        size = f"{sum(array.nbytes for array in arrays.values())} B"
    if isinstance(verdict, Found) and not proof_only:
        if sparsity == 2:
            refuting = refutation(problem, network)
        answer, checking, check_cpu = cpu_timed(partial(check, problem, network, verdict.certificate))
        checked = f"{checking:.2f}" if isinstance(answer, Valid) else answer.reason
        ratio, cpu_ratio = f"{checking / seconds:.1f}", f"{check_cpu / cpu:.1f}"
    rate = 1e9 * seconds / (problem.outputs * weight * features)
    before = f"{expected.seconds:.2f}"
    return (
        problem.outputs, sparsity, network.neurons, count_admissible(problem), type(verdict).__name__.lower(),
        f"{building:.1f}", before, f"{seconds:.2f}", f"{cpu:.2f}", f"{rate:.2f}", branched, size, refuting,
        checked, ratio, cpu_ratio, f"{proving_peak:.0f}",
    )  # fmt: skip


def refutation(problem: Problem, network: Network) -> str:
    """Seconds to refute the network with one weight changed, as `with_one_weight_changed` does."""
    changed = with_one_weight_changed(problem, network)
    if changed is None:
        return "no such weight"
    verdict, seconds = timed(partial(prove_by_branching, problem, changed))
    return f"{seconds:.2f}" if isinstance(verdict, Refuted) else "not refuted"


def with_one_weight_changed(problem: Problem, network: Network) -> Network | None:
    """The network with one weight lowered by 1, wrong on one output's own pair and nowhere else; None without one.

    The threshold is the smallest true score, so the output that attains it fails when a neuron of its channel receives
    less from both features. Every other pair is scored to see that it stays right; no false score can rise by more
    than 2 a feature, which the margin must allow.
    """
    pairs = np.sort(np.array(problem.pairs), axis=1)
    true = Scanner(problem, network).extremes(pairs).smallest_true
    tightest = int(np.argmin(true))
    words = [network.input_code.block(int(j), int(j) + 1)[:, 0].astype(np.int64) for j in pairs[tightest]]
    layer, channel = network.layers[0], np.flatnonzero(network.output_code.block(tightest, tightest + 1)[:, 0])
    neuron = int(channel[np.argmax(layer.weights[channel].astype(np.int64) @ (words[0] + words[1]))])
    for place in np.flatnonzero((words[0] > 0) & (words[1] > 0)).tolist():
        weights = layer.weights.copy()
        weights[neuron, place] -= 1
        changed = Network([(weights, layer.bias)], network.input_code, network.output_code, threshold=network.threshold)
        if (Scanner(problem, changed).extremes(pairs).smallest_true < network.threshold).sum() == 1:
            return changed
    return None


if __name__ == "__main__":
    main()
