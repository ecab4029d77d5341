"""Which features can be in a hard set of a case: a filter before the search, for many cases at a time (ours).

With s slots, every member of a hard set has a term at the root (`kernels`) above s limit - (s - 1) largest, for the
largest of all terms there. A case alone reads w rows of G, which from some thousand features on come from memory at
every case anew; here a few columns of G at a time stay in a core's cache for the cases of many outputs.
"""

from typing import Any

import numpy as np

from constructions.optimisation.kernels import Neurons, Wanted, own_value
from verify.arrays import Bools, Ints, Longs, Numbers
from verify.jit import compiled

COLUMNS = 128
"""Columns of G in the cache at a time: 0.9 MB for 1,800 neurons."""
MANY = 32
"""Blocks of columns with features that can matter from which on all features are taken, and none are listed."""


@compiled
def _laid_out(neurons: Neurons, cases: Any, begin: int, base: Numbers) -> Longs:
    """base[c] (w,) = what the neurons of case begin + c hold with the features given; the slots left in every case."""
    owners, given = cases[:2]
    slots = np.zeros(base.shape[0], np.int64)
    for c in range(base.shape[0]):
        words, features = neurons.channels[owners[begin + c]], given[begin + c]
        for k in range(base.shape[1]):
            base[c, k] = neurons.bias[words[k]]
        for t in range(features.shape[0]):
            if features[t] < 0:
                slots[c] += 1
            else:
                for k in range(base.shape[1]):
                    base[c, k] += neurons.received[words[k], features[t]]
    return slots


@compiled
def _terms_of_case(c: int, owner: int, neurons: Neurons, base: Numbers, slots: int, side: int, some: Any) -> None:
    """Terms of the columns of a block of G for case c, as in `kernels`, here without a slice: slices are counted."""
    block, terms = some
    zero, s = block.dtype.type(0), block.dtype.type(slots)
    for x in range(COLUMNS):
        terms[x] = zero
    for k in range(base.shape[1]):
        e, p = neurons.channels[owner, k], base[c, k]
        if side > 0 or slots == 1:
            for x in range(COLUMNS):
                t = s * block[e, x] + p
                terms[x] += t if t > zero else zero
        elif p > zero:
            for x in range(COLUMNS):
                terms[x] += s * block[e, x] + p
    if side < 0:
        for x in range(COLUMNS):
            terms[x] = -terms[x]


@compiled
def _largest(terms: Numbers, count: int, never: Any) -> Any:
    """The largest of the first `count` terms, by halves, so that many are compared at a time; terms are lost."""
    for x in range(count, COLUMNS):
        terms[x] = never
    half = COLUMNS // 2
    while half > 4:
        for x in range(half):
            terms[x] = terms[x] if terms[x] > terms[x + half] else terms[x + half]
        half //= 2
    largest = terms[0]
    for x in range(1, 2 * half):
        largest = max(largest, terms[x])
    return largest


@compiled
def _take_columns(received: Numbers, first: int, block: Numbers) -> int:
    """Copy columns first, first + 1, ... of G into the block; how many."""
    count: int = min(COLUMNS, received.shape[1] - first)
    for e in range(received.shape[0]):
        block[e, :count] = received[e, first : first + count]
    return count


@compiled
def _cuts(tops: Numbers, base: Numbers, slots: Longs, wanted: Wanted, every: Bools) -> tuple[Numbers, bool]:
    """The term above which a feature of the case is taken; whether that leaves out none that can matter.

    None is left out unless more than `wanted.blocks` blocks have such features: then that many blocks have some. Sets
    `every` where there are more than MANY.
    """
    cuts, whole = np.empty(tops.shape[0], tops.dtype), True
    for c in range(tops.shape[0]):
        largest, s, above = own_value(base[c], wanted.side), tops.dtype.type(slots[c]), 0
        for top in tops[c]:
            largest = max(largest, top)
        cuts[c] = s * wanted.limit - (s - 1) * largest
        for top in tops[c]:
            above += top > cuts[c]
        if above > wanted.blocks:
            cuts[c], above, whole = np.sort(tops[c])[-1 - wanted.blocks], wanted.blocks, False
        every[c] = above > MANY
    return cuts, whole


@compiled
def _by_case(places: Ints, features: Ints, cases: int) -> tuple[Longs, Ints]:
    """The features in order of their cases: those of case c are at starts[c] .. starts[c + 1] - 1."""
    starts = np.zeros(cases + 1, np.int64)
    for c in places:
        starts[c + 1] += 1
    starts = np.cumsum(starts)
    free, ordered = starts.copy(), np.empty_like(features)
    for x in range(places.shape[0]):
        ordered[free[places[x]]] = features[x]
        free[places[x]] += 1
    return starts, ordered


@compiled
def screened(neurons: Neurons, cases: Any, wanted: Wanted, begin: int, end: int) -> tuple[Longs, Ints, Bools, bool]:
    """starts (end - begin + 1,) and features, ascending: what a hard set of case begin + c can have besides the given
    ones is at starts[c] .. starts[c + 1] - 1, or every[c] says: any feature. And whether no hard set has another one.

    Guarantee: it has not where the last answer is True, which it always is without a bound on `wanted.blocks`;
    features that the case bars may be among them. Cost: w m a case, once, and for blocks of columns with such features
    again. Memory: m / 16 bytes a case and those of the answer.
    """
    owners, received = cases[0][begin:end], neurons.received
    kind, w = received.dtype, neurons.channels.shape[1]
    base = np.empty((end - begin, w), kind)
    slots = _laid_out(neurons, cases, begin, base)
    blocks = (received.shape[1] + COLUMNS - 1) // COLUMNS if slots.any() else 0
    some = block, terms = np.zeros((received.shape[0], COLUMNS), kind), np.empty(COLUMNS, kind)
    tops = np.full((end - begin, blocks), wanted.never, kind)
    for number in range(blocks):
        count = _take_columns(received, number * COLUMNS, block)
        for c in range(end - begin):
            if slots[c] > 0:
                _terms_of_case(c, owners[c], neurons, base, slots[c], wanted.side, some)
                tops[c, number] = _largest(terms, count, wanted.never)
    every = np.zeros(end - begin, np.bool_)
    cuts, whole = _cuts(tops, base, slots, wanted, every)
    found, places, features = 0, np.empty(1024, np.int32), np.empty(1024, np.int32)
    for number in range(blocks):
        count = _take_columns(received, number * COLUMNS, block)
        for c in range(end - begin):
            if slots[c] > 0 and not every[c] and tops[c, number] > cuts[c]:
                _terms_of_case(c, owners[c], neurons, base, slots[c], wanted.side, some)
                if found + count > places.shape[0]:
                    places, features = np.append(places, places), np.append(features, features)
                for x in range(count):
                    if terms[x] > cuts[c]:
                        places[found], features[found] = c, number * COLUMNS + x
                        found += 1
    starts, ordered = _by_case(places[:found], features[:found], end - begin)
    return starts, ordered, every, whole
