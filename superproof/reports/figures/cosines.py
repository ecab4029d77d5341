"""The interference of features: cosines between their code words, and between what the neurons receive from them."""

import numpy as np

from superproof.reports.figures.canvas import MUTED, Picture, drawing, picture_of
from superproof.reports.figures.cells import shaded_cells
from verify import Network
from verify.arrays import Longs, Reals

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
