"""Networks exported for others: decided alike by Marabou, run alike by onnxruntime.

    python -m benchmarks.outside_verifiers --networks 20 --seed 1

Needs `pip install maraboupy` and the extra onnx. Small problems of mixed gates and float32 networks with one or two
layers of ReLUs, trained or not: some right, some wrong. `superproof export` writes each as ONNX and VNN-LIB, and
Marabou reads these files: once as they are, where inputs may be real, so that only `unsat` and points that are Boolean
say something; once with --boolean, where the answer must be that of `prove`. A point that Marabou finds is run by
superproof exactly. onnxruntime runs the ONNX file on every admissible input: what each output reads, and each score,
may differ from the exact one by no more than the bound of the claim `executed`. With --residual the networks have a
stream, to which a block adds without a bias: Marabou 2.0.0 counts the bias of a Gemm twice that reads a Concat and is
read by a Gemm. The last line shows that on a network of one number.
"""

import tempfile
import time
import warnings
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

from benchmarks.arguments import parser_of
from benchmarks.timing import table
from benchmarks.toy_training import Inputs, mlp, trained
from superproof.exports.onnx_file import save_onnx
from superproof.exports.vnnlib import save_vnnlib
from superproof.imports.torch_module import from_torch
from verify import FloatNetwork, Problem, Proved, evaluate, prove, random_gates
from verify.floats.fine import FINE
from verify.floats.pointwise import Pointwise

FEATURES, GATES, SPARSITY = 5, 4, 2
KINDS = ("and", "or", "xor", "andnot")
NEARLY = 1e-6
"""Marabou computes in floats: a coordinate so near to 0 or 1 counts as that."""


def question(number: int, seed: int, *, residual: bool) -> tuple[Problem, FloatNetwork]:
    """A problem and a network trained on it for a while; odd ones have two layers of ReLUs, or all a stream."""
    problem = random_gates(FEATURES, GATES, kinds=KINDS, sparsity=SPARSITY, seed=1000 * seed + number)
    torch.manual_seed(1000 * seed + number)
    module = Stream() if residual else deep() if number % 2 else mlp(problem, 6, 3)
    steps = (20, 400, 800)[number % 3]
    trained(module, Inputs(problem, number), steps, 0.01, 0.0)
    return problem, from_torch(module)


def deep() -> nn.Module:
    """Two layers of five ReLUs."""
    return nn.Sequential(nn.Linear(FEATURES, 5), nn.ReLU(), nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, GATES))


class Stream(nn.Module):
    """A stream of five numbers, to which one block of five ReLUs adds without a bias."""

    def __init__(self) -> None:
        super().__init__()
        self.embed, self.mlp_in = nn.Linear(FEATURES, 5), nn.Linear(5, 5)
        self.mlp_out, self.unembed = nn.Linear(5, 5, bias=False), nn.Linear(5, GATES)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Scores."""
        stream = self.embed(x)
        return self.unembed(stream + self.mlp_out(torch.relu(self.mlp_in(stream))))


def doubled_bias(folder: Path) -> str:
    """y = (ReLU(x) + x + 1) at x = 1, which is 3: what onnxruntime and Marabou say."""
    from maraboupy import Marabou

    layers = [([[1], [1]], [0, 0], np.array([True, False])), ([[1, 1]], [1], False), ([[1]], [0], False)]
    save_onnx(FloatNetwork(layers, 0), folder / "bias.onnx")
    one = np.ones((1, 1), dtype=np.float32)
    found = onnxruntime.InferenceSession(str(folder / "bias.onnx")).run(None, {"features": one})[0]
    other = Marabou.read_onnx(str(folder / "bias.onnx")).evaluateWithMarabou([one])
    return f"ReLU(1) + 1 + 1 by onnxruntime {np.ravel(found).tolist()}, by Marabou {np.ravel(other).tolist()}"


def asked(folder: Path, name: str) -> tuple[str, tuple[float, ...]]:
    """What Marabou answers about the exported files, and the point that it found."""
    from maraboupy import Marabou

    network = Marabou.read_onnx(str(folder / "net.onnx"))
    options = Marabou.createOptions(verbosity=0, timeoutInSeconds=20)
    word, values, _ = network.solve(
        str(folder / "log.txt"), verbose=False, options=options, propertyFilename=str(folder / name)
    )
    return word, tuple(values[int(place)] for place in network.inputVars[0].ravel()) if values else ()


def told(problem: Problem, network: FloatNetwork, word: str, point: Sequence[float]) -> str:
    """The answer in words: of `sat` whether the point is Boolean, and then wrong when superproof runs it."""
    if word != "sat":
        return word
    if any(min(abs(x), abs(x - 1)) > NEARLY for x in point):
        return "sat, not Boolean"
    active = {j for j, x in enumerate(point) if x > 0.5}
    wrong = set(np.flatnonzero(network(active)).tolist()) != set(evaluate(problem, active))
    return "sat, a wrong input" if wrong and len(active) <= problem.sparsity else "sat, A RIGHT INPUT"


def run_by_onnxruntime(problem: Problem, network: FloatNetwork, path: Path) -> tuple[int, int]:
    """Inputs on which some output reads otherwise than exactly, and scores off by more than the bound for machines."""
    session = onnxruntime.InferenceSession(str(path))
    inputs = [active for k in range(problem.sparsity + 1) for active in combinations(range(problem.inputs), k)]
    vectors = np.zeros((len(inputs), problem.inputs), dtype=np.float32)
    for row, active in enumerate(inputs):
        vectors[row, list(active)] = 1
    found = session.run(None, {"features": vectors})[0]
    reads = found > network.thresholds if network.strict else found >= network.thresholds
    point, beyond, unit = Pointwise(network), 0, 2.0**-FINE
    exact = np.array([[float(score) for score in network.scores(set(active))] for active in inputs])
    for output in range(problem.outputs):
        bound = np.array([float(loss) * unit for loss in point.losses(inputs, output)])
        beyond += int((np.abs(found[:, output] - exact[:, output]) > bound + 1e-15).sum())
    return int((reads != network(vectors.astype(np.bool_))).any(axis=1).sum()), beyond


def main() -> None:
    """Print the table; exit status 1 where anything disagrees."""
    parser = parser_of(__doc__)
    parser.add_argument("--networks", type=int, default=20, metavar="N", help="networks (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of problems and training (%(default)s)")
    parser.add_argument("--residual", action="store_true", help="networks with a stream")
    arguments = parser.parse_args()
    rows, alike = [], True
    for number in range(arguments.networks):
        problem, network = question(number, arguments.seed, residual=arguments.residual)
        word = "proved" if isinstance(prove(problem, network), Proved) else "refuted"
        with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            folder, started = Path(name), time.process_time()
            save_onnx(network, folder / "net.onnx")
            save_vnnlib(problem, network, folder / "real.vnnlib")
            save_vnnlib(problem, network, folder / "boolean.vnnlib", boolean=True)
            answers = [told(problem, network, *asked(folder, f"{kind}.vnnlib")) for kind in ("real", "boolean")]
            spent = time.process_time() - started
            other, beyond = run_by_onnxruntime(problem, network, folder / "net.onnx")
        agree = answers[1] == ("unsat" if word == "proved" else "sat, a wrong input")
        agree &= "RIGHT" not in answers[0] and (answers[0] != "unsat" or word == "proved") and other == beyond == 0
        alike &= agree
        rows.append(
            (f"{number}", "-".join(map(str, network.widths)), word, *answers, f"{other}", f"{beyond}", f"{spent:.1f}")
        )
        print(table(HEAD, rows[-1:]), flush=True)
    print(table(HEAD, rows))
    print("\nall alike" if alike else "\nNOT ALL ALIKE")
    with tempfile.TemporaryDirectory() as name:
        print(doubled_bias(Path(name)))
    if not alike:
        raise SystemExit(1)


HEAD = (
    "network",
    "layers",
    "superproof",
    "Marabou, real inputs",
    "Marabou, inputs 0 or 1",
    "onnxruntime reads otherwise",
    "scores beyond the bound",
    "CPU s of Marabou",
)

if __name__ == "__main__":
    main()
