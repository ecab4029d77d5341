"""A picture of a store: neurons against outputs, a line a family, construction and sparsity."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from superproof.sweeps.store import TYPES
from verify.documents import write_atomically


def lines_of(rows: Sequence[tuple[Any, ...]]) -> dict[str, list[tuple[int, int]]]:
    """(outputs, neurons) of what is proved, the fewest over seeds, by family, construction and sparsity."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for row in (dict(zip(TYPES, values, strict=True)) for values in rows):
        if row["verdict"] == "proved":
            name = f"{row['family']}, {row['construction']}, v = {row['sparsity']}"
            outputs, neurons = row["outputs"], row["neurons"]
            found[name][outputs] = min(neurons, found[name].get(outputs, neurons))
    return {name: sorted(points.items()) for name, points in sorted(found.items())}


def write_plot(rows: Sequence[tuple[Any, ...]], path: str) -> None:
    """The picture as SVG, PNG or PDF, by the name's ending."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot()
    lines = lines_of(rows)
    for name, points in lines.items():
        axes.plot(*zip(*points, strict=True), marker="o", markersize=3, label=name)
    outputs = sorted({x for points in lines.values() for x, _ in points})
    axes.plot(outputs, outputs, linestyle=":", color="grey", label="a neuron an output")
    axes.set(xlabel="outputs", ylabel="neurons of the smallest that is proved", xscale="log", yscale="log")
    axes.legend(fontsize=7)
    kind = Path(path).suffix.removeprefix(".").lower() or "svg"
    write_atomically(path, lambda temporary: figure.savefig(temporary, format=kind))
