"""Records that others examine: each gets a folder with what one record is about, and says what came of it."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from superproof.records.error_record import ErrorRecord
from superproof.records.examine import LEFT_OUT, Looked, examine, examine_errors
from superproof.records.index import ErrorIndex, Index, Kept, R, load_error_index, load_index
from superproof.records.record import Record
from verify.crew import TRUST, Part, Task
from verify.errors import DocumentError
from verify.progress import Deadline

WORDS = ("valid", "invalid", "unknown", LEFT_OUT)
Files = dict[str, bytes]
"""The files of a folder by their names in it."""


class Examiners(Protocol):
    """Workers that look at records."""

    def examine(
        self, folders: Iterable[tuple[Task, Files]], deadline: Deadline
    ) -> Generator[tuple[Task, Part, str], None, None]:
        """(task, what came of it, worker) in the order in which they are finished. Errors: TimeoutError."""


def looked_at_here(
    index: Index, errors: ErrorIndex, records: Iterable[Record | ErrorRecord], deadline: Deadline, *, rebuild: bool
) -> Generator[Looked, None, None]:
    """What comes of each, by `examine` and `examine_errors`."""
    for record in records:
        if isinstance(record, Record):
            yield examine(index, record, rebuild=rebuild, deadline=deadline)
        else:
            yield examine_errors(errors, record, deadline)


def looked_at_there(
    index: Index,
    errors: ErrorIndex,
    records: Iterable[Record | ErrorRecord],
    deadline: Deadline,
    client: Examiners,
    *,
    rebuild: bool,
) -> Generator[Looked, None, None]:
    """The same, one record a worker: it has the record's files and its rivals, bound by SHA-256.

    What a worker says is all that is known then. Errors: DocumentError for an answer that is none.
    """
    waiting = {record.stem: record for record in records}
    asked = [
        _task(index, one, rebuild=rebuild) if isinstance(one, Record) else _task(errors, one, rebuild=rebuild)
        for one in waiting.values()
    ]
    try:
        for task, part, worker in client.examine(asked, deadline):
            word, reason, assumptions = (part.get(name) for name in ("word", "reason", "assumptions"))
            stated = type(assumptions) is list and all(type(one) is str for one in assumptions)
            if word not in WORDS or not (reason is None or type(reason) is str) or not stated:
                raise DocumentError(f"what worker {worker} says of {task['stem']}", "has no answer")
            del waiting[task["stem"]]
            yield Looked(task["stem"], word, reason, (*map(str, assumptions or ()), TRUST), worker)
    except TimeoutError:
        for stem in waiting:
            yield Looked(stem, "unknown", deadline.reason("the check"))


def _task(index: Kept[R], record: R, *, rebuild: bool) -> tuple[Task, Files]:
    """What is asked about one record, and the folder for it: its rivals in the index, its files, its family's graph."""
    folder, rivals = index.folder, tuple(one for one in index.records if one.of == record.of)
    with TemporaryDirectory() as name:
        replace(index, folder=Path(name), records=rivals).save()
        files = {index.name: Path(name, index.name).read_bytes()}
    named = [*index.paths(record), folder / "problems" / f"{record.family}.json"]
    files |= {str(path.relative_to(folder)): path.read_bytes() for path in named if path.is_file()}
    real = isinstance(record, ErrorRecord)
    return {"stem": record.stem, "real": real, "rebuild": rebuild, "folder": str(folder)}, files


def examined_in(folder: Path, task: Mapping[str, object], deadline: Deadline) -> Part:
    """What comes of the record of a task, from the files of its folder here; reasons name those of who asks."""
    index, errors = Index(folder, ()) if task["real"] else load_index(folder), load_error_index(folder)
    records: list[Record | ErrorRecord] = [*index.records, *errors.records]
    mine = (record for record in records if record.stem == task["stem"])
    found = next(looked_at_here(index, errors, mine, deadline, rebuild=bool(task["rebuild"])))
    reason = None if found.reason is None else found.reason.replace(str(folder), str(task["folder"]))
    return {"word": found.word, "reason": reason, "assumptions": list(found.assumptions)}
