"""From a finished proof to its certificate."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from verify.progress import Deadline
from verify.statement.certificate import Certificate, Margin
from verify.statement.digest import problem_digest
from verify.statement.fit import Subject
from verify.statement.inputs import count_admissible
from verify.statement.problem import Problem


def certify(
    problem: Problem,
    network: Subject,
    prover: str,
    *,
    evidence: Mapping[str, object],
    margin: Margin | None = None,
    assumptions: tuple[str, ...] = (),
    arrays: Mapping[str, npt.NDArray[np.integer]] | None = None,
    deadline: Deadline | None = None,
) -> Certificate:
    """The certificate of a finished proof, bound to the digests of problem and network.

    Errors: TimeoutError when the deadline passes while inputs are counted.
    """
    return Certificate(
        problem=problem_digest(problem),
        network=network.digest,
        prover=prover,
        sparsity=problem.sparsity,
        inputs_covered=count_admissible(problem, deadline),
        margin=margin,
        evidence=dict(evidence),
        assumptions=assumptions,
        arrays=dict(arrays or {}),
    )
