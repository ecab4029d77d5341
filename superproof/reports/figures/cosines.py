"""The interference of features: cosines between their code words, and between what the neurons receive from them."""

from typing import TYPE_CHECKING

import numpy as np

from superproof.reports.figures.canvas import MUTED, Picture, drawing, to_svg
from superproof.reports.figures.cells import shaded_cells
from verify import Network
from verify.arrays import Longs, Reals

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRAWN = 40
"""Features drawn at most."""


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
    """Two matrices over the first `DRAWN` of `features`: cosines of the code words A_j, and of G_j = W_1 A_j."""
    shown = features[:DRAWN]
    words = np.concatenate([network.input_code.block(j, j + 1) for j in shown], axis=1).astype(np.int64)
    received = network.layers[0].weights.astype(np.int64) @ words
    title = "Interference: how much features overlap"
    pairs = ((cosines(words), "code words A"), (cosines(received), "what neurons receive, G = W A"))
    with drawing(6.8, 3.5) as figure:
        for axes, (matrix, name) in zip(figure.subplots(1, 2), pairs, strict=True):
            _panel(axes, matrix, name)
        return Picture(
            "interference",
            title,
            _caption([matrix for matrix, _ in pairs], network),
            to_svg(figure, "interference", title),
        )


def _panel(axes: "Axes", matrix: Reals, name: str) -> None:
    shaded_cells(axes, matrix)
    axes.set_title(name, loc="left", size=12, pad=6)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlabel(f"mean |cosine| {_overlap(matrix):.2f}, largest {_largest(matrix):.2f}", size=11)
    axes.spines[:].set(visible=True, color=MUTED, linewidth=0.6)


def _off_diagonal(matrix: Reals) -> Reals:
    return np.abs(matrix[~np.eye(len(matrix), dtype=np.bool_)])


def _overlap(matrix: Reals) -> float:
    rest = _off_diagonal(matrix)
    return float(rest.mean()) if rest.size else 0.0


def _largest(matrix: Reals) -> float:
    return float(_off_diagonal(matrix).max(initial=0.0))


def _caption(matrices: list[Reals], network: Network) -> str:
    drawn = len(matrices[0])
    which = (
        "every feature" if drawn == network.inputs else f"the {drawn} most influential of {network.inputs:,} features"
    )
    return (
        f"Rows and columns are {which}, most influential first; a cell is the cosine between two of them, blue above "
        "0, orange below. One neuron a feature would leave the diagonal alone: all other shade is superposition. The "
        "second matrix is after the first weights: what a feature shares there with others is interference, or a gate "
        "that both belong to."
    )
