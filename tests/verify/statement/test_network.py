"""Networks: shapes, bounds, digests, and that they never change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify import networks as build
from tests.verify.cases import CASES, CYCLE, PATH, Case
from tests.verify.oracle import PlainNetwork, admissible
from verify import (
    BareCode,
    ConstantWeightCode,
    FloatNetwork,
    HadamardCode,
    IdentityCode,
    Network,
    Permutation,
    RandomSignCode,
    ReedSolomonCode,
    activations,
)

LAYER = ([[1, 1]], [-1])
CODES = IdentityCode(2), IdentityCode(1)


@pytest.mark.parametrize(
    ("layers", "codes", "threshold", "error", "words"),
    [
        ([], CODES, 1, ValueError, "at least one layer, not 0"),
        ([([[1, 1, 1]], [-1])], CODES, 1, ValueError, "W1 must have 2 columns, .* not 3"),
        ([([[1, 1]], [-1, 0])], CODES, 1, ValueError, "b1 must have 1 entries, .* not 2"),
        ([LAYER, ([[1, 1]], [0])], CODES, 1, ValueError, "W2 must have 1 columns, .* not 2"),
        ([LAYER], (IdentityCode(2), IdentityCode(2)), 1, ValueError, "output code must have 1 rows, .* not 2"),
        ([([1, 1], [-1])], CODES, 1, ValueError, "W1 must have 2 dimensions, not 1"),
        ([([[1, 1]], [[-1]])], CODES, 1, ValueError, "b1 must have 1 dimensions, not 2"),
        ([([[1, 1.0]], [-1])], CODES, 1, TypeError, "W1 must be an array of integers"),
        ([([[1, True]], [-1])], CODES, 1, TypeError, "W1 must be an array of integers"),
        ([([[1, 1]], [float("nan")])], CODES, 1, TypeError, "b1 must be an array of integers"),
        ([(np.array([[1, 1]], dtype=bool), [-1])], CODES, 1, TypeError, "W1 must be an array of integers"),
        ([([[1, 2**63]], [-1])], CODES, 1, OverflowError, "W1 must hold integers below 2"),
        ([LAYER], CODES, True, TypeError, "threshold must be an integer, not True"),
        ([LAYER], CODES, 1.0, TypeError, "threshold must be an integer, not 1.0"),
        ([LAYER], CODES, 2**63, OverflowError, "below 2\\*\\*63, but may take 64 bits"),
        ([LAYER], CODES, -(10**4000), OverflowError, "below 2\\*\\*63, but may take 13288 bits"),
        ([([[2**62, 2**62]], [0])], CODES, 1, OverflowError, "below 2\\*\\*63"),
        ([([[2**62, 1]], [2**62])], CODES, 1, OverflowError, "below 2\\*\\*63"),
        ([([[2**62, -(2**62)]], [0])], CODES, 1, OverflowError, "below 2\\*\\*63"),
        ([([[2**40, 0]], [0]), ([[2**40]], [0])], CODES, 1, OverflowError, "below 2\\*\\*63"),
        ([([[2**32, 0]], [0])], (IdentityCode(2), BareCode([[2**32]])), 1, OverflowError, "below 2\\*\\*63"),
        ([([[2**62, 0]], [0])] + [([[2**62]], [0])] * 30, CODES, 1, OverflowError, "below 2\\*\\*63"),
    ],
)
def test_what_is_no_network_is_refused_with_the_rule(layers, codes, threshold, error, words):
    with pytest.raises(error, match=words):
        Network(layers, codes[0], codes[1], threshold)


def test_the_largest_network_that_fits_is_taken():
    network = Network([([[2**63 - 1]], [0])], IdentityCode(1), IdentityCode(1), 2**63 - 1)
    assert network.activation_bounds == (1, 2**63 - 1, 2**63 - 1)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3), st.sampled_from([1, 3, 50, 1000]))
def test_no_activation_exceeds_its_bound(seed, layers, largest):
    problem = Permutation((0, 1, 2, 3), sparsity=4)
    network = build.dense_random(problem, layers, 4, seed, largest=largest)
    plain = PlainNetwork(network)
    for active in admissible(4, 4):
        values = [*plain.states(active), plain.scores(active)]
        for bounds in (network.activation_bounds, network.bounds(len(active))):
            assert all(max(map(abs, state)) <= bound for state, bound in zip(values, bounds, strict=True))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_activation_exceeds_its_bound_in_the_table(case: Case):
    plain, problem = PlainNetwork(case.network), case.problem
    bounds = case.network.bounds(problem.sparsity)
    for active in admissible(problem.inputs, problem.sparsity):
        values = [*plain.states(active), plain.scores(active)]
        assert all(max(map(abs, state)) <= bound for state, bound in zip(values, bounds, strict=True))


def test_bounds_grow_with_the_active_features_and_end_at_all_of_them():
    network = build.structured(CYCLE, 14, 0, ReedSolomonCode(5, 3, 2, 8), 46, -14)
    bounds = [network.bounds(k) for k in range(9)]
    assert bounds == sorted(bounds)
    assert bounds[-1] == network.activation_bounds


def test_counts_of_a_network():
    network = build.through_sums(PATH)
    assert network.widths == (5, 4, 4)
    assert (network.inputs, network.outputs, network.neurons) == (5, 4, 5)
    assert repr(network) == "<network: 5 features, neurons 5-4-4, 4 outputs>"


class TestDigest:
    """The digest tells apart everything that the statement depends on, and nothing else."""

    @staticmethod
    def base(threshold=3, w=1, b=-1, input_code=None, output_code=None, layers=None):
        input_code = input_code or RandomSignCode(3, 4, 0)
        output_code = output_code or BareCode([[1, 2]])
        return Network(layers or [([[w, 1, 0]], [b])], input_code, output_code, threshold)

    def test_it_changes_with_every_part(self):
        other = [
            self.base(),
            self.base(threshold=4),
            self.base(threshold=-3),
            self.base(w=2),
            self.base(w=-1),
            self.base(b=0),
            self.base(input_code=RandomSignCode(3, 4, 1)),
            self.base(input_code=RandomSignCode(3, 5, 0)),
            self.base(input_code=HadamardCode(3, 4, 0)),
            self.base(input_code=ConstantWeightCode(3, 4, 1, 0)),
            self.base(input_code=ConstantWeightCode(3, 4, 2, 0)),
            self.base(input_code=ReedSolomonCode(3, 1, 1, 3)),
            self.base(input_code=BareCode([[1], [1], [1]])),
            self.base(input_code=BareCode([[1], [1], [2]])),
            self.base(output_code=BareCode([[2, 1]])),
            self.base(output_code=BareCode([[1, 2, 0]])),
            self.base(output_code=IdentityCode(1)),
            self.base(layers=[([[1, 1, 0]], [-1]), ([[1]], [0])]),
            self.base(layers=[([[1, 1, 0], [0, 0, 0]], [-1, 0])], output_code=BareCode([[1, 2], [0, 0]])),
        ]
        assert len({network.digest for network in other}) == len(other)

    @settings(max_examples=30)
    @given(st.integers(0, 1), st.integers(0, 3), st.integers(-1, 3), st.integers(-(2**40), 2**40))
    def test_it_changes_with_any_one_weight(self, layer, row, column, value):
        network = build.dense_random(PATH, 2, 4, seed=9)
        again = build.changed(network, layer, row, column, value)
        old = network.layers[layer].bias[row] if column < 0 else network.layers[layer].weights[row, column]
        assert (again.digest == network.digest) == (int(old) == value)
        assert (again == network) == (int(old) == value)

    def test_a_bare_code_moved_to_the_other_side_changes_it(self):
        square, unit = BareCode([[1]]), IdentityCode(1)
        layer = [([[1]], [0])]
        assert Network(layer, square, unit, 1) != Network(layer, unit, square, 1)

    def test_how_numbers_are_stored_and_where_they_came_from_does_not_matter(self):
        wide = Network(
            [(np.array([[1, 1, 0]], dtype=np.int64, order="F"), np.array([-1], dtype=np.int32))],
            RandomSignCode(3, 4, 0),
            BareCode(np.array([[1, 2]], dtype=np.uint8)),
            3,
            {"name": "elsewhere"},
        )
        assert wide == self.base()
        assert hash(wide) == hash(self.base())
        assert wide != "a network"


class TestNothingChangesAfterwards:
    """A certificate names its network by a digest that is computed once, so the network must stay what it was."""

    @pytest.mark.parametrize(
        "name", ["threshold", "layers", "input_code", "output_code", "construction", "digest", "new"]
    )
    def test_attributes_cannot_be_assigned(self, name):
        network = build.naive(PATH)
        with pytest.raises(AttributeError, match=f"cannot be changed after it is built, but {name}"):
            setattr(network, name, 0)

    def test_attributes_cannot_be_deleted(self):
        network = build.naive(PATH)
        with pytest.raises(AttributeError, match="was deleted"):
            del network.threshold

    def test_it_cannot_be_built_twice(self):
        network = build.naive(PATH)
        with pytest.raises(AttributeError, match="cannot be changed"):
            network.__init__([LAYER], *CODES, 1)

    def test_arrays_cannot_be_written_to(self):
        network = build.naive(PATH)
        for array in (network.layers[0].weights, network.layers[0].bias):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 5

    def test_the_arrays_it_was_built_from_are_not_shared(self):
        weights, note = np.array([[1, 1]], dtype=np.int8), {"name": "mine"}
        network = Network([(weights, [-1])], *CODES, 1, note)
        weights[0, 0], note["name"] = 9, "yours"
        assert network.layers[0].weights.tolist() == [[1, 1]]
        assert network.construction == {"name": "mine"}

    def test_with_threshold_is_another_network(self):
        network = build.naive(PATH)
        assert network.with_threshold(2).threshold == 2
        assert network.threshold == 1


class TestBoundsOfDeepNetworks:
    """Activations that are clipped again and again stay small, and the bounds see it."""

    @staticmethod
    def clipping(levels: int, size: int = 40) -> Network:
        """Every level takes the sum of all neurons and turns it into 0 or 1: ReLU(1 - ReLU(1 - sum))."""
        rng = np.random.default_rng(levels)
        identity = np.eye(size, dtype=np.int64)
        level = [(rng.integers(0, 100, (size, size)), [0] * size), (-identity, [1] * size), (-identity, [1] * size)]
        return Network(level * levels, IdentityCode(size), IdentityCode(size), threshold=1)

    def test_they_do_not_grow_with_depth(self):
        bounds = self.clipping(20).activation_bounds
        assert len(self.clipping(20).layers) == 60
        assert max(bounds) < 2**20
        assert bounds[4:7] == bounds[58:61]

    def test_they_hold_for_every_partial_sum(self):
        network = self.clipping(3)
        for active in ((), (3,), (1, 2), tuple(range(40))):
            bounds = network.bounds(len(active))
            x = activations(network, active)
            for layer, state, bound in zip(network.layers, x[:-1], bounds[1:-1], strict=True):
                assert int((np.abs(layer.weights.astype(np.int64)) @ np.abs(state) + np.abs(layer.bias)).max()) <= bound

    def test_a_sum_that_could_reach_the_limit_is_refused_although_it_is_clipped_later(self):
        layers = [([[2**62]], [0]), ([[2]], [0]), ([[-1]], [1]), ([[-1]], [1])]
        with pytest.raises(OverflowError, match="must stay below 2"):
            Network(layers, IdentityCode(1), IdentityCode(1), threshold=1)


def test_a_network_whose_x_0_overflows_behind_weights_of_0_is_refused_with_the_rule():
    code = BareCode([[2**62, 2**62]])
    with pytest.raises(OverflowError, match=r"must stay below 2\*\*63, but may take 64 bits"):
        Network([([[0]], [1])], code, IdentityCode(1), threshold=1)


class Endless:
    """What has an entry at every place."""

    def __getitem__(self, _):
        return [[1]]


def test_a_layer_without_an_end_is_refused():
    for network in (
        lambda layers: Network(layers, IdentityCode(1), IdentityCode(1), 1),
        lambda ls: FloatNetwork(ls, 0),
    ):
        for layer in (Endless(), ([[1]],), ([[1]], [0], True, 0), 3):
            with pytest.raises(ValueError, match="layer 1 must be weights"):
                network([layer])
