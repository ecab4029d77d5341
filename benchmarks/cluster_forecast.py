"""What proofs and checks of large sizes would take on many workers, from the times of tiles that were measured.

    python -m benchmarks.cluster_forecast [--measured 16384] [--memory 3]

A tile is a block of C columns of G for all outputs. At the size `--measured` (as in `benchmarks.branch_scaling`) tiles
of two widths are asked for as workers are asked, in CPU seconds of one thread, besides what a worker does once: it
reads its documents and makes ready. From these follow seconds an operation: n (n_0 + C lg C) make a block, m' w (C + c)
look at it, with a constant c, and m' w + n n_0 are done once. Workers do the first round of all tiles, then the second;
a block that half of `--memory` GiB does not hold, of those that a worker has, is made in both. `extra` is the work of
all workers beyond that of one. What is sent is not counted, nor what the client does.
"""

import time
from collections.abc import Generator, Iterable
from contextlib import suppress
from math import ceil, log2
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, final

from benchmarks.arguments import parser_of
from benchmarks.branch_scaling import GROWTH
from benchmarks.timing import table
from constructions import structured_channels
from verify import (
    Certificate,
    Network,
    Problem,
    TwoAnd,
    check_in_parts,
    count_admissible,
    find_proof,
    load_network,
    load_problem,
    problem_digest,
    save_network,
    save_problem,
)
from verify.crew import Part, Question, Task
from verify.parts import part_of
from verify.progress import Deadline

WORKERS = 1, 2, 16, 64
SIZES = 65536, 262144, 1048576
HANDS, MEMORY = (4, 1), (2**26, 2**28)
"""With these, blocks have 1024 and 4096 columns at 16384 features."""
LEAST, PARTS_A_HAND, TILE_SECONDS = 1024, 4, 60
HEADER = ("m'", "n", "what", "columns a tile", "round 1 s", "round 2 s", "once s",
          "1 worker: s", *(f"{w} workers: s" for w in WORKERS[1:]),
          *(f"extra, {w}" for w in WORKERS[1:]))  # fmt: skip


class EnoughError(Exception):
    """What was to be measured is."""


@final
class Measuring:
    """A crew of this thread, with the CPU seconds of every part but for the rest of the second round."""

    memory = 2**34

    def __init__(self, hands: int, question: Question) -> None:
        self.hands, self._question = hands, question
        self.width, self.first, self.second, self.begun = 0, list[float](), 0.0, 0.0

    def work(
        self, kind: str, question: Question, tasks: Iterable[Task], deadline: Deadline
    ) -> Generator[tuple[Task, Part], None, None]:
        """As `Crew.work`. Errors: EnoughError after a part of the second round."""
        self._question.more = question.more
        for task in tasks:
            before = time.process_time()
            part = part_of(kind, self._question, task, deadline, 1, None)
            spent = time.process_time() - before
            if not task["entries"]:
                self.width, self.second = task["end"] - task["begin"], spent
                raise EnoughError
            if self.begun == 0.0:
                self.begun = spent
            else:
                self.first.append(spent)
            yield task, part


@final
class Rates(NamedTuple):
    """Seconds an operation: of a block, of looking at it, and once; `constant` columns that looking costs besides."""

    block: float
    look: float
    constant: float
    once: float


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--measured", type=int, default=16384)
    parser.add_argument("--memory", type=float, default=3, help="GiB of a worker")
    given = parser.parse_args()
    neurons, weight = GROWTH[given.measured]
    problem = TwoAnd.random_regular(given.measured, 2, sparsity=2, seed=0)
    network = structured_channels(problem, neurons=neurons, weight=weight)
    find_proof(problem, network, prover="branch")  # Kernels are compiled.
    rates = {what: measured(what, problem, network, weight) for what in ("proof", "check")}
    for what, found in rates.items():
        print(what, found)
    memory = int(given.memory * 2**30)
    print(table(HEADER, [row(m, what, found, memory) for m in SIZES for what, found in rates.items()]))


def measured(what: str, problem: Problem, network: Network, weight: int) -> Rates:
    """The rates of a proof or a check of this size."""
    crews = []
    for hands, memory in zip(HANDS, MEMORY, strict=True):
        begun = time.process_time()
        crew = Measuring(hands, read_again(problem, network))
        reading = time.process_time() - begun
        with suppress(EnoughError):
            ask(what, problem, network, crew, memory)
        crews.append((crew, reading))
    (narrow, reading), (wide, _) = crews
    n, n_0, m = network.neurons, network.layers[0].weights.shape[1], problem.outputs
    making = sum(wide.first) / len(wide.first)
    block = making / (n * (n_0 + wide.width * log2(wide.width)))
    look = (wide.second - narrow.second) / (m * weight * (wide.width - narrow.width))
    constant = max(0.0, wide.second / (m * weight * look) - wide.width)
    once = (reading + max(0.0, wide.begun - making)) / (m * weight + n * n_0)
    return Rates(block, look, constant, once)


def ask(what: str, problem: Problem, network: Network, crew: Any, memory: int) -> None:
    """The proof, or the check of a certificate that states no margin."""
    if what == "proof":
        find_proof(problem, network, prover="branch", client=crew, memory=memory)
        return
    check_in_parts(problem, network, without_margin(problem, network), crew)


def without_margin(problem: Problem, network: Network) -> Certificate:
    """The certificate that every case closes unbranched, which needs no prover; a check says whether that is so."""
    names, covered = (problem_digest(problem), network.digest), count_admissible(problem)
    return Certificate(*names, "branch", problem.sparsity, covered, None, {"attained": None})


def read_again(problem: Problem, network: Network) -> Question:
    """As a worker reads them."""
    with TemporaryDirectory() as name:
        save_problem(problem, Path(name) / "problem")
        save_network(network, Path(name) / "network")
        return Question(load_problem(Path(name) / "problem"), load_network(Path(name) / "network"))


def row(features: int, what: str, rates: Rates, memory: int) -> tuple[object, ...]:
    """A size and a way: what tiles take, and all of them on so many workers."""
    (n, weight), n_0 = GROWTH[features], GROWTH[features][0]
    width = columns_a_tile(features, n, weight, what, rates, memory)
    tiles = ceil(features / width)
    making = rates.block * n * (n_0 + width * log2(width))
    looking = rates.look * features * weight * (width + rates.constant)
    once = rates.once * (features * weight + n * n_0)
    seconds, work = on_workers(tiles, 2 * n * width, (making, looking, once), memory)
    extra = [f"{100 * (spent / work[0] - 1):.0f} %" for spent in work[1:]]
    return (
        features, n, what, width, f"{making:.1f}", f"{looking:.1f}", f"{once:.1f}",
        *(f"{found:.0f}" for found in seconds), *extra,
    )  # fmt: skip


def on_workers(
    tiles: int, block: int, times: tuple[float, float, float], memory: int
) -> tuple[list[float], list[float]]:
    """Seconds until 1, 2, ... workers are done with so many tiles, and the work of all of them; `block` bytes a tile.

    `times` are seconds for making a block, for looking at it, and for what every worker does once.
    """
    making, looking, once = times
    seconds, work = [], []
    for workers in WORKERS:
        share = max(1, workers // tiles)
        mine = ceil(tiles * share / workers)
        kept = mine * block <= memory // 2
        second = looking / share + (0.0 if kept and share == 1 else making)
        seconds.append(once + mine * (making + second))
        work.append(workers * once + tiles * making + tiles * share * second)
    return seconds, work


def columns_a_tile(features: int, n: int, weight: int, what: str, rates: Rates, memory: int) -> int:
    """As proofs and checks choose them: for a proof the block of one machine, for a check a minute at most."""
    if what == "proof":
        width = 2**14
        while width * n * 20 > memory or width >= 2 * features:
            width //= 2
        return width
    most = min(features // (PARTS_A_HAND * WORKERS[-1]), int(TILE_SECONDS / (rates.look * features * weight)))
    return max(LEAST, 1 << (max(1, most).bit_length() - 1))


if __name__ == "__main__":
    main()
