"""What the kernels of the branch prover work on, as records that compiled code can take."""

from typing import NamedTuple

from verify.arrays import Bytes, Integers, Longs


class Tiles(NamedTuple):
    """Columns first..first+columns-1 of G: `exact` is (tiles, n, LANES), see `products`."""

    exact: Integers
    first: int
    columns: int


class Readers(NamedTuple):
    """N nodes with the channels that their outputs read, and what the members of a node do to its channel.

    The neurons of output i are rows[start[i] : start[i + 1]], with their reading weights; p of neuron e of the channel
    of node x is shift[place[x] + e].
    """

    output: Longs
    side: Longs
    slots: Longs
    start: Longs
    rows: Integers
    weights: Longs
    place: Longs
    shift: Integers


class Lists(NamedTuple):
    """Of N nodes: the features they forbid, as in `Nodes`, and their capacity[x] largest terms, as in `Terms`."""

    banned_start: Longs
    banned: Longs
    capacity: Longs
    values: Longs
    features: Longs


class Screening(NamedTuple):
    """A block of columns in bytes, and R groups of nodes, each up to GROUP nodes of one output (-1: none).

    One unit of a byte is 2**exponent / multiplier. `rounded` is (tiles, n, LANES); `constants` holds the bytes of
    group g from place[g] on, those of one neuron side by side; `base` and `bars` are (R, GROUP).
    """

    rounded: Bytes
    multiplier: int
    exponent: int
    groups: Longs
    place: Longs
    constants: Bytes
    base: Bytes
    bars: Bytes
