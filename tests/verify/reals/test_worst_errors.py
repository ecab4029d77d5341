"""Worst errors: never below an error that some input shows, attained at the stated input, and refused when lowered."""

from dataclasses import replace
from fractions import Fraction
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.reals.instances import random_instance
from verify import FloatNetwork, Invalid, Valid
from verify.checker.worst_errors import check_errors
from verify.reals.error_certificate import ErrorCertificate
from verify.reals.error_function import DeepNetworkError, error_function
from verify.reals.hinges import Target, absolute, feature
from verify.reals.problem import autoencoder, compressed, real_problem
from verify.reals.rounded import rounded
from verify.reals.support_bounds import Screen
from verify.reals.supports import Supports, WorstOn, worst_on
from verify.statement.unknown import Unknown
from verify.worst_error import worst_errors

seeds = st.integers(0, 2**32)


def random_input(rng, problem):
    """An admissible input, as {feature: value}."""
    features = rng.permutation(problem.features)[: int(rng.integers(problem.sparsity + 1))]
    values = {}
    for j in sorted(features.tolist()):
        low, high = problem.ranges[j]
        inside = low + Fraction(int(rng.integers(65)), 64) * (high - low)
        values[j] = problem.ranges[j][int(rng.integers(2))] if problem.corners else inside
    return values


def exact_outputs(network, values):
    """The definition, in fractions: layer after layer."""
    state = [values.get(j, Fraction(0)) for j in range(network.inputs)]
    for layer in network.layers:
        rows = zip(layer.weights.tolist(), layer.bias.tolist(), layer.rectified.tolist(), strict=True)
        sums = [(sum((Fraction(w) * x for w, x in zip(row, state, strict=True)), Fraction(b)), r) for row, b, r in rows]
        state = [max(total, Fraction(0)) if rectified else total for total, rectified in sums]
    return state


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_the_error_function_is_the_network_less_the_target(seed):
    problem, network = random_instance(seed)
    function, rng = error_function(problem, network.layers), np.random.default_rng(seed)
    for _ in range(5):
        values = random_input(rng, problem)
        assert problem.admits(values)
        for i, output in enumerate(exact_outputs(network, values)):
            assert function.at(i, values) == output - problem.targets[i](values)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_vertices_hold_the_worst_error_and_the_screen_bounds_it_closely(seed):
    problem, network = random_instance(seed)
    function, rng, kept = error_function(problem, network.layers), np.random.default_rng(seed), Supports(problem)
    form = rounded(problem, function)
    screen, unit = Screen(form, corners=problem.corners), Fraction(2) ** form.exponent
    supports, worst = 0, [Fraction(0)] * problem.outputs
    for first, seconds in kept.blocks(most=1 + seed % 3):
        bounds, loose = screen.bounds(first, seconds), screen.looseness(first, seconds)
        for place, second in enumerate(seconds):
            supports += 1
            for i in range(problem.outputs):
                found = worst_on(problem, function, i, kept.support(first, second))
                values = dict(found.input)
                assert problem.admits(values)
                assert abs(function.at(i, values)) == found.error
                assert found.error <= bounds[i, place] / unit
                assert (bounds[i, place] - 2 * int(loose[i, place])) / unit <= found.error
                worst[i] = max(worst[i], found.error)
    assert supports == kept.count
    for _ in range(20):
        values = random_input(rng, problem)
        for i in range(problem.outputs):
            assert abs(function.at(i, values)) <= worst[i]


@settings(max_examples=12, deadline=None)
@given(seeds)
def test_supports_that_are_alike_have_the_worst_error_that_was_computed_once(seed):
    problem, network = random_instance(seed)
    twice = [(np.tile(layer.weights, 2 if not place else 1), layer.bias, layer.rectified)
             for place, layer in enumerate(network.layers)]  # fmt: skip
    wider = real_problem(2 * problem.features, problem.sparsity, problem.targets, ranges=problem.ranges * 2,
                         corners=problem.corners)  # fmt: skip
    function = error_function(wider, FloatNetwork(twice, 0.0).layers)
    exact, kept = WorstOn(wider, function), Supports(wider)
    for first, seconds in kept.blocks(most=9):
        for support in (kept.support(first, second) for second in seconds):
            for i in range(wider.outputs):
                found = exact(i, support)
                assert found.error == worst_on(wider, function, i, support).error
                assert wider.admits(dict(found.input))
                assert abs(function.at(i, dict(found.input))) == found.error
    assert exact.computed <= kept.count * wider.outputs


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_a_certificate_is_valid_and_every_lower_bound_is_refused(seed):
    problem, network = random_instance(seed)
    found = worst_errors(problem, network)
    assert found.exact
    certificate = found.certificate
    assert isinstance(check_errors(problem, network, certificate), Valid)
    for i in range(problem.outputs):
        lower = tuple(Fraction(b) - (Fraction(1, 2**200) if i == j else 0) for j, b in enumerate(certificate.at_most))
        assert isinstance(check_errors(problem, network, replace(certificate, at_most=lower)), Invalid)
        # The stated input gives it away; without it the vertices do.
        blank = replace(certificate, at_most=lower, attained=({},) * problem.outputs)
        assert isinstance(check_errors(problem, network, blank), Invalid)


def test_a_certificate_about_another_network_or_of_another_shape_is_refused():
    problem, network = random_instance(7)
    certificate = worst_errors(problem, network).certificate
    other = FloatNetwork([(layer.weights * 2, layer.bias, layer.rectified) for layer in network.layers], 0.0)
    assert isinstance(check_errors(problem, other, certificate), Invalid)
    for wrong in (
        replace(certificate, at_most=certificate.at_most[1:]),
        replace(certificate, at_most=tuple(map(float, certificate.at_most))),
        *(
            replace(certificate, attained=({j: Fraction(value)},) * problem.outputs)
            for j in (problem.features, -1)
            for value in (0, 1)
        ),
        replace(certificate, attained=({0: Fraction(10**6)},) * problem.outputs),
        replace(certificate, attained=({0: 0.5},) * problem.outputs),
        replace(certificate, problem="0" * 64),
        replace(certificate, network=None),
    ):
        assert isinstance(check_errors(problem, network, wrong), Invalid)
    with pytest.raises(TypeError):
        check_errors(problem, network, None)


def test_a_number_of_a_class_of_its_own_and_too_little_memory():
    problem, network = random_instance(7)
    certificate = worst_errors(problem, network).certificate

    class Liar(Fraction):
        """Equal to whatever is asked for."""

    class Other(tuple[object, ...]):
        """One range now, another later."""

    ranges = ((Liar(problem.ranges[0][0]), problem.ranges[0][1]), *problem.ranges[1:])
    with pytest.raises(TypeError, match="plain values, but one is no Fraction"):
        check_errors(replace(problem, ranges=ranges), network, certificate)
    for changed in (
        replace(problem, ranges=Other(problem.ranges)),
        replace(problem, ranges=tuple(map(Other, problem.ranges))),
        replace(problem, targets=list(problem.targets)),
        replace(problem, targets=tuple(replace(target, terms=list(target.terms)) for target in problem.targets)),
    ):
        with pytest.raises(TypeError, match="plain values, but one is no tuple"):
            check_errors(changed, network, certificate)
    assert isinstance(check_errors(problem, network, certificate, memory=1000), Unknown)
    with patch("verify.checker.worst_errors.ExactErrors", side_effect=MemoryError):
        assert "ran out of memory" in check_errors(problem, network, certificate).reason


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"sparsity": 0}, "from 1 to all features"),
        ({"sparsity": 4}, "from 1 to all features"),
        ({"ranges": ((Fraction(0), Fraction(1)),) * 2}, "one range for each feature"),
        ({"ranges": ((Fraction(1), Fraction(0)),) * 3}, "its low end first"),
        ({"ranges": ((Fraction(0), Fraction(1, 3)),) * 3}, "numbers over powers of two"),
        ({"targets": (Target(Fraction(0), ((-1, Fraction(1)),)),)}, "features in ascending order"),
        ({"targets": (Target(Fraction(0), ((0, Fraction(1)), (0, Fraction(1)))),)}, "features in ascending order"),
        ({"targets": (Target(Fraction(0), (), ((Fraction(1), absolute(feature(0))),)),)}, "hinges of affine functions"),
    ],
)
def test_a_problem_that_was_not_made_by_the_rules(change, rule):
    problem = replace(real_problem(3, 2, [feature(0)]), **change)
    network = FloatNetwork([([[1.0, 0, 0]], [0.0], True)], 0.5)
    forged = ErrorCertificate("0" * 64, network.digest, (Fraction(1),), ({},))
    with pytest.raises(ValueError, match=rule):
        check_errors(problem, network, forged)


@pytest.mark.parametrize("sparsity", [1, 3])
def test_a_certificate_about_a_network_of_other_sizes_is_refused_in_words(sparsity):
    problem, network = autoencoder(4, sparsity), FloatNetwork([(np.eye(2), [0, 0], True)], 0)
    certificate = ErrorCertificate(problem.digest, network.digest, (Fraction(1),) * 4, ({3: Fraction(1)},) * 4)
    with pytest.raises(ValueError, match="must have 4 inputs"):
        check_errors(problem, network, certificate)


def test_weights_between_hidden_layers_count_as_memory():
    square, ends = (np.ones((600, 600)), np.zeros(600), True), (np.ones((600, 3)), np.ones((3, 600)))
    network = FloatNetwork([(ends[0], np.zeros(600), True), square, (ends[1], np.zeros(3), False)], 0)
    certificate = ErrorCertificate(autoencoder(3, 3).digest, network.digest, (Fraction(2**30),) * 3, ({},) * 3)
    answer = check_errors(autoencoder(3, 3), network, certificate, memory=2**28 + 2**24)
    assert isinstance(answer, Unknown)
    assert "bytes of memory" in answer.reason


def test_the_pentagon():
    """Five features in two dimensions: antipodal ones do not disturb each other, the others do (Elhage et al. 2022)."""
    angles = 2 * np.pi * np.arange(5) / 5
    words = np.array([np.cos(angles), np.sin(angles)]).astype(np.float32)
    network = FloatNetwork([(words, np.zeros(2), False), (words.T.copy(), np.zeros(5), True)], 0.5)
    alone = worst_errors(autoencoder(5, 1), network)
    neighbours = np.cos(2 * np.pi / 5)
    assert np.allclose([float(b) for b in alone.at_most], neighbours, atol=1e-6)
    function = error_function(autoencoder(5, 2), network.layers)
    far = worst_on(autoencoder(5, 2), function, 0, (0, 2))
    near = worst_on(autoencoder(5, 2), function, 0, (0, 1))
    assert float(near.error) == pytest.approx(neighbours, abs=1e-6)
    assert float(far.error) == pytest.approx(-np.cos(4 * np.pi / 5), abs=1e-6)
    both = worst_errors(autoencoder(5, 2), network)
    assert both.exact
    # Output 0 hears both neighbours, 1 and 4, at once, or loses to 2 and 3 what it has itself.
    assert np.allclose([float(b) for b in both.at_most], max(2 * neighbours, -np.cos(4 * np.pi / 5)), atol=1e-6)


def test_numbers_of_very_different_size():
    targets = [feature(0), 2**40 * feature(1), feature(2) * "1/1099511627776"]
    problem = real_problem(3, 2, targets, ranges=(-3, "5/1024"))
    first = np.diag([2.0**-30, 2.0**70, 1.0]), [2.0**-60, 0, 0], True
    network = FloatNetwork([first, (np.eye(3), [0, 1, 0], False)], 0)
    found = worst_errors(problem, network)
    assert found.exact
    assert isinstance(check_errors(problem, network, found.certificate), Valid)


def test_what_vertices_do_not_decide_is_refused_in_words():
    deep = FloatNetwork([([[1.0]], [-1.0], True), ([[1.0]], [-1.0], True)], 0)
    with pytest.raises(DeepNetworkError, match="neuron 0 of layer 2 is a ReLU of earlier ReLUs"):
        error_function(autoencoder(1, 1), deep.layers)
    wide = FloatNetwork([(np.eye(3), [0, 0, 0], False)], 0)
    with pytest.raises(ValueError, match="at most two active features, not 3"):
        Supports(autoencoder(3, 3))
    for sparsity in (1, 2):
        with pytest.raises(ValueError, match="must have 2 inputs"):
            worst_errors(autoencoder(2, sparsity), wide)
    with pytest.raises(ValueError, match="must have 4 inputs"):
        worst_errors(autoencoder(4, 3), wide)
    assert isinstance(worst_errors(compressed(3, 2), wide, timeout=1e-9), Unknown)
