"""The question to the solvers is the one that is meant: trying all networks of the form gives the same answer."""

from itertools import product

import pytest

from benchmarks import all_networks
from benchmarks.smallest import PROBLEMS, asked
from benchmarks.tiny_networks import Form, sparse_inputs
from verify import Proved, TwoAnd, evaluate, gate_problem, prove

AND = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
XOR = gate_problem(2, 2, [("xor", 0, 1)])
PAIRS, SIGNS, TERNARY = (0, 1), (-1, 1), (-1, 0, 1)
CASES = [
    *((problem, weights, n) for problem in (AND, XOR) for weights in (PAIRS, SIGNS) for n in (1, 2)),
    *((problem, TERNARY, 1) for problem in (AND, XOR)),
    (PROBLEMS["permutation"](3), PAIRS, 1),
]


def one_exists(form: Form) -> bool:
    """Whether any choice of all numbers separates true scores from false ones."""
    names = [name for name, _ in form.unknowns()]
    for choice in product(*(values for _, values in form.unknowns())):
        found = dict(zip(names, choice, strict=True))
        true, false = [], []
        for active in sparse_inputs(form.problem):
            x = [max(0, found[f"b_{k}"] + sum(found[f"a_{k}_{j}"] for j in active)) for k in range(form.neurons)]
            ones = evaluate(form.problem, active)
            for i in range(form.problem.outputs):
                score = sum(found[f"r_{k}_{i}"] * x[k] for k in range(form.neurons))
                (true if i in ones else false).append(score)
        if min(true) > max(false):
            return True
    return False


@pytest.mark.parametrize(("problem", "weights", "neurons"), CASES)
def test_a_solver_finds_a_network_exactly_where_one_exists(problem, weights, neurons) -> None:
    form = Form(problem, weights, neurons)
    exists = one_exists(form)
    assert all_networks.one_exists(form) == exists
    answer, _ = asked(form, "z3", 60)
    assert answer.word == ("sat" if exists else "unsat")
    if answer.word == "sat":
        network = form.network(answer.active)
        assert network.neurons == neurons
        assert isinstance(prove(problem, network), Proved)
