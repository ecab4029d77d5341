"""What runs on a worker. Messages and answers are plain values and arrays; `answer` and `store` keep their names, so
that workers of another version can say so."""

import threading
from collections.abc import Mapping
from typing import Any

from distributed import get_worker

from superproof import __version__
from superproof.cluster.shelf import Shelf, folder
from superproof.sweeps.grid import Point
from superproof.sweeps.point import measured
from verify import load_network, load_problem, problem_digest
from verify.compiling import TimeLimit
from verify.crew import Question
from verify.errors import DocumentError
from verify.parts import part_of

ABOUT = ("version", "kind", "problem", "network", "begin", "end")
"""What a message and its answer must agree in."""
_one_at_a_time = threading.Lock()
"""Parts of a process share what was made of their question, and use all of its threads."""
_asked: dict[tuple[str, ...], Question] = {}
SWEEP = "sweep"


def answer(message: Mapping[str, Any]) -> dict[str, Any]:
    """The part that a message asks for as `part`, with what it is about; or what is missing, or why it is refused."""
    worker = get_worker()
    here: dict[str, Any] = {"worker": worker.address}
    if message["version"] != __version__:
        refusal = f"worker {worker.address} has superproof {__version__}, and this is {message['version']}"
        return {**here, "refused": f"{refusal}: install one version on both"}
    shelf, files, task = Shelf(folder()), tuple(message["files"]), message["task"]
    try:
        missing = [digest for digest in files if not shelf.has(digest)]
        if missing:
            return {**here, "missing": missing}
        with _one_at_a_time:
            question = _question(shelf, files) if files else None
            if question is None:
                part: dict[str, Any] = measured(Point(*task["point"]), task["limit"])
            else:
                limit, deadline = worker.memory_manager.memory_limit, TimeLimit(message["seconds"])
                part = part_of(message["kind"], question, task, deadline, worker.state.nthreads, limit)
    except (DocumentError, ValueError) as error:
        return {**here, "refused": f"worker {worker.address}: {error}"}
    about = {"version": __version__, "kind": message["kind"], "begin": task["begin"], "end": task["end"]}
    about |= digests_of(question)
    return {**here, "about": about, "part": part}


def digests_of(question: Question | None) -> dict[str, str | None]:
    """Those of problem and network; a point of a sweep has none before it is built."""
    if question is None:
        return {"problem": None, "network": None}
    return {"problem": problem_digest(question.problem), "network": question.network.digest}


def store(digest: str, content: bytes) -> dict[str, Any]:
    """Put a document on this worker's shelf."""
    worker = get_worker()
    try:
        Shelf(folder()).put(digest, content)
    except DocumentError as error:
        return {"refused": f"worker {worker.address}: {error}"}
    return {}


def _question(shelf: Shelf, files: tuple[str, ...]) -> Question:
    """The question of these files, read once; the one before is forgotten with all that was made of it."""
    if files not in _asked:
        _asked.clear()
        problem, network = load_problem(shelf.path(files[0])), load_network(shelf.path(files[1]))
        _asked[files] = Question(problem, network)
    return _asked[files]
