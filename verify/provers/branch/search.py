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
from verify.provers.branch.attained import Extremes, Floors
from verify.provers.branch.goals import Finding, Limits
from verify.provers.branch.nodes import FALSE_SIDE, TRUE_SIDE, Nodes, child_nodes, joined, root_nodes
from verify.provers.branch.received import sampled_columns
from verify.provers.branch.scanner import EMPTY, Terms
from verify.provers.branch.scores import growing_scores
from verify.provers.branch.subject import Subject
from verify.provers.branch.threads import Workers
from verify.provers.branch.tree import Tree
from verify.statement.network import Network
from verify.statement.problem import Problem

DIVES, FLOOR_DIVES = 64, 8
FEWEST_SAMPLES, MOST_SAMPLES, CASES_A_SAMPLE = 64, 2**15, 64


class Search:
    """Settles outputs: after `settle` every one of them is proved in the tree or has a finding."""

    def __init__(self, subject: Subject, problem: Problem, network: Network, workers: Workers) -> None:
        self.cases, self.sparsity = subject.cases, problem.sparsity
        self.floors = Floors()
        self._scanner, self._batch = subject.scanner, subject.batch
        self.subject, self._network, self._workers = subject, network, workers
        self._report: Progress = silent
        self._report_open: Callable[[list[Nodes]], None] = lambda _: None
        self.tree = Tree(len(subject.cases))
        self.extremes = Extremes()

    def watch(self, progress: Progress, begin: int, end: int, outputs: int) -> None:
        """Report outputs begin..end-1 of so many while their cases are scanned, then those with nothing left open."""

        def report(done: int, total: int) -> None:
            progress(begin + (end - begin) * done // max(1, total), outputs)

        def report_open(parts: list[Nodes]) -> None:
            unsettled = len(np.unique(np.concatenate([part.output for part in parts])))
            progress(max(begin, end - unsettled), outputs)

        progress(begin, outputs)
        self._report, self._report_open = report, report_open

    def raise_floors(self, limits: Limits) -> None:
        """Set the floors to what the most suspicious inputs of some cases attain, with the first features only.

        Floors stay within the limits, so that a node with nothing above its floor closes.
        """
        first = sampled_columns(self.subject.received, self._workers)
        sampler = self._scanner.over(first)
        inside = np.flatnonzero((self.cases.active < first.features).all(axis=1))
        count = max(FEWEST_SAMPLES, min(MOST_SAMPLES, len(self.cases) // CASES_A_SAMPLE))
        chosen = inside[np.unique(np.linspace(0, len(inside) - 1, count).astype(np.int64))]
        nodes = root_nodes(self.cases, self.sparsity, chosen, self.sparsity)
        capacity, none = np.maximum(nodes.slots, 1), Floors().of_side(nodes.side)
        excited = sampler.excited(nodes, self._workers)
        terms = sampler.terms(nodes, excited, capacity, limits.false_below, none, self._workers, silent)
        sums = terms.top_sums(nodes.slots) // capacity
        for side in (FALSE_SIDE, TRUE_SIDE):
            of_side = np.flatnonzero(nodes.side == side)
            worst = of_side[np.argsort(-sums[of_side], kind="stable")[:FLOOR_DIVES]]
            self._dive(nodes.take(worst), terms.features[worst], limits, note=True)
        self.floors = Floors(self._floor(FALSE_SIDE, limits.false_below - 1), self._floor(TRUE_SIDE, -limits.true_from))

    def _floor(self, side: int, largest: int) -> int | None:
        """What was seen, at most `largest`; None where no case leaves a slot free, because no term is needed then."""
        seen = self.extremes.of_side(side)
        scanned = bool((self.cases.slots[self.cases.true == (side == TRUE_SIDE)] > 0).any())
        return None if seen is None or not scanned else min(seen[0], largest)

    def settle(self, chosen: Longs, limits: Limits, reduced: int) -> tuple[list[Finding], Longs]:
        """Try the cases `chosen` at sparsity `reduced`: (findings, outputs left undecided).

        Without findings every chosen case is proved, its tree is in `tree`, and no output is undecided. The search
        stops at the first batch of nodes with findings. Errors: TimeUpError, TreeTooLargeError.
        """
        for number in chosen.tolist() if self.tree.children else ():
            self.tree.children.pop(number, None)
        pending = [root_nodes(self.cases, self.sparsity, chosen, reduced)]
        while pending:
            nodes = pending.pop()
            if len(nodes) > self._batch:
                pending.append(nodes.take(np.arange(self._batch, len(nodes))))
                nodes = nodes.take(np.arange(self._batch))
            findings, children = self._step(nodes, limits)
            self._report = silent
            pending += [joined(children)] if children else []
            if pending:
                self._report_open(pending)
            if findings:
                failed = {finding.output for finding in findings}
                undecided = set(np.concatenate([[0][:0], *(part.output for part in pending)]).astype(int).tolist())
                return findings, np.array(sorted(undecided - failed), dtype=np.int64)
        return [], np.zeros(0, dtype=np.int64)

    def _step(self, nodes: Nodes, limits: Limits) -> tuple[list[Finding], list[Nodes]]:
        """Close or branch every node once: what was found wrong, and the children.

        With something found wrong nothing is branched on, and the nodes left open come back in place of children:
        their outputs may still be wrong on smaller sets.
        """
        if len(nodes) == 0:
            return [], []
        limit = limits.of_side(nodes.side)
        capacity = np.maximum(nodes.slots, 1)
        floor = self.floors.of_side(nodes.side)
        excited = self._scanner.excited(nodes, self._workers)
        attained = np.flatnonzero(excited.own >= limit)
        if len(attained):
            # Before any column is scanned: what is left are smaller sets, and those are scanned in any case.
            findings = [self._attained(nodes, x, int(excited.own[x])) for x in attained.tolist()]
            return findings, [nodes.take(np.flatnonzero(~np.isin(nodes.output, nodes.output[attained])))]
        terms = self._scanner.terms(nodes, excited, capacity, limits.false_below, floor, self._workers, self._report)
        sums = terms.top_sums(nodes.slots)
        self.tree.bounds[nodes.number] = sums
        self._note_extremes(nodes, terms)
        wrong = np.flatnonzero((nodes.slots == 1) & (terms.values[:, 0] >= limit)).tolist()
        findings = [_finding(nodes, terms, x) for x in wrong]
        failed = np.isin(nodes.output, np.array([finding.output for finding in findings], dtype=np.int64))
        open_ = np.flatnonzero((sums >= limit * np.maximum(nodes.slots, 1)) & ~failed)
        unsettled = nodes.take(open_)
        if not findings and len(open_):
            chosen = open_[np.argsort(-sums[open_] // np.maximum(nodes.slots[open_], 1), kind="stable")[:DIVES]]
            findings = self._dive(nodes.take(chosen), terms.features[chosen], limits)
        return findings, [unsettled] if findings else self._branch(unsettled, limits)

    def close(self, nodes: Nodes, terms: Terms, limits: Limits) -> Longs:
        """Prove what closes by its terms; the outputs, all of whose cases are among the nodes, that do not."""
        sums = terms.top_sums(nodes.slots)
        open_ = np.unique(nodes.output[sums >= limits.of_side(nodes.side) * np.maximum(nodes.slots, 1)])
        closed = np.flatnonzero(~np.isin(nodes.output, open_))
        self.tree.bounds[nodes.number[closed]] = sums[closed]
        self._note_extremes(nodes.take(closed), terms.take(closed))
        return open_

    def _attained(self, nodes: Nodes, x: int, value: int) -> Finding:
        """The members of a node, with score times side `value`."""
        found = Finding.of(int(nodes.output[x]), nodes.members_of(x))
        self.extremes.note(int(nodes.side[x]), value, found.output, found.active)
        return found

    def _dive(self, nodes: Nodes, features: Longs, limits: Limits, *, note: bool = False) -> list[Finding]:
        """Score the sets made of a node's members and its most suspicious features: quick to find what is wrong.

        What is right is noted where that is asked for: it depends on which nodes are searched together.
        """
        limit, findings = limits.of_side(nodes.side), []
        for x in range(len(nodes)):
            added = [j for j in features[x, : nodes.slots[x]].tolist() if j != EMPTY]
            members, output, side = nodes.members_of(x), int(nodes.output[x]), int(nodes.side[x])
            for count, score in enumerate(growing_scores(self._network, self.subject.channels, output, members, added)):
                found = Finding.of(output, (*members, *added[:count]))
                wrong = side * score >= limit[x]
                if wrong or note:
                    self.extremes.note(side, side * score, output, found.active)
                if wrong:
                    findings.append(found)
                    break
        return findings

    def _branch(self, nodes: Nodes, limits: Limits) -> list[Nodes]:
        """Children of every node that did not close; lists grow until they hold what is branched on and s more."""
        children: list[Nodes] = []
        capacity = 2 * nodes.slots + 14
        while len(nodes):
            limit, floor = limits.of_side(nodes.side), self.floors.of_side(nodes.side)
            excited = self._scanner.excited(nodes, self._workers)
            terms = self._scanner.terms(nodes, excited, capacity, limits.false_below, floor, self._workers, silent)
            again = []
            for x in range(len(nodes)):
                found = _prefix(terms, x, int(nodes.slots[x]), int(capacity[x]), int(limit[x]))
                if found is None:
                    again.append(x)
                    continue
                count, rest = found
                added = tuple(terms.features[x, :count].tolist())
                first = self.tree.grow(count)
                number = int(nodes.number[x])
                self.tree.bounds[number] = rest
                self.tree.children[number] = (added, first)
                children.append(child_nodes(nodes, x, added, first))
            chosen = np.array(again, dtype=np.int64)
            nodes, capacity = nodes.take(chosen), 4 * capacity[chosen]
        return children

    def _note_extremes(self, nodes: Nodes, terms: Terms) -> None:
        """Remember the worst scores attained: by members alone, or with one more feature where one slot is left."""
        last = (nodes.slots == 1) & (terms.features[:, 0] != EMPTY)
        attained = np.where(last, terms.values[:, 0], terms.own)
        for side in (1, -1):
            of_side = np.flatnonzero(nodes.side == side)
            if len(of_side) == 0:
                continue
            worst = of_side[attained[of_side] == attained[of_side].max()]
            for x in worst[nodes.output[worst] == nodes.output[worst].min()].tolist():
                active = (*nodes.members_of(x), int(terms.features[x, 0])) if last[x] else nodes.members_of(x)
                self.extremes.note(side, int(attained[x]), int(nodes.output[x]), tuple(sorted(active)))


def _finding(nodes: Nodes, terms: Terms, x: int) -> Finding:
    return Finding.of(int(nodes.output[x]), (*nodes.members_of(x), int(terms.features[x, 0])))


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
