"""What provers say: why they take no question, or a certificate, whose inputs the checker counts again by itself."""

from collections.abc import Mapping

from verify.arrays import Integers
from verify.progress import Deadline
from verify.statement.certificate import Certificate, Margin
from verify.statement.digest import problem_digest
from verify.statement.fit import Subject
from verify.statement.inputs import count_admissible as count
from verify.statement.problem import Problem


class NotTakenError(ValueError):
    """A question that a prover does not take, or finds no proof of; the message is the reason, in one sentence."""


_counted: dict[Problem, int] = {}
"""The last circuits whose inputs were counted, at most 16: where that is done one by one it takes long."""


def count_admissible(problem: Problem, deadline: Deadline | None = None) -> int:
    """`verify.statement.inputs.count_admissible`, which of a circuit is counted once.

    >>> from verify import Circuit
    >>> count_admissible(Circuit.of(4, 2, [[("copy", 0), ("or", 0, 1), ("or", 0, 2)]]))
    7
    """
    if not problem.is_circuit:
        return count(problem, deadline)
    if problem not in _counted:
        found = count(problem, deadline)
        if len(_counted) >= 16:
            _counted.clear()
        _counted[problem] = found
    return _counted[problem]


def certify(
    problem: Problem,
    network: Subject,
    prover: str,
    *,
    evidence: Mapping[str, object],
    margin: Margin | None = None,
    assumptions: tuple[str, ...] = (),
    arrays: Mapping[str, Integers] | None = None,
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
