"""Random float networks: some that compute a problem but for noise, some that compute anything; and thresholds."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from verify import Problem

Array = npt.NDArray[np.float64]
FORMATS = ("float16", "bfloat16", "float32", "float64")
PARTS = {
    "and": (((1, 1, -1, 1),), 1),
    "or": (((1, 1, 0, 1), (1, 1, -1, -1)), 1),
    "xor": (((1, 1, 0, 1), (1, 1, -1, -2)), 1),
    "andnot": (((1, -1, 0, 1),), 1),
    "copy": (((1, 0, 0, 1),), 1),
}
"""For a gate of features a, b neurons ReLU(p a + q b + r), with their weights, and the least score that is true."""


def layers_made(problem: Problem, rng: np.random.Generator, precision: str) -> list[tuple[Array, Array, object]]:
    """Layers that compute the problem, at some scale, with some noise."""
    rows, reading = [], np.zeros((problem.outputs, 0))
    for i, gate in enumerate(problem.gates):
        for p, q, r, weight in PARTS[gate.kind][0]:
            row = np.zeros(problem.inputs + 1)
            row[gate.inputs[0]], row[gate.inputs[-1]] = (p, q) if len(gate.inputs) > 1 else (p, p)
            row[-1] = r
            rows.append(row)
            column = np.zeros((problem.outputs, 1))
            column[i] = weight
            reading = np.concatenate([reading, column], axis=1)
    first, noise = np.array(rows), 2.0 ** -int(rng.integers(2, 30))
    scales = rng.uniform(0.5, 4, size=(len(first), 1))
    first = first * scales + noise * rng.normal(size=first.shape)
    reading = reading / scales.T + noise * rng.normal(size=reading.shape)
    layers: list[tuple[Array, Array, object]] = [
        (stored(first[:, :-1], precision), stored(first[:, -1], precision), True),
        (stored(reading, precision), stored(noise * rng.normal(size=problem.outputs), precision), False),
    ]
    if rng.random() < 0.3:  # A residual stream behind it.
        layers.append((np.eye(problem.outputs), np.zeros(problem.outputs), rng.random(problem.outputs) < 0.5))
    return layers


def layers_drawn(problem: Problem, rng: np.random.Generator, precision: str) -> list[tuple[Array, Array, object]]:
    """One to five layers of any numbers."""
    widths = [problem.inputs, *rng.integers(1, 5, size=rng.integers(0, 5)).tolist(), problem.outputs]
    return [
        (_numbers(rng, (b, a), precision), _numbers(rng, (b,), precision), rng.random(b) < rng.choice((0, 0.7, 0.9)))
        for a, b in pairwise(widths)
    ]


def _numbers(rng: np.random.Generator, shape: tuple[int, ...], precision: str) -> Array:
    values = rng.normal(size=shape) * 2.0 ** rng.integers(-3, 4, size=shape)
    return stored(np.where(rng.random(shape) < 0.2, rng.integers(-3, 4, size=shape), values), precision)


def stored(values: Array, precision: str) -> Array:
    """The values in a format, rounded or cut."""
    if precision == "bfloat16":
        bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32) & np.uint32(0xFFFF0000)
        return bits.view(np.float32).astype(np.float64)
    return values.astype(precision).astype(np.float64)


def threshold_drawn(
    i: int,
    scores: list[tuple[list[int], int]],
    ones: tuple[frozenset[int], ...],
    strict: bool,
    kind: str,
    rng: np.random.Generator,
) -> float:
    """A threshold for an output: at a score that decides, between two, or anywhere near."""
    values = [row[i] / 2**place for row, place in scores]
    true = min((value for value, one in zip(values, ones, strict=True) if i in one), default=1.0)
    false = max((value for value, one in zip(values, ones, strict=True) if i not in one), default=0.0)
    if kind == "edge":
        return false if strict else true
    return (true + false) / 2 if kind == "between" else float(rng.choice(values) + rng.normal() / 8)
