"""What runs on a worker. Messages and answers are plain values and arrays; `answer` and `store` keep their names, so
that workers of another version can say so."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from distributed import get_worker

from superproof import __version__
from superproof.cluster.shelf import has, place_of, put, sha256
from verify import load_any_network, load_problem
from verify.compiling import TimeLimit
from verify.crew import Question, Task
from verify.errors import DocumentError
from verify.parts import part_of
from verify.progress import Deadline

_one_at_a_time = threading.Lock()
"""Parts of a process share what was made of their question, and use all of its threads."""
_asked: dict[tuple[str, str], Question] = {}
_unwanted: set[str] = set()
"""Rounds of tasks that nobody waits for any more."""
SWEEP, RECORD = "sweep", "record"


class _WhileWanted(TimeLimit):
    """A time limit that ends early when nobody wants the answer any more."""

    token = ""

    def passed(self) -> bool:
        """Whether the time is over, or the round."""
        return self.token in _unwanted or super().passed()

    def share(self, part: float) -> Deadline:
        """As of a deadline, of the same round."""
        made = super().share(part)
        if isinstance(made, _WhileWanted):
            made.token = self.token
        return made


async def forget(token: str) -> None:
    """Nobody waits for this round any more: what is under way ends where it next looks at the time."""
    _unwanted.add(token)


def about_of(kind: str, task: Task, files: Mapping[str, str]) -> dict[str, Any]:
    """What a message and its answer must agree in: who works on what, with which documents."""
    digest = sha256(json.dumps(task, sort_keys=True).encode())
    return {"version": __version__, "kind": kind, "begin": task["begin"], "end": task["end"], "task": digest, **files}


def answer(message: Mapping[str, Any]) -> dict[str, Any]:
    """The part that a message asks for as `part`, with what it is about; or what is missing, or why it is refused."""
    worker = get_worker()
    here: dict[str, Any] = {"worker": worker.address}
    if message["version"] != __version__:
        refusal = f"worker {worker.address} has superproof {__version__}, and this is {message['version']}"
        return {**here, "refused": f"{refusal}: install one version on both"}
    files, task = message["files"], message["task"]
    try:
        missing = [digest for digest in files.values() if not has(digest)]
        if missing:
            return {**here, "missing": missing}
        with _one_at_a_time:
            limit, deadline = worker.memory_manager.memory_limit, _WhileWanted(message["seconds"])
            deadline.token = message["round"]
            if message["kind"] == SWEEP:
                part = _swept(task)
            elif message["kind"] == RECORD:
                part = _examined(files, task, deadline)
            else:
                part = part_of(message["kind"], _question(files), task, deadline, worker.state.nthreads, limit)
    except (DocumentError, ValueError) as error:
        return {**here, "refused": f"worker {worker.address}: {error}"}
    return {**here, "about": about_of(message["kind"], task, files), "part": part}


def _swept(task: Task) -> dict[str, Any]:
    """The row of a point; constructions are imported by workers of sweeps alone."""
    from superproof.sweeps.point import measured
    from superproof.sweeps.sweep_file import Point

    return measured(Point(*task["point"]), task["limit"])


def _examined(files: Mapping[str, str], task: Task, deadline: Deadline) -> dict[str, Any]:
    """What came of a record, in a folder of its own."""
    from superproof.records.there import examined_in

    with TemporaryDirectory() as name:
        for file, digest in files.items():
            path = Path(name) / file
            path.parent.mkdir(exist_ok=True)
            path.symlink_to(place_of(digest).absolute())
        return examined_in(Path(name), task, deadline)


def store(digest: str, content: bytes) -> dict[str, Any]:
    """Put a document on this worker's shelf."""
    worker = get_worker()
    try:
        put(digest, content)
    except DocumentError as error:
        return {"refused": f"worker {worker.address}: {error}"}
    return {}


def _question(files: Mapping[str, str]) -> Question:
    """The question of these files, read once; the one before is forgotten with all that was made of it.

    Documents besides the pair are read again where they are others: what was made of the pair is kept.
    """
    pair = files["problem"], files["network"]
    if pair not in _asked:
        _asked.clear()
        problem, network = load_problem(place_of(pair[0])), load_any_network(place_of(pair[1]))
        _asked[pair] = Question(problem, network)
    question = _asked[pair]
    more = {name: digest for name, digest in files.items() if name not in ("problem", "network")}
    if {name: sha256(content) for name, content in question.more.items()} != more:
        question.more = {name: place_of(digest).read_bytes() for name, digest in more.items()}
    return question
