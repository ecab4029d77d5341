"""A walk through the nodes of a proof: every case, and below it every child, must close."""

from collections.abc import Mapping

import numpy as np

from verify.arrays import Longs
from verify.checker.branch.definition import worst_sum
from verify.checker.branch.ground import Ground
from verify.checker.branch.tree import Case, Tree
from verify.checker.budget import Budget, RefusedError
from verify.statement.gates import Gate

DEEPEST = 400


class Walk:
    """Goes through the nodes of one case after another, depth first, and keeps which features are free.

    side * score must stay below `limits`[side] on all inputs; a side without a limit must have no cases.
    """

    def __init__(self, ground: Ground, tree: Tree, limits: Mapping[int, int], sparsity: int, budget: Budget) -> None:
        self.ground, self.tree, self.limits, self.sparsity, self.budget = ground, tree, limits, sparsity, budget
        self._free = np.ones(ground.entries.shape[1], dtype=np.bool_)
        self._output, self._entries = -1, np.zeros((0, 0), dtype=np.int64)

    def settle(self, gate: Gate, output: int, number: int, case: Case) -> None:
        """RefusedError unless the case and all nodes below it close."""
        places, settled, true = case
        if output != self._output:
            self._output, self._entries = output, self.ground.entries[self.ground.rows[output]].astype(np.int64)
        active, side = [gate.inputs[k] for k in places], -1 if true else 1
        if side not in self.limits:
            raise RefusedError(f"the margin says that no output is ever {int(true)}, but output {output} can be")
        p = self.ground.bias[self.ground.rows[output]] + self._entries[:, active].sum(axis=1)
        self._free[list(gate.inputs[:settled])] = False
        self._close(number, p, self.sparsity - len(active), side, 0)
        self._free[list(gate.inputs[:settled])] = True

    def _close(self, node: int, p: Longs, slots: int, side: int, depth: int) -> None:
        """The children, each without the features before it, and then the rest, without all of them."""
        self.budget.look()
        if slots < 0 or depth > DEEPEST:
            raise RefusedError(f"a set must have at most {self.sparsity} active features, and {DEEPEST} branched on")
        children = self.tree.children(node)
        for child, feature in children:
            if not self._free[feature]:
                raise RefusedError(f"node {node} branches on feature {feature}, which is settled already")
            self._free[feature] = False
            self._close(child, p + self._entries[:, feature], slots - 1, side, depth + 1)
        worst = self.worst(node, p, slots, side)
        if worst >= max(slots, 1) * self.limits[side]:
            raise RefusedError(f"node {node} of output {self._output} is not settled by its bound {side * worst}")
        self._free[[feature for _, feature in children]] = True

    def finish(self) -> None:
        """What is to be said when all nodes have closed: nothing, where they state nothing."""

    def worst(self, node: int, p: Longs, slots: int, side: int) -> int:
        """What bounds s * side * score over the rest of the node."""
        return worst_sum(self.ground.weights[self._output], p, self._entries, self._free, slots, side)
