"""Where what a neuron receives from every feature should lie, by the feature's target weight."""

from collections.abc import Sequence
from math import inf

from constructions.decorrelation import Band

SPLIT = 0.15
"""Which part of the room the inputs of ANDs get above their weight; features of weight 0 get the rest."""
LIFT = 0.5
"""How far inputs that make a neuron 1 alone may lie above the least, where second inputs of andnots must undo them."""


def bands_of(classes: Sequence[int], level: int, sparsity: int, room: float) -> dict[int, Band]:
    """For every target weight c how far G may lie below and above c, so that sums reach the level K = `level` or not.

    Sums of v = `sparsity` features that reach K exceed those that do not by at least 1 - `room`; for v > 2 with second
    inputs of andnots a guide only. For v = 2 features of weight 0 have no lower end unless one feature alone may reach
    K: they are never active beside two. In floats: weights are judged exactly. Source: ours.

    >>> bands_of((0, 1), 2, 2, 0.5)[0]
    Band(low=inf, high=0.425)
    >>> bands_of((0, 1), 1, 2, 0.75)
    {0: Band(low=0.25, high=0.25), 1: Band(low=0.0, high=inf)}
    """
    partial = [c for c in classes if 0 < c < level]
    others = (1 - SPLIT) * room / max(1, 2 * sparsity - 3) if partial else level * room / (2 * sparsity - 1)
    above = SPLIT * room / max(1, level // min(partial) - 1) if partial else 0.0
    # Alone it is beside v - 1 others, an AND's two inputs beside v - 2: it must make up for one more.
    lift = others if partial else 0.0
    bounded = sparsity > 2 or level in classes
    found = {0: Band(low=others if bounded else inf, high=others)}
    found |= {c: Band(low=0.0, high=above) for c in partial}
    undone = -level in classes
    if level in classes:
        found[level] = Band(low=0.0 - lift, high=lift + LIFT if undone else inf)
    if undone:
        most = level - 1 + SPLIT * room + (sparsity - 1) * others if partial else sparsity * others
        found[-level] = Band(low=inf if sparsity == 2 else lift, high=most - lift - LIFT)
    return found
