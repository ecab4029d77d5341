"""`superproof check`: does a certificate prove this network right on this problem?"""

import argparse

from superproof.claims import proved_sentence
from superproof.commands.float_check import check_floats
from superproof.commands.worst import check_real
from superproof.errors import UsageError
from superproof.facts import coverage_facts, margin_fact, network_facts
from superproof.outcome import Outcome, verdict_outcome
from superproof.pair import load_any_pair
from superproof.terminal import Terminal
from verify import Certificate, FloatNetwork, Network, check, load_certificate
from verify.checker import CHECKERS, SAMPLED, Invalid, Valid
from verify.documents import REAL_PROBLEM, TALLY, kind_of_file
from verify.floats import as_floats
from verify.proved import RESTS_ON, check_proved


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 valid, 3 invalid, 4 unknown, which a check of a sample is at best."""
    if kind_of_file(arguments.problem) == REAL_PROBLEM:
        return check_real(arguments, terminal)
    names, network = load_any_pair(arguments.problem, arguments.network)
    if isinstance(network, Network) and kind_of_file(arguments.certificate) == TALLY:
        network = as_floats(network)  # What the counts are about.
    if isinstance(network, FloatNetwork):
        return check_floats(names, network, arguments, terminal)
    problem = names.problem
    certificate = load_certificate(arguments.certificate)
    prover = certificate.prover
    if arguments.sample is not None and prover in CHECKERS and not CHECKERS[prover].sampled:
        raise UsageError(f"--sample takes certificates of {SAMPLED}, but this is one of {prover}: check all of it")
    if arguments.proved:
        answer = check_proved(problem, network, certificate)
    else:
        with terminal.progress("check") as progress:
            limits = {"timeout": arguments.timeout, "memory": arguments.memory}
            answer = check(problem, network, certificate, progress=progress, sample=arguments.sample, **limits)
    rests_on = list(RESTS_ON) if arguments.proved else []
    facts = network_facts(problem, network) | {"prover": certificate.prover, "rests_on": rests_on}
    match answer:
        case Valid(claim, assumptions):
            lines = [f"valid: {proved_sentence(problem, network, certificate.inputs_covered)}", f"claim: {claim}"]
            lines.extend(f"assumes: {assumption}" for assumption in assumptions)
            lines.extend(f"rests on: {part}" for part in rests_on)
            facts |= _proved(certificate, claim, assumptions) | coverage_facts(problem, certificate.inputs_covered)
            return verdict_outcome("valid", tuple(lines), facts)
        case Invalid(reason):
            return verdict_outcome("invalid", (f"invalid: {reason}",), facts | {"reason": reason})
        case _:
            return verdict_outcome("unknown", (f"unknown: {answer.reason}",), facts | {"reason": answer.reason})


def _proved(certificate: Certificate, claim: str, assumptions: tuple[str, ...]) -> dict[str, object]:
    return {
        "claim": claim,
        "assumptions": list(assumptions),
        "margin": margin_fact(certificate.margin),
    }
