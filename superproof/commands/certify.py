"""`superproof certify`: from a graph to a proved network, its bound and a report."""

import argparse
from dataclasses import replace
from pathlib import Path

from superproof.build_request import Request
from superproof.certification import certify
from superproof.certified_floats import certify_floats
from superproof.cluster.connect import cluster_of
from superproof.errors import UsageError
from superproof.facts import counterexample_fact, coverage_facts, margin_fact, network_facts
from superproof.findings import Findings
from superproof.folder import WORSE, better_there, made_folder, require_same_problem, results_folder
from superproof.names import why
from superproof.outcome import UNKNOWN, Outcome, failure, verdict_outcome
from superproof.pair import network_for
from superproof.problem_source import Source, read_with_options
from superproof.reports.report_files import REPORT_FILES, write_report
from superproof.reports.summary import headline
from superproof.terminal import DRAWING, Terminal
from superproof.unfinished import DOCUMENTS, Unfinished, write_documents
from superproof.usage import require_apart
from superproof.vacuity import require_meaning
from superproof.words import construction_name, count
from verify import Counted, FloatNetwork, Network, Problem, Proved
from verify.documents import save_tally
from verify.progress import Deadline
from verify.statement import beyond_counting

FILES = (*DOCUMENTS, *REPORT_FILES)
FLOAT_FILES = (*DOCUMENTS, "counts.json", "report.md", "report.html", "outputs.svg")
NO_REGIMES = {"regimes": None, "regime_thresholds": None, "regimes_unmeasured": None}
"""Of all problems but 2-AND."""
LOOK_SHARE = 0.1
"""Part of the time limit that the look for a vacuous problem may take."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 proved and checked, 3 refuted (the report names the input), 4 unknown.

    A better network of the same problem that is in the folder stays: then this run's files are in a folder inside it.
    """
    source = read_with_options(arguments, arguments.problem, terminal)
    look = Deadline(arguments.timeout).share(LOOK_SHARE)
    require_meaning(source.problem, arguments.problem, allowed=arguments.allow_vacuous, deadline=look)
    out = arguments.out or str(Path("superproof-out") / source.name)
    read = {"PROBLEM": arguments.problem} | ({} if arguments.network is None else {"--network": arguments.network})
    require_apart({f"{name} of --out": Path(out) / name for name in (*FILES, *FLOAT_FILES)}, read)
    if not arguments.overwrite:
        require_same_problem(out, source.problem, FILES)
    endless = beyond_counting(source.problem)
    if endless is not None:
        return failure(UNKNOWN, endless)
    network = None if arguments.network is None else _brought(arguments, source.problem, terminal)
    if isinstance(network, FloatNetwork):
        return _certify_floats(source, network, out, arguments, terminal)
    return _certify(source, network, out, arguments, terminal)


def _certify(
    source: Source, network: Network | None, out: str, arguments: argparse.Namespace, terminal: Terminal
) -> Outcome:
    """The network that is brought or built, and all that is found out about it, in the folder `out`."""
    aside = Unfinished(out, source)
    with made_folder(out), aside.told():
        if (Path(out) / "report.html").exists():
            unless = "" if arguments.overwrite else ", unless its network is better"
            terminal.note(f"{out} has the results of an earlier run: they are replaced{unless}")
        for sentence in aside.left():
            terminal.note(sentence)
        with cluster_of(arguments, terminal) as client:
            findings = certify(
                source, _request(arguments), terminal, aside.keep, prover=arguments.prover, timeout=arguments.timeout,
                network=network, client=client,
            )  # fmt: skip
        neurons = None if findings.network is None else findings.network.neurons
        proved = neurons if findings.word == "proved" else None
        kept = None if arguments.overwrite else better_there(out, source.problem, proved)
        target = Path(out) if kept is None else Path(out) / WORSE
        with results_folder(str(target), FILES) as folder:
            write_documents(folder, source, findings.network, findings.certificate)
            terminal.note(DRAWING)
            seconds = write_report(findings, folder)
            findings = replace(findings, seconds={**findings.seconds, "report": seconds})
            terminal.note(f"report: {target / 'report.html'} ({seconds:.1f} s)")
            written = sorted(file.name for file in folder.iterdir())
    lines = [headline(findings)]
    if findings.counterexample is not None:
        files = str(target / "problem.json"), str(target / "network.safetensors")
        lines.append(why(source.names, *files, findings.counterexample))
    lines.append(f"{target / 'report.html'}")
    if kept is not None:
        lines.append(f"{out} keeps its network of {count(kept, 'neuron')}, which is better (--overwrite replaces it)")
    lines += aside.clear(neurons if findings.certificate is not None else None)
    facts = {"out": str(target), "files": written, "kept": None if kept is None else {"out": out, "neurons": kept}}
    return verdict_outcome(findings.word, tuple(lines), _facts(findings) | facts)


def _request(arguments: argparse.Namespace) -> Request:
    return Request.of(arguments.construction, vars(arguments))


def _brought(arguments: argparse.Namespace, problem: Problem, terminal: Terminal) -> Network | FloatNetwork:
    """The network of --network. Errors: UsageError for options that say how one is built, DocumentError."""
    if _request(arguments) != Request("auto", None, arguments.seed):
        raise UsageError("--network brings a network: leave out what says how one is built (--construction, --neurons)")
    terminal.expect(f"reading {arguments.network}")
    return network_for(problem, arguments.problem, arguments.network, terminal, "after --network")


def _facts(findings: Findings) -> dict[str, object]:
    problem, network, regimes = findings.source.problem, findings.network, findings.regimes
    facts = network_facts(problem, network, findings.comparison)
    counterexample, certificate, samples = findings.counterexample, findings.certificate, findings.samples
    facts |= coverage_facts(problem, findings.inputs_covered)
    facts |= NO_REGIMES if regimes is None else regimes.record
    if counterexample is not None:
        labels = findings.source.labels
        facts["counterexample"] = counterexample_fact(counterexample)
        facts["counterexample_labels"] = [labels[feature] for feature in counterexample.active]
        facts["counterexample_output"] = findings.source.names.output(counterexample.output)
    if network is not None:
        facts["built_by"] = construction_name(network)
    return facts | {
        "headline": headline(findings),
        "search_cut_short": findings.cut_short,
        "read": findings.source.read_fact,
        "reason": findings.reason,
        "margin": margin_fact(findings.margin),
        "prover": None if certificate is None else certificate.prover,
        "assumptions": None if certificate is None else list(certificate.assumptions),
        "samples": None if samples is None else samples.samples,
        "sample_failures": None if samples is None else samples.failures,
        "failure_rate_upper": None if samples is None else samples.upper,
        "confidence": None if samples is None else samples.confidence,
        "step_seconds": {step: round(seconds, 3) for step, seconds in findings.seconds.items()},
    }


def _certify_floats(
    source: Source, network: FloatNetwork, out: str, arguments: argparse.Namespace, terminal: Terminal
) -> Outcome:
    """Of a network of floats what is wrong is counted as well; the exit status is that of `prove`."""
    if arguments.cluster is not None:
        raise UsageError("--cluster is for integer networks")
    with results_folder(out, FLOAT_FILES) as folder:
        files = str(Path(out) / "problem.json"), str(Path(out) / "network.safetensors")
        found = certify_floats(
            source, network, terminal, prover=arguments.prover, timeout=arguments.timeout, files=files
        )
        proof = found.verdict.certificate if isinstance(found.verdict, Proved) else None
        write_documents(folder, source, network, proof)
        if isinstance(found.counted, Counted):
            save_tally(found.counted.certificate, folder / "counts.json")
        terminal.note(DRAWING)
        found.write_report(folder)
        written = sorted(file.name for file in folder.iterdir())
    said = found.counted.claim if isinstance(found.counted, Counted) else f"unknown, {found.counted.reason}"
    lines = (*found.lines, f"score: {said}", f"{Path(out) / 'report.html'}")
    return verdict_outcome(str(found.facts["verdict"]), lines, dict(found.facts) | {"out": out, "files": written})
