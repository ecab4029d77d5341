"""The channel matrix of a few features, as AS, Fig. 5 draws it: rows are neurons, columns are features.

The shade of a cell is what the neuron really receives from the feature, G = W_1 A, so interference is seen as well.
"""

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, final

import numpy as np

from superproof.reports.figures.canvas import INK, MUTED, ONE, ZERO, Picture, drawing, picture_of, shortened
from verify import Network, Problem, SparseCode
from verify.arrays import Bools, Longs
from verify.naming import named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS, COLUMNS = 30, 12
"""Neurons and features that are drawn at most."""


@final
@dataclass(frozen=True, eq=False)
class Excerpt:
    """A part of the channel matrix around one output.

    The first `inputs` features are those of `output`, the first `channel` neurons are its channel. `received`
    (neurons, features) is G there; `planned` says whether some output that uses the feature has
    the neuron in its channel.
    """

    output: int
    inputs: int
    channel: int
    neurons: tuple[int, ...]
    features: tuple[int, ...]
    received: Longs
    planned: Bools


def excerpt(problem: Problem, network: Network) -> Excerpt | None:
    """The part around one output of middling influence; None where no channels can be read off.

    Channels are words of the output code, so there are some only for one layer and a code of 0/1 words.
    """
    code = network.output_code
    if len(network.layers) != 1 or not isinstance(code, SparseCode) or code.weight > ROWS - 6:
        return None
    uses = outputs_by_feature(problem)
    ranked = sorted((sum(len(uses[j]) for j in problem.gate(i).inputs), i) for i in range(problem.outputs))
    output = ranked[len(ranked) // 2][1]
    own = problem.gate(output).inputs
    features = _features(problem, uses, own)
    channels = {j: _union(code, uses[j]) for j in features}
    neurons = _neurons(_union(code, [output]), [channels[j] for j in own], code.rows)
    words = np.concatenate([network.input_code.block(j, j + 1) for j in features], axis=1).astype(np.int64)
    received = network.layers[0].weights[list(neurons)].astype(np.int64) @ words
    planned = np.array([[e in channels[j] for j in features] for e in neurons])
    return Excerpt(output, len(own), code.weight, neurons, features, received, planned)


def outputs_by_feature(problem: Problem) -> list[list[int]]:
    """For every feature the outputs that use it.

    >>> from verify import TwoAnd
    >>> outputs_by_feature(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))))
    [[0], [0, 1], [1]]
    """
    uses: list[list[int]] = [[] for _ in range(problem.inputs)]
    for group in problem.gate_groups():
        for output, wires in zip(group.outputs.tolist(), group.inputs.tolist(), strict=True):
            for feature in wires:
                uses[feature].append(output)
    return uses


def _features(problem: Problem, uses: list[list[int]], own: tuple[int, ...]) -> tuple[int, ...]:
    """The gate's inputs, features that share another gate with them, and features that do not."""
    near = dict.fromkeys(j for i in own for output in uses[i] for j in problem.gate(output).inputs if j not in own)
    kept = (*own, *list(near)[: max(0, COLUMNS - len(own)) // 2])
    far = (j for j in range(problem.inputs) if uses[j] and j not in near and j not in own)
    return (*kept, *islice(far, max(0, COLUMNS - len(kept))))


def _union(code: SparseCode, outputs: list[int]) -> set[int]:
    """The neurons of the channels of these outputs."""
    return {e for i in outputs for e in code.supports(i, i + 1)[0].tolist()}


def _neurons(own: set[int], channels: list[set[int]], rows: int) -> tuple[int, ...]:
    """The output's channel; then where its inputs meet by chance; then where one of them is planned; then others."""
    by_chance = set.intersection(*channels) - own
    single = set.union(*channels) - own - by_chance
    others = (e for e in range(rows) if e not in own and e not in by_chance and e not in single)
    rest = [*sorted(by_chance)[: ROWS // 4], *sorted(single)[: ROWS // 4], *islice(others, 3)]
    return (*sorted(own), *rest[: ROWS - len(own)])


def channel_matrix(part: Excerpt, labels: tuple[str, ...]) -> Picture:
    """The excerpt as a matrix of shaded cells; a 1 is of the channel matrix, a circled one lines up for the output."""
    rows, columns = part.received.shape
    with drawing(6.6, 0.235 * rows + 1.3) as figure:
        axes = figure.add_subplot()
        axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
        _cells(axes, part)
        axes.axhline(part.channel - 0.5, color=INK, linewidth=1)
        names = [shortened(labels[j], 16) for j in part.features]
        turned = max(map(len, names)) > 4
        axes.set_xticks(
            range(columns), names, size=10.5, rotation=38 if turned else 0, ha="left" if turned else "center"
        )
        axes.set_yticks(range(rows), [str(e) for e in part.neurons], size=9)
        axes.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False, pad=3)
        for column, tick in enumerate(axes.get_xticklabels()):
            tick.set(color=INK if column < part.inputs else MUTED, weight="bold" if column < part.inputs else "normal")
        axes.set_ylabel("neurons")
        axes.spines[:].set_visible(False)
        return picture_of(figure, "channels", "Channel matrix around one output", _caption(part, labels))


def _cells(axes: "Axes", part: Excerpt) -> None:
    from matplotlib.patches import Ellipse, Rectangle

    largest = max(1, int(np.abs(part.received).max()))
    for (row, column), value in np.ndenumerate(part.received):
        colour = ONE if value > 0 else ZERO
        shade = abs(int(value)) / largest
        axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, color=colour, alpha=0.75 * shade, linewidth=0))
        if part.planned[row, column]:
            axes.text(column, row, "1", ha="center", va="center", color=INK, size=10)
        if row < part.channel and column < part.inputs:
            axes.add_patch(Ellipse((column, row), 0.55, 0.9, fill=False, edgecolor=INK, linewidth=1.3))


def _caption(part: Excerpt, labels: tuple[str, ...]) -> str:
    names = " and ".join(named(labels, j) for j in part.features[: part.inputs])
    return (
        f"An excerpt of this network: output {part.output} is a function of {names}. Rows are neurons, with the "
        f"output's own channel of {part.channel} above the line; columns are features. A 1 says that the neuron is in "
        "the channel of an output that uses the feature. Circled ones line up for this output; other ones meet only by "
        "chance. The shade is what the neuron really receives from the feature (blue positive, orange negative), so "
        "shade without a 1 is interference. Drawn after AS, Fig. 5."
    )
