"""A count of wrong inputs in parts: workers count ranges of inputs twice, as prover and as checker."""

from contextlib import closing, suppress
from itertools import pairwise

import numpy as np

from verify.checker.budget import Budget
from verify.checker.floats.blocks import float_need
from verify.checker.floats.counts import check_counted, counted
from verify.checker.result import Answer
from verify.crew import TRUST, Crew, Part, Question, Task, cut, fair_part
from verify.errors import DocumentError
from verify.floats.network import FloatNetwork
from verify.floats.order import ranges_of
from verify.floats.tally import Figures, TallyCertificate
from verify.progress import Deadline, Progress, silent
from verify.provers.floats.scan import scanner_of
from verify.provers.floats.score import certificate_of, figures_of
from verify.statement.inputs import count_sparse
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown

KIND = "score"
PART_OPERATIONS = 2**33
"""Multiplications of a part, as often counted: some seconds."""
PARTS_A_LIMIT = 8
"""Parts that a time limit should suffice for, at `SLOW` multiplications a second."""
SLOW = 2**28


def tallied_part(question: Question, task: Task, deadline: Deadline, limit: int | None) -> Part:
    """The part of a task {begin, end}: what the prover `found` of these inputs and what the checker has `checked`.

    Errors: OverdueError, UndecidedError.
    """
    problem, network = question.problem, question.given
    if not isinstance(network, FloatNetwork):
        raise ValueError("this part is about a network of floats, and the question about one of integers")
    scanner = question.once("score", lambda: scanner_of(problem, network))
    if isinstance(scanner, Unknown):
        return {"unknown": scanner.reason}
    ranges = ranges_of(problem, task["begin"], task["end"])
    found = figures_of(scanner, ranges, deadline)
    budget = Budget(deadline, limit)
    budget.require(float_need(problem, network).memory, "the count of one part")
    return {"found": vars(found), "checked": vars(counted(problem, network, ranges, budget))}


def tally_in_parts(
    problem: Problem, network: FloatNetwork, crew: Crew, deadline: Deadline, progress: Progress | None = None
) -> tuple[TallyCertificate, Answer] | Unknown:
    """What `score_floats` counts, by a crew, and what `check_tally` says of it, if the crew is right.

    Guarantee: the certificate is that of one machine, however the inputs are cut and in whatever order parts come. Of
    what is there when the deadline passes, the inputs up to the first that is missing count. Errors: DocumentError for
    a part that is none.
    """
    scanner, report = scanner_of(problem, network), progress or silent
    if isinstance(scanner, Unknown):
        return scanner
    total, reason = count_sparse(problem), deadline.reason("scoring")
    size = _size(problem, network, total, crew, deadline)
    tasks: list[Task] = [{"begin": begin, "end": end} for begin, end in cut(0, total, size)]
    waiting, whole, place, done = dict[int, tuple[int, list[Figures]]](), list[Figures](), 0, 0
    report(done, total)
    with suppress(TimeoutError), closing(crew.work(KIND, Question(problem, network), tasks, deadline)) as parts:
        for task, part in parts:
            if "unknown" in part:
                reason = str(part["unknown"])
                continue
            both = [_read(problem, task, part.get(name)) for name in ("found", "checked")]
            waiting[task["begin"]] = task["end"], both
            while place in waiting:
                place, following = waiting.pop(place)
                whole = [a.then(b) for a, b in zip(whole, following, strict=True)] if whole else following
            done += task["end"] - task["begin"]
            report(done, total)
    if not whole:
        return Unknown(reason)
    certificate = certificate_of(scanner, whole[0])
    return certificate, check_counted(problem, network, certificate, whole[1], TRUST)


def _size(problem: Problem, network: FloatNetwork, total: int, crew: Crew, deadline: Deadline) -> int:
    """Inputs a part: some seconds, several parts a hand, and some within a time limit."""
    left = deadline.remaining()
    one = problem.sparsity * network.widths[1] + sum(a * b for a, b in pairwise(network.widths[1:])) + problem.outputs
    most = PART_OPERATIONS if left is None else min(PART_OPERATIONS, int(left * SLOW / PARTS_A_LIMIT))
    return fair_part(total, most // one, crew.hands)


def _read(problem: Problem, task: Task, values: object) -> Figures:
    """The figures in a part. Errors: DocumentError."""
    name = f"the count of inputs {task['begin']} to {task['end'] - 1}"
    if type(values) is not dict or set(values) != set(Figures.__dataclass_fields__):
        raise DocumentError(name, "has no figures")
    tried = [end - begin for begin, end in ranges_of(problem, task["begin"], task["end"])]
    for key, shape, kind in (
        ("counts", (4, len(tried)), np.int64), ("pairs", (problem.outputs,), np.int64),
        ("smallest", (problem.outputs,), np.float64), ("largest", (problem.outputs,), np.float64),
    ):  # fmt: skip
        array = values[key]
        if type(array) is not np.ndarray or array.shape != shape or array.dtype != kind:
            raise DocumentError(name, f"must have {key} of shape {shape} and type {np.dtype(kind)}")
    for key in ("first", "most_harmful"):
        if not (values[key] is None or (type(values[key]) is tuple and all(type(j) is int for j in values[key]))):
            raise DocumentError(name, f"must have an input or nothing as {key}")
    if type(values["harm"]) is not int:
        raise DocumentError(name, "must have an integer as harm")
    if values["counts"][0].tolist() != tried:
        raise DocumentError(name, f"is about {values['counts'][0].tolist()} inputs and not {tried}")
    return Figures(**values)
