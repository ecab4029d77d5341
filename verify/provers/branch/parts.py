"""What a worker finds of a proof by branching: some outputs settled, or all cases bounded on some columns of G."""

from functools import partial
from typing import final

import numpy as np

from verify.crew import Part, Question, Task
from verify.progress import Deadline
from verify.provers.branch.attained import Extremes, Floors
from verify.provers.branch.checkpoint import tree_tensors
from verify.provers.branch.columns import Blocks
from verify.provers.branch.goals import Limits
from verify.provers.branch.search import Search
from verify.provers.branch.settling import smallest_wrong
from verify.provers.branch.subject import Subject, subject_of
from verify.provers.branch.threads import TimeUpError, Workers
from verify.provers.branch.tree import TreeTooLargeError
from verify.statement.network import Network


@final
class _Ready:
    """What one process makes of a question once: G, where it fits, and the floors."""

    def __init__(self, question: Question, memory: int | None, workers: Workers) -> None:
        self.subject: Subject = subject_of(question.problem, question.network, memory)
        search = Search(self.subject, question.problem, question.network, workers)
        search.raise_floors(limits_of(question.network))
        self.floors: Floors = search.floors
        self.false, self.true = search.extremes.false, search.extremes.true


def settled_part(question: Question, task: Task, deadline: Deadline, threads: int) -> Part:
    """The part of a task: of {begin, end, outputs, most, memory} the smallest wrong input of these outputs of a range,
    or their proof; of {begin, end, block, ...} what `Blocks` says of columns.

    `wrong` is [size, output, features...]; a proof has the tensors of a checkpoint, with the bounds of the range's
    cases, and of the children. `late` where the time was over, `large` for too many nodes.
    """
    problem, network = question.problem, question.network
    begin, end, memory = task["begin"], task["end"], task["memory"]
    try:
        with Workers(deadline, threads) as workers:
            if "block" in task:
                blocks = question.once(f"branch by columns {memory}", partial(Blocks, question, memory))
                return blocks.part(question, task, workers)
            ready = question.once(f"branch {memory}", partial(_Ready, question, memory, workers))
            search = Search(ready.subject, problem, network, workers)
            search.floors, search.extremes = ready.floors, Extremes(ready.false, ready.true)
            found = smallest_wrong(search, np.array(task["outputs"]), limits_of(network), task["most"])
    except TimeUpError:
        return {"late": True}
    except TreeTooLargeError:
        return {"large": True}
    if found is not None:
        return {"wrong": [found.size, found.output, *found.active]}
    tree, roots = search.tree, len(search.cases)
    first, last = np.searchsorted(search.cases.output, [begin, end]).tolist()
    bounds = np.concatenate([tree.bounds[first:last], tree.bounds[roots : tree.size]])
    return {**tree_tensors(search), "bounds": bounds}


def limits_of(network: Network) -> Limits:
    """That every output reads right."""
    return Limits(network.threshold, network.threshold)
