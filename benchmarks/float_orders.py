"""The claim "as executed" attacked: networks whose margins are at the bound, run in many orders, on many machines.

    python -m benchmarks.float_orders --networks 2000 --seed 1

Small networks in float32, bfloat16 and float64: random ones, and such as lose as much as a sum can, with reading
weights of half a unit in the last place of the largest. Each threshold is put as near to a score as the bound lets it
be proved, and `prove` must then prove both claims; then at half of that distance. All inputs are run: one product after
the other as stored and in random orders, pairwise, in blocks, with fused multiply-adds, with subnormal numbers flushed,
by numpy, by torch on one thread and two, and, for one network in 16, by onnxruntime. At the bound no run may read an
output wrong; at half of it some must, or this attack could not fail.
"""

from collections import Counter
from itertools import chain, combinations
from typing import Any, final

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.float_machines import Layer, Machines, Reals, by_session, by_torch
from benchmarks.timing import table
from verify import FloatNetwork, Proved, TwoAnd, evaluate, prove
from verify.floats.fine import FINE
from verify.floats.pointwise import Pointwise

PROBLEM = TwoAnd(inputs=5, sparsity=3, pairs=((0, 1), (1, 2), (3, 4)))
EVERY = 16
KINDS: dict[str, Any] = {"float32": np.float32, "bfloat16": np.float32, "float64": np.float64}


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--networks", type=int, default=2000, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    arguments = parser.parse_args()
    attack = Attack(np.random.default_rng(arguments.seed))
    for number in range(arguments.networks):
        attack.try_one(number)
    print(attack.report())
    if attack.failed:
        raise SystemExit("the claim does not hold, or this attack cannot fail")


@final
class Attack:
    """Counts of runs, and of those that read an output wrong, at the bound and at half of it."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng, self._machines = rng, Machines(rng)
        self.runs, self.wrong, self.wrong_at_half = Counter[str](), Counter[str](), Counter[str]()
        self.networks = self.proved = self.proved_at_half = 0
        self._inputs = tuple(one for k in range(4) for one in combinations(range(PROBLEM.inputs), k))
        self._x = np.zeros((len(self._inputs), PROBLEM.inputs), dtype=np.bool_)
        for row, active in enumerate(self._inputs):
            self._x[row, list(active)] = True
        self._truth = np.array([[i in evaluate(PROBLEM, a) for i in range(PROBLEM.outputs)] for a in self._inputs])

    def try_one(self, number: int, *, libraries: bool = True) -> None:
        """One network, with its thresholds at the bound and at half of it, run by numpy, or by other libraries too."""
        precision = ("float32", "float32", "bfloat16", "float64")[number % 4]
        layers = eroding(self._rng, precision) if self._rng.random() < 0.5 else drawn(self._rng, precision)
        ends = self._ends(FloatNetwork(layers, np.zeros(PROBLEM.outputs), precision))
        if ends is None:
            return
        at_bound, at_half = (self._at(layers, precision, ends, share) for share in (1.0, 0.5))
        if at_bound is None or at_half is None:
            return
        self.networks += 1
        self.proved += isinstance(prove(PROBLEM, at_bound, claim="executed"), Proved)
        self.proved_at_half += isinstance(prove(PROBLEM, at_half, claim="executed"), Proved)
        runs = [self._machines.by_numpy(layers, self._x, KINDS[precision])]
        if libraries:
            runs.append(by_torch(layers, self._x.astype(KINDS[precision])))
        if libraries and number % EVERY == 0:
            runs.append(by_session(layers, self._x.astype(KINDS[precision])))
        for way, scores in chain.from_iterable(runs):
            self.runs[way] += scores.size
            self.wrong[way] += self._misread(at_bound, scores)
            self.wrong_at_half[way] += self._misread(at_half, scores)

    def _misread(self, network: FloatNetwork, scores: Reals) -> int:
        return int(np.count_nonzero((scores >= network.thresholds) != self._truth))

    def _ends(self, zeros: FloatNetwork) -> list[tuple[float, float, float, float]] | None:
        """Of every output the smallest true score with what a machine may lose there, and the largest false one."""
        point, found, unit = Pointwise(zeros), [], 2.0**-FINE
        for i in range(PROBLEM.outputs):
            scores = [float(row[i]) for row in map(zeros.scores, self._inputs)]
            lost = [int(loss) * unit for loss in point.losses(self._inputs, i)]
            true = min((s - d, s, d) for s, d, t in zip(scores, lost, self._truth[:, i], strict=True) if t)
            false = max((s + d, s, d) for s, d, t in zip(scores, lost, self._truth[:, i], strict=True) if not t)
            if false[0] >= true[0]:
                return None
            found.append((true[1], true[2], false[1], false[2]))
        return found

    def _at(
        self, layers: list[Layer], precision: str, ends: list[tuple[float, float, float, float]], share: float
    ) -> FloatNetwork | None:
        """Thresholds at this share of what may be lost from the true scores, or from the false ones, in turn."""
        thresholds, kind = [], KINDS[precision]
        for i, (true, lost_true, false, lost_false) in enumerate(ends):
            if i % 2 == 0:
                theta = np.nextafter(kind(true - share * lost_true), kind(-np.inf))
            else:
                theta = np.nextafter(kind(false + share * lost_false), kind(np.inf))
            if not false < theta < true:
                return None
            thresholds.append(float(theta))
        kept = "float64" if precision == "float64" else "float32"
        return FloatNetwork(layers, thresholds, kept)

    @property
    def failed(self) -> bool:
        """Whether a proof was contradicted, or nothing was at half of the bound."""
        return bool(self.wrong.total()) or not self.wrong_at_half.total() or self.proved < self.networks // 2

    def report(self) -> str:
        """A table of the ways, and what was proved."""
        rows = [(way, f"{self.runs[way]:,}", self.wrong[way], self.wrong_at_half[way]) for way in sorted(self.runs)]
        head = ("way to run", "scores", "read wrong at the bound", "read wrong at half of it")
        return (
            f"{table(head, rows)}\n\n{self.networks} networks, {self.proved} of them proved for machines at the bound, "
            f"{self.proved_at_half} at half of it"
        )


def stored(values: Reals, precision: str) -> Reals:
    """The values in a format: rounded, or for bfloat16 cut."""
    if precision == "bfloat16":
        bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32) & np.uint32(0xFFFF0000)
        return bits.view(np.float32).astype(np.float64)
    return values.astype(precision).astype(np.float64)


def eroding(rng: np.random.Generator, precision: str) -> list[Layer]:
    """A gate's neuron of about 1, and neurons that are always 1 with weights that vanish beside it, one by one."""
    count, unit = int(rng.integers(4, 24)), 2.0 ** -(53 if precision == "float64" else 24)
    gates = np.zeros((PROBLEM.outputs, PROBLEM.inputs))
    for i, gate in enumerate(PROBLEM.gates):
        gates[i, list(gate.inputs)] = 1
    first = np.concatenate([gates, np.zeros((count, PROBLEM.inputs))])
    bias = np.concatenate([-np.ones(PROBLEM.outputs), np.ones(count)])
    size = 2.0 ** rng.integers(-3, 4, size=(PROBLEM.outputs, 1))
    lead = np.eye(PROBLEM.outputs) * size
    small = size * unit * rng.uniform(0.9, 1, size=(PROBLEM.outputs, count))
    reading = stored(np.concatenate([lead, small], axis=1), precision)
    return [
        (first, bias, np.ones(len(first), dtype=np.bool_)),
        (reading, np.zeros(PROBLEM.outputs), np.zeros(PROBLEM.outputs, dtype=np.bool_)),
    ]


def drawn(rng: np.random.Generator, precision: str) -> list[Layer]:
    """Gates with noise of any size that leaves them right, in one or two layers, and a read-out."""
    layers, noise = eroding(rng, precision), 2.0 ** -int(rng.integers(3, 12))
    found = []
    for weights, bias, rectified in layers:
        shape = weights.shape
        weights = weights * rng.uniform(0.9, 1.1, size=shape) + noise / shape[1] * rng.normal(size=shape)
        found.append((stored(weights, precision), stored(bias * rng.uniform(0.9, 1, bias.shape), precision), rectified))
    return found


if __name__ == "__main__":
    main()
