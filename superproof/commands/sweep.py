"""`superproof sweep`: a grid of networks, built and proved, into a store that a kill does not hurt."""

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from superproof.cluster.connect import cluster_of
from superproof.outcome import DONE, Outcome
from superproof.spelling import in_python
from superproof.sweeps.plot import write_plot
from superproof.sweeps.point import Row, measured
from superproof.sweeps.store import opened, write_csv, write_parquet
from superproof.sweeps.sweep_file import Grid, Point, load_grid
from superproof.terminal import Terminal


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 when every point has a row, whatever its verdict."""
    grid = load_grid(arguments.file)
    path = arguments.output or str(Path(arguments.file).with_suffix(".sqlite"))
    with opened(path) as store:
        done = store.done()
        open_ = [point for point in grid.points if point not in done]
        kept = len(grid.points) - len(open_)
        if kept:
            terminal.note(f"sweep: {kept} of {len(grid.points)} points have a row in {path}")
        with terminal.progress("sweep") as progress, _going_on(path):
            progress(kept, len(grid.points))
            for count, row in enumerate(_rows(open_, grid, arguments, terminal), start=kept + 1):
                store.add(row)
                terminal.note(f"{count} of {len(grid.points)}: {_said(row)}")
                progress(count, len(grid.points))
        rows = store.rows()
    for option, write in (("csv", write_csv), ("parquet", write_parquet), ("plot", write_plot)):
        if getattr(arguments, option) is not None:
            write(rows, getattr(arguments, option))
    wanted = set(grid.points)
    verdicts = Counter(row[6] for row in rows if Point(*row[:6]) in wanted)
    said = ", ".join(f"{count} {word if word != 'none' else 'without a network'}" for word, count in verdicts.items())
    facts: dict[str, object] = {"points": len(grid.points), "store": path, "verdicts": dict(verdicts)}
    return Outcome(DONE, lines=(f"{len(grid.points)} points in {path}: {said}",), facts=facts)


@contextmanager
def _going_on(path: str) -> Iterator[None]:
    """Who stops the block is told that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt as stop:
        stop.args = (f"finished points are in {path}, and the same command goes on with the others",)
        raise


def _said(row: Row) -> str:
    """A row in a few words: its point, and what came of it."""
    point = f"{row['family']} {row['size']}, sparsity {row['sparsity']}, seed {row['seed']}, {row['construction']}"
    verdict = "no network" if row["verdict"] == "none" else f"{row['verdict']}, {row['neurons']} neurons"
    reason = f": {in_python(row['reason'])}" if row["reason"] else ""
    return f"{point}: {verdict}{reason} ({row['seconds']:.1f} s)"


def _rows(points: list[Point], grid: Grid, arguments: argparse.Namespace, terminal: Terminal) -> Iterator[Row]:
    """Here one after the other, or on a cluster as they come."""
    if not points:
        return
    with cluster_of(arguments, terminal) as client:
        if client is None:
            yield from ({**measured(point, grid.seconds), "worker": None} for point in points)
        else:
            yield from client.sweep(points, grid.seconds)
