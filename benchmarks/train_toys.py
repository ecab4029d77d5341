"""Toy networks of the kinds that people train, read from torch, ONNX and state dict, and decided.

    python -m benchmarks.train_toys [--toys NAME ...] [--folder DIR]

Every toy is trained by Adam in torch (the extra torch; onnx for the files) with a fixed seed, on inputs drawn anew for
every step: those that make a gate's inputs active, and random ones with at most v active features. It is then read
three times, from the module, from the ONNX file that torch writes, and from its state dict; the digests must be equal.
The verdict is on exact arithmetic, then on machines as well; a counterexample is shown to torch itself. With --folder
the files stay: NAME.json (the problem), NAME.onnx, NAME.pt and NAME.safetensors.
"""

import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from benchmarks.arguments import parser_of
from benchmarks.timing import table
from superproof.imports.files import read_network
from superproof.imports.forms import Choices
from superproof.imports.reading import Reading
from superproof.imports.torch_module import from_torch
from verify import Permutation, Problem, Refuted, TwoAnd, prove, random_gates, save_float_network, save_problem
from verify.arrays import Bools
from verify.statement.gates import groups_of

BATCH = 1024
RATE = 3e-3


class Residual(nn.Module):  # type: ignore[misc]
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


class Tied(nn.Module):  # type: ignore[misc]
    """ReLU(W^T W x + b), the toy model of superposition."""

    def __init__(self, features: int, hidden: int) -> None:
        super().__init__()
        self.W = nn.Parameter(torch.randn(hidden, features) / hidden**0.5)
        self.b_final = nn.Parameter(torch.zeros(features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Features again."""
        return torch.relu(nn.functional.linear(nn.functional.linear(x, self.W), self.W.t(), self.b_final))


def mlp(features: int, neurons: int, outputs: int) -> nn.Module:
    """One hidden layer."""
    return nn.Sequential(nn.Linear(features, neurons), nn.ReLU(), nn.Linear(neurons, outputs))


@dataclass(frozen=True)
class Toy:
    """A problem, the module that is trained on it, for how many steps, its type of numbers, and its threshold."""

    problem: Callable[[], Problem]
    module: Callable[[], nn.Module]
    steps: int
    dtype: torch.dtype = torch.float32
    threshold: float = 0.0


def ands(features: int, sparsity: int = 2) -> Callable[[], Problem]:
    """As many ANDs as features, each feature in two."""
    return lambda: TwoAnd.random_regular(features, 2, sparsity=sparsity, seed=0)


TOYS = {
    "and-64": Toy(ands(64), lambda: mlp(64, 40, 64), 3000),
    "and-64-bfloat16": Toy(ands(64), lambda: mlp(64, 48, 64), 3000, torch.bfloat16),
    "and-64-few-wrong": Toy(ands(64), lambda: mlp(64, 40, 64), 500),
    "and-256": Toy(ands(256), lambda: mlp(256, 110, 256), 4000),
    "and-128-v3": Toy(ands(128, 3), lambda: mlp(128, 96, 128), 4000),
    "and-1024": Toy(ands(1024), lambda: mlp(1024, 300, 1024), 3000),
    "mixed-64": Toy(
        lambda: random_gates(64, 64, kinds=("and", "or", "xor", "andnot"), sparsity=2, seed=0),
        lambda: mlp(64, 64, 64),
        3000,
    ),
    "residual-64": Toy(ands(64), lambda: Residual(64, 40, 24, 64), 3000),
    "tied-20": Toy(
        lambda: Permutation(images=tuple(range(20)), sparsity=1), lambda: Tied(20, 8), 3000, threshold=0.5
    ),
}  # fmt: skip


def drawn(problem: Problem, generator: np.random.Generator) -> Bools:
    """Inputs (BATCH, m): half have the inputs of a random gate active, all have random features besides."""
    inputs = np.zeros((BATCH, problem.inputs), dtype=np.bool_)
    for row, room in enumerate(generator.integers(0, problem.sparsity + 1, BATCH)):
        active = problem.levels[0][generator.integers(problem.outputs)].inputs if row % 2 else ()
        active = active[: problem.sparsity]
        more = generator.integers(problem.inputs, size=min(int(room), problem.sparsity - len(active)))
        inputs[row, [*active, *more.tolist()]] = True
    return inputs


def truth(problem: Problem, inputs: Bools) -> torch.Tensor:
    """What every output must be, (BATCH, m')."""
    found = np.zeros((len(inputs), problem.outputs), dtype=np.bool_)
    for group in groups_of(problem.levels[0]):
        found[:, group.outputs] = group.values(inputs)
    return torch.from_numpy(found)


def trained(toy: Toy, problem: Problem) -> nn.Module:
    """The module after its steps, in the type of its numbers: a squared hinge of margin 1 about the threshold."""
    torch.manual_seed(0)
    generator = np.random.default_rng(0)
    module = toy.module()
    optimiser = torch.optim.Adam(module.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, toy.steps)
    for _ in range(toy.steps):
        inputs = drawn(problem, generator)
        right = truth(problem, inputs)
        scores = module(torch.from_numpy(inputs).float())
        if toy.threshold:
            loss = ((scores - right.float()) ** 2).sum(1).mean()
        else:
            loss = (torch.relu(1 - torch.where(right, scores, -scores)) ** 2).sum(1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return module.to(toy.dtype)


@dataclass(frozen=True)
class Row:
    """What was found out about a toy."""

    name: str
    widths: str
    accuracy: str
    exact: str
    executed: str
    seconds: str
    same: bool


def judged(name: str, toy: Toy, folder: Path) -> Row:
    """Train, write, read three times, decide, and ask torch about a counterexample."""
    problem, started = toy.problem(), time.process_time()
    module = trained(toy, problem)
    training = time.process_time() - started
    save_problem(problem, folder / f"{name}.json")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # There is a newer exporter, which needs another package.
        example = torch.zeros(1, problem.inputs, dtype=toy.dtype)
        torch.onnx.export(module, (example,), folder / f"{name}.onnx", dynamo=False)
    torch.save(module.state_dict(), folder / f"{name}.pt")
    reading = Reading(toy.threshold, strict=True)
    network = from_torch(module, problem.inputs, thresholds=toy.threshold)
    read = [read_network(folder / f"{name}.{kind}", problem, Choices(reading)) for kind in ("onnx", "pt")]
    save_float_network(network, folder / f"{name}.safetensors")
    started = time.process_time()
    exact, executed = (prove(problem, network, claim=claim, timeout=600) for claim in ("exact", "executed"))
    deciding = time.process_time() - started
    told = [type(verdict).__name__.lower() for verdict in (exact, executed)]
    if isinstance(exact, Refuted):
        example = torch.zeros(1, problem.inputs, dtype=toy.dtype)
        example[0, list(exact.counterexample.active)] = 1
        score = float(module(example)[0, exact.counterexample.output])
        wrong = (score > toy.threshold) != exact.counterexample.expected
        told[0] += f", torch too: {score:.4g}" if wrong else f", but torch has {score:.4g}"
    generator = np.random.default_rng(1)
    inputs = drawn(problem, generator)
    right = (module(torch.from_numpy(inputs).to(toy.dtype)) > toy.threshold).eq(truth(problem, inputs)).all(1)
    return Row(
        name,
        "-".join(map(str, network.widths)),
        f"{right.double().mean():.4f}",
        told[0],
        told[1],
        f"{training:.0f} + {deciding:.0f}",
        all(other == network for other in read),
    )


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--toys", nargs="+", choices=TOYS, default=list(TOYS), metavar="NAME")
    parser.add_argument("--folder", metavar="DIR", type=Path)
    arguments = parser.parse_args()
    head = ("toy", "layers", "right, sampled", "exact arithmetic", "on machines", "CPU s: train + decide", "one digest")
    with tempfile.TemporaryDirectory() as passing:
        folder = arguments.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for name in arguments.toys:
            row = judged(name, TOYS[name], folder)
            rows.append(
                (row.name, row.widths, row.accuracy, row.exact, row.executed, row.seconds, "yes" if row.same else "NO")
            )
            print(table(head, rows[-1:]), flush=True)
        print(table(head, rows))


if __name__ == "__main__":
    main()
