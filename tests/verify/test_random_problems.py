"""Random gate problems."""

from collections import Counter

import pytest

from verify import random_gates

ALL = ("and", "or", "xor", "andnot", "copy")


@pytest.mark.parametrize("seed", range(5))
def test_kinds_fan_ins_and_influences_are_as_equal_as_possible(seed):
    problem = random_gates(40, 60, kinds=ALL, fan_in=(2, 3, 4), sparsity=4, seed=seed)
    assert problem.inputs == 40
    assert problem.outputs == 60
    assert Counter(gate.kind for gate in problem.gates) == dict.fromkeys(ALL, 12)
    assert Counter(len(gate.inputs) for gate in problem.gates if gate.kind == "or") == {2: 4, 3: 4, 4: 4}
    assert max(problem.influence) - min(problem.influence) <= 1
    assert problem == random_gates(40, 60, kinds=ALL, fan_in=(2, 3, 4), sparsity=4, seed=seed)


def test_two_ands_alone_are_a_two_and():
    assert random_gates(16, 16, sparsity=2, seed=0).is_two_and
    assert random_gates(16, 16, sparsity=2, seed=0) != random_gates(16, 16, sparsity=2, seed=1)


def test_dense_requests_are_met_or_refused():
    assert random_gates(5, 8, kinds=("xor",), sparsity=2, seed=0).outputs == 8
    with pytest.raises(ValueError, match="only 10 different xor gates of 2 on 5 features, not 11"):
        random_gates(5, 11, kinds=("xor",), sparsity=2, seed=0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"kinds": ()}, "at least one kind"),
        ({"kinds": ("nand",)}, "a kind must be one of and, or, xor, andnot, copy and atleast-K .*, not 'nand'"),
        ({"fan_in": (1,)}, "and must have at least 2 inputs, but the fan-ins are"),
        ({"fan_in": (9,)}, "at most 8 inputs, one a feature, not 9"),
        ({"sparsity": 9}, "sparsity must be at most"),
        ({"seed": -1}, "seed must be at least 0"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_rule(arguments, words):
    with pytest.raises(ValueError, match=words):
        random_gates(8, 4, **{"sparsity": 2, "seed": 0, **arguments})
