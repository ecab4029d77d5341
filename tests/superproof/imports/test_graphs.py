"""Random graphs of the operations of networks: the chain that is read has the scores of the graph, exactly."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superproof.imports.read_chain import Reading, network_of
from superproof.imports.sheets import Operations, Sheet
from superproof.imports.signals import Chain

FEATURES = 3
NUMBERS = st.integers(-3, 3).map(float)


@st.composite
def graphs(draw):
    """Steps (name, arguments) over numbered values; value 0 is the input."""
    widths, steps = [FEATURES], []
    for _ in range(draw(st.integers(1, 9))):
        first = draw(st.integers(0, len(widths) - 1))
        name = draw(
            st.sampled_from(["linear", "linear", "relu", "relu", "add", "subtract", "scale", "shift", "join", "cut"])
        )
        width, more = widths[first], None
        if name == "linear":
            rows = draw(st.integers(1, 4))
            more = draw(st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=rows, max_size=rows))
            width = rows
        elif name in ("add", "subtract"):
            more = draw(st.sampled_from([i for i, each in enumerate(widths) if each == width]))
        elif name in ("scale", "shift"):
            more = draw(st.lists(NUMBERS, min_size=width, max_size=width))
        elif name == "join":
            more = draw(st.integers(0, len(widths) - 1))
            width += widths[more]
        elif name == "cut":
            more = draw(st.lists(st.integers(0, width - 1), min_size=1, max_size=4))
            width = len(more)
        steps.append((name, first, more))
        widths.append(width)
    return steps


def traced(steps):
    do = Operations(Chain(FEATURES), "float32")
    values = [Sheet((1, FEATURES), do.chain.input)]
    for name, first, more in steps:
        values.append(step(do, name, values[first], more, values))
    return network_of(do, values[-1], Reading(), {})


def step(do, name, one, more, values):
    match name:
        case "linear":
            return do.linear(one, np.array(more))
        case "relu":
            return do.rectify(one)
        case "add":
            return do.add(one, values[more])
        case "subtract":
            return do.subtract(one, values[more])
        case "scale":
            return do.multiply(np.array(more), one)
        case "shift":
            return do.add(np.array(more), one)
        case "join":
            return do.join([one, values[more]], 1)
        case "cut":
            return do.moved(one, lambda places: places[:, more])


def plain(steps, features):
    """The scores of a graph, in fractions: the yardstick."""
    values = [[Fraction(int(bit)) for bit in features]]
    for name, first, more in steps:
        values.append(plain_step(name, values[first], more, values))
    return values[-1]


def plain_step(name, one, more, values):
    match name:
        case "linear":
            return [sum(Fraction(weight) * x for weight, x in zip(row, one, strict=True)) for row in more]
        case "relu":
            return [max(x, Fraction(0)) for x in one]
        case "add":
            return [x + y for x, y in zip(one, values[more], strict=True)]
        case "subtract":
            return [x - y for x, y in zip(one, values[more], strict=True)]
        case "scale":
            return [Fraction(factor) * x for factor, x in zip(more, one, strict=True)]
        case "shift":
            return [Fraction(constant) + x for constant, x in zip(more, one, strict=True)]
        case "join":
            return one + values[more]
        case "cut":
            return [one[place] for place in more]


@settings(deadline=None, max_examples=50)
@given(graphs())
def test_a_graph_and_its_chain_have_the_same_scores(steps):
    network = traced(steps)
    for features in product((False, True), repeat=FEATURES):
        assert network.scores(np.array(features)) == plain(steps, features)


@settings(deadline=None, max_examples=50)
@given(graphs())
def test_every_number_of_the_chain_is_a_stored_one_or_a_one(steps):
    stored = {0.0, 1.0}
    for name, _, more in steps:
        if name in ("linear", "scale", "shift"):
            stored |= {abs(number) for number in np.ravel(more).tolist()}
    network = traced(steps)
    for layer in network.layers:
        assert set(np.abs(layer.weights).ravel().tolist()) | set(np.abs(layer.bias).tolist()) <= stored


def test_a_chain_without_relu_keeps_its_layers():
    assert traced([("linear", 0, [[1.0, 2.0, 3.0]] * 2), ("linear", 1, [[3.0, 1.0]])]).widths == (3, 2, 1)


def test_a_residual_stream_is_carried_by_linear_neurons():
    map_ = [[2.0, 0.0, 1.0], [0.0, 3.0, 1.0], [1.0, 1.0, 1.0]]
    steps = [("linear", 0, map_), ("linear", 1, map_), ("relu", 2, None), ("linear", 3, map_), ("add", 1, 4)]
    network = traced([*steps, ("linear", 5, map_)])
    assert network.widths == (3, 3, 6, 3, 3)
    assert [layer.rectified.sum() for layer in network.layers] == [0, 3, 0, 0]


def test_what_repeats_a_neuron_is_made_once_before_it_is_mapped():
    network = traced([("join", 0, 0), ("linear", 1, [[1.0] * 6])])
    assert network.widths == (3, 6, 1)


@pytest.mark.parametrize("constant", [0.1, float("nan"), float("inf")])
def test_numbers_that_the_floating_point_does_not_have_are_refused(constant):
    with pytest.raises(ValueError, match=r"no number of float32|not finite"):
        traced([("scale", 0, [constant] * 3)])


def test_constants_are_added_and_multiplied_exactly_or_not_at_all():
    do = Operations(Chain(1), "float32")
    assert do.add(np.array([0.5]), np.array([0.25])).tolist() == [0.75]
    assert do.multiply(np.array([3]), np.array([4])).dtype == np.int64
    for operation, other in ((do.add, 2.0**-60), (do.multiply, 1 + 2.0**-23)):
        with pytest.raises(ValueError, match="must be exact in float32"):
            operation(np.array([1 + 2.0**-23]), np.array([other]))
    with pytest.raises(ValueError, match="no power of two"):
        do.divide(Sheet((1, 1), do.chain.input), np.array(3.0))
    with pytest.raises(ValueError, match="depend on the input"):
        do.multiply(Sheet((1, 1), do.chain.input), Sheet((1, 1), do.chain.input))
