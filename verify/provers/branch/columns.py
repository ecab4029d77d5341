"""All cases bounded by columns of G, so that no two workers make the same ones; what closes so needs no search.

The terms of a case need G in one column each, and what its active features do: *entries*, G of an output's channel in
the column of one of its gate's inputs. In a first round workers answer the entries of their columns, in a second one
the largest terms of all cases there. The largest of all columns are those that one machine finds.
"""

from collections.abc import Iterator
from typing import final

import numpy as np

from verify.arrays import Integers, Longs
from verify.crew import Part, Question, Task, unpacked
from verify.provers.branch.goals import BySide
from verify.provers.branch.nodes import Nodes, root_nodes
from verify.provers.branch.received import Block
from verify.provers.branch.records import Readers
from verify.provers.branch.scanner import EMPTY, Excited, Terms
from verify.provers.branch.subject import MEMORY, Subject, subject_of
from verify.provers.branch.threads import Workers


@final
class Roots:
    """The cases of a subject, and where entries lie, `size` numbers: of the channels of `outputs` (P,), in columns
    `features` (P,).
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        cases, inputs = subject.cases, subject.problem.inputs
        self._pairs = cases.output[:, None] * inputs + cases.active
        self._keys = np.unique(self._pairs[cases.active >= 0])
        self.outputs, self.features = np.divmod(self._keys, inputs)
        self._lengths = np.diff(subject.channels.start)[self.outputs]
        self._place, self.size = np.cumsum(self._lengths) - self._lengths, int(self._lengths.sum())

    def nodes(self, begin: int, end: int) -> Iterator[Nodes]:
        """The cases of outputs begin..end-1 as nodes, whole outputs, as many at once as fit."""
        cases = self.subject.cases
        first, last = np.searchsorted(cases.output, [begin, end]).tolist()
        while first < last:
            stop = min(last, first + self.subject.batch)
            if stop < last:
                stop = int(np.searchsorted(cases.output, cases.output[stop]))
            yield root_nodes(cases, np.arange(first, stop), self.subject.problem.sparsity)
            first = stop

    def inside(self, begin: int, end: int) -> tuple[Longs, Longs]:
        """Which pairs have their column in begin..end-1, and the places of their entries, one after another."""
        mine = np.flatnonzero((self.features >= begin) & (self.features < end))
        return mine, _spread(self._place[mine], self._lengths[mine])

    def entries(self, block: Block) -> Integers:
        """The entries of the block's columns, in the order of `inside`."""
        mine, _ = self.inside(block.tiles.first, block.tiles.first + block.tiles.columns)
        return self.subject.scanner.entries(self.outputs[mine], self.features[mine], block)

    def excited(self, nodes: Nodes, entries: Integers) -> Excited:
        """What the active features of cases do to their channels."""

        def add(readers: Readers) -> None:
            cases, lengths = self.subject.cases, np.diff(readers.start)[nodes.output]
            for k in range(cases.active.shape[1]):
                has = np.flatnonzero(cases.active[nodes.number, k] >= 0)
                pair = np.searchsorted(self._keys, self._pairs[nodes.number[has], k])
                target, source = _spread(readers.place[has], lengths[has]), _spread(self._place[pair], lengths[has])
                readers.shift[target] += entries[source]

        return self.subject.scanner.excited_by(nodes, add)


@final
class Blocks:
    """What a worker keeps: roots, and blocks of G for the second round, as far as half of the memory holds them."""

    def __init__(self, question: Question, memory: int | None) -> None:
        self._roots = Roots(subject_of(question.problem, question.network, memory))
        self._memory = memory or MEMORY
        self._kept: dict[int, Block] = {}

    def part(self, question: Question, task: Task, workers: Workers) -> Part:
        """The part of a task {begin, end, block, entries, outputs, floors}: `entries` of the columns, or terms there.

        Of the cases of outputs a..b-1 with terms beyond what they have without features, and the floor: `numbers`, and
        of each as many `values` and `features` as slots are free, as in `Terms`.
        """
        number, roots = task["block"], self._roots
        block = self._kept.pop(number, None) or roots.subject.received.expand(number, workers)
        exact, first, columns = block.tiles
        if (task["begin"], task["end"]) != (first, first + columns):
            raise ValueError(f"block {number} has columns {first} to {first + columns - 1}")
        if sum(kept.tiles.exact.nbytes for kept in self._kept.values()) + exact.nbytes <= self._memory // 2:
            self._kept[number] = block
        if task["entries"]:
            return {"entries": roots.entries(block)}
        entries, floors = unpacked(question.more["entries"])[1]["entries"], BySide(*task["floors"])
        scanner, limit = roots.subject.scanner.over(block), question.network.threshold
        numbers, values, features = [], [], []
        for nodes in roots.nodes(*task["outputs"]):
            terms = scanner.terms(nodes, roots.excited(nodes, entries), limit, floors, workers)
            some = np.flatnonzero((terms.features[:, 0] != EMPTY) & (nodes.slots > 0))
            numbers.append(nodes.number[some])
            values.append(terms.values[some])
            features.append(terms.features[some])
        widest = max(array.shape[1] for array in values)
        return {
            "numbers": np.concatenate(numbers),
            "values": np.concatenate([_wide(array, widest, 0) for array in values]),
            "features": np.concatenate([_wide(array, widest, EMPTY) for array in features]),
        }


@final
class Largest:
    """The largest terms of some nodes, of all columns that were looked at."""

    def __init__(self, nodes: Nodes, excited: Excited, floors: BySide) -> None:
        self.nodes, self._capacity = nodes, np.maximum(nodes.slots, 1)
        self.terms = Terms.none(excited.own, floors.of_side(nodes.side), self._capacity)

    def merge(self, numbers: Longs, values: Longs, features: Longs) -> None:
        """Take up terms of other columns, of the nodes of these numbers: descending, equal ones by feature."""
        first = int(self.nodes.number[0])
        mine = (numbers >= first) & (numbers < first + len(self.nodes))
        terms, rows = self.terms, numbers[mine] - first
        width, rest = terms.values.shape[1], terms.rest[rows, None]
        values = np.concatenate([terms.values[rows], values[mine]], axis=1)
        features = np.concatenate([terms.features[rows], features[mine]], axis=1)
        values = np.where(features == EMPTY, rest, values)
        order = np.lexsort((features, -values), axis=1)[:, :width]
        beyond = np.arange(width) >= self._capacity[rows, None]
        terms.values[rows] = np.where(beyond, rest, np.take_along_axis(values, order, axis=1))
        terms.features[rows] = np.where(beyond, EMPTY, np.take_along_axis(features, order, axis=1))


def _spread(place: Longs, lengths: Longs) -> Longs:
    """place[0], place[0] + 1, ..., so many as lengths[0]; and so on, one after another."""
    before = np.cumsum(lengths) - lengths
    spread: Longs = np.repeat(place - before, lengths) + np.arange(int(lengths.sum()))
    return spread


def _wide(array: Longs, widest: int, fill: int) -> Longs:
    return np.pad(array, ((0, 0), (0, widest - array.shape[1])), constant_values=fill)
