"""Check a certificate of contracts: derive every contract again from problem and network, and compare."""

from verify.checker.result import Answer, Invalid, Valid
from verify.codes import code_from_recipe
from verify.contracts import compose
from verify.progress import Deadline, Progress
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unknown


def check_contracts(
    problem: Problem, network: Network, certificate: Certificate, deadline: Deadline, progress: Progress
) -> Answer:
    """Valid iff the contracts are those of this network's slices and this circuit's levels, and compose.

    Nothing is taken from the certificate but the codes of the hidden levels. Cost: the proof's.
    """
    codes = certificate.evidence.get("codes")
    if set(certificate.evidence) != {"codes", "contracts"} or not isinstance(codes, list):
        return Invalid("a certificate of contracts has the hidden codes and the contracts as evidence, nothing else")
    if certificate.margin is not None or certificate.arrays:
        return Invalid("a certificate of contracts has no margin and no arrays")
    try:
        hidden = [code_from_recipe(recipe) for recipe in codes]
    except (TypeError, ValueError) as error:
        return Invalid(f"a hidden code of the certificate is unusable: {error}")

    def between(done: int, total: int) -> bool:
        progress(done, total)
        return not deadline.passed()

    found = compose(problem, network, hidden, between)
    if isinstance(found, str):
        return Unknown(deadline.reason("the check")) if deadline.passed() else Invalid(found)
    if certificate.evidence["contracts"] != [contract.document() for contract in found.contracts]:
        return Invalid("the certificate's contracts are not those of this network's slices and this circuit's levels")
    return Valid("every level keeps its contract, and the contracts compose to every output right on every such input")
