"""Sparse, pruned and quantised networks, against networks counted one by one."""

from itertools import combinations, product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounds import LabelledTwoAnd, Permutations, lower_bound
from bounds.arithmetic import lg_e
from bounds.errors import QuantityError
from bounds.sparse import least_nonzeros, pruned_network, sparse_network_bits


@pytest.mark.parametrize("positions", [1, 3, 5])
@pytest.mark.parametrize("bits", [1, 2])
def test_networks_with_few_nonzeros_are_no_more_than_their_bits_name(positions: int, bits: int) -> None:
    for nonzeros in range(positions + 1):
        networks = {
            tuple(dict(zip(chosen, values, strict=True)).get(i, 0) for i in range(positions))
            for size in range(nonzeros + 1)
            for chosen in combinations(range(positions), size)
            for values in product(range(1, 2**bits), repeat=size)
        }
        assert (len(networks) - 1).bit_length() <= sparse_network_bits(positions, nonzeros, bits).high + 1
        assert len(networks) <= comb(positions, nonzeros) * 2 ** (bits * nonzeros)


@given(st.integers(1, 300), st.data())
def test_the_simple_form_is_an_upper_bound_on_the_bits(positions: int, data: st.DataObject) -> None:
    nonzeros = data.draw(st.integers(1, positions))
    exact = sparse_network_bits(positions, nonzeros, 3)
    # N (b + lg(e P/N)), with lg(P/N) rounded up to a whole number.
    rough = nonzeros * (3 + lg_e().high + (-(-positions // nonzeros) - 1).bit_length())
    assert exact.low <= rough


@given(st.integers(2, 14), st.integers(1, 4), st.integers(0, 60))
def test_the_least_number_of_nonzeros_is_the_least_that_names_all_functions(size: int, bits: int, spare: int) -> None:
    bound = lower_bound(Permutations(size))
    positions = max(1, bound.parameters(bits)) + spare
    number = least_nonzeros(bound, positions, bits)
    functions = Permutations(size).cardinality()
    assert comb(positions, number) * 2 ** (bits * number) >= functions
    assert all(comb(positions, fewer) * 2 ** (bits * fewer) < functions for fewer in range(number))


def test_free_positions_carry_bits_so_a_mask_that_depends_on_the_function_is_cheaper() -> None:
    public, free = pruned_network(lower_bound(LabelledTwoAnd(256, 256)), 1024, 4)
    assert isinstance(public.value, int)
    assert isinstance(free.value, int)
    assert free.value < public.value


def test_a_permutation_matrix_obeys_the_free_form_and_breaks_the_public_one() -> None:
    """m' nonzeros of one bit at free places do compute every permutation of m' plain inputs."""
    size = 1024
    public, free = pruned_network(lower_bound(Permutations(size)), size, 1)
    assert isinstance(public.value, int)
    assert isinstance(free.value, int)
    assert free.value <= size < public.value


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: sparse_network_bits(10, 11, 1), "nonzeros must be at most the number of positions 10, not 11"),
        (lambda: sparse_network_bits(0, 0, 1), "positions must be an integer of at least 1, not 0"),
        (
            lambda: least_nonzeros(lower_bound(Permutations(9)), 10, 1),
            "10 weights of 1 bits hold fewer than the 18.469",
        ),
    ],
)
def test_impossible_networks_are_refused(ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(QuantityError, match=message):
        ask()
