"""How many neurons of a code are not what the words of the active outputs say: additional ones, and missing ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.codes.base import SparseCode
from verify.contracts.negated import negated_pairs
from verify.contracts.targets import Targets
from verify.gate_facts import facts_of_group, largest_least, refusal
from verify.statement.gates import GateGroup

LARGEST_LEVEL = 2**31
WIDE = 32
"""Inputs of a gate up to which their pairs are listed."""


@final
@dataclass(frozen=True)
class Wrong:
    """At most `additional` neurons are 1 though no active word has them, and `missing` ones are 0 though one does."""

    additional: int
    missing: int = 0


NONE = Wrong(0)


def obstacle(groups: Sequence[GateGroup], level: int, sparsity: int) -> str | None:
    """Why wrong neurons cannot be counted here, or None."""
    others = [group.kind for group in groups if not _taken(group)]
    if others:
        return refusal("contracts", others)
    if level >= LARGEST_LEVEL:
        return f"contracts take ANDs whose fan-ins have a common multiple below {LARGEST_LEVEL}, not {level}"
    largest = max(2, largest_least(groups))
    if sparsity > 2 and largest > 2:
        return f"contracts at sparsity {sparsity} take ANDs of two features, but a level has larger ones"
    if largest > 2 and any(facts_of_group(group).forbids for group in groups):
        return f"contracts take andnot beside ANDs of two features, but a level has an AND of {largest}"
    return None


def _taken(group: GateGroup) -> bool:
    """Whether one input alone makes the gate 1, or only all together, or it is its first input without its second."""
    facts = facts_of_group(group)
    return facts.least in (1, group.inputs.shape[1]) or facts.forbids


def wrong_values(groups: Sequence[GateGroup], code: SparseCode, targets: Targets, sparsity: int) -> Wrong:
    """Bounds, over all sparse inputs, on neurons that reach their target though no gate is 1 whose word uses them, and
    on neurons that miss it though such a gate is 1.

    Every wrong neuron has a *cause*, a pair of active features. For every pair the neurons are counted that it is the
    cause of; an input has C(v, 2) pairs, so that C(v, 2) times the largest count bounds both kinds. Exact for v = 2.

    With andnot: see `negated_pairs`, which adds to these pairs. Complexity: the sum over neurons of the number of
    features in them squared. See `obstacle` for what it takes. Details: docs/methods.md.
    """
    if sparsity < 2:
        return NONE
    (_, additional), (_, missing) = _causes(groups, code, targets, sparsity)
    pairs = comb(sparsity, 2)
    return Wrong(pairs * int(additional.max(initial=0)), pairs * int(missing.max(initial=0)))


def wrong_by_activity(
    groups: Sequence[GateGroup], code: SparseCode, targets: Targets, sparsity: int
) -> tuple[Wrong, ...]:
    """The bounds of `wrong_values` on the inputs on which just j gates of the level are 1, for j = 0..v.

    For v = 2 a cause is the whole input, so that the gates that are 1 on it are counted; pairs on which more
    than v are 1 are no admissible inputs of a circuit. Otherwise the bounds are those for all inputs. Exact for v = 2.
    """
    if sparsity != 2:
        return (wrong_values(groups, code, targets, sparsity),) * (sparsity + 1)
    kinds = _causes(groups, code, targets, sparsity)
    active = [gates_on_pairs(groups, keys, targets.features_before) for keys, _ in kinds]
    most = [
        [int(counts[ones == j].max(initial=0)) for j in range(3)]
        for (_, counts), ones in zip(kinds, active, strict=True)
    ]
    return tuple(Wrong(additional, missing) for additional, missing in zip(*most, strict=True))


def _causes(
    groups: Sequence[GateGroup], code: SparseCode, targets: Targets, sparsity: int
) -> tuple[tuple[Longs, Longs], tuple[Longs, Longs]]:
    """The pairs a * features + b, a < b, that are causes, and of how many neurons: additional and missing ones."""
    additional, missing = _half_pairs(groups, code, targets), [np.zeros(0, dtype=np.int64)]
    if any(facts_of_group(group).forbids for group in groups):
        more, missing = negated_pairs(groups, code, targets.features_before, sparsity)
        additional += more
    more_often, less_often = (np.unique(np.concatenate(keys), return_counts=True) for keys in (additional, missing))
    return more_often, less_often


def _half_pairs(groups: Sequence[GateGroup], code: SparseCode, targets: Targets) -> list[Longs]:
    """For every neuron the pairs a * features + b, a < b, that reach the target together, neither of them alone, and
    are not the inputs of an AND whose word uses the neuron.
    """
    partial = targets.weights < targets.level
    rows, features, weights = targets.rows[partial], targets.features[partial], targets.weights[partial]
    wanted = _and_places(groups, code, targets.features_before)
    pairs: list[Longs] = []
    first = np.searchsorted(rows, np.arange(targets.neurons + 1))
    for e in range(targets.neurons):
        mine, weight = features[first[e] : first[e + 1]], weights[first[e] : first[e + 1]]
        a, b = np.nonzero(np.triu(weight[:, None] + weight[None, :] >= targets.level, k=1))
        keys = mine[a] * targets.features_before + mine[b]
        pairs.append(keys[~np.isin(keys, wanted.get(e, ()))])
    return pairs


def _and_places(groups: Sequence[GateGroup], code: SparseCode, features: int) -> dict[int, list[int]]:
    """For every neuron the pairs a * features + b, a < b, of the ANDs of two whose words use it."""
    found: dict[int, list[int]] = {}
    words = code.supports(0, code.columns)
    for group in groups:
        if facts_of_group(group).least == 2:
            keys = group.inputs.min(axis=1) * features + group.inputs.max(axis=1)
            for output, key in zip(group.outputs.tolist(), keys.tolist(), strict=True):
                for row in words[output].tolist():
                    found.setdefault(row, []).append(key)
    return found


def gates_on_pairs(groups: Sequence[GateGroup], keys: Longs, features: int) -> Longs:
    """For every key a * features + b, a < b, the number of gates that are 1 when just a and b are active.

    A copy or or is 1 by each of its inputs, which an or of both must not count twice; an andnot by its first input,
    but not beside its second; an AND of two by both. Others are 0. Complexity: the keys, and the pairs of inputs of
    ors, or, for ors of more than `WIDE` inputs, the keys for each of these.

    >>> from verify import Circuit
    >>> level = [("and", 0, 1), ("or", 0, 1), ("andnot", 0, 2), ("copy", 2)]
    >>> groups = Circuit.of(3, 2, [level]).level_groups[0]
    >>> gates_on_pairs(groups, np.array([0 * 3 + 1, 0 * 3 + 2, 1 * 3 + 2]), 3).tolist()
    [3, 2, 2]
    """
    first, second = keys // features, keys % features
    alone, both = np.zeros(features, dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    for group in groups if len(keys) else ():
        facts = facts_of_group(group)
        if facts.least != 1 and not facts.forbids:
            if facts.least == 2:
                both += _gates_of_both(group.inputs, keys, features)
            continue
        speaking = group.inputs[:, :1] if facts.forbids else group.inputs
        alone += np.bincount(speaking.ravel(), minlength=features)
        both -= _gates_of_both(group.inputs, keys, features)
    return np.asarray(alone[first] + alone[second] + both)


def _gates_of_both(inputs: Longs, keys: Longs, features: int) -> Longs:
    """For every key the number of these gates that have both features among their `inputs` (gates, fan-in)."""
    fan_in = inputs.shape[1]
    if fan_in > WIDE:
        found = np.zeros(len(keys), dtype=np.int64)
        for wires in inputs:
            held = np.zeros(features, dtype=np.bool_)
            held[wires] = True
            found += held[keys // features] & held[keys % features]
        return found
    one, other = np.triu_indices(fan_in, 1)
    ordered = np.sort(inputs, axis=1)
    places, counts = np.unique(ordered[:, one] * features + ordered[:, other], return_counts=True)
    if len(places) == 0:
        return np.zeros(len(keys), dtype=np.int64)
    at = np.minimum(np.searchsorted(places, keys), len(places) - 1)
    return np.where(places[at] == keys, counts[at], 0)
