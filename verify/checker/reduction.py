"""Inputs that need no look of their own, because a smaller one has the same scores and the same truth.

Let the input code be the identity, so that neuron e of the first layer receives b_e plus its weights of the active
features, and let feature j be active on an input S, such that

1. no other feature of S has a weight on a neuron on which j has one, or is an input of a gate of which j is one;
2. j alone changes nothing: max(0, b_e + W(e, j)) = max(0, b_e) for every neuron e, and no gate is 1 when only j is
   active, unless it is 1 when nothing is.

Then a neuron on which j has a weight has no other weight of S: by 2 its activation is the same without j. The other
neurons do not see j. So all scores on S are those on S without j; and so are the values of all gates, for the same
reason. Repeat until no such j is left: every input has the scores and the truth of a *reduced* input, one in which
every feature that changes nothing alone has a *neighbour*, a feature that it shares a neuron or a gate with.
"""

from collections.abc import Iterator
from math import comb

import numpy as np

from verify.codes import IdentityCode
from verify.progress import Deadline
from verify.statement.network import Network
from verify.statement.problem import Problem

Sets = list[tuple[int, ...]]
Neighbours = list[set[int]]
MOST_ACTIVE = 8
"""Sets are grown by recursion, a feature a call; with more active features there are too many of them anyway."""
MOST_PAIRS = 2**22


def reduced(problem: Problem, network: Network, most: int, deadline: Deadline) -> Sets | None:
    """All reduced inputs, if there are at most `most` of them, listed in time, and the lemma applies; else None.

    Cost: about 10 microseconds of Python an input, and one for every pair of features of one neuron. Memory: about 200
    bytes an input, and 60 bytes a pair, of which there are at most `MOST_PAIRS`.
    """
    if problem.is_circuit or not isinstance(network.input_code, IdentityCode):
        return None
    if problem.sparsity > MOST_ACTIVE:
        return None
    neighbours = _neighbours(problem, network)
    if neighbours is None:
        return None
    silent = _silent(problem, network)
    if _at_least(neighbours, silent, problem) > most:
        return None
    # A feature that changes nothing alone and has no neighbour is in no reduced input: it is barred from the start.
    never = {j for j in silent if not neighbours[j]}
    found: Sets = []
    for active in _grown((), never, neighbours, silent, problem.sparsity):
        found.append(tuple(sorted(active)))
        if len(found) > most or deadline.passed():
            return None
    return found


def _at_least(neighbours: Neighbours, silent: set[int], problem: Problem) -> int:
    """A number of reduced inputs that is known beforehand: sets of features that want no neighbour, and neighbours."""
    loud = problem.inputs - len(silent)
    together = sum(len(neighbours[j]) for j in silent) // 2 if problem.sparsity > 1 else 0
    return sum(comb(loud, k) for k in range(problem.sparsity + 1)) + together


def _neighbours(problem: Problem, network: Network) -> Neighbours | None:
    """For every feature those that it shares a neuron or a gate with; None where listing them takes too long."""
    together = [np.flatnonzero(row).tolist() for row in network.layers[0].weights]
    together += [list(problem.gate(output).inputs) for output in range(problem.outputs)]
    if sum(len(group) ** 2 for group in together) > MOST_PAIRS:
        return None
    neighbours: Neighbours = [set() for _ in range(problem.inputs)]
    for group in together:
        for feature in group:
            neighbours[feature].update(group)
    for feature, found in enumerate(neighbours):
        found.discard(feature)
    return neighbours


def _silent(problem: Problem, network: Network) -> set[int]:
    """The features that change nothing alone."""
    layer = network.layers[0]
    loud: set[int] = set()
    for row, bias in zip(layer.weights, layer.bias.tolist(), strict=True):
        loud.update(j for j in np.flatnonzero(row).tolist() if max(0, bias + int(row[j])) != max(0, bias))
    for output in range(problem.outputs):
        gate = problem.gate(output)
        loud.update(j for j in gate.inputs if gate.value((j,)) != gate.value(()))
    return set(range(problem.inputs)) - loud


def _grown(
    active: tuple[int, ...], barred: set[int], neighbours: Neighbours, silent: set[int], most: int
) -> Iterator[tuple[int, ...]]:
    """Every reduced input that contains `active` and nothing barred, once: `active`, and those with one more feature.

    A reduced input that contains a feature in want of a neighbour contains one of its neighbours: only these are
    tried then. The one that has been tried is barred from those that follow, until all have been.
    """
    wanting = next((j for j in active if j in silent and neighbours[j].isdisjoint(active)), None)
    if wanting is None:
        yield active
    if len(active) == most:
        return
    if wanting is not None:
        candidates = neighbours[wanting]
    elif len(active) + 1 < most:
        candidates = set(range(len(neighbours)))
    else:
        # The last one must have a neighbour already, or want none.
        candidates = set().union(*(neighbours[j] for j in active)) | (set(range(len(neighbours))) - silent)
    free = sorted(candidates - barred - set(active))
    for feature in free:
        yield from _grown((*active, feature), barred, neighbours, silent, most)
        barred.add(feature)
    barred.difference_update(free)
