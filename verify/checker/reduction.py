"""Inputs that need no look of their own, because a smaller one has the same scores and the same truth.

Let the input code be the identity, so that neuron e of the first layer receives b_e plus its weights of the active
features, and let feature j be active on an input S, such that

1. no other feature of S has a weight on a neuron on which j has one, or is an input of a gate of which j is one; 2. j
alone changes nothing: max(0, b_e + W(e, j)) = max(0, b_e) for every neuron e, and no gate is 1 when only j is active,
unless it is 1 when nothing is.

Repeat until no such j is left: every input has the scores and the truth of a *reduced* input.

All reduced inputs are listed by size. Details: docs/methods.md.
"""

from collections.abc import Callable
from math import comb

import numpy as np

from verify.codes.identity import IdentityCode
from verify.statement.network import Network
from verify.statement.problem import Problem

Sets = list[tuple[int, ...]]
MOST_ACTIVE = 8
MOST_PAIRS = 2**22


def reduced(problem: Problem, network: Network, most: int, look: Callable[[], None]) -> list[Sets] | None:
    """Entry k: all reduced inputs of k active features, ascending; None for more than `most`, or without the lemma.

    Cost: about 10 microseconds of Python an input, and one for every pair of features of one neuron. Memory: about 500
    bytes an input, and 60 bytes a pair, of which there are at most `MOST_PAIRS`.
    """
    if problem.is_circuit or not isinstance(network.input_code, IdentityCode):
        return None
    gates, layer, v = problem.levels[0], network.layers[0], problem.sparsity
    together = [np.flatnonzero(row).tolist() for row in layer.weights] + [list(gate.inputs) for gate in gates]
    if v > MOST_ACTIVE or sum(len(group) ** 2 for group in together) > MOST_PAIRS:
        return None
    near: list[set[int]] = [set() for _ in range(problem.inputs)]
    for group in together:
        for j in group:
            near[j].update(group)
    pairs = [(i, j) for i, others in enumerate(near) for j in others if i < j]
    alone = {j for gate in gates for j in gate.inputs if gate.value((j,)) != gate.value(())}
    for row, bias in zip(layer.weights, layer.bias.tolist(), strict=True):
        alone.update(j for j in np.flatnonzero(row).tolist() if max(0, bias + int(row[j])) != max(0, bias))
    if comb(len(alone), v) > most or (v > 1 and len(pairs) > most):
        return None
    found: list[set[frozenset[int]]] = [{frozenset()}]
    for k in range(1, v + 1):
        found.append(set())
        for one in found[k - 1]:
            look()
            found[k].update(one | {j} for j in alone.union(*(near[i] for i in one)) - one)
        for one in found[k - 2] if k > 1 else ():
            look()
            found[k].update(one | {i, j} for i, j in pairs if i not in one and j not in one)
            if sum(map(len, found)) > most:
                return None
    return [sorted(tuple(sorted(one)) for one in sets) for sets in found] if sum(map(len, found)) <= most else None
