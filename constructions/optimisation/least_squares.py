"""Where training starts for 2-AND: what the neurons should receive from every input, by least squares (ours)."""

from concurrent.futures import Executor

import numpy as np

from constructions.optimisation.products import Products
from constructions.optimisation.task import Task
from verify.arrays import Floats, Longs

RIDGE = 0.01
"""Ridge of the least squares, in units of the load of a neuron."""


def least_squares_weights(task: Task, pairs: Longs, products: Products, threads: Executor) -> Floats:
    """W = G A^T / n_0 with G = (B B^T + r)^-1 B Y, where Y (m', m) is 1 at an output's own inputs and 0 elsewhere.

    Every output reads from G what its inputs give it, and least of what others do. Channels that are all laid over one
    another, W = C A^T, fill the layer once an input has influence n / w, and then tell nothing about that input any
    more; G still does. So hubs train on far fewer neurons: at sparsity 2 four hubs with 256 leaves each on 160 neurons,
    where C A^T failed at 323; les-miserables on 55 instead of 59. Scaled so that an output's channel receives, in the
    median, 1 a neuron from each of its inputs. Complexity: n^3 + n^2 m + m' w (w + 2). Memory: 24 n m bytes.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> from constructions.optimisation.task import task_of
    >>> from verify import TwoAnd
    >>> task = task_of(TwoAnd(4, 2, ((0, 1), (2, 3))), 4, 2, 0)
    >>> with ThreadPoolExecutor() as threads:
    ...     least_squares_weights(task, np.array([[0, 1], [2, 3]]), Products(task, fast=False), threads).shape
    (4, 4)
    """
    rows, channels = task.output_code.rows, task.channels.astype(np.int64)
    meetings, sums = np.zeros((rows, rows)), np.zeros((rows, task.problem.inputs))
    for column in channels.T:
        np.add.at(meetings, (column[:, None], channels), 1.0)
        np.add.at(sums, (column[:, None], pairs), 1.0)
    meetings[np.diag_indices(rows)] += RIDGE * channels.size / rows
    wanted = np.linalg.solve(meetings, sums).astype(products.kind, copy=False)
    weights = products.pull_back(wanted, threads) / task.input_code.rows
    received = np.empty_like(wanted)
    products.receive(weights, received, threads)
    own = sum(received[column[:, None], pairs].sum(axis=1) for column in channels.T)
    scale = 2 * channels.shape[1] / max(float(np.median(own)), 1e-6)
    start: Floats = (weights * scale).astype(np.float32)
    return start
