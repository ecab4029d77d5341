"""What the tensors of a checkpoint must look like: a file may hold anything."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from verify.arrays import Integers
from verify.provers.branch.attained import NO_FLOOR
from verify.provers.branch.cases import cases_of
from verify.provers.branch.tree import TREE_LIMIT
from verify.statement.forward import score
from verify.statement.network import Network
from verify.statement.problem import Problem

NAMES = {"done", "bounds", "numbers", "counts", "features", "firsts", "attained_false", "attained_true",
         "floors"}  # fmt: skip
Tensors = Mapping[str, Integers]


def malformed(tensors: Tensors, problem: Problem, network: Network, *, scattered: bool = False) -> str | None:
    """The rule that the tensors `NAMES` break, or None: then a search can go on from them, and ends.

    Guarantee: the tree has no circle and no node outside; inputs seen were scored again. Bounds are not looked at.
    """
    for name, tensor in tensors.items():
        if tensor.dtype != np.int64 or tensor.ndim != 1:
            return f"{name} must be a list of 64-bit integers"
    done = tensors["done"].tolist()
    if scattered:
        rising = all(x < y for x, y in pairwise(done))
        if not done or len(done) % 2 or not rising or not 0 <= done[0] < done[-1] <= problem.outputs:
            return f"done must be the ends of ranges of outputs, apart and ascending, at most {problem.outputs}"
    elif len(done) != 1 or not 0 <= done[0] <= problem.outputs:
        return f"done must be one number of outputs, at most {problem.outputs}"
    roots = len(cases_of(problem))
    if not roots <= len(tensors["bounds"]) <= TREE_LIMIT:
        many = len(tensors["bounds"])
        return f"bounds must be those of {roots} cases and more nodes, {TREE_LIMIT} at most, not of {many}"
    return seen_complaint(tensors, problem, network) or tree_complaint(
        tensors, roots, len(tensors["bounds"]), problem.inputs
    )


def seen_complaint(tensors: Tensors, problem: Problem, network: Network) -> str | None:
    """The rule that the inputs seen, which are scored again, or the floors break."""
    seen: dict[str, int] = {}
    for name, true in (("attained_false", False), ("attained_true", True)):
        value, complaint = _attained(tensors[name].tolist(), problem, network, true=true)
        if complaint is not None:
            return f"{name} {complaint}"
        seen[name] = NO_FLOOR if value is None else value
    floors = tensors["floors"].tolist()
    if len(floors) != 2 or not all(NO_FLOOR <= x <= y for x, y in zip(floors, seen.values(), strict=True)):
        return "floors must be two scores that no input seen is better than"
    return None


def _attained(kept: list[int], problem: Problem, network: Network, *, true: bool) -> tuple[int | None, str | None]:
    """Score times side of the input seen, scored again, and the rule that it breaks."""
    if not kept:
        return None, None
    if len(kept) < 2 or not 0 <= kept[1] < problem.outputs:
        return None, f"must be a score, one of {problem.outputs} outputs, and features"
    value, output, *active = kept
    ordered = sorted(set(active))
    if ordered != active or len(active) > problem.sparsity or not all(0 <= j < problem.inputs for j in active):
        return None, f"must name at most {problem.sparsity} of {problem.inputs} features in ascending order"
    found = score(network, tuple(active), output)
    if problem.levels[0][output].value(active) != true or value != (-found if true else found):
        return None, "must be what the output scores on these features"
    return value, None


def tree_complaint(tensors: Tensors, roots: int, size: int, inputs: int) -> str | None:
    """The rule that the branchings of a tree of so many nodes break, the first of which are the cases."""
    numbers, counts, firsts, features = (tensors[name] for name in ("numbers", "counts", "firsts", "features"))
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
