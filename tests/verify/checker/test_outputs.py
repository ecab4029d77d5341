"""The check of a range of outputs: all ranges together say what `check` says."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import optimised_channels
from verify import (
    BareCode,
    Certificate,
    ConstantWeightCode,
    DocumentError,
    HadamardCode,
    Invalid,
    Margin,
    Network,
    RandomSignCode,
    TwoAnd,
    Unknown,
    Valid,
    check,
    check_in_parts,
    checking,
    gate_problem,
    problem_digest,
)
from verify.checker.branch.screen import Screens
from verify.checker.budget import Budget
from verify.checker.columns import Columns
from verify.checker.outputs import Shared, ground_bytes, read_by
from verify.parts import part_of
from verify.progress import Deadline
from verify.provers.branch import prove_by_branching
from verify.statement.forward import score
from verify.statement.received import received

PROBLEM = TwoAnd.random_regular(20, 3, sparsity=3, seed=2)
NETWORK = optimised_channels(PROBLEM, neurons=22, seed=0)
CERTIFICATE = prove_by_branching(PROBLEM, NETWORK, exact_margin=True).certificate

UNBRANCHED = Certificate(
    CERTIFICATE.problem, NETWORK.digest, "branch", 3, CERTIFICATE.inputs_covered, None, {"attained": None}
)
"""A certificate that says that every case closes by itself."""


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
    with patch.multiple(checking, BY_COLUMNS=data.draw(st.sampled_from([0, 2**31])), LEAST_COLUMNS=4):
        answer = check_in_parts(PROBLEM, network, forged, Here(memory * 5 // 3 + 2))
    assert type(answer) is type(check(PROBLEM, network, forged))


GATES = [
    ("and", 0, 1), ("or", 1, 2), ("xor", 3, 4), ("andnot", 5, 2), ("copy", 6), ("and", 7, 8, 9), ("or", 0, 3, 5, 9)
]  # fmt: skip


@pytest.mark.parametrize("code", [HadamardCode(6, 11, 3), RandomSignCode(6, 11, 0), ConstantWeightCode(6, 11, 3, 0)])
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_columns_close_what_closes(code, data):
    """Of networks of small numbers, the outputs that no range of columns leaves open are those that close whole."""
    sparsity = data.draw(st.integers(1, 3))
    problem = gate_problem(11, sparsity, GATES)
    draw = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    reading = BareCode(draw.integers(0, 2, (5, len(GATES))))
    layer = draw.integers(-2, 3, (5, 6)), draw.integers(-4, 2, 5)
    network = Network([layer], code, reading, threshold=data.draw(st.integers(-1, 6)))
    certificate = Certificate(
        problem_digest(problem), network.digest, "branch", sparsity, 1, None, {"attained": None}, (), {}
    )
    budget = Budget(Deadline(None))
    columns = Columns(problem, network, certificate, budget)
    whole = received(network.layers[0].weights, code)
    blocks = [(begin, min(begin + 4, 11)) for begin in range(0, 11, 4)]
    grounds = [columns.ground(*block, budget) for block in blocks]
    entries = np.zeros((len(columns.features), grounds[0].rows.shape[1]), dtype=np.int16)
    for block, ground in zip(blocks, grounds, strict=True):
        assert np.array_equal(ground.entries, whole[:, slice(*block)])
        entries[columns.inside(*block)] = columns.entries(ground, *block)
    left = np.concatenate(
        [columns.open(ground, *block[:1], entries, budget, 1) for block, ground in zip(blocks, grounds, strict=True)]
    )
    shared = Shared(problem, network, certificate, range(len(GATES)), budget)
    assert set(columns.outputs.tolist()) == set(range(len(GATES) - 1))
    for output in columns.outputs.tolist():
        if output not in left:
            shared.check([output], budget)


def test_a_fast_way_that_is_wrong_is_found_out_on_columns_too(monkeypatch):
    weights = NETWORK.layers[0].weights.astype(np.int64)
    weights[:, 0] += 40
    network = Network(
        [(weights, NETWORK.layers[0].bias)], NETWORK.input_code, NETWORK.output_code, threshold=NETWORK.threshold
    )
    forged = Certificate(CERTIFICATE.problem, network.digest, "branch", 3, 1, None, {"attained": None}, (), {})
    monkeypatch.setattr(checking, "BY_COLUMNS", 0)
    assert isinstance(check_in_parts(PROBLEM, network, forged, Here()), Invalid)
    monkeypatch.setattr(Screens, "closed", lambda _, leaves: np.ones(len(leaves.output), dtype=np.bool_))
    assert "at fault" in check_in_parts(PROBLEM, network, forged, Here()).reason


@pytest.mark.parametrize(
    "change",
    [
        lambda part: {},
        lambda part: {name: array.tolist() for name, array in part.items()},
        lambda part: {name: array.astype(float) for name, array in part.items()},
        lambda part: {name: array[:0] if array.ndim == 2 else np.array([99]) for name, array in part.items()},
        lambda part: {name: array[..., None] for name, array in part.items()},
    ],
)
def test_columns_that_are_none_are_refused(monkeypatch, change):
    monkeypatch.setattr(checking, "BY_COLUMNS", 0)
    with pytest.raises(DocumentError, match=r"the check of columns \d+ to \d+: "):
        check_in_parts(PROBLEM, NETWORK, UNBRANCHED, Here(change=change))


def test_columns_that_never_came_back_are_no_check(monkeypatch):
    class Lazy(Here):
        def work(self, kind, question, tasks, deadline):
            yield from list(super().work(kind, question, tasks, deadline))[1:]

    class Weary(Here):
        def work(self, kind, question, tasks, deadline):
            yield from list(super().work(kind, question, tasks, deadline))[0 if tasks[0]["entries"] else 1 :]

    monkeypatch.setattr(checking, "BY_COLUMNS", 0)
    monkeypatch.setattr(checking, "LEAST_COLUMNS", 4)
    assert "came back" in check_in_parts(PROBLEM, NETWORK, UNBRANCHED, Lazy()).reason
    assert "came back" in check_in_parts(PROBLEM, NETWORK, UNBRANCHED, Weary()).reason


def test_neurons_that_a_range_does_not_read_make_no_difference():
    part = read_by(NETWORK, range(5, 9))
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
    answer = check_in_parts(PROBLEM, NETWORK, other, Here())
    assert (type(answer), "leave the cluster out" in answer.reason) == (Unknown, True)
    assert "needs more" in check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Here(memory=100)).reason


def test_a_missing_range_is_never_valid():
    class Lazy(Here):
        def work(self, *question):
            yield from list(super().work(*question))[:-1]

    assert isinstance(check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Lazy()), Unknown)
    assert isinstance(check_in_parts(PROBLEM, NETWORK, CERTIFICATE, Here()), Valid)
    with pytest.raises(TypeError):
        Shared(PROBLEM, NETWORK, None, (0, 1), Deadline(None))
