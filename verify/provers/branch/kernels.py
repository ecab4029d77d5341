"""Compiled kernels of the branch prover: 8-bit screening and exact evaluation on tiles of G. All release the GIL.

Tiles are described in `products`. Every value and partial sum fits its type by bounds that the callers compute in
Python integers.
"""

import numpy as np

from verify.arrays import Bytes, Integers, Longs
from verify.jit import compiled
from verify.provers.branch.lanes import GROUP, LANES, reaching
from verify.provers.branch.records import Lists, Readers, Screening, Tiles

FULL = 255
"""The largest byte: a sum that reached it says nothing but "at least this"."""


@compiled
def start_shifts(bias: Longs, readers: Readers) -> None:
    """shift[place[x] + e] = the bias of neuron e of the channel of node x."""
    output, start, rows = readers.output, readers.start, readers.rows
    for x in range(output.shape[0]):
        begin = start[output[x]]
        for e in range(start[output[x] + 1] - begin):
            readers.shift[readers.place[x] + e] = bias[rows[begin + e]]


@compiled
def add_members(tiles: Tiles, members: Longs, readers: Readers, low: int, high: int) -> None:
    """shift[place[x] + e] += G(row e of the node's channel, j) for the members j inside the block, low <= x < high."""
    width = tiles.exact.shape[2]
    for x in range(low, high):
        place = readers.place[x]
        begin, end = readers.start[readers.output[x]], readers.start[readers.output[x] + 1]
        for k in range(members.shape[1]):
            j = members[x, k] - tiles.first
            if 0 <= j < tiles.columns:
                tile, c = tiles.exact[j // width], j % width
                for e in range(end - begin):
                    readers.shift[place + e] += tile[readers.rows[begin + e], c]


@compiled
def own_scores(readers: Readers, scores: Longs) -> None:
    """scores[x] = the score of node x's output on exactly the members of x."""
    output, start = readers.output, readers.start
    for x in range(output.shape[0]):
        begin = start[output[x]]
        total = 0
        for e in range(start[output[x] + 1] - begin):
            total += readers.weights[begin + e] * max(0, np.int64(readers.shift[readers.place[x] + e]))
        scores[x] = total


@compiled
def byte_constants(screening: Screening, readers: Readers, lists: Lists) -> None:
    """For every neuron of a node the byte k with ReLU(u - k) + its share of base >= the scaled term; see `screen`.

    With x = ceil(p * multiplier / (s * 2**exponent)) the scaled term is ReLU((u - 128) + x) = ReLU(u - (128 - x));
    128 - x above 255 leaves nothing, below 0 its excess goes into the node's base. Places of a group that hold no
    node get constants that leave nothing.
    """
    groups, output, start = screening.groups, readers.output, readers.start
    for g in range(groups.shape[0]):
        length = start[output[groups[g, 0]] + 1] - start[output[groups[g, 0]]]
        for k in range(GROUP):
            x = groups[g, k]
            extra = 0
            divisor = max(1, readers.slots[x]) << screening.exponent
            for e in range(length):
                constant = 255
                if x >= 0:
                    p = np.int64(readers.shift[readers.place[x] + e])
                    constant = 128 + (-p * screening.multiplier) // divisor
                if constant < 0:
                    extra += -constant
                    constant = 0
                screening.constants[screening.place[g] + e * GROUP + k] = min(constant, 255)
            screening.base[g, k] = min(extra, 255)
            last = FULL if x < 0 else _bar(lists.values[x, lists.capacity[x] - 1], screening.multiplier, divisor)
            screening.bars[g, k] = last


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
def _banned(lists: Lists, x: int, column: int) -> bool:
    found = False
    for k in range(lists.banned_start[x], lists.banned_start[x + 1]):
        found = found or lists.banned[k] == column
    return found


@compiled
def screen(
    tiles: Tiles, screening: Screening, readers: Readers, lists: Lists, low: int, high: int, done: Longs, stop: Bytes
) -> None:
    """Update the lists of false nodes with a block of columns, bytes first, exact where needed: groups low..high-1.

    A tile in whose columns no byte sum of a node reaches the node's bar is passed over: no term there exceeds the last
    of its list. Elsewhere such columns are evaluated exactly. `done[0]` counts tiles times groups; a nonzero `stop[0]`
    ends the work early.
    """
    rounded, constants, base, bars = screening.rounded, screening.constants, screening.base, screening.bars
    rows, sums = readers.rows, np.empty(LANES, dtype=np.int64)
    for t in range(tiles.exact.shape[0]):
        if stop[0] != 0:
            return
        valid = min(LANES, tiles.columns - t * LANES)
        for g in range(low, high):
            output, place = readers.output[screening.groups[g, 0]], screening.place[g]
            begin, end = readers.start[output], readers.start[output + 1]
            bits = reaching(
                rounded.ctypes.data + t * rounded.shape[1] * LANES, rows.ctypes.data + 4 * begin, end - begin,
                constants.ctypes.data + place, base.ctypes.data + g * GROUP, bars.ctypes.data + g * GROUP,
            )  # fmt: skip
            for k in range(GROUP if bits else 0):
                if bits >> k & 1:
                    sums[:] = base[g, k]
                    _byte_sums(rounded[t], rows[begin:end], constants[place + k :], sums)
                    _look_closer(tiles, t, sums[:valid], screening, readers, lists, g, k)
        done[0] += high - low


@compiled
def _byte_sums(tile: Bytes, channel: Integers, constants: Bytes, sums: Longs) -> None:
    """Add max(0, u - constant) over the channel's rows u of the tile; the node's constants are GROUP apart."""
    for e in range(channel.shape[0]):
        row, constant = tile[channel[e]], np.int64(constants[e * GROUP])
        for c in range(sums.shape[0]):
            sums[c] += max(0, np.int64(row[c]) - constant)


@compiled
def _look_closer(
    tiles: Tiles, t: int, sums: Longs, screening: Screening, readers: Readers, lists: Lists, g: int, k: int
) -> None:
    """Evaluate the columns of tile t whose byte sums reach the bar of node k of group g, the most promising first."""
    x = screening.groups[g, k]
    begin, end = readers.start[readers.output[x]], readers.start[readers.output[x] + 1]
    rows, weights = readers.rows[begin:end], readers.weights[begin:end]
    shift, slots = readers.shift[readers.place[x] : readers.place[x] + end - begin], readers.slots[x]
    listed, bar = lists.values[x, : lists.capacity[x]], screening.bars[g, k]
    while True:
        c = np.argmax(sums)
        if sums[c] < bar:
            break
        sums[c] = -1
        feature = tiles.first + t * LANES + c
        if not _banned(lists, x, feature):
            value = _term(tiles.exact[t], rows, weights, shift, slots, 1, c)
            if value > listed[-1]:
                _insert(listed, lists.features[x], value, feature)
                bar = _bar(listed[-1], screening.multiplier, slots << screening.exponent)
    screening.bars[g, k] = bar


@compiled
def scan(tiles: Tiles, chosen: Longs, readers: Readers, lists: Lists, done: Longs, stop: Bytes) -> None:
    """As `screen`, for the `chosen` nodes of either side and any weights, in exact 64-bit integers throughout."""
    width = tiles.exact.shape[2]
    sums = np.empty(width, dtype=np.int64)
    for t in range(tiles.exact.shape[0]):
        if stop[0] != 0:
            return
        valid = min(width, tiles.columns - t * width)
        for k in range(chosen.shape[0]):
            x = chosen[k]
            begin, end = readers.start[readers.output[x]], readers.start[readers.output[x] + 1]
            s, place, side = readers.slots[x], readers.place[x], readers.side[x]
            convex = side > 0 or s == 1
            sums[:] = 0
            for e in range(end - begin):
                row = tiles.exact[t, readers.rows[begin + e]]
                p, weight = np.int64(readers.shift[place + e]), readers.weights[begin + e]
                if convex:
                    for c in range(valid):
                        sums[c] += weight * max(0, s * row[c] + p)
                elif p > 0:
                    for c in range(valid):
                        sums[c] += weight * (s * row[c] + p)
            listed = lists.values[x, : lists.capacity[x]]
            last = listed.shape[0] - 1
            for c in range(valid):
                value = side * sums[c]
                if value > listed[last]:
                    feature = tiles.first + t * width + c
                    if not _banned(lists, x, feature):
                        _insert(listed, lists.features[x], value, feature)
        done[0] += chosen.shape[0]
