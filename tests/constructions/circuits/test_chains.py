"""Chains of levels: families that keep their activity, and the large ones in superposition that contracts prove."""

from itertools import pairwise
from math import comb

import pytest

from benchmarks.cut import cut_behind
from constructions.circuits import circuit_network, copy_chain, sorting_levels, twin_chain
from tests.verify.oracle import admissible, judge, level_ones
from verify import Circuit, Proved, Valid, check, count_admissible, prove
from verify.statement.activity import keeps_activity


@pytest.mark.parametrize(
    "circuit",
    [
        twin_chain(8, 3, seed=1),
        twin_chain(8, 3, negated=3),
        sorting_levels(8, 4),
        copy_chain(8, 3, seed=1),
        copy_chain(8, 3, negated=3),
    ],
    ids=["twins", "negated", "sorting", "copies", "copies and andnots"],
)
def test_no_level_is_more_active_than_the_one_before(circuit):
    assert keeps_activity(circuit, 2)
    assert count_admissible(circuit) == 1 + 8 + comb(8, 2)
    for active in admissible(8, 4):
        sizes = [len(ones) for ones in level_ones(circuit, active)]
        assert all(after <= before for before, after in pairwise(sizes))


def test_whole_pairs_stay_whole_through_all_levels():
    chain = twin_chain(12, 5, seed=3)
    gates = {gate.inputs for gate in chain.levels[0]}
    assert len(gates) == 6
    for pair in gates:
        assert [len(ones) for ones in level_ones(chain, pair)] == [2] * 6
    apart = next((a, b) for a in range(12) for b in range(a) if (b, a) not in gates)
    assert [len(ones) for ones in level_ones(chain, apart)][1:] == [0] * 5


def test_negated_pairs_have_one_and_and_one_andnot():
    chain = twin_chain(8, 2, negated=3)
    assert [gate.kind for gate in chain.levels[0]].count("andnot") == 3
    assert all(gate.kind == "and" for gate in chain.levels[1])
    for gate in chain.levels[0]:
        if gate.kind == "andnot":
            assert level_ones(chain, gate.inputs[:1])[1] == {chain.levels[0].index(gate)}
            assert [len(ones) for ones in level_ones(chain, gate.inputs)[1:]] == [1, 0]
    with pytest.raises(ValueError, match="number of pairs from 0 to 4, not 5"):
        twin_chain(8, 2, negated=5)


def test_comparators_sort_when_all_distances_have_been_met():
    circuit = sorting_levels(4, 2, sparsity=4)
    assert level_ones(circuit, (0,))[-1] == {3}
    assert level_ones(circuit, (0, 1, 2, 3))[-1] == {0, 1, 2, 3}


def test_what_has_no_pairs_is_refused():
    with pytest.raises(ValueError, match="an even number, to go in pairs, not 5"):
        twin_chain(5, 1)
    with pytest.raises(ValueError, match="negated must be at most 4, not 5"):
        copy_chain(4, 1, negated=5)
    with pytest.raises(ValueError, match="a power of two, not 6"):
        sorting_levels(6, 1)


def test_a_network_is_cut_behind_every_level():
    circuit = sorting_levels(8, 3)
    network = circuit_network(circuit)
    for level in (1, 2, 3):
        part, cut = cut_behind(circuit, network, level)
        assert part == Circuit(8, 2, circuit.levels[:level])
        assert judge(part, cut).verdict == "proved"
    with pytest.raises(ValueError, match="level must be from 1 to 3, not 4"):
        cut_behind(circuit, network, 4)


@pytest.mark.slow
def test_three_levels_with_andnot_are_proved_on_fewer_neurons_than_features():
    circuit = twin_chain(4096, 3, negated=32)
    network = circuit_network(circuit, neurons=4000)
    assert network.neurons < 4096
    verdict = prove(circuit, network, prover="contracts")
    assert isinstance(verdict, Proved)
    assert verdict.certificate.evidence["contracts"][0]["missing_after"] == 1
    assert isinstance(check(circuit, network, verdict.certificate), Valid)


@pytest.mark.slow
def test_three_levels_of_4096_features_are_proved_on_fewer_neurons_than_features():
    circuit = twin_chain(4096, 3)
    network = circuit_network(circuit, neurons=4000)
    assert network.neurons < 4096
    verdict = prove(circuit, network)
    assert isinstance(verdict, Proved)
    assert (verdict.certificate.prover, verdict.certificate.inputs_covered) == ("contracts", 1 + 4096 + comb(4096, 2))
    assert isinstance(check(circuit, network, verdict.certificate), Valid)
