"""Tensors of a search: what a checkpoint keeps and a part tells, how it is taken up, and what it must look like."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from verify.arrays import Bools, Integers, Longs
from verify.provers.branch.goals import NO_FLOOR, BySide
from verify.provers.branch.search import Search
from verify.provers.branch.subject import Subject
from verify.provers.branch.tree import TREE_LIMIT
from verify.statement.forward import score

ATTAINED = {1: "attained_false", -1: "attained_true"}
FIELDS = {"bounds", "numbers", "counts", "features", "firsts", *ATTAINED.values(), "floors"}
NAMES = FIELDS | {"done"}
Tensors = Mapping[str, Integers]


def tensors_of(search: Search, first: int, last: int) -> dict[str, Longs]:
    """What a search has found, with the bounds of cases first..last-1 and of the nodes behind all cases."""
    tree, items = search.tree, list(search.tree.children.items())
    lists = {
        "numbers": [number for number, _ in items],
        "counts": [len(added) for _, (added, _) in items],
        "features": [feature for _, (added, _) in items for feature in added],
        "firsts": [child for _, (_, child) in items],
        "floors": search.floors,
        **{name: search.extremes.get(side, ()) for side, name in ATTAINED.items()},
    }
    bounds = np.concatenate([tree.bounds[first:last], tree.bounds[tree.roots : tree.size]])
    return {name: np.array(values, dtype=np.int64) for name, values in lists.items()} | {"bounds": bounds}


def take_up(search: Search, kept: Tensors, first: int, last: int, mine: Bools | slice) -> None:
    """Put the tensors of another search into this one: of cases first..last-1 those that are `mine`."""
    search.tree.graft(kept, first, last, mine)
    for side, name in ATTAINED.items():
        if len(kept[name]):
            search.note(side, *kept[name].tolist())
    search.floors = BySide(*kept["floors"].tolist())


def malformed(kept: Tensors, subject: Subject, *, scattered: bool = False) -> str | None:
    """The rule that the tensors `NAMES` break, or None: then a search can go on from them, and ends.

    Guarantee: the tree has no circle and no node outside; inputs seen were scored again. Bounds are not looked at.
    """
    for name, tensor in kept.items():
        if tensor.dtype != np.int64 or tensor.ndim != 1:
            return f"{name} must be a list of 64-bit integers"
    done, outputs = kept["done"].tolist(), subject.problem.outputs
    if scattered:
        rising = all(x < y for x, y in pairwise(done))
        if not done or len(done) % 2 or not rising or not 0 <= done[0] < done[-1] <= outputs:
            return f"done must be the ends of ranges of outputs, apart and ascending, at most {outputs}"
    elif len(done) != 1 or not 0 <= done[0] <= outputs:
        return f"done must be one number of outputs, at most {outputs}"
    roots, size = len(subject.cases), len(kept["bounds"])
    if not roots <= size <= TREE_LIMIT:
        return f"bounds must be those of {roots} cases and more nodes, {TREE_LIMIT} at most, not of {size}"
    return complaint(kept, subject, size)


def complaint(kept: Tensors, subject: Subject, size: int) -> str | None:
    """The rule that the inputs seen, which are scored again, the floors, or a tree of so many nodes break."""
    for side, name in ATTAINED.items():
        rule = _seen_complaint(kept[name].tolist(), side, subject)
        if rule is not None:
            return f"{name} {rule}"
    floors = kept["floors"].tolist()
    seen = [next(iter(kept[name].tolist()), NO_FLOOR) for name in ATTAINED.values()]
    if len(floors) != 2 or not all(NO_FLOOR <= x <= y for x, y in zip(floors, seen, strict=True)):
        return "floors must be two scores that no input seen is better than"
    return _tree_complaint(kept, len(subject.cases), size, subject.problem.inputs)


def _seen_complaint(seen: list[int], side: int, subject: Subject) -> str | None:
    """The rule that an input seen breaks, scored again."""
    problem = subject.problem
    if not seen:
        return None
    if len(seen) < 2 or not 0 <= seen[1] < problem.outputs:
        return f"must be a score, one of {problem.outputs} outputs, and features"
    value, output, *active = seen
    ordered = sorted(set(active))
    if ordered != active or len(active) > problem.sparsity or not all(0 <= j < problem.inputs for j in active):
        return f"must name at most {problem.sparsity} of {problem.inputs} features in ascending order"
    truth = problem.levels[0][output].value(active)
    if truth != (side < 0) or value != side * score(subject.network, tuple(active), output):
        return "must be what the output scores on these features"
    return None


def _tree_complaint(kept: Tensors, roots: int, size: int, inputs: int) -> str | None:
    """The rule that the branchings of a tree of so many nodes break, the first of which are the cases."""
    numbers, counts, firsts, features = (kept[name] for name in ("numbers", "counts", "firsts", "features"))
    if not len(numbers) == len(counts) == len(firsts) or len(np.unique(numbers)) != len(numbers):
        return "numbers, counts and firsts must be those of different nodes"
    if (counts < 1).any() or (counts > size).any() or counts.sum() != len(features):
        return "counts must be those of the features branched on"
    if (features < 0).any() or (features >= inputs).any():
        return f"features must be below {inputs}"
    order = np.argsort(firsts)
    ends = np.append(firsts[order][1:], size)
    if (numbers < 0).any() or (firsts < roots).any() or (firsts <= numbers).any() or (firsts > size).any():
        return "children must come behind the cases and behind their parents"
    if (counts[order] > ends - firsts[order]).any():
        return "no node must be the child of two"
    return None
