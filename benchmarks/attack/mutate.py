"""Mutations of JSON values and of arrays."""

import copy
from collections.abc import Iterator
from math import comb
from random import Random
from typing import Any

from benchmarks.attack.plain import FORMATS, Document, Tensor
from benchmarks.attack.truth import features_of, levels_of

NUMBERS = (0, 1, -1, 2, 2**15, 2**31 - 1, 2**31, 2**62, 2**63 - 1, -(2**63), 2**63, 2**64, 10**30)


def leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) of a JSON value, members and items at all depths."""
    if isinstance(value, dict | list):
        for key, member in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from leaves(member)


def any_value(random: Random, value: Any) -> Any:
    """Something like the value, or something else altogether."""
    if random.random() < 0.15:
        return random.choice((None, True, False, "", "x", [], {}, [[]], 0, -1, [value], {"x": value}))
    if type(value) is int:
        return random.choice((value + 1, value - 1, -value, 2 * value, str(value), [value], random.choice(NUMBERS)))
    if isinstance(value, list) and value:
        return _other_list(random, value)
    if isinstance(value, dict) and value:
        other = copy.deepcopy(value)
        key = random.choice(list(other))
        moved = other.pop(key)
        if random.random() < 0.5:
            other[random.choice((key + "x", key.upper(), ""))] = moved
        return other
    if isinstance(value, str):
        return random.choice((value + " ", value.upper(), value[:-1], value + "\x00", "enumerate", "smt", "branch"))
    return random.choice(NUMBERS)


def _other_list(random: Random, value: list[Any]) -> list[Any]:
    other = copy.deepcopy(value)
    place = random.randrange(len(other))
    match random.choice(("drop", "repeat", "shuffle", "reverse", "change", "change")):
        case "drop":
            del other[place]
        case "repeat":
            other.insert(place, other[place])
        case "shuffle":
            random.shuffle(other)
        case "reverse":
            other.reverse()
        case _:
            other[place] = any_value(random, other[place])
    return other


def other_arrays(random: Random, arrays: dict[str, Tensor]) -> None:
    """One change to arrays of integers: an entry, the length, the order, the shape, the type, the names; in place."""
    name = random.choice(list(arrays))
    kind, shape, entries = arrays[name]
    match random.choice(("entry", "entry", "entry", "list", "list", "type", "shape", "drop", "more", "swap")):
        case "entry" if entries:
            place = random.randrange(len(entries))
            near = entries[place] + random.choice((-1, 1, 2, -2))
            value = random.choice((near, near, random.choice(entries), random.choice(NUMBERS)))
            arrays[name] = (kind, shape, [*entries[:place], _fitting(value, kind), *entries[place + 1 :]])
        case "list" if entries:
            changed = [entry if type(entry) is int else 0 for entry in _other_list(random, entries)]
            changed = [_fitting(entry, kind) for entry in changed]
            arrays[name] = (kind, [len(changed)], changed)
        case "type":
            arrays[name] = random.choice((_as_kind(random.choice(list(FORMATS)), shape, entries), (kind, [0], [])))
        case "shape":
            arrays[name] = (kind, random.choice(([1, len(entries)], [len(entries), 1])), entries)
        case "drop":
            del arrays[name]
        case "more":
            arrays[random.choice(("more", "", "Bounds", name + "2"))] = arrays[name]
        case "swap":
            other = random.choice(list(arrays))
            arrays[name], arrays[other] = arrays[other], arrays[name]


def _as_kind(kind: str, shape: list[int], entries: list[int]) -> Tensor:
    return kind, shape, [_fitting(entry, kind) for entry in entries]


def _fitting(value: int, kind: str) -> int:
    bits = int(kind[1:])
    half: int = 2 ** (bits - 1)
    return (value + half) % (2 * half) - half


def random_tree(random: Random, document: Document, arrays: dict[str, Tensor]) -> None:
    """A proof tree of branch that is well formed, but branches where and on what it likes; in place.

    Nodes 0, 1, ... are the cases of all outputs, the children of branching nodes follow in their order.
    """
    v, features = document["sparsity"], features_of(document)
    sizes = [len(gate) - 1 for gate in levels_of(document)[0]]
    nodes = sum(sum(comb(q, k) for k in range(min(q, v) + 1)) if q < 4 else min(q, v) + 1 for q in sizes)
    branching: list[int] = []
    counts: list[int] = []
    added: list[int] = []
    node, cases = 0, nodes
    while node < nodes and nodes < cases + 40:
        if random.random() < 0.3:
            chosen = random.sample(range(features), random.randint(1, features))
            branching, counts, added = [*branching, node], [*counts, len(chosen)], [*added, *chosen]
            nodes += len(chosen)
        node += random.choice((1, 1, 2))
    for name, entries in (("branching", branching), ("counts", counts), ("features", added)):
        arrays[name] = ("I64", [len(entries)], entries)
    if "bounds" in arrays:
        arrays["bounds"] = ("I64", [nodes], [0] * nodes)
