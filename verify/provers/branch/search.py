"""Branching over active features until every set is bounded, exactly.

A feature has a *term*, and s slots add up to at most (on the true side at least) the s worst terms, over s. A node
closes where these are on the right side of s times the limit; otherwise the features with the worst terms are branched
on, as few of them as leave a rest that closes. Depth is at most the sparsity, so the search ends. Source: ours.
Details: docs/methods.md.
"""

from collections.abc import Callable

import numpy as np

from verify.arrays import Longs
from verify.progress import Progress, silent
from verify.provers.branch.channels import growing_scores
from verify.provers.branch.goals import NO_FLOOR, NO_FLOORS, BySide, Finding, Seen
from verify.provers.branch.nodes import FALSE_SIDE, TRUE_SIDE, Nodes, child_nodes, root_nodes
from verify.provers.branch.received import sampled_columns
from verify.provers.branch.scanner import EMPTY, Terms
from verify.provers.branch.subject import Subject
from verify.provers.branch.threads import Workers
from verify.provers.branch.tree import Tree

DIVES, FLOOR_DIVES = 64, 8
FEWEST_SAMPLES, MOST_SAMPLES, CASES_A_SAMPLE = 64, 2**15, 64


class Search:
    """Settles outputs: after `settle` every one of them is proved in the tree or has a finding.

    `limits` are those of outputs that read right, `extremes` the worst scores seen of either side.
    """

    def __init__(self, subject: Subject, workers: Workers) -> None:
        self.subject, self.cases, self.sparsity = subject, subject.cases, subject.problem.sparsity
        self.limits, self.floors = BySide.limits(subject.network.threshold), NO_FLOORS
        self.tree = Tree(len(subject.cases))
        self.extremes: dict[int, Seen] = {}
        self._workers = workers
        self._report: Progress = silent
        self._report_open: Callable[[list[Nodes]], None] = lambda _: None

    def watch(self, progress: Progress, begin: int, end: int) -> None:
        """Report outputs begin..end-1 while their cases are scanned, then those with nothing left open."""
        outputs = self.subject.problem.outputs

        def report_open(parts: list[Nodes]) -> None:
            unsettled = len(np.unique(np.concatenate([part.output for part in parts])))
            progress(max(begin, end - unsettled), outputs)

        progress(begin, outputs)
        self._report = lambda done, total: progress(begin + (end - begin) * done // max(1, total), outputs)
        self._report_open = report_open

    def raise_floors(self) -> None:
        """Set the floors to what the most suspicious inputs of some cases attain, with the first features only.

        Floors stay within the limits, so that a node with nothing above its floor closes.
        """
        first = sampled_columns(self.subject.received, self._workers)
        sampler = self.subject.scanner.over(first)
        inside = np.flatnonzero((self.cases.active < first.tiles.columns).all(axis=1))
        count = max(FEWEST_SAMPLES, min(MOST_SAMPLES, len(self.cases) // CASES_A_SAMPLE))
        chosen = inside[np.unique(np.linspace(0, len(inside) - 1, count).astype(np.int64))]
        nodes = root_nodes(self.cases, chosen, self.sparsity)
        excited = sampler.excited(nodes, self._workers)
        terms = sampler.terms(nodes, excited, self.limits.false, NO_FLOORS, self._workers)
        sums = terms.top_sums(nodes.slots) // np.maximum(nodes.slots, 1)
        for side in (FALSE_SIDE, TRUE_SIDE):
            of_side = np.flatnonzero(nodes.side == side)
            worst = of_side[np.argsort(-sums[of_side], kind="stable")[:FLOOR_DIVES]]
            self._dive(nodes.take(worst), terms.features[worst], self.limits, note=True)
        self.floors = BySide(self._floor(FALSE_SIDE, self.limits.false), self._floor(TRUE_SIDE, self.limits.true))

    def _floor(self, side: int, limit: int) -> int:
        """What was seen, within the limit; nothing where no case leaves a slot free, because no term is needed then."""
        scanned = bool((self.cases.slots[self.cases.true == (side == TRUE_SIDE)] > 0).any())
        return min(self.extremes[side][0], limit - 1) if scanned and side in self.extremes else NO_FLOOR

    def note(self, side: int, value: int, output: int, *active: int) -> None:
        """Keep the input if it is worse than the worst so far; of equal ones the first stays, by output and features.

        So what is kept does not depend on the order.
        """
        seen = self.extremes.get(side)
        if seen is None or (-value, output, *active) < (-seen[0], *seen[1:]):
            self.extremes[side] = (value, output, *active)

    def settle(self, chosen: Longs, limits: BySide, reduced: int) -> tuple[list[Finding], Longs]:
        """Try the cases `chosen` at sparsity `reduced`: (findings, outputs left undecided).

        Without findings every chosen case is proved, its tree is in `tree`, and no output is undecided. The search
        stops at the first batch of nodes with findings. Errors: TimeoutError, TreeTooLargeError.
        """
        for number in chosen.tolist() if self.tree.children else ():
            self.tree.children.pop(number, None)
        pending, batch, none = [root_nodes(self.cases, chosen, self.sparsity, reduced)], self.subject.batch, chosen[:0]
        while pending:
            nodes = pending.pop()
            if len(nodes) > batch:
                pending.append(nodes.take(np.arange(batch, len(nodes))))
                nodes = nodes.take(np.arange(batch))
            findings, more = self._step(nodes, limits) if len(nodes) else ([], [])
            self._report = silent
            pending += more
            if pending:
                self._report_open(pending)
            if findings:
                undecided = np.concatenate([none, *(part.output for part in pending)])
                return findings, np.setdiff1d(undecided, [finding.output for finding in findings])
        return [], none

    def _step(self, nodes: Nodes, limits: BySide) -> tuple[list[Finding], list[Nodes]]:
        """Close or branch every node once: what was found wrong, and the children.

        With something found wrong nothing is branched on, and the nodes left open come back in place of children:
        their outputs may still be wrong on smaller sets.
        """
        limit, slots = limits.of_side(nodes.side), np.maximum(nodes.slots, 1)
        scanner = self.subject.scanner
        excited = scanner.excited(nodes, self._workers)
        attained = np.flatnonzero(excited.own >= limit)
        if len(attained):
            # Before any column is scanned: what is left are smaller sets, and those are scanned in any case.
            findings = [Finding.of(int(nodes.output[x]), nodes.members_of(x)) for x in attained.tolist()]
            for x, found in zip(attained.tolist(), findings, strict=True):
                self.note(int(nodes.side[x]), int(excited.own[x]), found.output, *found.active)
            return findings, [nodes.take(np.flatnonzero(~np.isin(nodes.output, nodes.output[attained])))]
        terms = scanner.terms(nodes, excited, limits.false, self.floors, self._workers, self._report)
        sums = terms.top_sums(nodes.slots)
        self.tree.bounds[nodes.number] = sums
        self._note_extremes(nodes, terms, np.arange(len(nodes)))
        wrong = np.flatnonzero((nodes.slots == 1) & (terms.values[:, 0] >= limit))
        findings = [
            Finding.of(int(nodes.output[x]), (*nodes.members_of(x), int(terms.features[x, 0]))) for x in wrong.tolist()
        ]
        open_ = np.flatnonzero((sums >= limit * slots) & ~np.isin(nodes.output, nodes.output[wrong]))
        unsettled = nodes.take(open_)
        if not findings and len(open_):
            chosen = open_[np.argsort(-sums[open_] // slots[open_], kind="stable")[:DIVES]]
            findings = self._dive(nodes.take(chosen), terms.features[chosen], limits)
        return findings, [unsettled] if findings else self._branch(unsettled, limits)

    def close(self, nodes: Nodes, terms: Terms) -> Longs:
        """Prove what closes by its terms; the outputs, all of whose cases are among the nodes, that do not."""
        sums, limit = terms.top_sums(nodes.slots), self.limits.of_side(nodes.side)
        open_ = np.unique(nodes.output[sums >= limit * np.maximum(nodes.slots, 1)])
        closed = np.flatnonzero(~np.isin(nodes.output, open_))
        self.tree.bounds[nodes.number[closed]] = sums[closed]
        self._note_extremes(nodes, terms, closed)
        return open_

    def _dive(self, nodes: Nodes, features: Longs, limits: BySide, *, note: bool = False) -> list[Finding]:
        """Score the sets made of a node's members and its most suspicious features: quick to find what is wrong.

        What is right is noted where that is asked for: it depends on which nodes are searched together.
        """
        limit, findings, subject = limits.of_side(nodes.side), [], self.subject
        for x in range(len(nodes)):
            added = [j for j in features[x, : nodes.slots[x]].tolist() if j != EMPTY]
            members, output, side = nodes.members_of(x), int(nodes.output[x]), int(nodes.side[x])
            scores = growing_scores(subject.network, subject.channels, output, members, added)
            for count, score in enumerate(scores):
                found = Finding.of(output, (*members, *added[:count]))
                wrong = side * score >= limit[x]
                if wrong or note:
                    self.note(side, side * score, output, *found.active)
                if wrong:
                    findings.append(found)
                    break
        return findings

    def _branch(self, nodes: Nodes, limits: BySide) -> list[Nodes]:
        """Children of every node that did not close; lists grow until they hold what is branched on and s more."""
        branchings: list[tuple[int, tuple[int, ...], int]] = []
        left, capacity, limit = np.arange(len(nodes)), 2 * nodes.slots + 14, limits.of_side(nodes.side)
        scanner = self.subject.scanner
        while len(left):
            some, again = nodes.take(left), []
            excited = scanner.excited(some, self._workers)
            terms = scanner.terms(some, excited, limits.false, self.floors, self._workers, capacity=capacity[left])
            for row, x in enumerate(left.tolist()):
                found = _prefix(terms, row, int(nodes.slots[x]), int(capacity[x]), int(limit[x]))
                if found is None:
                    again.append(x)
                    continue
                count, rest = found
                added, first, number = (
                    tuple(terms.features[row, :count].tolist()),
                    self.tree.grow(count),
                    int(nodes.number[x]),
                )
                self.tree.bounds[number] = rest
                self.tree.children[number] = (added, first)
                branchings.append((x, added, first))
            left, capacity = np.array(again, dtype=np.int64), 4 * capacity
        return [child_nodes(nodes, branchings)] if branchings else []

    def _note_extremes(self, nodes: Nodes, terms: Terms, some: Longs) -> None:
        """Remember the worst scores that some attain: by members alone, or with one more where one slot is left."""
        last = (nodes.slots == 1) & (terms.features[:, 0] != EMPTY)
        attained = np.where(last, terms.values[:, 0], terms.own)
        for side in np.unique(nodes.side[some]).tolist():
            of_side = some[nodes.side[some] == side]
            worst = of_side[attained[of_side] == attained[of_side].max()]
            for x in worst[nodes.output[worst] == nodes.output[worst].min()].tolist():
                active = (*nodes.members_of(x), *terms.features[x, : int(last[x])].tolist())
                self.note(side, int(attained[x]), int(nodes.output[x]), *sorted(active))


def _prefix(terms: Terms, x: int, slots: int, capacity: int, limit: int) -> tuple[int, int] | None:
    """(count, sum): the least number of largest terms to take out so that the s largest of the rest sum below
    s * limit, and that sum; None when the list is too short to tell.
    """
    values, features = terms.values[x, :capacity].tolist(), terms.features[x]
    if features[capacity - 1] == EMPTY:
        values += [int(terms.rest[x])] * slots
    rest = sum(values[:slots])
    for count in range(len(values) - slots + 1):
        if rest < slots * limit:
            return count, rest
        if count + slots < len(values):
            rest += values[count + slots] - values[count]
    return None
