"""Contracts by the proved program alone: what it claims is true, and it is no less than what Python's checker finds."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from constructions.circuits import circuit_network, without_xor
from constructions.errors import ConstructionError
from tests.certificates.test_certificates import folders, load
from tests.verify.proved.fuzz_contracts import random_circuit, random_level
from verify import Found, Network, Problem, find_proof, gate_problem
from verify.checker.budget import Budget, RefusedError
from verify.checker.contracts.check import derived_contracts
from verify.checker.contracts.reading import most_ones
from verify.progress import Deadline, silent
from verify.proved.program import ask
from verify.proved.request import hidden_codes, request
from verify.statement.forward import scores

pytestmark = pytest.mark.usefixtures("certifier")
FOLDERS = [f for f in folders("accepted") if f.name.startswith("contracts")]
STEPS = (-(2**31), -3, -1, 1, 2, 2**31)


def mutated(rng: np.random.Generator, network: Network) -> Network:
    """One weight, bias or the threshold is another one; most are of the first layers of levels."""
    what, step = rng.integers(4), int(rng.choice(STEPS))
    if what == 0:
        return network.with_threshold(network.threshold + step)
    place = int(rng.integers(len(network.layers)))
    place -= place % 2 if rng.random() < 0.5 else 0
    layers = [(layer.weights.astype(np.int64), layer.bias.astype(np.int64)) for layer in network.layers]
    weights, bias = layers[place]
    if what == 1:
        bias[rng.integers(len(bias))] += step
    else:
        weights[rng.integers(len(weights)), rng.integers(weights.shape[1])] += step
    return Network(layers, network.input_code, network.output_code, network.threshold)


def computes(problem: Problem, network: Network) -> bool:
    """By the definition, on one input after the other."""
    for k in range(problem.sparsity + 1):
        for active in combinations(range(problem.features), k):
            ones = set(active)
            for level in problem.levels:
                ones = {i for i, gate in enumerate(level) if gate.value(ones)}
                if problem.is_circuit and len(ones) > problem.sparsity:
                    break
            else:
                if set(np.flatnonzero(scores(network, active) >= network.threshold).tolist()) != ones:
                    return False
    return True


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_mutated_networks_are_judged_as_they_compute(folder):
    problem, network, certificate = load(folder)
    rng, refused = np.random.default_rng(0), 0
    hidden = hidden_codes(certificate)
    for _ in range(14):
        other = mutated(rng, network)
        status = ask(request(problem, other, replace(certificate, network=other.digest))).status
        if status == 0:
            assert computes(problem, other)
        try:
            derived_contracts(problem, other, hidden, Budget(Deadline(None)), silent)
        except RefusedError:
            refused += 1
        else:
            assert status == 0
    assert refused > 3


@pytest.mark.parametrize("sparsity", [1, 2, 3])
@pytest.mark.parametrize("options", [{}, {"neurons": 24, "weights": "union"}], ids=str)
def test_every_proof_by_contracts_of_a_small_circuit_is_one_for_the_program(sparsity, options):
    """Copies, ors, ands, andnots and xors, words that overlap and those that do not."""
    rng, proofs = np.random.default_rng(sparsity), 0
    for _ in range(16):
        circuit = random_circuit(rng, sparsity)
        try:
            network = circuit_network(without_xor(circuit), **options)
        except ConstructionError:
            continue
        found = find_proof(circuit, network, prover="contracts")
        if isinstance(found, Found):
            proofs += 1
            assert ask(request(circuit, network, found.certificate)).status == 0
    assert proofs >= 3


WRITTEN = {"and": "And [{}]", "or": "Or [{}]", "andnot": "Andnot {}", "copy": "Copy {}"}


def drawn(rng: np.random.Generator, kinds: Sequence[str]) -> list[tuple[Any, ...]]:
    """Different gates of nine features, of these kinds; where they are several, ors of up to four."""
    found = set()
    for _ in range(14):
        kind = str(rng.choice(kinds))
        size = rng.integers(2, 5) if kind == "or" and len(kinds) > 1 else 1 if kind == "copy" else 2
        wires = rng.permutation(9)[:size].tolist()
        found.add((kind, *(wires if kind == "andnot" else sorted(wires))))
    return sorted(found)


def most_ones_in_coq(certifier: Path, folder: Path, levels: Sequence[tuple[int, list[tuple[Any, ...]]]]) -> list[int]:
    """The bound of the theories for each sparsity and level of gates."""
    lines = ["From Coq Require Import ZArith List.\nFrom Superproof Require Import Statement ActiveGates.\n"]
    lines.append("Import ListNotations.\nOpen Scope nat_scope.\n")
    for sparsity, gates in levels:
        level = ";".join(
            WRITTEN[kind].format((" " if kind == "andnot" else ";").join(map(str, i))) for kind, *i in gates
        )
        lines.append(f"Compute most_ones {sparsity} 9 [{level}].\n")
    (folder / "ones.v").write_text("".join(lines))
    command = ["coqc", "-q", "-Q", str(certifier.parent), "Superproof", "ones.v"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    return [int(n) for n in re.findall(r"= (\d+)", said)]


def test_coq_bounds_the_outputs_that_are_one_as_python_does_or_better(certifier, tmp_path):
    """In problems of one level and one kind of gates alike; of several kinds Coq also counts over all of them."""
    rng = np.random.default_rng(0)
    alone = [(v, drawn(rng, [kind])) for kind in ("and", "or", "andnot") for v in (1, 2, 3, 5)]
    mixed = [(v, drawn(rng, list(WRITTEN))) for v in (1, 2, 3, 5) for _ in range(6)]
    mixed.append((2, [*(("copy", j) for j in range(9)), *(("or", *range(k)) for k in (4, 5, 6))]))
    problems = [gate_problem(9, v, gates) for v, gates in (*alone, *mixed)]
    found, bounds = most_ones_in_coq(certifier, tmp_path, [*alone, *mixed]), [*map(most_ones, problems)]
    assert len(found) == len(problems)
    assert found[: len(alone)] == bounds[: len(alone)]
    assert found[-1] == bounds[-1] == 5
    for problem, coq, python in zip(problems, found, bounds, strict=True):
        ones = (sum(gate.value(set(a)) for gate in problem.levels[0]) for a in combinations(range(9), problem.sparsity))
        assert max(ones) <= coq <= python


def test_levels_of_several_kinds_are_claimed_where_python_finds_a_proof():
    """One level, read by the threshold that counting kind by kind allows, and by the one before that."""
    rng, proofs = np.random.default_rng(1), 0
    for _ in range(12):
        problem, network = random_level(rng)
        found = find_proof(problem, network, prover="contracts")
        if isinstance(found, Found):
            proofs += 1
            assert ask(request(problem, network, found.certificate)).status == 0
            earlier = network.with_threshold(network.threshold - 1)
            status = ask(request(problem, earlier, replace(found.certificate, network=earlier.digest))).status
            assert status == 3 or computes(problem, earlier)
    assert proofs >= 3


def test_the_corpus_has_levels_of_both_kinds():
    """Networks that hand on complements, and those that hand on the values, with one level and with more."""
    depths = {len(load(folder)[1].layers) for folder in FOLDERS}
    assert {depth % 2 for depth in depths} == {0, 1}
    assert min(depths) <= 3 < max(depths)
