"""Every kind of gate in superposition: how many neurons, proved by which prover, in how many seconds.

    python -m benchmarks.gates [--size M] [--kind NAME ...] [--search]
    python -m benchmarks.gates --build M [--kind NAME ...]    how long building takes, with how much memory

Random problems of M gates on M features in which all features have the same influence (2 for gates of two inputs), by
default with M = 256. The trained and the closed-form networks have the numbers of neurons listed here (`ROWS`, found by
search); with --search, or another M, the search is made again (`smallest_proved`; minutes). Every network is proved by
branching; enumeration proves it again where it takes less than 20 seconds. kappa = n / sqrt(lg|F|), F the gates of the
same kinds on any inputs.

--build times the closed forms at M gates, the permutation of M features, and ANDs on random signs, each in a process of
its own: n is c sqrt(m') lg m', with c (`BUILT`) about what they take at smaller sizes, additions are those of two
Walsh-Hadamard transforms, 2 n N lg N (3 w m' n for random signs), W is what the weights take, peak the largest memory
of the process. Nothing is proved here.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from math import ceil, log2, sqrt
from multiprocessing import get_context

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed, peak_megabytes, table, timed
from constructions import (
    ConstructionError,
    matched_permutation,
    optimised_channels,
    random_channels,
    smallest_proved,
    structured_channels,
)
from constructions.optimised_channels import counting_bits
from verify import (
    ConstantWeightCode,
    Found,
    HadamardCode,
    Network,
    Permutation,
    Problem,
    RandomSignCode,
    TwoAnd,
    find_proof,
    random_gates,
)
from verify.provers.enumeration import forecast

Kinds = dict[str, tuple[tuple[str, ...], tuple[int, ...], int]]
KINDS: Kinds = {
    "and": (("and",), (2,), 2),
    "or": (("or",), (2,), 2),
    "xor": (("xor",), (2,), 2),
    "andnot": (("andnot",), (2,), 2),
    "copy": (("copy",), (2,), 2),
    "and, or, xor, andnot": (("and", "or", "xor", "andnot"), (2,), 2),
    "3-and": (("and",), (3,), 3),
    "2-and, 3-and": (("and",), (2, 3), 3),
}
"""Name -> kinds in turn, fan-ins in turn, sparsity."""
SIZE = 256
TRAINED, CLOSED = "optimised-channels", "structured-channels"
ROWS = {
    "and": {TRAINED: (80, 0), CLOSED: (155, 1)},
    "or": {TRAINED: (129, 0), CLOSED: (207, 0)},
    "xor": {TRAINED: (199, 1)},
    "andnot": {TRAINED: (110, 0), CLOSED: (227, 1)},
    "copy": {TRAINED: (100, 0), CLOSED: (171, 1)},
    "and, or, xor, andnot": {TRAINED: (145, 0)},
    "3-and": {TRAINED: (86, 0), CLOSED: (215, 2)},
    "2-and, 3-and": {TRAINED: (115, 0), CLOSED: (247, 2)},
}
"""Name -> construction -> (neurons, seed) of a network that is proved at 256 gates."""
ENUMERATION_SECONDS = 20
MOVED = "permutation"
RANDOM = "and, random codes"
BUILT = {
    "and": 1.37,
    "or": 1.95,
    "xor": 3.2,
    "andnot": 1.95,
    "copy": 1.6,
    "and, or, xor, andnot": 2.93,
    "3-and": 1.95,
    "2-and, 3-and": 2.2,
    MOVED: 1.37,
    RANDOM: 1.83,
}
"""Name -> n / (sqrt(m') lg m') of the networks that --build makes."""
HEADER = ("gates", "m'", "v", "construction", "n", "m'/n", "kappa", "built in s", "branch, s", "enumerate, s")
BUILT_HEADER = ("gates", "m'", "n", "additions, 10^9", "W, MB", "CPU s", "wall s", "peak MB")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--size", type=int, default=SIZE, metavar="M")
    parser.add_argument("--kind", nargs="*", default=tuple(BUILT), choices=BUILT, metavar="NAME")
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--build", type=int, metavar="M")
    chosen = parser.parse_args()
    if chosen.build is not None:
        print(table(BUILT_HEADER, [apart(name, chosen.build) for name in chosen.kind]))
        return
    warm = random_gates(64, 64, fan_in=(3,), sparsity=3, seed=0)
    for prover in ("branch", "enumerate"):  # Compilers run before the clock starts.
        find_proof(warm, optimised_channels(warm, neurons=63), prover=prover)
    print(
        table(HEADER, [row for name in chosen.kind if name in KINDS for row in rows(name, chosen.size, chosen.search)])
    )


def apart(name: str, size: int) -> tuple[object, ...]:
    """The row of `building`, from a fresh process: peak memory only ever grows."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        row = pool.submit(building, name, size).result()
    print(*row, file=sys.stderr, flush=True)
    return row


def building(name: str, size: int) -> tuple[object, ...]:
    neurons = ceil(BUILT[name] * sqrt(size) * log2(size))
    build: partial[Network]
    if name == RANDOM:
        build = partial(random_channels, TwoAnd.random_regular(size, 2, sparsity=2, seed=0), neurons=neurons)
    elif name == MOVED:
        build = partial(matched_permutation, Permutation.random(size, sparsity=2, seed=0), neurons=neurons)
    else:
        kinds, fan_in, sparsity = KINDS[name]
        problem = random_gates(size, size, kinds=kinds, fan_in=fan_in, sparsity=sparsity, seed=0)
        build = partial(structured_channels, problem, neurons=neurons)
    network, wall, cpu = cpu_timed(build)
    sizes = f"{additions(network) / 1e9:.1f}", f"{network.layers[0].weights.nbytes / 1e6:.0f}"
    return name, size, neurons, *sizes, f"{cpu:.1f}", f"{wall:.1f}", f"{peak_megabytes():.0f}"


def additions(network: Network) -> float:
    """Of W = C A^T and of the threshold: two transforms, or, for random signs, those of what C and channels need."""
    code, reading, n = network.input_code, network.output_code, network.widths[1]
    if isinstance(code, HadamardCode):
        return 2 * n * code.order * log2(code.order)
    if isinstance(code, RandomSignCode) and isinstance(reading, ConstantWeightCode):
        return 3 * reading.weight * reading.columns * n
    raise RuntimeError(f"a network in superposition must have a public input code, but there is {code}")


def rows(name: str, size: int, search: bool) -> Iterator[tuple[object, ...]]:
    kinds, fan_in, sparsity = KINDS[name]
    problem = random_gates(size, size, kinds=kinds, fan_in=fan_in, sparsity=sparsity, seed=0)
    for construction in (TRAINED, CLOSED):
        start = (name, size, sparsity, construction)
        build = partial(built, problem, name, construction, search or size != SIZE)
        try:
            network, seconds = timed(build)
        except ConstructionError:
            yield (*start, "none below m'", "", "", "", "", "")
            continue
        row = (*start, *facts(problem, network), f"{seconds:.1f}", *proofs(problem, network))
        print(*row, file=sys.stderr, flush=True)
        yield row


def built(problem: Problem, name: str, construction: str, search: bool) -> Network:
    if search:
        found = smallest_proved(problem, construction=construction).network
        if found.neurons >= problem.outputs:
            raise ConstructionError(f"{construction} needs {found.neurons} neurons for {problem.outputs} outputs")
        return found
    if construction not in ROWS[name]:
        raise ConstructionError(f"{construction} has no network of {name} below {problem.outputs} neurons")
    neurons, seed = ROWS[name][construction]
    build = optimised_channels if construction == TRAINED else structured_channels
    return build(problem, neurons=neurons, seed=seed)


def facts(problem: Problem, network: Network) -> tuple[object, ...]:
    n = network.neurons
    return n, f"{problem.outputs / n:.2f}", f"{n / sqrt(counting_bits(problem)):.2f}"


def proofs(problem: Problem, network: Network) -> tuple[str, str]:
    """Seconds of the two proofs. Errors: RuntimeError when a network of the table is not proved."""
    seconds = []
    for prover in ("branch", "enumerate"):
        if prover == "enumerate" and forecast(problem, network).seconds > ENUMERATION_SECONDS:
            seconds.append("not tried")
            continue
        verdict, taken = timed(partial(find_proof, problem, network, prover=prover))
        if not isinstance(verdict, Found):
            raise RuntimeError(f"{prover} does not prove {network}: {verdict}")
        seconds.append(f"{taken:.2f}")
    return seconds[0], seconds[1]


if __name__ == "__main__":
    main()
