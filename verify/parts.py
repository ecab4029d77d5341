"""One door for those who work on parts of a question: `kind` names the prover, or the check, that has them."""

from verify.checked_parts import KIND, checked_part
from verify.checker.budget import RefusedError, UndecidedError
from verify.crew import Part, Question, Task
from verify.progress import Deadline
from verify.provers.floats.scan import OverdueError
from verify.provers.registry import prover_named
from verify.tallied_parts import KIND as SCORE
from verify.tallied_parts import tallied_part


def part_of(kind: str, question: Question, task: Task, deadline: Deadline, threads: int, limit: int | None) -> Part:
    """The part that a task asks for; `limit` bytes are what the process may have. ValueError for other kinds.

    A check, or a count, may take three fifths of it for its matrices; its part may be why it is `invalid` or `unknown`.
    """
    memory = None if limit is None else 3 * limit // 5
    try:
        if kind == KIND:
            return checked_part(question, task, deadline, threads, memory)
        if kind == SCORE:
            return tallied_part(question, task, deadline, memory)
    except RefusedError as error:
        return {"invalid": str(error)}
    except (OverdueError, UndecidedError) as error:
        return {"unknown": str(error)}
    except MemoryError:
        return {"unknown": f"the {kind} of {task['begin']} to {task['end'] - 1} ran out of memory"}
    part = prover_named(kind).part
    if part is None:
        raise ValueError(f"{kind} has no parts")
    return part(question, task, deadline, threads)
