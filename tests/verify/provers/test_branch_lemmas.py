"""The inequalities the branch prover stands on, proved by Z3 for all reals, for every sparsity up to 8."""

import pytest
import z3

SLOTS = range(1, 9)


def relu(x):
    return z3.If(x >= 0, x, 0)


def proves(claim) -> bool:
    solver = z3.SolverFor("QF_LRA")
    solver.add(z3.Not(claim))
    return bool(solver.check() == z3.unsat)


def test_a_false_claim_is_not_proved():
    x, y = z3.Reals("x y")
    assert not proves(relu(x) + relu(y) <= relu(x + y))


@pytest.mark.parametrize("slots", SLOTS)
def test_false_terms_bound_the_score_from_above(slots: int):
    """s ReLU(p + sum of g_k) <= sum of ReLU(s g_k + p): one neuron, any weights in the slots, empty slots g_k = 0."""
    p, *g = z3.Reals(["p", *(f"g{k}" for k in range(slots))])
    assert proves(slots * relu(p + z3.Sum(g)) <= z3.Sum([relu(slots * x + p) for x in g]))


@pytest.mark.parametrize("slots", SLOTS)
def test_true_terms_bound_the_score_from_below(slots: int):
    """s ReLU(p + sum of g_k) >= sum of (s g_k + p) where p > 0, and >= 0 elsewhere."""
    p, *g = z3.Reals(["p", *(f"g{k}" for k in range(slots))])
    terms = z3.Sum([z3.If(p > 0, slots * x + p, 0) for x in g])
    assert proves(slots * relu(p + z3.Sum(g)) >= terms)


@pytest.mark.parametrize("slots", SLOTS)
def test_the_terms_of_empty_slots_are_the_score_of_the_members(slots: int):
    p = z3.Real("p")
    assert proves(slots * relu(p) == z3.Sum([relu(slots * 0 + p) for _ in range(slots)]))


@pytest.mark.parametrize("slots", SLOTS)
def test_rounding_up_to_bytes_is_sound(slots: int):
    """With a = g / unit, q = p / (s unit): bytes U >= a + 128 and k <= 128 - q, k's excess below 0 in `extra`.

    The kernel keeps U at least 0 and k from 0 to 255; then ReLU(s g + p) <= s unit (ReLU(U - k) + extra).
    """
    a, q, u, x = z3.Reals("a q u x")
    byte = z3.If(u + 128 >= 0, u + 128, 0)
    k = 128 - x
    clipped = z3.If(k > 255, 255, z3.If(k < 0, 0, k))
    extra = z3.If(k < 0, -k, 0)
    rounded = z3.And(u >= a, x >= q, byte <= 255)
    assert proves(z3.Implies(rounded, relu(slots * (a + q)) <= slots * (relu(byte - clipped) + extra)))


def test_a_saturated_sum_that_is_not_full_is_no_smaller_than_the_sum():
    a, b, c = z3.Reals("a b c")

    def add(x, y):
        return z3.If(x + y > 255, 255, x + y)

    total = add(add(a, b), c)
    assert proves(z3.Implies(z3.And(a >= 0, b >= 0, c >= 0, total < 255), total == a + b + c))
