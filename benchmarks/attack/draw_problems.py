"""Random small problems, of every kind of gate and fan-in, as JSON objects."""

import copy
from random import Random
from typing import Any

from benchmarks.attack.plain import Document
from benchmarks.attack.truth import features_of

FORMAT = "superproof-problem-1"
FAN_IN = {"copy": 1, "xor": 2, "andnot": 2}
KINDS = ("and", "and", "or", "xor", "andnot", "copy", "atleast")


def problem(random: Random) -> Document:
    """Up to seven features, six outputs, three levels, sparsity up to four."""
    features = random.choice((1, 2, 3, 4, 4, 5, 5, 6, 7))
    sparsity = random.randint(1, min(4, features))
    match random.choice(("gates", "gates", "pairs", "permutation", "circuit")):
        case "permutation":
            images = random.sample(range(features), features)
            return {"format": FORMAT, "kind": "permutation", "sparsity": sparsity, "images": images}
        case "circuit":
            return _circuit(random, features, sparsity)
        case word:
            kinds = ("and",) if word == "pairs" and features > 1 else KINDS
            gates = distinct_gates(random, features, random.randint(1, 6), kinds, 2 if word == "pairs" else 5)
            head = {"format": FORMAT, "kind": "gates", "inputs": features, "sparsity": sparsity}
            return {**head, "gates": gates}


def _circuit(random: Random, features: int, sparsity: int) -> Document:
    levels, width = [], features
    for _ in range(random.choice((1, 2, 2, 3))):
        # Within a level of a circuit a gate may occur again.
        levels.append([gate(random, width, KINDS, 4) for _ in range(random.randint(1, 5))])
        width = len(levels[-1])
    return {"format": FORMAT, "kind": "circuit", "inputs": features, "sparsity": sparsity, "levels": levels}


def gate(random: Random, features: int, kinds: tuple[str, ...], widest: int) -> list[Any]:
    """One gate on some of the features."""
    kind = random.choice(kinds) if features > 1 else "copy"
    fan_in = FAN_IN.get(kind) or min(features, random.choice((2, 2, 2, 3, 4, 5)), widest)
    if kind == "atleast":
        fan_in = min(features, widest, max(3, fan_in))
        kind = f"atleast-{random.randint(2, fan_in - 1)}" if fan_in > 2 else "or"
    return [kind, *random.sample(range(features), fan_in)]


def distinct_gates(random: Random, features: int, most: int, kinds: tuple[str, ...], widest: int) -> list[list[Any]]:
    """Up to `most` gates that are all different functions by name and inputs."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    for _ in range(most):
        drawn = gate(random, features, kinds, widest)
        key = (drawn[0], *(drawn[1:] if drawn[0] == "andnot" else sorted(drawn[1:])))
        found.setdefault(key, drawn)
    return list(found.values())


def neighbour(random: Random, document: Document) -> Document:
    """A problem of the same sizes that differs in one place, mostly; its rules may forbid it."""
    other = copy.deepcopy(document)
    if random.random() < 0.25:
        other["sparsity"] = random.randint(1, features_of(document))
    elif other["kind"] == "permutation":
        random.shuffle(other["images"])
    else:
        level = random.choice(other["levels"]) if other["kind"] == "circuit" else other["gates"]
        place = random.randrange(len(level))
        changed = level[place]
        if random.random() < 0.3 and len(level) > 1:
            swapped = random.randrange(len(level))
            level[place], level[swapped] = level[swapped], level[place]
        elif len(changed) == 3 and random.random() < 0.6:
            changed[0] = random.choice(("and", "or", "xor", "andnot"))
        elif len(changed) > 3 and random.random() < 0.6:
            changed[0] = random.choice(("and", "or", "atleast-2", f"atleast-{len(changed) - 2}"))
        else:
            changed[1:] = random.sample(changed[1:], len(changed) - 1)
    return other
