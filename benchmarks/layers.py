"""Chains of levels held in superposition: sizes, and how they are proved (docs/layers.md).

    python -m benchmarks.layers                          the table, by contracts
    python -m benchmarks.layers --weights union --sizes 4096:3:4000 16384:6:9500
    python -m benchmarks.layers --sizes 1024:3:700 --negated 8
    python -m benchmarks.layers --sizes 256:3:230 1024:3:630 4096:3:1610 --copies
    python -m benchmarks.layers --sizes 1024:3:790 4096:3:2000 --copies --negated 32
    python -m benchmarks.layers --sizes 4096:3:3050 --sorting --weight 30
    python -m benchmarks.layers --sizes 4096:3:1210 --enumerate

A row is a chain of twin ANDs (`constructions.circuits.twin_chain`), or with --sorting of comparators, or with --copies
of features in random order, at sparsity 2: features, levels, neurons a level, ones in a word, the layers of the
network, outputs per neuron, the largest weight, CPU seconds to build, to prove by contracts and to check the
certificate, additional values that a level may hand on (k; three numbers where they are counted for 0, 1 and 2 active
features), and the smallest distance between sums that must give 0 and sums that must give 1. --negated puts andnots
into level 1 of the twins, or among the copies of every level. --enumerate tries every admissible input, for every
level: the network cut behind level l must compute the first l levels.
"""

from argparse import Namespace
from functools import partial
from typing import Any

from benchmarks.arguments import parser_of
from benchmarks.cut import cut_behind
from benchmarks.timing import cpu_timed, table
from constructions import ConstructionError
from constructions.circuits import circuit_network, copy_chain, sorting_levels, twin_chain
from verify import Found, Network, Problem, Valid, check, count_admissible, find_proof

SIZES = ("256:3:215", "1024:3:490", "4096:3:1210")
HEADER = (
    "chain", "m'", "levels", "n", "ones", "layers", "m'/n", "largest weight", "built, s", "contracts, s", "checked, s",
    "k", "distance", "inputs",
)  # fmt: skip


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="FEATURES:LEVELS:NEURONS")
    parser.add_argument(
        "--weights", choices=("trained", "union"), default="trained", help="of the levels' first layers"
    )
    parser.add_argument("--weight", type=int, help="ones in a word (chosen by the number of neurons)")
    parser.add_argument("--copies", action="store_true", help="copies in random order in place of twin ANDs")
    parser.add_argument("--sorting", action="store_true", help="comparators (AND and OR) in place of twin ANDs")
    parser.add_argument("--negated", type=int, default=0, metavar="PAIRS", help="andnots of level 1, or of every level")
    parser.add_argument("--enumerate", action="store_true", help="try every admissible input, for every level")
    arguments = parser.parse_args()
    rows = []
    for size in arguments.sizes:
        features, levels, neurons = map(int, size.split(":"))
        name, circuit = _chain(arguments, features, levels)
        try:
            network, _, built = cpu_timed(
                partial(circuit_network, circuit, neurons=neurons, weight=arguments.weight, weights=arguments.weights)
            )
        except ConstructionError as error:
            print(f"{features} features, {levels} levels: {error}")
            continue
        rows.append(_row(name, circuit, network, built))
        if arguments.enumerate:
            for level in range(1, levels + 1):
                print(_enumerated(circuit, network, level), flush=True)
    print(table(HEADER, rows))


def _chain(arguments: Namespace, features: int, levels: int) -> tuple[str, Problem]:
    if arguments.sorting:
        return "comparators", sorting_levels(features, levels)
    if arguments.copies:
        name = f"copies, {arguments.negated} andnots a level" if arguments.negated else "copies"
        return name, copy_chain(features, levels, negated=arguments.negated)
    name = f"twin ANDs, {arguments.negated} andnots" if arguments.negated else "twin ANDs"
    return name, twin_chain(features, levels, negated=arguments.negated)


def _row(name: str, circuit: Problem, network: Network, built: float) -> tuple[object, ...]:
    verdict, _, proved = cpu_timed(lambda: find_proof(circuit, network, prover="contracts"))
    if not isinstance(verdict, Found):
        return name, circuit.outputs, len(circuit.levels), network.neurons, str(verdict)
    answer, _, checked = cpu_timed(lambda: check(circuit, network, verdict.certificate))
    if not isinstance(answer, Valid):
        raise RuntimeError(f"the certificate must be valid, but: {answer}")
    contracts: Any = verdict.certificate.evidence["contracts"]
    after = [contract["additional_after"] for contract in contracts]
    counted = isinstance(after[0], list)
    additional = ", ".join(str(max(numbers)) for numbers in zip(*after, strict=True)) if counted else max(after)
    ones = getattr(network.output_code, "weight", 1)
    margin = min(contract["margin"] for contract in contracts)
    largest = max(int(abs(layer.weights.astype("int64")).max()) for layer in network.layers)
    return (
        name, circuit.outputs, len(circuit.levels), network.neurons, ones, len(network.layers),
        f"{circuit.outputs / network.neurons:.2f}", largest, f"{built:.0f}", f"{proved:.0f}", f"{checked:.0f}",
        additional, margin, f"{count_admissible(circuit):,}",
    )  # fmt: skip


def _enumerated(circuit: Problem, network: Network, level: int) -> str:
    part, cut = cut_behind(circuit, network, level)
    verdict, _, seconds = cpu_timed(lambda: find_proof(part, cut, prover="enumerate"))
    if not isinstance(verdict, Found):
        return f"levels 1 to {level}: {verdict}"
    covered, margin = verdict.certificate.inputs_covered, verdict.certificate.margin
    return f"levels 1 to {level}: {covered:,} inputs tried one by one, all right, {margin}, {seconds:.0f} CPU s"


if __name__ == "__main__":
    main()
