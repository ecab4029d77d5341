"""Families of circuits that keep their activity: chains of twin ANDs, of copies, and levels of a sorting network."""

import numpy as np

from verify import Circuit, Gate, Problem
from verify.arrays import Integers
from verify.codes import public_words, require_seed, require_size


def twin_chain(features: int, levels: int, *, sparsity: int = 2, seed: int = 0, negated: int = 0) -> Problem:
    """Features in pairs; the AND of a pair is computed twice, and the two copies are a pair of the next level.

    Pairs and their places are drawn on every level by a public stream of the seed; influence 2 everywhere. With
    `negated`, in so many pairs of level 1 one of the twins is the andnot of the pair instead.

    Guarantee: for all y with at most v active features every level has at most as many active as the one before, so
    that all sparse inputs are admissible: a whole pair stays one, half pairs die on level 1. Depth: `levels`. Width:
    `features`. Source: ours. Errors: ValueError for an odd number of features, fewer than 2, or more negated pairs than
    there are.

    >>> twin_chain(4, 1).levels[0][0] in twin_chain(4, 1).levels[0][1:]
    True
    """
    require_size("features", features, 2)
    if features % 2:
        raise ValueError(f"features must be an even number, to go in pairs, not {features}")
    stream = iter(np.split(public_words(f"twins/{features}", require_seed(seed), features * (levels + 1)), levels + 1))
    pairs = _pairs(next(stream))
    if not 0 <= negated <= len(pairs):
        raise ValueError(f"negated must be a number of pairs from 0 to {len(pairs)}, not {negated}")
    chain: list[tuple[Gate, ...]] = []
    for words in stream:
        places = _pairs(words)
        gates = {output: Gate("and", pair) for pair, place in zip(pairs, places, strict=True) for output in place}
        for pair, place in zip(pairs[: 0 if chain else negated], places, strict=False):
            gates[place[0]] = Gate("andnot", pair)
        chain.append(tuple(gates[output] for output in range(features)))
        # Which pair of places comes next to which is random already: the next level's pairs are these places.
        pairs = places
    return Circuit(features, sparsity, tuple(chain))


def _pairs(words: Integers) -> list[tuple[int, int]]:
    order = np.argsort(words, kind="stable").reshape(-1, 2)
    return [(min(a, b), max(a, b)) for a, b in order.tolist()]


def copy_chain(features: int, levels: int, *, sparsity: int = 2, seed: int = 0, negated: int = 0) -> Problem:
    """Every level copies the features of the one before in an order drawn by a public stream of the seed.

    With `negated`, the first so many gates of every level are andnots instead: a copy, unless the feature that comes
    next in the order is active.

    Guarantee: for all y every level has at most as many active features as the one before, without `negated` just as
    many. Depth: `levels`. Width: `features` on every level, with as many gates of fan-in 1 or 2. Source: AS, Neural
    Permutation, once a level. Errors: ValueError for more negated gates than there are, or fewer than 2 features then.

    >>> sorted(gate.inputs for gate in copy_chain(3, 1).levels[0])
    [(0,), (1,), (2,)]
    """
    require_size("features", features, 2 if negated else 1)
    require_size("negated", negated, 0, features)
    words = public_words(f"copies/{features}", require_seed(seed), features * levels).reshape(levels, features)
    chain = []
    for order in np.argsort(words, axis=1, kind="stable").tolist():
        following = [*order[1:], order[0]]
        gates = [Gate("andnot", (x, z)) for x, z in zip(order[:negated], following, strict=False)]
        chain.append((*gates, *(Gate("copy", (x,)) for x in order[negated:])))
    return Circuit(features, sparsity, tuple(chain))


def sorting_levels(features: int, levels: int, *, sparsity: int = 2) -> Problem:
    """The first levels of a bitonic merge: features j and j + features / 2 become their AND and their OR, and so on.

    Every level is made of comparators: the two features of a pair at distance d = features / 2, features / 4, ..., 1
    (and again from the start) are replaced by (AND, OR), so that the number of active features never changes and all
    sparse inputs are admissible.

    Guarantee: for all y every level has exactly as many active features as y. Depth: `levels`, of which lg m make one
    merge. Width: `features` on every level, with as many gates. Source: comparators and bitonic merge after Batcher
    (1968); their use as circuits that keep activity is ours.
    Errors: ValueError unless `features` is a power of two above 1.

    >>> [[gate.kind for gate in level] for level in sorting_levels(2, 1).levels]
    [['and', 'or']]
    """
    require_size("features", features, 2)
    if features & (features - 1):
        raise ValueError(f"features must be a power of two, not {features}")
    chain, distance = [], features // 2
    for _ in range(levels):
        gates = [
            Gate("or" if j & distance else "and", (min(j, j ^ distance), max(j, j ^ distance))) for j in range(features)
        ]
        chain.append(tuple(gates))
        distance = distance // 2 or features // 2
    return Circuit(features, sparsity, tuple(chain))
