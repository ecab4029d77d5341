"""What features add to an error: the facts of the bound by Z3, and no sum of errors above it."""

from fractions import Fraction

import numpy as np
import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.reals.instances import random_instance
from verify import FloatNetwork, autoencoder
from verify.reals.error_function import ExactErrors
from verify.reals.fixed import fixed

seeds = st.integers(0, 2**32).map(lambda seed: 3 * seed)


def rectified(value):
    return z3.If(value > 0, value, 0)


def smaller(one, other):
    return z3.If(z3.Abs(one) < z3.Abs(other), z3.Abs(one), z3.Abs(other))


def test_the_facts_of_the_bound() -> None:
    b, p, r, q = z3.Reals("b p r q")
    bends = rectified(b + p + q) - rectified(b + p) - rectified(b + q) + rectified(b)
    for fact in (z3.Abs(bends) <= smaller(p, q), smaller(p + r, q) <= smaller(p, q) + smaller(r, q)):
        solver = z3.Solver()
        solver.add(z3.Not(fact))
        assert solver.check() == z3.unsat


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_no_features_add_more_than_their_gains(seed: int) -> None:
    problem, network = random_instance(seed)
    form, rng = fixed(problem, network), np.random.default_rng(seed)
    if form.additions is None:
        assert not network.layers[0].rectified.any()
        return
    exact, m = ExactErrors(problem, network), problem.features
    scale, grid = Fraction(2) ** form.value, Fraction(2) ** form.grid
    for _ in range(4):
        places = [0, 64] if problem.corners else [0, 64, rng.integers(65)]  # only what is admissible is bounded
        values = {
            j: low + Fraction(int(rng.choice(places)), 64) * (high - low)
            for j, (low, high) in enumerate(problem.ranges)
        }
        there = [int(j) for j in rng.permutation(m)]
        held, joins = there[: int(rng.integers(m))], there[int(rng.integers(m)) :]
        joins = [j for j in joins if j not in held]
        sizes = np.zeros((1, m), dtype=np.int64)
        sizes[0, held] = [int(-(-abs(values[j]) * grid // 1)) for j in held]
        for output in range(problem.outputs):
            gains = form.additions.gains(sizes, np.array([len(joins)]), np.array([output]))[0]
            before = exact.at(output, {j: values[j] for j in held})
            after = exact.at(output, {j: values[j] for j in held + joins})
            assert abs(after - before) <= sum(int(gains[j]) for j in joins) / scale


@pytest.mark.parametrize("size", [2.0**-30, 1.0, 2.0**30])
def test_numbers_of_all_sizes_have_them(size: float) -> None:
    layers = [([[size, -size], [size, size]], [0.0, -size], True), ([[1 / size, 1.0], [0.0, 1.0]], [0.0, 0.0], False)]
    form = fixed(autoencoder(2, 2), FloatNetwork(layers, 0.5, precision="float64"))
    assert form.additions is not None
    assert form.additions.beside.max() > 0
