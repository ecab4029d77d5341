"""`superproof prove`: a proof, a counterexample, or why neither."""

import argparse

from superproof.facts import counterexample_fact, coverage_facts, margin_fact, network_facts
from superproof.folder import require_writable
from superproof.outcome import Outcome, verdict_outcome
from superproof.pair import load_pair
from superproof.proving import ProofRequest, prove, settle_prover
from superproof.terminal import Terminal
from superproof.words import margin_sentence, proved_sentence
from verify import Proved, Refuted, save_certificate


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 proved, 3 refuted, 4 unknown."""
    problem, network = load_pair(arguments.problem, arguments.network)
    if arguments.certificate is not None:
        require_writable(arguments.certificate)
    if arguments.checkpoint is not None:
        require_writable(arguments.checkpoint)
    request = ProofRequest(
        arguments.prover, arguments.timeout, arguments.memory, arguments.checkpoint, arguments.exact_margin
    )
    prover = settle_prover(problem, network, request, terminal)
    with terminal.progress("prove") as progress:
        verdict = prove(problem, network, prover, request, progress)
    facts = network_facts(problem, network)
    match verdict:
        case Proved(certificate):
            lines = [f"proved: {proved_sentence(problem, network, certificate.inputs_covered)}"]
            lines.append(f"margin: {margin_sentence(network, certificate.margin)}")
            lines.extend(f"assumes: {assumption}" for assumption in certificate.assumptions)
            if arguments.certificate is not None:
                save_certificate(certificate, arguments.certificate)
            facts |= {"prover": certificate.prover, "assumptions": list(certificate.assumptions)}
            facts |= {"margin": margin_fact(certificate.margin)}
            facts |= coverage_facts(problem, certificate.inputs_covered)
            return verdict_outcome("proved", tuple(lines), facts)
        case Refuted(counterexample):
            facts |= {"reason": str(counterexample), "counterexample": counterexample_fact(counterexample)}
            return verdict_outcome("refuted", (f"refuted: {counterexample}",), facts)
        case _:
            return verdict_outcome("unknown", (f"unknown: {verdict.reason}",), facts | {"reason": verdict.reason})
