"""Enumeration against its forecast: every admissible input, exact integers.

    python -m benchmarks.enumeration

m' = 1024 at sparsity 2 (524,801 inputs, n = 448) and m' = 128 at sparsity 3 (349,633 inputs); goal 10 s and 1 GB.
Kernels are compiled before the clock starts.
"""

from functools import partial

from benchmarks.arguments import parser_of
from benchmarks.timing import peak_megabytes, table, timed
from constructions import structured_channels
from verify import Found, TwoAnd, find_proof
from verify.provers.enumeration import forecast

CASES = ((1024, 2, 448, 1), (128, 3, 240, 0))


def main() -> None:
    parser_of(__doc__).parse_args()
    rows = []
    for features, sparsity, neurons, seed in CASES:
        problem = TwoAnd.random_regular(features, 2, sparsity=sparsity, seed=0)
        network = structured_channels(problem, neurons=neurons, seed=seed)
        expected = forecast(problem, network)
        verdict, seconds = timed(partial(find_proof, problem, network, prover="enumerate"))
        margin = verdict.certificate.margin if isinstance(verdict, Found) else None
        rows.append(
            (
                problem.outputs,
                sparsity,
                network.neurons,
                f"{expected.inputs:,}",
                f"{expected.operations:.2e}",
                f"{expected.seconds:.1f}",
                f"{seconds:.1f}",
                f"{peak_megabytes():.0f}",
                f"{type(verdict).__name__} {margin or ''}",
            )
        )
    header = ("m'", "v", "n", "inputs", "additions", "forecast s", "measured s", "peak MB", "verdict")
    print(table(header, rows))


if __name__ == "__main__":
    main()
