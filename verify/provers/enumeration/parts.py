"""Enumeration in parts: ranges of inputs, tried by others. Outputs share hidden layers; inputs share nothing."""

from contextlib import closing, suppress

from verify.crew import Crew, Part, Question, Task, cut, fair_part
from verify.errors import DocumentError
from verify.progress import Deadline, Progress, silent
from verify.provers.enumeration.trying import BLOCK, Tried, Trying, additions_an_input, measured
from verify.scoring.extremes import NO_SCORE

PART_SECONDS = 15.0
LONG = 10**10
"""Additions from which a forecast, the time of one block of inputs, is worth its time."""


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


def tried_in_parts(trying: Trying, crew: Crew, deadline: Deadline, report: Progress) -> Tried:
    """As `Trying.tried` of all inputs, in ranges and by a crew. Errors: DocumentError for a part that is none."""
    total, question = trying.total, Question(trying.problem, trying.network)
    smallest, largest, done = NO_SCORE, -NO_SCORE, 0
    wrong: tuple[int, ...] | None = None
    open_ = {
        begin: {"begin": begin, "end": end, "total": total} for begin, end in cut(0, total, _size(trying, crew.hands))
    }
    report(done, total)
    with suppress(TimeoutError):  # A wrong input that is known is one, though an earlier one may not have been met.
        while open_:
            with closing(crew.work("enumerate", question, list(open_.values()), deadline)) as parts:
                for task, part in parts:
                    first = _read(task, part, deadline, trying.problem.inputs)
                    del open_[task["begin"]]
                    done += task["end"] - task["begin"]
                    report(done, total)
                    if first is not None:
                        wrong, open_ = tuple(first), {k: one for k, one in open_.items() if k < task["begin"]}
                        break
                    smallest, largest = min(smallest, part["smallest"]), max(largest, part["largest"])
    return Tried(smallest, largest, wrong, done)


def _read(task: Task, part: Part, deadline: Deadline, features: int) -> list[int] | None:
    """The wrong input that a part tells of. Errors: TimeoutError where the worker was late."""
    if "late" in part:
        raise TimeoutError(deadline.reason("enumeration"))
    wrong, name = part.get("wrong"), f"the part for inputs {task['begin']} to {task['end'] - 1}"
    numbers = [part.get("smallest"), part.get("largest")] if wrong is None else wrong
    whole = type(numbers) is list and all(type(number) is int for number in numbers)
    if not whole or not all(0 <= j < features for j in wrong or ()):
        raise DocumentError(name, "has neither a wrong input nor extremes of scores")
    found: list[int] | None = wrong
    return found


def _size(trying: Trying, hands: int) -> int:
    """Inputs a part: some seconds, and several parts for every hand, in whole blocks."""
    problem, network, total = trying.problem, trying.network, trying.total
    if total * additions_an_input(problem, network) < LONG:
        return max(1, -(-total // (2 * hands)))
    _, seconds = measured(problem, network)
    return max(1, fair_part(total, int(PART_SECONDS / max(1e-12, seconds)), hands) // BLOCK) * BLOCK
