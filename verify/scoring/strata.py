"""The distributions that sampling draws from: uniform ones by activity, and the kinds of input known to be hard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.codes.base import SparseCode
from verify.statement.inputs import ActiveSets
from verify.statement.level_sets import LevelSets
from verify.statement.network import Network
from verify.statement.problem import Problem

SHARING_OUTPUTS = 2**14
TRIALS = 1000
Draw = Callable[[np.random.Generator, int], ActiveSets]


@final
@dataclass(frozen=True)
class Stratum:
    """A named distribution over admissible inputs; `draw(rng, count)` gives (count, k) ascending active sets."""

    name: str
    distribution: str
    draw: Draw


def strata_of(problem: Problem, network: Network) -> tuple[Stratum, ...]:
    """The strata for this problem: one a number of active features 1..v, and the hard kinds that exist here.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> [s.name for s in strata_of(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)]
    ['1 active', '2 active', 'whole gate', 'partial gate', 'shared neuron']
    """
    m, v = problem.inputs, problem.sparsity
    strata = [_uniform(m, k) for k in range(1, v + 1)]
    groups = [group.inputs for group in problem.level_groups[0]]
    for name, given, left_out, least, most in (
        ("whole gate", "all inputs", 0, 1, v),
        ("all but one", "all inputs but one", 1, 3, v + 1),
        ("partial gate", "one input", None, 2, m),
    ):
        fitting = [wires for wires in groups if least <= wires.shape[1] <= most]
        if fitting:
            strata.append(_around_gates(name, given, fitting, m, v, left_out))
    if problem.is_circuit:
        # None of those that have too active a level on every input.
        sets, rng = LevelSets(problem), np.random.default_rng(0)
        return tuple(_conditioned(s, sets) for s in strata if sets.of(s.draw(rng, TRIALS))[1].any())
    if v >= 2 and isinstance(network.output_code, SparseCode):
        sharing = _sharing_pairs(problem, network.output_code)
        if len(sharing):
            strata.append(_sharing(sharing, m, v))
    return tuple(strata)


def _conditioned(stratum: Stratum, sets: LevelSets) -> Stratum:
    """The stratum given that the input is admissible, by drawing until it is."""

    def draw(rng: np.random.Generator, count: int) -> ActiveSets:
        parts = [stratum.draw(rng, 0)]
        missing, tried = count, 0
        while missing > 0:
            drawn = stratum.draw(rng, max(missing, TRIALS))
            parts.append(drawn[sets.of(drawn)[1]][:missing])
            missing -= len(parts[-1])
            tried += len(drawn)
            if tried > TRIALS * (count - missing + TRIALS):
                raise ValueError(
                    f"of {tried} inputs with {stratum.name} only {count - missing} are admissible: too few"
                )
        return np.concatenate(parts)

    return Stratum(stratum.name, f"{stratum.distribution}, those that keep every level's activity", draw)


def distinct(rng: np.random.Generator, features: int, given: Longs, k: int) -> ActiveSets:
    """Rows of `given` (count, g) completed to k different features, uniformly; ascending, shape (count, k)."""
    chosen = np.sort(given, axis=1)
    while chosen.shape[1] < k:
        row = rng.integers(0, features - chosen.shape[1], size=chosen.shape[0])
        for column in range(chosen.shape[1]):
            row += row >= chosen[:, column]
        chosen = np.sort(np.column_stack([chosen, row]), axis=1)
    return chosen


def _uniform(features: int, k: int) -> Stratum:
    def draw(rng: np.random.Generator, count: int) -> ActiveSets:
        return distinct(rng, features, np.empty((count, 0), dtype=np.int64), k)

    return Stratum(f"{k} active", "any one feature" if k == 1 else f"any {k} features, all sets alike", draw)


def _around_gates(name: str, given: str, groups: list[Longs], features: int, v: int, left_out: int | None) -> Stratum:
    """v active features around a random gate: random ones of its inputs, all but `left_out` (or one), and others."""
    share = np.array([len(wires) for wires in groups], dtype=np.float64)

    def draw(rng: np.random.Generator, count: int) -> ActiveSets:
        parts = []
        for wires, number in zip(groups, rng.multinomial(count, share / share.sum()), strict=True):
            gates = wires[rng.integers(0, len(wires), size=number)]
            if left_out is None:
                gates = np.take_along_axis(gates, rng.integers(0, gates.shape[1], size=(number, 1)), axis=1)
            elif left_out:
                # A place that is left out, and the next ones around the circle.
                first = rng.integers(0, gates.shape[1], size=(number, 1))
                places = (first + 1 + np.arange(gates.shape[1] - left_out)) % gates.shape[1]
                gates = np.take_along_axis(gates, places, axis=1)
            parts.append(distinct(rng, features, gates, v))
        return np.concatenate(parts)

    return Stratum(name, f"{given} of a random gate and random other features, {v} in all", draw)


def _sharing_pairs(problem: Problem, code: SparseCode) -> Longs:
    """For every neuron the gate inputs whose output's word uses it, as rows (neuron, feature) sorted by neuron."""
    supports = code.supports(0, min(code.columns, SHARING_OUTPUTS))
    parts = []
    for group in problem.gate_groups():
        here = group.outputs < SHARING_OUTPUTS
        words, wires = supports[group.outputs[here]], group.inputs[here]
        fan_in, weight = wires.shape[1], words.shape[1]
        parts.append(np.column_stack([np.tile(words, fan_in).ravel(), np.repeat(wires, weight, axis=1).ravel()]))
    return np.unique(np.concatenate(parts), axis=0)


def _sharing(pairs: Longs, features: int, v: int) -> Stratum:
    """Two features whose channels meet in a random neuron, and random others."""
    neurons, features_of = pairs[:, 0], pairs[:, 1]

    def draw(rng: np.random.Generator, count: int) -> ActiveSets:
        first = rng.integers(0, len(pairs), size=count)
        low = np.searchsorted(neurons, neurons[first])
        high = np.searchsorted(neurons, neurons[first], side="right")
        # A different member of the same neuron's list; alone in the list, it pairs with itself and is completed.
        second = low + (first - low + 1 + rng.integers(0, np.maximum(1, high - low - 1))) % (high - low)
        both = np.column_stack([features_of[first], features_of[second]])
        alone = both[:, 0] == both[:, 1]
        both[alone, 1] = (both[alone, 0] + 1 + rng.integers(0, features - 1, size=int(alone.sum()))) % features
        return distinct(rng, features, both, v)

    return Stratum(
        "shared neuron",
        f"two features whose channels (of the first {SHARING_OUTPUTS} outputs) share a neuron, {v} in all",
        draw,
    )
