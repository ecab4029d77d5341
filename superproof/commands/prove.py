"""`superproof prove`: a checked proof, a counterexample, or why neither."""

import argparse
from pathlib import Path

from superproof.claims import proved_sentence
from superproof.cluster.connect import cluster_of
from superproof.commands.float_prove import prove_floats
from superproof.errors import UsageError
from superproof.explanation import Wrong, counterexamples
from superproof.explanation.sentences import wrong_lines
from superproof.facts import counterexample_fact, coverage_facts, margin_fact, network_facts, record_of
from superproof.folder import require_writable
from superproof.names import Names, why
from superproof.outcome import Outcome, verdict_outcome
from superproof.pair import load_any_pair
from superproof.terminal import Terminal
from superproof.usage import written_by
from superproof.vacuity import require_meaning
from superproof.words import margin_sentence
from verify import (
    DocumentError,
    FloatNetwork,
    Found,
    Network,
    Problem,
    Proved,
    RefusedProofError,
    Refuted,
    Verdict,
    confirm,
    find_proof,
    save_certificate,
)
from verify.compiling import TimeLimit
from verify.documents import Labels, arrays_path
from verify.progress import Deadline
from verify.provers import Options


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 proved and checked, 3 refuted, 4 unknown: not decided, or a proof that was not checked."""
    deadline = TimeLimit(arguments.timeout)
    names, network = load_any_pair(arguments.problem, arguments.network, terminal)
    problem = names.problem
    require_meaning(problem, arguments.problem, allowed=arguments.allow_vacuous, deadline=deadline)
    if isinstance(network, FloatNetwork):
        if arguments.cluster is not None:
            raise UsageError("--cluster is for integer networks: a float network is proved on one machine")
        return prove_floats(names, network, arguments, deadline, terminal)
    if arguments.claim is not None:
        raise UsageError("--claim is for float networks: integer networks are exact, and their claim is one")
    options = Options(memory=arguments.memory, checkpoint=arguments.checkpoint, exact_margin=arguments.exact_margin)
    for path in written_by(arguments).values():
        if path is not None:
            require_writable(path)
    verdict = _verdict(problem, network, arguments, options, deadline, terminal)
    facts = network_facts(problem, network)
    match verdict:
        case Proved(certificate, claim, assumptions):
            lines = [f"proved: {proved_sentence(problem, network, certificate.inputs_covered)}"]
            lines.append(f"margin: {margin_sentence(network, certificate.margin)}")
            lines.extend(f"assumes: {assumption}" for assumption in assumptions)
            facts |= {"prover": certificate.prover, "claim": claim, "assumptions": list(assumptions)}
            facts |= {"margin": margin_fact(certificate.margin)}
            facts |= coverage_facts(problem, certificate.inputs_covered)
            return verdict_outcome("proved", tuple(lines), facts)
        case Refuted(counterexample):
            reason = names.refutation(counterexample)
            facts |= {"reason": reason, "counterexample": counterexample_fact(counterexample)}
            lines = [f"refuted: {reason}", why(names, arguments.problem, arguments.network, counterexample)]
            if arguments.counterexamples != 0:
                wrong = _counted(names, network, arguments, deadline, terminal)
                lines += ["", *wrong_lines(wrong, "--counterexamples all shows every one", "--json has them all")]
                facts |= {"wrong": record_of(wrong, "names", "threshold")}
            return verdict_outcome("refuted", tuple(lines), facts)
        case _:
            facts |= {"prover": verdict.certificate.prover} if verdict.certificate is not None else {}
            return verdict_outcome("unknown", (f"unknown: {verdict.reason}",), facts | {"reason": verdict.reason})


def _counted(
    names: Names, network: Network, arguments: argparse.Namespace, deadline: Deadline, terminal: Terminal
) -> Wrong:
    """All wrong inputs counted, as far as the time limit lets it."""
    with terminal.progress("count") as progress:
        return counterexamples(
            names.problem,
            network,
            most=arguments.counterexamples,
            labels=Labels(names.labels, names.outputs),
            timeout=deadline.remaining(),
            progress=progress,
        )


def _verdict(
    problem: Problem,
    network: Network,
    arguments: argparse.Namespace,
    options: Options,
    deadline: Deadline,
    terminal: Terminal,
) -> Verdict:
    """Find and check. The certificate is written before the check, so that nothing loses it; if refused, it goes."""
    tell = None if terminal.quiet else terminal.note
    with cluster_of(arguments, terminal) as client, terminal.progress("prove") as progress:
        found = find_proof(
            problem, network, prover=arguments.prover, deadline=deadline, progress=progress, tell=tell,
            **options | Options(client=client),
        )  # fmt: skip
    if isinstance(found, Found) and arguments.certificate is not None:
        save_certificate(found.certificate, arguments.certificate)
    limit = deadline if arguments.check else None
    try:
        with terminal.progress("check") as progress:
            return confirm(problem, network, found, deadline=limit, progress=progress, tell=tell)
    except (DocumentError, RefusedProofError):
        if arguments.certificate is not None:
            for path in (arguments.certificate, arrays_path(arguments.certificate)):
                Path(path).unlink(missing_ok=True)
        raise
