"""What a worker finds of a proof by branching: some outputs settled, or all cases bounded on some columns of G."""

from functools import partial

import numpy as np

from verify.crew import Part, Question, Task
from verify.progress import Deadline
from verify.provers.branch.columns import Blocks
from verify.provers.branch.kept_form import tensors_of
from verify.provers.branch.prove import smallest_wrong
from verify.provers.branch.search import Search
from verify.provers.branch.subject import subject_of
from verify.provers.branch.threads import Workers
from verify.provers.branch.tree import TreeTooLargeError


def _ready(question: Question, memory: int | None, workers: Workers) -> Search:
    """What one process makes of a question once: G, where it fits, and the floors."""
    search = Search(subject_of(question.problem, question.network, memory), workers)
    search.raise_floors()
    return search


def settled_part(question: Question, task: Task, deadline: Deadline, threads: int) -> Part:
    """The part of a task: of {begin, end, outputs, most, memory} the smallest wrong input of these outputs of a range,
    or their proof; of {begin, end, block, ...} what `Blocks` says of columns.

    `wrong` is [size, output, features...]; a proof has the tensors of a checkpoint, with the bounds of the range's
    cases, and of the children. `late` where the time was over, `large` for too many nodes.
    """
    memory = task["memory"]
    try:
        with Workers(deadline, threads) as workers:
            if "block" in task:
                blocks = question.once(f"branch by columns {memory}", partial(Blocks, question, memory))
                return blocks.part(question, task, workers)
            ready = question.once(f"branch {memory}", partial(_ready, question, memory, workers))
            search = Search(ready.subject, workers)
            search.floors, search.extremes = ready.floors, dict(ready.extremes)
            found = smallest_wrong(search, np.array(task["outputs"]), task["most"])
    except TimeoutError:
        return {"late": True}
    except TreeTooLargeError:
        return {"large": True}
    if found is not None:
        return {"wrong": [found.size, found.output, *found.active]}
    return tensors_of(search, *np.searchsorted(search.cases.output, [task["begin"], task["end"]]).tolist())
