"""The SMT prover on networks with inputs in superposition: proofs, refutations, and cvc5 on the same scripts.

    python -m benchmarks.smt [--cvc5]

m = m' = 32, 64, 128 at sparsity 2, Hadamard input code, n < m; goals 3 s, 15 s, 3 minutes. The refuted twin has its
threshold at the largest false score, so that exactly the tightest inputs fail.
"""

from functools import partial

from benchmarks.arguments import parser_of
from benchmarks.timing import table, timed
from constructions import structured_channels
from verify import Found, Network, Problem, TwoAnd, check, find_proof
from verify.provers.smt import prove_by_smt
from verify.statement.digest import canonical_json

CASES = ((32, 28, 4), (64, 60, 5), (128, 100, 6))


def exact_network(features: int, neurons: int, weight: int) -> tuple[Problem, Network]:
    """The first seed whose structured network enumeration proves."""
    problem = TwoAnd.random_regular(features, 2, sparsity=2, seed=0)
    for seed in range(10_000):
        network = structured_channels(problem, neurons=neurons, weight=weight, seed=seed)
        if isinstance(find_proof(problem, network, prover="enumerate"), Found):
            return problem, network
    raise RuntimeError(f"no exact network with n = {neurons} among 10000 seeds")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--cvc5", action="store_true", help="also check the certificate, which runs every solver")
    arguments = parser.parse_args()
    rows = []
    for case in CASES:
        problem, network = exact_network(*case)
        verdict, proving = timed(partial(prove_by_smt, problem, network))
        if not isinstance(verdict, Found):
            raise RuntimeError(f"smt does not prove what enumeration proved: {verdict}")
        exact = find_proof(problem, network, prover="enumerate")
        margin = exact.certificate.margin if isinstance(exact, Found) else None
        if margin is None or margin.largest_false is None:
            raise RuntimeError("no margin")
        wrong = network.with_threshold(margin.largest_false)
        refuted, refuting = timed(partial(prove_by_smt, problem, wrong))
        checking = timed(partial(check, problem, network, verdict.certificate))[1] if arguments.cvc5 else None
        size = len(canonical_json(dict(verdict.certificate.evidence)))
        rows.append(
            (
                problem.outputs,
                network.neurons,
                f"{proving:.1f}",
                f"{refuting:.1f} ({type(refuted).__name__})",
                "" if checking is None else f"{checking:.1f}",
                f"{size / 1e6:.2f}",
            )
        )
    print(table(("m'", "n", "proof s", "refutation s", "check s (all solvers)", "scripts MB"), rows))


if __name__ == "__main__":
    main()
