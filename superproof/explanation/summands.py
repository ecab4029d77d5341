"""What an output of a float network adds up, in exact fractions, and how that is told."""

from abc import ABC
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import final

import numpy as np

from superproof.explanation.told import LISTED, NAMED, Told
from superproof.names import Names
from superproof.real_names import RealNames
from superproof.words import count
from verify import FloatNetwork


@final
@dataclass(frozen=True)
class FloatNeuron:
    """What output reads: a neuron before the last layer, or where there is none a feature, whose value it received.

    `parts` are its largest summands first, (feature or neuron of the layer before, what it adds).
    """

    neuron: int
    rectified: bool
    received: Fraction
    bias: Fraction
    parts: tuple[tuple[int, Fraction], ...]
    weight: Fraction
    adds: Fraction


class ToldFloats(Told, ABC):
    """What is told of an output that adds up what `neurons` give and a bias."""

    bias: Fraction
    firing: tuple[int, ...]
    neurons: tuple[FloatNeuron, ...]
    names: Names | RealNames
    network: FloatNetwork

    def _header(self) -> tuple[str, ...]:
        """That of the table; where there is one layer, outputs read features."""
        read = "feature" if len(self.network.layers) == 1 else "neuron"
        return (read, "receives", "bias", "from", "weight", "adds")

    def _not_zero(self) -> str:
        """How many neurons of every layer before the last are not 0, and how many the output reads."""
        layers = [
            f"{fire:,} of {count(width, 'neuron')} in layer {k} {'is' if fire == 1 else 'are'} not 0"
            for k, (fire, width) in enumerate(zip(self.firing, self.network.widths[1:-1], strict=True), 1)
        ]
        return "; ".join([*layers, f"the output reads {count(len(self.neurons), self._header()[0])}"])

    def _rows(self) -> list[tuple[str, ...]]:
        """One row a neuron that the output reads, those that add most first; the others in one row, and the bias."""
        source = self.names.feature if len(self.network.layers) <= 2 else "neuron {}".format
        rows = [_row(neuron, source) for neuron in self.neurons[:LISTED]]
        rest = self.neurons[LISTED:]
        if rest:
            adds = sum((neuron.adds for neuron in rest), Fraction(0))
            rows.append((f"{len(rest):,} more", "", "", "", "", six_digits(adds)))
        return [*rows, ("the output's bias", "", "", "", "", six_digits(self.bias))]


def _row(neuron: FloatNeuron, source: Callable[[int], str]) -> tuple[str, ...]:
    parts = [f"{source(k)} {float(adds):+.6g}" for k, adds in neuron.parts]
    more = [f"{len(parts) - NAMED:,} more"] if len(parts) > NAMED else []
    return (
        f"{neuron.neuron}" if neuron.rectified or not neuron.parts else f"{neuron.neuron} (linear)",
        six_digits(neuron.received),
        f"{float(neuron.bias):+.6g}",
        ", ".join(parts[:NAMED] + more),
        six_digits(neuron.weight),
        six_digits(neuron.adds),
    )


def six_digits(value: Fraction) -> str:
    """A number as it is told."""
    return f"{float(value):.6g}"


def summands(network: FloatNetwork, levels: Sequence[Sequence[Fraction]], output: int) -> tuple[FloatNeuron, ...]:
    """What the output reads, the largest summands first; `levels` are the input and what every layer answers to it."""
    weights, depth = network.layers[-1].weights[output], len(network.layers)
    read = levels[depth - 1]
    if depth == 1:
        alive = [(j, Fraction(float(weights[j])), value) for j, value in enumerate(read) if value]
        ones = [FloatNeuron(j, False, value, Fraction(0), (), weight, weight * value) for j, weight, value in alive]
        return tuple(sorted(ones, key=lambda one: -abs(one.adds)))
    before = levels[depth - 2]
    live = [k for k, value in enumerate(before) if value]
    layer, found = network.layers[-2], []
    for neuron in np.flatnonzero(weights).tolist():
        row, weight, bias = layer.weights[neuron], Fraction(float(weights[neuron])), Fraction(float(layer.bias[neuron]))
        parts = [(k, Fraction(float(row[k])) * before[k]) for k in live if row[k]]
        parts.sort(key=lambda part: -abs(part[1]))
        received = bias + sum((part[1] for part in parts), Fraction(0))
        rectified = bool(layer.rectified[neuron])
        found.append(FloatNeuron(neuron, rectified, received, bias, tuple(parts), weight, weight * read[neuron]))
    return tuple(sorted(found, key=lambda one: (-abs(one.adds), -one.received)))
