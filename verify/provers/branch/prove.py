"""The branch prover: exact verdicts over all sparse inputs at a cost that hardly depends on the sparsity."""

import os

import numpy as np

from verify.arrays import Longs
from verify.certifying import NotTakenError, certify
from verify.compiling import TimeLimit
from verify.crew import Crew
from verify.progress import Progress, silent
from verify.provers.branch.checkpoint import Checkpoint
from verify.provers.branch.crewed import settle_in_parts
from verify.provers.branch.goals import BySide, Finding
from verify.provers.branch.search import Search
from verify.provers.branch.subject import subject_of
from verify.provers.branch.threads import Workers
from verify.provers.branch.tree import TreeTooLargeError, proof_of
from verify.statement.certificate import Certificate, Margin
from verify.statement.fit import require_fit
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Found, Refuted, Unchecked, Unknown, replay


def prove_by_branching(
    problem: Problem,
    network: Network,
    *,
    timeout: float | None = None,
    progress: Progress | None = None,
    memory: int | None = None,
    exact_margin: bool = False,
    checkpoint: str | os.PathLike[str] | None = None,
    client: Crew | None = None,
) -> Unchecked:
    """Decide the statement by bounding and branching over active features.

    Takes networks with one ReLU layer and a reading code without negative entries, and any gate of `KINDS`.

    Guarantee: Found only if for all admissible y and all outputs i the score of i reads F_i(y); the certificate holds
    the tree (`proof_of`). Refuted with a counterexample of the fewest active features, replayed.

    `memory` bytes (default 3 GiB) decide how much of G exists at a time, here or in every worker of a `client`, whose
    answer is the same. Finished outputs are kept in the file `checkpoint`. Errors: ValueError when the network does not
    fit the problem; DocumentError for a malformed checkpoint. Source: ours. Details: docs/methods.md.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> verdict = prove_by_branching(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    >>> verdict.certificate.margin, verdict.certificate.inputs_covered
    (Margin(smallest_true=1, largest_false=0), 4)
    """
    require_fit(problem, network)
    deadline, report = TimeLimit(timeout), progress or silent
    try:
        subject = subject_of(problem, network, memory)
    except NotTakenError as error:
        return Unknown(str(error))
    kept = Checkpoint(checkpoint, subject)
    try:
        with Workers(deadline) as workers:
            search = Search(subject, workers)
            kept.restore(search)
            if client is None:
                finding = _settle_all(search, kept, report)
            else:
                finding = settle_in_parts(search, client, kept, memory, deadline, report)
            if finding is not None:
                return Refuted(replay(problem, network, finding.active, finding.output))
            if exact_margin:
                tighten(search)
    except TimeoutError:
        return Unknown(deadline.reason("branching") + kept.summary())
    except TreeTooLargeError:
        return Unknown("branching stops at 2**26 nodes, and this proof needs more")
    return Found(certificate_of(search), kept.resumed)


def _settle_all(search: Search, kept: Checkpoint, progress: Progress) -> Finding | None:
    """Settle all outputs, group by group; the smallest counterexample, or None when all are proved."""
    best, most, outputs = None, search.sparsity, search.subject.problem.outputs
    if not kept.resumed:
        search.raise_floors()
    for begin, end in kept.groups():
        search.watch(progress, begin, end)
        found = smallest_wrong(search, np.arange(begin, end), most)
        if found is not None:
            best, most = found, found.size - 1
        if best is None:
            kept.finish((begin, end))
            kept.save(search)
    progress(outputs, outputs)
    return best


def smallest_wrong(search: Search, outputs: Longs, most: int) -> Finding | None:
    """The smallest wrong input of these outputs with at most `most` active features; None when there is none.

    Guarantee: for all ways to cut outputs into parts, the smallest of what is found in them is the same: it has the
    fewest active features, and is of the first output that has such a one. Without any, and with `most` the sparsity,
    all of the outputs are proved in the tree of the search. Errors: TimeoutError, TreeTooLargeError.
    """
    output = search.cases.output
    chosen = np.flatnonzero(np.isin(output, outputs))
    best: Finding | None = None
    # Once an input with k active features is found wrong, only inputs with fewer are still of interest.
    while most >= 0:
        findings, undecided = search.settle(chosen, search.limits, most)
        if not findings:
            break
        best = min(findings)
        most = best.size - 1
        unsettled = np.union1d(undecided, np.array([finding.output for finding in findings]))
        chosen = chosen[np.isin(output[chosen], unsettled)]
    return None if best is None else _of_first_output(search, chosen, best)


def _of_first_output(search: Search, chosen: Longs, best: Finding) -> Finding:
    """The finding of the first output that is wrong on as few features, whatever was searched beside it."""
    output = search.cases.output[chosen]
    while True:
        findings, _ = search.settle(chosen[output < best.output], search.limits, best.size)
        if not findings:
            return min(search.settle(chosen[output == best.output], search.limits, best.size)[0])
        best = min(findings)


def tighten(search: Search) -> None:
    """Refine the tree until the bounds on the scores are attained, so that the margin is exact.

    Cases whose bound exceeds the worst score seen are proved again, against a limit just beyond that score, until
    the proof succeeds; every failure finds a worse score.
    """
    for side in (1, -1):
        while side in search.extremes:
            proof = proof_of(search.tree, search.cases)
            loose = (proof.worst > search.extremes[side][0]) & (search.cases.true[proof.case] == (side < 0))
            chosen, wrong = np.unique(proof.case[loose]), True
            if len(chosen) == 0:
                break
            while wrong:
                beyond = search.extremes[side][0] + 1
                wrong = bool(search.settle(chosen, BySide(beyond, beyond), search.sparsity)[0])


def certificate_of(search: Search) -> Certificate:
    """What the finished search proves; its margin where the bounds on both sides are attained."""
    proof = proof_of(search.tree, search.cases)
    true = search.cases.true[proof.case]
    worst = [int(proof.worst[mine].max()) if mine.any() else None for mine in (true, ~true)]
    seen = [search.extremes.get(side) for side in (-1, 1)]
    exact = [None if one is None else one[0] for one in seen] == worst
    attained = [None if one is None else [one[1], list(one[2:])] for one in seen] if exact else None
    smallest, largest = worst
    margin = Margin(None if smallest is None else -smallest, largest) if exact else None
    return certify(
        search.subject.problem, search.subject.network, "branch", evidence={"attained": attained}, margin=margin,
        arrays=proof.arrays(),
    )  # fmt: skip
