"""Compiled search for the active sets whose scores are worst, in any number type: floats to train, integers to decide.

Notation: G (n, m) is what every neuron receives from every feature; side is 1 for sets on which the output must be 0
and -1 for sets on which it must be 1; an output has one or more cases of either (see `cases`). A set is *hard* when
side times its score exceeds a limit. With members T, s slots left and p = b + the sum of G over T, feature j has the
term

    sum_e max(0, s G(e, j) + p_e)                       on the false side, and on both for s = 1 (times side),
    minus the sum of s G(e, j) + p_e over p_e > 0       on the true side,

and s times (side times the score) of T with at most s more features is at most the sum of their terms, an empty slot
counting as side times the score of T: the bound of the branch prover (ours). For s = 1 it is attained. Floating-point
sums are not reordered (no fast-math): the same machine finds the same sets every time.
"""

from typing import Any, NamedTuple

import numpy as np

from verify.arrays import Ints, Numbers
from verify.jit import compiled

PAD = -1
"""An empty place in a set: as an index it names the last row, which holds zeros where sets are scored."""
NOBODY, ROOT = np.int32(-1), np.int64(-1)
"""No feature, and the level above the first; typed, so that nothing is compiled twice."""
NEAR = 2**12
"""Terms that stay in the nearest cache while all neurons of an output are added."""
STORED, FOUND, OUTPUT, MOST, RISING = range(5)
LIMIT, WORST, NEVER = range(3)


class Neurons(NamedTuple):
    """What a layer receives, G = `received`, its `bias` (n,), and `channels` (m', w), the neurons of every output."""

    received: Numbers
    bias: Numbers
    channels: Ints


class Wanted(NamedTuple):
    """What is looked for: sets with `side` times the score beyond `limit`; no term is as small as `never`.

    About `most` sets a case, those with large terms first, and at most `patience` branches a case; with features of
    about `blocks` blocks of columns (`screening`). With `rising` nothing is stored and the limit follows the largest
    value met.
    """

    side: int
    limit: Any
    never: Any
    rising: bool
    most: int
    patience: int
    blocks: int


@compiled
def own_value(p: Numbers, side: int) -> Any:
    """Side times the score of the members alone."""
    total = p.dtype.type(0)
    for k in range(p.shape[0]):
        if p[k] > 0:
            total += p[k]
    return total if side > 0 else -total


@compiled
def _terms(rows: Numbers, p: Numbers, slots: int, side: int, begin: int, end: int, out: Numbers) -> None:
    """out[begin:end] = the terms of these features, for rows (w, features) of G and p (w,)."""
    zero, s = rows.dtype.type(0), rows.dtype.type(slots)
    for start in range(begin, end, NEAR):
        stop = min(end, start + NEAR)
        count, sums = stop - start, out[start:stop]  # Read from 0 on, which compilers take many at a time.
        sums[:] = zero
        for k in range(rows.shape[0]):
            row, base = rows[k, start:stop], p[k]
            if side > 0 or slots == 1:
                for x in range(count):
                    t = s * row[x] + base
                    sums[x] += t if t > zero else zero
            elif base > zero:
                for x in range(count):
                    sums[x] += s * row[x] + base
        if side < 0:
            for x in range(count):
                sums[x] = -sums[x]


@compiled
def _select(
    source: Numbers,
    names: Ints,
    work: Numbers,
    begin: int,
    end: int,
    least: Any,
    node: Any,
) -> int:
    """Copy the features of the source with terms above `least`, largest terms first, to the node; how many."""
    rows, features, terms = node
    count = 0
    chosen = np.empty(end - begin, dtype=np.int64)
    for x in range(begin, end):
        if work[x] > least:
            chosen[count] = x
            count += 1
    negated = np.empty(count, dtype=work.dtype)
    for x in range(count):
        negated[x] = -work[chosen[x]]
    order = np.argsort(negated)
    for x in range(count):
        y = chosen[order[x]]
        features[x], terms[x] = names[y], work[y]
    for k in range(source.shape[0]):
        for x in range(count):
            rows[k, x] = source[k, chosen[order[x]]]
    return count


@compiled
def _reach(terms: Numbers, begin: int, end: int, least: Any) -> int:
    """The end of the features begin..end-1 whose falling terms exceed `least`."""
    while begin < end:
        middle = (begin + end) // 2
        if terms[middle] > least:
            begin = middle + 1
        else:
            end = middle
    return begin


@compiled
def _note(value: Any, feature: int, place: int, store: Any) -> None:
    """Keep the members, with one more feature in `place` unless it is negative, as a hard set of this value."""
    outputs, sets, members, tally, limits = store
    tally[FOUND] += 1
    limits[WORST] = max(limits[WORST], value)
    if tally[RISING]:
        limits[LIMIT] = value
    elif tally[STORED] < outputs.shape[0] and tally[FOUND] <= tally[MOST]:
        row = tally[STORED]
        outputs[row] = tally[OUTPUT]
        sets[row] = members
        if feature >= 0:
            sets[row, place] = feature
        tally[STORED] += 1


@compiled
def _missing(whole: Ints, members: Ints) -> Any:
    """The feature that would complete the ones of `whole`, when all others are members; else none."""
    missing, count = NOBODY, 0
    for k in range(whole.shape[0]):
        if whole[k] != NOBODY:
            met = False
            for t in range(members.shape[0]):
                met |= members[t] == whole[k]
            if not met:
                missing = whole[k]
                count += 1
    return missing if count == 1 else NOBODY


@compiled
def _bar(feature: Any, names: Ints, work: Numbers, begin: int, end: int, never: Any) -> None:
    """Give the feature, if it is among begin..end-1, a term that no search takes."""
    if feature == NOBODY:
        return
    for x in range(begin, end):
        if names[x] == feature:
            work[x] = never


@compiled
def _enter(level: int, free: int, side: int, barred: Any, root: Any, tree: Any, path: Any, store: Any) -> int:
    """Visit the node of the current members; the level at which to go on.

    `level` + 1 of the `free` features are chosen, and the candidates for one more are those of the root or of the
    level, from its place on. With one slot left all of them are scored; with more, those that can still make a hard set
    make a new level.
    """
    raw, names, work, width = root
    rows, terms, features, count, place = tree
    base, own = path
    limits = store[4]
    node = level + 1
    slots = free - node
    own[node] = own_value(base[node], side)
    if own[node] > limits[LIMIT]:
        _note(own[node], NOBODY, store[1].shape[1] - 1, store)
    if slots == 0:
        return level
    source, known, first, last = raw, names, 0, width
    if level >= 0:
        source, known, first = rows[level], features[level], place[level]
        other = max(own[level], terms[level, first]) if first < count[level] else own[level]
        least = (slots + 1) * limits[LIMIT] - terms[level, first - 1] - (slots - 1) * other
        last = _reach(terms[level], first, count[level], least)
    _terms(source, base[node], slots, side, first, last, work)
    for k in range(barred[0].shape[0]):
        _bar(barred[0][k], known, work, first, last, limits[NEVER])
    _bar(_missing(barred[1], store[2]), known, work, first, last, limits[NEVER])
    if slots > 1:
        largest = own[node]
        for x in range(first, last):
            largest = max(largest, work[x])
        least = slots * limits[LIMIT] - (slots - 1) * largest
        count[node] = _select(source, known, work, first, last, least, (rows[node], features[node], terms[node]))
        place[node] = 0
        return node
    hit = False
    for x in range(first, last):
        hit |= work[x] > limits[LIMIT]
    if hit:
        for x in range(first, last):
            if work[x] > limits[LIMIT]:
                _note(work[x], known[x], store[1].shape[1] - 1, store)
    return level


@compiled
def _next_level(level: int, free: int, tree: Any, path: Any, store: Any) -> int:
    """Climb from `level` until the next branch can hold a hard set, -1 when none can; unchoose on the way."""
    terms, count, place, own = tree[1], tree[3], tree[4], path[1]
    members, limits = store[2], store[4]
    given = members.shape[0] - free
    while level >= 0:
        slots, u = free - level, place[level]
        members[given + level] = PAD
        if u < count[level]:
            bound = terms[level, u]
            for t in range(u + 1, u + slots):
                bound += max(own[level], terms[level, t]) if t < count[level] else own[level]
            if bound > slots * limits[LIMIT]:
                break
        level -= 1
    return level


@compiled
def _seed(neurons: Neurons, output: Any, given: Ints, features: Ints, root: Any, base: Numbers, members: Ints) -> Any:
    """Lay out the columns of G for one output, and the sums of the given features; how many more a set may have."""
    free = members.shape[0]
    members[:] = given
    root[1][: features.shape[0]] = features
    for k in range(neurons.channels.shape[1]):
        e = neurons.channels[output, k]
        base[0, k] = neurons.bias[e]
        for x in range(features.shape[0]):
            root[0][k, x] = neurons.received[e, features[x]]
    for t in range(members.shape[0]):
        if members[t] != PAD:
            free -= 1
            for k in range(neurons.channels.shape[1]):
                base[0, k] += neurons.received[neurons.channels[output, k], members[t]]
    return free


@compiled
def hard_sets(
    neurons: Neurons, cases: Any, screen: Any, wanted: Wanted, begin: int, end: int, outputs: Ints, sets: Ints
) -> tuple[int, bool, Any]:
    """Hard sets of cases begin..end-1: how many are stored, whether all were met, the largest value met or the limit.

    `cases` are the arrays of `Cases`, `screen` what `screened` says of the same cases; `sets` (capacity, v) holds
    features, negative in empty places. With `wanted.rising`, when all were met, the third answer is max(limit, the
    exact maximum of side * score over all sets). Cost: w * (features that can still matter) per branch.
    """
    owners, given, settled, whole = cases
    starts, features, every, complete = screen
    side, kind = wanted.side, neurons.received.dtype
    m, w, v = 1, neurons.channels.shape[1], sets.shape[1]
    for c in range(end - begin):
        m = max(m, neurons.received.shape[1] if every[c] else starts[c + 1] - starts[c])
    levels = max(1, v - 1)
    raw, names, work = np.empty((w, m), kind), np.empty(m, np.int32), np.empty(m, kind)
    rows, terms = np.empty((levels, w, m), kind), np.empty((levels, m), kind)
    count, place = np.zeros(levels, np.int64), np.zeros(levels, np.int64)
    tree = rows, terms, np.empty((levels, m), np.int32), count, place
    base = np.empty((v + 1, w), kind)
    path = base, np.empty(v + 1, kind)
    members, tally, limits = np.full(v, PAD, np.int32), np.zeros(5, np.int64), np.full(3, wanted.limit, kind)
    tally[MOST], tally[RISING], limits[NEVER] = 2 * wanted.most, wanted.rising, wanted.never
    store = outputs, sets, members, tally, limits
    anything = np.arange(neurons.received.shape[1]).astype(np.int32)
    for c in range(begin, end):
        barred, branches = (settled[c], whole[c]), 0
        tally[OUTPUT], tally[FOUND] = owners[c], 0
        some = anything if every[c - begin] else features[starts[c - begin] : starts[c - begin + 1]]
        root = raw, names, work, some.shape[0]
        free = _seed(neurons, owners[c], given[c], some, root, base, members)
        level = _enter(ROOT, free, side, barred, root, tree, path, store)
        level = _next_level(level, free, tree, path, store)
        while level >= 0:
            if tally[FOUND] >= wanted.most or branches >= wanted.patience:
                complete = False
                break
            branches += 1
            u = place[level]
            place[level] += 1
            members[v - free + level] = tree[2][level, u]
            for k in range(w):
                base[level + 1, k] = base[level, k] + rows[level, k, u]
            level = _enter(level, free, side, barred, root, tree, path, store)
            level = _next_level(level, free, tree, path, store)
    return tally[STORED], complete, limits[WORST]
