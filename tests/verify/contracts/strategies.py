"""Small circuits of copy, or, AND and andnot on codes with room to spare."""

from collections.abc import Callable

import numpy as np
from hypothesis import reject
from hypothesis import strategies as st

from constructions.circuits import twin_chain
from constructions.circuits.codes import NotSeparatedError
from constructions.circuits.level_task import complement, levels_of
from constructions.circuits.network import layers_of, network_on
from constructions.circuits.trained import separating_weights
from verify import Circuit, ConstantWeightCode, IdentityCode, Network, Problem, ReedSolomonCode, SparseCode

MONOTONE = ("copy", "or", "and")
ALL = (*MONOTONE, "andnot")


@st.composite
def small_circuits(draw, kinds: tuple[str, ...] = ALL, most_levels: int = 3) -> Problem:
    width = inputs = draw(st.integers(3, 8))
    levels = []
    for _ in range(draw(st.integers(1, most_levels))):
        gates = []
        for _ in range(draw(st.integers(1, 7))):
            kind = draw(st.sampled_from(kinds if width > 1 else ["copy"]))
            wanted = 1 if kind == "copy" else 2
            wires = st.lists(st.integers(0, width - 1), min_size=wanted, max_size=wanted, unique=True)
            gates.append((kind, *draw(wires)))
        levels.append(gates)
        width = len(gates)
    return Circuit.of(inputs, draw(st.integers(2, min(3, inputs))), levels)


def roomy(width: int) -> SparseCode:
    """Words of six ones that share one at most, on 42 rows; for a single feature a neuron."""
    return IdentityCode(1) if width == 1 else ReedSolomonCode(field=7, blocks=6, degree=2, columns=width)


def tight(width: int) -> SparseCode:
    """Words of three ones on 9 rows: crowded."""
    return IdentityCode(1) if width == 1 else ReedSolomonCode(field=3, blocks=3, degree=2, columns=width)


def spacious(width: int) -> SparseCode:
    """Words of eight ones that share one at most, on 184 rows: room for andnot as well."""
    return IdentityCode(1) if width == 1 else ReedSolomonCode(field=23, blocks=8, degree=2, columns=width)


def scattered(width: int) -> SparseCode:
    """Up to eight random words of twelve ones that share one at most, and some do, on 200 rows."""
    if width == 1:
        return IdentityCode(1)
    return ConstantWeightCode(rows=200, columns=width, weight=12, seed=(500, 500, 500, 509, 509, 523, 527)[width - 2])


def inverted(network: Network) -> Network:
    """The same levels with values handed on instead of complements: their first layers are 0 where they were not."""
    layers = []
    for number, layer in enumerate(network.layers[:-1:2]):
        weights, bias = layer.weights.astype(np.int64), layer.bias.astype(np.int64)
        if number:
            weights, bias = -weights, bias + weights.sum(axis=1)
        clip = network.layers[-1] if 2 * number + 3 == len(network.layers) else network.layers[2 * number + 1]
        layers += [(-weights, 1 - bias), (clip.weights, clip.bias)]
    return Network(layers, network.input_code, network.output_code, network.threshold, network.construction)


def crowded(width: int, field: int, weight: int) -> SparseCode:
    return IdentityCode(1) if width == 1 else ReedSolomonCode(field, weight, 2, width)


def by_activity(circuit: Problem, field: int, weight: int) -> Network:
    """Its network with biases for wrong values counted by activity, where sums are separated so."""
    codes = [crowded(width, field, weight) for width in circuit.widths]
    layers = []
    try:
        for level, _ in levels_of(circuit, codes, by_activity=True):
            layers += layers_of(level, separating_weights(level, trained=False))
    except NotSeparatedError:
        return reject()
    note = {"name": "by hand", "arguments": {"hidden_codes": [code.recipe() for code in codes[1:-1]]}}
    return Network([*layers, complement(codes[-1].rows)], codes[0], codes[-1], (codes[-1].weight + 3) // 2, note)


TWINS = twin_chain(18, 2)
SIZE = (13, 7)
"""Field and weight of words that twins fill, so that charges must be counted by activity."""


def built(circuit: Problem, code_of: Callable[[int], SparseCode]) -> Network:
    """Its network on these codes, where they are not too crowded for it."""
    try:
        return network_on(circuit, [code_of(width) for width in circuit.widths], {})
    except NotSeparatedError:
        return reject()
