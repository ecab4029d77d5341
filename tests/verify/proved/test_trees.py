"""The trees that the proved program reads have the cases of the branch prover as their nodes, in the same order."""

import numpy as np
import pytest

from verify import gate_problem
from verify.proved.trees import trees
from verify.provers.branch.cases import cases_of

GATES = {
    "2 and": ("and", 0, 1),
    "3 xor": ("andnot", 0, 2),
    "4 and": ("and", 0, 1, 2, 3),
    "4 or": ("or", 0, 1, 2, 3),
    "3 of 5": ("atleast-3", 0, 1, 2, 3, 4),
    "two of 4": ("atleast-2", 0, 1, 2, 3),
}


@pytest.mark.parametrize("gate", GATES.values(), ids=GATES)
@pytest.mark.parametrize("sparsity", [1, 2, 4])
def test_the_nodes_of_a_tree_are_the_cases_of_its_gate_and_of_the_next(gate, sparsity):
    problem = gate_problem(7, sparsity, [gate, ("and", 0, 5)])
    for node, output in enumerate(cases_of(problem).output):
        branch = {"branching": np.array([node]), "counts": np.array([1]), "features": np.array([6])}
        assert [tree.count(6) for tree in trees(list(problem.gates), sparsity, branch)] == [output == 0, output == 1]
