"""`superproof certify`: from a graph to a proved network, its bound and a report."""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from superproof.apart import require_apart
from superproof.build_request import Request, request_of
from superproof.certification import certify
from superproof.cluster.connect import cluster_of
from superproof.commands.certify_floats import FILES as FLOAT_FILES
from superproof.commands.certify_floats import certify_floats
from superproof.errors import UsageError
from superproof.facts import (
    comparison_facts,
    counterexample_fact,
    coverage_facts,
    margin_fact,
    network_facts,
    problem_facts,
)
from superproof.findings import Findings
from superproof.folder import WORSE, better_there, made_folder, require_same_problem, results_folder
from superproof.names import why
from superproof.outcome import UNKNOWN, Outcome, failure, verdict_outcome
from superproof.pair import network_for
from superproof.problem_source import read_with_options
from superproof.reports.report_files import REPORT_FILES, write_report
from superproof.reports.summary import headline
from superproof.terminal import DRAWING, Terminal
from superproof.unfinished import Unfinished
from superproof.vacuity import require_meaning
from superproof.words import construction_name, count
from verify import FloatNetwork, Network, Problem, save_certificate, save_network, save_problem
from verify.progress import Deadline
from verify.statement import beyond_counting

FILES = ("problem.json", "network.safetensors", "certificate.json", "certificate.evidence.safetensors", *REPORT_FILES)

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
    request = request_of(arguments)
    if arguments.network is not None:
        terminal.expect(f"reading {arguments.network}")
    network = None if arguments.network is None else _brought(arguments, request, source.problem, terminal)
    if isinstance(network, FloatNetwork):
        return certify_floats(source, network, out, arguments, terminal)
    aside = Unfinished(out, source)
    with made_folder(out), aside.told():
        for sentence in (*_replaced(out, overwrite=arguments.overwrite), *aside.left()):
            terminal.note(sentence)
        with cluster_of(arguments, terminal) as client:
            findings = certify(
                source, request, terminal, aside.keep, prover=arguments.prover, timeout=arguments.timeout,
                network=network, client=client,
            )  # fmt: skip
        kept = None if arguments.overwrite else _better_there(out, findings)
        target = Path(out) if kept is None else Path(out) / WORSE
        with results_folder(str(target), FILES) as folder:
            _write(findings, folder)
            terminal.note(DRAWING)
            seconds = write_report(findings, folder)
            findings = replace(findings, seconds={**findings.seconds, "report": seconds})
            terminal.note(f"report: {target / 'report.html'} ({seconds:.1f} s)")
            written = sorted(file.name for file in folder.iterdir())
    lines = [headline(findings), *_why(findings, target), f"{target / 'report.html'}"]
    if kept is not None:
        lines.append(f"{out} keeps its network of {count(kept, 'neuron')}, which is better (--overwrite replaces it)")
    lines += aside.clear(_neurons(findings) if findings.certificate is not None else None)
    facts = {"out": str(target), "files": written, "kept": None if kept is None else {"out": out, "neurons": kept}}
    return verdict_outcome(findings.word, tuple(lines), _facts(findings) | facts)


def _brought(
    arguments: argparse.Namespace, request: Request, problem: Problem, terminal: Terminal
) -> Network | FloatNetwork:
    """The network of --network. Errors: UsageError for options that say how one is built, DocumentError."""
    if request != Request("auto", None, request.seed):
        raise UsageError("--network brings a network: leave out what says how one is built (--construction, --neurons)")
    return network_for(problem, arguments.problem, arguments.network, terminal, "after --network")


def _replaced(out: str, *, overwrite: bool) -> list[str]:
    """What becomes of the files of an earlier run."""
    if not (Path(out) / "report.html").exists():
        return []
    unless = "" if overwrite else ", unless its network is better"
    return [f"{out} has the results of an earlier run: they are replaced{unless}"]


def _write(findings: Findings, folder: Path) -> None:
    """The documents: no certificate stands beside a verdict that is no proof."""
    save_problem(findings.source.problem, folder / "problem.json", findings.source.document_labels)
    if findings.network is not None:
        save_network(findings.network, folder / "network.safetensors")
    if findings.certificate is not None:
        save_certificate(findings.certificate, folder / "certificate.json")


def _why(findings: Findings, folder: Path) -> list[str]:
    """The command that explains a refutation, if it is one."""
    problem, network = (str(folder / name) for name in ("problem.json", "network.safetensors"))
    wrong = findings.counterexample
    return [] if wrong is None else [why(findings.source.names, problem, network, wrong)]


def _better_there(out: str, findings: Findings) -> int | None:
    """The neurons of a network in the folder that is certified and smaller than what this run proved, if anything."""
    return better_there(out, findings.source.problem, _neurons(findings) if findings.word == "proved" else None)


def _neurons(findings: Findings) -> int | None:
    return None if findings.network is None else findings.network.neurons


def _facts(findings: Findings) -> dict[str, object]:
    problem, network = findings.source.problem, findings.network
    if network is None:
        facts = problem_facts(problem) | comparison_facts(findings.comparison)
    else:
        facts = network_facts(problem, network, findings.comparison)
    counterexample, certificate, samples = findings.counterexample, findings.certificate, findings.samples
    facts |= coverage_facts(problem, findings.inputs_covered) | _regime_facts(findings)
    if counterexample is not None:
        labels = findings.source.labels
        facts["counterexample"] = counterexample_fact(counterexample)
        facts["counterexample_labels"] = [labels[feature] for feature in counterexample.active]
        facts["counterexample_output"] = findings.source.names.output(counterexample.output)
    built_by = {} if network is None else {"built_by": construction_name(network)}
    return (
        facts
        | built_by
        | {
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
    )


def _regime_facts(findings: Findings) -> dict[str, object]:
    """One object a regime, and the thresholds between light, heavy and very heavy; null for all but 2-AND.

    `regimes_unmeasured` says why there are no neurons to tell, where that is so.
    """
    found = findings.regimes
    if found is None:
        return {"regimes": None, "regime_thresholds": None, "regimes_unmeasured": None}
    thresholds = None if found.thresholds is None else asdict(found.thresholds)
    parts = [part.record for part in found.parts]
    return {"regimes": parts, "regime_thresholds": thresholds, "regimes_unmeasured": found.obstacle}
