"""Toy networks of the kinds that people train, read from torch, ONNX and state dict, and decided.

    python -m benchmarks.train_toys [--toys NAME ...] [--folder DIR]

Every toy is trained by Adam in torch (the extra torch; onnx for the files) with a fixed seed, on hard inputs besides
random ones (`benchmarks.toy_training`). It is then read three times, from the module, from the ONNX file that torch
writes, and from its state dict; the digests must be equal. The verdict is on exact arithmetic and on machines, the
score is exact, and a counterexample is shown to torch itself. With --folder the files stay: NAME.json (the problem),
NAME.onnx, NAME.pt and NAME.safetensors.
"""

import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from benchmarks.arguments import parser_of
from benchmarks.timing import table
from benchmarks.toy_training import Inputs, Residual, Tied, mlp, trained
from superproof.imports.files import read_network
from superproof.imports.read_chain import Choices, Reading
from superproof.imports.torch_module import from_torch
from verify import (
    Counted,
    Counterexample,
    Permutation,
    Problem,
    Proved,
    Refuted,
    TwoAnd,
    Unknown,
    count_wrong,
    prove,
    random_gates,
    save_float_network,
    save_problem,
)


@dataclass(frozen=True)
class Toy:
    """A problem, the module that is trained on it, for how many steps at most, its type of numbers, its threshold."""

    problem: Callable[[], Problem]
    module: Callable[[Problem], nn.Module]
    steps: int = 3000
    dtype: torch.dtype = torch.float32
    threshold: float = 0.0
    rate: float = 3e-3

    def trained(self, problem: Problem) -> nn.Module:
        """The module after training, in the type of its numbers."""
        torch.manual_seed(0)
        module = self.module(problem)
        return trained(module, Inputs(problem, 0), self.steps, self.rate, self.threshold).to(self.dtype)


def ands(features: int, sparsity: int = 2) -> Callable[[], Problem]:
    """As many ANDs as features, each feature in two."""
    return lambda: TwoAnd.random_regular(features, 2, sparsity=sparsity, seed=0)


def mixed() -> Problem:
    """64 gates of four kinds."""
    return random_gates(64, 64, kinds=("and", "or", "xor", "andnot"), sparsity=2, seed=0)


def layer(neurons: int, channel: int = 6) -> Callable[[Problem], nn.Module]:
    """One hidden layer."""
    return lambda problem: mlp(problem, neurons, channel)


TOYS = {
    "and-64": Toy(ands(64), layer(40)),
    "and-64-bfloat16": Toy(ands(64), layer(48), dtype=torch.bfloat16),
    "and-64-few-wrong": Toy(ands(64), layer(40), steps=300),
    "and-256": Toy(ands(256), layer(110, 8)),
    "and-128-v3": Toy(ands(128, 3), layer(96, 8)),
    "and-1024": Toy(ands(1024), layer(300, 10), steps=1200),
    "mixed-64": Toy(mixed, layer(64)),
    "residual-64": Toy(ands(64), lambda _: Residual(64, 40, 24, 64)),
    "tied-20": Toy(
        lambda: Permutation(images=tuple(range(20)), sparsity=1), lambda _: Tied(20, 8), threshold=0.5, rate=1e-2
    ),
}


def judged(name: str, toy: Toy, folder: Path) -> tuple[str, ...]:
    """A row: train, write, read three times, decide, count, and ask torch about a counterexample."""
    problem, started = toy.problem(), time.process_time()
    module = toy.trained(problem)
    training = time.process_time() - started
    example = torch.zeros(1, problem.inputs, dtype=toy.dtype)
    save_problem(problem, folder / f"{name}.json")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # There is a newer exporter, which needs another package.
        torch.onnx.export(module, (example,), folder / f"{name}.onnx", dynamo=False)
    torch.save(module.state_dict(), folder / f"{name}.pt")
    reading = Reading(toy.threshold, strict=True)
    network = from_torch(module, problem.inputs, thresholds=toy.threshold)
    read = [read_network(folder / f"{name}.{kind}", problem, Choices(reading)) for kind in ("onnx", "pt")]
    save_float_network(network, folder / f"{name}.safetensors")
    started = time.process_time()
    executed = prove(problem, network, claim="executed", timeout=900)
    # A proof of the claim on machines is one of the claim on exact arithmetic too.
    exact = executed if isinstance(executed, Proved) else prove(problem, network, timeout=900)
    deciding, started = time.process_time() - started, time.process_time()
    counted = count_wrong(problem, network, timeout=900)
    counting = time.process_time() - started
    torch_says = "" if not isinstance(exact, Refuted) else asked(module, toy, example, exact.counterexample)
    return (
        name,
        "-".join(map(str, network.widths)),
        str(toy.dtype).removeprefix("torch."),
        "yes" if all(other.digest == network.digest for other in read) else "NO",
        type(exact).__name__.lower(),
        type(executed).__name__.lower(),
        score(counted),
        torch_says,
        " + ".join(f"{seconds:.0f}" for seconds in (training, deciding, counting)),
    )


def score(counted: Counted | Unknown) -> str:
    """Wrong inputs of all admissible ones."""
    if isinstance(counted, Unknown):
        return counted.reason
    low, high = counted.wrong
    return f"{low:,}{'' if low == high else f' to {high:,}'} of {sum(counted.tally.admissible):,}"


def asked(module: nn.Module, toy: Toy, example: torch.Tensor, found: Counterexample) -> str:
    """What torch itself computes on the counterexample."""
    example[0, list(found.active)] = 1
    with torch.no_grad():
        score = float(module(example)[0, found.output])
    wrong = (score > toy.threshold) != found.expected
    return f"wrong, {score:.3g}" if wrong else f"RIGHT, {score:.3g}"


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--toys", nargs="+", choices=TOYS, default=list(TOYS), metavar="NAME")
    parser.add_argument("--folder", metavar="DIR", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = arguments.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for name in arguments.toys:
            rows.append(judged(name, TOYS[name], folder))
            print(table(HEAD, rows[-1:]), flush=True)
        print(table(HEAD, rows))


HEAD = (
    "toy",
    "layers",
    "numbers",
    "one digest",
    "exact arithmetic",
    "on machines",
    "wrong inputs",
    "counterexample in torch",
    "CPU s: train + decide + count",
)

if __name__ == "__main__":
    main()
