"""The two products of a training step, G = W A and slope A^T: as dense products, or by fast transforms."""

from collections.abc import Callable
from concurrent.futures import Executor
from itertools import pairwise
from typing import Any, final

import numpy as np

from constructions.optimisation.task import Task
from verify import HadamardCode
from verify.arrays import Longs, Numbers
from verify.jit import compiled
from verify.scoring import transform_rows

ROWS = 16
"""Rows that a core transforms before it takes the next ones."""


@compiled
def _transformed(weights: Numbers, numbers: Longs, order: int, received: Numbers) -> None:
    """received[e] = the transform of weights[e], scattered to the row numbers of the code, without its end."""
    buffer = np.empty((1, order), weights.dtype)
    for e in range(weights.shape[0]):
        buffer[:] = 0
        for k in range(numbers.shape[0]):
            buffer[0, numbers[k]] = weights[e, k]
        transform_rows(buffer)
        received[e] = buffer[0, : received.shape[1]]


@compiled
def _gathered(slope: Numbers, numbers: Longs, order: int, gradient: Numbers) -> None:
    """gradient[e] = the transform of slope[e], with zeros at its end, at the row numbers of the code."""
    buffer = np.empty((1, order), slope.dtype)
    for e in range(slope.shape[0]):
        buffer[0, : slope.shape[1]] = slope[e]
        buffer[0, slope.shape[1] :] = 0
        transform_rows(buffer)
        for k in range(numbers.shape[0]):
            gradient[e, k] = buffer[0, numbers[k]]


@final
class Products:
    """Products with the input code A (n_0, m) of a task.

    `fast` takes N log2 N additions a row for rows of a Hadamard matrix of order N, and never writes A down; other codes
    and `fast` = False take 2 n_0 m operations a row. The same sums come in another order: floats differ in last places.
    """

    def __init__(self, task: Task, *, fast: bool) -> None:
        self._task = task
        self.kind = np.dtype(np.float32 if fast else np.float64)
        """The type of floats in which a start is computed."""
        self._code = task.input_code if fast and isinstance(task.input_code, HadamardCode) else None

    def receive(self, weights: Numbers, received: Numbers, threads: Executor) -> None:
        """received (n, m) = W A."""
        if self._code is None:
            received[:] = weights @ self._task.words
        else:
            self._by_rows(_transformed, self._code, weights, received, threads)

    def pull_back(self, slope: Numbers, threads: Executor) -> Numbers:
        """slope A^T, (n, n_0), for a slope (n, m)."""
        gradient = np.empty((len(slope), self._task.input_code.rows), slope.dtype)
        if self._code is None:
            np.matmul(slope, self._task.words.T.astype(slope.dtype, copy=False), out=gradient)
        else:
            self._by_rows(_gathered, self._code, slope, gradient, threads)
        return gradient

    @staticmethod
    def _by_rows(
        kernel: Callable[..., Any], code: HadamardCode, taken: Numbers, given: Numbers, threads: Executor
    ) -> None:
        def part(bounds: tuple[int, int]) -> None:
            rows = slice(*bounds)
            kernel(taken[rows], code.row_numbers, code.order, given[rows])

        list(threads.map(part, pairwise([*range(0, len(taken), ROWS), len(taken)])))
