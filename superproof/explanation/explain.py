"""From a problem, a network and an input to the explanation of one output."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import overload

import numpy as np

from superproof.asserting import network_of
from superproof.explanation.asked import features_asked, output_asked
from superproof.explanation.float_output import FloatExplanation, explain_floats
from superproof.explanation.reals import RealExplanation, explain_reals
from superproof.explanation.trace import Explanation, Neuron, Part
from superproof.names import Names
from verify import FloatNetwork, Network, Problem, RealProblem, activations, evaluate, require_fit
from verify.arrays import Longs
from verify.documents import Labels
from verify.statement import active_levels, is_admissible, read_scores

SHARED = 4096
"""Outputs near the active features that are looked at for shared neurons, at most."""


@overload
def explain(
    problem: Problem,
    network: Network,
    active: Iterable[int | str],
    output: int | str | None = None,
    *,
    labels: Labels | None = None,
) -> Explanation: ...


@overload
def explain(
    problem: Problem,
    network: FloatNetwork,
    active: Iterable[int | str],
    output: int | str | None = None,
    *,
    labels: Labels | None = None,
) -> FloatExplanation: ...


@overload
def explain(
    problem: RealProblem,
    network: FloatNetwork,
    active: Mapping[int, Fraction | float] | Mapping[str, Fraction | float],
    output: int | str | None = None,
    *,
    labels: Labels | None = None,
) -> RealExplanation: ...


def explain(
    problem: Problem | RealProblem,
    network: Network | FloatNetwork,
    active: Iterable[int | str] | Mapping[int, Fraction | float] | Mapping[str, Fraction | float],
    output: int | str | None = None,
    *,
    labels: Labels | None = None,
) -> Explanation | FloatExplanation | RealExplanation:
    """Why output `output` reads what it reads when exactly the features `active` are 1.

    Without `output` it is the first wrong one, else the one nearest to the threshold. With `labels`
    (`load_labelled_problem`) features and outputs may be given by name.
    Guarantee: all numbers are those of the plain forward pass, in exact integers, or fractions for a network of floats;
    `score` is the sum of what the listed neurons add. The input need not be admissible. Of a problem about real
    features `active` are the values that are not 0, and an output's error is explained. Errors: ValueError for what
    does not fit or exist; UsageError for a name that none has.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [0])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> found = explain(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network, [1])
    >>> found.output, found.reads, found.expected, found.neurons[0].parts
    (0, 1, 0, (Part(source=1, adds=1, needs=(), heeds=()),))
    """
    if isinstance(problem, RealProblem):
        return explain_reals(problem, network, active, output, labels or Labels())
    network = network_of(problem, network)
    given = labels or Labels()
    names = Names(problem, given.features, given.outputs).numbered
    if isinstance(network, FloatNetwork):
        return explain_floats(names, network, active, output)
    require_fit(problem, network)
    features = features_asked(names, active)
    states = activations(network, features)
    scores = read_scores(network.output_code, states[-1])
    truth = np.zeros(problem.outputs, dtype=np.bool_)
    truth[list(evaluate(problem, features))] = True
    wrong = np.flatnonzero((scores >= network.threshold) != truth)
    if output is None:
        output = int(wrong[0] if len(wrong) else np.argmin(np.abs(scores - network.threshold)))
    output = output_asked(names, output)
    without = {j: activations(network, [k for k in features if k != j]) for j in features}
    return Explanation(
        active=features,
        output=output,
        expected=int(truth[output]),
        score=int(scores[output]),
        threshold=network.threshold,
        admissible=is_admissible(problem, features),
        firing=tuple(int(np.count_nonzero(state > 0)) for state in states[1:]),
        widths=network.widths[1:],
        neurons=_neurons(problem, network, features, states, output, without),
        without=tuple((j, int(read_scores(network.output_code, found[-1])[output])) for j, found in without.items()),
        wrong=tuple(wrong.tolist()),
        true_from=int(scores[truth].min()) if truth.any() else None,
        false_to=int(scores[~truth].max()) if not truth.all() else None,
        names=names,
    )


def _neurons(
    problem: Problem,
    network: Network,
    active: tuple[int, ...],
    states: list[Longs],
    output: int,
    without: dict[int, list[Longs]],
) -> tuple[Neuron, ...]:
    """The neurons of the last layer that the output reads, those that add most first."""
    before = {j: less[-2] for j, less in without.items()}
    word = network.output_code.block(output, output + 1)[:, 0].astype(np.int64)
    read = np.flatnonzero(word)
    layer = network.layers[-1]
    shared = _shared(problem, network, active, output, read)
    found = []
    for place, neuron in enumerate(read.tolist()):
        parts = _parts(network, layer.weights[neuron].astype(np.int64), active, states[-2], before)
        bias, weight = int(layer.bias[neuron]), int(word[neuron])
        received = bias + sum(part.adds for part in parts)
        found.append(Neuron(neuron, bias, parts, received, weight, weight * max(received, 0), shared[place]))
    return tuple(sorted(found, key=lambda one: (-abs(one.adds), -one.received, one.neuron)))


def _parts(
    network: Network,
    weights: Longs,
    active: tuple[int, ...],
    before: Longs,
    without: dict[int, Longs],
) -> tuple[Part, ...]:
    """What the neuron with these weights receives, by active feature (one layer) or by neuron of the layer before.

    `before` is the state of that layer, and `without` the same when one of the active features is off.
    """
    if len(network.layers) == 1:
        code = network.input_code
        parts = [Part(j, int(weights @ code.block(j, j + 1)[:, 0].astype(np.int64))) for j in active]
    else:
        live = np.flatnonzero((before != 0) & (weights != 0)).tolist()
        parts = []
        for k in live:
            needs = tuple(j for j, state in without.items() if state[k] == 0)
            heeds = tuple(j for j, state in without.items() if state[k] not in (0, before[k]))
            parts.append(Part(k, int(weights[k] * before[k]), needs, heeds))
    return tuple(sorted(parts, key=lambda part: (-abs(part.adds), part.source)))


def _shared(
    problem: Problem, network: Network, active: tuple[int, ...], output: int, read: Longs
) -> list[tuple[int, ...]]:
    """For every neuron read, the other outputs that read it and whose gates use an active feature."""
    before = frozenset(active_levels(problem, active)[-2])
    last = problem.levels[-1]
    near = [i for i, gate in enumerate(last) if i != output and not before.isdisjoint(gate.inputs)][:SHARED]
    readers: list[list[int]] = [[] for _ in read]
    for other in near:
        word = network.output_code.block(other, other + 1)[read, 0]
        for place in np.flatnonzero(word).tolist():
            readers[place].append(other)
    return [tuple(outputs) for outputs in readers]
