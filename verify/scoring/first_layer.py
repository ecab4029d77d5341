"""G = W_1 A: what each neuron of the first layer receives from each feature."""

import numpy as np

from verify.arrays import Integers
from verify.codes import HadamardCode
from verify.scoring.rows import rows_of_matrix
from verify.scoring.transform import transform_rows
from verify.statement.network import Network


def received(network: Network, kind: np.dtype[np.signedinteger]) -> Integers:
    """G transposed: (features, neurons of the first layer), in the integer type `kind`.

    Exact when every |entry| of G, and every partial sum of it, fits `kind`; `Network.bounds` of one
    active feature bounds them. Complexity: n_1 * N log2 N additions for a Hadamard code of order N, the nonzeros of
    W_1 times m otherwise. Memory: m * n_1 entries.
    """
    code, weights = network.input_code, network.layers[0].weights
    if isinstance(code, HadamardCode):
        return received_by_fast_transform(code, weights, kind)
    rows = rows_of_matrix(weights, kind)
    nothing = np.zeros(rows.rows, dtype=kind)
    result = np.empty((code.columns, rows.rows), dtype=kind)
    step = 256
    for start in range(0, code.columns, step):
        words = np.ascontiguousarray(code.block(start, min(start + step, code.columns)).astype(kind))
        result[start : start + step] = rows.apply(words, nothing).T
    return result


def received_by_fast_transform(code: HadamardCode, weights: Integers, kind: np.dtype[np.signedinteger]) -> Integers:
    """G transposed for some rows of W_1: row e of G is the Walsh-Hadamard transform of row e of W_1 scattered to the
    chosen row numbers. Exact as `received`.
    """
    result = np.empty((code.columns, weights.shape[0]), dtype=kind)
    step = max(16, 2**18 // code.order)
    for start in range(0, weights.shape[0], step):
        rows = weights[start : start + step]
        spread = np.zeros((rows.shape[0], code.order), dtype=kind)
        spread[:, code.row_numbers] = rows
        transform_rows(spread)
        result[:, start : start + step] = spread[:, : code.columns].T
    return result
