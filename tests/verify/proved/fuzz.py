"""Mutations of problem, network, tree, margin and digests: what the proved checker calls Valid must be true.

    python -m tests.verify.proved.fuzz 100000 [SEED [MUTATIONS OF ONE CERTIFICATE]]

A certificate is proved for a small network; then one thing is changed, by 1 or by as much as 2^62, and digests are put
right as a forger would, or not; some such changes of each certificate. Enumeration by the definition says what is true
of the changed documents.
"""

import sys
from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np

from verify import (
    BareCode,
    Certificate,
    ConstantWeightCode,
    HadamardCode,
    IdentityCode,
    Margin,
    Network,
    Permutation,
    Problem,
    Proved,
    Valid,
    gate_problem,
    prove,
)
from verify.proved import check_proved
from verify.statement.digest import problem_digest
from verify.statement.forward import scores
from verify.statement.on_inputs import evaluate

STEPS = (-(2**62), -(2**61), -(2**31), -(2**30), -3, -1, 1, 2, 2**15, 2**29, 2**30 - 1, 2**31, 2**47, 2**61, 2**62)
EACH = 8
"""Mutations of one certificate, where nothing else is said."""
KINDS = {"and": (2, 5), "or": (2, 5), "xor": (2, 2), "andnot": (2, 2), "copy": (1, 1), "atleast-2": (3, 5)}


def run(count: int, seed: int = 0, each: int = EACH) -> Counter[str]:
    """How many mutated triples were right and wrong, and how they were judged; raises on a false Valid."""
    rng, found = np.random.default_rng(seed), Counter[str]()
    for k in range(count):
        if k % 1000 == 0 < k:
            print(k, dict(found), file=sys.stderr, flush=True)
        if k % each == 0:
            proved = _proved(rng)
        try:
            problem, network, certificate = _mutated(rng, *proved)
        except OverflowError:  # sums beyond 63 bits: no such network
            found["no network"] += 1
            continue
        truth = _truth(problem, network)
        answer = check_proved(problem, network, certificate)
        if isinstance(answer, Valid) and (truth is None or certificate.margin not in (None, truth)):
            raise AssertionError(f"seed {seed}: {problem}, {network}, {certificate} was {answer}, not {truth}")
        found["wrong" if truth is None else "right"] += 1
        found[type(answer).__name__] += 1
    return found


def _truth(problem: Problem, network: Network) -> Margin | None:
    """The margin by the definition, or None where some output is wrong."""
    ones: list[int] = []
    zeros: list[int] = []
    for k in range(problem.sparsity + 1):
        for active in combinations(range(problem.features), k):
            true, values = set(evaluate(problem, active)), scores(network, active).tolist()
            if any((value >= network.threshold) != (i in true) for i, value in enumerate(values)):
                return None
            ones += [value for i, value in enumerate(values) if i in true]
            zeros += [value for i, value in enumerate(values) if i not in true]
    return Margin(min(ones, default=None), max(zeros, default=None))


def _problem(rng: np.random.Generator) -> Problem:
    features, sparsity = int(rng.integers(3, 10)), int(rng.integers(1, 4))
    if rng.random() < 0.2:
        return Permutation(tuple(rng.permutation(features).tolist()), sparsity=sparsity)
    gates = {}
    for _ in range(int(rng.integers(1, 5))):
        kind = str(rng.choice(list(KINDS)))
        least, most = KINDS[kind]
        inputs = rng.permutation(features)[: int(rng.integers(least, min(most, features) + 1))].tolist()
        gates[kind, *(inputs if kind == "andnot" else sorted(inputs))] = (kind, *inputs)
    return gate_problem(features, sparsity, list(gates.values()))


def _rows(problem: Problem) -> tuple[list[list[int]], list[int], list[list[int]]]:
    """Weights and biases that compute every gate, and the neurons that every output reads."""
    weights: list[list[int]] = []
    bias: list[int] = []
    words: list[list[int]] = []
    for gate in problem.levels[0]:
        row = [0] * problem.features
        for j in gate.inputs:
            row[j] = 1
        first = len(weights)
        if gate.kind == "xor":
            a, b = gate.inputs
            for one, other in ((a, b), (b, a)):
                weights.append([1 if j == one else -1 if j == other else 0 for j in range(problem.features)])
                bias.append(0)
        else:
            if gate.kind == "andnot":
                row[gate.inputs[1]] = -1
            weights.append(row)
            bias.append({"and": 1 - len(gate.inputs), "atleast-2": -1}.get(gate.kind, 0))
        words.append(list(range(first, len(weights))))
    return weights, bias, words


def _proved(rng: np.random.Generator) -> tuple[Problem, Network, Certificate]:
    """A right network by `_rows`, its inputs carried by some code, with a proof by branch or enumerate."""
    problem = _problem(rng)
    weights, bias, words = _rows(problem)
    reading = np.zeros((len(bias), problem.outputs), dtype=np.int64)
    for i, word in enumerate(words):
        reading[word, i] = int(rng.integers(1, 4))
    m = problem.features
    order = 1 << (m - 1).bit_length()
    code: IdentityCode | HadamardCode = IdentityCode(m)
    layer = np.array(weights)
    if rng.random() < 0.5:
        # All rows of a Hadamard matrix: H times its transpose is the order times the identity.
        code = HadamardCode(order, m, int(rng.integers(2**40)))
        layer, bias = layer @ code.block(0, m).T, [order * b for b in bias]
    network = Network([(layer, bias)], code, BareCode(reading), threshold=1)
    prover = "branch" if rng.random() < 0.7 else "enumerate"
    verdict = prove(problem, network, prover=prover, **({"exact_margin": True} if prover == "branch" else {}))
    if not isinstance(verdict, Proved):
        raise AssertionError(f"{problem} and {network} must be proved, not {verdict}")
    certificate = verdict.certificate
    if prover == "branch" and rng.random() < 0.5:
        certificate = replace(certificate, margin=None, evidence={**certificate.evidence, "attained": None})
    return problem, network, certificate


def _mutated(
    rng: np.random.Generator, problem: Problem, network: Network, certificate: Certificate
) -> tuple[Problem, Network, Certificate]:
    """One change; in nine of ten cases the certificate is then bound to what it is given with."""
    what = rng.integers(7)
    layer = network.layers[0]
    a, b, theta = network.input_code, network.output_code, network.threshold
    step = STEPS[rng.integers(len(STEPS))]
    weights, bias = layer.weights.astype(np.int64), layer.bias.astype(np.int64)
    if what == 0:
        weights[rng.integers(len(weights)), rng.integers(weights.shape[1])] += step
    elif what == 1:
        bias[rng.integers(len(bias))] += step
    elif what == 2:
        theta += step
    elif what == 3:
        problem = _other_gate(rng, problem)
    elif what == 4:
        words = np.array(b.block(0, b.columns)).astype(np.int64)
        words[rng.integers(len(words)), rng.integers(words.shape[1])] += step
        b = (
            BareCode(words)
            if rng.random() < 0.8
            else ConstantWeightCode(b.rows, b.columns, 1, int(rng.integers(2**30)))
        )
    elif what == 5:
        certificate = _other_arrays(rng, certificate)
    elif certificate.margin is not None:
        true, false = certificate.margin.smallest_true, certificate.margin.largest_false
        worse = Margin(None if true is None else true + step % 3, None if false is None else false - 1)
        certificate = replace(certificate, margin=worse)
    network = Network([(weights, bias)], a, b, theta)
    if rng.random() < 0.9:
        certificate = replace(certificate, problem=problem_digest(problem), network=network.digest)
    return problem, network, certificate


def _other_gate(rng: np.random.Generator, problem: Problem) -> Problem:
    gates = [(gate.kind, *gate.inputs) for gate in problem.levels[0]]
    place, kind = int(rng.integers(len(gates))), str(rng.choice(["or", "and", "xor", "andnot"]))
    gates[place] = (kind, *rng.permutation(problem.features)[:2].tolist())
    try:
        return gate_problem(problem.features, problem.sparsity, gates)
    except ValueError:  # the gate is there already
        return problem


def _other_arrays(rng: np.random.Generator, certificate: Certificate) -> Certificate:
    arrays = {name: np.array(array) for name, array in certificate.arrays.items() if len(array)}
    if not arrays:
        return certificate
    name = str(rng.choice(sorted(arrays)))
    arrays[name][rng.integers(len(arrays[name]))] += int(rng.choice([-1, 1]))
    return replace(certificate, arrays={**certificate.arrays, **arrays})


if __name__ == "__main__":
    print(dict(run(*map(int, sys.argv[1:4]))))
