"""Compiled kernels of the branch prover: 8-bit screening and exact evaluation on tiles of G. All release the GIL.

Tiles are described in `products`. Every value and partial sum fits its type by bounds that the callers compute in
Python integers.
"""

import numba
import numpy as np
import numpy.typing as npt

from verify.provers.branch.saturating import add, subtract

Integers = npt.NDArray[np.integer]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

FULL = 255
"""The largest byte: a sum that reached it says nothing but "at least this"."""


@numba.njit(nogil=True, cache=True)
def start_shifts(bias: Longs, output: Longs, start: Longs, rows: Longs, place: Longs, shift: Integers) -> None:
    """shift[place[x] + e] = the bias of neuron e of the channel of node x."""
    for x in range(output.shape[0]):
        begin = start[output[x]]
        for e in range(start[output[x] + 1] - begin):
            shift[place[x] + e] = bias[rows[begin + e]]


@numba.njit(nogil=True, cache=True)
def add_members(
    tiles: Integers, first: int, columns: int, members: Longs, output: Longs, start: Longs, rows: Longs,
    place: Longs, shift: Integers,
) -> None:  # fmt: skip
    """shift[place[x] + e] += G(row e of the node's channel, j) for the members j of each node x inside the block."""
    width = tiles.shape[2]
    for x in range(members.shape[0]):
        for k in range(members.shape[1]):
            j = members[x, k] - first
            if 0 <= j < columns:
                tile, c = tiles[j // width], j % width
                begin = start[output[x]]
                for e in range(start[output[x] + 1] - begin):
                    shift[place[x] + e] += tile[rows[begin + e], c]


@numba.njit(nogil=True, cache=True)
def own_scores(shift: Integers, place: Longs, output: Longs, start: Longs, weights: Longs, scores: Longs) -> None:
    """scores[x] = the score of node x's output on exactly the members of x."""
    for x in range(output.shape[0]):
        begin = start[output[x]]
        total = 0
        for e in range(start[output[x] + 1] - begin):
            total += weights[begin + e] * max(0, np.int64(shift[place[x] + e]))
        scores[x] = total


@numba.njit(nogil=True, cache=True)
def byte_constants(
    shift: Integers, place: Longs, output: Longs, slots: Longs, start: Longs, multiplier: int, exponent: int,
    constants: Bytes, base: Bytes,
) -> None:  # fmt: skip
    """For every neuron of a node the byte k with ReLU(u - k) + its share of base >= the scaled term.

    With x = ceil(p * multiplier / (s * 2**exponent)) the scaled term is ReLU((u - 128) + x) = ReLU(u - (128 - x));
    128 - x above 255 leaves nothing, below 0 its excess goes into the node's base.
    """
    for x in range(output.shape[0]):
        extra = 0
        divisor = slots[x] << exponent
        for e in range(place[x], place[x] + start[output[x] + 1] - start[output[x]]):
            k = 128 + (-np.int64(shift[e]) * multiplier) // divisor
            if k < 0:
                extra += -k
                k = 0
            constants[e] = min(k, 255)
        base[x] = min(extra, 255)


@numba.njit(nogil=True, cache=True)
def _term(tile: Integers, rows: Longs, weights: Longs, shift: Integers, slots: int, side: int, c: int) -> int:
    """What feature c in every slot contributes: see `search`. side 1: upper bound of false, -1: lower of true."""
    total = 0
    if side > 0 or slots == 1:
        for e in range(rows.shape[0]):
            total += weights[e] * max(0, slots * np.int64(tile[rows[e], c]) + shift[e])
        return side * total
    for e in range(rows.shape[0]):
        if shift[e] > 0:
            total += weights[e] * (slots * np.int64(tile[rows[e], c]) + shift[e])
    return -total


@numba.njit(nogil=True, cache=True)
def _insert(values: Longs, columns: Longs, value: int, column: int) -> None:
    """Put a pair into the list sorted by (value descending, column ascending), dropping the last; value > last."""
    k = values.shape[0] - 1
    while k > 0 and (values[k - 1] < value or (values[k - 1] == value and columns[k - 1] > column)):
        values[k] = values[k - 1]
        columns[k] = columns[k - 1]
        k -= 1
    values[k] = value
    columns[k] = column


@numba.njit(nogil=True, cache=True)
def _banned(banned: Longs, column: int) -> bool:
    found = False
    for k in range(banned.shape[0]):
        found = found or banned[k] == column
    return found


@numba.njit(nogil=True, cache=True)
def _add_rows(tile: Bytes, rows: Longs, constants: Bytes, sums: Bytes) -> None:
    """sums += ReLU(tile[row] - constant) over the rows of a channel, saturating; four rows at a time."""
    width = sums.shape[0]
    tail = rows.shape[0] % 4
    for e in range(tail):
        row, k = tile[rows[e]], constants[e]
        for c in range(width):
            sums[c] = add(sums[c], subtract(row[c], k))
    for e in range(tail, rows.shape[0], 4):
        row0, row1, row2, row3 = tile[rows[e]], tile[rows[e + 1]], tile[rows[e + 2]], tile[rows[e + 3]]
        k0, k1, k2, k3 = constants[e], constants[e + 1], constants[e + 2], constants[e + 3]
        for c in range(width):
            left = add(subtract(row0[c], k0), subtract(row1[c], k1))
            right = add(subtract(row2[c], k2), subtract(row3[c], k3))
            sums[c] = add(sums[c], add(left, right))


@numba.njit(nogil=True, cache=True)
def _largest(sums: Bytes) -> int:
    largest = np.uint8(0)
    for c in range(sums.shape[0]):
        largest = max(largest, sums[c])
    return int(largest)


@numba.njit(nogil=True, cache=True)
def screen(
    tiles: Integers, rounded: Bytes, first: int, columns: int, multiplier: int, exponent: int,
    nodes: Longs, output: Longs, slots: Longs, start: Longs, rows: Longs, weights: Longs,
    place: Longs, shift: Integers, constants: Bytes, base: Bytes, banned_start: Longs, banned: Longs,
    capacity: Longs, values: Longs, features: Longs, done: Longs, stop: Bytes,
) -> None:  # fmt: skip
    """Update the lists of the largest terms of false nodes with a block of columns, bytes first, exact where needed.

    A column whose byte sum proves that its term does not exceed the last of the list is passed over; every other
    one is evaluated exactly. `done[0]` counts tiles times nodes; a nonzero `stop[0]` ends the work early.
    """
    width = tiles.shape[2]
    sums = np.empty(width, dtype=np.uint8)
    for t in range(tiles.shape[0]):
        if stop[0] != 0:
            return
        valid = min(width, columns - t * width)
        for k in range(nodes.shape[0]):
            x = nodes[k]
            begin, end = start[output[x]], start[output[x] + 1]
            channel, size = rows[begin:end], end - begin
            sums[:] = base[x]
            _add_rows(rounded[t], channel, constants[place[x] : place[x] + size], sums)
            listed = values[x, : capacity[x]]
            unit = slots[x] << exponent
            need = min(FULL, listed[capacity[x] - 1] * multiplier // unit + 1)
            own = shift[place[x] : place[x] + size]
            prohibited = banned[banned_start[x] : banned_start[x + 1]]
            # The most promising columns first: they raise the bar for the others.
            for _ in range(capacity[x] + 1):
                largest = _largest(sums[:valid])
                if largest < need:
                    break
                c = 0
                while sums[c] != largest:
                    c += 1
                sums[c] = 0
                need = _try(tiles[t], channel, weights[begin:end], own, slots[x], 1, c, first + t * width + c,
                            prohibited, listed, features[x], multiplier, unit)  # fmt: skip
            else:
                for c in range(valid):
                    if sums[c] >= need:
                        need = _try(tiles[t], channel, weights[begin:end], own, slots[x], 1, c, first + t * width + c,
                                    prohibited, listed, features[x], multiplier, unit)  # fmt: skip
        done[0] += nodes.shape[0]


@numba.njit(nogil=True, cache=True)
def _try(
    tile: Integers, channel: Longs, weights: Longs, own: Integers, slots: int, side: int, c: int, feature: int,
    prohibited: Longs, listed: Longs, features: Longs, multiplier: int, unit: int,
) -> int:  # fmt: skip
    """Evaluate one column exactly, list it if it belongs there, and return the byte sum worth a look from now on."""
    last = listed.shape[0] - 1
    if not _banned(prohibited, feature):
        value = _term(tile, channel, weights, own, slots, side, c)
        if value > listed[last]:
            _insert(listed, features, value, feature)
    return int(min(FULL, listed[last] * multiplier // unit + 1))


@numba.njit(nogil=True, cache=True)
def scan(
    tiles: Integers, first: int, columns: int, nodes: Longs, output: Longs, side: Longs, slots: Longs,
    start: Longs, rows: Longs, weights: Longs, place: Longs, shift: Integers,
    banned_start: Longs, banned: Longs, capacity: Longs, values: Longs, features: Longs, done: Longs, stop: Bytes,
) -> None:  # fmt: skip
    """As `screen`, for nodes of either side and any weights, in exact 64-bit integers throughout."""
    width = tiles.shape[2]
    sums = np.empty(width, dtype=np.int64)
    for t in range(tiles.shape[0]):
        if stop[0] != 0:
            return
        valid = min(width, columns - t * width)
        for k in range(nodes.shape[0]):
            x = nodes[k]
            begin = start[output[x]]
            s, convex = slots[x], side[x] > 0 or slots[x] == 1
            sums[:] = 0
            for e in range(start[output[x] + 1] - begin):
                row, p, weight = tiles[t, rows[begin + e]], np.int64(shift[place[x] + e]), weights[begin + e]
                if convex:
                    for c in range(valid):
                        sums[c] += weight * max(0, s * row[c] + p)
                elif p > 0:
                    for c in range(valid):
                        sums[c] += weight * (s * row[c] + p)
            listed = values[x, : capacity[x]]
            last = listed.shape[0] - 1
            for c in range(valid):
                value = side[x] * sums[c]
                if value > listed[last]:
                    feature = first + t * width + c
                    if not _banned(banned[banned_start[x] : banned_start[x + 1]], feature):
                        _insert(listed, features[x], value, feature)
        done[0] += nodes.shape[0]
