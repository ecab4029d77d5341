"""Random small float networks, and an oracle in fractions that shares no line with the product."""

from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
from hypothesis import strategies as st

from verify import FloatNetwork, Problem, evaluate
from verify.statement.on_inputs import is_admissible

ROUND = {
    "float16": lambda a: a.astype(np.float16).astype(np.float64),
    "bfloat16": lambda a: (a.astype(np.float32).view(np.uint32) & 0xFFFF0000).view(np.float32).astype(np.float64),
    "float32": lambda a: a.astype(np.float32).astype(np.float64),
    "float64": lambda a: a,
}


def drawn(rng: np.random.Generator, shape, precision: str, spread: int) -> np.ndarray:
    """Numbers of a format: some whole, some 0, some of very different sizes."""
    values = rng.normal(size=shape) * 2.0 ** rng.integers(-spread, spread + 1, size=shape)
    values = np.where(rng.random(shape) < 0.2, rng.integers(-3, 4, size=shape), values)
    return np.asarray(ROUND[precision](np.ascontiguousarray(values, dtype=np.float64)))


def random_network(seed: int, features=3, outputs=2, precision="float32", spread=3, hidden=None) -> FloatNetwork:
    rng = np.random.default_rng(seed)
    hidden = [int(w) for w in rng.integers(1, 5, size=rng.integers(0, 3))] if hidden is None else hidden
    widths, layers = [features, *hidden, outputs], []
    for before, after in pairwise(widths):
        mask = rng.random(after) < 0.7
        layers.append((drawn(rng, (after, before), precision, spread), drawn(rng, (after,), precision, spread), mask))
    strict = bool(rng.random() < 0.5)
    return FloatNetwork(layers, drawn(rng, (outputs,), precision, spread), precision, strict)


def fractions(network: FloatNetwork, active) -> list[Fraction]:
    """The scores by their definition."""
    x = [Fraction(int(j in active)) for j in range(network.inputs)]
    for layer in network.layers:
        z = [
            sum((Fraction(w) * value for w, value in zip(row, x, strict=True)), Fraction(b))
            for row, b in zip(layer.weights.tolist(), layer.bias.tolist(), strict=True)
        ]
        x = [max(value, Fraction(0)) if r else value for value, r in zip(z, layer.rectified.tolist(), strict=True)]
    return x


def reads(network: FloatNetwork, active) -> list[bool]:
    pairs = zip(fractions(network, active), map(Fraction, network.thresholds.tolist()), strict=True)
    return [score > theta if network.strict else score >= theta for score, theta in pairs]


networks = st.builds(
    random_network,
    seed=st.integers(0, 2**32 - 1),
    precision=st.sampled_from(sorted(ROUND)),
    spread=st.sampled_from([0, 2, 6]),
)


def admissible(problem: Problem) -> list[tuple[int, ...]]:
    every = (c for k in range(problem.sparsity + 1) for c in combinations(range(problem.inputs), k))
    return [active for active in every if is_admissible(problem, active)]


def wrong_cells(problem: Problem, network: FloatNetwork) -> set[tuple[tuple[int, ...], int]]:
    """Inputs and outputs that read wrong on them, by the definition."""
    return {
        (active, i)
        for active in admissible(problem)
        for i, value in enumerate(reads(network, active))
        if value != (i in evaluate(problem, active))
    }
