"""Bounds beside enumeration on dense networks: is there something to win, and where.

    python -m benchmarks.float_bounds [--sizes 128-3-128 64-3-96+96 1024-3-900-16 ...] [--solver-seconds 60]

M-V-N: M features, M ANDs of two of them, at sparsity V, on one hidden layer of N dense float32 neurons, or on several
(N+N), trained here by Adam in torch (seeded, one thread) on inputs of which a quarter are neighbours of the worst so
far. M-V-N-W: not trained, but structured channels of weight W with noise of 1e-4 on every weight; M-V-N-Ws: the same as
the block of a residual stream, four dense layers of which one has ReLUs (`streamed`). Both provers decide
the same statement, and the checker reads both proofs; enumeration beyond LONG multiply-adds is not run: ~ stands before
what these take at the rate of numpy's float64 matrix product in this run, which is less than it would take. Branch is
given --seconds; > stands before them where they do not suffice. *Tried* are the inputs of an output that bounds
leave to be tried. Z3 gets the script of one output that must be 0, and CP-SAT (where ortools is installed, and for one
hidden layer) the same question, for that many seconds. CPU seconds of all threads.
"""

from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from math import comb
from typing import Any
from unittest.mock import patch

import numpy as np
import torch

from benchmarks.arguments import parser_of
from benchmarks.floats import dense_channels, multiply_adds
from benchmarks.solvers import Question, by_cp_sat
from benchmarks.timing import cpu_timed, table
from verify import FloatNetwork, Found, Problem, TwoAnd, Valid, check
from verify.arrays import Longs, Reals
from verify.floats.bound_tree import TreeBounds
from verify.floats.deeper import Deeper
from verify.floats.first_sums import Side, TwoLayers
from verify.progress import Deadline
from verify.provers.floats.prove import find_float_proof
from verify.smtlib import Scripts
from verify.solver import solve

SIZES = ("128-3-128", "256-3-256", "128-4-192", "1024-3-900-16", "1024-4-1300-20")
STEPS = {64: 2000, 128: 4000, 256: 3000, 512: 2000}
FEW = 1000
BATCH, RATE = 1024, 5e-3
LONG = 10**11
HEADER = ("m-v-n", "inputs", "make", "branch", "its check", "tried", "enumerate", "its check", "enumerate / branch",
          "with checks", "Z3, one output", "CP-SAT, one output")  # fmt: skip


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="M-V-N")
    parser.add_argument("--solver-seconds", type=float, default=0, metavar="S", help="for each solver (%(default)s)")
    parser.add_argument("--seconds", type=float, metavar="S", help="for branch, of the clock (without end)")
    arguments = parser.parse_args()
    rows = []
    for size in arguments.sizes:
        rows.append(row(size, arguments.solver_seconds, arguments.seconds))
        print(table(HEADER, rows[-1:]), flush=True)
    print(table(HEADER, rows))


def row(size: str, solver_seconds: float, seconds: float | None) -> tuple[object, ...]:
    """Make a network, prove it twice, check twice."""
    problem, make = subject(size)
    network, _, making = cpu_timed(make)
    inputs = sum(comb(problem.inputs, k) for k in range(problem.sparsity + 1))
    known: tuple[object, ...] = (size, f"{inputs:,}", f"{making:.0f}")
    tried, kind = 0, TwoLayers if len(network.layers) == 2 else Deeper
    sums: Callable[[Any, Side, Reals, Longs], Reals] = kind.sums

    def counted(bounds: TreeBounds, side: Side, state: Reals, sets: Longs) -> Reals:
        nonlocal tried
        tried += len(sets)
        return sums(bounds, side, state, sets)

    with patch.object(kind, "sums", counted):
        bounded = proved(problem, network, "branch", seconds)
    work, mark = inputs * sum(a * b for a, b in pairwise(network.widths[1:])), ""
    whole = proved(problem, network, "enumerate", None) if work <= LONG else None
    if whole is None:
        mark, whole = "~", (work / multiply_adds(network.neurons, np.float64) / 1e9,) * 2
    shown = [f"{mark}{value:,.1f}" for value in whole]
    if bounded is None:
        return (*known, f">{seconds}", "", "", *shown, *[""] * (len(HEADER) - 8))
    # Proof and check both walk the tree.
    return (
        *known, *(f"{value:.1f}" for value in bounded), f"{tried / 2 / problem.outputs:,.0f}", *shown,
        f"{whole[0] / bounded[0]:,.1f}", f"{sum(whole) / sum(bounded):,.1f}",
        *(by_solvers(problem, network, solver_seconds) if solver_seconds else ("", "")),
    )  # fmt: skip


def subject(size: str) -> tuple[Problem, Callable[[], FloatNetwork]]:
    """The problem of a size, and how its network is made."""
    features, sparsity, neurons, *weight = size.split("-")
    problem = TwoAnd.random_regular(int(features), 2, sparsity=int(sparsity), seed=0)
    if weight:
        make = partial(dense_channels, problem, int(neurons), int(weight[0].rstrip("s")))
        return problem, (lambda: streamed(make())) if weight[0].endswith("s") else make
    return problem, partial(trained, problem, list(map(int, neurons.split("+"))))


def streamed(network: FloatNetwork) -> FloatNetwork:
    """The network as x -> U (x + W_out ReLU(W_in x)) behind a map E into the stream, all dense and in float32.

    E and U are orthonormal, and orthogonal to one another, up to float32: so the scores are the same, nearly.
    """
    first, last = network.layers
    features, width, neurons = network.inputs, network.inputs + network.outputs, len(first.bias)
    turned = np.linalg.qr(np.random.default_rng(0).normal(size=(width, width)))[0].astype(np.float32)
    embed, read, stream = turned[:, :features], turned[:, features:].T, np.eye(width)
    inner, outer = (first.weights @ embed.T).astype(np.float32), (read.T @ last.weights).astype(np.float32)
    zeros, rectified = np.zeros(width), np.arange(neurons + width) < neurons
    layers = [
        (embed, zeros, False),
        (np.concatenate([inner, stream]), np.concatenate([first.bias, zeros]), rectified),
        (np.concatenate([outer, stream], axis=1), zeros, False),
        (read, last.bias, False),
    ]
    return FloatNetwork(layers, network.thresholds, network.precision, network.strict)


def proved(problem: Problem, network: FloatNetwork, prover: str, seconds: float | None) -> tuple[float, float] | None:
    """The CPU seconds that a proof and its check take, or None where none was found."""
    work_on = partial(find_float_proof, problem, network, prover=prover, deadline=Deadline(seconds))
    finding, _, proof = cpu_timed(work_on)
    if not isinstance(finding.found, Found):
        print(f"{problem.inputs} features, {prover}: {finding.found}", flush=True)
        return None
    answer, _, checking = cpu_timed(partial(check, problem, network, finding.found.certificate))
    if not isinstance(answer, Valid):
        raise SystemExit(f"the proof by {prover} is not valid: {answer}")
    return proof, checking


def by_solvers(problem: Problem, network: FloatNetwork, seconds: float) -> tuple[str, str]:
    """Seconds for one output where it must be 0; CP-SAT of one hidden layer."""
    script = Scripts(problem, network).text(0, "false")
    (_, answer), wall, _ = cpu_timed(lambda: next(iter(solve([script], Deadline(seconds)))))
    z3 = f"{wall:.0f}" if answer.word in ("sat", "unsat") else f">{seconds:.0f}"
    if find_spec("ortools") is None or len(network.layers) != 2:
        return z3, ""
    bounds = TwoLayers(network, problem.sparsity)
    side, received = bounds.outputs[0][0], bounds.first.words[: problem.inputs].T.astype(np.int64)
    ordered, bias = np.sort(received, axis=1), bounds.first.bias.astype(np.int64)
    question = Question(
        received, bias, side.weights.astype(np.int64),
        bias + np.minimum(ordered[:, : problem.sparsity], 0).sum(axis=1),
        bias + np.maximum(ordered[:, -problem.sparsity :], 0).sum(axis=1),
        problem.pairs[0], False, side.limit + 1, problem.sparsity,
    )  # fmt: skip
    found, wall, _ = cpu_timed(lambda: by_cp_sat(question, seconds))
    return z3, f">{seconds:.0f}" if found is None else f"{wall:.0f}"


def trained(problem: Problem, hidden: Sequence[int], seed: int = 0) -> FloatNetwork:
    """A squared hinge of margin 1, on pairs of a gate, one input of a gate, anything, and changes of the worst."""
    features, sparsity, pairs = problem.inputs, problem.sparsity, np.array(problem.pairs)
    rng, quarter = np.random.default_rng(seed), BATCH // 4
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    linear = [torch.nn.Linear(a, b) for a, b in pairwise((features, *hidden, problem.outputs))]
    module = torch.nn.Sequential(*(part for layer in linear for part in (layer, torch.nn.ReLU())))[:-1]
    optimiser = torch.optim.Adam(module.parameters(), lr=RATE)
    steps = STEPS.get(features, FEW)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    worst = rng.integers(features, size=(quarter, sparsity))
    for _ in range(steps):
        active = rng.integers(features, size=(BATCH, sparsity))
        active[:quarter, :2] = pairs[rng.integers(len(pairs), size=quarter)]
        active[quarter : 2 * quarter, 0] = pairs[rng.integers(len(pairs), size=quarter), rng.integers(2, size=quarter)]
        changed, half = worst.copy(), rng.random(quarter) < 0.5
        changed[half, rng.integers(sparsity, size=int(half.sum()))] = rng.integers(features, size=int(half.sum()))
        active[3 * quarter :] = changed
        few = rng.integers(BATCH, size=BATCH // 8)
        kept = np.arange(1, sparsity) < rng.integers(sparsity, size=(len(few), 1))
        active[few, 1:] = np.where(kept, active[few, 1:], active[few, :1])
        inputs = np.zeros((BATCH, features), dtype=np.float32)
        inputs[np.arange(BATCH)[:, None], active] = 1
        right = torch.from_numpy((inputs[:, pairs[:, 0]] > 0) & (inputs[:, pairs[:, 1]] > 0))
        scores = module(torch.from_numpy(inputs))
        short = torch.relu(1 - torch.where(right, scores, -scores))
        optimiser.zero_grad()
        (short**2).sum(1).mean().backward()
        optimiser.step()
        schedule.step()
        harm = short.detach().max(1).values.numpy()
        worst = active[np.argpartition(-harm, quarter)[:quarter]]
    layers = [(one.weight.detach().numpy(), one.bias.detach().numpy(), one is not linear[-1]) for one in linear]
    return FloatNetwork(layers, 0.0, strict=True)


if __name__ == "__main__":
    main()
