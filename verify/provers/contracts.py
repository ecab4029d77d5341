"""Prove a network of threshold slices level by level: one contract a level, composed into the statement."""

from verify.certifying import certify, count_admissible
from verify.codes.base import Code
from verify.contracts import compose
from verify.contracts.compose import noted_codes, slices_of
from verify.contracts.contract import shape_complaint
from verify.contracts.levels import threshold_levels
from verify.contracts.targets import ands_level
from verify.contracts.wrong import obstacle
from verify.progress import Deadline, Progress, silent
from verify.provers.prover import Prover
from verify.statement.fit import require_fit
from verify.statement.gates import groups_of
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Found, Unchecked, Unknown

BY_ACTIVITY = "by active features"


def prove_by_contracts(
    problem: Problem, network: Network, *, timeout: float | None = None, progress: Progress | None = None
) -> Unchecked:
    """Prove a network of threshold slices right, or leave it undecided; it never refutes.

    Takes and, or, copy and andnot (only ANDs of two at a sparsity above 2, and in levels with andnot), in circuits and
    in problems of one level, and xor in circuits as two levels (`without_xor`); and networks as `circuit_network` and
    `reencoded_permutation` build them. The codes of the hidden levels come from the construction's note, and are
    evidence.

    Guarantee: Found only if for all admissible y and all outputs i the score of i reads F_i(y) (`verify.contracts`).
    The certificate lists the contracts: each is bound by digest to its level and to its slice of the network. Unknown
    where a contract does not hold, which does not say that the network is wrong, and at the time limit. Errors:
    ValueError when the network does not fit the problem. Source: ours. Details: docs/methods.md.
    """
    require_fit(problem, network)
    deadline, report = Deadline(timeout), progress or silent
    hidden = _kinds_refused(problem) or _hidden_codes(problem, network)
    if isinstance(hidden, str):
        return Unknown(hidden)

    def between(done: int, total: int) -> bool:
        report(done, total)
        return not deadline.passed()

    def look() -> None:
        if deadline.passed():
            raise TimeoutError(deadline.reason("contracts"))

    try:
        found, charges = compose(problem, network, hidden, between, look=look), {}
        if isinstance(found, str) and problem.is_circuit and not deadline.passed():
            sharper = compose(problem, network, hidden, between, by_activity=True, look=look)
            found, charges = (found, {}) if isinstance(sharper, str) else (sharper, {"charges": BY_ACTIVITY})
        if isinstance(found, str):
            return Unknown(deadline.reason("contracts") if deadline.passed() else found)
        count_admissible(problem, deadline)  # The certificate states the number; it is counted once.
    except TimeoutError as error:
        return Unknown(str(error))
    evidence = {
        "codes": [code.recipe() for code in hidden],
        "contracts": [contract.document() for contract in found.contracts],
        **charges,
    }
    return Found(certify(problem, network, "contracts", evidence=evidence))


def refusal(problem: Problem, network: Network) -> str | None:
    """Why contracts cannot even be tried, or None: other layers, or gates that they do not take."""
    hidden = _kinds_refused(problem) or _hidden_codes(problem, network)
    slices = hidden if isinstance(hidden, str) else slices_of(problem, network, hidden)
    if isinstance(slices, str):
        return slices
    return next((reason for part in slices if (reason := shape_complaint(part)) is not None), None)


def _kinds_refused(problem: Problem) -> str | None:
    groups = (groups_of(level) for level in threshold_levels(problem))
    obstacles = (obstacle(mine, ands_level(mine), problem.sparsity) for mine in groups)
    return next((reason for reason in obstacles if reason is not None), None)


def _hidden_codes(problem: Problem, network: Network) -> tuple[Code, ...] | str:
    """The codes of the hidden levels, of which a problem of one level has none, or what is wrong with the note."""
    return () if len(threshold_levels(problem)) == 1 else noted_codes(network)


def _predicted_additions(problem: Problem, network: Network) -> int:
    """For every slice its weights times the weight of a word."""
    return sum(layer.weights.size for layer in network.layers) * network.output_code.rows


PROVER = Prover(
    name="contracts",
    takes="`and`, `or`, `copy`, `andnot` (and `xor` in circuits) on slices of threshold layers with sparse 0/1 codes",
    prove=prove_by_contracts,
    obstacle=refusal,
    cost=_predicted_additions,
    scales=True,
    complete=False,
)
