"""Compiled squared hinge loss over active sets, and its gradient."""

from typing import Any, NamedTuple

import numpy as np

from constructions.optimisation.kernels import Neurons
from verify.arrays import Floats, Ints
from verify.jit import compiled


class Sets(NamedTuple):
    """Active sets, (T, v), of the outputs (T,), with weights (T,)."""

    outputs: Ints
    sets: Ints
    weights: Floats


class Hinge(NamedTuple):
    """The loss max(0, side * (score - target))**2; inactive neurons pass on the share `leak` of their gradient."""

    side: int
    target: Any
    leak: Any


@compiled
def hinge_gradient(neurons: Neurons, some: Sets, hinge: Hinge, gradient: Floats, bias_gradient: Floats) -> None:
    """Add to the gradients that of the sum of weight * loss over the sets.

    `neurons.received` is G with a column of zeros for the empty slot, (n, m + 1), and so is `gradient`. A neuron that
    the set leaves inactive passes something on so that it can be woken. Sets of one output read the same rows.
    """
    received, bias, channels = neurons.received, neurons.bias, neurons.channels
    w, v = channels.shape[1], some.sets.shape[1]
    zero = received.dtype.type(0)
    x = np.empty(w, received.dtype)
    for t in range(some.outputs.shape[0]):
        words = channels[some.outputs[t]]
        score = zero
        for k in range(w):
            e = words[k]
            total = bias[e]
            for r in range(v):
                total += received[e, some.sets[t, r]]
            x[k] = total
            if total > zero:
                score += total
        excess = hinge.side * (score - hinge.target)
        if excess > zero:
            slope = 2 * some.weights[t] * excess * hinge.side
            for k in range(w):
                share = slope if x[k] > zero else slope * hinge.leak
                if share != zero:
                    e = words[k]
                    bias_gradient[e] += share
                    for r in range(v):
                        gradient[e, some.sets[t, r]] += share


@compiled
def set_scores(neurons: Neurons, outputs: Ints, sets: Ints, scores: Floats) -> None:
    """scores[t] = the score of outputs[t] on sets[t], for G as above."""
    received, bias, channels = neurons.received, neurons.bias, neurons.channels
    for t in range(outputs.shape[0]):
        score = received.dtype.type(0)
        for k in range(channels.shape[1]):
            e = channels[outputs[t], k]
            total = bias[e]
            for r in range(sets.shape[1]):
                total += received[e, sets[t, r]]
            if total > 0:
                score += total
        scores[t] = score


def scores_of(neurons: Neurons, outputs: Ints, sets: Ints) -> Floats:
    """The scores of these outputs on these sets."""
    scores = np.empty(len(outputs), np.float32)
    set_scores(neurons, outputs, sets, scores)
    return scores
