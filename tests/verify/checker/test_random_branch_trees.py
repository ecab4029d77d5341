"""The checker of branch proofs on random trees of random networks: what it accepts is true, whichever way it goes."""

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.checker.test_branch import answer, claimed
from tests.verify.gate_problems import problems
from tests.verify.oracle import judge
from verify import BareCode, IdentityCode, Margin, Network, Unknown, Valid, evaluate, scores
from verify.checker.branch import check as module
from verify.checker.branch.tree import cases_of


def random_network(rng: random.Random, problem, scale: int) -> Network:
    """One layer near what the gates need, with interference, read by channels of one to three neurons."""
    neurons = rng.randint(1, problem.outputs + 2)
    reading = [[rng.choice([0, 0, 1, 1, 2]) for _ in range(problem.outputs)] for _ in range(neurons)]
    weights = [[0] * problem.inputs for _ in range(neurons)]
    for output, gate in enumerate(problem.levels[0]):
        for e in range(neurons):
            for j in gate.inputs if reading[e][output] else ():
                weights[e][j] += scale
    for row in weights:
        for j in range(problem.inputs):
            row[j] += rng.choice([0, 0, 0, 0, -scale, 1, -1])
    bias = [-scale * rng.choice([0, 1, 1, 2]) + rng.choice([0, 0, 1]) for _ in range(neurons)]
    code = IdentityCode(problem.inputs)
    threshold = rng.choice([1, 1, scale, 2 * scale])
    return Network([(weights, bias)], code, BareCode(reading), threshold)


def random_tree(rng: random.Random, problem, grow: float) -> dict[str, np.ndarray]:
    """Any tree that has a form: features branched on at random, or all that are free, so that every input is a node."""
    waiting = [
        (problem.sparsity - len(places), set(gate.inputs[:settled]))
        for gate in problem.levels[0]
        for places, settled, _ in cases_of(gate, problem.sparsity)
    ]
    branching, counts, features = [], [], []
    for number, (slots, settled) in enumerate(waiting):
        free = [j for j in range(problem.inputs) if j not in settled]
        if slots == 0 or not free or rng.random() > grow or len(waiting) > 3000:
            continue
        added = rng.sample(free, len(free) if grow == 1 else rng.randint(1, len(free)))
        branching.append(number)
        counts.append(len(added))
        features += added
        # The loop goes on over what is appended: that is what makes the order breadth first.
        waiting.extend((slots - 1, settled | set(added[: k + 1])) for k in range(len(added)))
    named = {"branching": branching, "counts": counts, "features": features}
    return {name: np.array(values, dtype=np.int64) for name, values in named.items()}


@given(problems(most_features=6, most_active=3), st.integers(0, 10**9), st.sampled_from([0, 0.3, 1]))
@settings(max_examples=75, deadline=None)
def test_random_trees_of_random_networks_prove_what_is_true_and_all_of_it_when_they_are_full(problem, seed, grow):
    rng = random.Random(seed)
    network, arrays = random_network(rng, problem, rng.choice([1, 3, 50])), random_tree(rng, problem, grow)
    judgement = judge(problem, network)
    found = answer(claimed(problem, network, arrays), problem, network)
    if isinstance(found, Valid):
        assert judgement.verdict == "proved"
    elif grow == 1:
        assert judgement.verdict == "refuted"
    for margin in (judgement.margin, (1, 0), (rng.randint(0, 5), rng.randint(-1, 4))):
        attained = [rng_input(rng, problem, network, value, true) for value, true in zip(margin, (1, 0), strict=True)]
        certificate = claimed(problem, network, arrays, Margin(*margin), attained)
        if isinstance(answer(certificate, problem, network), Valid):
            assert (judgement.verdict, margin) == ("proved", judgement.margin)
        elif grow == 1 and judgement.verdict == "proved":
            assert margin != judgement.margin


def rng_input(rng: random.Random, problem, network: Network, value: int | None, true: int) -> list[object] | None:
    """Some output with this truth and this score on some input, where there is one: as good a lie as there is."""
    for k in range(problem.sparsity + 1) if value is not None else ():
        for active in combinations(range(problem.inputs), k):
            found, ones = scores(network, active), evaluate(problem, active)
            for output in range(problem.outputs):
                if int(found[output]) == value and (output in ones) == bool(true):
                    return [output, list(active)]
    return None if value is None else [rng.randrange(problem.outputs), []]


@given(problems(most_features=7, most_active=4), st.integers(0, 10**9))
@settings(max_examples=75, deadline=None)
def test_both_ways_of_the_checker_say_the_same(problem, seed):
    """With everything large enough for the fast way, and with nothing."""
    rng = random.Random(seed)
    network, arrays = random_network(rng, problem, rng.choice([1, 3, 50, 10**4])), random_tree(rng, problem, 0.2)
    answers = []
    for large in (0, 2**60):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "LARGE", large)
            answers.append(type(answer(claimed(problem, network, arrays), problem, network)))
    assert answers[0] is answers[1]
    assert answers[0] is not Unknown
