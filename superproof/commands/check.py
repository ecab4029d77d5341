"""`superproof check`: does a certificate prove this network right on this problem?"""

import argparse

from superproof.claims import margin_lines, not_valid, proved_sentence
from superproof.cluster.connect import cluster_of
from superproof.commands.worst import check_real
from superproof.errors import UsageError
from superproof.facts import network_facts, proof_facts
from superproof.names import Names
from superproof.outcome import Outcome, verdict_outcome
from superproof.pair import load_any_pair, require_kind
from superproof.terminal import Terminal
from verify import (
    Certificate,
    FloatNetwork,
    Network,
    Problem,
    Valid,
    check,
    check_in_parts,
    check_tally,
    problem_digest,
)
from verify.checked_parts import KIND
from verify.checker import Answer, checker_of
from verify.checking import COLUMNS
from verify.documents import CERTIFICATE, REAL_PROBLEM, TALLY, kind_of_file, load_certificate, load_tally
from verify.floats import as_floats, wrong_bracket
from verify.methods import METHODS
from verify.proved import RESTS_ON, check_proved

Ranges = dict[str, list[list[int]]]
MOST_RANGES = 8
"""Ranges of outputs, or of columns for all outputs, that are listed in words; --json has them all."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 valid, 3 invalid, 4 unknown, which a check of a sample is at best."""
    if kind_of_file(arguments.problem) == REAL_PROBLEM:
        return check_real(arguments, terminal)
    names, network = load_any_pair(arguments.problem, arguments.network, terminal)
    counts = kind_of_file(arguments.certificate) == TALLY
    if counts and isinstance(network, Network):
        network = as_floats(network)  # What the counts are about.
    if isinstance(network, FloatNetwork):
        _require_of_floats(arguments, counts=counts)
        if counts:
            return _check_counts(names, network, arguments, terminal)
    problem = names.problem
    require_kind(arguments.certificate, CERTIFICATE, "third")
    certificate = load_certificate(arguments.certificate)
    prover = certificate.prover
    if arguments.sample is not None and prover in METHODS and not checker_of(prover).sampled:
        sampled = " or ".join(name for name in METHODS if checker_of(name).sampled)
        raise UsageError(f"--sample takes certificates of {sampled}, but this is one of {prover}: check all of it")
    answer, where = _answer(problem, network, certificate, arguments, terminal)
    rests_on = list(RESTS_ON) if arguments.proved else []
    facts = network_facts(problem, network) | {"prover": prover, "rests_on": rests_on}
    if not isinstance(answer, Valid):
        return not_valid(answer, certificate, (problem_digest(problem), network.digest), facts)
    lines = [f"valid: {proved_sentence(problem, network, certificate.inputs_covered)}", f"claim: {answer.claim}"]
    lines.extend(f"assumes: {assumption}" for assumption in answer.assumptions)
    lines.extend(f"rests on: {part}" for part in rests_on)
    for name, by in where.items():
        lines.extend(f"checked by {worker}: {_ranges(name, ranges)}" for worker, ranges in by.items())
    if isinstance(network, FloatNetwork):
        lines += margin_lines(network, certificate)
    facts |= {"checked_by": where["outputs"], "columns_checked_by": where["columns"]} if where else {}
    facts |= proof_facts(problem, network, certificate, answer.claim, answer.assumptions)
    return verdict_outcome("valid", tuple(lines), facts)


def _answer(
    problem: Problem,
    network: Network | FloatNetwork,
    certificate: Certificate,
    arguments: argparse.Namespace,
    terminal: Terminal,
) -> tuple[Answer, dict[str, Ranges]]:
    """What the checker says, and which worker of a cluster checked which outputs and columns."""
    if arguments.proved:
        return check_proved(problem, network, certificate), {}
    limits = {"timeout": arguments.timeout, "memory": arguments.memory}
    with cluster_of(arguments, terminal) as client, terminal.progress("check") as progress:
        if client is None or isinstance(network, FloatNetwork):
            return check(problem, network, certificate, progress=progress, sample=arguments.sample, **limits), {}
        answer = check_in_parts(problem, network, certificate, client, progress=progress, **limits)
        return answer, {"outputs": client.by_worker(KIND), "columns": client.by_worker(COLUMNS)}


def _require_of_floats(arguments: argparse.Namespace, *, counts: bool) -> None:
    """UsageError for options that certificates about networks of floats do not go with."""
    if arguments.cluster is not None:
        raise UsageError("--cluster is for integer networks and certificates of branch: leave it out")
    if arguments.sample is not None:
        raise UsageError(f"--sample is for integer networks, and {arguments.network} has floats")
    if counts and arguments.proved:
        raise UsageError("--proved is for certificates of proofs, and this one counts wrong inputs: leave it out")


def _check_counts(names: Names, network: FloatNetwork, arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """A certificate of `superproof score`: what is valid are its figures, whether or not any input is wrong."""
    problem, certificate = names.problem, load_tally(arguments.certificate)
    with terminal.progress("check") as progress:
        limits = {"timeout": arguments.timeout, "memory": arguments.memory}
        answer = check_tally(problem, network, certificate, progress=progress, **limits)
    facts = network_facts(problem, network) | {"prover": "enumerate", "rests_on": [], "assumptions": []}
    if not isinstance(answer, Valid):
        return not_valid(answer, certificate, (problem_digest(problem), network.digest), facts)
    facts |= {"claim": answer.claim, "inputs_covered": sum(certificate.tally.admissible)}
    facts |= {"wrong_inputs": list(wrong_bracket(problem, certificate.tally))}
    return verdict_outcome("valid", (f"valid: {answer.claim}",), facts)


def _ranges(name: str, ranges: list[list[int]]) -> str:
    """Which outputs or columns, and of many ranges how many.

    >>> _ranges("outputs", [[0, 8], [12, 16]])
    'outputs 0 to 7, 12 to 15'
    """
    if len(ranges) > MOST_RANGES:
        return f"{sum(end - begin for begin, end in ranges):,} {name} in {len(ranges)} ranges"
    return f"{name} " + ", ".join(f"{begin} to {end - 1}" for begin, end in ranges)
