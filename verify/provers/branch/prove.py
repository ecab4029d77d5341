"""The branch prover: exact verdicts over all sparse inputs at a cost that hardly depends on the sparsity."""

import os
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from verify.arrays import Bools
from verify.certifying import NotTakenError, certify
from verify.compiling import TimeLimit
from verify.progress import Progress, silent
from verify.provers.branch.checkpoint import Checkpoint
from verify.provers.branch.evidence import Proof, proof_of
from verify.provers.branch.goals import Finding, Limits
from verify.provers.branch.search import Search
from verify.provers.branch.settling import smallest_wrong
from verify.provers.branch.subject import subject_of
from verify.provers.branch.threads import TimeUpError, Workers
from verify.provers.branch.tree import TreeTooLargeError
from verify.statement.certificate import Certificate, Margin
from verify.statement.fit import require_fit
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Found, Refuted, Unchecked, Unknown, replay

Settle = Callable[[Search, Checkpoint | None, TimeLimit], Finding | None]
TOO_LARGE = "branching stops at 2**26 nodes, and this proof needs more"


def prove_by_branching(
    problem: Problem,
    network: Network,
    *,
    timeout: float | None = None,
    progress: Progress | None = None,
    memory: int | None = None,
    exact_margin: bool = False,
    checkpoint: str | os.PathLike[str] | None = None,
) -> Unchecked:
    """Decide the statement for a network with one ReLU layer by bounding and branching over active features.

    Takes networks with one ReLU layer and a reading code without negative entries, and any gate of `KINDS`.

    Guarantee: Found only if for all admissible y and all outputs i the score of i reads F_i(y); the certificate holds
    the proof tree (`evidence`). Refuted with a counterexample of the fewest active features, replayed.

    `memory` bytes (default 3 GiB) decide how much of G exists at a time. With `checkpoint` finished outputs are kept in
    that file, and a later call goes on from there; a malformed one is a DocumentError. Errors: ValueError when the
    network does not fit the problem. Source: ours. Details: docs/methods.md.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> verdict = prove_by_branching(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    >>> verdict.certificate.margin, verdict.certificate.inputs_covered
    (Margin(smallest_true=1, largest_false=0), 4)
    """

    def settle(search: Search, kept: Checkpoint | None, _: TimeLimit) -> Finding | None:
        return _settle_all(search, problem, network, kept, progress or silent)

    return branched(problem, network, settle, timeout, memory, exact_margin, checkpoint)


def branched(
    problem: Problem, network: Network, settle: Settle, timeout: float | None, memory: int | None, exact_margin: bool,
    checkpoint: str | os.PathLike[str] | None,
) -> Unchecked:  # fmt: skip
    """What `prove_by_branching` answers where `settle` finds the smallest counterexample, or proves all outputs."""
    require_fit(problem, network)
    deadline = TimeLimit(timeout)
    try:
        subject = subject_of(problem, network, memory)
    except NotTakenError as error:
        return Unknown(str(error))
    kept = None if checkpoint is None else Checkpoint(checkpoint, problem, network)
    try:
        with Workers(deadline) as workers:
            search = Search(subject, problem, network, workers)
            finding = settle(search, kept, deadline)
            if finding is not None:
                return Refuted(replay(problem, network, finding.active, finding.output))
            if exact_margin:
                tighten(search, network.threshold)
    except (TimeUpError, TimeoutError):
        return Unknown(deadline.reason("branching") + ("" if kept is None else f"; {kept.summary()}"))
    except TreeTooLargeError:
        return Unknown(TOO_LARGE)
    return Found(certificate_of(problem, network, search), None if kept is None else kept.resumed)


def _settle_all(
    search: Search, problem: Problem, network: Network, kept: Checkpoint | None, progress: Progress
) -> Finding | None:
    """Settle all outputs, group by group; the smallest counterexample, or None when all are proved."""
    limits = Limits(network.threshold, network.threshold)
    best, most = None, problem.sparsity
    groups = [(0, problem.outputs)] if kept is None else kept.groups(search)
    if kept is None or not kept.resumed:
        search.raise_floors(limits)
    for begin, end in groups:
        search.watch(progress, begin, end, problem.outputs)
        found = smallest_wrong(search, np.arange(begin, end), limits, most)
        if found is not None:
            best, most = found, found.size - 1
        if kept is not None and best is None:
            kept.finish((begin, end))
            kept.save(search)
    progress(problem.outputs, problem.outputs)
    return best


def tighten(search: Search, threshold: int) -> None:
    """Refine the tree until the bounds on the scores are attained, so that the margin is exact.

    Cases whose bound exceeds the worst score seen are proved again, against a limit just beyond that score, until
    the proof succeeds; every failure finds a worse score.
    """
    for side in (1, -1):
        while (seen := search.extremes.of_side(side)) is not None:
            proof = proof_of(search.tree, search.cases)
            loose = (proof.worst > seen[0]) & (search.cases.true[proof.case] == (side < 0))
            chosen = np.unique(proof.case[loose])
            if len(chosen) == 0:
                break
            limits = Limits(threshold, threshold)
            settled = False
            while not settled and (worst := search.extremes.of_side(side)) is not None:
                limits = replace(limits, false_below=worst[0] + 1) if side > 0 else replace(limits, true_from=-worst[0])
                settled = not search.settle(chosen, limits, search.sparsity)[0]


def certificate_of(problem: Problem, network: Network, search: Search) -> Certificate:
    """What the finished search proves."""
    cases = search.cases
    proof = proof_of(search.tree, cases)
    worst_false = _worst(proof, ~cases.true[proof.case])
    worst_true = _worst(proof, cases.true[proof.case])
    false, true = search.extremes.false, search.extremes.true
    exact = (None if false is None else false[0]) == worst_false and (None if true is None else true[0]) == worst_true
    attained = [None if seen is None else [seen[1], list(seen[2])] for seen in (true, false)] if exact else None
    margin = Margin(None if worst_true is None else -worst_true, worst_false) if exact else None
    evidence = {"attained": attained}
    return certify(problem, network, "branch", evidence=evidence, margin=margin, arrays=proof.arrays())


def _worst(proof: Proof, of_side: Bools) -> int | None:
    return int(proof.worst[of_side].max()) if of_side.any() else None
