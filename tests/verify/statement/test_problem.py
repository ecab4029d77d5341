"""One kind of problem: what its form says, what it is made of, and that copies are what they copy."""

import copy
import json
import pickle
from typing import Any

import numpy as np
import pytest

from verify import (
    Circuit,
    ConstantWeightCode,
    Gate,
    Gates,
    HadamardCode,
    IdentityCode,
    Network,
    Permutation,
    Problem,
    Proved,
    TwoAnd,
    gate_problem,
    problem_digest,
    prove,
)
from verify.plain_integer import plain_integer

PAIR = Gate("and", (0, 1))
PROBLEMS = [
    TwoAnd(3, 2, ((0, 1), (1, 2))),
    Permutation((2, 0, 1), sparsity=1),
    gate_problem(4, 3, [("or", 0, 1, 2), ("andnot", 2, 0), ("copy", 3)]),
    Circuit.of(4, 2, [[("and", 0, 1), ("and", 0, 1)], [("xor", 0, 1)]]),
]
NUMBERS = [np.int8(2), np.uint64(2), np.longlong(2), np.array(2), np.array(2, dtype=np.uint8)]


class Two(int):
    """2 in every document, digest and comparison; but 2 + 1 is 1."""

    def __add__(self, other: object) -> int:
        return 1

    __radd__ = __add__


class NumpyTwo(np.int64):
    """An integer of numpy's by its base class alone."""

    def __int__(self) -> int:
        return 7

    __index__ = __int__


NO_NUMBERS = [True, np.True_, 2.0, np.float64(2), Two(2), NumpyTwo(2), np.array([2]), np.array(2.0), "2", None]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.form)
def test_copies_and_pickles_are_the_same_problem(problem):
    assert problem.level_groups  # What is worked out once is no part of a copy.
    for again in (copy.deepcopy(problem), copy.copy(problem), pickle.loads(pickle.dumps(problem))):
        assert (again, hash(again), problem_digest(again)) == (problem, hash(problem), problem_digest(problem))
        assert [len(level) for level in again.level_groups] == [len(level) for level in problem.level_groups]


def test_a_pickle_that_was_tampered_with_is_checked_like_any_problem():
    data = pickle.dumps(Permutation((1, 0), sparsity=2), protocol=0)
    assert b"permutation" in data
    with pytest.raises(ValueError, match="form must be one of gates, permutation, circuit"):
        pickle.loads(data.replace(b"permutation", b"permutatioN"))


@pytest.mark.parametrize(
    ("problem", "two_and", "permutation", "circuit"),
    [(PROBLEMS[0], 1, 0, 0), (PROBLEMS[1], 0, 1, 0), (PROBLEMS[2], 0, 0, 0), (PROBLEMS[3], 0, 0, 1)],
)
def test_what_a_problem_is_it_says_itself(problem, two_and, permutation, circuit):
    assert (problem.is_two_and, problem.is_permutation, problem.is_circuit) == (two_and, permutation, circuit)
    for holds, ask in [(two_and, "pairs"), (two_and, "graph"), (permutation, "images"), (not circuit, "gates")]:
        if not holds:
            with pytest.raises(TypeError):
                getattr(problem, ask)()


def test_the_same_gates_are_three_problems_in_three_forms():
    copies = (Gate("copy", (1,)), Gate("copy", (0,)))
    forms = [Gates(2, 1, copies), Permutation((1, 0), sparsity=1), Circuit(2, 1, (copies,))]
    assert len({problem_digest(problem) for problem in forms}) == len(set(forms)) == 3
    assert [problem.level_groups[0][0].inputs.tolist() for problem in forms] == [[[1], [0]]] * 3


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((2, 2, ((PAIR,),), "graph"), ValueError, "form must be one of gates, permutation, circuit, not 'graph'"),
        ((2, 2, ((PAIR,),), None), ValueError, "form must be one of gates, permutation, circuit, not None"),
        ((2, 2, ((PAIR,), (Gate("copy", (0,)),))), ValueError, "must have one level of gates, not 2"),
        ((2, 2, ()), ValueError, "must have one level of gates, not 0"),
        ((2, 2, (), "circuit"), ValueError, "at least one level, not 0"),
        ((2, 2, ((PAIR, PAIR),)), ValueError, r"gate 1 must differ .* and of \(0, 1\) is gate 0 already"),
        ((2, 2, ((PAIR,),), "permutation"), ValueError, "one copy of each of its 2 features"),
        ((2, 2, ((Gate("copy", (0,)),),), "permutation"), ValueError, "one copy of each of its 2 features"),
        ((2, 2, ((Gate("copy", (0,)),) * 2,), "permutation"), ValueError, "gate 1 must differ"),
        ((2, 2, ([PAIR],)), TypeError, "must be a tuple of gates"),
    ],
)
def test_levels_against_the_rule_of_the_form_are_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        Problem(*arguments)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: f"{type(number).__name__}-{number.dtype}")
def test_integers_of_numpy_become_plain_ones(number: Any):
    assert type(plain_integer("n", number)) is int
    one, zero = number - 1, number - 2
    problem = TwoAnd(inputs=number, sparsity=number, pairs=((zero, one),))
    network = Network([([[1, 1]], [-1])], IdentityCode(number), IdentityCode(one), threshold=one)
    assert problem == TwoAnd(2, 2, ((0, 1),))
    assert json.dumps(problem.document())
    assert isinstance(prove(problem, network, prover="enumerate"), Proved)
    assert gate_problem(number, number, [("or", zero, one)]).gates[0].inputs == (0, 1)
    assert Permutation((one, zero), sparsity=number) == Permutation((1, 0), 2)
    assert Circuit.of(number, number, [[("or", zero, one)]]) == Circuit.of(2, 2, [[("or", 0, 1)]])
    assert HadamardCode(number, number, seed=zero).recipe() == HadamardCode(2, 2, seed=0).recipe()
    assert type(ConstantWeightCode(number, number, one, zero).weight) is int


@pytest.mark.parametrize("number", NO_NUMBERS, ids=lambda number: type(number).__name__)
def test_what_is_no_plain_integer_and_none_of_numpys_is_refused_wherever_it_stands(number: Any):
    for build in (
        lambda: plain_integer("n", number),
        lambda: TwoAnd(2, number, ((0, 1),)),
        lambda: TwoAnd(number, 2, ((0, 1),)),
        lambda: TwoAnd(3, 2, ((0, number),)),
        lambda: gate_problem(3, 2, [("or", 0, number)]),
        lambda: Circuit.of(3, number, [[("or", 0, 1)]]),
        lambda: Permutation((1, number, 0), sparsity=1),
        lambda: IdentityCode(number),
        lambda: HadamardCode(2, 2, seed=number),
        lambda: Network([([[1]], [0])], IdentityCode(1), IdentityCode(1), threshold=number),
    ):
        with pytest.raises(TypeError, match="must be an integer"):
            build()


def test_kinds_and_gates_of_other_classes_are_refused():
    class Word(str):
        __slots__ = ()

    class Wider(Gate):
        __slots__ = ()

    with pytest.raises(ValueError, match="must have one of the kinds"):
        Gates(2, 2, (Gate(Word("or"), (0, 1)),))
    with pytest.raises(TypeError, match="must be a Gate"):
        Gates(2, 2, (Wider("or", (0, 1)),))
    with pytest.raises(ValueError, match="form must be one of"):
        Problem(2, 2, ((PAIR,),), Word("gates"))


def test_arrays_that_a_problem_hands_out_cannot_be_changed():
    for group in PROBLEMS[2].gate_groups():
        for array in (group.outputs, group.inputs):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0
