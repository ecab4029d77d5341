"""The check of a range of outputs: all ranges together say what `check` says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import optimised_channels
from verify import Certificate, Invalid, Margin, Network, TwoAnd, Unknown, Valid, check, check_in_parts
from verify.checker.outputs import Shared, ground_bytes, read_by
from verify.parts import part_of
from verify.progress import Deadline
from verify.provers.branch import prove_by_branching
from verify.statement.forward import score

PROBLEM = TwoAnd.random_regular(20, 3, sparsity=3, seed=2)
NETWORK = optimised_channels(PROBLEM, neurons=22, seed=0)
CERTIFICATE = prove_by_branching(PROBLEM, NETWORK, exact_margin=True).certificate


class Here:
    """A crew of this process."""

    hands = 2

    def __init__(self, memory=2**34, change=lambda part: part):
        self.memory, self.change = memory, change

    def work(self, kind, question, tasks, deadline):
        for task in reversed(tasks):
            yield task, self.change(part_of(kind, question, task, deadline, 1, None))


def test_every_output_is_checked_once_and_the_workers_are_an_assumption():
    assert CERTIFICATE.arrays
    answer, whole = check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Here()), check(PROBLEM, NETWORK, CERTIFICATE)
    assert (answer.claim, whole.assumptions) == (whole.claim, ())
    assert answer.assumptions == (
        "that the workers of the cluster and what carries their answers are right, as one's own machine is",
    )


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_ranges_say_what_the_whole_says(data):
    """Of mutated trees and margins, and of wrong networks with the certificate of a right one."""
    arrays = {name: array.copy() for name, array in CERTIFICATE.arrays.items()}
    name = data.draw(st.sampled_from([*arrays, "none"]))
    if name != "none":
        arrays[name].flat[data.draw(st.integers(0, arrays[name].size - 1))] += data.draw(st.integers(-2, 2))
    weights = NETWORK.layers[0].weights.astype(np.int64)
    weights.flat[data.draw(st.integers(0, weights.size - 1))] += data.draw(st.sampled_from([0, 0, 1, -1, 40]))
    network = Network(
        [(weights, NETWORK.layers[0].bias)], NETWORK.input_code, NETWORK.output_code, threshold=NETWORK.threshold
    )
    margin = data.draw(st.sampled_from([CERTIFICATE.margin, None, Margin(NETWORK.threshold, NETWORK.threshold - 1)]))
    evidence = dict(CERTIFICATE.evidence) if margin else {"attained": None}
    forged = Certificate(
        CERTIFICATE.problem, network.digest, "branch", 3, CERTIFICATE.inputs_covered, margin, evidence, (), arrays
    )
    memory = data.draw(st.sampled_from([2**34, ground_bytes(PROBLEM, network, 4)]))
    assert type(check_in_parts(PROBLEM, network, forged, Here(memory * 5 // 3 + 2))) is type(
        check(PROBLEM, network, forged)
    )


def test_neurons_that_a_range_does_not_read_make_no_difference():
    part = read_by(NETWORK, 5, 9)
    assert part.neurons <= NETWORK.neurons
    for active in ((), (1,), (3, 7), (2, 5, 11)):
        assert [score(part, active, i) for i in range(4)] == [score(NETWORK, active, i) for i in range(5, 9)]


@pytest.mark.parametrize("change", [lambda _: {}, lambda _: {"valid": 1, "more": 2}, lambda _: {"invalid": 7}])
def test_an_answer_that_is_none_is_refused(change):
    with pytest.raises(Exception, match=r"the check of outputs \d+ to \d+: has no answer"):
        check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Here(change=change))


def test_a_worker_that_says_no_or_knows_not_is_heard():
    assert check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Here(change=lambda _: {"invalid": "so"})) == Invalid("so")
    assert check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Here(change=lambda _: {"unknown": "so"})) == Unknown("so")


def test_what_has_no_outputs_to_share_is_checked_on_one_machine():
    other = Certificate(CERTIFICATE.problem, NETWORK.digest, "enumerate", 3, 1, None, {"order": "colexicographic"})
    assert "leave the cluster out" in check_in_parts(PROBLEM, NETWORK, other, Here()).reason
    assert "needs more" in check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Here(memory=100)).reason


def test_a_missing_range_is_never_valid():
    class Lazy(Here):
        def work(self, *question):
            yield from list(super().work(*question))[:-1]

    assert isinstance(check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Lazy()), Unknown)
    assert isinstance(check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Here()), Valid)
    with pytest.raises(TypeError):
        Shared(PROBLEM, NETWORK, None, (0, 1), Deadline(None))
