"""`superproof check` of a certificate about a float network."""

import argparse

from superproof.claims import invalid, proved_sentence
from superproof.errors import UsageError
from superproof.facts import coverage_facts, network_facts
from superproof.float_words import float_margin, float_margin_sentence
from superproof.names import Names
from superproof.outcome import Outcome, verdict_outcome
from superproof.pair import require_kind
from superproof.terminal import Terminal
from verify import FloatNetwork, Invalid, Valid, check, check_tally, load_certificate, problem_digest
from verify.documents import CERTIFICATE, TALLY, kind_of_file, load_tally
from verify.floats import wrong_bracket
from verify.proved import RESTS_ON, check_proved


def check_floats(names: Names, network: FloatNetwork, arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 valid, 3 invalid, 4 unknown."""
    if arguments.sample:
        raise UsageError(f"--sample is for integer networks, and {arguments.network} has floats")
    if kind_of_file(arguments.certificate) == TALLY:
        if arguments.proved:
            raise UsageError("--proved is for certificates of proofs, and this one counts wrong inputs: leave it out")
        return _check_counts(names, network, arguments, terminal)
    require_kind(arguments.certificate, CERTIFICATE, "third")
    problem, certificate = names.problem, load_certificate(arguments.certificate)
    if arguments.proved:
        answer = check_proved(problem, network, certificate)
    else:
        with terminal.progress("check") as progress:
            limits = {"timeout": arguments.timeout, "memory": arguments.memory}
            answer = check(problem, network, certificate, progress=progress, **limits)
    rests_on = list(RESTS_ON) if arguments.proved else []
    facts = network_facts(problem, network) | {"prover": certificate.prover, "rests_on": rests_on}
    match answer:
        case Valid(claim, assumptions):
            lines = [f"valid: {proved_sentence(problem, network, certificate.inputs_covered)}", f"claim: {claim}"]
            lines.extend(f"rests on: {part}" for part in rests_on)
            margin = certificate.margin
            facts |= {"claim": claim, "assumptions": list(assumptions)}
            if margin is not None:
                unit = int(str(certificate.evidence["unit"]))
                lines.append(f"margin: {float_margin_sentence(margin, unit)}")
                facts |= {"margin": float_margin(margin, unit)}
            return verdict_outcome("valid", tuple(lines), facts | coverage_facts(problem, certificate.inputs_covered))
        case Invalid(reason):
            return invalid(reason, certificate, (problem_digest(problem), network.digest), facts)
        case _:
            return verdict_outcome("unknown", (f"unknown: {answer.reason}",), facts | {"reason": answer.reason})


def _check_counts(names: Names, network: FloatNetwork, arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """A certificate of `superproof score`: what is valid are its figures, whether or not any input is wrong."""
    certificate = load_tally(arguments.certificate)
    with terminal.progress("check") as progress:
        limits = {"timeout": arguments.timeout, "memory": arguments.memory}
        answer = check_tally(names.problem, network, certificate, progress=progress, **limits)
    facts = network_facts(names.problem, network) | {"prover": "enumerate", "rests_on": [], "assumptions": []}
    match answer:
        case Valid(claim):
            covered = {"claim": claim, "inputs_covered": sum(certificate.tally.admissible)}
            wrong = {"wrong_inputs": list(wrong_bracket(names.problem, certificate.tally))}
            return verdict_outcome("valid", (f"valid: {claim}",), facts | covered | wrong)
        case Invalid(reason):
            return invalid(reason, certificate, (problem_digest(names.problem), network.digest), facts)
        case _:
            return verdict_outcome("unknown", (f"unknown: {answer.reason}",), facts | {"reason": answer.reason})
