"""`superproof proved`: build the checker that is proved in Coq; write a network as a theorem for Coq."""

import argparse

from superproof.exports.coq import save_theorem
from superproof.folder import require_writable
from superproof.outcome import DONE, Outcome
from superproof.pair import load_named_pair
from superproof.terminal import Terminal
from verify import load_certificate
from verify.proved import build


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 once it is built, 4 where it cannot be; 0 once the theorem is written, 5 where none can be made."""
    if arguments.action == "build":
        terminal.note("superproof proved build: compiling the proofs, about a minute ...")
        program = str(build())
        return Outcome(DONE, (f"built {program}",), facts={"program": program})
    names, network = load_named_pair(arguments.problem, arguments.network)
    certificate = load_certificate(arguments.certificate)
    require_writable(arguments.output)
    save_theorem(names.problem, network, certificate, arguments.output, arguments.certificate)
    lines = (f"{arguments.output}: a theorem, once Coq accepts it", "check it: see the first lines of the file")
    return Outcome(DONE, lines, facts={"theorem": arguments.output})
