"""The report's sentences and tables, before they are set as Markdown or HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from bounds.report import Table
from superproof.claims import admissible_words, proved_sentence
from superproof.findings import Findings
from superproof.regime_words import HEADER
from superproof.reports.bits import bits_table
from superproof.reports.counterexample import how_often, why_wrong
from superproof.samples import STRATA_HEADER, sample_sentence, sampled_words, strata_rows
from superproof.vacuity import undecided, vacuity
from superproof.words import construction_name, count, grouped, margin_sentence
from verify import Network, Problem, Proved, count_admissible, problem_digest
from verify.naming import counterexample_sentence
from verify.statement import count_sparse


@final
@dataclass(frozen=True)
class Summary:
    """Everything a template needs; each row of `numbers` is (name, value, what it means)."""

    name: str
    word: str
    tone: str
    verdict: str
    headline: str
    claim: str
    tiles: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    rests_on: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str, str], ...]
    bits: Table
    regimes: Table
    strata: Table
    sampling: str
    seconds: tuple[tuple[str, str], ...]
    commands: tuple[str, ...]
    tried: tuple[str, ...]
    why: Table
    wrong: Table


def summarise(findings: Findings) -> Summary:
    """The findings in words."""
    read = findings.source.read
    regimes, samples = findings.regimes, findings.samples
    parts = () if regimes is None else tuple(part.cells for part in regimes.parts)
    strata = () if samples is None else tuple(strata_rows(samples))
    return Summary(
        name=findings.source.name,
        word=findings.word,
        tone=_tone(findings),
        verdict=_verdict(findings),
        headline=f"{_sentence(findings)}.",
        claim=claim(findings.source.problem),
        tiles=tuple(_tiles(findings)),
        notes=(*(() if read is None else (read.sentence,)), *findings.source.notes),
        rests_on=tuple(_rests_on(findings)),
        numbers=tuple(_numbers(findings)),
        bits=bits_table(findings),
        regimes=Table("By feature influence", HEADER, parts, () if regimes is None else (regimes.sentence,)),
        strata=Table("Random inputs", STRATA_HEADER, strata),
        sampling=_sampling(findings),
        seconds=seconds_rows(findings.seconds),
        commands=tuple(_commands(findings)),
        tried=findings.said,
        why=why_wrong(findings),
        wrong=how_often(findings),
    )


def _sampling(findings: Findings) -> str:
    """What random inputs say, or why there are none."""
    if findings.samples is not None:
        return f"{sample_sentence(findings.samples)}."
    if findings.word == "proved":
        few = count(count_admissible(findings.source.problem), "admissible input")
        return f"No random inputs were tried: the proof covers all {few}."
    return "No random inputs were tried."


def seconds_rows(seconds: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    """The seconds of every step, and of all of them.

    >>> seconds_rows({"build": 1.25, "report": 0.5})
    (('build', '1.25'), ('report', '0.50'), ('all of these', '1.75'))
    """
    return tuple((step, f"{spent:.2f}") for step, spent in (*seconds.items(), ("all of these", sum(seconds.values()))))


def headline(findings: Findings) -> str:
    """The verdict in one sentence, the word first."""
    return f"{_verdict(findings)}: {_sentence(findings)}"


def _verdict(findings: Findings) -> str:
    """The word; what no prover decided is marked as sampled."""
    return "unknown, sampled" if findings.word == "unknown" and findings.samples is not None else findings.word


def _tone(findings: Findings) -> str:
    """The word for the colour: what is proved of one neuron an output is no success of superposition."""
    network = findings.network
    alone = network is not None and findings.source.problem.outputs <= network.neurons
    return "alone" if findings.word == "proved" and alone else findings.word


def _sentence(findings: Findings) -> str:
    problem, network, counterexample = findings.source.problem, findings.network, findings.counterexample
    if counterexample is not None:
        return counterexample_sentence(problem, counterexample, findings.source.labels, findings.source.outputs)
    if findings.word == "proved" and network is not None:
        return proved_sentence(problem, network, count_admissible(problem))
    if findings.word == "unknown" and findings.samples is not None:
        return f"{sampled_words(findings.samples)}, and not proved: {findings.reason}"
    return str(findings.reason)


def claim(problem: Problem) -> str:
    """What a proof says, with the sizes of this problem."""
    gate = "both its features are active" if problem.is_two_and else "its gate is 1 on the active features"
    levels = ""
    if problem.is_circuit:
        gate = f"the circuit of {count(len(problem.levels), 'level')} makes it 1"
        levels = f", on which no level of the circuit has more than {problem.sparsity} active"
    reason = vacuity(problem)
    unknown = undecided(problem) if reason is None else ""
    start = "For every" if reason is None else f"Vacuous, because {reason}: for every"
    return (
        f"{start} set of at most {problem.sparsity} active features among {problem.inputs:,}{levels}, and for "
        f"every one of the {count(problem.outputs, 'output')}: the network, which sees only the sum of the active "
        f"features' code words, reads the output as 1 if and only if {gate}{unknown}. There are "
        f"{admissible_words(problem, count_admissible(problem), 'such input')}. All numbers are integers and no "
        "rounding is involved."
    )


def _tiles(findings: Findings) -> list[tuple[str, str]]:
    """The few numbers to see first."""
    problem, network, bound = findings.source.problem, findings.network, findings.comparison.bound_neurons
    tiles = [(f"{problem.outputs:,}", f"outputs of {problem.inputs:,} features")]
    if network is not None:
        tiles.append((f"{network.neurons:,}", "neurons"))
        tiles.append((f"{problem.outputs / network.neurons:.2f}", "outputs per neuron"))
    if bound is not None:
        tiles.append((f"{bound:,}", f"neurons at least, by counting, at {findings.comparison.width} bits"))
    if findings.word == "proved":
        tiles.append((grouped(count_admissible(problem)), "inputs, every one proved"))
    return tiles


def _rests_on(findings: Findings) -> list[tuple[str, str]]:
    """What one has to trust, item by item."""
    network, certificate, verdict = findings.network, findings.certificate, findings.verdict
    rows = []
    if certificate is not None:
        checked, assumptions = f"not confirmed: {findings.reason}", certificate.assumptions
        if isinstance(verdict, Proved):
            checked = f"the independent checker read the certificate and answered: {verdict.claim}"
            assumptions = verdict.assumptions
        rows.append(("Proof", f"found by the prover named {certificate.prover}"))
        rows.append(("Check", checked))
        rows.append(("Assumed", "; ".join(assumptions) or "nothing but the checker: numpy and Python integers"))
    if findings.counterexample is not None:
        rows.append(("Counterexample", "replayed through the plain forward pass, in integers"))
    rows.append(("Problem", f"SHA-256 {problem_digest(findings.source.problem)}"))
    if network is not None:
        rows.append(("Network", f"SHA-256 {network.digest}"))
    return rows


def _numbers(findings: Findings) -> list[tuple[str, str, str]]:
    problem, network = findings.source.problem, findings.network
    covered = "all proved" if findings.word == "proved" else "not all proved"
    rows = [
        ("Features", f"{problem.inputs:,}", "inputs of the problem"),
        ("Outputs", f"{problem.outputs:,}", "functions to compute"),
        ("Sparsity", f"{problem.sparsity}", "features active at once, at most"),
        ("Admissible inputs", grouped(count_admissible(problem)), f"{covered}{_of_sparse(problem)}"),
    ]
    if network is not None:
        rows.extend(_network_numbers(problem, network, findings))
    return rows


def _of_sparse(problem: Problem) -> str:
    """How many inputs are as sparse, where a circuit excludes some of them."""
    excluded = problem.is_circuit and count_admissible(problem) < count_sparse(problem)
    return f"; {grouped(count_sparse(problem))} inputs are so sparse" if excluded else ""


def _network_numbers(problem: Problem, network: Network, findings: Findings) -> list[tuple[str, str, str]]:
    ratio = problem.outputs / network.neurons
    superposed = "in superposition" if problem.outputs > network.neurons else "not in superposition: at most 1"
    widths = " \N{RIGHTWARDS ARROW} ".join(map(str, network.widths))
    rows = [
        ("Neurons", f"{network.neurons:,}", f"widest of {widths}"),
        ("Outputs per neuron", f"{ratio:.2f}", superposed),
    ]
    margin = findings.margin
    if margin is not None and margin.smallest_true is not None and margin.largest_false is not None:
        gap = margin.smallest_true - margin.largest_false
        share = f"{gap / margin.smallest_true:.1%} of the smallest score that must read 1: " if gap > 0 else ""
        rows.append(("Margin", f"{gap:,}", f"{share}{margin_sentence(network, margin)}"))
    construction: Mapping[str, object] = network.construction
    if "name" in construction:
        rows.append(("Construction", construction_name(network), f"seed {construction.get('seed', 'none')}"))
    return rows


def _commands(findings: Findings) -> list[str]:
    """How a reader repeats this from the files."""
    files = "problem.json network.safetensors"
    if findings.certificate is not None:
        return [f"superproof check {files} certificate.json"]
    return [] if findings.network is None else [f"superproof prove {files}"]
