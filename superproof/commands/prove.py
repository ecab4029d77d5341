"""`superproof prove`: a checked proof, a counterexample, or why neither."""

import argparse
from dataclasses import replace

from superproof.certified_floats import judged
from superproof.claims import told
from superproof.cluster.connect import cluster_of
from superproof.errors import UsageError, as_usage
from superproof.explanation import counterexamples
from superproof.explanation.wrong import wrong_lines
from superproof.facts import record_of
from superproof.folder import require_writable, written_first
from superproof.outcome import Outcome
from superproof.pair import load_any_pair
from superproof.terminal import Terminal
from superproof.usage import BRANCH, written_by
from superproof.vacuity import require_meaning
from verify import FloatNetwork, Network, Problem, Refuted, Verdict, confirm, find_proof
from verify.compiling import TimeLimit
from verify.documents import Labels
from verify.floats import EXACT
from verify.progress import Deadline
from verify.provers import Options, require_choice


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 proved and checked, 3 refuted, 4 unknown: not decided, or a proof that was not checked."""
    deadline = TimeLimit(arguments.timeout)
    names, network = load_any_pair(arguments.problem, arguments.network, terminal)
    require_meaning(names.problem, arguments.problem, allowed=arguments.allow_vacuous, deadline=deadline)
    if isinstance(network, FloatNetwork):
        _require_of_floats(arguments)
    elif arguments.claim is not None:
        raise UsageError("--claim is for float networks: integer networks are exact, and their claim is one")
    require_writable(*written_by(arguments).values())
    files = arguments.problem, arguments.network
    if isinstance(network, FloatNetwork):
        finding, verdict = judged(
            names.problem, network, terminal, prover=arguments.prover, claim=arguments.claim or EXACT,
            deadline=deadline, checked=arguments.check, path=arguments.certificate,
        )  # fmt: skip
        return told(names, network, verdict, files, finding.doubt)
    verdict = _verdict(names.problem, network, arguments, deadline, terminal)
    outcome = told(names, network, verdict, files)
    if not isinstance(verdict, Refuted) or arguments.counterexamples == 0:
        return outcome
    with terminal.progress("count") as progress:
        wrong = counterexamples(
            names.problem, network, most=arguments.counterexamples, labels=Labels(names.labels, names.outputs),
            timeout=deadline.remaining(), progress=progress,
        )  # fmt: skip
    counted = wrong_lines(wrong, "--counterexamples all shows every one", "--json has them all")
    facts = {**outcome.facts, "wrong": record_of(wrong, "names", "threshold")}
    return replace(outcome, lines=(*outcome.lines, "", *counted), facts=facts)


def _require_of_floats(arguments: argparse.Namespace) -> None:
    """UsageError for options that proofs about networks of floats do not have."""
    if arguments.cluster is not None:
        raise UsageError("--cluster is for integer networks: a float network is proved on one machine")
    with as_usage():
        options = {name: getattr(arguments, name) for name in BRANCH}
        require_choice(arguments.prover, options, arguments.claim or EXACT)
    if arguments.counterexamples != 0:
        raise UsageError("--counterexamples is for integer networks: superproof score counts those of float networks")


def _verdict(
    problem: Problem, network: Network, arguments: argparse.Namespace, deadline: Deadline, terminal: Terminal
) -> Verdict:
    """Find and check."""
    options = Options(memory=arguments.memory, checkpoint=arguments.checkpoint, exact_margin=arguments.exact_margin)
    tell = None if terminal.quiet else terminal.note
    with cluster_of(arguments, terminal) as client, terminal.progress("prove") as progress:
        found = find_proof(
            problem, network, prover=arguments.prover, deadline=deadline, progress=progress, tell=tell,
            **options | Options(client=client),
        )  # fmt: skip
    limit = deadline if arguments.check else None
    with written_first(found, arguments.certificate), terminal.progress("check") as progress:
        return confirm(problem, network, found, deadline=limit, progress=progress, tell=tell)
