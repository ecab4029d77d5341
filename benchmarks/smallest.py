"""The exact minimum of neurons for tiny problems, over all networks of one form: found, proved, and refuted below.

    python -m benchmarks.smallest [--problem NAME ...] [--sizes M ...] [--weights NAME ...] [--limit SECONDS]

The form: x = ReLU(A y + b), output i reads 1 iff <B_i, x> >= theta. Codes A (n x m) and B (n x m') are free, every
entry from the set of weights; biases are integers of at most 2 max|w| in absolute value, v = 2; theta is any integer.
(In the project's words: input code A, the identity as the one layer's matrix, output code B.)

Z3 is asked for n = 1, 2, ... until there is a network. It is proved by our provers and read by the checker; the
refutation with one neuron fewer is decided by cvc5 again. That is enough for all fewer: a neuron with bias
-2 max|w| is never active, so a network with fewer neurons is one with n - 1. bits: n (m + m') weights in lg of the
size of their set, and n biases in lg of theirs, rounded up; the least for the set of weights, as it grows with n.

Symmetry: neurons may be exchanged, which changes no score, so that of every orbit the network is kept in which
the keys b_k K^m + sum_j A_kj K^j do not decrease in k (K the number of values in the range of the weights: the
keys of different neurons differ, the lexicographic order of (b_k, A_k,m-1, ..., A_k,0)). Nothing else is broken:
automorphisms of a problem also move the outputs, and the argument is not worth its risk here. Of all permutations
of m features the identity is solved: to exchange columns of B turns a network for one into one for any other.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, log2
from typing import final

import networkx as nx
import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.timing import table
from verify import BareCode, Network, Permutation, Problem, Proved, TwoAnd, evaluate, gate_problem, prove
from verify.progress import Deadline
from verify.solver import Answer, solve, solver_version

SPARSITY = 2
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
HEADER = ("problem", "m", "m'", "weights", "least n", "bits", "network", "Z3 s", "refuted at", "Z3 s", "cvc5 s")


@final
@dataclass(frozen=True)
class Form:
    """Networks with `neurons` neurons and these weights, for a problem; names of the unknown numbers and their sets."""

    problem: Problem
    weights: tuple[int, ...]
    neurons: int

    @property
    def biases(self) -> range:
        """All of at most v max|w|."""
        most = SPARSITY * max(map(abs, self.weights))
        return range(-most, most + 1)

    def unknowns(self) -> Iterator[tuple[str, Sequence[int]]]:
        """Entries of A as a_k_j, biases as b_k, entries of B as r_k_i."""
        for k in range(self.neurons):
            yield from ((f"a_{k}_{j}", self.weights) for j in range(self.problem.inputs))
            yield f"b_{k}", self.biases
            yield from ((f"r_{k}_{i}", self.weights) for i in range(self.problem.outputs))

    @property
    def bits(self) -> int:
        """Bits of all weights and biases."""
        entries = self.neurons * (self.problem.inputs + self.problem.outputs)
        return ceil(entries * log2(len(self.weights))) + ceil(self.neurons * log2(len(self.biases)))

    def script(self) -> str:
        """SMT-LIB: satisfiable iff there is such a network. The numbers y0, y1, ... say what each unknown is."""
        lines, number = ["(set-logic QF_LIA)", "(declare-const t Int)"], 0
        for name, values in self.unknowns():
            lines.append(f"(declare-const {name} Int)")
            lines.append(f"(assert (or {' '.join(f'(= {name} {literal(value)})' for value in values)}))")
            for value in values:
                lines.append(f"(define-fun is{number} () Bool (= {name} {literal(value)}))")
                lines.append(f"(declare-const y{number} Int)")
                lines.append(f"(assert (= y{number} (ite is{number} 1 0)))")
                number += 1
        lines += [f"(assert (<= {self._key(k)} {self._key(k + 1)}))" for k in range(self.neurons - 1)]
        for active in sparse_inputs(self.problem):
            lines += self._read(active)
        return "\n".join([*lines, "(check-sat)"])

    def _key(self, k: int) -> str:
        span = max(self.weights) - min(self.weights) + 1
        m = self.problem.inputs
        parts = (f"(* {span**j} a_{k}_{j})" for j in range(m))
        return f"(+ (* {span**m} b_{k}) {' '.join(parts)})"

    def _read(self, active: tuple[int, ...]) -> Iterator[str]:
        """The neurons on one input, and what its outputs read."""
        place = "_".join(map(str, active))
        for k in range(self.neurons):
            total = f"(+ 0 b_{k} {' '.join(f'a_{k}_{j}' for j in active)})"
            yield f"(define-fun x_{k}_{place} () Int (ite (> {total} 0) {total} 0))"
        ones = evaluate(self.problem, active)
        for i in range(self.problem.outputs):
            terms = " ".join(self._product(k, i, f"x_{k}_{place}") for k in range(self.neurons))
            yield f"(assert ({'>=' if i in ones else '<'} (+ 0 {terms}) t))"

    def _product(self, k: int, i: int, value: str) -> str:
        """The weight times the neuron, without a product of unknowns."""
        term = "0"
        for weight in self.weights:
            if weight:
                term = f"(ite (= r_{k}_{i} {literal(weight)}) (* {literal(weight)} {value}) {term})"
        return term

    def network(self, chosen: Sequence[int]) -> Network:
        """The network of an answer; theta is the least score that reads 1, in exact integers."""
        pairs = [(name, value) for name, values in self.unknowns() for value in values]
        found = dict(pairs[number] for number in chosen)
        n, m, outputs = self.neurons, self.problem.inputs, self.problem.outputs
        code = np.array([[found[f"a_{k}_{j}"] for j in range(m)] for k in range(n)])
        bias = np.array([found[f"b_{k}"] for k in range(n)])
        reading = np.array([[found[f"r_{k}_{i}"] for i in range(outputs)] for k in range(n)])
        true = []
        for active in sparse_inputs(self.problem):
            scores = reading.T @ np.maximum(code[:, list(active)].sum(axis=1) + bias, 0)
            true += [int(scores[i]) for i in evaluate(self.problem, active)]
        return Network([(np.eye(n, dtype=int), bias)], BareCode(code), BareCode(reading), min(true))


def literal(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"


def sparse_inputs(problem: Problem) -> Iterator[tuple[int, ...]]:
    for count in range(SPARSITY + 1):
        yield from combinations(range(problem.inputs), count)


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
    """One cell of the table: the least n, or why it is not known."""
    problem = PROBLEMS[name](m)
    start: tuple[object, ...] = (name, m, problem.outputs, weights)
    before = 0.0
    for neurons in range(1, chosen.most + 1):
        form = Form(problem, WEIGHTS[weights], neurons)
        answer, seconds = asked(form, "z3", chosen.limit)
        if answer.word == "unknown":
            return (*start, f"at least {neurons}: {neurons} not finished in {chosen.limit:g} s", *[""] * 6)
        if answer.word == "sat":
            network = form.network(answer.active)
            proved = "proved" if isinstance(prove(problem, network), Proved) else "NOT PROVED"
            below: tuple[object, ...] = ("", "", "")
            if neurons > 1:
                again, took = asked(Form(problem, WEIGHTS[weights], neurons - 1), "cvc5", chosen.limit)
                second = f"{took:.1f}" if again.word == "unsat" else f"{again.word}: not finished in {chosen.limit:g} s"
                below = (neurons - 1, f"{before:.1f}", second)
            return (*start, neurons, form.bits, proved, f"{seconds:.1f}", *below)
        before = seconds
    return (*start, f"more than {chosen.most}", *[""] * 6)


def asked(form: Form, solver: str, limit: float) -> tuple[Answer, float]:
    """A solver's answer, and the wall-clock seconds it took."""
    start = time.perf_counter()
    ((_, answer),) = solve([form.script()], Deadline(limit), solver)
    return answer, time.perf_counter() - start


if __name__ == "__main__":
    main()
