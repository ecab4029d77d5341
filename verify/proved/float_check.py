"""Check a certificate about a float network by the program that is proved in Coq."""

from dataclasses import astuple

from verify.checker.budget import RefusedError
from verify.checker.dispatch import check
from verify.checker.floats.proof import claims_of
from verify.checker.result import Answer, Invalid, Valid
from verify.errors import ProgramError
from verify.floats.claims import CLAIMS, EXACT, ORDER, claim_words
from verify.floats.fine import FINE
from verify.floats.network import FloatNetwork
from verify.proved.float_request import float_request
from verify.proved.program import Reply, ask
from verify.proved.request import not_covered
from verify.statement.certificate import Certificate
from verify.statement.problem import Problem
from verify.statement.verdict import Unknown

TOO_NEAR = (
    "the proved checker leaves some input open: a score is nearer to its threshold than its intervals are wide, whose "
    "integers have 61 bits"
)


def check_proved_floats(problem: Problem, network: FloatNetwork, certificate: Certificate) -> Answer:
    """What `check_proved` answers of a float network; its certificate is bound and of plain values.

    Guarantee: Valid only if the program claims, with these digests, what the certificate claims: that all outputs are
    right exactly, as executed too where the certificate says so, and a margin no weaker than the stated one (theorem
    `float_certified` of theories/FloatCertify.v).
    """
    if certificate.prover != "enumerate":
        return Unknown(
            f"of networks of floats the proved checker covers certificates of enumerate, not of {certificate.prover}"
        )
    complaint = not_covered(problem)
    if complaint is not None:
        return Unknown(complaint)
    try:
        executed = claims_of(certificate, {"order", "claims", "unit"})
    except RefusedError as error:
        return Invalid(str(error))
    reply = ask(float_request(problem, network, executed=executed))
    if reply.status == 4:
        return Unknown(f"the proved checker: {reply.complaint}")
    if reply.status == 3:
        # Wrong, or right and too near: the other checker tells these apart.
        answer = check(problem, network, certificate)
        return answer if isinstance(answer, Invalid) else Unknown(TOO_NEAR)
    reply.require_about(problem, network)
    return _judged(network, certificate, reply, executed=executed)


def _judged(network: FloatNetwork, certificate: Certificate, reply: Reply, *, executed: bool) -> Answer:
    """Valid only where the program claims as much as the certificate."""
    if executed and "executed" not in reply.said:
        raise ProgramError("the proved checker was not asked about machines")
    unit, margin = certificate.evidence["unit"], certificate.margin
    if certificate.evidence["order"] != ORDER or certificate.arrays or type(unit) is not int or not 0 <= unit <= FINE:
        return Invalid(f"a proof about a float network by enumerate has the order {ORDER}, a unit, and no arrays")
    if margin is None:
        return Invalid("a proof about a float network must state its margin")
    places = int(reply.said["places"])
    for stated, found, sign in zip(astuple(margin), reply.said["excess"].split(), (1, -1), strict=True):
        if (stated is None) != (found == "none"):
            return Invalid(f"the margin must be {found} where it is {stated}: an output is 1, or 0, or never")
        # In units of 2**-unit and 2**-places.
        if stated is not None and sign * (stated << places) > sign * (int(found) << unit):
            return Invalid(f"the margin is {found} units of 2**-{places}, and not {stated} units of 2**-{unit}")
    return Valid(claim_words(network, CLAIMS if executed else (EXACT,)))
