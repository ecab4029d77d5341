"""Bounds by branching: any depth and sparsity, never below an error that some input shows, and refused when lowered."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.reals.instances import random_instance
from tests.verify.reals.test_worst_errors import exact_outputs, random_input
from verify import FloatNetwork, Invalid, Unknown, Valid, autoencoder, check_errors, real_problem, worst_errors
from verify.progress import Deadline, silent
from verify.provers.worst_by_parts import find_by_parts
from verify.reals.error_function import ExactErrors
from verify.reals.fixed import fixed
from verify.reals.hinges import feature, relu
from verify.reals.input_parts import gathered, halves, only, whole
from verify.reals.relaxed import bounds, cut, promising

seeds = st.integers(0, 2**32)


def any_instance(seed):
    """Any sparsity; every other network has a ReLU of a ReLU, every fourth numbers of many bits."""
    problem, network = random_instance(seed)
    rng = np.random.default_rng(seed)
    layers = [(layer.weights, layer.bias, layer.rectified) for layer in network.layers]
    if seed % 2:
        n = problem.outputs
        weights = np.round(rng.normal(size=(n, n)) * 4) / 4 + rng.normal(size=(n, n)) * (seed % 4 == 1)
        layers = [(w, b, True) for w, b, _ in layers] + [(weights, np.round(rng.normal(size=n) * 4) / 4, seed % 3 == 0)]
    sparsity = int(rng.integers(1, problem.features + 1))
    return replace(problem, sparsity=sparsity), FloatNetwork(layers, 0.5, precision="float64"), rng


def some_part(form, rng):
    part = whole(form)
    for _ in range(int(rng.integers(9))):
        pieces = halves(form, part, int(rng.integers(len(form.low))))
        part = pieces[int(rng.integers(len(pieces)))] if pieces else part
    return part


def input_in(problem, form, part, rng):
    """A random input of the part."""
    ends = {j: (Fraction(low, 2**form.grid), Fraction(high, 2**form.grid)) for j, low, high in part.decided}
    free = [j for j in range(problem.features) if j not in ends and not part.dropped >> j & 1]
    count = int(rng.integers(min(part.slots, len(free)) + 1))
    ends |= {j: problem.ranges[j] for j in rng.permutation(free)[:count].tolist()}
    steps = [0, 64] if problem.corners else [0, 64, int(rng.integers(65))]
    return {j: low + Fraction(int(rng.choice(steps)), 64) * (high - low) for j, (low, high) in ends.items()}


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_no_input_of_a_part_is_above_its_bound_and_halves_hold_all_of_it(seed):
    problem, network, rng = any_instance(seed)
    form = fixed(problem, network)
    parts = [some_part(form, rng) for _ in range(4)]
    output, sign = rng.integers(problem.outputs, size=4), rng.choice([-1, 1], size=4)
    arrays = gathered(form, parts)
    found = bounds(form, arrays, output, sign)
    likely, features = promising(arrays, found), cut(arrays, found)
    for place, part in enumerate(parts):
        bound, pieces = (
            Fraction(int(found.most[place])) / Fraction(2) ** form.value,
            halves(form, part, features[place]),
        )
        for _ in range(5):
            values = input_in(problem, form, part, rng)
            i = int(output[place])
            error = exact_outputs(network, values)[i] - problem.targets[i](values)
            assert sign[place] * error <= bound
            assert not pieces or any(inside(form, piece, values) for piece in pieces)
        values = {j: Fraction(int(likely[place, j]), 2**form.grid) for j in range(problem.features)}
        assert inside(form, part, values)
        assert problem.admits(values)


def inside(form, part, values):
    """The definition of a part."""
    decided = {j: (low, high) for j, low, high in part.decided}
    scaled = {j: value * 2**form.grid for j, value in values.items()}
    fits = all(low <= scaled.get(j, 0) <= high for j, (low, high) in decided.items())
    others = [j for j, value in scaled.items() if value and j not in decided]
    return fits and len(others) <= part.slots and not any(part.dropped >> j & 1 for j in others)


def test_parts_that_are_cut_to_the_end_are_the_admissible_inputs():
    problem = replace(autoencoder(4, 2), corners=True)
    form = fixed(problem, FloatNetwork([(np.eye(4), np.zeros(4), True)], 0.5))
    stack, inputs = [whole(form)], []
    while stack:
        part = stack.pop()
        pieces = next((found for j in range(4) if (found := halves(form, part, j))), ())
        stack.extend(pieces)
        if not pieces:
            inputs.append(frozenset(j for j, value in only(form, part).items() if value))
    assert set(inputs) == {frozenset(t) for size in range(3) for t in combinations(range(4), size)}


@settings(max_examples=12, deadline=None)
@given(seeds)
def test_brackets_hold_and_lower_bounds_are_refused(seed):
    problem, network, rng = any_instance(seed)
    with patch("verify.provers.worst_by_parts.MOST_PARTS", 500):
        certificate = find_by_parts(problem, network, fixed(problem, network), Deadline(None), silent)
    assert isinstance(check_errors(problem, network, certificate), Valid)
    exact = ExactErrors(problem, network)
    for _ in range(20):
        values = random_input(rng, problem)
        for i, bound in enumerate(certificate.at_most):
            assert abs(exact.at(i, values)) <= bound
    i = int(rng.integers(problem.outputs))
    reached = abs(exact.at(i, certificate.attained[i]))
    lowered = tuple(reached - Fraction(1, 2**40) if k == i else b for k, b in enumerate(certificate.at_most))
    assert isinstance(check_errors(problem, network, replace(certificate, at_most=lowered)), Invalid)
    much = tuple(reached * Fraction(3, 4) - Fraction(1, 64) if k == i else b for k, b in enumerate(certificate.at_most))
    blank = replace(certificate, at_most=much, attained=({},) * problem.outputs)
    assert isinstance(check_errors(problem, network, blank), Invalid)


@pytest.mark.parametrize("seed", [2, 4, 6])
def test_vertices_and_parts_agree(seed):
    problem, network = random_instance(seed)
    vertices, parts = (
        worst_errors(problem, network),
        find_by_parts(problem, network, fixed(problem, network), Deadline(None), silent),
    )
    for right, bound, values, i in zip(vertices.at_most, parts.at_most, parts.attained, range(9), strict=False):
        assert abs(ExactErrors(problem, network).at(i, values)) <= right <= bound
        assert bound <= right * (1 + Fraction(1, 2**9)) + Fraction(1, 2**20)


def test_three_features_in_two_layers():
    """min(y0, y1, y2) of Boolean features, by a ReLU of ReLUs, against y0."""
    layers = [([[1, 1, 0], [0, 0, 1]], [-1, 0], True), ([[1, 1]], [-1], True)]
    network = FloatNetwork(layers, 0.5)
    problem = replace(autoencoder(3, 3), targets=(feature(0),), corners=True)
    found = worst_errors(problem, network)
    assert found.reached == (Fraction(1),)
    assert 1 <= found.at_most[0] < 1 + Fraction(1, 2**9)
    assert found.certificate.attained[0][0] == 1


def test_what_does_not_fit_is_refused_in_words():
    deep = FloatNetwork([(np.eye(2), [-1, -1], True), (np.eye(2), [-0.25, 0], True)], 0.5)
    with pytest.raises(ValueError, match="must be multiples of 2"):
        worst_errors(autoencoder(2, 1, ranges=(2.0**-60, 1)), deep)
    with pytest.raises(ValueError, match="numbers of 20 bits"):
        worst_errors(replace(autoencoder(2, 1), targets=(feature(0) * 2**30, feature(1))), deep)
    huge = FloatNetwork([(np.eye(2), [-1, -1], True), (np.eye(2) * 2.0**600, [-1, 0], True)], 0.5, precision="float64")
    with pytest.raises(ValueError, match="must have sizes from"):
        worst_errors(autoencoder(2, 1), huge)
    assert isinstance(worst_errors(autoencoder(2, 1), deep, timeout=1e-9), Unknown)


@pytest.mark.parametrize("places", range(-70, 40, 5))
@pytest.mark.parametrize("constant", [Fraction(1, 2), Fraction(-1, 2), Fraction(2**20 - 1)])
def test_constants_of_targets_are_not_lost_where_features_are_tiny_or_huge(places, constant):
    """Once a constant was moved out of 64 bits where features reached to 2**-44 at most."""
    end = Fraction(2) ** places
    problem = real_problem(4, 3, [relu(feature(0) + constant)], ranges=(0, end))
    network = FloatNetwork([([[0.0] * 4], [0.0], False)], 0.5)
    if not -12 < places < 19:
        with pytest.raises(ValueError, match="use another unit"):
            fixed(problem, network)
        return
    form = fixed(problem, network)
    found = bounds(form, gathered(form, [whole(form)]), np.array([0]), np.array([-1]))
    assert Fraction(int(found.most[0])) / Fraction(2) ** form.value >= max(0, end + constant)


class Steps:
    """A time limit of so many looks at the clock."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def share(self, part: float) -> "Steps":
        return self

    def remaining(self) -> float:
        return 1.0

    def passed(self) -> bool:
        self.looks -= 1
        return self.looks < 0


def test_where_time_ends_every_output_has_a_proved_bracket():
    words = np.random.default_rng(0).normal(size=(3, 8)).astype(np.float32)
    network = FloatNetwork([(words, np.zeros(3), False), (words.T.copy(), np.full(8, -0.25), True)], 0.5)
    problem = autoencoder(8, 3)
    exact, form, wide = ExactErrors(problem, network), fixed(problem, network), []
    for looks in (2, 20, 200):
        certificate = find_by_parts(problem, network, form, Steps(looks), silent)
        assert isinstance(check_errors(problem, network, certificate), Valid)
        reached = [abs(exact.at(i, values)) for i, values in enumerate(certificate.attained)]
        assert all(map(problem.admits, certificate.attained))
        wide.append(sum(float(bound - error) for bound, error in zip(certificate.at_most, reached, strict=True)))
    assert wide[0] > wide[1] >= wide[2] >= 0
