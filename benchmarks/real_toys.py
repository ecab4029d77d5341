"""Toy models of superposition on real features, trained here: worst errors, proved, beside the largest of samples.

    python -m benchmarks.real_toys --samples 10000000

Seeded training with Adam in numpy, float32: features uniform in their range, each on with a small probability. Forms:
tied, ReLU(W^T W y + b) for y in [0, 1] (Elhage et al. 2022); residual, y + W2 ReLU(W1 y) for y + ReLU(y), and
compressed, W2 ReLU(W1 y) for ReLU(y), both in [-1, 1]. Seconds are of search and check together. The worst error that
is reached is shown as torch computes it in float32 at the same input, too, beside the bound for every machine. Of every
output the largest error that samples show is computed again in fractions, and must not be above its bound.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from typing import final

import numpy as np
import numpy.typing as npt

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed, table
from constructions.optimisation.adam import Adam
from superproof.real_features import shown_up
from verify import FloatNetwork, RealProblem, Unknown, WorstErrors, autoencoder, compressed, worst_errors
from verify.reals.error_function import ExactErrors

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Function = Callable[[Doubles], Doubles]
BATCH, RATE, BLOCK = 1024, 0.02, 20_000


@final
@dataclass(frozen=True)
class Toy:
    """A form of network, sizes, the probability that a feature is on, and how long it is trained."""

    form: str
    features: int
    neurons: int
    density: float
    steps: int

    def problem(self, sparsity: int) -> RealProblem:
        """What it should compute."""
        if self.form == "tied":
            return autoencoder(self.features, sparsity)
        return compressed(self.features, sparsity, residual=self.form == "residual")

    def inputs(self, rng: np.random.Generator, count: int) -> Floats:
        """Random inputs (count, m)."""
        low = 0.0 if self.form == "tied" else -1.0
        values = rng.uniform(low, 1.0, (count, self.features)).astype(np.float32)
        return np.where(rng.random((count, self.features)) < self.density, values, np.float32(0))


TOYS = (
    Toy("tied", 5, 2, 0.05, 10_000),
    Toy("tied", 40, 10, 0.05, 10_000),
    Toy("residual", 100, 50, 0.01, 10_000),
    Toy("compressed", 500, 50, 0.01, 3_000),
)


def trained(toy: Toy, seed: int) -> FloatNetwork:
    """The network after training, the same for the same seed on the same processor."""
    rng = np.random.default_rng(seed)
    m, n = toy.features, toy.neurons
    return _tied(toy, rng, m, n) if toy.form == "tied" else _two_maps(toy, rng, m, n)


def _tied(toy: Toy, rng: np.random.Generator, m: int, n: int) -> FloatNetwork:
    words = (rng.normal(size=(n, m)) / np.sqrt(n)).astype(np.float32)
    bias = np.full(m, -0.01, dtype=np.float32)
    optimisers = [Adam(words, RATE, toy.steps), Adam(bias, RATE * 5, toy.steps)]
    for _ in range(toy.steps):
        y = toy.inputs(rng, BATCH)
        hidden = y @ words.T
        before = hidden @ words + bias
        slope = 2 * (np.maximum(before, 0) - y) * (before > 0) / np.float32(BATCH)
        optimisers[0].step(words, hidden.T @ slope + (slope @ words.T).T @ y)
        optimisers[1].step(bias, slope.sum(axis=0))
    return FloatNetwork([(words, np.zeros(n), False), (words.T.copy(), bias, True)], 0.5)


def _two_maps(toy: Toy, rng: np.random.Generator, m: int, n: int) -> FloatNetwork:
    first = (rng.normal(size=(n, m)) / np.sqrt(m)).astype(np.float32)
    second = (rng.normal(size=(m, n)) / np.sqrt(n)).astype(np.float32)
    optimisers = [Adam(first, RATE, toy.steps), Adam(second, RATE, toy.steps)]
    for _ in range(toy.steps):
        y = toy.inputs(rng, BATCH)
        before = y @ first.T
        fired = np.maximum(before, 0)
        slope = 2 * (fired @ second.T - np.maximum(y, 0)) / np.float32(BATCH)
        back = (slope @ second) * (before > 0)
        optimisers[1].step(second, slope.T @ fired)
        optimisers[0].step(first, back.T @ y)
    if toy.form == "compressed":
        return FloatNetwork([(first, np.zeros(n), True), (second, np.zeros(m), False)], 0.5)
    carried = np.vstack([first, np.eye(m)]), np.zeros(n + m), np.arange(n + m) < n
    return FloatNetwork([carried, (np.hstack([second, np.eye(m)]), np.zeros(m), False)], 0.5)


def sampled(problem: RealProblem, network: FloatNetwork, samples: int, seed: int) -> list[Fraction]:
    """The exact error of every output at the one of random admissible inputs where it is largest in float64."""
    rng, target = np.random.default_rng(seed), _target(problem)
    low, high = (float(end) for end in problem.ranges[0])
    worst, points = np.zeros(problem.outputs), [dict[int, Fraction]()] * problem.outputs
    for start in range(0, samples, BLOCK):
        count = min(BLOCK, samples - start)
        drawn = [
            (rng.uniform(low, high, count), rng.integers(problem.features, size=count)) for _ in range(problem.sparsity)
        ]
        errors = np.abs(_errors(network, target, drawn))
        places = errors.argmax(axis=0)
        largest = errors[places, np.arange(problem.outputs)]
        for i in np.flatnonzero(largest > worst).tolist():
            point = {int(feature[places[i]]): Fraction(float(value[places[i]])) for value, feature in drawn}
            worst[i], points[i] = largest[i], {j: value for j, value in sorted(point.items()) if value}
    exact = ExactErrors(problem, network)
    return [abs(exact.at(i, point)) for i, point in enumerate(points)]


def _errors(network: FloatNetwork, target: Function, drawn: list[tuple[Doubles, Longs]]) -> Doubles:
    """(count, m) errors in float64 at inputs that `drawn` has as values and features; of two on one the last counts."""
    first, *others = network.layers
    count = len(drawn[0][0])
    x = np.broadcast_to(first.bias, (count, len(first.bias)))
    for number, (value, feature) in enumerate(drawn):
        for _, later in drawn[number + 1 :]:
            value[feature == later] = 0
        x = x + first.weights.T[feature] * value[:, None]
    x = np.where(first.rectified, np.maximum(x, 0), x)
    for layer in others:
        x = x @ layer.weights.T + layer.bias
        x = np.where(layer.rectified, np.maximum(x, 0), x)
    for value, feature in drawn:
        x[np.arange(count), feature] -= target(value)
    return x


def _target(problem: RealProblem) -> Function:
    straight, bent = bool(problem.targets[0].terms), bool(problem.targets[0].hinges)
    return lambda y: y * straight + np.maximum(y, 0) * bent


HEAD = (
    "network", "v", "worst error at most", "reached", "in torch", "on machines at most", "exact outputs", "below 0.5",
    "largest of samples", "s", "CPU s",
)  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = parser_of(__doc__)
    parser.add_argument("--samples", type=int, default=10**7, help="random inputs a row (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of training and sampling (%(default)s)")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds for a row (%(default)s)")
    parser.add_argument("--sparsity", type=int, nargs="+", default=[1, 2], help="features that may be on (%(default)s)")
    parser.add_argument("--least", type=int, default=0, help="leave out toys of fewer features (%(default)s)")
    parser.add_argument("--most", type=int, default=500, help="leave out toys of more features (%(default)s)")
    given = parser.parse_args()
    print(table(HEAD, []))
    for toy in TOYS:
        if given.least <= toy.features <= given.most:
            network = trained(toy, given.seed)
            for v in given.sparsity:
                print("| " + " | ".join(_row(toy, network, v, given)) + " |", flush=True)


def _row(toy: Toy, network: FloatNetwork, sparsity: int, given: argparse.Namespace) -> list[str]:
    problem = toy.problem(sparsity)
    found, *took = cpu_timed(lambda: worst_errors(problem, network, timeout=given.timeout))
    name, seconds = [f"{toy.form}, {toy.features} in {toy.neurons}", str(sparsity)], [f"{one:.1f}" for one in took]
    if not isinstance(found, WorstErrors):
        return [*name, found.reason, *[""] * 6, *seconds]
    exact = sum(a == b for a, b in zip(found.reached, found.at_most, strict=True))
    shown = sampled(problem, network, given.samples, given.seed)
    if any(error > bound for error, bound in zip(shown, found.at_most, strict=True)):
        raise ArithmeticError(f"a sample is off by more than is proved: {toy}, sparsity {sparsity}")
    largest = f"{float(max(shown)):.6f}" if given.samples else ""
    machine = "" if isinstance(found.executed, Unknown) else shown_up(max(found.executed))
    reached = f"{float(max(found.reached)):.6f}"
    within = str(sum(bound < 0.5 for bound in found.at_most))
    bound = shown_up(max(found.at_most))
    return [*name, bound, reached, in_torch(problem, network, found), machine, str(exact), within, largest, *seconds]


def in_torch(problem: RealProblem, network: FloatNetwork, found: WorstErrors) -> str:
    """The error of the worst output at its input, as torch computes the layers in float32; empty without torch."""
    if find_spec("torch") is None:
        return ""
    import torch

    output = max(range(problem.outputs), key=found.reached.__getitem__)
    y = torch.zeros(problem.features)
    for j, value in found.certificate.attained[output].items():
        y[j] = float(value)
    x = y
    for layer in network.layers:
        weights, bias = (torch.tensor(array, dtype=torch.float32) for array in (layer.weights, layer.bias))
        x = weights @ x + bias
        x = torch.where(torch.tensor(layer.rectified), torch.relu(x), x)
    right = problem.targets[output]({j: Fraction(value) for j, value in enumerate(y.tolist())})
    return f"{float(abs(Fraction(x[output].item()) - right)):.6f}"


if __name__ == "__main__":
    main()
