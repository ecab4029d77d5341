"""The shared table of cases: every prover runs over it, and must prove what is right and refute what is wrong.

Expected verdicts are written by hand and confirmed by the oracle (test_cases.py). A prover may answer Unknown only on
a case that `OUT_OF_REACH` says its kind of network does not cover; a wrong verdict is wrong everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from tests.verify import circuit_cases, gate_cases
from tests.verify import networks as build
from verify import (
    BareCode,
    HadamardCode,
    IdentityCode,
    Network,
    Permutation,
    Problem,
    RandomSignCode,
    ReedSolomonCode,
    TwoAnd,
)


@dataclass(frozen=True)
class Case:
    name: str
    problem: Problem
    network: Network
    verdict: str

    def __str__(self) -> str:
        return self.name


def _no_branching(case: Case) -> bool:
    """Branching takes one level, one ReLU layer, reading codes without negative entries, and scores of some 60 bits."""
    network = case.network
    if (
        case.problem.is_circuit
        or len(network.layers) > 1
        or int(network.output_code.block(0, network.outputs).min()) < 0
    ):
        return True
    return 4 * case.problem.sparsity**2 * max(network.activation_bounds) >= 2**62


# prover -> the cases whose kind of network it declares out of its reach (it may answer Unknown there, or decide).
OUT_OF_REACH: dict[str, Callable[[Case], bool]] = {
    "branch": _no_branching,
    "contracts": lambda case: case.network.construction.get("name") != "circuit_network",
}

# prover -> take one in so many of the bulk comparisons by default (`pytest -m slow` takes them all).
THRIFT: dict[str, int] = {"smt": 12}


def may_decline(prover: str, case: Case) -> bool:
    return prover in OUT_OF_REACH and OUT_OF_REACH[prover](case)


def graph(g: "nx.Graph[Any]", sparsity: int) -> Problem:
    return TwoAnd.from_graph(g, sparsity=sparsity)


def matching(pairs: int, features: int, sparsity: int) -> Problem:
    return TwoAnd(features, sparsity, tuple((2 * i, 2 * i + 1) for i in range(pairs)))


EDGE = TwoAnd(2, 2, ((0, 1),))
PATH = graph(nx.path_graph(5), 2)
CYCLE = graph(nx.cycle_graph(8), 2)
PETERSEN = graph(nx.petersen_graph(), 2)
ISOLATED = TwoAnd(6, 3, ((1, 4), (0, 4)))
MATCHING = matching(6, 12, 2)
TURN = Permutation((1, 2, 3, 4, 0), sparsity=3)

SCALES = (2**20, 2**40, 2**58)
CYCLE_CODE = ReedSolomonCode(field=5, blocks=3, degree=2, columns=8)
MATCHING_CODE = ReedSolomonCode(field=7, blocks=3, degree=2, columns=6)
PETERSEN_CODE = ReedSolomonCode(field=7, blocks=4, degree=2, columns=15)


def _edge(weights: object, bias: int, threshold: int) -> Network:
    return Network([([weights], [bias])], IdentityCode(2), IdentityCode(1), threshold)


def _naive() -> list[Case]:
    cases = [
        Case(f"naive path, sparsity {v}", p, build.naive(p), "proved")
        for v in (1, 2, 3, 4, 5)
        for p in [graph(nx.path_graph(5), v)]
    ]
    # Scales on both sides of the int32 kernels, and near the limit of int64.
    cases += [
        Case(f"naive path, scores of {s.bit_length()} bits", PATH, build.naive(PATH, scale=s), "proved") for s in SCALES
    ]
    return [
        *cases,
        Case("naive star", p := graph(nx.star_graph(6), 3), build.naive(p), "proved"),
        Case("naive complete graph", p := graph(nx.complete_graph(6), 4), build.naive(p), "proved"),
        Case("naive with isolated features", ISOLATED, build.naive(ISOLATED), "proved"),
        Case("naive for one pair", EDGE, build.naive(EDGE), "proved"),
        Case("naive, inputs carried by running sums", PATH, build.carried_by_sums(PATH), "proved"),
        Case("naive, outputs read with negative weights", PATH, build.through_sums(PATH), "proved"),
        Case("naive with three layers", PATH, build.deep(PATH, 3), "proved"),
        Case("naive for other gates", build.with_gates_swapped(PATH), build.naive(PATH), "refuted"),
        Case(
            "naive with three layers for other gates",
            build.with_gates_swapped(PATH, 0, 3),
            build.deep(PATH, 3),
            "refuted",
        ),
        Case("naive, one weight missing", PATH, build.changed(build.naive(PATH), 0, 0, 0, 0), "refuted"),
        Case("naive, one weight doubled", PATH, build.changed(build.naive(PATH), 0, 3, 4, 2), "refuted"),
        Case("naive, one bias 0", PATH, build.changed(build.naive(PATH), 0, 2, -1, 0), "refuted"),
        Case("naive, one bias low", PATH, build.changed(build.naive(PATH), 0, 2, -1, -2), "refuted"),
        Case(
            "a stranger subtracts, which two active features cannot show",
            p := TwoAnd(3, 2, ((0, 1),)),
            build.changed(build.naive(p), 0, 0, 2, -1),
            "proved",
        ),
        Case(
            "a stranger subtracts, which three active features show",
            p := TwoAnd(3, 3, ((0, 1),)),
            build.changed(build.naive(p), 0, 0, 2, -1),
            "refuted",
        ),
        Case("running sums, one term cut", PATH, build.changed(build.through_sums(PATH), 1, 3, 0, 0), "proved"),
        Case("running sums, one term doubled", PATH, build.changed(build.through_sums(PATH), 1, 3, 0, 2), "refuted"),
    ]


def _thresholds() -> list[Case]:
    never = Network([([[0, 0, 0]], [0])], IdentityCode(3), IdentityCode(1), 1)
    return [
        Case("true score equal to the threshold", EDGE, _edge([3, 4], -2, 5), "proved"),
        Case("true score one below the threshold", EDGE, _edge([3, 4], -2, 6), "refuted"),
        Case("false score one below the threshold", EDGE, _edge([3, 4], 0, 5), "proved"),
        Case("false score equal to the threshold", EDGE, _edge([3, 4], 0, 4), "refuted"),
        Case("a threshold of 0 reads 1 on the empty input", EDGE, _edge([1, 1], -1, 0), "refuted"),
        Case("a negative threshold", EDGE, _edge([1, 1], -1, -7), "refuted"),
        Case("a threshold beyond int32 that no score reaches", EDGE, _edge([1, 1], -1, 2**40), "refuted"),
        Case("a threshold below int32", EDGE, _edge([1, 1], -1, -(2**40)), "refuted"),
        Case(
            "scores below a negative threshold",
            EDGE,
            Network([([[1, 1], [0, 0]], [-1, 1])], IdentityCode(2), BareCode([[3], [-5]]), threshold=-2),
            "proved",
        ),
        Case("sparsity 1: no output is ever 1", TwoAnd(3, 1, ((0, 2),)), never, "proved"),
        Case("sparsity 2: the silent network is wrong", TwoAnd(3, 2, ((0, 2),)), never, "refuted"),
        Case(
            "sparsity 1: one feature too loud",
            TwoAnd(3, 1, ((0, 2),)),
            Network([([[0, 1, 0]], [0])], IdentityCode(3), IdentityCode(1), 1),
            "refuted",
        ),
    ]


def _channels() -> list[Case]:
    path, pairs, many = graph(nx.path_graph(5), 3), matching(4, 8, 3), matching(4, 9, 4)
    return [
        Case("random channels, cycle", CYCLE, build.random_channels(CYCLE, 12, 2, 14, 2), "proved"),
        Case("random channels, cycle, weight 4", CYCLE, build.random_channels(CYCLE, 12, 4, 8, 4), "proved"),
        Case("random channels collide", CYCLE, build.random_channels(CYCLE, 7, 3, 0, 3), "refuted"),
        Case(
            "random channels, outputs in superposition", MATCHING, build.random_channels(MATCHING, 5, 2, 6, 2), "proved"
        ),
        Case(
            "random channels, superposition and wrong", MATCHING, build.random_channels(MATCHING, 5, 2, 0, 2), "refuted"
        ),
        Case("random channels, sparsity 3", path, build.random_channels(path, 12, 3, 7, 3), "proved"),
        Case("random channels, sparsity 3 too much", path, build.random_channels(path, 8, 3, 0, 3), "refuted"),
        Case("random channels, sparsity 3, a matching", pairs, build.random_channels(pairs, 8, 3, 6, 3), "proved"),
        Case("random channels, sparsity 4", many, build.random_channels(many, 12, 3, 7, 3), "proved"),
        Case("random channels, threshold low", many, build.random_channels(many, 12, 3, 7, 2), "refuted"),
        Case(
            "structured, whole Hadamard matrix",
            PETERSEN,
            build.structured(PETERSEN, 16, 0, PETERSEN_CODE, 49, -16),
            "proved",
        ),
        Case(
            "structured, inputs in superposition",
            MATCHING,
            build.structured(MATCHING, 10, 0, MATCHING_CODE, 25, -10),
            "proved",
        ),
        Case(
            "structured, threshold at the margin", CYCLE, build.structured(CYCLE, 14, 0, CYCLE_CODE, 46, -14), "proved"
        ),
        Case(
            "structured, threshold past the margin",
            CYCLE,
            build.structured(CYCLE, 14, 0, CYCLE_CODE, 47, -14),
            "refuted",
        ),
        Case(
            "structured, threshold at a false score",
            CYCLE,
            build.structured(CYCLE, 14, 0, CYCLE_CODE, 38, -14),
            "refuted",
        ),
        Case(
            "structured, one weight changed",
            CYCLE,
            build.changed(build.structured(CYCLE, 14, 0, CYCLE_CODE, 46, -14), 0, 3, 5, 40),
            "refuted",
        ),
        Case(
            "structured, gates swapped",
            build.with_gates_swapped(PETERSEN, 4, 9),
            build.structured(PETERSEN, 16, 0, PETERSEN_CODE, 49, -16),
            "refuted",
        ),
    ]


def _permutations() -> list[Case]:
    flipped = Network([(np.eye(5, dtype=np.int64), [0] * 5)], IdentityCode(5), IdentityCode(5), 1)
    carrier = HadamardCode(rows=8, columns=5, seed=3)
    decoded = Network([(carrier.block(0, 5).astype(np.int64).T, [0] * 5)], carrier, IdentityCode(5), 8)
    crowded = Network(
        [(RandomSignCode(3, 5, 1).block(0, 5).astype(np.int64).T, [0] * 5)],
        RandomSignCode(3, 5, 1),
        IdentityCode(5),
        3,
    )
    identity = Permutation((0, 1, 2, 3, 4), sparsity=4)
    return [
        Case("permutation, rerouted", TURN, build.rerouting(TURN), "proved"),
        Case("permutation, every sparsity", p := Permutation((2, 0, 1, 3), sparsity=4), build.rerouting(p), "proved"),
        Case("permutation not carried out", TURN, flipped, "refuted"),
        Case("the identity as a permutation", identity, flipped, "proved"),
        Case("the identity through a Hadamard matrix", identity, decoded, "proved"),
        Case("the identity through too few signs", identity, crowded, "refuted"),
        Case("one feature", p := Permutation((0,), sparsity=1), build.rerouting(p), "proved"),
        Case("one feature, read too strictly", p, build.rerouting(p).with_threshold(2), "refuted"),
        Case("permutation, two layers", TURN, _two_layers(TURN), "proved"),
        Case("permutation, one wire cut", TURN, build.changed(build.rerouting(TURN), 0, 2, 1, 0), "refuted"),
    ]


def _two_layers(problem: Problem) -> Network:
    first = build.rerouting(problem)
    layers = [(first.layers[0].weights, first.layers[0].bias), (3 * np.eye(5, dtype=np.int64), [-1] * 5)]
    return Network(layers, first.input_code, first.output_code, 2)


def _dense() -> list[Case]:
    problems = [PATH, graph(nx.complete_graph(4), 3), Permutation((1, 0, 2), sparsity=2)]
    return [
        Case(
            f"dense random, {layers} layers, problem {p}, seed {seed}",
            problem,
            build.dense_random(problem, layers, 5, seed),
            "refuted",
        )
        for p, problem in enumerate(problems)
        for layers in (1, 2, 3)
        for seed in (0, 1)
    ]


CASES = [*_naive(), *_thresholds(), *_channels(), *_permutations(), *_dense()]
CASES += [Case(*row) for row in gate_cases.rows()]
CASES += [Case(*row) for row in circuit_cases.rows()]

# Right, but no proof closes all of its cases at once: both sides have to branch.
TREE = TwoAnd(6, 4, ((0, 1), (2, 3), (0, 4)))
TREE_NETWORK = Network(
    [
        (
            [
                [7, 7, 6, 0, 0, 0],
                [3, 3, -4, -4, 0, -3],
                [0, 5, 7, 7, 0, 0],
                [-4, 0, 3, 3, -4, 0],
                [7, 0, 0, 6, 7, 0],
                [3, 0, 0, -4, 3, -4],
            ],
            [-12, -4, -12, -4, -12, -4],
        )
    ],
    IdentityCode(6),
    BareCode(np.kron(np.eye(3, dtype=int), np.ones((2, 1), dtype=int))),
    threshold=2,
)
