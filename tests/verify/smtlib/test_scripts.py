"""The scripts say what the statement says: their facts are proved by Z3, their answers agree with the definition."""

from itertools import pairwise

import numpy as np
import pytest
import z3

from tests.verify.oracle import judge, true_outputs
from verify import BareCode, IdentityCode, Network, Permutation, Problem, TwoAnd
from verify.progress import Deadline
from verify.smtlib import SIDES, Scripts
from verify.solver import solve
from verify.statement.inputs import sparse_blocks


def relu(value: z3.ArithRef) -> z3.ArithRef:
    return z3.If(value > 0, value, 0)


def proved(claim: z3.BoolRef) -> bool:
    solver = z3.Solver()
    solver.add(z3.Not(claim))
    return bool(solver.check() == z3.unsat)


@pytest.mark.parametrize("sparsity", range(1, 9))
def test_the_cut_holds_for_every_number_of_active_features(sparsity: int) -> None:
    """v max(0, b + sum g) <= sum max(0, v g + b) + (v - k) max(0, b) for free reals b, g_1..g_k and every k <= v."""
    bias = z3.Real("b")
    for k in range(sparsity + 1):
        g = z3.Reals(" ".join(f"g{j}" for j in range(k))) if k else []
        left = sparsity * relu(bias + sum(g))
        right = sum(relu(sparsity * weight + bias) for weight in g) + (sparsity - k) * relu(bias)
        assert proved(left <= right)


def test_one_sided_bounds_keep_every_answer() -> None:
    """Where larger h helps, h <= max(0, p) is as good as h = max(0, p); where it hurts, h >= max(0, p) is."""
    weight, h, p, rest, threshold = z3.Reals("weight h p rest threshold")
    helps = z3.And(weight > 0, z3.Or(h <= 0, h <= p), rest + weight * h >= threshold)
    assert proved(z3.Implies(helps, rest + weight * relu(p) >= threshold))
    hurts = z3.And(weight > 0, h >= 0, h >= p, rest + weight * h < threshold)
    assert proved(z3.Implies(hurts, rest + weight * relu(p) < threshold))
    flipped = z3.And(weight < 0, h >= 0, h >= p, rest + weight * h >= threshold)
    assert proved(z3.Implies(flipped, rest + weight * relu(p) >= threshold))


def random_network(rng: np.random.Generator, depth: int, problem: Problem) -> Network:
    widths = [problem.inputs if depth == 1 else 4, *rng.integers(2, 5, size=depth)]
    first = BareCode(rng.integers(-2, 3, (widths[0], problem.inputs)))
    layers = [(rng.integers(-3, 4, (rows, columns)), rng.integers(-3, 2, rows)) for columns, rows in pairwise(widths)]
    last = BareCode(rng.integers(-2, 3, (widths[-1], problem.outputs)))
    return Network(layers, first, last, threshold=int(rng.integers(-2, 4)))


@pytest.mark.parametrize("seed", range(24))
def test_a_script_is_satisfiable_exactly_when_its_output_is_wrong_on_that_side(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sparsity = int(rng.integers(1, 4))
    problem: Problem = (
        TwoAnd(inputs=5, sparsity=sparsity, pairs=((0, 1), (1, 3), (2, 4)))
        if seed % 3
        else Permutation(images=(2, 0, 1, 3), sparsity=sparsity)
    )
    network = random_network(rng, 1 + seed % 2, problem)
    wrong = {(output, output in true_outputs(problem, active)) for active, output in judge(problem, network).wrong}
    scripts = Scripts(problem, network)
    questions = [(output, side) for output in range(problem.outputs) for side in SIDES]
    answers = dict(solve([scripts.text(*question) for question in questions], Deadline(None)))
    found = {questions[number] for number, answer in answers.items() if answer.word == "sat"}
    assert all(answer.word in ("sat", "unsat") for answer in answers.values())
    assert found == {(output, "true" if expected else "false") for output, expected in wrong}


def test_ranges_contain_every_pre_activation() -> None:
    rng = np.random.default_rng(5)
    problem = TwoAnd(inputs=6, sparsity=3, pairs=((0, 1),))
    network = random_network(rng, 2, problem)
    layers = Scripts(problem, network)._layers
    received = network.layers[0].weights.astype(int) @ network.input_code.block(0, 6).astype(int)
    for active in sparse_blocks(problem, 100):
        for features in active:
            state = received[:, features].sum(axis=1) + network.layers[0].bias
            for number, layer in enumerate(layers):
                assert all(low <= p <= high for low, p, high in zip(layer.low, state, layer.high, strict=True))
                if number + 1 < len(layers):
                    following = network.layers[number + 1]
                    state = following.weights.astype(int) @ np.maximum(state, 0) + following.bias


def test_the_text_depends_on_problem_and_network_alone() -> None:
    problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    network = Network([([[1, 1, 0], [0, 1, 1]], [-1, -1])], IdentityCode(3), IdentityCode(2), threshold=1)
    texts = [Scripts(problem, network).text(1, "false") for _ in range(2)]
    assert texts[0] == texts[1]
    assert texts[0].startswith("(set-logic QF_LIA)\n")
    assert texts[0] != Scripts(problem, network.with_threshold(2)).text(1, "false")
