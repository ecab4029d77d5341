"""The record of one output on one input, and its words."""

from dataclasses import dataclass, field
from typing import final

from superproof.explanation.told import LISTED, NAMED, ToldOutput, Words, some
from superproof.names import Names
from superproof.words import count

HEADER = ("neuron", "receives", "bias", "from", "weight", "adds", "also read by")


@final
@dataclass(frozen=True)
class Part:
    """One summand of what a neuron receives: `source` is a feature (first layer) or a neuron of the layer before.

    Of a neuron: `needs` are the active features without any one of which it is silent, `heeds` those without which its
    value is another one; with neither it says the same without any of them.
    """

    source: int
    adds: int
    needs: tuple[int, ...] = ()
    heeds: tuple[int, ...] = ()


@final
@dataclass(frozen=True)
class Neuron:
    """A neuron of the last layer that the output reads: bias + the sum of `parts`, rectified, times `weight`.

    `shared` are the other outputs that read the neuron too and whose gates use an active feature.
    """

    neuron: int
    bias: int
    parts: tuple[Part, ...]
    received: int
    weight: int
    adds: int
    shared: tuple[int, ...]

    @property
    def fires(self) -> bool:
        """Whether it receives more than 0."""
        return self.received > 0


@final
@dataclass(frozen=True, repr=False)
class Explanation(ToldOutput):
    """One output on one input: score = the sum of `adds` over `neurons`, read as 1 iff score >= threshold.

    `firing` counts the neurons above 0 in every layer, of `widths`. `without` pairs every active feature with the score
    when it alone is switched off. `wrong` are all outputs that are wrong on this input. `true_from` and `false_to` are
    the smallest score of an output that must be 1 here, and the largest of one that must be 0. `names` are what it
    calls features and outputs; str() gives all of it in words.
    """

    active: tuple[int, ...]
    output: int
    expected: int
    score: int
    threshold: int
    admissible: bool
    firing: tuple[int, ...]
    widths: tuple[int, ...]
    neurons: tuple[Neuron, ...]
    without: tuple[tuple[int, int], ...]
    wrong: tuple[int, ...]
    true_from: int | None
    false_to: int | None
    names: Names = field(repr=False, compare=False)

    @property
    def reads(self) -> int:
        """What the network reads at this output."""
        return int(self.score >= self.threshold)

    @property
    def right(self) -> bool:
        """Whether that is what it must be."""
        return self.reads == self.expected

    def told(self) -> Words:
        """What fires, a row a neuron, and what would have to change."""
        reading = self._reading(self.reads, f"{self.score:,} against threshold {self.threshold:,}")
        return (
            [reading, firing_sentence(self), *change_sentences(self), *self._others_wrong()],
            HEADER,
            trace_rows(self),
        )

    @property
    def separable(self) -> bool:
        """Whether some threshold would make every output right on this input."""
        return self.true_from is None or self.false_to is None or self.true_from > self.false_to


def firing_sentence(found: Explanation) -> str:
    """How many neurons fire in every layer, and how many of them this output reads."""
    layers = ", ".join(
        f"{fire:,} of {count(width, 'neuron')} {'fires' if fire == 1 else 'fire'} in layer {number}"
        for number, (fire, width) in enumerate(zip(found.firing, found.widths, strict=True), start=1)
    )
    firing = sum(neuron.fires for neuron in found.neurons)
    fires = "fires" if firing == 1 else "fire"
    return f"{layers}; the output reads {count(len(found.neurons), 'neuron')}, of which {firing:,} {fires}"


def trace_rows(found: Explanation) -> list[tuple[str, ...]]:
    """One row a neuron that fires, those that add most first; the others are counted in the last row.

    Where none fires, the rows are of those that lack least.
    """
    shown = [neuron for neuron in found.neurons if neuron.fires][:LISTED]
    shown = shown or sorted(found.neurons, key=lambda neuron: -neuron.received)[:NAMED]
    rows = [_row(neuron, found.names, len(found.widths)) for neuron in shown]
    rest = [neuron for neuron in found.neurons if neuron not in shown]
    if rest:
        adds = sum(neuron.adds for neuron in rest)
        silent = all(not neuron.fires for neuron in rest)
        rows.append((count(len(rest), "other"), "", "", "silent" if silent else "", "", f"{adds:,}", ""))
    return rows


def _row(neuron: Neuron, names: Names, layers: int) -> tuple[str, ...]:
    parts = [f"{_source(part, names, layers)} {part.adds:+,}" for part in neuron.parts]
    others = list(map(names.output_briefly, neuron.shared))
    return (
        f"{neuron.neuron}",
        f"{neuron.received:,}",
        f"{neuron.bias:+,}",
        some(parts) or "nothing",
        f"{neuron.weight:,}",
        f"{neuron.adds:,}",
        some(others),
    )


def _source(part: Part, names: Names, layers: int) -> str:
    """A feature by its name; a neuron of the layer before by its number and by what it says on this input."""
    if layers == 1:
        return names.feature(part.source)
    clauses = [
        f"{verb} {' and '.join(map(names.feature, features))}"
        for verb, features in (("needs", part.needs), ("changes with", part.heeds))
        if features
    ]
    return f"neuron {part.source} of layer {layers - 1} ({', '.join(clauses) or 'whatever is active'})"


def change_sentences(found: Explanation) -> list[str]:
    """What would have to change: the score without each feature, the thresholds that do."""
    said = []
    for j, score in found.without:
        reads = int(score >= found.threshold)
        said.append(f"without {found.names.feature(j)} the score is {score:,}, which reads {reads}")
    if found.right:
        distance = found.score - found.threshold if found.reads else found.threshold - 1 - found.score
        side = "up" if found.reads else "down"
        said.append(f"the output stays right while the threshold moves {side} by at most {distance:,}")
    elif found.expected:
        said.append(f"the score lacks {found.threshold - found.score:,}{_silent(found)}")
    else:
        said.append(f"the score is {found.score - found.threshold + 1:,} too high")
    if found.separable:
        said.append(f"on this input every output is right with {_thresholds(found)}")
    else:
        said.append(
            f"on this input no threshold makes all outputs right: one that must be 0 scores {found.false_to:,}, one "
            f"that must be 1 scores {found.true_from:,}"
        )
    if any(neuron.shared for neuron in found.neurons):
        said.append('"also read by" lists the other outputs that have an active input')
    return said


def _thresholds(found: Explanation) -> str:
    """The thresholds with which every output is right on this input."""
    if found.false_to is None:
        return f"a threshold up to {found.true_from:,}"
    if found.true_from is None:
        return f"a threshold of {found.false_to + 1:,} or more"
    least = found.false_to + 1
    more = "" if least == found.true_from else f" to {found.true_from:,}"
    return f"a threshold {'from' if more else 'of'} {least:,}{more}"


def _silent(found: Explanation) -> str:
    """How far the neurons of the output that stay silent are below 0."""
    lacking = sorted(-neuron.received for neuron in found.neurons if not neuron.fires and neuron.weight > 0)
    if not lacking:
        return ""
    return f"; {count(len(lacking), 'neuron')} it reads stay silent, the nearest by {lacking[0]:,}"
