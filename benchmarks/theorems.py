"""CPU seconds and memory of coqc for networks as theorems.

    python -m benchmarks.theorems

`two_and_network(problem, seed=0)` for 64 ANDs of a random 2-regular graph and for the 254 of les-miserables, at v = 2,
each by a certificate of enumerate and of branch. The proved checker has to be built.
"""

import resource
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.arguments import parser_of, problem_of
from benchmarks.timing import table
from constructions import two_and_network
from verify import Network, Problem, TwoAnd, find_proof
from verify.proved import program_path
from verify.proved.theorem import theorem

HEADER = ("problem", "n", "certificate of", "s", "MB so far")


def main() -> None:
    parser_of(__doc__).parse_args()
    problems = {
        "64 ANDs": TwoAnd.random_regular(64, 2, sparsity=2, seed=0),
        "les-miserables": problem_of("les-miserables", 2),
    }
    rows = []
    for name, problem in problems.items():
        network = two_and_network(problem, seed=0)
        rows += [(name, network.neurons, f"`{by}`", *measured(problem, network, by)) for by in ("enumerate", "branch")]
    print(table(HEADER, rows))


def measured(problem: Problem, network: Network, prover: str) -> tuple[str, int]:
    """Seconds of coqc on this network's theorem, and the largest memory of a process so far."""
    certificate = getattr(find_proof(problem, network, prover=prover), "certificate", None)
    if certificate is None:
        raise RuntimeError(f"the network with {network.neurons} neurons must be proved by {prover}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Network.v"
        path.write_text("".join(theorem(problem, network, certificate)))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(["coqc", "-q", "-Q", str(program_path().parent), "Superproof", str(path)], check=True,
                       capture_output=True)  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{seconds:.0f}", after.ru_maxrss // 1024


if __name__ == "__main__":
    main()
