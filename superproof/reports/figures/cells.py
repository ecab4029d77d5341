"""Matrices drawn as shaded cells: one path a shade, so that a page with thousands of cells stays small."""

from typing import TYPE_CHECKING, Any

import numpy as np

from superproof.reports.figures.canvas import ONE, ZERO
from verify.arrays import Longs, Numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHADES = 8
"""Shades of each sign."""
STRONGEST = 0.85
"""Opacity of the strongest shade."""


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
