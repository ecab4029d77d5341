"""The forward pass against the definition in Python integers."""

import pytest

from tests.verify import networks as build
from tests.verify.cases import CASES, PATH, Case
from tests.verify.oracle import PlainNetwork, admissible
from verify import IdentityCode, score
from verify.statement.forward import activations, outputs, read_scores, scores


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_the_definition(case: Case):
    plain = PlainNetwork(case.network)
    for active in list(admissible(case.problem.inputs, case.problem.sparsity))[::3]:
        expected = plain.scores(active)
        assert [x.tolist() for x in activations(case.network, active)] == plain.states(active)
        assert scores(case.network, active).tolist() == expected
        assert score(case.network, active, len(expected) - 1) == expected[-1]
        assert outputs(case.network, active) == tuple(i for i, s in enumerate(expected) if s >= case.network.threshold)


def test_order_and_repetition_of_active_features_do_not_matter():
    network = build.naive(PATH)
    assert outputs(network, [2, 1, 2]) == outputs(network, (1, 2)) == outputs(network, iter({1, 2})) == (1,)


@pytest.mark.parametrize("feature", [-1, 5])
def test_features_that_do_not_exist_are_refused(feature):
    with pytest.raises(IndexError, match="words"):
        activations(build.naive(PATH), [feature])


@pytest.mark.parametrize("block", [1, 3, 4, 100])
def test_reading_in_blocks_is_reading_at_once(block):
    state = activations(build.naive(PATH), (1, 2, 3))[-1]
    assert read_scores(IdentityCode(4), state, block).tolist() == [0, 1, 1, 0]
