"""Some tiles of the check of a network that is too large to be checked whole here, and what all would take.

    python -m benchmarks.cluster_tiles [--size 1048576] [--tiles 2] [--every 256] [--memory 6] [--folder DIR]

A tile is a block of 1024 columns of G for all outputs, of the network that `benchmarks.branch_scaling` proves at this
size, asked for as workers are asked, in CPU seconds of one thread: the first round, and then the second. The second
needs G in the columns of every output's own inputs, which only the first round of all tiles tells; here those of every
so many outputs are summed up directly, and the others are given these, so that of a tile that closes these outputs are
checked, and the others are only timed. `once` is reading the documents and making ready. DIR keeps the documents for
the next time.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.branch_scaling import GROWTH
from benchmarks.cluster_forecast import WORKERS, on_workers, without_margin
from benchmarks.timing import peak_megabytes, table
from constructions import structured_channels
from verify import HadamardCode, Network, Problem, TwoAnd, load_network, load_problem, save_network, save_problem
from verify.arrays import Integers, Longs
from verify.checked_parts import KIND, told
from verify.codes.base import SparseCode
from verify.crew import Question, packed
from verify.parts import part_of
from verify.progress import Deadline

WIDTH = 1024
AT_ONCE = 64
HEADER = ("m'", "n", "build s", "once s", "round 1 s", "round 2 s", "peak MB", "tiles", "outputs checked", "open",
          *(f"all on {w}: s" for w in WORKERS), *(f"extra, {w}" for w in WORKERS[1:]))  # fmt: skip


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--size", type=int, default=1048576)
    parser.add_argument("--tiles", type=int, default=2)
    parser.add_argument("--every", type=int, default=256)
    parser.add_argument("--memory", type=float, default=6, help="GiB of a worker")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    memory = int(given.memory * 2**30)
    with TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        building = built(given.size, folder)
        print(table(HEADER, [row(folder, building, given.tiles, given.every, memory)]))


def built(size: int, folder: Path) -> str:
    """The documents of this size are in the folder: CPU seconds that it took, or nothing where they were there."""
    if (folder / "network").exists():
        return ""
    neurons, weight = GROWTH[size]
    begun = time.process_time()
    problem = TwoAnd.random_regular(size, 2, sparsity=2, seed=0)
    network = structured_channels(problem, neurons=neurons, weight=weight)
    building = f"{time.process_time() - begun:.0f}"
    save_problem(problem, folder / "problem")
    save_network(network, folder / "network")
    return building


def row(folder: Path, building: str, tiles: int, every: int, memory: int) -> tuple[object, ...]:
    """The measured tiles, spread over all columns."""
    begun = time.process_time()
    problem, network = load_problem(folder / "problem"), load_network(folder / "network")
    reading = time.process_time() - begun
    question = Question(problem, network, {"certificate": packed(*told(without_margin(problem, network)))})
    blocks = [WIDTH * (problem.inputs // WIDTH * k // tiles) for k in range(tiles)]
    first, second, still_open = list[float](), list[float](), np.zeros(0, dtype=np.int64)
    asked = [(first, begin, True) for begin in (blocks[0], *blocks)] + [(second, begin, False) for begin in blocks]
    sample = np.arange(0, problem.outputs, every)
    for spent, begin, entries in asked:
        if not entries and not second:
            known = own_entries(problem, network, sample)
            everywhere = np.repeat(known, every, axis=0)[: problem.outputs].reshape(-1, known.shape[-1])
            question.more["entries"] = packed(None, {"entries": everywhere})
        task = {"begin": begin, "end": begin + WIDTH, "entries": entries, "memory": memory}
        begun = time.process_time()
        part = part_of(KIND, question, task, Deadline(None), 1, None)
        spent.append(time.process_time() - begun)
        if "unknown" in part or "invalid" in part:
            raise RuntimeError(f"a tile is not checked: {part}")
        if not entries:
            still_open = np.union1d(still_open, np.intersect1d(part["open"], sample))
    making, looking = sum(first[1:]) / tiles, sum(second) / tiles
    once = reading + first[0] - making
    seconds, work = on_workers(problem.inputs // WIDTH, 2 * network.neurons * WIDTH, (making, looking, once), memory)
    return (
        problem.outputs, network.neurons, building, f"{once:.1f}", f"{making:.1f}", f"{looking:.1f}",
        f"{peak_megabytes():.0f}",
        tiles, len(sample), len(still_open), *(f"{found:.0f}" for found in seconds),
        *(f"{100 * (spent / work[0] - 1):.0f} %" for spent in work[1:]),
    )  # fmt: skip


def own_entries(problem: Problem, network: Network, outputs: Longs) -> Integers:
    """G of the channel of every output in the columns of its own inputs: (outputs, inputs of a gate, weight)."""
    code, words, weights = network.input_code, network.output_code, network.layers[0].weights
    if not isinstance(code, HadamardCode) or not isinstance(words, SparseCode):
        raise TypeError("the network must have a Hadamard code and channels")
    if int(np.abs(weights).max()) * code.rows >= 2**24:
        raise OverflowError("entries may be beyond whole float32")
    found = []
    for k in range(0, len(outputs), AT_ONCE):
        mine = outputs[k : k + AT_ONCE]
        inputs = np.array([problem.levels[0][i].inputs for i in mine.tolist()])
        parity = np.bitwise_count(code.row_numbers[:, None] & inputs[:, None, :]) & 1
        signs = (1 - 2 * parity.astype(np.int8)).astype(np.float32)
        rows = np.concatenate([words.supports(i, i + 1) for i in mine.tolist()])
        channels = weights[rows].astype(np.float32)
        found.append((channels @ signs).swapaxes(1, 2))
    return np.concatenate(found).astype(np.int32)


if __name__ == "__main__":
    main()
