"""Results of sweeps in a SQLite file: a row a point, never written twice, whatever is killed in between.

SQLite, because its transactions survive a kill, everything reads it (Python, R, DuckDB, pandas), and Python has it.
"""

import csv
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, final

from superproof.errors import about_file
from superproof.sweeps.sweep_file import Point
from verify.documents import write_atomically, write_text
from verify.errors import DocumentError

TYPES = {
    "family": "TEXT", "size": "INTEGER", "sparsity": "INTEGER", "seed": "INTEGER", "construction": "TEXT",
    "bits": "INTEGER", "verdict": "TEXT", "reason": "TEXT", "neurons": "INTEGER", "features": "INTEGER",
    "outputs": "INTEGER", "parameters": "INTEGER", "parameter_bits": "INTEGER", "bound_bits": "INTEGER",
    "bound_neurons": "INTEGER", "inputs": "TEXT", "smallest_true": "INTEGER", "largest_false": "INTEGER",
    "prover": "TEXT", "problem": "TEXT", "network": "TEXT", "version": "TEXT", "worker": "TEXT", "seconds": "REAL",
}  # fmt: skip
"""Columns; `inputs` may have more digits than an integer of SQL."""
KEY = ", ".join(Point._fields)
APPLICATION = 0x5350_5357
"""SQLite's mark of whose file it is."""
FORMAT = 1
UNUSABLE = "cannot be used as a store: "


@final
class Store:
    """An open store. Errors: DocumentError for a file of anybody else, or one that cannot be written."""

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self._path, self._connection = path, connection

    def done(self) -> set[Point]:
        """The points that have a row."""
        return {Point(*row) for row in self._connection.execute(f"SELECT {KEY} FROM results")}

    def add(self, row: dict[str, Any]) -> None:
        """Keep a row at once; a point that has one keeps it."""
        names = [name for name in TYPES if name in row]
        places = ", ".join(f":{name}" for name in names)
        with about_file(self._path, sqlite3.Error, where=UNUSABLE), self._connection:
            self._connection.execute(f"INSERT OR IGNORE INTO results ({', '.join(names)}) VALUES ({places})", row)

    def rows(self) -> list[tuple[Any, ...]]:
        """All rows, by their points, with the columns of `TYPES`."""
        return self._connection.execute(f"SELECT {', '.join(TYPES)} FROM results ORDER BY {KEY}").fetchall()


@contextmanager
def opened(path: str) -> Iterator[Store]:
    """The store in a file, made where there is none."""
    with about_file(path, sqlite3.Error, where=UNUSABLE), closing(sqlite3.connect(path, timeout=60)) as connection:
        mark, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and (mark, version) != (APPLICATION, FORMAT):
            raise DocumentError(path, f"is not a store of sweeps (format {FORMAT}): name another file with -o")
        connection.execute("PRAGMA journal_mode=WAL")
        columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
        with connection:
            connection.execute(f"CREATE TABLE IF NOT EXISTS results ({columns}, PRIMARY KEY ({KEY})) STRICT")
            connection.execute(f"PRAGMA application_id={APPLICATION}")
            connection.execute(f"PRAGMA user_version={FORMAT}")
        yield Store(path, connection)


def write_csv(rows: Sequence[tuple[Any, ...]], path: str) -> None:
    """A line of names, and one a row."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([tuple(TYPES), *rows])
    write_text(path, text.getvalue())


def write_parquet(rows: Sequence[tuple[Any, ...]], path: str) -> None:
    """The same as Parquet, by DuckDB. Errors: DocumentError without the package."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise DocumentError(path, "needs the package duckdb: pip install 'superproof[cluster]'") from error

    kinds = {"TEXT": "VARCHAR", "INTEGER": "BIGINT", "REAL": "DOUBLE"}
    columns = ", ".join(f"{name} {kinds[kind]}" for name, kind in TYPES.items())

    def write(temporary: Path) -> None:
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE results ({columns})")
            if rows:
                connection.executemany(f"INSERT INTO results VALUES ({', '.join('?' * len(TYPES))})", list(rows))
            connection.table("results").write_parquet(str(temporary))

    write_atomically(path, write)
