"""Check a branch certificate: all cases of all outputs are covered, and every node of the tree closes."""

from random import SystemRandom

import numpy as np

from verify.checker.branch.claim import limits_of
from verify.checker.branch.ground import ground_of
from verify.checker.branch.tree import CASE_BYTES, Tree, cases_of, count_cases
from verify.checker.branch.walk import Walk
from verify.checker.budget import Budget, RefusedError
from verify.checker.result import Answer, Valid
from verify.errors import shown
from verify.progress import Progress
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown

LARGE = 2**23
"""Numbers (nodes times neurons of an output times features) from which a fast way is taken first."""


def check_branching(
    problem: Problem,
    network: Network,
    certificate: Certificate,
    budget: Budget,
    progress: Progress,
    *,
    sample: int | None = None,
) -> Answer:
    """Valid iff the certificate's tree covers all admissible inputs of every output and each of its nodes closes.

    Why that is a proof. An admissible input falls into one case of an output, and there, step by step, either into the
    child of the first branched-on feature that is active on it, or into the rest of the node: members T and at most s
    free features R, none of them settled. `worst_sum` bounds s times the scores of the rest: it closes below s times
    the limit, because scores are integers. With `sample` only that many random outputs are looked at, drawn by the
    operating system; the answer is then Unknown or Invalid, never Valid.

    Cost: about (channel weight) * m operations a node. Memory: G, and about 24 * (channel weight) bytes a case.
    """
    if problem.is_circuit:
        raise RefusedError(
            "a proof by branch is about outputs that are gates of the inputs, but the problem is a circuit of levels"
        )
    gates = problem.levels[0]
    budget.require(CASE_BYTES * sum(count_cases(gate, problem.sparsity) for gate in gates), "the cases of all gates")
    ground = ground_of(problem, network, budget)
    cases = [cases_of(gate, problem.sparsity) for gate in gates]
    first = np.cumsum([0, *map(len, cases)]).tolist()
    tree = Tree({k: array for k, array in certificate.arrays.items() if k != "bounds"}, first[-1], problem.inputs)
    limits = limits_of(problem, network, certificate.margin, certificate.evidence.get("attained"))
    walk = Walk(ground, tree, limits, problem.sparsity, budget)
    if "bounds" in certificate.arrays:
        from verify.checker.branch.stated import StatedWalk

        walk = StatedWalk(walk, certificate, network.threshold)
    elif set(certificate.evidence) != {"attained"}:
        raise RefusedError(f"the evidence must be attained, not {shown(sorted(certificate.evidence))}")
    outputs = list(range(len(gates)))
    if sample is not None:
        outputs = sorted(SystemRandom().sample(outputs, min(sample, len(gates))))
    asked = [(number, i, case) for i in outputs for number, case in enumerate(cases[i], start=first[i])]
    if len(asked) * ground.rows.shape[1] * problem.inputs >= LARGE:
        from verify.checker.branch.fast import without_closed

        asked = without_closed(walk, gates, asked)
    for count, (number, output, case) in enumerate(asked):
        progress(count, len(asked))
        walk.settle(gates[output], output, number, case)
    progress(len(asked), len(asked))
    if sample is not None:
        return Unknown(f"{len(outputs)} of {len(gates)} outputs were checked and hold; a sample is no check of all")
    walk.finish()
    margin = ", with the stated margin" if certificate.margin is not None else ""
    return Valid(f"every output is right on every admissible input{margin}")
