"""Provers side by side on the same networks, in one run.

    python -m benchmarks.provers [--limit SECONDS] [--outputs M ...]

Random 2-regular graphs with inputs in superposition (n < m): at sparsity 2 structured channels of the first seed that
branch proves, at sparsity 4 optimised channels, because no closed form has n < m there.
branch, enumerate and smt decide the whole network. CP-SAT and HiGHS (extra `benchmark`, one thread) are asked about one
output after another. dense is scoring of all inputs by float32 matrix products of numpy. Where a method needs more than
the limit (default 60 s), "~" is extrapolated: from the outputs finished within it, or by the forecast (enumerate), or
from one batch of inputs (dense, always); ">" means that it ended without an answer. Compilers run before the clock
starts.
"""

import sys
import time
from functools import partial

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.solvers import SOLVERS, Solver, matrices, questions
from benchmarks.timing import table, timed
from constructions import optimised_channels, structured_channels
from verify import Found, Network, Problem, TwoAnd, count_admissible, find_proof
from verify.progress import Deadline
from verify.provers.enumeration import forecast

CASES = ((32, 2, 28, 4), (64, 2, 60, 5), (128, 2, 100, 6), (256, 2, 192, 8), (1024, 2, 480, 12),
         (64, 4, 62, None), (128, 4, 120, None), (256, 4, 200, None), (1024, 4, 700, None))  # fmt: skip
SEEDS = 300
BATCH = 1024
HEADER = ("m'", "v", "n", "inputs", "branch s", "enumerate s", "smt s", "dense s", "CP-SAT s", "HiGHS s",
          "best solver / branch", "enumerate / branch")  # fmt: skip


def right_network(features: int, sparsity: int, neurons: int, weight: int | None) -> tuple[Problem, Network] | None:
    """Channels of `weight` with the first seed that branch proves, or trained ones; None when there is none."""
    problem = TwoAnd.random_regular(features, 2, sparsity=sparsity, seed=0)
    if weight is None:
        return problem, optimised_channels(problem, neurons=neurons, seed=0)
    for seed in range(SEEDS):
        network = structured_channels(problem, neurons=neurons, weight=weight, seed=seed)
        if isinstance(find_proof(problem, network, prover="branch"), Found):
            return problem, network
    return None


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--outputs", type=int, nargs="+", help="only problems of these sizes")
    options = parser.parse_args()
    limit: float = options.limit
    small = TwoAnd.random_regular(32, 2, sparsity=3, seed=0)
    for prover in ("branch", "enumerate"):
        find_proof(small, structured_channels(small, neurons=40), prover=prover)
    rows = []
    for case in CASES:
        if options.outputs is not None and case[0] not in options.outputs:
            continue
        found = right_network(*case)
        if found is None:
            print(f"no right network for {case} among {SEEDS} seeds", file=sys.stderr)
            continue
        rows.append(row(*found, limit))
        print(*rows[-1], file=sys.stderr, flush=True)
    print(table(HEADER, rows))


def row(problem: Problem, network: Network, limit: float) -> tuple[object, ...]:
    branch = min(timed(partial(find_proof, problem, network, prover="branch"))[1] for _ in range(3))
    expected = forecast(problem, network).seconds
    enumerated = f"~{expected:.3g}"
    if expected <= limit:
        expected = timed(partial(find_proof, problem, network, prover="enumerate"))[1]
        enumerated = f"{expected:.3g}"
    verdict, solving = timed(partial(find_proof, problem, network, prover="smt", deadline=Deadline(limit)))
    smt = f"{solving:.3g}" if isinstance(verdict, Found) else f">{limit:.3g}"
    by_solver = {name: solved(solver, problem, network, limit) for name, solver in SOLVERS.items()}
    best = min([seconds for seconds, _ in by_solver.values()] + ([solving] if isinstance(verdict, Found) else []))
    return (
        problem.outputs, problem.sparsity, network.neurons, count_admissible(problem), f"{branch:.3g}", enumerated, smt,
        f"~{dense(problem, network):.3g}", *(words for _, words in by_solver.values()),
        "" if best == float("inf") else f"{best / branch:.0f}", f"{expected / branch:.1f}",
    )  # fmt: skip


def dense(problem: Problem, network: Network) -> float:
    """Seconds for all inputs, from one batch of sparse columns as a dense matrix."""
    received, reading = (matrix.astype(np.float32) for matrix in matrices(network))
    bias = network.layers[0].bias.astype(np.float32)[:, None]
    rng = np.random.default_rng(0)
    inputs = np.zeros((problem.inputs, BATCH), dtype=np.float32)
    inputs[rng.integers(0, problem.inputs, (problem.sparsity, BATCH)), np.arange(BATCH)] = 1
    readings = reading.T.copy()
    score = partial(lambda: readings @ np.maximum(received @ inputs + bias, 0) >= network.threshold)
    return min(timed(score)[1] for _ in range(5)) * count_admissible(problem) / BATCH


def solved(solver: Solver, problem: Problem, network: Network, limit: float) -> tuple[float, str]:
    """Seconds for all outputs and the same in words; infinite when not even one output is finished."""
    received, reading = matrices(network)
    start, seconds = time.perf_counter(), 0.0
    for finished, output in enumerate(np.random.default_rng(0).permutation(problem.outputs).tolist()):
        for question in questions(problem, network, output, received, reading):
            left = limit - (time.perf_counter() - start)
            answer = solver(question, left) if left > 0 else None
            if answer is False:
                raise RuntimeError(f"a solver refutes output {output} of a proved network")
            if answer is None:
                seconds *= problem.outputs / max(1, finished)
                return (seconds, f"~{seconds:.3g}") if finished else (float("inf"), f">{limit:.3g} an output")
        seconds = time.perf_counter() - start
    return seconds, f"{seconds:.3g}"


if __name__ == "__main__":
    main()
