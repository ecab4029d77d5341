"""A check in parts: ranges of outputs, checked by others, who are then trusted as this machine is."""

import secrets
from contextlib import closing

from verify.checker import Answer, Invalid, Valid
from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.checker.coverage import require_count
from verify.checker.needs import need
from verify.checker.outputs import Shared, ground_bytes, require_shared
from verify.crew import Crew, Part, Question, Task, cut
from verify.errors import DocumentError
from verify.progress import Deadline, Progress, silent
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown

PART_OPERATIONS = 2**35
"""Additions of a part: some ten seconds."""
PARTS_A_HAND = 4
TRUST = "that the workers of the cluster and what carries their answers are right, as one's own machine is"
KIND = "check"


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
    """As `check`, for certificates of branch, with ranges of outputs checked by the workers of a client.

    Guarantee: Valid only if, given the assumptions it lists, the workers among them, every output is right on every
    admissible input. Every output is checked once. `memory` is for each worker (default: three fifths of its limit).
    Errors: as `check`; DocumentError for an answer that is none.
    """
    deadline, report = Deadline(timeout), progress or silent
    try:
        require_shared(problem, network, certificate)
        ranges, whole, bytes_ = _plan(problem, network, client, memory)
        said = {"certificate": _told(certificate), "token": secrets.token_hex(8), "memory": bytes_}
        span = [0, problem.outputs]
        tasks: list[Task] = [{"begin": b, "end": e, "span": span if whole else [b, e], **said} for b, e in ranges]
        done = 0
        report(done, problem.outputs)
        with closing(client.work(KIND, Question(problem, network), tasks, deadline)) as parts:
            for task, part in parts:
                _require_valid(task, part)
                done += task["end"] - task["begin"]
                report(done, problem.outputs)
        if done != problem.outputs:
            raise UndecidedError(f"{done} of {problem.outputs} outputs were checked")
        require_count(problem, certificate.inputs_covered, Budget(deadline))
    except RefusedError as error:
        return Invalid(str(error))
    except (UndecidedError, TimeoutError) as error:
        return Unknown(str(error))
    margin = ", with the stated margin" if certificate.margin is not None else ""
    alone = "no input but the empty one is admissible: " if certificate.inputs_covered == 1 else ""
    return Valid(f"{alone}every output is right on every admissible input{margin}", (TRUST,))


def checked_part(question: Question, task: Task, deadline: Deadline, limit: int | None) -> Part:
    """The part of a task {begin, end, span, certificate, token, memory}: `valid`, or why `invalid` or `unknown`."""
    memory = task["memory"] if limit is None else min(task["memory"], limit)
    begin, end, span = task["begin"], task["end"], tuple(task["span"])
    try:
        budget = Budget(deadline, memory)
        shared = question.once(
            f"{KIND} {span} {task['token']}",
            lambda: Shared(question.problem, question.network, Certificate(**task["certificate"]), span, budget),
        )
        shared.check(begin, end, budget)
    except RefusedError as error:
        return {"invalid": str(error)}
    except UndecidedError as error:
        return {"unknown": str(error)}
    except MemoryError:
        return {"unknown": f"the check of outputs {begin} to {end - 1} ran out of memory"}
    return {"valid": True}


def _plan(
    problem: Problem, network: Network, client: Crew, memory: int | None
) -> tuple[list[tuple[int, int]], bool, int]:
    """(ranges of outputs, whether a worker keeps all of G, its bytes). Errors: UndecidedError for too little memory."""
    bytes_ = memory or 3 * client.memory // 5
    operations = max(1, need(problem, network, "branch").operations)
    size = max(
        1, min(problem.outputs * PART_OPERATIONS // operations, problem.outputs // (PARTS_A_HAND * client.hands))
    )
    whole = ground_bytes(problem, network, problem.outputs) <= bytes_
    while not whole and size > 1 and ground_bytes(problem, network, size) > bytes_:
        size //= 2
    if not whole and ground_bytes(problem, network, size) > bytes_:
        raise UndecidedError(f"a worker may take {bytes_} bytes, and the check of one output needs more")
    return cut(0, problem.outputs, size), whole, bytes_


def _told(certificate: Certificate) -> dict[str, object]:
    """The certificate in plain values and arrays."""
    return {name: getattr(certificate, name) for name in Certificate.__dataclass_fields__}


def _require_valid(task: Task, part: Part) -> None:
    """Nothing for a valid part. Errors: RefusedError, UndecidedError, DocumentError for what is no answer."""
    reason = part.get("invalid", part.get("unknown"))
    if part != {"valid": True} and type(reason) is not str:
        raise DocumentError(f"the check of outputs {task['begin']} to {task['end'] - 1}", "has no answer")
    if "invalid" in part:
        raise RefusedError(str(reason))
    if "unknown" in part:
        raise UndecidedError(str(reason))
