"""Networks of floats: speed beside the machine's matrix products, and verdicts beside exact fractions.

    python -m benchmarks.floats --speed
    python -m benchmarks.floats --differential 100000 --seed 1

--speed: 1024 ANDs of 1024 features at sparsity 2 (524,801 inputs) on dense float32 neurons: a network that is right,
proved and checked, and one with 8 thresholds moved, counted and checked. --differential: random networks of up to three
layers in all four formats, some with scores on their thresholds; verdicts and counts must be those of fractions.
"""

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed, peak_megabytes, table
from constructions import structured_channels
from verify import (
    FloatNetwork,
    Found,
    Problem,
    Proved,
    Refuted,
    TwoAnd,
    Valid,
    check,
    count_wrong,
    evaluate,
    gate_problem,
    prove,
)
from verify.checker.floats.counts import check_tally
from verify.floats.of_integers import as_floats
from verify.floats.tally import TallyCertificate
from verify.progress import Deadline
from verify.provers.floats.prove import find_float_proof
from verify.provers.floats.score import score_floats

Array = npt.NDArray[np.float64]
PROBLEMS = (
    TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))),
    gate_problem(3, 2, [("or", 0, 2), ("xor", 0, 1)]),
    gate_problem(3, 3, [("andnot", 2, 1), ("copy", 1)]),
    *(gate_problem(2, 2, [gate]) for gate in (("or", 0, 1), ("and", 0, 1), ("xor", 0, 1), ("andnot", 1, 0))),
)
TRIES = 8
FORMATS = ("float16", "bfloat16", "float32", "float64")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--speed", action="store_true", help="time the largest problem")
    parser.add_argument("--differential", type=int, default=0, metavar="N", help="compare N networks with fractions")
    parser.add_argument(
        "--neurons", type=int, default=448, metavar="N", help="neurons of the large network (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    arguments = parser.parse_args()
    if arguments.speed:
        speed(arguments.neurons)
    if arguments.differential:
        differential(arguments.differential, arguments.seed)


def speed(neurons: int) -> None:
    problem = TwoAnd.random_regular(1024, 2, sparsity=2, seed=0)
    exact = as_floats(structured_channels(problem, neurons=neurons, seed=1))
    rng, layers = np.random.default_rng(0), []
    for layer in exact.layers:  # No weight is 0 any more.
        weights = layer.weights + 1e-4 * rng.normal(size=layer.weights.shape)
        layers.append((weights.astype(np.float32), layer.bias.astype(np.float32), layer.rectified))
    thresholds = np.float32(exact.thresholds - 0.5)
    network = FloatNetwork(layers, thresholds)
    moved = FloatNetwork(layers, np.where(np.arange(1024) < 8, thresholds - 1, thresholds).astype(np.float32))
    finding, wall, cpu = cpu_timed(lambda: find_float_proof(problem, network, deadline=Deadline(None)))
    if not isinstance(finding.found, Found):
        raise SystemExit(f"the network is not right: {finding.found}")
    certificate = finding.found.certificate
    rows = [_row("find a proof", wall, cpu, problem, network)]
    answer, wall, cpu = cpu_timed(lambda: check(problem, network, certificate))
    rows.append(
        _row(f"check it: {type(answer).__name__}, {certificate.evidence['claims']}", wall, cpu, problem, network)
    )
    tally, wall, cpu = cpu_timed(lambda: score_floats(problem, moved, deadline=Deadline(None)))
    rows.append(_row("count wrong inputs", wall, cpu, problem, moved))
    if not isinstance(tally, TallyCertificate):
        raise SystemExit(f"nothing was counted: {tally}")
    told, wall, cpu = cpu_timed(lambda: check_tally(problem, moved, tally))
    words = told.claim if isinstance(told, Valid) else str(told)
    rows.append(_row("check the counts", wall, cpu, problem, moved))
    a, b = rng.normal(size=(4096, neurons)), rng.normal(size=(neurons, 1024))
    _, wall, cpu = cpu_timed(lambda: [a @ b for _ in range(32)])
    rate = 32 * a.size * 1024 / wall / 1e9
    rows.append(("numpy alone, float64", f"{wall:.1f}", f"{cpu:.1f}", f"{rate:.1f}"))
    print(table(("what", "seconds", "CPU seconds", "10^9 multiply-adds a second"), rows))
    print(f"\n{words}; {peak_megabytes():.0f} MB at most")


def _row(what: str, wall: float, cpu: float, problem: Problem, network: FloatNetwork) -> tuple[str, ...]:
    inputs = 1 + problem.inputs + problem.inputs * (problem.inputs - 1) // 2
    work = inputs * sum(a * b for a, b in pairwise(network.widths[1:]))
    return what, f"{wall:.1f}", f"{cpu:.1f}", f"{work / wall / 1e9:.1f}"


def differential(count: int, seed: int) -> None:
    """Every disagreement is printed; the last line counts."""
    wrong, kinds = 0, {"proved": 0, "refuted": 0, "executed": 0}
    for number in range(count):
        draw = random.Random(f"{seed}/{number}")
        problem = draw.choice(PROBLEMS)
        network = random_network(problem, draw)
        cells = wrong_cells(problem, network)
        verdict, counted = prove(problem, network), count_wrong(problem, network)
        kinds["refuted" if cells else "proved"] += 1
        kinds["executed"] += isinstance(verdict, Proved) and "executed" in verdict.claim
        inputs = len({active for active, _ in cells})
        agree = isinstance(verdict, Refuted if cells else Proved) and getattr(counted, "wrong", None) == (
            inputs,
            inputs,
        )
        if isinstance(verdict, Refuted):
            agree &= (verdict.counterexample.active, verdict.counterexample.output) in cells
        if not agree:
            wrong += 1
            print(f"seed {seed}, network {number}: {verdict} and {counted}, but {len(cells)} cells are wrong")
    print(f"{count} networks, {wrong} disagreements: {kinds}")


def random_network(problem: Problem, draw: random.Random) -> FloatNetwork:
    """Up to three layers; half of all networks are right where that is easily had, with scores on their thresholds."""
    network, fitted = _drawn(problem, draw), draw.random() < 0.5
    for _ in range(TRIES if fitted else 0):
        ends = [_ends(problem, network, output) for output in range(problem.outputs)]
        if all(false < true for false, true in ends):
            layers = [(one.weights, one.bias, one.rectified) for one in network.layers]
            thresholds = [float(false if network.strict else true) for false, true in ends]
            try:
                return FloatNetwork(layers, thresholds, network.precision, network.strict)
            except ValueError:  # Such a score is no number of the format.
                return network
        network = _drawn(problem, draw)
    return network


def _drawn(problem: Problem, draw: random.Random) -> FloatNetwork:
    rng, precision = np.random.default_rng(draw.getrandbits(64)), draw.choice(FORMATS)
    widths = [problem.inputs, *(draw.randint(1, 4) for _ in range(draw.randint(0, 2))), problem.outputs]
    layers = [
        (_numbers(rng, (b, a), precision), _numbers(rng, (b,), precision), rng.random(b) < 0.7)
        for a, b in pairwise(widths)
    ]
    return FloatNetwork(layers, _numbers(rng, (problem.outputs,), precision), precision, draw.random() < 0.5)


def _ends(problem: Problem, network: FloatNetwork, output: int) -> tuple[Fraction, Fraction]:
    """The largest score where the output must be 0, and the smallest where it must be 1."""
    sides: tuple[list[Fraction], list[Fraction]] = ([], [])
    for active in inputs_of(problem):
        sides[output in evaluate(problem, active)].append(scores(network, active)[output])
    return max(sides[0]), min(sides[1])


def _numbers(rng: np.random.Generator, shape: tuple[int, ...], precision: str) -> Array:
    values = rng.normal(size=shape) * 2.0 ** rng.integers(-3, 4, size=shape)
    values = np.where(rng.random(shape) < 0.2, rng.integers(-3, 4, size=shape), values)
    if precision == "bfloat16":
        bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32) & np.uint32(0xFFFF0000)
        return bits.view(np.float32).astype(np.float64)
    return values.astype(precision).astype(np.float64)


def inputs_of(problem: Problem) -> list[tuple[int, ...]]:
    return [active for k in range(problem.sparsity + 1) for active in combinations(range(problem.inputs), k)]


def scores(network: FloatNetwork, active: Sequence[int]) -> list[Fraction]:
    """By definition."""
    x = [Fraction(int(j in active)) for j in range(network.inputs)]
    for layer in network.layers:
        rows = zip(layer.weights.tolist(), layer.bias.tolist(), layer.rectified.tolist(), strict=True)
        z = [(sum((Fraction(w) * v for w, v in zip(row, x, strict=True)), Fraction(b)), r) for row, b, r in rows]
        x = [max(value, Fraction(0)) if clipped else value for value, clipped in z]
    return x


def wrong_cells(problem: Problem, network: FloatNetwork) -> set[tuple[tuple[int, ...], int]]:
    found = set()
    for active in inputs_of(problem):
        ones = evaluate(problem, active)
        for i, (score, theta) in enumerate(zip(scores(network, active), network.thresholds.tolist(), strict=True)):
            if (score > Fraction(theta) if network.strict else score >= Fraction(theta)) != (i in ones):
                found.add((active, i))
    return found


if __name__ == "__main__":
    main()
