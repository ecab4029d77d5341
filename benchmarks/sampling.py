"""Sampling that uses the sparsity of inputs, against a dense float matrix product of the same network.

    python -m benchmarks.sampling

m' = 16384, n = 2450, sparsity 2. The dense side computes ReLU(W X + b) and B^T of it in float32 with the BLAS of
numpy on all cores, nothing else; the sparse side draws the inputs, scores them exactly and compares with F.
"""

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.timing import peak_megabytes, table, timed
from constructions import structured_channels
from verify import TwoAnd, sample
from verify.codes.base import expand

SAMPLES, BATCH = 1_000_000, 2048


def main() -> None:
    parser_of(__doc__).parse_args()
    problem = TwoAnd.random_regular(16384, 2, sparsity=2, seed=0)
    network, building = timed(lambda: structured_channels(problem, neurons=2450, weight=16, seed=0))
    sample(problem, network, samples=10_000)
    report, sparse = timed(lambda: sample(problem, network, samples=SAMPLES, seed=1))
    memory = peak_megabytes()
    layer = network.layers[0]
    weights, bias = layer.weights.astype(np.float32), layer.bias.astype(np.float32)[:, None]
    reading = np.ascontiguousarray(expand(network.output_code).T.astype(np.float32))
    batch = expand(network.input_code)[:, :BATCH].astype(np.float32)
    dense = min(timed(lambda: reading @ np.maximum(weights @ batch + bias, 0))[1] for _ in range(3))
    rates = SAMPLES / sparse, BATCH / dense
    rows = [
        ("sample", f"{rates[0]:,.0f}", f"{report.failures} of {report.samples:,} wrong", f"{memory:.0f}"),
        ("dense float32 product", f"{rates[1]:,.0f}", "scores only", ""),
        ("ratio", f"{rates[0] / rates[1]:.1f}", "", ""),
    ]
    print(f"network built in {building:.1f} s")
    print(table(("method", "inputs a second", "result", "peak MB"), rows))


if __name__ == "__main__":
    main()
