"""Why an output of a float network reads what it reads on one input, in exact fractions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, final

import numpy as np

from superproof.explanation.sentences import LISTED, NAMED, Told, Words, others_wrong, reading_sentence
from superproof.explanation.trace import features_asked, output_asked
from superproof.names import Names
from superproof.words import count
from verify import FloatNetwork, evaluate, require_fit
from verify.floats import Exact, ExactNetwork, Pointwise
from verify.statement import is_admissible

if TYPE_CHECKING:
    from superproof.explanation.reals import RealExplanation

HEADER = ("neuron", "receives", "bias", "from", "weight", "adds")


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


@final
@dataclass(frozen=True, repr=False)
class FloatExplanation(Told):
    """One output on one input: score = bias + the sum of `adds` over `neurons`, and 0 where that is negative if
    `rectified`. `run` is the score that numpy gets, `without` the score as each active feature is switched off, and
    `wrong` are all outputs that are wrong on this input; str() gives all of it in words."""

    active: tuple[int, ...]
    output: int
    expected: int
    reads: int
    score: Fraction
    threshold: Fraction
    run: float
    admissible: bool
    bias: Fraction
    rectified: bool
    firing: tuple[int, ...]
    neurons: tuple[FloatNeuron, ...]
    without: tuple[tuple[int, Fraction], ...]
    wrong: tuple[int, ...]
    names: Names = field(repr=False, compare=False)
    network: FloatNetwork = field(repr=False, compare=False)

    def _told(self) -> Words:
        return float_sentences(self), float_header(self.network), float_rows(self)

    @property
    def right(self) -> bool:
        """Whether it reads what it must."""
        return self.reads == self.expected


def explain_floats(
    names: Names, network: FloatNetwork, active: Iterable[int | str], output: int | str | None = None
) -> FloatExplanation:
    """Why output `output` reads what it reads when exactly the features `active` are 1; as `explain`, in fractions.

    >>> from verify import TwoAnd
    >>> network = FloatNetwork([([[1.0, 1.0]], [-0.5], True)], 0.25)
    >>> found = explain_floats(Names(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), ("0", "1")), network, [1])
    >>> found.score, found.expected, [neuron.adds for neuron in found.neurons]
    (Fraction(1, 2), 0, [Fraction(1, 1)])
    """
    problem = names.problem
    require_fit(problem, network)
    features = features_asked(names, active)
    exact = ExactNetwork(network)
    unit = Fraction(2) ** exact.exponent
    excess = exact.excess([features])[:, 0]
    truth = np.zeros(problem.outputs, dtype=np.bool_)
    truth[list(evaluate(problem, features))] = True
    wrong = np.flatnonzero(exact.reads([features])[:, 0] != truth)
    if output is None:
        output = int(wrong[0] if len(wrong) else np.argmin(np.abs(excess)))
    output = output_asked(names, output)
    states, last = exact.states([features]), network.layers[-1]
    levels = [[Fraction(int(j in features)) for j in range(network.inputs)]]
    levels += [_values(state, layer.exponent) for state, layer in zip(states, exact.layers, strict=True)]
    one = slice(output, output + 1)
    fewer = [[k for k in features if k != j] for j in features]
    lower = exact.scores(fewer, one)[0] if fewer else []
    return FloatExplanation(
        active=features,
        output=output,
        expected=int(truth[output]),
        reads=int(exact.reads([features])[output, 0]),
        score=int(exact.scores([features], one)[0, 0]) * unit,
        threshold=Fraction(float(network.thresholds[output])),
        run=Pointwise(network).run(features, output),
        admissible=is_admissible(problem, features),
        bias=Fraction(float(last.bias[output])),
        rectified=bool(last.rectified[output]),
        firing=tuple(int(np.count_nonzero(state[:, 0])) for state in states[:-1]),
        neurons=summands(network, levels, output),
        without=tuple((j, int(score) * unit) for j, score in zip(features, lower, strict=True)),
        wrong=tuple(wrong.tolist()),
        names=names,
        network=network,
    )


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


def _values(state: Exact, exponent: int) -> list[Fraction]:
    return [int(value) * Fraction(2) ** exponent for value in state[:, 0]]


def float_sentences(found: FloatExplanation) -> list[str]:
    """What the output reads; how many neurons fire; then what would have to change. Decimals are rounded."""
    side = "above" if found.network.strict else "at or above"
    score = f"{six_digits(found.score)} (one {side} {six_digits(found.threshold)} reads 1)"
    return [f"{reading_sentence(found, score)}.", f"{not_zero(found)}.", *_changes(found)]


def not_zero(found: "FloatExplanation | RealExplanation") -> str:
    """How many neurons of every layer before the last are not 0, and how many the output reads."""
    layers = [
        f"{fire:,} of {count(width, 'neuron')} in layer {k} {'is' if fire == 1 else 'are'} not 0"
        for k, (fire, width) in enumerate(zip(found.firing, found.network.widths[1:-1], strict=True), 1)
    ]
    reads = count(len(found.neurons), float_header(found.network)[0])
    return "; ".join([*layers, f"the output reads {reads}"])


def float_header(network: FloatNetwork) -> tuple[str, ...]:
    """`HEADER`, where outputs read neurons."""
    return ("feature" if len(network.layers) == 1 else "neuron", *HEADER[1:])


def float_rows(found: "FloatExplanation | RealExplanation") -> list[tuple[str, ...]]:
    """One row a neuron that the output reads, those that add most first; the others in one row, and the bias."""
    source = found.names.feature if len(found.network.layers) <= 2 else "neuron {}".format
    rows = [_row(neuron, source) for neuron in found.neurons[:LISTED]]
    rest = found.neurons[LISTED:]
    if rest:
        adds = sum((neuron.adds for neuron in rest), Fraction(0))
        rows.append((f"{len(rest):,} more", "", "", "", "", six_digits(adds)))
    return [*rows, ("the output's bias", "", "", "", "", six_digits(found.bias))]


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


def _changes(found: FloatExplanation) -> list[str]:
    """The score without each feature, how far the threshold is, what a machine gets, and other wrong outputs."""
    names, network = found.names, found.network

    def reads(score: Fraction) -> int:
        return int(score > found.threshold if network.strict else score >= found.threshold)

    said = []
    for j, score in found.without:
        said.append(f"without {names.feature(j)} the score is {six_digits(score)}, which reads {reads(score)}")
    distance = six_digits(abs(found.score - found.threshold))
    where = "above" if found.score > found.threshold else "below"
    said.append(f"the score is {distance} {where} the threshold, before anything is rounded")
    run = Fraction(found.run)
    agrees = "reads the same" if reads(run) == found.reads else f"reads {reads(run)}, unlike exact arithmetic"
    said.append(f"run by numpy, the score is {six_digits(run)}, which {agrees}")
    if found.rectified:
        said.append("the score itself is rectified: it is 0 where the sum is negative")
    return said + others_wrong(found)


def six_digits(value: Fraction) -> str:
    """A number as it is told."""
    return f"{float(value):.6g}"
