"""`superproof worst`: how wrong a network on real features can be, output by output."""

import argparse
from fractions import Fraction

from superproof import real_features as real
from superproof.asserting import how_wrong
from superproof.claims import not_valid
from superproof.error_report import HowWrong, error_table
from superproof.errors import about_file
from superproof.imports.files import read_network
from superproof.outcome import Outcome, reasoned, verdict_outcome
from superproof.pair import require_kind, tell_reading
from superproof.terminal import DRAWING, Terminal
from superproof.text_tables import plain_table
from superproof.words import count
from verify import FloatNetwork, Network, RealProblem, UncheckedErrors, Unknown, Valid, check_errors, executed_errors
from verify.documents import (
    NETWORK,
    REAL_PROBLEM,
    Labels,
    load_error_certificate,
    load_labelled_real_problem,
    save_error_certificate,
    write_text,
)
from verify.errors import DocumentError
from verify.floats import EXACT

BEYOND = "its errors are beyond the numbers of float64, in which they are shown; the certificate has them exactly"


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 when the bounds are proved, and within --at-most; 3 when an input breaks that; else 4."""
    problem, network, labels = load_real_pair(arguments.problem, arguments.network)
    tell_reading(arguments.network, network, terminal)
    with terminal.progress("worst errors") as progress, about_file(arguments.network, ValueError):
        found = how_wrong(problem, network, timeout=arguments.timeout, progress=progress, labels=labels)
    if arguments.output is not None and not isinstance(found, Unknown):
        known = found if isinstance(found, UncheckedErrors) else found.found
        save_error_certificate(known.certificate, arguments.output)
    if not isinstance(found, HowWrong):
        kept = isinstance(found, UncheckedErrors) and arguments.output is not None
        return reasoned("unknown", found.reason + f"; superproof check can, {arguments.output} holds them" * kept)
    with about_file(arguments.network, OverflowError, words=BEYOND):
        outcome = _judged(found, arguments.at_most, arguments.claim)
        terminal.expect(DRAWING)
        page = found.page if arguments.report is not None else ""
        if arguments.table is not None:
            write_text(arguments.table, error_table(found.errors, labels))
    if arguments.report is not None:
        write_text(arguments.report, page)
    return outcome


def load_real_pair(problem_path: str, network_path: str) -> tuple[RealProblem, FloatNetwork, Labels]:
    """Both documents, and the names in the first. Errors: DocumentError, also where the network has other sizes."""
    require_kind(problem_path, REAL_PROBLEM, "first")
    require_kind(network_path, NETWORK, "second")
    problem, labels = load_labelled_real_problem(problem_path)
    return problem, load_real_network(problem, problem_path, network_path), labels


def load_real_network(problem: RealProblem, problem_name: str, network_path: str) -> FloatNetwork:
    """The network in a file. Errors: DocumentError, also where it has other sizes."""
    network = read_network(network_path, problem)
    if isinstance(network, Network):
        raise DocumentError(network_path, "is a network of integers, and worst errors are of networks of floats")
    if (network.inputs, network.outputs) != (problem.features, problem.outputs):
        raise DocumentError(
            network_path,
            f"does not fit {problem_name}: it has {network.inputs} features and {network.outputs} outputs, "
            f"not {problem.features} and {problem.outputs}",
        )
    return network


def check_real(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """`superproof check` for a problem about real features: exit status 0 valid, 3 invalid, 4 unknown."""
    problem, network, _ = load_real_pair(arguments.problem, arguments.network)
    certificate = load_error_certificate(arguments.certificate)
    limits = {"timeout": arguments.timeout, "memory": arguments.memory}
    with terminal.progress("check") as progress, about_file(arguments.network, ValueError):
        answer = check_errors(problem, network, certificate, progress=progress, **limits)
    if not isinstance(answer, Valid):
        return not_valid(answer, certificate, (problem.digest, network.digest), {})
    bound, executed = max(certificate.at_most), executed_errors(problem, network, certificate)
    with about_file(arguments.network, OverflowError, words=BEYOND):
        machine = None if isinstance(executed, Unknown) else real.rounded_up(max(executed))
        worst = {"at_most": real.rounded_up(bound), "executed": machine}
    facts = dict[str, object](neurons=network.neurons, prover=None, assumptions=[], claim=answer.claim)
    lines = f"valid: {answer.claim}: {real.shown_up(bound)} or less", real.executed_line(network, executed)
    return verdict_outcome("valid", lines, facts | {"worst_error": worst})


def _judged(found: HowWrong, limit: Fraction | None, claim: str) -> Outcome:
    errors = found.errors
    facts = found.facts
    vertices = found.interference is not None and found.problem.sparsity <= 2
    facts |= {"prover": "vertices" if vertices else "parts", "assumptions": [], "claim": found.found.claim}
    table = ["", *plain_table(*found.table())]
    worst, exact, executed = found.worst, found.bound, found.found.executed
    bound = exact if claim == EXACT else None if isinstance(executed, Unknown) else max(executed)
    if limit is None or (bound is not None and bound <= limit):
        return verdict_outcome("proved", (*found.lines, *table), facts)
    sizes = [error.at_most if claim == EXACT else error.executed for error in errors]
    within = sum(size is not None and size <= limit for size in sizes)
    facts["computed_within_limit"] = within
    table = [f"off by at most {float(limit):.9g}: {within} of {count(len(errors), 'output')}", *table]
    if worst.reached > limit:
        reason = (
            f"{found.names.output(worst.output)} is off by {float(worst.reached):.6g}, more than {float(limit):.6g}, "
            f"at {found.names.point(worst.input)}"
        )
        return reasoned("refuted", reason, facts, *table)
    reason = (
        f"{real.executed_line(found.network, executed)}; {float(limit):.9g} is asked for"
        if claim != EXACT
        else f"the worst error lies between {float(worst.reached):.9g} and {real.rounded_up(exact):.9g}, and so does "
        f"{float(limit):.9g}"
    )
    return reasoned("unknown", reason, facts, *table)
