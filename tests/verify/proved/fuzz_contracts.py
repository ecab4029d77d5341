"""Mutations of circuits, networks, hidden codes, contracts and digests: what the proved checker claims must be true.

    python -m tests.verify.proved.fuzz_contracts 100000 [SEED [MUTATIONS OF ONE CERTIFICATE]]

A small circuit is proved by contracts, or a certificate of the corpus is taken; then one thing is changed, by 1 or by
as much as 2^62, and digests are put right as a forger would, or not. The program is asked whatever Python's checker
says; where it claims that the circuit is computed, all admissible inputs are tried by the definition.
"""

import sys
from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from constructions.circuits import circuit_network, without_xor
from constructions.circuits.network import network_on
from constructions.errors import ConstructionError
from tests.certificates.test_certificates import folders, load
from tests.verify.proved.fuzz import STEPS
from verify import (
    Certificate,
    Circuit,
    IdentityCode,
    Network,
    Problem,
    ReedSolomonCode,
    Valid,
    check,
    find_proof,
    gate_problem,
)
from verify.checker.contracts.reading import most_ones
from verify.proved import check_proved
from verify.proved.program import ask
from verify.proved.request import request
from verify.statement.digest import problem_digest

EACH = 16
"""Mutations of one certificate, where nothing else is said."""
CORPUS = [folder for folder in folders("accepted") if folder.name.startswith("contracts")]
SIZES = {"and": (2, 3), "or": (2, 4), "xor": (2, 3), "copy": (1, 2), "andnot": (2, 3)}


def run(count: int, seed: int = 0, each: int = EACH) -> Counter[str]:
    """How many mutated triples were claimed, right and wrong; raises on a false claim."""
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
        status = ask(request(problem, network, certificate)).status
        found[{0: "claimed", 3: "no claim", 4: "beyond 63 bits"}[status]] += 1
        right = _computes(problem, network)
        found["right" if right else "wrong"] += 1
        if status == 0 and not right:
            raise AssertionError(f"seed {seed}: {problem}, {network}, {certificate} was claimed")
        if status == 0 or k % each == 1:
            answer = check_proved(problem, network, certificate)
            found[f"check: {type(answer).__name__}"] += 1
            if isinstance(answer, Valid) and not (right and _bound(problem, network, certificate)):
                raise AssertionError(f"seed {seed}: {problem}, {network}, {certificate} was {answer}")
    return found


def _computes(problem: Problem, network: Network) -> bool:
    """By the definition, on all inputs at once; sums of a network that can be built are exact in int64."""
    m, v = problem.features, problem.sparsity
    active = [set(ones) for k in range(v + 1) for ones in combinations(range(m), k)]
    inputs = np.array([[j in ones for ones in active] for j in range(m)])
    ones, admissible = inputs, np.ones(len(active), dtype=bool)
    for level in problem.levels:
        columns = [set(np.flatnonzero(column).tolist()) for column in ones.T]
        ones = np.array([[gate.value(column) for column in columns] for gate in level])
        if problem.is_circuit:
            admissible &= ones.sum(axis=0) <= v
    x = np.asarray(network.input_code.block(0, m)).astype(np.int64) @ inputs
    for layer in network.layers:
        x = np.maximum(layer.weights.astype(np.int64) @ x + layer.bias.astype(np.int64)[:, None], 0)
    reading = np.asarray(network.output_code.block(0, problem.outputs)).astype(np.int64)
    return bool(((reading.T @ x >= network.threshold) == ones)[:, admissible].all())


def _bound(problem: Problem, network: Network, certificate: Certificate) -> bool:
    return (certificate.problem, certificate.network) == (problem_digest(problem), network.digest)


def random_circuit(rng: np.random.Generator, sparsity: int) -> Problem:
    """Of three to seven features and one to three levels of up to four gates."""
    features = int(rng.integers(3, 8))
    levels, width = [], features
    for _ in range(int(rng.integers(1, 4))):
        gates = []
        for _ in range(int(rng.integers(1, 5))):
            kind = str(rng.choice(list(SIZES)))
            size = int(rng.integers(*SIZES[kind]))
            if size <= width:
                gates.append((kind, *rng.permutation(width)[:size].tolist()))
        levels.append(list(dict.fromkeys(gates)) or [("copy", 0)])
        width = len(levels[-1])
    return Circuit.of(features, sparsity, levels)


def random_level(rng: np.random.Generator) -> tuple[Problem, Network]:
    """One level of gates of several kinds on words that share one neuron, and the threshold that their count allows."""
    features, sparsity, gates = 9, int(rng.integers(1, 4)), {("copy", int(j)) for j in rng.permutation(9)[:6]}
    for kind, sizes in (("or", (2, 5)), ("and", (2, 3)), ("andnot", (2, 3))):
        for _ in range(int(rng.integers(3))):
            gates.add((kind, *sorted(rng.permutation(features)[: rng.integers(*sizes)].tolist())))
    problem = gate_problem(features, sparsity, sorted(gates))
    circuit = Circuit(features, sparsity, (tuple(map(problem.gate, range(len(gates)))),))
    code = ReedSolomonCode(field=13, blocks=12, degree=2, columns=len(gates))
    network = network_on(circuit, [IdentityCode(features), code], {})
    return problem, network.with_threshold(min(12, most_ones(problem) + 1 + int(rng.integers(2))))


def _proved(rng: np.random.Generator) -> tuple[Problem, Network, Certificate]:
    """A network with a proof by contracts: of a random circuit, its words alone or overlapping, or of the corpus."""
    while rng.random() < 0.9:
        if rng.random() < 0.2:
            problem, network = random_level(rng)
            certificate = getattr(find_proof(problem, network, prover="contracts"), "certificate", None)
            if certificate is not None:
                return problem, network, certificate
            continue
        options = {} if rng.random() < 0.5 else {"neurons": int(rng.integers(6, 40)), "weights": "union"}
        try:
            circuit = random_circuit(rng, int(rng.integers(1, 4)))
            network = circuit_network(without_xor(circuit), **options)
        except (ConstructionError, ValueError):
            continue
        certificate = getattr(find_proof(circuit, network, prover="contracts"), "certificate", None)
        if certificate is not None and isinstance(check(circuit, network, certificate), Valid):
            return circuit, network, certificate
    problem, network, certificate = load(CORPUS[rng.integers(len(CORPUS))])
    return problem, network, certificate


def _mutated(
    rng: np.random.Generator, problem: Problem, network: Network, certificate: Certificate
) -> tuple[Problem, Network, Certificate]:
    """One change, or two; in nine of ten cases the certificate is then bound to what it is given with."""
    layers = [(layer.weights.astype(np.int64), layer.bias.astype(np.int64)) for layer in network.layers]
    theta = network.threshold
    for _ in range(int(rng.integers(1, 3))):
        what, step = (
            rng.integers(6),
            int(STEPS[rng.integers(len(STEPS))]) if rng.random() < 0.5 else int(rng.choice([-1, 1])),
        )
        weights, bias = layers[rng.integers(len(layers))]
        if what == 0:
            theta += step
        elif what == 1:
            bias[rng.integers(len(bias))] += step
        elif what == 2:
            weights[rng.integers(len(weights)), rng.integers(weights.shape[1])] += step
        elif what == 3 and problem.is_circuit:
            problem = _other_gate(rng, problem)
        elif what == 4:
            certificate = _other_code(rng, certificate)
        elif what == 5:
            certificate = _other_contract(rng, certificate, step)
    network = Network(layers, network.input_code, network.output_code, theta)
    if rng.random() < 0.9:
        certificate = replace(certificate, problem=problem_digest(problem), network=network.digest)
    return problem, network, certificate


def _other_gate(rng: np.random.Generator, problem: Problem) -> Problem:
    levels = [[(gate.kind, *gate.inputs) for gate in level] for level in problem.levels]
    level = int(rng.integers(len(levels)))
    width = problem.features if level == 0 else len(levels[level - 1])
    kind = str(rng.choice(list(SIZES)))
    size = SIZES[kind][0]
    if size <= width:
        levels[level][rng.integers(len(levels[level]))] = (kind, *rng.permutation(width)[:size].tolist())
    try:
        return Circuit.of(problem.features, problem.sparsity + int(rng.integers(-1, 2)), levels)
    except ValueError:  # the gate is there already, or the sparsity is 0
        return problem


def _other_code(rng: np.random.Generator, certificate: Certificate) -> Certificate:
    stated: Any = certificate.evidence["codes"]
    codes = [dict(recipe) for recipe in stated]
    if not codes:
        return certificate
    recipe = codes[rng.integers(len(codes))]
    if "seed" in recipe:
        recipe["seed"] = int(rng.integers(2**40))
    elif rng.random() < 0.5:
        codes.reverse()
    return replace(certificate, evidence={**certificate.evidence, "codes": codes})


def _other_contract(rng: np.random.Generator, certificate: Certificate, step: int) -> Certificate:
    stated: Any = certificate.evidence["contracts"]
    contracts = [dict(contract) for contract in stated]
    contract = contracts[rng.integers(len(contracts))]
    names = [name for name, value in contract.items() if type(value) is int]
    name = str(rng.choice(names))
    contract[name] += step
    return replace(certificate, evidence={**certificate.evidence, "contracts": contracts})


if __name__ == "__main__":
    print(dict(run(*map(int, sys.argv[1:4]))))
