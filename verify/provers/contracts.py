"""Prove a network of threshold slices level by level: one contract a level, composed into the statement."""

from verify.certifying import NotTakenError, certify, count_admissible
from verify.codes.base import Code
from verify.contracts import compose
from verify.contracts.compose import noted_codes, slices_of
from verify.contracts.contract import require_shape
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

    def look() -> None:
        if deadline.passed():
            raise TimeoutError(deadline.reason("contracts"))

    try:
        hidden = _hidden_codes(problem, network)
        try:
            charges, contracts = {}, compose(problem, network, hidden, report, look=look)
        except NotTakenError as error:
            if not problem.is_circuit:
                raise
            charges = {"charges": BY_ACTIVITY}
            try:
                contracts = compose(problem, network, hidden, report, by_activity=True, look=look)
            except NotTakenError:
                raise error from None
        count_admissible(problem, deadline)  # The certificate states the number; it is counted once.
    except NotTakenError as error:
        return Unknown(deadline.reason("contracts") if deadline.passed() else str(error))
    except TimeoutError as error:
        return Unknown(str(error))
    documents = [contract.document() for contract in contracts]
    evidence = {"codes": [code.recipe() for code in hidden], "contracts": documents, **charges}
    return Found(certify(problem, network, "contracts", evidence=evidence))


def refusal(problem: Problem, network: Network) -> str | None:
    """Why contracts cannot even be tried, or None: other layers, or gates that they do not take."""
    try:
        for part in slices_of(problem, network, _hidden_codes(problem, network)):
            require_shape(part)
    except NotTakenError as error:
        return str(error)
    return None


def _hidden_codes(problem: Problem, network: Network) -> tuple[Code, ...]:
    """The codes of the hidden levels, of which a problem of one level has none.

    Errors: NotTakenError for kinds of gates whose wrong neurons nobody counts, and for a note that is of no use.
    """
    levels = threshold_levels(problem)
    for groups in map(groups_of, levels):
        reason = obstacle(groups, ands_level(groups), problem.sparsity)
        if reason is not None:
            raise NotTakenError(reason)
    return () if len(levels) == 1 else noted_codes(network)


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
