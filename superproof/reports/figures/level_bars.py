"""A circuit by its levels: gates a level, by kind, beside the neurons of the layers that compute it."""

from collections import Counter

from superproof.reports.figures.canvas import INK, MUTED, ONE, ZERO, Picture, drawing, picture_of
from superproof.words import count
from verify import Network, Problem


def circuit_levels(problem: Problem, network: Network | None) -> Picture:
    """One row a level: a bar as long as its gates are many, and how many of which kind."""
    levels = problem.levels
    longest = max(problem.widths)
    with drawing(6.6, 0.62 * len(levels) + 1.1) as figure:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(-0.16, 1.02), ylim=(len(levels) + 0.6, -0.7))
        for row, width in enumerate(problem.widths):
            axes.barh(row, 0.5 * width / longest, height=0.5, left=0, color=ZERO if row == 0 else ONE, linewidth=0)
            axes.text(-0.015, row, "features" if row == 0 else f"level {row}", ha="right", va="center", color=MUTED)
            text = f"{width:,}" if row == 0 else _kinds(problem, row - 1)
            axes.text(0.5 * width / longest + 0.015, row, text, va="center", color=INK, size=11)
        return picture_of(figure, "levels", "The circuit, level by level", _caption(problem, network))


def _kinds(problem: Problem, level: int) -> str:
    kinds = Counter(gate.kind for gate in problem.levels[level])
    return ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common())


def _caption(problem: Problem, network: Network | None) -> str:
    layers = "" if network is None else ", ".join(map(str, network.widths))
    widths = layers and f" The network computes them in layers of {layers}."
    return (
        f"{count(sum(map(len, problem.levels)), 'gate')} on {count(len(problem.levels), 'level')}; on an admissible "
        f"input no level has more than {problem.sparsity} active.{widths}"
    )
