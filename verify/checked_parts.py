"""What a worker does of a check: some columns for many outputs, or some outputs whole."""

from dataclasses import astuple
from hashlib import sha256
from typing import final

from verify.arrays import Integers
from verify.checker.branch.ground import Ground
from verify.checker.budget import Budget
from verify.checker.columns import Columns, columns_bytes
from verify.checker.outputs import Shared
from verify.crew import Part, Question, Task, unpacked
from verify.progress import Deadline
from verify.statement.certificate import Certificate, Margin

KIND = "check"
Runs = list[tuple[int, int]]
"""Numbers of outputs as ranges."""


def told(certificate: Certificate) -> tuple[dict[str, object], dict[str, Integers]]:
    """A certificate as a value of JSON and arrays."""
    values = vars(certificate) | {"margin": certificate.margin and astuple(certificate.margin)}
    return {name: value for name, value in values.items() if name != "arrays"}, dict(certificate.arrays)


def certificate_in(question: Question) -> Certificate:
    """The certificate that a question is about."""
    values, arrays = unpacked(question.more["certificate"])
    margin = None if values["margin"] is None else Margin(*values["margin"])
    return Certificate(**values | {"margin": margin, "assumptions": tuple(values["assumptions"])}, arrays=arrays)


def checked_part(question: Question, task: Task, deadline: Deadline, threads: int, limit: int | None) -> Part:
    """The part of a task. Errors: RefusedError, UndecidedError.

    {begin, end, memory, entries: true} are columns: their `entries`; with false, the outputs that are `open` on them.
    {begin, end, memory, runs, whole} are outputs: `valid`.
    """
    memory = task["memory"] if limit is None else min(task["memory"], limit)
    budget, about = Budget(deadline, memory), sha256(question.more["certificate"]).hexdigest()
    if "runs" not in task:
        blocks = question.once(f"columns {about}", lambda: _Blocks(question, budget))
        return blocks.part(question, task, budget, threads)
    runs = unpacked(question.more["outputs"])[0] if task["whole"] else task["runs"]
    shared = question.once(
        f"outputs {about} {runs}",
        lambda: Shared(question.problem, question.network, certificate_in(question), outputs_in(runs), budget),
    )
    shared.check(outputs_in(task["runs"]), budget)
    return {"valid": True}


def outputs_in(runs: Runs) -> list[int]:
    """The numbers in ranges."""
    return [output for begin, end in runs for output in range(begin, end)]


@final
class _Blocks:
    """The columns of one certificate, and blocks of G that are kept for the round after."""

    def __init__(self, question: Question, budget: Budget) -> None:
        self._columns = Columns(question.problem, question.network, certificate_in(question), budget)
        self._kept: dict[tuple[int, int], Ground] = {}

    def part(self, question: Question, task: Task, budget: Budget, threads: int) -> Part:
        """The part of a task."""
        begin, end = task["begin"], task["end"]
        budget.require(columns_bytes(question.problem, question.network, end - begin), "these columns")
        ground = self._kept.pop((begin, end), None) or self._columns.ground(begin, end, budget)
        if task["entries"]:
            held = sum(block.entries.nbytes for block in self._kept.values())
            if held + ground.entries.nbytes <= budget.memory // 2:
                self._kept[begin, end] = ground
            return {"entries": self._columns.entries(ground, begin, end)}
        entries = unpacked(question.more["entries"])[1]["entries"]
        return {"open": self._columns.open(ground, begin, entries, budget, threads)}
