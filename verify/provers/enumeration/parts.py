"""Enumeration in parts: ranges of inputs, tried by others. Outputs share hidden layers; inputs share nothing."""

from contextlib import closing

from verify.compiling import TimeLimit
from verify.crew import Crew, Part, Question, Task, cut
from verify.errors import DocumentError
from verify.progress import Deadline, Progress, silent
from verify.provers.enumeration.prove import (
    BLOCK,
    LONG,
    Trying,
    additions_an_input,
    counterexample_on,
    forecast,
    found_by_enumeration,
    late,
    obstacle,
    workers,
)
from verify.scoring.extremes import NO_SCORE
from verify.statement.fit import require_fit
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Found, Refuted, Unchecked, Unknown

PART_SECONDS = 15.0
PARTS_A_HAND = 4


def enumerated_part(question: Question, task: Task, deadline: Deadline, threads: int) -> Part:
    """The part of a task {begin, end}: the first wrong of these inputs as `wrong`, or extremes of their scores."""
    trying = question.once("enumerate", lambda: Trying(question.problem, question.network))
    if trying.total != task["total"]:
        return {"total": trying.total}
    found = trying.tried(task["begin"], task["end"], deadline, silent, threads)
    if found.wrong is not None:
        return {"wrong": list(found.wrong)}
    if found.done < task["end"] - task["begin"]:
        return {"late": True}
    return {"smallest": found.smallest, "largest": found.largest}


def enumerate_in_parts(
    problem: Problem, network: Network, crew: Crew, *, timeout: float | None = None, progress: Progress | None = None
) -> Unchecked:
    """As `prove_by_enumeration`, with ranges of inputs tried by a crew: the same certificate, the same counterexample.

    Errors: DocumentError for a part that is none.
    """
    require_fit(problem, network)
    deadline, report, reason = TimeLimit(timeout), progress or silent, obstacle(problem, network)
    if reason is not None:
        return Unknown(reason)
    total = Trying(problem, network, deadline).total
    ranges = cut(0, total, _size(problem, network, total, crew.hands))
    smallest, largest, done = NO_SCORE, -NO_SCORE, 0
    first: tuple[int, list[int]] | None = None
    open_ = {begin: {"begin": begin, "end": end, "total": total} for begin, end in ranges}
    report(done, total)
    try:
        while open_:
            with closing(crew.work("enumerate", Question(problem, network), list(open_.values()), deadline)) as parts:
                for task, part in parts:
                    del open_[task["begin"]]
                    done += task["end"] - task["begin"]
                    report(done, total)
                    wrong = _read(task, part, deadline)
                    if wrong is not None:
                        first = task["begin"], wrong
                        break
                    smallest, largest = min(smallest, part["smallest"]), max(largest, part["largest"])
            open_ = {k: task for k, task in open_.items() if first is None or k < first[0]}
    except TimeoutError:
        return Unknown(late(deadline, done, total))
    if first is not None:
        return Refuted(counterexample_on(problem, network, tuple(first[1])))
    return Found(found_by_enumeration(problem, network, smallest, largest))


def _read(task: Task, part: Part, deadline: Deadline) -> list[int] | None:
    """The wrong input that a part tells of. Errors: TimeoutError where the worker was late."""
    if "late" in part:
        raise TimeoutError(deadline.reason("enumeration"))
    wrong, name = part.get("wrong"), f"the part for inputs {task['begin']} to {task['end'] - 1}"
    numbers = [part.get("smallest"), part.get("largest")] if wrong is None else wrong
    if type(numbers) is not list or any(type(number) is not int for number in numbers):
        raise DocumentError(name, "has neither a wrong input nor extremes of scores")
    found: list[int] | None = wrong
    return found


def _size(problem: Problem, network: Network, total: int, hands: int) -> int:
    """Inputs a part: some seconds, and several parts for every hand, in whole blocks."""
    if total * additions_an_input(problem, network) < LONG:
        return max(1, -(-total // (2 * hands)))
    an_input = max(1e-12, forecast(problem, network).seconds * workers() / total)
    size = min(int(PART_SECONDS / an_input), total // (PARTS_A_HAND * hands))
    return max(1, size // BLOCK) * BLOCK
