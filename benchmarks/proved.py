"""The proved checker beside the proof and Python's check: CPU seconds and memory as the outputs grow.

    python -m benchmarks.proved [SIZE ...]
    python -m benchmarks.proved --contracts 256:3:600 1024:3:1400
    python -m benchmarks.proved --definition 1024 4096 16384

Random 2-regular graphs at sparsity 2 with the structured channels of `benchmarks.branch_scaling` (default 1024 4096),
or, by contracts, chains of twin ANDs with union words: features, levels, neurons. CPU seconds are those of all threads
and processes; those of the proved checker are its own, and `wall s` is what passed, its reading of the request
included. `--definition` has `check` decide every node by the definition alone. Memory is that of the largest process,
of this one where it is larger. Compilers run before the clock starts.
"""

import resource
import sys
import time
from functools import partial
from importlib import import_module
from typing import Any

from benchmarks.arguments import parser_of
from benchmarks.branch_scaling import GROWTH
from benchmarks.timing import cpu_timed, table
from constructions.circuits import circuit_network, twin_chain
from constructions.structured_channels import structured_channels
from verify import Network, Problem, TwoAnd, Valid, check, find_proof
from verify.proved.program import ask
from verify.proved.request import request

HEADER = ("m'", "n", "proof CPU s", "check CPU s", "proved check CPU s", "wall s", "MB")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=(1024, 4096))
    parser.add_argument("--contracts", nargs="+", default=(), metavar="FEATURES:LEVELS:NEURONS", help="of circuits")
    parser.add_argument("--definition", action="store_true", help="check without its fast way")
    arguments = parser.parse_args()
    if arguments.definition:
        vars(import_module("verify.checker.branch.check"))["LARGE"] = sys.maxsize
    small = TwoAnd.random_regular(64, 2, sparsity=3, seed=0)
    find_proof(small, structured_channels(small, neurons=64), prover="branch")
    rows = []
    chains = [tuple(map(int, size.split(":"))) for size in arguments.contracts]
    for size in chains or arguments.sizes:
        rows.append(chain(*size) if isinstance(size, tuple) else row(size, *GROWTH[size]))
        print(rows[-1], file=sys.stderr, flush=True)
    print(table(HEADER, rows))


def row(features: int, neurons: int, weight: int) -> tuple[object, ...]:
    problem = TwoAnd.random_regular(features, 2, sparsity=2, seed=0)
    network = structured_channels(problem, neurons=neurons, weight=weight)
    return measured(problem, network, prover="branch", exact_margin=True)


def chain(features: int, levels: int, neurons: int) -> tuple[object, ...]:
    circuit = twin_chain(features, levels)
    return measured(circuit, circuit_network(circuit, neurons=neurons, weights="union"), prover="contracts")


def measured(problem: Problem, network: Network, **options: Any) -> tuple[object, ...]:
    found, _, proving = cpu_timed(partial(find_proof, problem, network, **options))
    certificate = getattr(found, "certificate", None)
    if certificate is None:
        raise RuntimeError(f"the network with {network.neurons} neurons must be proved, not {found}")
    answer, _, checking = cpu_timed(partial(check, problem, network, certificate))
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    reply = ask(request(problem, network, certificate))
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if not isinstance(answer, Valid) or reply.status != 0:
        raise RuntimeError(f"a proof that was found must be checked, not {answer}, {reply}")
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    seconds = (f"{proving:.2f}", f"{checking:.2f}", f"{own:.2f}", f"{wall:.2f}")
    return (problem.outputs, network.neurons, *seconds, after.ru_maxrss // 1024)


if __name__ == "__main__":
    main()
