"""The inputs that stand for all others, where features are exact inputs and meet few others.

Two features are *joined* when some neuron of the first layer, or some gate, has a weight or a wire for both. A feature
is *silent alone* when no neuron changes its activation and no gate its value when it alone becomes active. If it is
active beside features that it is not joined with, then on each neuron and each gate that it has, it is alone: with and
without it all activations, all scores and all values of gates are the same. Take such features away one after another:
every input has the scores and the truth of one of the **reduced** inputs, in which every feature that is silent alone
is joined with another active one. These are admissible, and decide the statement and the margin. (Ours.) Details:
docs/methods.md.
"""

from math import comb

import numpy as np

from verify.arrays import Bools, Longs
from verify.codes import IdentityCode
from verify.progress import Deadline
from verify.statement.inputs import ActiveSets, count_sparse, more_sparse_than
from verify.statement.network import Network
from verify.statement.problem import Problem

MOST_ACTIVE = 8
MOST_PAIRS = 2**24
MOST_SETS = 2**22
MANY = 2**14
GAIN = 4
"""Reduced inputs are worth their listing where there are `MANY` inputs, and so many times fewer reduced ones."""
Pairs = Longs


def reduced_inputs(problem: Problem, network: Network, deadline: Deadline | None = None) -> list[ActiveSets] | None:
    """The reduced inputs by their number k = 0..v of active features, (inputs, k) each; None where that gains little.

    For all admissible inputs y there is one among them, with no more active features, on which all scores and all
    values are those on y. None for codes that hold features in superposition, for circuits, beyond `MOST_SETS` of
    them or `MOST_ACTIVE` active features, and when the deadline passes.

    Cost: (n_1) (m) for the pairs, then sorting O(v) numbers a set. Memory: about 40 v bytes a set. Source: ours.

    >>> from verify import Network, TwoAnd
    >>> network = Network([([[1, 1] + 98 * [0]], [-1])], IdentityCode(100), IdentityCode(1), threshold=1)
    >>> [sets.tolist() for sets in reduced_inputs(TwoAnd(inputs=100, sparsity=3, pairs=((0, 1),)), network)]
    [[[]], [], [[0, 1]], []]
    """
    if not isinstance(network.input_code, IdentityCode) or problem.is_circuit:
        return None
    if problem.sparsity > MOST_ACTIVE or not more_sparse_than(problem, MANY):
        return None
    most = min(MOST_SETS, count_sparse(problem) // GAIN)
    features = problem.inputs
    exciting = np.flatnonzero(~_silent_alone(problem, network))
    if sum(comb(len(exciting), k) for k in range(problem.sparsity + 1)) > most:
        return None
    joined = _joined(problem, network)
    if joined is None or (problem.sparsity > 1 and len(joined) > most):
        return None
    both = np.concatenate([joined, joined[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    starts = np.searchsorted(both[:, 0], np.arange(features + 1))
    found = [np.zeros((1, 0), dtype=np.int64)]
    for k in range(1, problem.sparsity + 1):
        # Take a leaf of what is joined, a feature that is exciting alone, or a pair joined with nothing else from a
        # reduced input: what is left is reduced. So these three make all of them.
        sizes = [int(np.diff(starts)[found[-1]].sum()), len(found[-1]) * len(exciting)]
        sizes += [len(found[-2]) * len(joined)] if k > 1 else []
        if sum(sizes) > MOST_SETS or (deadline is not None and deadline.passed()):
            return None
        larger = [_beside(found[-1], both[:, 1], starts), _with(found[-1], exciting[:, None])]
        larger += [_with(found[-2], joined)] if k > 1 else []
        found.append(_distinct(np.concatenate(larger), features))
        if sum(map(len, found)) > most:
            return None
    return found


def _joined(problem: Problem, network: Network) -> Pairs | None:
    """All joined pairs, (pairs, 2), the lower feature first; None when there are too many to list."""
    groups = [np.flatnonzero(row) for row in network.layers[0].weights]
    groups += [np.unique(problem.gate(output).inputs) for output in range(problem.outputs)]
    if sum(len(group) * (len(group) - 1) // 2 for group in groups) > MOST_PAIRS:
        return None
    pairs = [np.stack([group[i] for i in np.triu_indices(len(group), 1)], axis=1) for group in groups]
    return _distinct(np.concatenate(pairs).astype(np.int64), problem.inputs)


def _silent_alone(problem: Problem, network: Network) -> Bools:
    layer = network.layers[0]
    silent = np.ones(problem.inputs, dtype=np.bool_)
    for row, bias in zip(layer.weights, layer.bias.astype(np.int64), strict=True):
        silent &= np.maximum(row + bias, 0) == max(int(bias), 0)
    for output in range(problem.outputs):
        gate = problem.gate(output)
        changes = [j for j in gate.inputs if gate.value((j,)) != gate.value(())]
        silent[changes] = False
    return silent


def _beside(sets: ActiveSets, neighbours: Pairs, starts: Pairs) -> ActiveSets:
    """Every set with one neighbour of one of its members more."""
    members, rows = sets.ravel(), np.repeat(np.arange(len(sets)), sets.shape[1])
    counts = starts[members + 1] - starts[members]
    ends = np.cumsum(counts)
    places = np.arange(int(counts.sum())) + np.repeat(starts[members] - (ends - counts), counts)
    return np.concatenate([sets[np.repeat(rows, counts)], neighbours[places][:, None]], axis=1)


def _with(sets: ActiveSets, others: ActiveSets) -> ActiveSets:
    """Every set with every one of the others."""
    return np.concatenate([np.repeat(sets, len(others), axis=0), np.tile(others, (len(sets), 1))], axis=1)


def _distinct(sets: ActiveSets, features: int) -> ActiveSets:
    """The sets as ascending rows, each once, without those that name a feature twice; in lexicographic order."""
    sets = np.sort(sets, axis=1)
    sets = sets[(np.diff(sets, axis=1) > 0).all(axis=1)]
    if features ** sets.shape[1] >= 2**63:
        return np.unique(sets, axis=0)
    powers = features ** np.arange(sets.shape[1] - 1, -1, -1, dtype=np.int64)
    return sets[np.unique(sets @ powers, return_index=True)[1]]
