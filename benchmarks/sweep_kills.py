"""A sweep that is killed, and goes on: the table of one that nobody disturbed.

    python -m benchmarks.sweep_kills [--cluster local:2]

200 small networks (four families, five sizes, two sparsities, five seeds, naive), once without a kill, and once with
SIGKILL for the whole sweep when 40, 90 and 150 rows are there. The last line says whether both stores hold the same
rows, but for seconds and workers.
"""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.arguments import parser_of
from benchmarks.timing import table
from superproof.sweeps.store import TYPES

GRID = """\
families = ["two-regular", "or", "xor", "mixed"]
sizes = [8, 12, 16, 20, 24]
sparsities = [2, 3]
seeds = [0, 1, 2, 3, 4]
constructions = ["naive"]
"""
KILLS = (40, 90, 150)
SAME = [name for name in TYPES if name not in ("seconds", "worker")]


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--cluster", help="as for superproof sweep")
    given = parser.parse_args()
    more = [] if given.cluster is None else ["--cluster", given.cluster]
    with TemporaryDirectory() as name:
        folder, rows = Path(name), []
        (folder / "grid.toml").write_text(GRID)
        for store, kills in (("whole.sqlite", ()), ("killed.sqlite", KILLS)):
            begun = time.perf_counter()
            found = [swept(folder, store, more, kill) for kill in (*kills, None)]
            rows.append((len(kills), found, kept(folder / store), f"{time.perf_counter() - begun:.0f}"))
        print(table(("kills", "rows at each end", "rows", "s"), rows))
        same = contents(folder / "whole.sqlite") == contents(folder / "killed.sqlite")
    print(f"same rows: {'yes' if same else 'no'}")
    sys.exit(not same)


def swept(folder: Path, store: str, more: list[str], kill: int | None) -> int:
    """Run the sweep, until it ends or has so many rows and is killed; how many rows there are then."""
    command = [sys.executable, "-m", "superproof", "sweep", "grid.toml", "-o", store, "--quiet", *more]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        if kill is not None and kept(folder / store) >= kill:
            process.kill()
        time.sleep(0.05)
    return kept(folder / store)


def kept(path: Path) -> int:
    """The number of rows of a store that somebody else writes to, 0 before there is one."""
    return len(contents(path))


def contents(path: Path) -> list[tuple[object, ...]]:
    """The rows, but for what differs between runs."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return []
        columns = ", ".join(SAME)
        return connection.execute(f"SELECT {columns} FROM results ORDER BY {columns}").fetchall()


if __name__ == "__main__":
    main()
