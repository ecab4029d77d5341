"""The exact minimum of neurons for tiny problems, over all networks of one form: found, proved, and refuted below.

    python -m benchmarks.smallest [--problem NAME ...] [--sizes M ...] [--weights NAME ...] [--limit SECONDS]

The form: x = ReLU(A y + b), output i reads 1 iff <B_i, x> >= theta. Codes A (n x m) and B (n x m') are free, every
entry from the set of weights; biases are integers of at most 2 max|w| in absolute value, v = 2; theta is any integer.
(In the project's words: input code A, the identity as the one layer's matrix, output code B.)

For n = 1, 2, ... all networks are tried (`benchmarks.all_networks`, where they are not too many), or Z3 is asked, until
there is a network. Z3's is proved by our provers and read by the checker; that one neuron fewer does not do is decided
again by Z3 and by cvc5. That settles all fewer: a neuron with bias -2 max|w| is never active, so a network with fewer
neurons is one with n - 1. bits: n (m + m') weights in lg of the size of their set, and n biases in lg of theirs, each
rounded up; they grow with n, so these are the fewest for the set of weights.

Symmetry: to exchange neurons changes no score, so Z3 and cvc5 are asked for networks whose keys
b_k K^m + sum_j A_kj K^j do not decrease in k, with K the number of values in the range of the weights. The neurons of
any network can be sorted by their keys, so no network is lost but for the order of its neurons. Nothing else is broken:
automorphisms of a problem also move the outputs, and the argument is not worth its risk here. Of all permutations
of m features the identity is solved: to exchange columns of B turns a network for one into one for any other.
"""

import argparse
import time
from collections.abc import Callable, Mapping
from functools import partial

import networkx as nx

from benchmarks.all_networks import one_exists
from benchmarks.arguments import parser_of
from benchmarks.timing import table, timed
from benchmarks.tiny_networks import SPARSITY, Form
from verify import Permutation, Problem, Proved, TwoAnd, gate_problem, prove
from verify.progress import Deadline
from verify.solver import Answer, solve, solver_version

WEIGHTS: Mapping[str, tuple[int, ...]] = {
    "0, 1": (0, 1),
    "-1, 1": (-1, 1),
    "-1, 0, 1": (-1, 0, 1),
    "-2 to 1": (-2, -1, 0, 1),
    "-4 to 3": tuple(range(-4, 4)),
}
PROBLEMS: Mapping[str, Callable[[int], Problem]] = {
    "AND, path": lambda m: TwoAnd.from_graph(nx.path_graph(m), sparsity=SPARSITY),
    "AND, cycle": lambda m: TwoAnd.from_graph(nx.cycle_graph(m), sparsity=SPARSITY),
    "AND, complete": lambda m: TwoAnd.from_graph(nx.complete_graph(m), sparsity=SPARSITY),
    "XOR, cycle": lambda m: gate_problem(m, SPARSITY, [("xor", j, (j + 1) % m) for j in range(m)]),
    "permutation": lambda m: Permutation(images=range(m), sparsity=SPARSITY),
}
HEADER = (
    "problem", "m", "m'", "weights", "least n", "bits", "network", "found s", "refuted at", "all tried s", "Z3 s",
    "cvc5 s",
)  # fmt: skip


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--problem", nargs="*", choices=list(PROBLEMS), default=list(PROBLEMS), metavar="NAME")
    parser.add_argument("--sizes", nargs="*", type=int, default=(3, 4, 5), metavar="M")
    parser.add_argument("--weights", nargs="*", choices=list(WEIGHTS), default=list(WEIGHTS), metavar="NAME")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds of each question to a solver")
    parser.add_argument("--most", type=int, default=8, help="neurons at most")
    chosen = parser.parse_args()
    rows = []
    for name in chosen.problem:
        for m in chosen.sizes:
            for weights in chosen.weights:
                rows.append(row(name, m, weights, chosen))
                print(*rows[-1], sep=" | ", flush=True)
    print(f"\nz3 {solver_version('z3')}, cvc5 {solver_version('cvc5')}; limit {chosen.limit:g} s a question\n")
    print(table(HEADER, rows))


def row(name: str, m: int, weights: str, chosen: argparse.Namespace) -> tuple[object, ...]:
    """One line of the table: the least n, or why it is not known."""
    problem = PROBLEMS[name](m)
    start: tuple[object, ...] = (name, m, problem.outputs, weights)
    tried = ""
    for neurons in range(1, chosen.most + 1):
        form = Form(problem, WEIGHTS[weights], neurons)
        exists, took = timed(partial(one_exists, form))
        if exists is False:
            tried = f"{took:.1f}"
            continue
        answer, seconds = asked(form, "z3", chosen.limit)
        if answer.word == "unknown":
            return (*start, f"at least {neurons}: {neurons} not finished in {chosen.limit:g} s", *[""] * 7)
        if answer.word == "sat":
            proved = "proved" if isinstance(prove(problem, form.network(answer.active)), Proved) else "NOT PROVED"
            below = Form(problem, WEIGHTS[weights], neurons - 1)
            again = (neurons - 1, tried, *(refuted(below, solver, chosen.limit) for solver in ("z3", "cvc5")))
            return (*start, neurons, form.bits, proved, f"{seconds:.1f}", *(again if neurons > 1 else [""] * 4))
        if exists:
            raise RuntimeError(f"Z3 refutes what was found by trying all networks: {name}, {m}, {weights}, {neurons}")
        tried = ""
    return (*start, f"more than {chosen.most}", *[""] * 7)


def refuted(form: Form, solver: str, limit: float) -> str:
    """Seconds in which the solver refutes it, or that it did not finish. Errors: RuntimeError where it says sat."""
    if not form.neurons:
        return ""
    answer, seconds = asked(form, solver, limit)
    if answer.word == "sat":
        raise RuntimeError(f"{solver} finds a network of {form.neurons} neurons, where there is none")
    return f"{seconds:.1f}" if answer.word == "unsat" else f"not finished in {limit:g} s"


def asked(form: Form, solver: str, limit: float) -> tuple[Answer, float]:
    """A solver's answer, and the wall-clock seconds it took."""
    start = time.perf_counter()
    ((_, answer),) = solve([form.script()], Deadline(limit), solver)
    return answer, time.perf_counter() - start


if __name__ == "__main__":
    main()
