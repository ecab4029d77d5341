"""`superproof check`: does a certificate prove this network right on this problem?"""

import argparse

from superproof.claims import invalid, proved_sentence
from superproof.cluster.connect import cluster_of
from superproof.commands.float_check import check_floats
from superproof.commands.worst import check_real
from superproof.errors import UsageError
from superproof.facts import coverage_facts, margin_fact, network_facts
from superproof.outcome import Outcome, verdict_outcome
from superproof.pair import load_any_pair, require_kind
from superproof.terminal import Terminal
from verify import Certificate, FloatNetwork, Network, check, check_in_parts, load_certificate, problem_digest
from verify.checked_parts import KIND
from verify.checker import Invalid, Valid, checker_of
from verify.checking import COLUMNS
from verify.documents import CERTIFICATE, REAL_PROBLEM, TALLY, kind_of_file
from verify.floats import as_floats
from verify.methods import METHODS
from verify.proved import RESTS_ON, check_proved

MOST_RANGES = 8
"""Ranges of outputs, or of columns for all outputs, that are listed in words; --json has them all."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 valid, 3 invalid, 4 unknown, which a check of a sample is at best."""
    if kind_of_file(arguments.problem) == REAL_PROBLEM:
        return check_real(arguments, terminal)
    names, network = load_any_pair(arguments.problem, arguments.network, terminal)
    if isinstance(network, Network) and kind_of_file(arguments.certificate) == TALLY:
        network = as_floats(network)  # What the counts are about.
    if isinstance(network, FloatNetwork):
        if arguments.cluster is not None:
            raise UsageError("--cluster is for integer networks and certificates of branch: leave it out")
        return check_floats(names, network, arguments, terminal)
    problem = names.problem
    certificate = _certificate(arguments.certificate)
    prover, where = certificate.prover, dict[str, dict[str, list[list[int]]]]()
    if arguments.sample is not None and prover in METHODS and not checker_of(prover).sampled:
        raise UsageError(f"--sample takes certificates of {_sampled()}, but this is one of {prover}: check all of it")
    if arguments.proved:
        answer = check_proved(problem, network, certificate)
    else:
        limits = {"timeout": arguments.timeout, "memory": arguments.memory}
        with cluster_of(arguments, terminal) as client, terminal.progress("check") as progress:
            if client is None:
                answer = check(problem, network, certificate, progress=progress, sample=arguments.sample, **limits)
            else:
                answer = check_in_parts(problem, network, certificate, client, progress=progress, **limits)
                where = {name: client.by_worker(what) for name, what in (("outputs", KIND), ("columns", COLUMNS))}
    rests_on = list(RESTS_ON) if arguments.proved else []
    facts = network_facts(problem, network) | {"prover": certificate.prover, "rests_on": rests_on}
    match answer:
        case Valid(claim, assumptions):
            lines = [f"valid: {proved_sentence(problem, network, certificate.inputs_covered)}", f"claim: {claim}"]
            lines.extend(f"assumes: {assumption}" for assumption in assumptions)
            lines.extend(f"rests on: {part}" for part in rests_on)
            for name, by in where.items():
                lines.extend(f"checked by {worker}: {_ranges(name, ranges)}" for worker, ranges in by.items())
            facts |= {"checked_by": where["outputs"], "columns_checked_by": where["columns"]} if where else {}
            facts |= _proved(certificate, claim, assumptions) | coverage_facts(problem, certificate.inputs_covered)
            return verdict_outcome("valid", tuple(lines), facts)
        case Invalid(reason):
            return invalid(reason, certificate, (problem_digest(problem), network.digest), facts)
        case _:
            return verdict_outcome("unknown", (f"unknown: {answer.reason}",), facts | {"reason": answer.reason})


def _certificate(path: str) -> Certificate:
    """The certificate in a file. Errors: DocumentError, for another kind of document too."""
    require_kind(path, CERTIFICATE, "third")
    return load_certificate(path)


def _ranges(name: str, ranges: list[list[int]]) -> str:
    """Which outputs or columns, and of many ranges how many.

    >>> _ranges("outputs", [[0, 8], [12, 16]])
    'outputs 0 to 7, 12 to 15'
    """
    if len(ranges) > MOST_RANGES:
        return f"{sum(end - begin for begin, end in ranges):,} {name} in {len(ranges)} ranges"
    return f"{name} " + ", ".join(f"{begin} to {end - 1}" for begin, end in ranges)


def _proved(certificate: Certificate, claim: str, assumptions: tuple[str, ...]) -> dict[str, object]:
    return {
        "claim": claim,
        "assumptions": list(assumptions),
        "margin": margin_fact(certificate.margin),
    }


def _sampled() -> str:
    """The provers whose certificates can be looked at in part, in words."""
    return " or ".join(name for name in METHODS if checker_of(name).sampled)
