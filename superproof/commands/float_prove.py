"""`superproof prove` of a float network."""

import argparse
from pathlib import Path

from superproof.errors import UsageError
from superproof.float_verdict import float_outcome
from superproof.folder import require_writable
from superproof.names import Names, why
from superproof.outcome import Outcome
from superproof.terminal import Terminal
from verify import FloatNetwork, Found, RefusedProofError, Verdict, confirm_float, save_certificate
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
    return float_outcome(
        names, network, finding, verdict, lambda wrong: (why(names, arguments.problem, arguments.network, wrong),)
    )


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
