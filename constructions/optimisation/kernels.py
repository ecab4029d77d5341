"""Compiled search for the active sets whose scores are worst, in any number type: floats to train, integers to decide.

Notation: G (n, m) is what every neuron receives from every feature; side is 1 for sets on which the output must be 0
and -1 for sets that contain its gate. A set is *hard* when side times its score exceeds a limit. With members T, s
slots left and p = b + the sum of G over T, feature j has the term

    sum_e max(0, s G(e, j) + p_e)                       on the false side, and on both for s = 1 (times side),
    minus the sum of s G(e, j) + p_e over p_e > 0       on the true side,

and s times (side times the score) of T with at most s more features is at most the sum of their terms, an empty slot
counting as side times the score of T: the bound of the branch prover (ours). For s = 1 it is attained. Floating-point
sums are not reordered (no fast-math): the same machine finds the same sets every time.
"""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
Indices = npt.NDArray[np.int32]


@numba.njit(nogil=True, cache=True)
def _own(p: Numbers, side: int) -> Any:
    """Side times the score of the members alone."""
    total = p.dtype.type(0)
    for k in range(p.shape[0]):
        if p[k] > 0:
            total += p[k]
    return total if side > 0 else -total


@numba.njit(nogil=True, cache=True)
def _terms(rows: Numbers, p: Numbers, slots: int, side: int, begin: int, end: int, out: Numbers) -> None:
    """out[begin:end] = the terms of these features, for rows (w, features) of G and p (w,)."""
    zero, s = rows.dtype.type(0), rows.dtype.type(slots)
    out[begin:end] = zero
    for k in range(rows.shape[0]):
        row, base = rows[k], p[k]
        if side > 0 or slots == 1:
            for x in range(begin, end):
                t = s * row[x] + base
                out[x] += t if t > zero else zero
        elif base > zero:
            for x in range(begin, end):
                out[x] += s * row[x] + base
    if side < 0:
        for x in range(begin, end):
            out[x] = -out[x]


@numba.njit(nogil=True, cache=True)
def _select(
    source: Numbers,
    names: Indices,
    work: Numbers,
    begin: int,
    end: int,
    least: Any,
    banned: Indices,
    rows: Numbers,
    features: Indices,
    terms: Numbers,
) -> int:
    """Copy the features of the source with terms above `least` and not banned, largest terms first; how many."""
    count = 0
    chosen = np.empty(end - begin, dtype=np.int64)
    for x in range(begin, end):
        if work[x] > least and names[x] != banned[0] and names[x] != banned[1]:
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


@numba.njit(nogil=True, cache=True)
def _reach(terms: Numbers, begin: int, end: int, least: Any) -> int:
    """The end of the features begin..end-1 whose falling terms exceed `least`."""
    while begin < end:
        middle = (begin + end) // 2
        if terms[middle] > least:
            begin = middle + 1
        else:
            end = middle
    return begin


@numba.njit(nogil=True, cache=True)
def hard_sets(
    G: Numbers,
    bias: Numbers,
    channels: Indices,
    pairs: Indices,
    side: int,
    limit: Any,
    rising: bool,
    cap: int,
    patience: int,
    begin: int,
    end: int,
    outputs: Indices,
    sets: Indices,
) -> tuple[int, bool, Any]:
    """Hard sets of outputs begin..end-1: (how many are stored, whether all were met, the largest side * score or limit).

    `sets` (capacity, v) holds features, padded with m. About `cap` sets an output, those with large terms first, and
    at most `patience` branches an output. With `rising` nothing is stored and the limit follows the largest value met:
    when all were met, the third answer is max(limit, the exact maximum over all sets).
    Cost: w * m per output, and w * (features that can still matter) per branch.
    """
    m, w, v = G.shape[1], channels.shape[1], sets.shape[1]
    given = 0 if side > 0 else 2
    free = v - given
    levels = max(1, free - 1)
    raw, names, work = np.empty((w, m), G.dtype), np.arange(m).astype(np.int32), np.empty(m, G.dtype)
    rows, terms = np.empty((levels, w, m), G.dtype), np.empty((levels, m), G.dtype)
    features = np.empty((levels, m), np.int32)
    base, own = np.empty((v + 1, w), G.dtype), np.empty(v + 1, G.dtype)
    count, place = np.zeros(levels, np.int64), np.zeros(levels, np.int64)
    members, banned = np.full(v, m, np.int32), np.empty(2, np.int32)
    stored, complete, worst = 0, True, limit
    for i in range(begin, end):
        a, b = pairs[i, 0], pairs[i, 1]
        members[:] = m
        if side < 0:
            members[0], members[1] = a, b
        for k in range(w):
            raw[k] = G[channels[i, k]]
            base[0, k] = bias[channels[i, k]]
            if side < 0:
                base[0, k] += raw[k, a] + raw[k, b]
        found, branches, level = 0, 0, -1
        while True:
            # Enter the node that the members make: level + 1 of them are chosen, the candidates lie one level up.
            node = level + 1
            slots = free - node
            p = base[node]
            own[node] = _own(p, side)
            has_gate = side < 0
            for t in range(node):
                has_gate = has_gate or members[given + t] == a or members[given + t] == b
            banned[0], banned[1] = (a, b) if has_gate else (-1, -1)
            if own[node] > limit:
                found += 1
                worst = max(worst, own[node])
                if rising:
                    limit = own[node]
                elif stored < outputs.shape[0]:
                    outputs[stored] = i
                    sets[stored] = members
                    stored += 1
            if slots > 0:
                source = raw if level < 0 else rows[level]
                known = names if level < 0 else features[level]
                first = 0 if level < 0 else place[level]
                last = m
                if level >= 0:
                    held = terms[level, first - 1]
                    other = own[level]
                    if first < count[level]:
                        other = max(other, terms[level, first])
                    last = _reach(
                        terms[level], first, count[level], (slots + 1) * limit - held - (slots - 1) * other
                    )
                _terms(source, p, slots, side, first, last, work)
                if slots == 1:
                    for x in range(first, last):
                        if work[x] > limit and known[x] != banned[0] and known[x] != banned[1]:
                            found += 1
                            worst = max(worst, work[x])
                            if rising:
                                limit = work[x]
                            elif stored < outputs.shape[0] and found <= 2 * cap:
                                outputs[stored] = i
                                sets[stored] = members
                                sets[stored, given + node] = known[x]
                                stored += 1
                else:
                    largest = own[node]
                    for x in range(first, last):
                        largest = max(largest, work[x])
                    least = slots * limit - (slots - 1) * largest
                    level = node
                    count[level] = _select(
                        source, known, work, first, last, least, banned, rows[level], features[level], terms[level]
                    )
                    place[level] = 0
            # Leave for the next node that can hold a hard set.
            while level >= 0:
                slots = free - level
                u = place[level]
                if u < count[level]:
                    bound = terms[level, u]
                    for t in range(1, slots):
                        bound += max(own[level], terms[level, u + t]) if u + t < count[level] else own[level]
                    if bound > slots * limit:
                        break
                members[given + level] = m
                level -= 1
                if level >= 0:
                    members[given + level] = m
            if level < 0:
                break
            if found >= cap or branches >= patience:
                complete = False
                break
            u = place[level]
            place[level] += 1
            branches += 1
            members[given + level] = features[level, u]
            for k in range(w):
                base[level + 1, k] = base[level, k] + rows[level, k, u]
    return stored, complete, worst
