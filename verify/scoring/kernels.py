"""Compiled integer kernels: linear maps by rows, applied to many inputs at once.

Activations of a block of inputs are kept as (neurons, inputs) arrays, so that one neuron's values on all inputs of
the block lie side by side and a row operation is one vector addition. The callers choose the integer type: every
value and partial sum must fit it, which they show by bounds in Python integers.
"""

import numpy as np

from verify.arrays import Integers, Ints, Longs
from verify.jit import compiled


@compiled
def excite(features_first: Integers, bias: Integers, active: Longs, x: Integers) -> None:
    """x[:, s] = max(0, bias + the sum of features_first[j, :] over the active features j of input s).

    `features_first` is (features, neurons), `active` (inputs, k), `x` (neurons, inputs). Sixteen inputs at a time,
    so that the transposition into `x` writes whole cache lines.
    """
    neurons, together = bias.shape[0], 16
    states = np.empty((together, neurons), dtype=x.dtype)
    for start in range(0, active.shape[0], together):
        count = min(together, active.shape[0] - start)
        for s in range(count):
            states[s, :] = bias
            for k in range(active.shape[1]):
                feature = np.uint64(active[start + s, k])
                for e in range(neurons):
                    states[s, e] += features_first[feature, e]
        for e in range(neurons):
            for s in range(count):
                x[e, start + s] = max(states[s, e], 0)


@compiled
def combine(indices: Ints, values: Integers, start: int, stop: int, x: Integers, total: Integers) -> None:
    """total += the sum of values[k] * x[indices[k], :] over k = start..stop-1."""
    for k in range(start, stop):
        row, value = np.uint64(indices[k]), values[k]
        if value == 1:
            for s in range(total.shape[0]):
                total[s] += x[row, s]
        elif value == -1:
            for s in range(total.shape[0]):
                total[s] -= x[row, s]
        else:
            for s in range(total.shape[0]):
                total[s] += value * x[row, s]


@compiled
def combine_ones(indices: Ints, start: int, stop: int, x: Integers, total: Integers) -> None:
    """total = the sum of x[indices[k], :] over k = start..stop-1, eight rows at a time to spare memory traffic.

    Row numbers are unsigned so that the compiler drops the wrap-around of negative ones from the inner loops.
    """
    total[:] = 0
    whole = start + (stop - start) // 8 * 8
    for k in range(start, whole, 8):
        a, b, c, d = (
            np.uint64(indices[k]),
            np.uint64(indices[k + 1]),
            np.uint64(indices[k + 2]),
            np.uint64(indices[k + 3]),
        )
        e, f, g, h = (
            np.uint64(indices[k + 4]),
            np.uint64(indices[k + 5]),
            np.uint64(indices[k + 6]),
            np.uint64(indices[k + 7]),
        )
        for s in range(total.shape[0]):
            total[s] += ((x[a, s] + x[b, s]) + (x[c, s] + x[d, s])) + ((x[e, s] + x[f, s]) + (x[g, s] + x[h, s]))
    for k in range(whole, stop):
        row = np.uint64(indices[k])
        for s in range(total.shape[0]):
            total[s] += x[row, s]


@compiled
def apply_rows(pointers: Longs, indices: Ints, values: Integers, bias: Integers, x: Integers, y: Integers) -> None:
    """y = bias + M x for the matrix M with rows (indices, values)[pointers[i] : pointers[i + 1]]."""
    for i in range(y.shape[0]):
        y[i, :] = bias[i]
        combine(indices, values, pointers[i], pointers[i + 1], x, y[i])


@compiled
def rectify(x: Integers) -> None:
    """x = max(0, x), in place."""
    for i in range(x.shape[0]):
        row = x[i]
        for s in range(row.shape[0]):
            row[s] = max(row[s], 0)
