"""Checkpoints are hints: whatever the file holds, the answer is one sentence or the truth, and it comes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import save_file

from tests.verify import networks as build
from verify import DocumentError, IdentityCode, Network, Proved, Refuted, TwoAnd, prove
from verify.provers.branch.kept_form import NAMES

PROBLEM = TwoAnd(5, 3, ((0, 1), (1, 2)))
RIGHT = Network([([[1, 1, 0, 0, 0], [0, 1, 1, 0, 0]], [-1, -1])], IdentityCode(5), IdentityCode(2), 1)
WRONG = build.changed(RIGHT, 0, 1, -1, 0)
TIGHT = TwoAnd(8, 3, ((0, 1), (2, 3), (4, 5), (6, 7)))
BRANCHING = build.random_channels(TIGHT, 8, 3, 6, 3)


def kept(folder, problem=PROBLEM, network=RIGHT):
    """The tensors and the metadata of a checkpoint of a finished proof."""
    assert isinstance(prove(problem, network, checkpoint=folder / "good"), Proved)
    with safe_open(folder / "good", framework="numpy") as file:
        return {name: file.get_tensor(name) for name in sorted(file.keys())}, dict(file.metadata())


def test_a_checkpoint_bound_to_another_network_proves_nothing(tmp_path):
    tensors, metadata = kept(tmp_path)
    save_file(tensors, tmp_path / "forged", metadata={**metadata, "network": WRONG.digest})
    with pytest.raises(DocumentError, match=r"forged: .*remove it to begin anew"):
        prove(PROBLEM, WRONG, checkpoint=tmp_path / "forged")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bounds", []),
        ("attained_true", [1]),
        ("attained_false", [0, 2]),
        ("attained_false", [0, 0, 7]),
        ("attained_false", [5, 0]),
        ("done", []),
        ("done", [-(2**63)]),
        ("done", [3]),
        ("done", [[0]]),
        ("floors", [1]),
        ("floors", [2**40, 0]),
        ("numbers", [0]),
        ("features", [1]),
    ],
)
def test_a_malformed_checkpoint_is_one_sentence(tmp_path, name, value):
    tensors, metadata = kept(tmp_path)
    save_file({**tensors, name: np.array(value, dtype=np.int64)}, tmp_path / "bad", metadata=metadata)
    with pytest.raises(DocumentError, match=r"bad: is no checkpoint: .*; remove it to begin anew"):
        prove(PROBLEM, RIGHT, checkpoint=tmp_path / "bad")


def test_narrow_integers_are_refused(tmp_path):
    tensors, metadata = kept(tmp_path)
    save_file({**tensors, "done": tensors["done"].astype(np.int8)}, tmp_path / "bad", metadata=metadata)
    with pytest.raises(DocumentError, match="done must be a list of 64-bit integers"):
        prove(PROBLEM, RIGHT, checkpoint=tmp_path / "bad")


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("grown")
    return folder, *kept(folder, TIGHT, BRANCHING)


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_a_mutated_checkpoint_never_changes_a_verdict(grown, data):
    folder, tensors, metadata = grown
    network, truth = data.draw(st.sampled_from([(BRANCHING, Proved), (build.changed(BRANCHING, 0, 0, -1, 3), Refuted)]))
    changed = {name: tensor.copy() for name, tensor in tensors.items()}
    for name in data.draw(st.lists(st.sampled_from(sorted(NAMES)), max_size=3)):
        values = changed[name].tolist()
        place = data.draw(st.integers(0, len(values)))
        number = data.draw(st.integers(-3, 12) | st.sampled_from([-(2**63), 2**63 - 1]))
        values[place : place + data.draw(st.integers(0, 1))] = [number]
        changed[name] = np.array(values, dtype=np.int64)
    save_file(changed, folder / "changed", metadata={**metadata, "network": network.digest})
    try:
        verdict = prove(TIGHT, network, checkpoint=folder / "changed", exact_margin=data.draw(st.booleans()))
    except DocumentError:
        return
    assert isinstance(verdict, truth)
