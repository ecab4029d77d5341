"""Check a certificate by the program that is proved in Coq, and compare the digests that it prints."""

from dataclasses import astuple
from typing import Any

from verify.certifying import count_admissible
from verify.checker.binding import require_bound
from verify.checker.budget import RefusedError
from verify.checker.dispatch import check, method_of, require_plain, require_statement
from verify.checker.floats.proof import claims_of
from verify.checker.result import Answer, Invalid, Valid
from verify.errors import ProgramError, shown
from verify.floats.claims import CLAIMS, EXACT, ORDER, claim_words
from verify.floats.fine import FINE
from verify.floats.network import FloatNetwork
from verify.proved.program import Reply, ask
from verify.proved.request import float_request, not_covered, request
from verify.statement.certificate import Certificate, Margin
from verify.statement.fit import Subject, require_fit
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unknown

COVERED = ("enumerate", "branch", "contracts")
RESTS_ON = (
    "Coq's kernel (or coqchk), which checked the proofs",
    "the definitions in verify/proved/theories: Statement, Hashes, Codes, Documents, and the end of Certify (of floats "
    "Statement, Hashes, Documents, FloatStatement, Executed, FloatDocuments, and the end of FloatCertify)",
    "Coq's extraction with the operations of Extract.v and machine.ml, the OCaml compiler, SHA-256 and the machine",
)
"""What has to be believed for an answer Valid of `check_proved`."""
ONE_LEVEL = "a proof by branch is about outputs that are gates of the inputs, but the problem is a circuit of levels"
NOT_THESE_CONTRACTS = "superproof check takes these contracts, but the proved checker finds no proof in them"
"""None are known; where there are, that is for neither to decide."""
TOO_NEAR = (
    "the proved checker leaves some input open: a score is nearer to its threshold than its intervals are wide, whose "
    "integers have 61 bits"
)


def check_proved(problem: Problem, network: Network | FloatNetwork, certificate: Certificate) -> Answer:
    """Whether the program that is proved in Coq finds a proof in the certificate, for just this problem and network.

    Guarantee: Valid only if the program claims, with these digests, that for all admissible inputs all outputs are
    right, and with the stated margin if there is one (theorem `certified` of theories/Certify.v); of floats exactly, as
    executed where so claimed, with a margin no weaker (`float_certified` of theories/FloatCertify.v). It rests on
    `RESTS_ON`. Certificates of contracts, and those of before, which state the bound of every node, are checked by
    `verify.check` as well, because the program reads no contracts and no bounds. Invalid where it claims nothing or
    something else; Unknown for what it does not cover: other provers, numbers beyond 63 bits. Errors: ProgramError
    where it is not built; ValueError when the network does not fit the problem; TypeError for classes of one's own.
    """
    if type(network) is FloatNetwork:
        if type(problem) is not Problem:
            raise TypeError(f"problem must be a Problem, not {shown(problem)}")
        require_fit(problem, network)
    else:
        require_statement(problem, network)
    try:
        require_plain(certificate)
        _require_claim(problem, network, certificate)
    except RefusedError as error:
        return Invalid(str(error))
    if type(network) is FloatNetwork:
        return _check_floats(problem, network, certificate)
    if certificate.prover not in COVERED:
        return Unknown(f"the proved checker covers certificates of {', '.join(COVERED)}, not of {certificate.prover}")
    complaint = not_covered(problem, network.input_code, network.output_code)
    if complaint is not None:
        return Unknown(complaint)
    if "bounds" in certificate.arrays or certificate.prover == "contracts":
        answer = check(problem, network, certificate)
        if not isinstance(answer, Valid):
            return answer
    else:
        complaint = _evidence_complaint(problem, certificate)
        if complaint is not None:
            return Invalid(complaint)
    return _judged(problem, network, certificate, ask(request(problem, network, certificate)))


def _judged(problem: Problem, network: Network, certificate: Certificate, reply: Reply) -> Answer:
    """What the program's reply says of the certificate; an error where it is about other documents."""
    if reply.status == 4:
        return Unknown(f"the proved checker: {reply.complaint}")
    if reply.status == 3 and certificate.prover == "contracts":
        return Unknown(NOT_THESE_CONTRACTS)
    if reply.status == 3:
        return Invalid("the proved checker finds no proof in the evidence")
    reply.require_about(problem, network)
    if certificate.margin is None:
        return Valid("every output is right on every admissible input")
    if reply.said.get("margin") != _words(certificate.margin):
        return Invalid(f"the margin is {reply.said.get('margin')}, not {_words(certificate.margin)}")
    return Valid("every output is right on every admissible input, with the stated margin")


def _words(margin: Margin) -> str:
    return " ".join("none" if score is None else str(score) for score in astuple(margin))


def _check_floats(problem: Problem, network: FloatNetwork, certificate: Certificate) -> Answer:
    """What `check_proved` answers of a float network; its certificate is bound and of plain values."""
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
    return _judged_floats(network, certificate, reply, executed=executed)


def _judged_floats(network: FloatNetwork, certificate: Certificate, reply: Reply, *, executed: bool) -> Answer:
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


def _require_claim(problem: Problem, network: Subject, certificate: Certificate) -> None:
    """RefusedError unless the certificate, of plain values, is about this problem and network, by a known prover."""
    require_bound(problem, network, (certificate.problem, certificate.network, certificate.sparsity))
    right, stated = count_admissible(problem), certificate.inputs_covered
    if stated != right:
        raise RefusedError(f"the certificate's inputs_covered must be {shown(right, 80)}, not {shown(stated, 80)}")
    method_of(network, certificate)


def _evidence_complaint(problem: Problem, certificate: Certificate) -> str | None:
    """What is in the evidence that the proof does not need, or missing: no field may be there for show."""
    evidence, names = dict(certificate.evidence), set(certificate.arrays)
    if certificate.prover == "enumerate":
        if evidence != {"order": "colexicographic"} or names or certificate.margin is None:
            return "an enumeration certificate carries its order and the margin, and no other evidence"
        return None
    if problem.is_circuit:
        return ONE_LEVEL
    if set(evidence) != {"attained"} or names not in (set(), {"branching", "counts", "features"}):
        return "a branch certificate carries attained and the arrays branching, counts and features, or none"
    branching, counts, features = (certificate.arrays.get(n, ()) for n in ("branching", "counts", "features"))
    if len(branching) != len(counts) or sum(map(int, counts)) != len(features) or len(set(branching)) != len(branching):
        return "every node that is branched on must have a count, and the counts must sum to the number of features"
    if any(int(count) < 1 for count in counts):
        return "every entry of counts must be at least 1"
    if any(not 0 <= int(j) < problem.inputs for j in features):
        return f"features must be from 0 to {problem.inputs - 1}"
    attained: Any = evidence["attained"]
    if certificate.margin is None:
        return None if attained is None else "attained must be null where no margin is stated"
    well_formed = isinstance(attained, list) and len(attained) == 2
    if not well_formed or not all(map(_is_place, attained, astuple(certificate.margin))):
        return f"attained must hold an output and active features for either side of the margin, not {shown(attained)}"
    return None


def _is_place(place: Any, score: int | None) -> bool:
    if place is None or score is None:
        return place is None and score is None
    if not isinstance(place, list) or len(place) != 2 or not isinstance(place[1], list):
        return False
    natural = all(type(number) is int and number >= 0 for number in (place[0], *place[1]))
    return natural and sorted(set(place[1])) == place[1]
