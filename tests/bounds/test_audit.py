"""The audit: bits counted and really encoded, and a planted violation of the counting bound caught."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds import parameter_bits
from bounds.audit import audit, parameters, stored_width
from bounds.audit.parameter_stream import decode_parameters, encode_parameters
from bounds.audit.range_coder import MOST_SYMBOLS, decode, encode, frequencies
from bounds.errors import CodingError, SparsityTooSmallError
from verify import (
    BareCode,
    ConstantWeightCode,
    FloatNetwork,
    Found,
    IdentityCode,
    Network,
    Permutation,
    Problem,
    TwoAnd,
    find_proof,
)
from verify.arrays import Integers
from verify.codes import recipes
from verify.codes.base import Code


def identity_network(size: int, **changes: Code) -> Network:
    codes = {"input_code": IdentityCode(size), "output_code": IdentityCode(size), **changes}
    return Network([(np.eye(size, dtype=np.int64), [0] * size)], threshold=1, **codes)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=6000), st.integers(1, 3))
def test_what_is_encoded_is_decoded(symbols: list[int], repeats: int) -> None:
    array = np.array(symbols * repeats)
    scaled = frequencies(np.bincount(array, minlength=7) + 1)
    states, words = encode(array, scaled)
    assert np.array_equal(decode(states, words, scaled, len(array)), array)


@settings(deadline=None, max_examples=20)
@given(
    st.integers(-(2**62), 2**62),
    st.lists(st.integers(-(2**40), 2**40), min_size=4, max_size=4),
    st.lists(st.integers(-3, 3), min_size=2, max_size=2),
    st.integers(0, 2**63 - 1),
)
def test_all_parameters_are_read_back_from_their_bytes(
    threshold: int, weights: list[int], bias: list[int], seed: int
) -> None:
    matrix = np.array(weights).reshape(2, 2)
    code = ConstantWeightCode(rows=2, columns=3, weight=1, seed=seed)
    network = Network([(matrix, bias)], code, BareCode([[1, 0, 1], [0, 1, 1]]), threshold)
    found = decode_parameters(encode_parameters(network))
    assert found.belong_to(network)
    assert not found.belong_to(network.with_threshold(threshold - 1))
    assert found.codes[0] == seed


def test_the_code_comes_within_a_twentieth_of_the_entropy() -> None:
    generator = np.random.default_rng(1)
    weights = (generator.random((400, 400)) < 0.05).astype(np.int64)
    spent = parameter_bits(Network([(weights, [0] * 400)], IdentityCode(400), IdentityCode(400), 1))
    assert spent.encoded is not None
    assert spent.entropy <= spent.encoded <= 1.05 * spent.entropy + 256
    assert spent.sparse < spent.stored / 2


def test_more_values_than_the_coder_tells_apart_are_stored_as_they_are() -> None:
    weights = np.arange(MOST_SYMBOLS + 1)[:, None]
    network = Network([(weights, [0] * len(weights))], IdentityCode(1), IdentityCode(len(weights)), 1)
    encoded = parameter_bits(network).encoded
    assert encoded is not None
    assert encoded >= 16 * len(weights)


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_a_cut_string_of_parameters_is_refused(cut: int) -> None:
    stream = encode_parameters(identity_network(40))
    with pytest.raises(CodingError):
        decode_parameters(stream[:-cut])


def test_the_bits_of_a_seed_are_counted() -> None:
    def spent(seed: int) -> int:
        return parameter_bits(identity_network(6, input_code=ConstantWeightCode(6, 6, 3, seed))).stored

    assert spent(1000) - spent(0) == 10


def test_a_bare_code_counts_as_parameters() -> None:
    public, bare = identity_network(9), identity_network(9, input_code=BareCode(np.eye(9, dtype=np.int8)))
    assert parameter_bits(bare).stored - parameter_bits(public).stored == 8 * 81


def test_an_honest_network_respects_the_bound() -> None:
    problem = Permutation(images=tuple(range(64)), sparsity=1)
    found = audit(problem, identity_network(64))
    assert found.verdict == "respected"
    assert found.ratio(590) == 2  # floor(lg 64!) = 295


def test_a_network_may_beat_the_bound_by_the_slack_only() -> None:
    problem = Permutation(images=(0, 1, 2), sparsity=1)
    assert audit(problem, identity_network(3)).sentence.startswith("respected: ")


@dataclass(frozen=True)
class ParabolaCode:
    """Three rows that hold a whole permutation: word j is (p, p**2, 1) at p = images[j], whatever the recipe says."""

    images: tuple[int, ...]
    claims: Mapping[str, object]
    family = "identity"
    rows = 3

    @property
    def columns(self) -> int:
        return len(self.images)

    @property
    def largest_entry(self) -> int:
        return len(self.images) ** 2

    def recipe(self) -> dict[str, object]:
        return dict(self.claims)

    def block(self, start: int, stop: int) -> Integers:
        places = np.array(self.images[start:stop], dtype=np.int64)
        return np.stack([places, places**2, np.ones_like(places)])


@dataclass(frozen=True)
class TangentCode:
    """Word i is (2 i, -1, 1 - i**2), so its score on (p, p**2, 1) is 1 - (i - p)**2: public, and honest."""

    size: int
    family = "tangents"
    rows = 3

    @property
    def columns(self) -> int:
        return self.size

    @property
    def largest_entry(self) -> int:
        return self.size**2

    def recipe(self) -> dict[str, object]:
        return {"family": self.family, "size": self.size}

    def block(self, start: int, stop: int) -> Integers:
        places = np.arange(start, stop, dtype=np.int64)
        return np.stack([2 * places, -np.ones_like(places), 1 - places**2])


def smuggler(problem: Problem, claims: Mapping[str, object]) -> Network:
    return Network(
        [(np.eye(3, dtype=np.int64), [0, 0, 0])],
        ParabolaCode(problem.images, claims),
        TangentCode(problem.outputs),
        threshold=1,
    )


PLANTED = Permutation(images=tuple(np.random.default_rng(7).permutation(64).tolist()), sparsity=1)


def test_a_code_that_smuggles_the_problem_in_is_caught_by_name() -> None:
    network = smuggler(PLANTED, {"family": "identity", "size": 64})
    assert isinstance(find_proof(PLANTED, network, prover="enumerate"), Found)  # it does compute the problem
    found = audit(PLANTED, network)
    assert found.verdict == "violated"
    assert "the input code is not what its recipe expands to, IdentityCode(size=64)" in found.sentence


def test_a_code_without_a_public_recipe_is_caught_by_name() -> None:
    found = audit(PLANTED, smuggler(PLANTED, {"family": "parabola"}))
    assert "the input code has no public recipe: a code's family must be one of" in found.sentence


def test_a_trusted_family_that_smuggles_the_problem_in_is_caught_by_its_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The expansion of recipes itself is broken: only the count can tell."""
    network = smuggler(PLANTED, {"family": "parabola", "size": 64})
    families = {
        "parabola": (lambda size: network.input_code, frozenset({"size"})),
        "tangents": (TangentCode, frozenset({"size"})),
    }
    monkeypatch.setattr(recipes, "_FAMILIES", families)
    found = audit(PLANTED, network)
    assert not found.forged
    assert found.bound.bits == math.floor(math.log2(math.factorial(64))) == 295
    assert found.spent.least == found.spent.sparse == 101
    assert found.sentence == (
        "violated: 101 parameter bits are 194 below lg|F| = 295, more than the slack of 64; if the network is proved, "
        "the statement, a public code or a prover is broken"
    )


def test_without_a_bound_there_is_no_audit() -> None:
    with pytest.raises(SparsityTooSmallError, match="must be at least 2, not 1"):
        audit(TwoAnd(inputs=3, sparsity=1, pairs=((0, 1), (1, 2))), identity_network(3))


def test_large_networks_are_encoded_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    monkeypatch.setattr(import_module("bounds.audit.parameter_bits"), "QUICKLY_ENCODED", 2)
    assert parameter_bits(network).encoded is None
    assert parameter_bits(network).least == min(parameter_bits(network).stored, parameter_bits(network).sparse)
    assert parameter_bits(network, encode=True).encoded == 144
    assert audit(problem, network).respected


def test_a_float_network_is_counted_at_its_stored_width() -> None:
    layers = [([[1.0, 1.0], [0.5, 0.0]], [0.0, -1.5], [True, False]), ([[1.0, 2.0]], [0.0], False)]
    network = FloatNetwork(layers, 0.5, "bfloat16")
    spent = parameter_bits(network)
    assert spent.stored == network.parameter_bits == 16 * 7 + 10 + 2
    assert (spent.encoded, spent.seeds, stored_width(network), parameters(network)) == (None, 0, 16, 7)
    assert spent.entropy < spent.stored
    noted = FloatNetwork(layers, 0.5, "bfloat16", construction={"parameters": 5})
    assert parameters(noted) == 5
    found = audit(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    assert found.respected
    assert found.spent == spent
