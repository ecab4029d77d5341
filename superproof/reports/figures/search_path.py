"""The path of a search: the neurons of every attempt, in order, and what became of it."""

from collections.abc import Sequence

from superproof.reports.figures.canvas import GRID, INK, MUTED, NETWORK, PAPER, ZERO, Picture, drawing, picture_of
from superproof.words import count


def search_path(attempts: Sequence[tuple[int, bool]], outputs: int) -> Picture:
    """`attempts` are (neurons, whether a proof was found) in order, drawn full or as a ring."""
    from matplotlib.ticker import MaxNLocator

    places = range(1, len(attempts) + 1)
    good = [(x, n) for x, (n, found) in zip(places, attempts, strict=True) if found]
    failed = [(x, n) for x, (n, found) in zip(places, attempts, strict=True) if not found]
    with drawing(6.6, 2.9) as figure:
        axes = figure.add_subplot()
        axes.plot(places, [n for n, _ in attempts], color=GRID, linewidth=1, zorder=1)
        for points, face, edge in ((failed, PAPER, ZERO), (good, NETWORK, PAPER)):
            xs, ys = [x for x, _ in points], [n for _, n in points]
            axes.plot(xs, ys, "o", markersize=8, markerfacecolor=face, markeredgecolor=edge, markeredgewidth=1.5)
        if good:
            best = min(n for _, n in good)
            axes.axhline(best, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
            axes.text(0.6, best, f"{best:,}", color=INK, va="bottom", size=11)
        axes.set(xlim=(0.5, len(attempts) + 0.5), ylim=(0, 1.12 * max(n for n, _ in attempts)))
        axes.set(xlabel="attempts", ylabel="neurons")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(integer=True))
        caption = (
            f"Full: {count(len(good), 'network')} with a proof. Rings: {count(len(failed), 'attempt')} that gave no "
            "exact network, which says nothing about whether one exists. One neuron an output would be "
            f"{outputs:,}."
        )
        return picture_of(figure, "search", "The search: neurons tried, in order", caption)
