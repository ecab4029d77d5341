"""A proof by branching with a crew: by columns where they are many, then by outputs; the proof of one machine."""

from collections.abc import Generator, Iterable
from contextlib import closing
from itertools import pairwise

import numpy as np

from verify.arrays import Longs
from verify.crew import Crew, Part, Question, Task, cut
from verify.progress import Deadline, Progress
from verify.provers.branch.checkpoint import Checkpoint
from verify.provers.branch.forecasting import LONG
from verify.provers.branch.gathering import Gathering
from verify.provers.branch.goals import Finding
from verify.provers.branch.rounds import Rounds
from verify.provers.branch.search import Search
from verify.provers.branch.subject import Subject
from verify.provers.branch.threads import TimeUpError
from verify.provers.branch.tree import TreeTooLargeError

PART_ADDITIONS = 2**36
"""Additions of a part, outputs times channel times features: some ten seconds."""
PARTS_A_HAND = 4


def settle_in_parts(
    search: Search, crew: Crew, kept: Checkpoint, memory: int | None, deadline: Deadline, report: Progress
) -> Finding | None:
    """The smallest counterexample; None when all outputs are proved, and in the search.

    Guarantee: the same certificate and counterexample as on one machine, however the outputs are cut and in whatever
    order parts come: `memory`, for every worker, decides which of equal inputs attains a margin, as it does there. A
    counterexample with k features ends what is under way: outputs before its own are still asked for inputs with k
    features, those behind for fewer. Errors: DocumentError for a part that is none.
    """
    gathering, subject, sparsity = Gathering(search, kept), search.subject, search.sparsity
    question, outputs = Question(subject.problem, subject.network), subject.problem.outputs
    left = np.concatenate([np.arange(*gap) for gap in [(0, 0), *kept.gaps()]])
    if subject.problem.inputs * outputs >= LONG and subject.received.block_count > 1:
        left = _by_columns(gathering, Rounds(search, question, crew, memory, deadline), kept, report)
    best, searched, done = None, dict[int, int](), outputs - len(left)
    numbers = left.tolist()
    parts = [numbers[begin:end] for begin, end in cut(0, len(left), _size(len(left), subject, crew.hands))]
    report(done, outputs)
    try:
        while tasks := list(_open(parts, searched, best, sparsity, memory)):
            with closing(crew.work("branch", question, tasks, deadline)) as answers:
                for task, part in answers:
                    found = gathering.wrong(task, _whole(part))
                    searched[task["begin"]] = task["most"] if found is None else sparsity
                    if found is not None and (best is None or found < best):
                        best = found
                        break
                    done += len(task["outputs"])
                    report(min(done, outputs), outputs)
                    if best is None:
                        gathering.take(task, part)
    finally:
        if best is None:
            kept.save(search)
    return best


def _by_columns(gathering: Gathering, rounds: Rounds, kept: Checkpoint, report: Progress) -> Longs:
    """The outputs that columns leave to be searched; the others are proved, and kept, group by group."""
    search, left = gathering.search, [np.zeros(0, dtype=np.int64)]
    if not kept.resumed:
        search.raise_floors()
        gathering.floors = search.floors
    for begin, end in list(kept.groups()):
        left.append(rounds.left(begin, end, report))
        gathering.require_attained()
        edges = [begin - 1, *left[-1].tolist(), end]
        kept.finish(*((a + 1, b) for a, b in pairwise(edges) if a + 1 < b))
        kept.save(search)
    return np.concatenate(left)


def _size(outputs: int, subject: Subject, hands: int) -> int:
    """Outputs a part: some seconds, and some parts for every hand; one a hand where every part makes all of G."""
    features, mean = subject.received.features, len(subject.channels.rows) // subject.channels.outputs + 1
    many = PARTS_A_HAND if outputs * features >= LONG else 2
    size = max(1, min(PART_ADDITIONS // (mean * features), -(-outputs // (many * hands))))
    return size if subject.received.kept else max(size, -(-outputs // hands))


def _open(
    parts: Iterable[list[int]], searched: dict[int, int], best: Finding | None, sparsity: int, memory: int | None
) -> Generator[Task, None, None]:
    """What is left to ask about every part of the outputs."""
    for outputs in parts:
        begin, end = outputs[0], outputs[-1] + 1
        most = sparsity if best is None else best.size if begin < best.output else best.size - 1
        if most > searched.get(begin, -1):
            yield {"begin": begin, "end": end, "outputs": outputs, "most": most, "memory": memory}


def _whole(part: Part) -> Part:
    """The part, unless its worker ran out of time or of nodes."""
    if "late" in part:
        raise TimeUpError
    if "large" in part:
        raise TreeTooLargeError
    return part
