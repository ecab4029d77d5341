"""`superproof certify --network` of a network of floats: its proof, its counts, and one page about both."""

import argparse
from pathlib import Path

from superproof.commands.float_prove import prove_floats
from superproof.errors import UsageError
from superproof.folder import results_folder
from superproof.outcome import Outcome, verdict_outcome
from superproof.reports.float_page import write_float_report
from superproof.sources import Source
from superproof.tally_words import tally_facts
from superproof.terminal import Terminal
from verify import Counted, FloatNetwork, count_wrong, save_float_network, save_problem
from verify.documents import save_tally
from verify.floats import EXACT
from verify.progress import Deadline

FILES = (
    "problem.json", "network.safetensors", "certificate.json", "certificate.evidence.safetensors", "counts.json",
    "report.md", "report.html", "outputs.svg",
)  # fmt: skip
PROOF_SHARE = 0.5


def certify_floats(
    source: Source, network: FloatNetwork, out: str, arguments: argparse.Namespace, terminal: Terminal
) -> Outcome:
    """Exit status 0 proved and checked, 3 refuted, 4 unknown: that of `prove`; what is wrong is counted as well."""
    if arguments.cluster is not None:
        raise UsageError("--cluster is for integer networks")
    deadline = Deadline(arguments.timeout)
    with results_folder(out, FILES) as folder:
        save_problem(source.problem, folder / "problem.json", source.document_labels)
        save_float_network(network, folder / "network.safetensors")
        asked = argparse.Namespace(
            prover=arguments.prover, claim=EXACT, certificate=str(folder / "certificate.json"), check=True,
            counterexamples=0, memory=None, checkpoint=None, exact_margin=False,
            problem=str(Path(out) / "problem.json"), network=str(Path(out) / "network.safetensors"),
        )  # fmt: skip
        proof = prove_floats(source.names, network, asked, deadline.share(PROOF_SHARE), terminal)
        if proof.facts["verdict"] != "proved":
            for name in ("certificate.json", "certificate.evidence.safetensors"):
                (folder / name).unlink(missing_ok=True)
        with terminal.progress("score") as progress:
            counted = count_wrong(source.problem, network, timeout=deadline.remaining(), progress=progress)
        if isinstance(counted, Counted):
            save_tally(counted.certificate, folder / "counts.json")
        write_float_report(folder, source.names, network, proof.lines, counted)
        written = sorted(file.name for file in folder.iterdir())
    said = counted.claim if isinstance(counted, Counted) else f"unknown, {counted.reason}"
    lines = (*proof.lines, f"score: {said}", f"{Path(out) / 'report.html'}")
    counts = tally_facts(counted) if isinstance(counted, Counted) else {"tally": None}
    # The inputs of the proof stand beside those of the counts.
    facts = counts | dict(proof.facts) | {"out": out, "files": written}
    return verdict_outcome(str(proof.facts["verdict"]), lines, facts)
