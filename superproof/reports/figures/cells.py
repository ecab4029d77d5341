"""Matrices drawn as shaded cells: how much features overlap, and which outputs read which neurons.

One path a shade, so that a page with thousands of cells stays small.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from superproof.reports.figures.canvas import MUTED, ONE, ZERO, Picture, drawing, picture_of
from superproof.words import count
from verify import Network, Problem, activations
from verify.arrays import Longs, Numbers, Reals

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHADES = 8
"""Shades of each sign."""
STRONGEST = 0.85
"""Opacity of the strongest shade."""
FEATURES, NEURONS, OUTPUTS = 40, 64, 48
"""Features, neurons and outputs drawn at most."""


def shaded_cells(axes: "Axes", values: Numbers) -> None:
    """Draw `values` (rows, columns), between -1 and 1: blue above 0, orange below, row 0 on top."""
    from matplotlib.patches import PathPatch

    rows, columns = values.shape
    levels = np.rint(np.clip(values, -1, 1) * SHADES).astype(int)
    for level in sorted(set(levels.ravel().tolist()) - {0}):
        path = _squares(np.argwhere(levels == level))
        opacity = STRONGEST * abs(level) / SHADES
        axes.add_patch(PathPatch(path, facecolor=ONE if level > 0 else ZERO, alpha=opacity, linewidth=0))
    axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), aspect="equal", xticks=[], yticks=[])


def _squares(cells: Longs) -> Any:
    """A path of one unit square a cell (row, column)."""
    from matplotlib.path import Path

    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)])
    vertices = (cells[:, None, ::-1] + corners).reshape(-1, 2)
    codes = np.tile([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], len(cells))
    return Path(vertices, codes)


def cosines(words: Longs) -> Reals:
    """Cosines between the columns of `words` (rows, features); a column of zeros has cosine 0 with all.

    >>> cosines(np.array([[1, 1], [1, -1]])).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    exact = words.astype(np.float64)
    lengths = np.sqrt((exact * exact).sum(axis=0))
    unit = exact / np.where(lengths > 0, lengths, 1.0)
    return np.round(unit.T @ unit, 6) + 0.0


def interference(network: Network, features: tuple[int, ...]) -> Picture:
    """Two matrices over the first `FEATURES` of `features`: cosines of the code words A_j, and of G_j = W_1 A_j."""
    shown = features[:FEATURES]
    words = np.concatenate([network.input_code.block(j, j + 1) for j in shown], axis=1).astype(np.int64)
    received = network.layers[0].weights.astype(np.int64) @ words
    pairs = ((cosines(words), "code words A"), (cosines(received), "what neurons receive, G = W A"))
    with drawing(6.8, 3.5) as figure:
        for axes, (matrix, name) in zip(figure.subplots(1, 2), pairs, strict=True):
            shaded_cells(axes, matrix)
            rest = np.abs(matrix[~np.eye(len(matrix), dtype=np.bool_)])
            mean, largest = rest.mean() if rest.size else 0.0, rest.max(initial=0.0)
            axes.set_title(name, loc="left", size=12, pad=6)
            axes.set_xlabel(f"mean |cosine| {mean:.2f}, largest {largest:.2f}", size=11)
            axes.spines[:].set(visible=True, color=MUTED, linewidth=0.6)
        title, caption = "Interference: how much features overlap", _caption(len(shown), network)
        return picture_of(figure, "interference", title, caption)


def _caption(drawn: int, network: Network) -> str:
    which = (
        "every feature" if drawn == network.inputs else f"the {drawn} most influential of {network.inputs:,} features"
    )
    return (
        f"Rows and columns are {which}, most influential first; a cell is the cosine between two of them, blue above "
        "0, orange below. One neuron a feature would leave the diagonal alone: all other shade is superposition. The "
        "second matrix is after the first weights: what a feature shares there with others is interference, or a gate "
        "that both belong to."
    )


def reading(problem: Problem, network: Network) -> Picture:
    """The last layer's neurons (rows) and the first outputs (columns) of a problem of one level."""
    outputs, width = min(problem.outputs, OUTPUTS), len(network.layers[-1].bias)
    rows = min(width, NEURONS)
    words = network.output_code.block(0, outputs).astype(np.int64)
    states = [activations(network, problem.levels[0][i].inputs[: problem.sparsity])[-1] for i in range(outputs)]
    adds = (words * np.array(states).T)[:rows]
    readers = (words != 0).sum(axis=1)
    with drawing(6.6, 6.6 * rows / max(outputs, 24) * 0.62 + 0.8) as figure:
        axes = figure.add_subplot()
        shaded_cells(axes, adds / max(1, int(np.abs(adds).max(initial=0))))
        axes.set_xlabel(f"outputs 0 to {outputs - 1}", size=9)
        axes.set_ylabel(f"neurons 0 to {rows - 1}", size=9)
        part = "" if rows == width and problem.outputs <= OUTPUTS else "An excerpt. "
        caption = (
            f"{part}A cell is what the neuron adds to the output's score when the inputs of its gate are active and "
            f"nothing else is: the stronger its colour, the more. A neuron is read by {readers.min():,} to "
            f"{readers.max():,} of the outputs shown here; all {count(problem.outputs, 'output')} share "
            f"{count(width, 'neuron')}."
        )
        return picture_of(figure, "reading", "Neurons by outputs: who reads whom", caption)
