"""`superproof export`: a network, and what is asked about it, for other tools."""

import argparse

from superproof.errors import about_file
from superproof.exports.as_floats import float_network_of
from superproof.exports.registry import EXPORTS, NETWORKS
from superproof.folder import require_writable
from superproof.names import Names
from superproof.outcome import DONE, Outcome, reasoned
from superproof.pair import load_any_pair
from superproof.terminal import Terminal
from verify import Certificate, DocumentError, FloatNetwork, Network, Proved, Refuted, load_certificate, prove


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 when all files are written; of a theorem 3 where the network is wrong, 4 where nobody knows."""
    written = {f"--{name}": getattr(arguments, name) for name in EXPORTS if getattr(arguments, name) is not None}
    names, network = load_any_pair(arguments.problem, arguments.network, terminal)
    require_writable(*written.values())
    proof = _proof(names, network, arguments, terminal) if "--coq" in written else None
    if isinstance(proof, Outcome):
        return proof
    lines = []
    for option, known in NETWORKS.items():
        if (path := getattr(arguments, option)) is not None:
            with about_file(arguments.network, OverflowError):
                floats = network if isinstance(network, FloatNetwork) else float_network_of(network)
            known.save(floats, path, **({"names": arguments.names} if known.named else {}))
            lines.append(f"{path}: {floats.precision}, layers of {'-'.join(map(str, floats.widths[1:]))}")
    if "--vnnlib" in written:
        from superproof.exports.vnnlib import save_vnnlib

        save_vnnlib(names.problem, network, arguments.vnnlib, boolean=arguments.boolean)
        lines.append(f"{arguments.vnnlib}: unsat means right; sat means to try the point (docs/import.md)")
    if proof is not None and isinstance(network, Network):
        from superproof.exports.coq import save_theorem

        save_theorem(names.problem, network, proof, arguments.coq, arguments.certificate or arguments.network)
        lines.append(f"{arguments.coq}: a theorem, once Coq accepts it; the file's first lines say how")
    return Outcome(DONE, tuple(lines), facts={"written": {k.lstrip("-"): path for k, path in written.items()}})


def _proof(
    names: Names, network: Network | FloatNetwork, arguments: argparse.Namespace, terminal: Terminal
) -> Certificate | Outcome:
    """The certificate to make a theorem of: the one that was given, or one found now; else how the command ends."""
    if isinstance(network, FloatNetwork):
        raise DocumentError(arguments.network, "is a network of floats; --coq takes networks of integers")
    if arguments.certificate is not None:
        return load_certificate(arguments.certificate)
    from superproof.exports.coq import prover_for_coq
    from verify.provers import NotTakenError

    try:
        prover = prover_for_coq(names.problem, network)
    except NotTakenError as error:
        raise DocumentError(arguments.network, f"makes no theorem ({error})") from None
    with terminal.progress("prove") as progress:
        verdict = prove(names.problem, network, prover=prover, progress=progress)
    if isinstance(verdict, Proved):
        return verdict.certificate
    if isinstance(verdict, Refuted):
        return reasoned("refuted", names.refutation(verdict.counterexample), {}, "nothing was written")
    return reasoned("unknown", verdict.reason, {}, "nothing was written")
