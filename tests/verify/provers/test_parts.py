"""Proofs in parts: however the question is cut, and in whatever order parts come, it is the proof of one machine."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import optimised_channels, structured_channels
from verify import DocumentError, Found, Invalid, Network, Refuted, TwoAnd, Unknown, check
from verify.crew import cut
from verify.errors import SuperproofError
from verify.progress import Deadline
from verify.provers import PROVERS
from verify.proving import find_proof
from verify.random_problems import random_gates

PROBLEM = TwoAnd.random_regular(24, 3, sparsity=2, seed=1)
NETWORK = optimised_channels(PROBLEM, neurons=17, seed=0)


class Here:
    """A crew of this process, which answers in the order that `shuffle` gives, and keeps nothing between parts."""

    hands, memory = 3, 2**34

    def __init__(self, order=lambda tasks: tasks, change=lambda part: part):
        self.order, self.change, self.asked = order, change, 0

    def work(self, kind, question, tasks, deadline):
        for task in self.order(list(tasks)):
            self.asked += 1
            yield task, self.change(PROVERS[kind].part(question, task, Deadline(None), 1))


def changed(network, weight, place):
    weights = network.layers[0].weights.astype(np.int64)
    weights.flat[place % weights.size] += weight
    layer = [(weights, network.layers[0].bias)]
    return Network(layer, network.input_code, network.output_code, threshold=network.threshold)


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_parts_in_any_order_are_the_proof_of_one_machine(data):
    network = changed(NETWORK, data.draw(st.integers(-9, 9)), data.draw(st.integers(0, 10**6)))
    prover = data.draw(st.sampled_from(["branch", "enumerate"]))
    size = data.draw(st.integers(1, 40))
    options = {"exact_margin": True} if prover == "branch" and data.draw(st.booleans()) else {}
    crew = Here(order=lambda tasks: data.draw(st.permutations(tasks)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verify.provers.branch.crewed._size", lambda *_: size)
        patch.setattr("verify.provers.enumeration.parts._size", lambda *_: size)
        found = find_proof(PROBLEM, network, prover=prover, client=crew, **options)
    assert_same(find_proof(PROBLEM, network, prover=prover, **options), found)


WIDE_PROBLEM = TwoAnd.random_regular(150, 2, sparsity=2, seed=1)
WIDE_NETWORKS = [structured_channels(WIDE_PROBLEM, neurons=n) for n in (140, 190)]


@pytest.fixture
def by_columns(monkeypatch):
    """Blocks of 64 columns, and so three of these problems."""
    monkeypatch.setattr("verify.provers.branch.crewed.LONG", 0)
    monkeypatch.setattr("verify.provers.branch.received.TRANSFORM_COLUMNS", 64)


@pytest.mark.parametrize("hands", [1, 7])
@pytest.mark.parametrize("gates", [False, True])
def test_columns_in_any_order_are_the_proof_of_one_machine(by_columns, monkeypatch, gates, hands):
    """Of networks that are right and wrong, with outputs that close and that do not, and with wide gates."""
    rng = np.random.default_rng(hands)
    monkeypatch.setattr(Here, "hands", hands)
    for number, network in enumerate(WIDE_NETWORKS):
        for weight in (0, 1, 3):
            problem = random_gates(150, 150, sparsity=2, seed=number) if gates else WIDE_PROBLEM
            other = changed(network, -weight, int(rng.integers(10**6)))
            crew = Here(order=lambda tasks: [tasks[k] for k in rng.permutation(len(tasks))])
            found = find_proof(problem, other, prover="branch", client=crew)
            assert_same(find_proof(problem, other, prover="branch"), found)


def test_proofs_by_columns_go_on_from_checkpoints(by_columns, tmp_path):
    class Dying(Here):
        def work(self, kind, question, tasks, deadline):
            if "block" not in tasks[0]:
                raise KeyboardInterrupt
            yield from super().work(kind, question, tasks, deadline)

    weak, path = WIDE_NETWORKS[0], tmp_path / "checkpoint"
    whole = find_proof(WIDE_PROBLEM, weak, prover="branch")
    with pytest.raises(KeyboardInterrupt):
        find_proof(WIDE_PROBLEM, weak, prover="branch", checkpoint=path, client=Dying())
    assert_same(whole, find_proof(WIDE_PROBLEM, weak, prover="branch", checkpoint=path, client=Here()))


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("entries", np.zeros(3, dtype=np.int64), "must have [0-9]+ entries"),
        ("entries", [1], "must have [0-9]+ entries"),
        ("numbers", np.array([10**6]), "has terms of other cases or features"),
        ("values", None, "must have numbers, values and features"),
        ("features", np.zeros((10**3, 2), dtype=np.int64), "has terms of other cases or features"),
    ],
)
def test_forged_columns_are_one_sentence(by_columns, name, value, complaint):
    def change(part):
        return {**part, name: value} if name in part else part

    with pytest.raises(DocumentError, match=f"the part for columns [0-9]+ to [0-9]+: {complaint}"):
        find_proof(WIDE_PROBLEM, WIDE_NETWORKS[1], prover="branch", client=Here(change=change))


def test_columns_that_lie_prove_nothing(by_columns):
    """What is wrong and closes by a lie is refused by the check, and a score that no input attains at once."""
    wrong = WIDE_NETWORKS[0]
    silent = Here(change=lambda part: {n: a[:0] for n, a in part.items()} if "values" in part else part)
    found = find_proof(WIDE_PROBLEM, wrong, prover="branch", client=silent)
    assert isinstance(find_proof(WIDE_PROBLEM, wrong, prover="branch"), Refuted)
    assert isinstance(found, Refuted) or isinstance(check(WIDE_PROBLEM, wrong, found.certificate), Invalid)

    def worse(part):
        return {n: a - 1 if n == "values" else a for n, a in part.items()} if "values" in part else part

    with pytest.raises(DocumentError, match=r"tell of a score that .* does not attain"):
        find_proof(WIDE_PROBLEM, WIDE_NETWORKS[1], prover="branch", client=Here(change=worse))


def assert_same(one, other):
    assert type(one) is type(other)
    if isinstance(one, Refuted):
        assert one.counterexample == other.counterexample
    if isinstance(one, Found):
        mine, its = one.certificate, other.certificate
        assert (mine.margin, mine.evidence) == (its.margin, its.evidence)
        assert {k: (a.dtype, a.tolist()) for k, a in mine.arrays.items()} == {
            k: (a.dtype, a.tolist()) for k, a in its.arrays.items()
        }


@pytest.mark.parametrize(("sparsity", "neurons"), [(2, 11), (3, 15)])
def test_a_proof_with_many_branchings_is_the_same_in_parts(sparsity, neurons, monkeypatch):
    problem = TwoAnd.random_regular(12, 3, sparsity=sparsity, seed=0)
    other = random_gates(12, problem.outputs, sparsity=sparsity, seed=3)
    rng = np.random.default_rng(0)
    network = optimised_channels(problem, neurons=neurons, seed=1)
    monkeypatch.setattr("verify.provers.branch.crewed._size", lambda *_: 3)
    shuffled = Here(order=lambda tasks: [tasks[k] for k in rng.permutation(len(tasks))])
    for subject in (problem, other):
        whole = find_proof(subject, network, prover="branch")
        assert_same(whole, find_proof(subject, network, prover="branch", client=shuffled))


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("bounds", np.zeros(1, dtype=np.int64), "is no proof of these outputs"),
        ("bounds", np.zeros(1, dtype=np.int32), "must have lists of 64-bit integers"),
        ("numbers", [0], "must have lists of 64-bit integers"),
        ("attained_true", np.array([1, 0, 0], dtype=np.int64), "attained_true must"),
        ("wrong", [1, 10**6, 0], "tells of no wrong input"),
        ("wrong", [0, 3], "tells of no wrong input"),
        ("wrong", "all", "tells of no wrong input"),
        ("wrong", [True, 0, 0], "tells of no wrong input"),
    ],
)
def test_a_forged_part_is_one_sentence(name, value, complaint):
    with pytest.raises(DocumentError, match=f"the part for outputs 0 to .*{complaint}"):
        find_proof(PROBLEM, NETWORK, prover="branch", client=Here(change=lambda part: {**part, name: value}))


@pytest.mark.parametrize("wrong", [[0], [], [0, 0], [-1], [10**6], "all", [True]])
def test_a_wrong_input_of_enumeration_that_is_none_is_one_sentence(wrong):
    with pytest.raises(SuperproofError, match=r"neither a wrong input nor|is no admissible input|is right on"):
        find_proof(PROBLEM, NETWORK, prover="enumerate", client=Here(change=lambda _: {"wrong": wrong}))


def test_floors_of_another_proof_are_refused():
    def lower(part):
        part["floors"] = np.where(part["floors"] > -(2**61), part["floors"] - numbers.pop(), part["floors"])
        return part

    numbers = [1, 0] * 10
    with pytest.raises(DocumentError, match="has floors"):
        find_proof(PROBLEM, NETWORK, prover="branch", client=Here(change=lower))


def test_a_worker_that_is_late_leaves_it_unknown():
    for prover in ("branch", "enumerate"):
        late = find_proof(
            PROBLEM, NETWORK, prover=prover, client=Here(change=lambda _: {"late": True}), deadline=Deadline(99)
        )
        assert isinstance(late, Unknown)
        assert "time limit of 99 seconds" in late.reason


def test_a_wrong_input_that_is_known_is_not_forgotten_when_time_ends(monkeypatch):
    """The last range answers first, is wrong, and time ends behind the last of the ranges before it."""

    class Late(Here):
        def work(self, kind, question, tasks, deadline):
            yield from super().work(kind, question, reversed(tasks), deadline)
            raise TimeoutError

    wrong = changed(NETWORK, 10**4, 0)
    monkeypatch.setattr("verify.provers.enumeration.parts._size", lambda *_: 10**3)
    found = find_proof(PROBLEM, wrong, prover="enumerate", client=Late())
    assert isinstance(found, Refuted)
    monkeypatch.setattr("verify.provers.enumeration.parts._size", lambda *_: 1)
    assert isinstance(find_proof(PROBLEM, wrong, prover="enumerate", client=Late()), Refuted)
    assert isinstance(find_proof(PROBLEM, NETWORK, prover="enumerate", client=Late()), Found)


def test_finished_parts_are_kept_and_not_asked_for_again(tmp_path, monkeypatch):
    monkeypatch.setattr("verify.provers.branch.crewed._size", lambda *_: 6)
    path = tmp_path / "checkpoint"

    class Dying(Here):
        def work(self, *question):
            for number, answer in enumerate(super().work(*question)):
                if number == 3:
                    raise KeyboardInterrupt
                yield answer

    with pytest.raises(KeyboardInterrupt):
        find_proof(PROBLEM, NETWORK, prover="branch", checkpoint=path, client=Dying(order=lambda tasks: tasks[::-1]))
    again = Here()
    found = find_proof(PROBLEM, NETWORK, prover="branch", checkpoint=path, client=again)
    assert again.asked == -(-PROBLEM.outputs // 6) - 3
    assert_same(find_proof(PROBLEM, NETWORK, prover="branch"), found)
    assert_same(find_proof(PROBLEM, NETWORK, prover="branch", checkpoint=path), found)


def test_a_checkpoint_of_parts_goes_on_on_one_machine(tmp_path, monkeypatch):
    monkeypatch.setattr("verify.provers.branch.crewed._size", lambda *_: 6)
    path = tmp_path / "checkpoint"

    class Dying(Here):
        def work(self, *question):
            yield next(super().work(*question))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_proof(PROBLEM, NETWORK, prover="branch", checkpoint=path, client=Dying(order=lambda tasks: tasks[2:]))
    assert b"checkpoint-3" in path.read_bytes()
    assert_same(
        find_proof(PROBLEM, NETWORK, prover="branch"), find_proof(PROBLEM, NETWORK, prover="branch", checkpoint=path)
    )


def test_provers_without_parts_say_so():
    with pytest.raises(ValueError, match="client is an option of enumerate and branch, not of smt"):
        find_proof(PROBLEM, NETWORK, prover="smt", client=Here())


def test_ranges_are_of_nearly_equal_length():
    assert [end - begin for begin, end in cut(0, 100, 30)] == [25, 25, 25, 25]
    assert cut(5, 5, 3) == []
