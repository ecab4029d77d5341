"""Rounded networks are as far off as they say at most, and machines lose no more than the bound on them."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.floats.machines import evaluations
from tests.verify.floats.strategies import fractions, networks, random_network, reads
from verify import FloatNetwork, Proved, gate_problem, prove
from verify.floats.fine import FINE, product_up
from verify.floats.machine import worst_losses
from verify.floats.to_integers import cutoffs, rounded
from verify.floats.value_bounds import ranges

UNIT = Fraction(1, 2**FINE)


def inputs_of(network, active):
    return [set(c) for k in range(active + 1) for c in combinations(range(network.inputs), k)]


def sums_of(found, active) -> np.ndarray:
    x = np.zeros(found.layers[0].weights.shape[1])
    x[sorted(active)] = 1
    for layer in found.layers:
        z = layer.weights @ x + layer.bias
        assert (np.abs(layer.weights) @ np.abs(x) + np.abs(layer.bias) < 2**53).all()
        x = np.rint(np.where(layer.rectified, np.maximum(z, 0), z) / 2.0**layer.drop)
    return x


@settings(max_examples=40, deadline=None)
@given(networks, st.integers(1, 3))
def test_rounded_sums_are_within_their_errors_and_cutoffs_decide(network, active):
    found = rounded(network, active)
    above, below = cutoffs(network, found.scales, found.errors)
    last = network.layers[-1].rectified
    for given_input in inputs_of(network, active):
        sums = sums_of(found, given_input)
        exact, right = fractions(network, given_input), reads(network, given_input)
        for i, score in enumerate(exact):
            near = Fraction(int(sums[i])) / Fraction(2) ** found.scales[i]
            near = max(near, Fraction(0)) if last[i] else near
            assert abs(near - score) <= int(found.errors[i]) * UNIT
            if sums[i] >= above[i]:
                assert right[i]
            if sums[i] <= below[i]:
                assert not right[i]
            if found.errors[i] == 0:
                assert sums[i] >= above[i] or sums[i] <= below[i]


@settings(max_examples=30, deadline=None)
@given(networks, st.integers(1, 3))
def test_ranges_hold_and_are_met_by_one_layer(network, active):
    known = ranges(network, active)
    met = []
    for given_input in inputs_of(network, active):
        x = [Fraction(int(j in given_input)) for j in range(network.inputs)]
        for place, (layer, rng) in enumerate(zip(network.layers, known, strict=True)):
            terms = [[abs(Fraction(w)) * abs(a) for w, a in zip(row, x, strict=True)] for row in layer.weights.tolist()]
            z = [
                sum((Fraction(w) * a for w, a in zip(row, x, strict=True)), Fraction(b))
                for row, b in zip(layer.weights.tolist(), layer.bias.tolist(), strict=True)
            ]
            x = [max(v, Fraction(0)) if r else v for v, r in zip(z, layer.rectified.tolist(), strict=True)]
            for i, value in enumerate(x):
                assert int(rng.lowest[i]) * UNIT <= value <= int(rng.highest[i]) * UNIT
                assert sum(terms[i]) + abs(Fraction(layer.bias[i])) <= int(rng.sums[i]) * UNIT
            if place == 0:
                met.append(x)
    for i in range(len(met[0])):
        # Bounds are in units of 2**-256, rounded up.
        assert 0 <= int(known[0].highest[i]) * UNIT - max(x[i] for x in met) <= active * UNIT + UNIT


@settings(max_examples=30, deadline=None)
@given(networks, st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_no_order_of_summation_loses_more_than_the_bound(network, active, seed):
    try:
        lost = worst_losses(network, active)
    except OverflowError:
        return
    rng = np.random.default_rng(seed)
    for given_input in inputs_of(network, active):
        exact = fractions(network, given_input)
        for scores in evaluations(network, given_input, rng):
            for found, right, bound in zip(scores, exact, lost, strict=True):
                assert abs(Fraction(float(found)) - right) <= int(bound) * UNIT


def test_numbers_that_fit_lose_nothing():
    layers = [(np.array([[3.0, -0.5], [1.25, 2.0]]), [0.5, -1.0], True), ([[0.75, -2.5]], [0.125], False)]
    found = rounded(FloatNetwork(layers, [0.5]), 2)
    assert found.errors.tolist() == [0]
    assert [layer.drop for layer in found.layers] == [0, 0]


def test_rows_that_copy_lose_nothing_but_what_may_be_flushed():
    layers = [(np.eye(3), np.zeros(3), False)] * 4
    lost = worst_losses(FloatNetwork(layers, np.full(3, 0.5)), 2)
    assert max(int(value) for value in lost) <= 200 * 2 ** (FINE - 126)


def test_overflow_is_excluded_or_said():
    huge = FloatNetwork([([[2.0**127, 2.0**127]], [0.0], False)], [0.0])
    with pytest.raises(OverflowError, match="beyond what binary32 holds"):
        worst_losses(huge, 2)
    assert (worst_losses(FloatNetwork([([[2.0**127, 2.0**127]], [0.0], False)], [0.0], "float64"), 2) >= 0).all()


@pytest.mark.parametrize("spread", [40, 120])
def test_numbers_of_very_different_sizes_are_rounded_or_refused(spread):
    for seed in range(30):
        network = random_network(seed, precision="float32", spread=spread, hidden=[4, 3])
        found = rounded(network, 2)
        for given_input in inputs_of(network, 2):
            sums, exact = sums_of(found, given_input), fractions(network, given_input)
            for i, score in enumerate(exact):
                near = Fraction(int(sums[i])) / Fraction(2) ** found.scales[i]
                near = max(near, Fraction(0)) if network.layers[-1].rectified[i] else near
                assert abs(near - score) <= int(found.errors[i]) * UNIT


def test_numbers_near_the_largest_float64_are_rounded_within_their_errors_or_refused():
    largest = float(np.finfo(np.float64).max)
    for number in (largest, -largest, largest * (1 - 2.0**-52), 2.0**1023):
        for layers in ([([[number]], [0.0], False)], [([[1.0]], [number], False)]):
            network = FloatNetwork(layers, [number], "float64", strict=True)
            try:
                found = rounded(network, 1)
            except OverflowError:
                continue
            for active in ((), (0,)):
                near = Fraction(int(sums_of(found, active)[0])) / Fraction(2) ** found.scales[0]
                assert abs(near - fractions(network, active)[0]) <= int(found.errors[0]) * UNIT


@pytest.mark.parametrize("prover", ["enumerate", "branch"])
def test_nothing_is_proved_where_the_largest_float64_meets_its_threshold(prover):
    largest = float(np.finfo(np.float64).max)
    network = FloatNetwork([([[largest]], [0.0], False), ([[1.0]], [0.0], False)], [largest], "float64", strict=True)
    assert not isinstance(prove(gate_problem(1, 1, [("copy", 0)]), network, prover=prover), Proved)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 70), st.integers(1, 5), st.integers(0, 2**32))
def test_products_in_units_are_those_of_fractions_rounded_up(rows, columns, seed):
    """Of matrices most entries of which are 0, or -0.0, some subnormal, in whatever blocks they are multiplied."""
    rng = np.random.default_rng(seed)
    weights = rng.choice([0.0, 0.0, 0.0, -0.0, 1.0, -0.75, 2.0**-1070, 1e300, 0.1], (rows, columns))
    vectors = np.array([int(one) for one in rng.integers(-(2**40), 2**40, columns)], dtype=object) << 30
    exact = [sum(Fraction(w) * int(x) for w, x in zip(row, vectors, strict=True)) for row in weights.tolist()]
    found = product_up(weights, vectors)
    assert found.tolist() == [-(-one.numerator // one.denominator) for one in map(Fraction, exact)]
    assert {type(one) for one in found.tolist()} == {int}
