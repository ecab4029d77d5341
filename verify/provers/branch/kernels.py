"""Compiled kernels of the branch prover: 8-bit screening and exact evaluation on tiles of G. All release the GIL.

Tiles are described in `products`. Every value and partial sum fits its type by bounds that the callers compute in
Python integers.
"""

import numpy as np
import numpy.typing as npt

from verify.arrays import Integers, Longs
from verify.jit import compiled
from verify.provers.branch.lanes import GROUP, LANES, reaching

Bytes = npt.NDArray[np.uint8]

FULL = 255
"""The largest byte: a sum that reached it says nothing but "at least this"."""


@compiled
def start_shifts(bias: Longs, output: Longs, start: Longs, rows: Integers, place: Longs, shift: Integers) -> None:
    """shift[place[x] + e] = the bias of neuron e of the channel of node x."""
    for x in range(output.shape[0]):
        begin = start[output[x]]
        for e in range(start[output[x] + 1] - begin):
            shift[place[x] + e] = bias[rows[begin + e]]


@compiled
def add_members(
    tiles: Integers, first: int, columns: int, members: Longs, output: Longs, start: Longs, rows: Integers,
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


@compiled
def own_scores(shift: Integers, place: Longs, output: Longs, start: Longs, weights: Longs, scores: Longs) -> None:
    """scores[x] = the score of node x's output on exactly the members of x."""
    for x in range(output.shape[0]):
        begin = start[output[x]]
        total = 0
        for e in range(start[output[x] + 1] - begin):
            total += weights[begin + e] * max(0, np.int64(shift[place[x] + e]))
        scores[x] = total


@compiled
def byte_constants(
    groups: Longs, group_place: Longs, place: Longs, output: Longs, slots: Longs, start: Longs, shift: Integers,
    capacity: Longs, values: Longs, multiplier: int, exponent: int, constants: Bytes, base: Bytes, bars: Bytes,
) -> None:  # fmt: skip
    """For every neuron of a node the byte k with ReLU(u - k) + its share of base >= the scaled term; see `screen`.

    With x = ceil(p * multiplier / (s * 2**exponent)) the scaled term is ReLU((u - 128) + x) = ReLU(u - (128 - x));
    128 - x above 255 leaves nothing, below 0 its excess goes into the node's base. Places of a group that hold no
    node get constants that leave nothing.
    """
    for g in range(groups.shape[0]):
        length = start[output[groups[g, 0]] + 1] - start[output[groups[g, 0]]]
        for k in range(GROUP):
            x = groups[g, k]
            extra = 0
            divisor = max(1, slots[x]) << exponent
            for e in range(length):
                constant = 255
                if x >= 0:
                    constant = 128 + (-np.int64(shift[place[x] + e]) * multiplier) // divisor
                if constant < 0:
                    extra += -constant
                    constant = 0
                constants[group_place[g] + e * GROUP + k] = min(constant, 255)
            base[g, k] = min(extra, 255)
            bars[g, k] = FULL if x < 0 else _bar(values[x, capacity[x] - 1], multiplier, divisor)


@compiled
def _bar(last: int, multiplier: int, unit: int) -> int:
    """The least byte sum whose term may exceed the last of a list."""
    return int(min(FULL, last * multiplier // unit + 1))


@compiled
def _term(tile: Integers, rows: Integers, weights: Longs, shift: Integers, slots: int, side: int, c: int) -> int:
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


@compiled
def _insert(values: Longs, columns: Longs, value: int, column: int) -> None:
    """Put a pair into the list sorted by (value descending, column ascending), dropping the last; value > last."""
    k = values.shape[0] - 1
    while k > 0 and (values[k - 1] < value or (values[k - 1] == value and columns[k - 1] > column)):
        values[k] = values[k - 1]
        columns[k] = columns[k - 1]
        k -= 1
    values[k] = value
    columns[k] = column


@compiled
def _banned(banned: Longs, column: int) -> bool:
    found = False
    for k in range(banned.shape[0]):
        found = found or banned[k] == column
    return found


@compiled
def screen(
    tiles: Integers, rounded: Bytes, first: int, columns: int, multiplier: int, exponent: int,
    groups: Longs, group_place: Longs, constants: Bytes, base: Bytes, bars: Bytes,
    output: Longs, slots: Longs, start: Longs, rows: Integers, weights: Longs, place: Longs, shift: Integers,
    banned_start: Longs, banned: Longs, capacity: Longs, values: Longs, features: Longs, done: Longs, stop: Bytes,
) -> None:  # fmt: skip
    """Update the lists of the largest terms of false nodes with a block of columns, bytes first, exact where needed.

    A group holds up to GROUP nodes of one output (-1: none). A tile in whose columns no byte sum of a node reaches the
    node's bar is passed over: no term there exceeds the last of its list. Elsewhere such columns are evaluated
    exactly. `done[0]` counts tiles times groups; a nonzero `stop[0]` ends the work early.
    """
    sums = np.empty(LANES, dtype=np.int64)
    for t in range(tiles.shape[0]):
        if stop[0] != 0:
            return
        valid = min(LANES, columns - t * LANES)
        for g in range(groups.shape[0]):
            begin, end = start[output[groups[g, 0]]], start[output[groups[g, 0]] + 1]
            bits = reaching(
                rounded.ctypes.data + t * rounded.shape[1] * LANES, rows.ctypes.data + 4 * begin, end - begin,
                constants.ctypes.data + group_place[g], base.ctypes.data + g * GROUP, bars.ctypes.data + g * GROUP,
            )  # fmt: skip
            for k in range(GROUP if bits else 0):
                if bits >> k & 1:
                    x = groups[g, k]
                    sums[:] = base[g, k]
                    _byte_sums(rounded[t], rows[begin:end], constants[group_place[g] + k :], sums)
                    bars[g, k] = _look_closer(
                        tiles[t], sums[:valid], first + t * LANES, bars[g, k], multiplier, slots[x] << exponent,
                        rows[begin:end], weights[begin:end], shift[place[x] : place[x] + end - begin], slots[x],
                        banned[banned_start[x] : banned_start[x + 1]], values[x, : capacity[x]], features[x],
                    )  # fmt: skip
        done[0] += groups.shape[0]


@compiled
def _byte_sums(tile: Bytes, channel: Integers, constants: Bytes, sums: Longs) -> None:
    """Add max(0, u - constant) over the channel's rows u of the tile; the node's constants are GROUP apart."""
    for e in range(channel.shape[0]):
        row, constant = tile[channel[e]], np.int64(constants[e * GROUP])
        for c in range(sums.shape[0]):
            sums[c] += max(0, np.int64(row[c]) - constant)


@compiled
def _look_closer(
    tile: Integers, sums: Longs, first: int, bar: int, multiplier: int, unit: int, channel: Integers, weights: Longs,
    own: Integers, slots: int, prohibited: Longs, listed: Longs, features: Longs,
) -> int:  # fmt: skip
    """Evaluate the columns whose byte sums reach the bar, the most promising first; the bar from now on."""
    while True:
        c = np.argmax(sums)
        if sums[c] < bar:
            return bar
        sums[c] = -1
        if not _banned(prohibited, first + c):
            value = _term(tile, channel, weights, own, slots, 1, c)
            if value > listed[-1]:
                _insert(listed, features, value, first + c)
                bar = _bar(listed[-1], multiplier, unit)


@compiled
def scan(
    tiles: Integers, first: int, columns: int, nodes: Longs, output: Longs, side: Longs, slots: Longs,
    start: Longs, rows: Integers, weights: Longs, place: Longs, shift: Integers,
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
