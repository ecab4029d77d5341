"""Neurons of its own for every gate: exact, not in superposition. The size that other constructions have to beat."""

import numpy as np

from constructions.construction import Construction, note_of
from constructions.errors import ConstructionError
from constructions.kinds import ONE_LEVEL, require_neurons, require_weights
from constructions.policies import ascend
from verify import IdentityCode, Network, Problem
from verify.arrays import Integers, Longs
from verify.gate_facts import facts_of, facts_of_group, needed
from verify.progress import Progress


def naive(problem: Problem) -> Network:
    """The network between identity codes in which every output has a neuron of its own, which is 0 iff the output is.

    A gate that is a threshold of its inputs is one neuron, such as ReLU(sum - q + 1) for an AND of q; where there are
    XORs a layer comes before.

    Guarantee: for all y in {0,1}^m, admissible or not, and all outputs i, the score of i is at least 1 if F_i(y) = 1
    and 0 otherwise (threshold 1). Source: folklore; the layer before XORs is ours. Errors: ConstructionError for a
    circuit of levels, for another kind of gate, and beyond 2**33 weights a layer. Details: docs/methods.md.

    >>> from verify import gate_problem, scores
    >>> scores(naive(gate_problem(3, 2, [("xor", 0, 1), ("or", 1, 2)])), {1, 2}).tolist()
    [1, 2]
    """
    ONE_LEVEL.require("naive", problem)
    _require_facts(problem)
    layers = _layers_for_xor(problem) if _xors(problem) else [_units(problem)]
    codes = IdentityCode(problem.inputs), IdentityCode(problem.outputs)
    return Network(layers, *codes, threshold=1, construction=note_of("naive", 0))


def naive_neurons(problem: Problem) -> int:
    """The neurons of the naive network: max(m, m'), or where there are XORs max(m, m', c + number of XORs).

    c is the least number of features and gates such that every input of every other gate is among these features: no
    first layer of this form has fewer neurons. Errors: ConstructionError for another kind of gate.

    >>> from verify import gate_problem
    >>> naive_neurons(gate_problem(4, 2, [("xor", 0, 1), ("xor", 2, 3)]))
    4
    """
    _require_facts(problem)
    first = 0
    if _xors(problem):
        features, gates = _held(problem)
        first = len(features) + len(gates) + _xors(problem)
    return max(problem.inputs, problem.outputs, first)


def _require_facts(problem: Problem) -> None:
    for group in problem.gate_groups():
        facts = facts_of_group(group)
        needed("naive", group.kind, facts.unit or (facts.parts and facts.difference), ConstructionError)


def _xors(problem: Problem) -> int:
    return sum(len(group.outputs) for group in problem.gate_groups() if facts_of_group(group).unit is None)


def _units(problem: Problem) -> tuple[Integers, Longs]:
    """One layer for a problem without XORs."""
    require_weights("naive", problem.outputs, problem.inputs)
    weights = np.zeros((problem.outputs, problem.inputs), dtype=np.int8)
    bias = np.zeros(problem.outputs, dtype=np.int64)
    for group in problem.gate_groups():
        facts = facts_of_group(group)
        if facts.unit is not None:
            weights[group.outputs[:, None], group.inputs], bias[group.outputs] = facts.unit
    return weights, bias


def _layers_for_xor(problem: Problem) -> list[tuple[Integers, Longs]]:
    """Features that are held, neurons of gates, and behind them one neuron an output."""
    features, gates = _held(problem)
    m, outputs, xors = problem.inputs, problem.outputs, _xors(problem)
    rows = len(features) + len(gates) + xors
    for above, below in ((rows, m), (outputs, rows)):
        require_weights("naive", above, below)
    first, bias = np.zeros((rows, m), dtype=np.int8), np.zeros(rows, dtype=np.int64)
    last, last_bias = np.zeros((outputs, rows), dtype=np.int8), np.zeros(outputs, dtype=np.int64)
    place_of, own = np.full(m, -1), np.full(outputs, -1)
    place_of[features] = np.arange(len(features))
    own[gates] = len(features) + np.arange(len(gates))
    first[place_of[features], features] = 1
    spare = len(features) + len(gates)
    for group in problem.gate_groups():
        alone = own[group.outputs] >= 0
        mine, wires, neurons = group.outputs[alone], group.inputs[alone], own[group.outputs[alone]]
        theirs, places = group.outputs[~alone], place_of[group.inputs[~alone]]
        facts = facts_of_group(group)
        last[mine, neurons] = 1
        if facts.unit is not None:
            first[neurons[:, None], wires], bias[neurons] = facts.unit
            last[theirs[:, None], places], last_bias[theirs] = facts.unit
        elif facts.parts is not None and facts.difference is not None:
            second, both = spare + np.arange(len(mine)), spare + len(mine) + np.arange(len(theirs))
            for rows_of_part, (kind, order) in zip((neurons, second), facts.parts, strict=True):
                signs, bias[rows_of_part] = needed("naive", kind, facts_of(kind, len(order)).unit, ConstructionError)
                first[rows_of_part[:, None], wires[:, order]] = signs
            last[mine, second] = 1
            sums, (signs, bias[both]), factor = facts.difference
            first[both[:, None], group.inputs[~alone]] = signs
            last[theirs[:, None], places], last[theirs, both] = sums, factor
    return [(first, bias), (last, last_bias)]


def _held(problem: Problem) -> tuple[Longs, Longs]:
    """The fewest features and gates such that every input of every other gate is among the features.

    Edges join gates and their inputs. Of a maximum matching these are the gates out of reach, and the features within
    reach, of gates without a partner, along edges to features and partners back (Koenig 1931).
    """
    # scipy takes long to load.
    from scipy import sparse
    from scipy.sparse.csgraph import breadth_first_order, maximum_bipartite_matching

    outputs = np.concatenate([np.repeat(group.outputs, group.inputs.shape[1]) for group in problem.gate_groups()])
    features = np.concatenate([group.inputs.ravel() for group in problem.gate_groups()])
    shape = problem.outputs, problem.inputs
    edges = sparse.csr_array((np.ones(len(outputs), dtype=np.int8), (outputs, features)), shape=shape)
    partner = np.asarray(maximum_bipartite_matching(edges, perm_type="column"), dtype=np.int64)
    # Gates, features, and one vertex before all gates without a partner.
    gates, start = np.arange(problem.outputs), sum(shape)
    matched, free = gates[partner >= 0], gates[partner < 0]
    tails = np.concatenate([outputs, problem.outputs + partner[matched], np.full(len(free), start)])
    heads = np.concatenate([problem.outputs + features, matched, free])
    steps = sparse.csr_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=(start + 1, start + 1))
    within = np.zeros(start + 1, dtype=np.bool_)
    within[breadth_first_order(steps, start, return_predecessors=False)] = True
    return np.flatnonzero(within[problem.outputs : start]), np.flatnonzero(~within[: problem.outputs])


def _built(problem: Problem, *, neurons: int, seed: int, progress: Progress | None) -> Network:
    del seed, progress  # There is one such network, and it is there at once.
    least = naive_neurons(problem)
    flat = least == max(problem.inputs, problem.outputs)
    each = "as many as features or gates, whichever are more" if flat else "a layer before XORs"
    require_neurons("naive", neurons, least, f", {each}")
    return naive(problem)


NAIVE = Construction(
    "naive",
    "no superposition: neurons of its own for every gate",
    ONE_LEVEL,
    _built,
    lambda problem: ascend([naive_neurons(problem)]),
    rule=lambda problem: require_weights("naive", problem.outputs, problem.inputs),
)
