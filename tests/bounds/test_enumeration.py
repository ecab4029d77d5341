"""Formula = enumeration: every function written down as truth tables over the v-sparse inputs, and counted."""

from collections.abc import Callable, Iterator
from itertools import count, permutations, product
from math import comb

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
    count_functions,
)
from bounds.classes.gates import GATE_TABLES
from bounds.errors import ImpossibleSizeError, QuantityError, TooLargeError, UnknownClassError

MOST_INPUTS = 12
"""Up to here every number of outputs is walked through; beyond, classes of one and two outputs (`WIDE`)."""

KINDS: dict[str, Callable[[int, int], FunctionClass]] = {
    "2-and": LabelledTwoAnd,
    "2-and-repeating": lambda m, k: LabelledTwoAnd(m, k, distinct=False),
    "unlabelled": UnlabelledTwoAnd,
    "1-and": lambda m, k: QAnd(m, k, 1),
    "3-and": lambda m, k: QAnd(m, k, 3),
    "3-and-repeating": lambda m, k: QAnd(m, k, 3, distinct=False),
    "4-and": lambda m, k: QAnd(m, k, 4),
    "5-and": lambda m, k: QAnd(m, k, 5),
    "free": FreeGates,
    "free-distinct": lambda m, k: FreeGates(m, k, distinct=True),
    **{gate: lambda m, k, gate=gate: TwoInputGate(m, k, gate) for gate in GATE_TABLES},
    "copy": lambda m, k: MixedGates(m, (("copy", 1, k),)),
    "3-or": lambda m, k: MixedGates(m, (("or", 3, k),)),
    "mixed": lambda m, k: MixedGates(m, (("and", 2, k), ("or", 2, 1))),
    "mixed-more": lambda m, k: MixedGates(m, (("andnot", 2, 1), ("and", 3, k))),
    "xor-repeating": lambda m, k: TwoInputGate(m, k, "xor", distinct=False),
    "and-not-repeating": lambda m, k: TwoInputGate(m, k, "andnot", distinct=False),
}


def sizes(kind: str, fewest: int, most: int) -> Iterator[FunctionClass]:
    """One kind at every size with m <= MOST_INPUTS and more than `fewest`, at most `most` functions."""
    for m in range(1, MOST_INPUTS + 1):
        for outputs in range(1, comb(MOST_INPUTS, 2) + 1):
            try:
                function_class = KINDS[kind](m, outputs)
            except ImpossibleSizeError:
                break
            small = function_class.fewest().floor_lg() < most.bit_length()
            if small and fewest < function_class.cardinality() <= most:
                yield function_class
            elif not small and kind != "unlabelled":
                break  # only sets of pairs become rarer again, towards m' = C(m,2)


def permutation_sizes(fewest: int, most: int) -> Iterator[FunctionClass]:
    for size in count(1):
        if Permutations(size).cardinality() > most:
            return
        if Permutations(size).cardinality() > fewest:
            yield Permutations(size)


def agree(function_class: FunctionClass) -> None:
    """The formula gives what enumeration counts at the class's own least sparsity."""
    counted = count_functions(function_class, function_class.least_sparsity())
    assert counted == function_class.cardinality(), function_class


@pytest.mark.parametrize("kind", KINDS)
def test_every_gate_class_has_as_many_functions_as_its_formula_says(kind: str) -> None:
    for function_class in sizes(kind, 0, 20_000):
        agree(function_class)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_gate_class_agrees_up_to_two_millions(kind: str) -> None:
    for function_class in sizes(kind, 20_000, 2_000_000):
        agree(function_class)


def test_permutations_are_as_many_as_their_formula_says() -> None:
    for function_class in permutation_sizes(0, 200_000):
        agree(function_class)


@pytest.mark.slow
def test_permutations_agree_up_to_two_millions() -> None:
    for function_class in permutation_sizes(200_000, 2_000_000):
        agree(function_class)


WIDE = [
    make(m, outputs)
    for m in (13, 19, 32, 50)
    for outputs in (1, 2)
    for make in KINDS.values()
    if make(m, outputs).cardinality() <= 20_000
]


@pytest.mark.parametrize("function_class", WIDE, ids=str)
def test_few_outputs_of_many_inputs_agree(function_class: FunctionClass) -> None:
    agree(function_class)


@pytest.mark.parametrize("kind", KINDS)
def test_one_active_input_fewer_no_longer_tells_all_functions_apart(kind: str) -> None:
    function_class = KINDS[kind](7, 2)
    least = function_class.least_sparsity()
    assert count_functions(function_class, least + 1) == function_class.cardinality()
    assert count_functions(function_class, least - 1) < function_class.cardinality()


def test_layers_of_permutations_collapse_to_one() -> None:
    for size in range(1, 6):
        for layers in (1, 2, 3):
            stacked = Layers(Permutations(size), layers)
            if Permutations(size).cardinality() ** layers <= 200_000:
                assert count_functions(stacked, 1) == stacked.cardinality() == Permutations(size).cardinality()


CIRCUITS = [
    (3, 3, 3),
    (4, 3, 2),
    (4, 4, 2),
    (4, 4, 3),
    (4, 5, 1),
    (4, 3, 3, 3),
    (4, 4, 2, 1),
    (5, 2, 1),
    (5, 3, 1),
    (5, 3, 3),
    (6, 2, 1),
    (6, 3, 2),
    (8, 2, 1),
    (8, 3, 1),
    (10, 2, 1),
]


@pytest.mark.parametrize("widths", CIRCUITS, ids=str)
def test_circuits_have_as_many_functions_as_their_bounds_allow(widths: tuple[int, ...]) -> None:
    circuits = Circuits(widths)
    number = count_functions(circuits, min(circuits.least_sparsity(), widths[0]), limit=3_000_000)
    assert circuits.fewest().exact() <= number <= circuits.most().exact()
    assert number <= circuits.wirings().exact()


def test_the_lower_bound_on_circuits_counts_something() -> None:
    assert Circuits((8, 4, 1)).group_sizes() == (2, 1, 1)
    assert Circuits((3, 3, 3)).fewest().exact() == 1  # fewer inputs than colours: no family
    assert Circuits((8, 4, 1)).fewest().exact() == 16
    assert Circuits((8, 8, 8)).group_sizes() == (2, 4, 8)
    assert Circuits((8, 8, 8)).fewest().floor_lg() == 22


def coloured_functions(inputs: int, groups: tuple[int, ...]) -> set[tuple[frozenset[int], ...]]:
    """All functions of the family in the docstring of `Circuits`, an output being its set of inputs."""
    below = [[tuple(frozenset({colour * inputs + i}) for i in range(inputs)) for colour in range(2 ** len(groups))]]
    for level, size in enumerate(groups):
        above = []
        for groups_below in below:
            choices = [
                tuple(pairs(left, right, size, covering=level > 0))
                for left, right in zip(groups_below[::2], groups_below[1::2], strict=True)
            ]
            above += [list(chosen) for chosen in product(*choices)]
        below = above
    return {level[0] for level in below}


def pairs(
    left: tuple[frozenset[int], ...], right: tuple[frozenset[int], ...], size: int, covering: bool
) -> Iterator[tuple[frozenset[int], ...]]:
    for chosen in permutations(product(left, right), size):
        used = chosen[: len(left)]
        if not covering or ({a for a, _ in used} == set(left) and {b for _, b in used} == set(right)):
            yield tuple(a | b for a, b in chosen)


@pytest.mark.parametrize(
    ("widths", "groups"),
    [
        ((8, 2, 1), (2, 1, 1)),
        ((8, 4, 2), (2, 2, 2)),
        ((8, 4, 3), (2, 2, 3)),
        ((8, 4, 4), (2, 2, 4)),
        ((12, 4, 2), (3, 2, 2)),
        ((16, 4, 2, 1), (2, 1, 1, 1)),
    ],
    ids=str,
)
def test_the_coloured_family_has_as_many_functions_as_claimed(widths: tuple[int, ...], groups: tuple[int, ...]) -> None:
    assert Circuits(widths).group_sizes() == groups
    assert len(coloured_functions(groups[0], groups[1:])) == Circuits(widths).fewest().exact()


@pytest.mark.slow
def test_circuits_of_eight_inputs_have_as_many_functions_as_their_bounds_allow() -> None:
    test_circuits_have_as_many_functions_as_their_bounds_allow((8, 4, 1))


def test_two_levels_of_distinct_pairs_compute_only_zero_on_two_sparse_inputs() -> None:
    assert count_functions(Circuits((4, 4, 3)), sparsity=2) == 1


def test_small_circuits_know_their_number_exactly() -> None:
    assert Circuits((4, 3, 2)).cardinality() == count_functions(Circuits((4, 3, 2)), 4)
    assert Circuits((5, 4)).cardinality() == LabelledTwoAnd(5, 4).cardinality()
    with pytest.raises(TooLargeError, match="no known formula and is enumerated only up to 2000000 wirings"):
        Circuits((20, 20, 20)).cardinality()


def test_a_class_with_too_many_members_is_not_enumerated() -> None:
    with pytest.raises(TooLargeError, match="only up to 100 members; labelled 2-AND, distinct pairs"):
        count_functions(LabelledTwoAnd(6, 3), 2, limit=100)


def test_negative_sparsity_is_refused() -> None:
    with pytest.raises(QuantityError, match="sparsity must be an integer of at least 0, not -1"):
        count_functions(LabelledTwoAnd(4, 2), -1)


def test_layers_of_other_classes_are_refused() -> None:
    with pytest.raises(UnknownClassError, match="layers are counted for permutations and for labelled 2-AND"):
        Layers(FreeGates(4, 4), 2)
