"""The smallest networks that every construction finds and proves, and what they cost.

    python -m benchmarks.constructions [GRAPH ...]

GRAPH is a problem.json, a graph file or the name of a networkx data set, read as features = nodes, one AND an edge, at
sparsity 2 and 3. Without one: karate-club and les-miserables at both, random 2-regular graphs with 256, 1024 and 4096
features at sparsity 2. Every network is proved; kappa = n / sqrt(lg|F|); the margin is that of the proof by
enumeration where it takes less than 20 seconds. Compilers run before the clock starts.
"""

import sys
from functools import partial
from math import sqrt

from benchmarks.timing import table, timed
from constructions import ConstructionError, SearchResult, smallest_proved
from constructions.optimised_channels import counting_bits
from superproof.sources import read_source
from verify import Network, Proved, TwoAnd, prove
from verify.provers.enumeration import forecast

NAMES = ("karate-club", "les-miserables")
REGULAR = (256, 1024, 4096)
CONSTRUCTIONS = ("naive", "random-channels", "structured-channels", "optimised-channels")
ENUMERATION_SECONDS = 20
HEADER = ("instance", "v", "m'", "construction", "n", "m'/n", "kappa", "bits", "margin (true, false)", "tried", "s")


def main() -> None:
    small = TwoAnd.random_regular(32, 2, sparsity=3, seed=0)
    smallest_proved(small, construction="optimised-channels", effort=0.1)
    print(table(HEADER, [row for name, problem in instances(sys.argv[1:]) for row in rows(name, problem)]))


def instances(names: list[str]) -> list[tuple[str, TwoAnd]]:
    found = [(name, read_source(name, v).problem) for name in names or NAMES for v in (2, 3)]
    if not names:
        found += [(f"2-regular {m}", TwoAnd.random_regular(m, 2, sparsity=2, seed=0)) for m in REGULAR]
    return [(name, problem) for name, problem in found if isinstance(problem, TwoAnd)]


def rows(name: str, problem: TwoAnd) -> list[tuple[object, ...]]:
    found = []
    for construction in CONSTRUCTIONS:
        start = (name, problem.sparsity, problem.outputs, construction)
        try:
            result, seconds = timed(partial(smallest_proved, problem, construction=construction))
        except ConstructionError:
            found.append((*start, "none below m'", "", "", "", "", "", ""))
            continue
        found.append((*start, *facts(problem, result), f"{seconds:.1f}"))
        print(*found[-1], file=sys.stderr, flush=True)
    return found


def facts(problem: TwoAnd, result: SearchResult) -> tuple[object, ...]:
    network = result.network
    n = network.neurons
    kappa = n / sqrt(counting_bits(problem))
    ratio, tried = problem.outputs / n, len(result.tried)
    return n, f"{ratio:.2f}", f"{kappa:.2f}", bits(network), margin(problem, network), tried


def bits(network: Network) -> int:
    """Bits of a weight: the sign and the largest absolute value."""
    weights = network.layers[0].weights
    return 1 + max(int(weights.max()), -int(weights.min())).bit_length()


def margin(problem: TwoAnd, network: Network) -> str:
    if forecast(problem, network).seconds > ENUMERATION_SECONDS:
        return "not enumerated"
    verdict = prove(problem, network, prover="enumerate")
    if not isinstance(verdict, Proved) or verdict.certificate.margin is None:
        raise RuntimeError(f"two provers disagree: {verdict}")
    found = verdict.certificate.margin
    return f"{found.smallest_true}, {found.largest_false}"


if __name__ == "__main__":
    main()
