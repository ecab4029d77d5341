"""Where F is 1, found from the active features, against F on whole feature vectors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.oracle import admissible, true_outputs
from verify import Permutation, TwoAnd
from verify.scoring.true_outputs import TrueOutputs
from verify.statement import gates
from verify.statement.inputs import active_sets, sparse_blocks
from verify.statement.on_inputs import indicators, truth


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_they_are_the_places_of_truth(data):
    m = data.draw(st.integers(2, 7))
    v = data.draw(st.integers(1, min(m, 4)))
    pairs = data.draw(st.lists(st.sampled_from([(a, b) for b in range(m) for a in range(b)]), min_size=1, unique=True))
    for problem in (TwoAnd(m, v, tuple(pairs)), Permutation(tuple(data.draw(st.permutations(range(m)))), v)):
        places = TrueOutputs(problem)
        for active in sparse_blocks(problem, 10):
            inputs, outputs = places.of(active)
            found = np.zeros((len(active), problem.outputs), dtype=bool)
            found[inputs, outputs] = True
            assert len(inputs) == found.sum(), "no place twice"
            assert np.array_equal(inputs, np.sort(inputs))
            assert np.array_equal(found, truth(problem, indicators(active, m)))
            for row, features in zip(found, map(tuple, active.tolist()), strict=True):
                assert set(np.flatnonzero(row).tolist()) == true_outputs(problem, features)


def test_a_gate_that_is_one_on_the_empty_input_is_refused(monkeypatch):
    monkeypatch.setitem(gates.KINDS, "and", gates.GateKind("and", 2, lambda bits: ~bits.any(axis=-1)))
    with pytest.raises(ValueError, match="'and' is 1"):
        TrueOutputs(TwoAnd(2, 1, ((0, 1),)))


def test_the_empty_input_has_no_true_output():
    inputs, outputs = TrueOutputs(TwoAnd(3, 2, ((0, 1),))).of(active_sets(3, 0, 0, 1))
    assert inputs.tolist() == outputs.tolist() == []
    assert list(admissible(3, 0)) == [()]
