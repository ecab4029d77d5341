"""Explanations of float networks: every number is that of exact fractions."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from superproof.explanation import explain
from verify import FloatNetwork, TwoAnd, evaluate, gate_problem

PROBLEMS = (
    TwoAnd(inputs=4, sparsity=2, pairs=((0, 1), (1, 2), (2, 3))),
    gate_problem(4, 3, [("or", 0, 1), ("xor", 1, 2), ("andnot", 3, 0)]),
)


@st.composite
def questions(draw):
    problem, rng = draw(st.sampled_from(PROBLEMS)), np.random.default_rng(draw(st.integers(0, 2**32)))
    widths = [4, *draw(st.lists(st.integers(1, 4), max_size=2)), 3]
    layers = [(rng.normal(size=(b, a)), rng.normal(size=b), rng.random(b) < 0.6) for a, b in pairwise(widths)]
    strict = draw(st.booleans())
    network = FloatNetwork(layers, rng.normal(size=3), "float64", strict)
    return problem, network, draw(st.sets(st.integers(0, 3)))


@given(questions(), st.none() | st.integers(0, 2))
@settings(deadline=None, max_examples=25)
def test_every_number_is_that_of_exact_arithmetic(question, output):
    problem, network, active = question
    found = explain(problem, network, active, output)
    total = found.bias + sum(neuron.adds for neuron in found.neurons)
    assert (
        found.score == network.scores(active)[found.output] == (max(total, Fraction(0)) if found.rectified else total)
    )
    assert found.reads == int(network(active)[found.output])
    assert set(found.wrong) == set(np.flatnonzero(network(active))) ^ set(evaluate(problem, active))
    for neuron in found.neurons:
        if neuron.parts:
            assert neuron.received == neuron.bias + sum(adds for _, adds in neuron.parts)
        value = max(neuron.received, Fraction(0)) if neuron.rectified else neuron.received
        assert neuron.adds == neuron.weight * value
    assert found.without == tuple((j, network.scores(active - {j})[found.output]) for j in sorted(active))
    if output is None and found.wrong:
        assert found.output == min(found.wrong)
    assert str(found).startswith(repr(found)[1:-1])
