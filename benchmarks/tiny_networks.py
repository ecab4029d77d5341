"""Networks of one form for tiny problems, as a question to SMT solvers: `benchmarks.smallest` says which and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, log2
from typing import final

import numpy as np

from verify import BareCode, Network, Problem, evaluate

SPARSITY = 2


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
