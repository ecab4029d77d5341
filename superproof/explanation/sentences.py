"""An explanation in words, for the terminal, the notebook and the report."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from superproof.names import Names
from superproof.text_tables import plain_table
from superproof.words import count, grouped
from verify.rich import grid

if TYPE_CHECKING:
    from superproof.explanation.float_output import FloatExplanation
    from superproof.explanation.trace import Explanation, Neuron, Part
    from superproof.explanation.wrong import Wrong

LISTED = 12
"""Neurons shown; the rest are summed up in one line."""
NAMED = 3
"""Parts and outputs named in one cell."""
EXAMPLES_HEADER = ("active", "output furthest off", "must be", "score")
WRONG_HEADER = ("output", "wrong on", "falsely 1", "falsely 0", "least for 1", "most for 0")
TRACE_HEADER = ("neuron", "receives", "bias", "from", "weight", "adds", "also read by")

Words = tuple[Sequence[str], Sequence[str], Sequence[Sequence[str]]]
"""Two sentences and behind them a list; the header of a table and its rows."""


class Told(ABC):
    """What is told by two sentences, a table of neurons, and a list: of the first at a prompt, of all by str()."""

    @abstractmethod
    def _told(self) -> Words: ...

    def __repr__(self) -> str:
        return f"<{self._told()[0][0].rstrip('.')}>"

    def __str__(self) -> str:
        (first, second, *changes), header, rows = self._told()
        table = plain_table(header, rows, numeric=(0, 1, 2, 4, 5))
        return "\n".join([
            f"{first.rstrip('.')}.", f"{second.rstrip('.')}.", "", *table, "", *(f"* {text}" for text in changes)
        ])  # fmt: skip

    def _repr_html_(self) -> str:
        (first, second, *changes), header, rows = self._told()
        return html_page([first, second], grid(header, rows), changes)


def reading_sentence(found: "Explanation | FloatExplanation", score: str) -> str:
    """What the output reads at this score, and whether that is right."""
    names = found.names
    active = " and ".join(map(names.feature, found.active))
    start = f"with only {active} active" if active else "with no feature active"
    word = "right" if found.right else f"wrong: it must be {found.expected}"
    admissible = "" if found.admissible else " (not an admissible input: too many features are active)"
    return f"{start}{admissible}, {names.output(found.output)} reads {found.reads}, score {score}, which is {word}"


def explanation_told(found: "Explanation") -> Words:
    """What an explanation in integers is told by."""
    first = reading_sentence(found, f"{found.score:,} against threshold {found.threshold:,}")
    return [first, firing_sentence(found), *change_sentences(found)], TRACE_HEADER, trace_rows(found)


def firing_sentence(found: "Explanation") -> str:
    """How many neurons fire in every layer, and how many of them this output reads."""
    layers = ", ".join(
        f"{fire:,} of {count(width, 'neuron')} {'fires' if fire == 1 else 'fire'} in layer {number}"
        for number, (fire, width) in enumerate(zip(found.firing, found.widths, strict=True), start=1)
    )
    firing = sum(neuron.fires for neuron in found.neurons)
    fires = "fires" if firing == 1 else "fire"
    return f"{layers}; the output reads {count(len(found.neurons), 'neuron')}, of which {firing:,} {fires}"


def trace_rows(found: "Explanation") -> list[tuple[str, ...]]:
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


def _row(neuron: "Neuron", names: Names, layers: int) -> tuple[str, ...]:
    parts = [f"{_source(part, names, layers)} {part.adds:+,}" for part in neuron.parts]
    others = list(map(names.output_briefly, neuron.shared))
    return (
        f"{neuron.neuron}",
        f"{neuron.received:,}",
        f"{neuron.bias:+,}",
        _some(parts) or "nothing",
        f"{neuron.weight:,}",
        f"{neuron.adds:,}",
        _some(others),
    )


def _source(part: "Part", names: Names, layers: int) -> str:
    """A feature by its name; a neuron of the layer before by its number and by what it says on this input."""
    if layers == 1:
        return names.feature(part.source)
    clauses = [
        f"{verb} {' and '.join(map(names.feature, features))}"
        for verb, features in (("needs", part.needs), ("changes with", part.heeds))
        if features
    ]
    return f"neuron {part.source} of layer {layers - 1} ({', '.join(clauses) or 'whatever is active'})"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def change_sentences(found: "Explanation") -> list[str]:
    """What would have to change: the score without each feature, the thresholds that do, other wrong outputs."""
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
    return said + others_wrong(found)


def others_wrong(found: "Explanation | FloatExplanation") -> list[str]:
    """The other outputs that are wrong on this input, if any are."""
    others = [found.names.output(i) for i in found.wrong if i != found.output]
    return [f"wrong on this input too: {_some(others)}"] if others else []


def _thresholds(found: "Explanation") -> str:
    """The thresholds with which every output is right on this input."""
    if found.false_to is None:
        return f"a threshold up to {found.true_from:,}"
    if found.true_from is None:
        return f"a threshold of {found.false_to + 1:,} or more"
    least = found.false_to + 1
    more = "" if least == found.true_from else f" to {found.true_from:,}"
    return f"a threshold {'from' if more else 'of'} {least:,}{more}"


def _silent(found: "Explanation") -> str:
    """How far the neurons of the output that stay silent are below 0."""
    lacking = sorted(-neuron.received for neuron in found.neurons if not neuron.fires and neuron.weight > 0)
    if not lacking:
        return ""
    return f"; {count(len(lacking), 'neuron')} it reads stay silent, the nearest by {lacking[0]:,}"


def html_page(sentences: Sequence[str], table: str, changes: Sequence[str]) -> str:
    """Sentences, a table that is HTML already, and a list."""
    said = "".join(f"<p>{escape(text)}</p>" for text in sentences)
    return f"{said}{table}<ul>{''.join(f'<li>{escape(text)}</li>' for text in changes)}</ul>"


def wrong_sentence(found: "Wrong") -> str:
    """How often the network is wrong, and over which inputs that was counted."""
    over = "all admissible inputs" if found.cut_short is None else f"only some inputs, because {found.cut_short}"
    inputs = f"{count(found.inputs, 'input')} with at most {found.names.problem.sparsity} active"
    outputs = f"{found.wrong_outputs:,} of {count(len(found.outputs), 'output')}"
    return f"wrong on {grouped(found.wrong_inputs)} of {inputs}, at {outputs}; counted over {over}"


def example_rows(found: "Wrong") -> list[tuple[str, ...]]:
    """One row a wrong input, with the output that is furthest on the wrong side."""
    return [
        (
            " and ".join(map(found.names.feature, example.active)) or "none",
            found.names.output(example.output),
            f"{example.expected}",
            f"{example.score:,}",
        )
        for example in found.examples
    ]


def wrong_rows(found: "Wrong", most: int) -> list[tuple[str, ...]]:
    """One row a wrong output, those that are wrong most often first, and its own margin."""
    return [
        (
            found.names.output(part.output),
            f"{part.wrong:,}",
            f"{part.additional:,}",
            f"{part.missing:,}",
            "" if part.smallest_true is None else f"{part.smallest_true:,}",
            "" if part.largest_false is None else f"{part.largest_false:,}",
        )
        for part in found.outputs[:most]
        if part.wrong
    ]


def wrong_lines(
    found: "Wrong", every: str = "most=None shows every one", rest: str = "outputs has them all"
) -> list[str]:
    """The count as lines of plain text: a sentence, the examples, and the outputs that are wrong most often.

    `every` and `rest` say how to see the inputs and the outputs that are left out: in Python's words, or in another's.
    """
    said = [f"{wrong_sentence(found)}.", ""]
    if found.examples:
        said.append("Each with its output that is furthest off (a refutation names the first one):")
        said += plain_table(EXAMPLES_HEADER, example_rows(found), numeric=(2, 3))
        more = found.wrong_inputs - len(found.examples)
        said += [f"and {count(more, 'more wrong input')} ({every})"] if more else []
    rows = wrong_rows(found, max(LISTED, len(found.examples)))
    if rows:
        said += ["", *plain_table(WRONG_HEADER, rows, numeric=range(1, 6))]
        more = found.wrong_outputs - len(rows)
        said += [f"and {count(more, 'more wrong output')} ({rest})"] if more else []
    return [*said, f"The threshold is {found.threshold:,}."]
