"""`superproof prove` of a float network."""

import argparse
from pathlib import Path

from superproof.claims import proved_sentence
from superproof.errors import UsageError
from superproof.facts import coverage_facts, network_facts
from superproof.float_words import float_counterexample_fact, float_margin, float_margin_sentence
from superproof.folder import require_writable
from superproof.names import Names, why
from superproof.outcome import Outcome, verdict_outcome
from superproof.terminal import Terminal
from verify import FloatNetwork, Found, Proved, RefusedProofError, Refuted, Verdict, confirm_float, save_certificate
from verify.documents import arrays_path
from verify.floats import EXACT
from verify.progress import Deadline
from verify.provers import FloatFinding, find_float_proof, require_choice


def prove_floats(
    names: Names, network: FloatNetwork, arguments: argparse.Namespace, deadline: Deadline, terminal: Terminal
) -> Outcome:
    """Exit status 0 proved and checked, 3 refuted, 4 unknown: not decided, or a proof that was not checked."""
    claim = arguments.claim or EXACT
    given = {name: getattr(arguments, name) for name in ("memory", "checkpoint", "exact_margin")}
    try:
        require_choice(arguments.prover, given, claim)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if arguments.counterexamples != 0:
        raise UsageError("--counterexamples is for integer networks: superproof score counts those of float networks")
    if arguments.certificate is not None:
        require_writable(arguments.certificate)
    finding, verdict = _verdict(names, network, arguments, claim, deadline, terminal)
    problem, facts = names.problem, network_facts(names.problem, network)
    executed = "covered by the proof" if finding.doubt is None else f"not covered: {finding.doubt}"
    match verdict:
        case Proved(certificate, words, assumptions):
            margin = certificate.margin
            lines = [f"proved: {proved_sentence(problem, network, certificate.inputs_covered)}", f"claim: {words}"]
            facts |= {"prover": certificate.prover, "claim": words, "assumptions": list(assumptions)}
            if margin is not None:
                unit = int(str(certificate.evidence["unit"]))
                lines.append(f"margin: {float_margin_sentence(margin, unit)}")
                facts |= {"margin": float_margin(margin, unit)}
            lines.append(f"as executed: {executed}")
            facts |= coverage_facts(problem, certificate.inputs_covered) | {"executed": executed}
            return verdict_outcome("proved", tuple(lines), facts)
        case Refuted(counterexample):
            reason = names.refutation(counterexample)
            facts |= {"reason": reason, "counterexample": float_counterexample_fact(counterexample)}
            lines = [f"refuted: {reason}", why(names, arguments.problem, arguments.network, counterexample)]
            return verdict_outcome("refuted", tuple(lines), facts)
        case _:
            facts |= {"prover": verdict.certificate.prover} if verdict.certificate is not None else {}
            return verdict_outcome("unknown", (f"unknown: {verdict.reason}",), facts | {"reason": verdict.reason})


def _verdict(
    names: Names,
    network: FloatNetwork,
    arguments: argparse.Namespace,
    claim: str,
    deadline: Deadline,
    terminal: Terminal,
) -> tuple[FloatFinding, Verdict]:
    """Find and check; the certificate is written before the check, and goes if it is refused."""
    with terminal.progress("prove") as progress:
        finding = find_float_proof(
            names.problem, network, prover=arguments.prover, deadline=deadline, progress=progress
        )
    if isinstance(finding.found, Found) and arguments.certificate is not None:
        save_certificate(finding.found.certificate, arguments.certificate)
    limit = deadline if arguments.check else None
    try:
        with terminal.progress("check") as progress:
            verdict = confirm_float(names.problem, network, finding, claim=claim, deadline=limit, progress=progress)
    except RefusedProofError:
        if arguments.certificate is not None:
            for path in (arguments.certificate, arrays_path(arguments.certificate)):
                Path(path).unlink(missing_ok=True)
        raise
    return finding, verdict
