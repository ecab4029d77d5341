"""A check in parts, by others who are then trusted as this machine is: first by columns of G, then by outputs.

Large certificates are checked by columns, in two rounds: what every output needs of the columns of its own inputs, and
then which outputs do not close on some columns. These, and all of a small certificate, are checked by outputs.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

import numpy as np

from verify.arrays import Integers, Longs
from verify.checked_parts import KIND, told
from verify.checker import Answer, Invalid, Valid
from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.checker.columns import Columns, columns_bytes
from verify.checker.coverage import require_count
from verify.checker.needs import need
from verify.checker.outputs import ground_bytes, require_shared
from verify.crew import TRUST, Crew, Part, Question, Task, cut, packed
from verify.errors import DocumentError
from verify.progress import Deadline, Progress, silent
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown

PART_OPERATIONS = 2**39
"""Operations of a part, as `need` counts them: a minute at most."""
PARTS_A_HAND = 4
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
        if need(problem, network, "branch").operations >= BY_COLUMNS:
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
        self._open = problem.outputs

    def not_closed_by_columns(self) -> Longs:
        """The outputs that may yet be wrong, after all columns were looked at for all others."""
        outputs, features = np.arange(self._problem.outputs), self._problem.inputs
        columns = Columns(self._problem, self._network, self._certificate, Budget(self._deadline, self._memory))
        size = self._columns_a_part(len(columns.outputs))
        if size is None:
            return outputs
        blocks = [(begin, min(begin + size, features)) for begin in range(0, features, size)]
        same = {"near": True, "entries": True, "what": "entries", "memory": self._memory}
        tasks: list[Task] = [{"begin": begin, "end": end, **same} for begin, end in blocks]
        entries, order = None, []
        for task, part in self._parts(tasks, {"certificate": self._told}):
            mine = columns.inside(task["begin"], task["end"])
            found = _integers(task, part, "entries", 2)
            if entries is None:
                entries = np.zeros((len(columns.features), found.shape[1]), dtype=found.dtype)
            if found.shape != (len(mine), entries.shape[1]):
                raise DocumentError(_name(task), f"has {found.shape} entries")
            entries = entries.astype(np.result_type(entries, found), copy=False)
            entries[mine] = found
            order.append(task | {"entries": False, "what": COLUMNS})
        if entries is None or len(order) != len(blocks):
            raise UndecidedError(f"{len(order)} of {len(blocks)} parts came back")
        more = {"certificate": self._told, "entries": packed(None, {"entries": entries})}
        left, done = np.setdiff1d(outputs, columns.outputs), 0
        for task, part in self._parts(order, more):
            found = _integers(task, part, "open", 1)
            if not np.isin(found, columns.outputs).all():
                raise DocumentError(_name(task), "tells of outputs that it was not asked about")
            left, done = np.union1d(left, found), done + task["end"] - task["begin"]
            self._report(len(columns.outputs) * done // features, self._problem.outputs)
        if done != features:
            raise UndecidedError(f"{done} of {features} columns were checked")
        return left

    def _columns_a_part(self, outputs: int) -> int | None:
        """A power of two: some seconds of work, several parts a hand, and not more than fits; None where none does."""
        operations = need(self._problem, self._network, "branch").operations
        one = max(1, operations * outputs // self._problem.outputs // self._problem.inputs)
        fair = self._problem.inputs // (PARTS_A_HAND * self._client.hands)
        size = max(LEAST_COLUMNS, 1 << (max(1, min(PART_OPERATIONS // one, fair)).bit_length() - 1))
        while size > 1 and columns_bytes(self._problem, self._network, size) > self._memory:
            size //= 2
        fits = columns_bytes(self._problem, self._network, size) <= self._memory
        return size if outputs > 0 and fits else None

    def check(self, outputs: Longs) -> None:
        """RefusedError unless the cases of these outputs close, by ranges of them."""
        done, chosen = self._problem.outputs - len(outputs), outputs.tolist()
        if not chosen:
            self._report(done, done)
            return
        size, whole = self._outputs_a_part(len(chosen))
        tasks: list[Task] = []
        for begin, end in cut(0, len(chosen), size):
            runs = list(runs_of(chosen[begin:end]))
            tasks += [{"begin": begin, "end": end, "runs": runs, "whole": whole, "memory": self._memory}]
        more = {"certificate": self._told, "outputs": packed(list(runs_of(chosen)), {})}
        self._report(done, self._problem.outputs)
        for task, part in self._parts(tasks, more):
            if part != {"valid": True}:
                raise DocumentError(_name(task), "has no answer")
            done += task["end"] - task["begin"]
            self._report(done, self._problem.outputs)
        if done != self._problem.outputs:
            raise UndecidedError(f"{done} of {self._problem.outputs} outputs were checked")

    def _outputs_a_part(self, outputs: int) -> tuple[int, bool]:
        """(outputs a part, whether a worker keeps G for all). Errors: UndecidedError for too little memory."""
        problem, network, memory = self._problem, self._network, self._memory
        operations = max(1, need(problem, network, "branch").operations)
        quick, fair = problem.outputs * PART_OPERATIONS // operations, outputs // (PARTS_A_HAND * self._client.hands)
        size = max(1, min(quick, fair))
        whole = ground_bytes(problem, network, outputs) <= memory
        while not whole and size > 1 and ground_bytes(problem, network, size) > memory:
            size //= 2
        if not whole and ground_bytes(problem, network, size) > memory:
            raise UndecidedError(f"a worker may take {memory} bytes, and the check of one output needs more")
        return size, whole

    def _parts(self, tasks: list[Task], more: dict[str, bytes]) -> Iterator[tuple[Task, Part]]:
        """The answers, but for those that say no or know not: RefusedError, UndecidedError."""
        question = Question(self._problem, self._network, more)
        with closing(self._client.work(KIND, question, tasks, self._deadline)) as parts:
            for task, part in parts:
                reason = part.get("invalid", part.get("unknown"))
                if reason is not None and type(reason) is not str:
                    raise DocumentError(_name(task), "has no answer")
                if "invalid" in part:
                    raise RefusedError(str(reason))
                if "unknown" in part:
                    raise UndecidedError(str(reason))
                yield task, part


def runs_of(ascending: list[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as ranges.

    >>> list(runs_of([0, 1, 2, 7, 9, 10]))
    [(0, 3), (7, 8), (9, 11)]
    """
    breaks = [k for k, (a, b) in enumerate(pairwise(ascending), start=1) if b != a + 1]
    for begin, end in pairwise([0, *breaks, len(ascending)]):
        yield ascending[begin], ascending[end - 1] + 1


def _integers(task: Task, part: Part, name: str, dimensions: int) -> Integers:
    found = part.get(name)
    if type(found) is not np.ndarray or found.dtype.kind != "i" or found.ndim != dimensions:
        raise DocumentError(_name(task), "has no answer")
    return found


def _name(task: Task) -> str:
    what = "outputs" if "runs" in task else "columns"
    return f"the check of {what} {task['begin']} to {task['end'] - 1}"
