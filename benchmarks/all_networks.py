"""A third opinion on tiny minima, without a solver: all networks of a form are tried, up to what makes no difference.

A neuron matters by its values on the sparse inputs alone, and the order of the neurons does not matter: so all
multisets of different columns of values are tried. For each, an output can be read by a word r of weights iff its least
true score exceeds its largest false one; the network exists iff one theta lies in such an interval for every output.
"""

from collections.abc import Iterator
from itertools import combinations_with_replacement, product
from math import comb

import numpy as np
import numpy.typing as npt

from benchmarks.tiny_networks import Form, sparse_inputs
from verify import evaluate

Values = npt.NDArray[np.int32]
MOST = 3 * 10**9
"""Scores from which on the attempt is left out: a minute or so."""
AT_ONCE = 20_000_000


def one_exists(form: Form) -> bool | None:
    """Whether any network of the form computes the problem; None where there are too many to try them all."""
    inputs = list(sparse_inputs(form.problem))
    neurons = columns(form, inputs)
    words = np.array(list(product(form.weights, repeat=form.neurons)), dtype=np.int32)
    sets = comb(len(neurons) + form.neurons - 1, form.neurons)
    if sets * len(words) * len(inputs) > MOST:
        return None
    ones = [set(evaluate(form.problem, active)) for active in inputs]
    true = np.array([[i in one for one in ones] for i in range(form.problem.outputs)])
    some = max(1, AT_ONCE // (len(words) * len(inputs)))
    return any(possible(neurons[chosen], words, true) for chosen in batches(len(neurons), form.neurons, some))


def columns(form: Form, inputs: list[tuple[int, ...]]) -> Values:
    """The different columns of values that a neuron can have on these inputs."""
    words = np.array(list(product(form.weights, repeat=form.problem.inputs)), dtype=np.int32)
    sums = np.array([words[:, list(active)].sum(axis=1) for active in inputs])
    biases = np.array(form.biases, dtype=np.int32)
    values = np.maximum(sums[:, :, None] + biases, 0).reshape(len(inputs), -1)
    return np.unique(values, axis=1).T.astype(np.int32)


def batches(kinds: int, neurons: int, some: int) -> Iterator[npt.NDArray[np.int64]]:
    """All multisets of so many of `kinds`, `some` at a time: (some, neurons)."""
    batch: list[tuple[int, ...]] = []
    for chosen in combinations_with_replacement(range(kinds), neurons):
        batch.append(chosen)
        if len(batch) == some:
            yield np.array(batch)
            batch = []
    if batch:
        yield np.array(batch)


def possible(values: Values, words: Values, true: npt.NDArray[np.bool_]) -> bool:
    """Whether one of the layers (layers, neurons, inputs) can be read; `true` is (outputs, inputs)."""
    scores = words @ values  # (layers, words, inputs)
    intervals: list[tuple[Values, Values]] = []
    for is_true in true:
        least, largest = scores[:, :, is_true].min(axis=2), scores[:, :, ~is_true].max(axis=2)
        kept = (least > largest).any(axis=1)
        scores, least, largest = scores[kept], least[kept], largest[kept]
        intervals = [(low[kept], high[kept]) for low, high in intervals] + [(largest, least)]
        if not len(scores):
            return False
    thetas = np.arange(scores.min(), scores.max() + 1)
    readable = np.ones((len(scores), len(thetas)), dtype=bool)
    for largest, least in intervals:
        inside = (largest[:, :, None] < thetas) & (thetas <= least[:, :, None])
        readable &= inside.any(axis=1)
    return bool(readable.any())
