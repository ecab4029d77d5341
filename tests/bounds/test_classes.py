"""Sizes that cannot be, conditions on the sparsity, and the way from a problem to its class."""

import pytest

from bounds.classes import (
    Circuits,
    FreeGates,
    FunctionClass,
    LabelledTwoAnd,
    Layers,
    MixedGates,
    Permutations,
    QAnd,
    TwoInputGate,
    UnlabelledTwoAnd,
    class_of,
    named_class,
)
from bounds.errors import BoundsError, ImpossibleSizeError, QuantityError, SparsityTooSmallError, UnknownClassError
from verify import Circuit, Permutation, TwoAnd, gate_problem


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: LabelledTwoAnd(5, 11), ImpossibleSizeError, "only 10 distinct pairs of 5 inputs exist, .* not 11"),
        (lambda: LabelledTwoAnd(1, 1), ImpossibleSizeError, "a gate of fan-in 2 needs at least 2 inputs, not 1"),
        (lambda: LabelledTwoAnd(5, 0), QuantityError, "outputs must be an integer of at least 1, not 0"),
        (lambda: LabelledTwoAnd(0, 1, distinct=False), QuantityError, "inputs must be an integer of at least 1, not 0"),
        (lambda: UnlabelledTwoAnd(4, 7), ImpossibleSizeError, "only 6 distinct pairs of 4 inputs exist, .* not 7"),
        (lambda: QAnd(5, 11, 3), ImpossibleSizeError, "only 10 distinct sets of 3 of 5 inputs exist, .* not 11"),
        (lambda: QAnd(5, 1, 0), QuantityError, "fan_in must be an integer of at least 1, not 0"),
        (lambda: QAnd(3, 1, 4, distinct=False), ImpossibleSizeError, "fan-in 4 needs at least 4 inputs, not 3"),
        (lambda: TwoInputGate(4, 1, "mux"), UnknownClassError, "a two-input gate must be one of and, or, .* not 'mux'"),
        (lambda: TwoInputGate(3, 7, "andnot"), ImpossibleSizeError, "only 6 distinct ordered pairs"),
        (lambda: FreeGates(2, 11, distinct=True), ImpossibleSizeError, "only 10 distinct two-input gates of 2 inputs"),
        (lambda: Permutations(0), QuantityError, "size must be an integer of at least 1, not 0"),
        (lambda: Permutations(True), QuantityError, "size must be an integer of at least 1, not True"),
        (lambda: Layers(Permutations(3), 0), QuantityError, "layers must be an integer of at least 1, not 0"),
        (lambda: Circuits((4,)), QuantityError, r"at least one level of gates, not widths \(4,\)"),
        (lambda: Circuits((4, 0)), QuantityError, "the width of a level must be an integer of at least 1, not 0"),
        (lambda: Circuits((4, 7, 2)), ImpossibleSizeError, "only 6 distinct pairs of 4 inputs exist, .* not 7"),
        (
            lambda: named_class("3-sum", 4, 4),
            UnknownClassError,
            "a function class must be one of 2-and, .* not '3-sum'",
        ),
    ],
)
def test_impossible_classes_are_refused_in_one_sentence(make: object, error: type[BoundsError], message: str) -> None:
    assert callable(make)
    with pytest.raises(error, match=message) as caught:
        make()
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("function_class", "least"),
    [
        (Permutations(4), 1),
        (LabelledTwoAnd(4, 4), 2),
        (UnlabelledTwoAnd(4, 4), 2),
        (QAnd(9, 4, 5), 5),
        (TwoInputGate(4, 4, "or"), 1),
        (TwoInputGate(4, 4, "xor"), 1),
        (TwoInputGate(4, 4, "nor"), 1),
        (TwoInputGate(4, 4, "xnor"), 1),
        (TwoInputGate(4, 4, "nand"), 2),
        (TwoInputGate(4, 4, "andnot"), 2),
        (TwoInputGate(4, 4, "ornot"), 2),
        (FreeGates(4, 4), 2),
        (Layers(LabelledTwoAnd(8, 8), 2), 4),
        (Layers(LabelledTwoAnd(32, 32), 3), 8),
        (Layers(Permutations(8), 9), 1),
    ],
    ids=str,
)
def test_the_condition_on_the_sparsity_is_the_least_that_tells_functions_apart(
    function_class: FunctionClass, least: int
) -> None:
    assert function_class.condition() == f"v >= {least}"
    function_class.require_sparsity(least)
    with pytest.raises(SparsityTooSmallError, match=f"must be at least {least}, not {least - 1}"):
        function_class.require_sparsity(least - 1)


def test_problems_lead_to_their_classes() -> None:
    assert class_of(TwoAnd(inputs=4, sparsity=2, pairs=((0, 1), (2, 3)))) == LabelledTwoAnd(4, 2)
    assert class_of(Permutation(sparsity=1, images=(2, 0, 1))) == Permutations(3)


@pytest.mark.parametrize(
    ("gates", "expected"),
    [
        ([("and", 0, 1, 2), ("and", 1, 2, 3)], QAnd(5, 2, 3)),
        ([("xor", 0, 1), ("xor", 1, 2)], TwoInputGate(5, 2, "xor")),
        ([("andnot", 0, 1), ("andnot", 1, 0)], TwoInputGate(5, 2, "andnot")),
        ([("or", 0, 1)], TwoInputGate(5, 1, "or")),
        ([("or", 0, 1, 2)], MixedGates(5, (("or", 3, 1),))),
        ([("copy", 3)], MixedGates(5, (("copy", 1, 1),))),
        (
            [("xor", 0, 1), ("and", 0, 1), ("and", 0, 1, 2), ("and", 2, 3)],
            MixedGates(5, (("and", 2, 2), ("and", 3, 1), ("xor", 2, 1))),
        ),
    ],
)
def test_gate_problems_lead_to_the_class_that_keeps_their_kinds(gates, expected) -> None:
    assert class_of(gate_problem(5, 3, gates)) == expected


def test_mixed_gates_that_do_not_exist_are_refused() -> None:
    for make, error, message in [
        (lambda: MixedGates(4, ()), QuantityError, "at least one shape, not 0"),
        (lambda: MixedGates(4, (("nand", 2, 1),)), UnknownClassError, "bounds takes no gates of kind nand"),
        (lambda: MixedGates(4, (("or", 3, 5),)), ImpossibleSizeError, "only 4 distinct or of 3 of 4 inputs exist"),
        (lambda: MixedGates(4, (("or", 3, 1), ("or", 3, 1))), QuantityError, "must differ in kind or fan-in"),
    ]:
        with pytest.raises(error, match=message):
            make()


def test_a_circuit_is_refused() -> None:
    with pytest.raises(UnknownClassError, match="functions of circuits are not counted"):
        class_of(Circuit.of(4, 2, [[("and", 0, 1)]]))


def test_a_problem_too_sparse_to_matter_is_refused() -> None:
    with pytest.raises(SparsityTooSmallError, match="sparsity must be at least 2, not 1"):
        class_of(TwoAnd(inputs=4, sparsity=1, pairs=((0, 1),)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2-and-repeating", LabelledTwoAnd(6, 4, distinct=False)),
        ("2-and-unlabelled", UnlabelledTwoAnd(6, 4)),
        ("q-and", QAnd(6, 4, 3)),
        ("permutation", Permutations(4)),
        ("free-gates", FreeGates(6, 4)),
        ("or-not", TwoInputGate(6, 4, "ornot")),
    ],
)
def test_names_lead_to_classes(name: str, expected: FunctionClass) -> None:
    assert named_class(name, 6, 4, fan_in=3) == expected
