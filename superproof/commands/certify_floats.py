"""`superproof certify --network` of a network of floats: its proof, its counts, and one page about both."""

import argparse
from pathlib import Path

from superproof.certified_floats import certify_floats as certified
from superproof.errors import UsageError
from superproof.folder import results_folder
from superproof.outcome import Outcome, verdict_outcome
from superproof.problem_source import Source
from superproof.terminal import DRAWING, Terminal
from verify import Counted, FloatNetwork, Proved, save_certificate, save_float_network, save_problem
from verify.documents import save_tally

FILES = (
    "problem.json", "network.safetensors", "certificate.json", "certificate.evidence.safetensors", "counts.json",
    "report.md", "report.html", "outputs.svg",
)  # fmt: skip


def certify_floats(
    source: Source, network: FloatNetwork, out: str, arguments: argparse.Namespace, terminal: Terminal
) -> Outcome:
    """Exit status 0 proved and checked, 3 refuted, 4 unknown: that of `prove`; what is wrong is counted as well."""
    if arguments.cluster is not None:
        raise UsageError("--cluster is for integer networks")
    with results_folder(out, FILES) as folder:
        save_problem(source.problem, folder / "problem.json", source.document_labels)
        save_float_network(network, folder / "network.safetensors")
        found = certified(
            source, network, terminal, prover=arguments.prover, timeout=arguments.timeout,
            files=(str(Path(out) / "problem.json"), str(Path(out) / "network.safetensors")),
        )  # fmt: skip
        if isinstance(found.verdict, Proved):
            save_certificate(found.verdict.certificate, folder / "certificate.json")
        if isinstance(found.counted, Counted):
            save_tally(found.counted.certificate, folder / "counts.json")
        terminal.note(DRAWING)
        found.write_report(folder)
        written = sorted(file.name for file in folder.iterdir())
    said = found.counted.claim if isinstance(found.counted, Counted) else f"unknown, {found.counted.reason}"
    lines = (*found.lines, f"score: {said}", f"{Path(out) / 'report.html'}")
    return verdict_outcome(str(found.facts["verdict"]), lines, dict(found.facts) | {"out": out, "files": written})
