"""A check in parts, by others who are then trusted as this machine is: first by columns of G, then by outputs.

Large certificates are checked by columns, in two rounds: what every output needs of the columns of its own inputs, and
then which outputs do not close on some columns. These, and all of a small certificate, are checked by outputs.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise

import numpy as np

from verify.arrays import Integers, Longs
from verify.checked_parts import KIND, Runs, told
from verify.checker import Answer, Invalid, Valid
from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.checker.columns import Columns, columns_bytes
from verify.checker.coverage import require_count
from verify.checker.needs import need
from verify.checker.outputs import ground_bytes, require_shared
from verify.crew import TRUST, Crew, Part, Question, Task, cut, fair_part, packed
from verify.errors import DocumentError
from verify.progress import Deadline, Progress, silent
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown

PART_OPERATIONS = 2**39
"""Operations of a part, as `need` counts them: a minute at most."""
BY_COLUMNS = 2**34
"""Operations from which a check goes by columns first: some seconds."""
LEAST_COLUMNS = 1024
COLUMNS = "check of columns"
"""What a worker does that looks at some columns for all outputs."""


def check_in_parts(
    problem: Problem,
    network: Network,
    certificate: Certificate,
    client: Crew,
    *,
    timeout: float | None = None,
    memory: int | None = None,
    progress: Progress | None = None,
) -> Answer:
    """As `check`, for certificates of branch, with columns and ranges of outputs checked by the workers of a client.

    Guarantee: Valid only if, given the assumptions it lists, the workers among them, every output is right on every
    admissible input. Every output is checked. `memory` is for each worker (default: three fifths of its limit).
    Errors: as `check`; DocumentError for an answer that is none.
    """
    deadline, bytes_ = Deadline(timeout), memory or 3 * client.memory // 5
    try:
        require_shared(problem, network, certificate)
        checking = _Checking(problem, network, certificate, client, bytes_, deadline, progress or silent)
        left = np.arange(problem.outputs)
        if checking.operations >= BY_COLUMNS:
            left = checking.not_closed_by_columns()
        checking.check(left)
        require_count(problem, certificate.inputs_covered, Budget(deadline))
    except RefusedError as error:
        return Invalid(str(error))
    except (UndecidedError, TimeoutError) as error:
        return Unknown(str(error))
    margin = ", with the stated margin" if certificate.margin is not None else ""
    alone = "no input but the empty one is admissible: " if certificate.inputs_covered == 1 else ""
    return Valid(f"{alone}every output is right on every admissible input{margin}", (TRUST,))


class _Checking:
    """One check under way: what was said by workers is taken up only where it has the form of an answer."""

    def __init__(
        self, problem: Problem, network: Network, certificate: Certificate, client: Crew, memory: int,
        deadline: Deadline, report: Progress,
    ) -> None:  # fmt: skip
        self._problem, self._network, self._client, self._memory = problem, network, client, memory
        self._certificate, self._deadline, self._report = certificate, deadline, report
        self._told = packed(*told(certificate))
        self.operations = need(problem, network, "branch").operations

    def not_closed_by_columns(self) -> Longs:
        """The outputs that may yet be wrong, after all columns were looked at for all others."""
        outputs, features = np.arange(self._problem.outputs), self._problem.inputs
        columns = Columns(self._problem, self._network, self._certificate, Budget(self._deadline, self._memory))
        size = self._columns_a_part(len(columns.outputs))
        if size == 0:
            return outputs
        same = {"near": True, "entries": True, "what": "entries", "memory": self._memory}
        edges = [*range(0, features, size), features]
        tasks: list[Task] = [{"begin": begin, "end": end, **same} for begin, end in pairwise(edges)]
        entries, order = np.zeros((0, 0), dtype=np.int8), list[Task]()
        for task, part in self._parts(tasks):
            mine = columns.inside(task["begin"], task["end"])
            found = _integers(task, part, "entries", 2)
            if not order:
                entries = np.zeros((len(columns.features), found.shape[1]), dtype=found.dtype)
            if found.shape != (len(mine), entries.shape[1]):
                raise DocumentError(_name(task), f"has {found.shape} entries")
            entries = entries.astype(np.result_type(entries, found), copy=False)
            entries[mine] = found
            order.append(task | {"entries": False, "what": COLUMNS})
        left, done = np.setdiff1d(outputs, columns.outputs), 0
        for task, part in self._parts(order, entries=packed(None, {"entries": entries})):
            found = _integers(task, part, "open", 1)
            if not np.isin(found, columns.outputs).all():
                raise DocumentError(_name(task), "tells of outputs that it was not asked about")
            left, done = np.union1d(left, found), done + task["end"] - task["begin"]
            self._report(len(columns.outputs) * done // features, self._problem.outputs)
        return left

    def _columns_a_part(self, outputs: int) -> int:
        """A power of two: some seconds of work, several parts a hand, and not more than fits; 0 where none does."""
        one = max(1, self.operations * outputs // self._problem.outputs // self._problem.inputs)
        fair = fair_part(self._problem.inputs, PART_OPERATIONS // one, self._client.hands)
        return self._fitting(max(LEAST_COLUMNS, 1 << (fair.bit_length() - 1)), columns_bytes) if outputs else 0

    def _fitting(self, size: int, takes: Callable[[Problem, Network, int], int]) -> int:
        """The size, halved until what it takes fits into a worker's memory; 0 where not even one does."""
        while size and takes(self._problem, self._network, size) > self._memory:
            size //= 2
        return size

    def check(self, outputs: Longs) -> None:
        """RefusedError unless the cases of these outputs close, by ranges of them."""
        done = self._problem.outputs - len(outputs)
        self._report(done, self._problem.outputs)
        if len(outputs) == 0:
            return
        size, whole = self._outputs_a_part(len(outputs))
        tasks: list[Task] = [
            {"begin": begin, "end": end, "runs": runs_of(outputs[begin:end]), "whole": whole, "memory": self._memory}
            for begin, end in cut(0, len(outputs), size)
        ]
        for task, part in self._parts(tasks, outputs=packed(runs_of(outputs), {})):
            if part != {"valid": True}:
                raise DocumentError(_name(task), "has no answer")
            done += task["end"] - task["begin"]
            self._report(done, self._problem.outputs)

    def _outputs_a_part(self, outputs: int) -> tuple[int, bool]:
        """(outputs a part, whether a worker keeps G for all). Errors: UndecidedError for too little memory."""
        quick = self._problem.outputs * PART_OPERATIONS // max(1, self.operations)
        size = fair_part(outputs, quick, self._client.hands)
        if ground_bytes(self._problem, self._network, outputs) <= self._memory:
            return size, True
        size = self._fitting(size, ground_bytes)
        if size == 0:
            raise UndecidedError(f"a worker may take {self._memory} bytes, and the check of one output needs more")
        return size, False

    def _parts(self, tasks: list[Task], **more: bytes) -> Iterator[tuple[Task, Part]]:
        """The answers to all tasks. Errors: RefusedError for a no, UndecidedError where one is not known or missing."""
        question = Question(self._problem, self._network, {"certificate": self._told, **more})
        missing = {task["begin"] for task in tasks}
        with closing(self._client.work(KIND, question, tasks, self._deadline)) as parts:
            for task, part in parts:
                reason = part.get("invalid", part.get("unknown"))
                if reason is not None and type(reason) is not str:
                    raise DocumentError(_name(task), "has no answer")
                if "invalid" in part:
                    raise RefusedError(str(reason))
                if "unknown" in part:
                    raise UndecidedError(str(reason))
                missing.discard(task["begin"])
                yield task, part
        if missing:
            raise UndecidedError(f"{len(tasks) - len(missing)} of {len(tasks)} parts came back")


def runs_of(ascending: Longs) -> Runs:
    """Ascending numbers as ranges.

    >>> runs_of(np.array([0, 1, 2, 7, 9, 10]))
    [(0, 3), (7, 8), (9, 11)]
    """
    breaks = np.flatnonzero(np.diff(ascending) != 1) + 1
    return [(int(run[0]), int(run[-1]) + 1) for run in np.split(ascending, breaks)]


def _integers(task: Task, part: Part, name: str, dimensions: int) -> Integers:
    found = part.get(name)
    if type(found) is not np.ndarray or found.dtype.kind != "i" or found.ndim != dimensions:
        raise DocumentError(_name(task), "has no answer")
    return found


def _name(task: Task) -> str:
    what = "outputs" if "runs" in task else "columns"
    return f"the check of {what} {task['begin']} to {task['end'] - 1}"
