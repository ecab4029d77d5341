"""The fast way: nodes without children that close by exact sums in narrow integers, some held to the definition."""

from collections.abc import Sequence
from random import SystemRandom

import numpy as np

from verify.checker.branch.screen import Leaves, Screens
from verify.checker.branch.tree import WIDE, Case
from verify.checker.branch.walk import Walk
from verify.checker.budget import RefusedError, UndecidedError
from verify.statement.gates import Gate

TRIED = 32
"""Nodes closed by the fast way that are decided by the definition as well, in every run."""
Asked = list[tuple[int, int, Case]]


def without_closed(walk: Walk, gates: Sequence[Gate], asked: Asked, screens: Screens | None = None) -> Asked:
    """What is left of (number, output, case) when the fast way has closed what it can.

    Some of what it closes, drawn by the operating system, is decided by the definition as well. Errors: UndecidedError
    where that says otherwise, which would be a fault of the checker.
    """
    short = [
        x for x, (number, i, _) in enumerate(asked) if len(gates[i].inputs) < WIDE and not walk.tree.children(number)
    ]
    if not short:
        return asked
    leaves = _leaves(walk, gates, [asked[x] for x in short])
    found = (screens or Screens(walk.ground, walk.limits, walk.budget)).closed(leaves)
    closes = [short[k] for k in np.flatnonzero(found).tolist()]
    for x in SystemRandom().sample(closes, min(TRIED, len(closes))):
        number, output, case = asked[x]
        try:
            walk.settle(gates[output], output, number, case)
        except RefusedError as error:
            raise UndecidedError(f"the fast way of the checker is at fault, please report it: {error}") from error
    done = set(closes)
    return [one for x, one in enumerate(asked) if x not in done]


def _leaves(walk: Walk, gates: Sequence[Gate], asked: Asked) -> Leaves:
    """The nodes as arrays."""
    ground = walk.ground
    active = [[gates[i].inputs[k] for k in places] for _, i, (places, _, _) in asked]
    known = [gates[i].inputs[:settled] for _, i, (_, settled, _) in asked]
    output = np.array([i for _, i, _ in asked])
    p = ground.bias[ground.rows[output]]
    for k in range(WIDE - 1):
        more = np.array([x for x, members in enumerate(active) if len(members) > k], dtype=np.int64)
        member = np.array([active[x][k] for x in more.tolist()], dtype=np.int64)
        p[more] += ground.entries[ground.rows[output[more]], member[:, None]]
    settled = np.array([(*features, *features[:1] * (WIDE - 1 - len(features))) for features in known])
    slots = np.array([walk.sparsity - len(members) for members in active])
    side = np.array([-1 if true else 1 for _, _, (_, _, true) in asked])
    return Leaves(output, settled, p, slots, side)
