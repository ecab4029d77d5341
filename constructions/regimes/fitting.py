"""Weights of the second layer fitted to the inputs that are hard: one-sided least squares, counterexamples added.

The closed form (`reencoding_layer`) knows channels only. On real graphs, with their small and unequal blocks, true
outputs of one block score five times what those of another do (les-miserables: at least 1828 and at least 327), so that
no threshold reads both, and two features that no output joins fire channels that it was never told of. Here the weights
are asked for what is needed: every public neuron of an active output at least 1, every other one at most `CUT`, on the
inputs where it matters. In floats: nothing here decides anything, and the rounded network is proved like any other.
Source: ours.
"""

from collections.abc import Iterator
from functools import partial
from math import inf
from typing import final

import numpy as np

from constructions.regimes.layers import LARGEST
from constructions.threshold import middle
from verify import Network, Problem, ReedSolomonCode
from verify.arrays import Bools, Floats, Longs
from verify.codes import expand
from verify.statement import ActiveSets, more_sparse_than, sparse_blocks

ROUNDS = 12
STEPS = 200
HARD = 3000
"""Inputs that a round adds at most."""
PATIENCE = 3
"""Rounds after which no more are tried unless scores that overlap have come closer, in units of a word's score."""
SCANNED = 2**21
"""Inputs up to which every round scores all of them; beyond, those drawn from the hard strata."""
DRAWN = 2**16
"""Inputs drawn from each stratum."""
BLOCK = 4096
CUT = 0.5
"""A neuron of the second layer fires from here on, where 1 is the least that an active output gives its neurons."""
WANTED, TOLERATED = 1.15, 0.6 * CUT
"""What the fit aims at; the distance to 1 and to `CUT` is left for rounding."""
RIDGE = 0.003
LARGE = 2**33
"""n_1 * n_2 * m' from which nothing is fitted: a round would take hours."""
HALFWAY = 0.6
"""An input is hard if a true output scores less than this share of what words must score, or a false one more."""
Hard = list[tuple[Longs, ActiveSets]]
"""Blocks of inputs with how hard each is."""


def fitted(problem: Problem, network: Network, signal: float, seed: int) -> Network:
    """The network itself if it reads the hard inputs right; else with a fitted second layer; itself if that fails too.

    `signal` is what the neurons of one output's channel fire with together; x_1 is measured in it. All inputs are
    scored up to `SCANNED`, so that a network that is changed is right on all of them; beyond, samples. Rounds of
    fitting (`fit`) on inputs chosen so far, exact scoring (`verify.scoring.scan`), and choosing of the hardest.
    Deterministic in `seed`. Complexity: at most `ROUNDS` * (`STEPS` * n_1 n_2 * inputs chosen + scoring).

    >>> from verify import TwoAnd
    >>> from constructions.regimes import Design, partitioned_channels
    >>> import networkx as nx
    >>> problem = TwoAnd.from_graph(nx.karate_club_graph(), sparsity=2)
    >>> partitioned_channels(problem, neurons=66, design=Design(channel=6, weight=4)).widths
    (34, 65, 52)
    """
    inputs = partial(_inputs, problem, network, seed)
    true, false = _extremes(problem, network, inputs())
    if true > false:
        kept = false < network.threshold <= true
        return network if kept else network.with_threshold(middle(true, false))
    if network.widths[1] * network.widths[2] * problem.outputs >= LARGE:
        return network
    states, weights, best, waited = _States(problem, network, signal), None, inf, 0
    states.add(np.array(problem.pairs, dtype=np.int64))
    for _ in range(ROUNDS):
        weights = fit(states.received, states.wanted, weights)
        candidate, full = rounded(network, weights, signal)
        hard: Hard = []
        true, false = _extremes(problem, candidate, inputs(), hard, int(HALFWAY * full))
        if true > false:
            return candidate.with_threshold(middle(true, false))
        overlap = (false - true) / full
        best, waited = min(best, overlap), 0 if overlap < best else waited + 1
        if waited == PATIENCE or not hard:
            break
        states.add_hardest(hard)
    return network


def fit(received: Floats, wanted: Bools, start: Floats | None = None, steps: int = STEPS) -> Floats:
    """D (n_2, n_1) with D x >= 1 where `wanted` and at most `CUT` elsewhere, as far as that is possible.

    `received` (n_1, inputs) are states x, `wanted` (n_2, inputs). Least squares to the nearest allowed values,
    again and again, sped up by momentum (Nesterov); ends as soon as all are as they should be.
    Complexity: n_1^2 inputs + n_1^3, and 4 n_1 n_2 inputs a step.

    >>> states = np.eye(2, dtype=np.float32)
    >>> given = fit(states, np.array([[True, False]])) @ states
    >>> bool(given[0, 0] >= 1), bool(given[0, 1] <= CUT)
    (True, True)
    """
    square = (received @ received.T).astype(np.float64)
    square[np.diag_indices(len(square))] += RIDGE * max(np.trace(square), 1e-9) / len(square)
    back = np.linalg.solve(square, received.astype(np.float64)).astype(np.float32).T
    weights = np.zeros((len(wanted), len(received)), dtype=np.float32) if start is None else start
    ahead, momentum = weights, 1.0
    for step in range(steps):
        given = ahead @ received
        missing = np.where(wanted, np.maximum(WANTED - given, 0), np.minimum(TOLERATED - given, 0)).astype(np.float32)
        better = ahead + missing @ back
        following = (1 + (1 + 4 * momentum * momentum) ** 0.5) / 2
        ahead, momentum = better + np.float32((momentum - 1) / following) * (better - weights), following
        weights = better
        if step % 20 == 19:
            given = weights @ received
            if not np.where(wanted, given < 1, given > CUT).any():
                break
    return weights


def rounded(network: Network, weights: Floats, signal: float) -> tuple[Network, float]:
    """The network with these weights in 8 bits as second layer, and what a whole word scores at least, if all fits."""
    scale = LARGEST / max(float(np.abs(weights).max()), 1e-9)
    second = np.rint(weights * scale).astype(np.int16)
    floor = -int(CUT * scale * signal)
    first, code = network.layers[0], network.output_code
    layers = [(first.weights, first.bias), (second, np.full(len(second), floor, dtype=np.int64))]
    candidate = Network(layers, network.input_code, code, 0, network.construction)
    word = code.weight if isinstance(code, ReedSolomonCode) else 1
    return candidate, word * (1 - CUT) * scale * signal


@final
class _States:
    """The states x_1 of the inputs chosen so far, in units of `signal`, and the public neurons that should fire."""

    def __init__(self, problem: Problem, network: Network, signal: float) -> None:
        # Its module loads the kernels' compiler.
        from verify.scoring import TrueOutputs, received

        self._given, self._bias = received(network, np.dtype(np.int64)), network.layers[0].bias.astype(np.int64)
        self._signal, self._truth = signal, TrueOutputs(problem)
        self._words = expand(network.output_code).astype(np.bool_)
        self.received = np.empty((len(self._bias), 0), dtype=np.float32)
        self.wanted = np.empty((len(self._words), 0), dtype=np.bool_)

    def add(self, sets: ActiveSets) -> None:
        """The states of some inputs of equal size; those in which nothing fires teach nothing."""
        state = np.maximum(self._given[sets].sum(axis=1) + self._bias, 0)
        sets, state = sets[state.any(axis=1)], state[state.any(axis=1)]
        wanted, ones = np.zeros((len(self._words), len(sets)), dtype=np.bool_), self._truth.of(sets)
        starts = np.flatnonzero(np.diff(ones.inputs, prepend=-1))
        wanted[:, ones.inputs[starts]] = np.logical_or.reduceat(self._words[:, ones.outputs], starts, axis=1)
        self.received = np.concatenate([self.received, (state / self._signal).T.astype(np.float32)], axis=1)
        self.wanted = np.concatenate([self.wanted, wanted], axis=1)

    def add_hardest(self, hard: Hard) -> None:
        """The `HARD` hardest of some inputs."""
        every = np.concatenate([hardness for hardness, _ in hard])
        least = np.sort(every)[-HARD:][0]
        for hardness, sets in hard:
            self.add(sets[hardness >= least])


def _inputs(problem: Problem, network: Network, seed: int) -> Iterator[ActiveSets]:
    """The inputs that networks are scored on, in blocks: all up to `SCANNED`, else some of the hard strata."""
    if not more_sparse_than(problem, SCANNED):
        yield from sparse_blocks(problem, BLOCK)
        return
    # Its module loads the kernels' compiler.
    from verify.scoring import strata_of

    rng = np.random.default_rng(seed)
    for stratum in strata_of(problem, network):
        for _ in range(DRAWN // BLOCK):
            yield stratum.draw(rng, BLOCK)


def _extremes(
    problem: Problem, network: Network, blocks: Iterator[ActiveSets], hard: Hard | None = None, goal: int = 0
) -> tuple[int, int]:
    """The smallest true and the largest false score; inputs on the wrong side of `goal` are added to `hard`.

    Without that list it ends at the first block after which no threshold separates.
    """
    # The scanner's compiler is heavy: it is loaded when there is something to score.
    from verify.scoring import NO_SCORE, Scanner

    scanner, true, false = Scanner(problem, network), NO_SCORE, -NO_SCORE
    for sets in blocks:
        found = scanner.extremes(sets)
        true, false = min(true, int(found.smallest_true.min())), max(false, int(found.largest_false.max()))
        if hard is None:
            if true <= false:
                break
            continue
        hardness = np.maximum(goal - found.smallest_true, np.maximum(found.largest_false, 0) - goal)
        chosen = np.argsort(-hardness, kind="stable")[:HARD]
        chosen = chosen[hardness[chosen] > 0]
        if len(chosen):
            hard.append((hardness[chosen], sets[chosen]))
    return true, false
