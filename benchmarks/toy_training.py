"""Training toys in torch: seeded, on one thread, with hard inputs mined from all sparse ones.

A batch is half of random inputs, every second of which makes a gate's features active, and half of hard ones: those of
a pool (all admissible inputs if they are at most `POOL`, else so many random ones) whose margin is smallest, chosen
anew every `ROUND` steps. The loss is a squared hinge of margin 1 about the threshold. Training ends after the steps
given, or when the whole pool keeps half of the margin.
"""

from itertools import combinations

import numpy as np
import torch
from torch import nn

from verify import Problem
from verify.arrays import Bools, Longs
from verify.statement.gates import groups_of

BATCH, POOL, HARD, ROUND = 1024, 40_000, 4096, 50


class Residual(nn.Module):
    """A stream of `width` numbers, to which two blocks of `hidden` rectified neurons add."""

    def __init__(self, features: int, width: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.blocks = nn.ModuleList(
            nn.ModuleDict({"mlp_in": nn.Linear(width, hidden), "mlp_out": nn.Linear(hidden, width)}) for _ in range(2)
        )
        self.unembed = nn.Linear(width, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Scores."""
        stream = self.embed(x)
        for block in self.blocks:
            stream = stream + block["mlp_out"](torch.relu(block["mlp_in"](stream)))
        return self.unembed(stream)


class Tied(nn.Module):
    """ReLU(W^T W x + b), the toy model of superposition."""

    def __init__(self, features: int, hidden: int) -> None:
        super().__init__()
        self.W = nn.Parameter(torch.randn(hidden, features) / hidden**0.5)
        self.b_final = nn.Parameter(torch.zeros(features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Features again."""
        return torch.relu(nn.functional.linear(nn.functional.linear(x, self.W), self.W.t(), self.b_final))


def mlp(problem: Problem, neurons: int, channel: int) -> nn.Module:
    """One hidden layer; at first every output reads `channel` random neurons, which its gate's features excite."""
    first, second = nn.Linear(problem.inputs, neurons), nn.Linear(neurons, problem.outputs)
    with torch.no_grad():
        for each in (first.weight, second.weight):
            each.normal_(0, 0.02)
        first.bias.fill_(-0.5)
        second.bias.fill_(-1)
        for output, gate in enumerate(problem.levels[0]):
            chosen = torch.randperm(neurons)[:channel]
            for feature in gate.inputs:
                first.weight[chosen, feature] += 1
            second.weight[output, chosen] += 2 / channel
    return nn.Sequential(first, nn.ReLU(), second)


class Inputs:
    """Admissible inputs of a problem of one level of gates, drawn at random or all of them, as active features."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem, self._rng = problem, np.random.default_rng(seed)
        width = problem.sparsity
        none = problem.inputs  # The number of no feature fills a row.
        self._gates = np.array([[*gate.inputs, *[none] * width][:width] for gate in problem.levels[0]])

    def drawn(self, count: int) -> Longs:
        """(count, v): random features, and in every second row those of a random gate; fewer where some are alike."""
        problem, rng = self.problem, self._rng
        rows = rng.integers(problem.inputs, size=(count, problem.sparsity))
        rows[rng.random(rows.shape) < 0.15] = problem.inputs
        mine = self._gates[rng.integers(problem.outputs, size=(count + 1) // 2)]
        rows[::2] = np.where(mine == problem.inputs, rows[::2], mine)
        return rows

    def pool(self) -> Longs:
        """All inputs with v active features where they are few, and random ones where not."""
        problem = self.problem
        every = combinations(range(problem.inputs + 1), problem.sparsity)
        if (problem.inputs + 1) ** problem.sparsity < 2 * POOL:
            return np.array([*every, (problem.inputs,) * problem.sparsity])
        return self.drawn(POOL)

    def vectors(self, rows: Longs) -> torch.Tensor:
        """0/1 vectors (rows, m)."""
        found = torch.zeros(len(rows), self.problem.inputs + 1)
        found.scatter_(1, torch.from_numpy(rows), 1.0)
        return found[:, :-1]

    def truth(self, vectors: torch.Tensor) -> torch.Tensor:
        """What every output must be, (rows, m')."""
        inputs: Bools = vectors.numpy().astype(np.bool_)
        found = np.zeros((len(inputs), self.problem.outputs), dtype=np.bool_)
        for group in groups_of(self.problem.levels[0]):
            found[:, group.outputs] = group.values(inputs)
        return torch.from_numpy(found)


def trained(module: nn.Module, inputs: Inputs, steps: int, rate: float, threshold: float) -> nn.Module:
    """The module after training; a batch's loss is the sum over outputs of its squared hinges."""
    torch.set_num_threads(1)  # So that sums have one order.
    half = 0.5 if threshold else 1.0  # Scores of features themselves lie in [0, 1].
    optimiser = torch.optim.Adam(module.parameters(), lr=rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps, rate / 20)
    hard = inputs.drawn(HARD)
    rng = np.random.default_rng(0)
    for step in range(steps):
        if step % ROUND == ROUND - 1:
            pool = inputs.pool()
            margins = _margins(module, inputs, pool, threshold)
            if margins.min() > half / 2:
                break
            hard = pool[np.argsort(margins)[:HARD]]
        rows = np.concatenate([inputs.drawn(BATCH // 2), hard[rng.integers(len(hard), size=BATCH // 2)]])
        x = inputs.vectors(rows)
        scores = module(x) - threshold
        loss = torch.relu(half - torch.where(inputs.truth(x), scores, -scores)).square().sum(1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return module


def _margins(
    module: nn.Module, inputs: Inputs, rows: Longs, threshold: float
) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """By how much the worst output of every row is on its right side."""
    found = []
    with torch.no_grad():
        for start in range(0, len(rows), HARD):
            x = inputs.vectors(rows[start : start + HARD])
            scores = module(x) - threshold
            found.append(torch.where(inputs.truth(x), scores, -scores).min(1).values.numpy())
    return np.concatenate(found)
