"""Where training starts: all channels laid over one another, or, for 2-AND, what least squares ask for (ours)."""

from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np

from constructions.gate_channels import decode, excitation
from constructions.optimisation.cases import TRUE
from constructions.optimisation.products import Products
from constructions.optimisation.task import Task
from constructions.regimes.layers import least_squares
from verify import HadamardCode
from verify.arrays import Floats

LEAK_PERCENT, START = 20, 0.9
"""The closed form has bias -0.8 for 2-AND and is scaled so that the median gate scores 1 / 0.9."""
RIDGE = 0.01
"""Ridge of the least squares, in units of the load of a neuron."""


def closed_form(task: Task, *, fast: bool, fit: bool) -> tuple[Floats, Floats]:
    """W (n, n_0) and a constant b (n,), scaled to threshold 1: W = C A^T for the channels C of all gates.

    For 2-AND, to `fit`, the least squares instead: the channels of a hub with influence n / w would fill all neurons.
    C A^T trains better where all features are hubs (complete graphs), and with `training.HUBS` on graphs of few hubs
    and many light features. `fast` as for `Products`.
    """
    rows, found = task.output_code.rows, excitation(task.problem, task.output_code, LEAK_PERCENT)
    products, received = Products(task, fast=fast), np.zeros((rows, task.problem.inputs + 1), dtype=np.float32)
    bias, true = np.full(rows, -found.rest / 100, dtype=np.float32), task.cases[TRUE]
    with ThreadPoolExecutor() as threads:
        if task.problem.is_two_and and fit:
            weights = least_squares_weights(task, products, threads)
        else:
            code = task.input_code
            weights = decode(found.neurons, found.features, rows, code, found.values).astype(np.float32)
            weights /= np.float32(code.rows if isinstance(code, HadamardCode) else 1)
        products.receive(weights, received[:, :-1], threads)
    channels = task.channels[true.owners]
    from_gate = received[channels[:, :, None], true.given[:, None, :]].sum(axis=2)
    own = np.maximum(from_gate + bias[channels], 0).sum(axis=1)
    scale = np.float32(1 / (START * max(float(np.median(own)), 1e-3)))
    return weights * scale, bias * scale


def least_squares_weights(task: Task, products: Products, threads: Executor) -> Floats:
    """W = G A^T / n_0 with G = (B B^T + r)^-1 B Y, where Y (m', m) is 1 at an output's own inputs and 0 elsewhere.

    Every output reads from G what its inputs give it, and least of what others do. Where C A^T is full, G still tells
    of an input: at sparsity 2 four hubs with 256 leaves each train on 160 neurons, where C A^T failed at 323. Scaled so
    that an output's channel receives, in the median, 1 a neuron from each of its inputs. Complexity: n^3 + n^2 m +
    m' w (w + 2). Memory: 24 n m bytes.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> from constructions.optimisation.task import task_of
    >>> from verify import TwoAnd
    >>> task = task_of(TwoAnd(4, 2, ((0, 1), (2, 3))), 4, 2, 0)
    >>> with ThreadPoolExecutor() as threads:
    ...     least_squares_weights(task, Products(task, fast=False), threads).shape
    (4, 4)
    """
    channels, pairs = task.channels.astype(np.int64), np.array(task.problem.pairs, dtype=np.int64)
    shape = task.output_code.rows, task.problem.inputs
    wanted = least_squares(channels, pairs, shape, RIDGE).astype(products.kind, copy=False)
    weights = products.pull_back(wanted, threads) / task.input_code.rows
    received = np.empty_like(wanted)
    products.receive(weights, received, threads)
    own = sum(received[column[:, None], pairs].sum(axis=1) for column in channels.T)
    scale = 2 * channels.shape[1] / max(float(np.median(own)), 1e-6)
    start: Floats = (weights * scale).astype(np.float32)
    return start
