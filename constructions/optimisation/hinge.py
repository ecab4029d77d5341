"""Compiled squared hinge loss over active sets, and its gradient."""

from typing import Any

import numpy as np
import numpy.typing as npt

from verify.jit import compiled

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int32]


@compiled
def hinge_gradient(
    received: Floats,
    bias: Floats,
    channels: Indices,
    outputs: Indices,
    sets: Indices,
    weights: Floats,
    side: int,
    target: Any,
    leak: Any,
    gradient: Floats,
    bias_gradient: Floats,
) -> None:
    """Add to the gradients that of the sum of weight * max(0, side * (score - target))**2 over the sets.

    `received` is G transposed with a row of zeros for the empty slot, (m + 1, n), and so is `gradient`. A neuron that
    the set leaves inactive passes on the share `leak` of its gradient, so that it can be woken.
    """
    w, v = channels.shape[1], sets.shape[1]
    zero = received.dtype.type(0)
    x = np.empty(w, received.dtype)
    for t in range(outputs.shape[0]):
        words = channels[outputs[t]]
        score = zero
        for k in range(w):
            e = words[k]
            total = bias[e]
            for r in range(v):
                total += received[sets[t, r], e]
            x[k] = total
            if total > zero:
                score += total
        excess = side * (score - target)
        if excess > zero:
            slope = 2 * weights[t] * excess * side
            for k in range(w):
                share = slope if x[k] > zero else slope * leak
                if share != zero:
                    e = words[k]
                    bias_gradient[e] += share
                    for r in range(v):
                        gradient[sets[t, r], e] += share


@compiled
def set_scores(
    received: Floats, bias: Floats, channels: Indices, outputs: Indices, sets: Indices, scores: Floats
) -> None:
    """scores[t] = the score of outputs[t] on sets[t]."""
    for t in range(outputs.shape[0]):
        score = received.dtype.type(0)
        for k in range(channels.shape[1]):
            e = channels[outputs[t], k]
            total = bias[e]
            for r in range(sets.shape[1]):
                total += received[sets[t, r], e]
            if total > 0:
                score += total
        scores[t] = score
