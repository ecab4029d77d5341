"""A network of floats that was brought: its proof, its counts, and one report about both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, final

from superproof.claims import told
from superproof.errors import as_usage
from superproof.findings import Judged
from superproof.folder import written_first
from superproof.problem_source import Source
from superproof.tally_words import tally_facts
from superproof.terminal import Terminal
from superproof.words import count
from verify import Counted, FloatNetwork, Problem, Unknown, Verdict, confirm_float, count_wrong
from verify.compiling import TimeLimit
from verify.floats import EXACT
from verify.progress import Deadline
from verify.provers import FloatFinding, find_float_proof, require_choice

if TYPE_CHECKING:
    from superproof.reports.figures.canvas import Picture

PROOF_SHARE = 0.5
"""Part of the time limit that the proof and its check may take; the rest is for the counts."""
NUMBERS = (
    "verdict", "neurons", "outputs", "outputs_per_neuron", "margin", "inputs_covered", "executed", "wrong_inputs",
    "parameter_bits", "lower_bound_bits", "function_bits_per_parameter",
)  # fmt: skip


@final
@dataclass(frozen=True, eq=False, repr=False)
class CertifiedFloats(Judged):
    """A problem, a network of floats for it, the verdict on it and its counts; a notebook shows the report.

    `verdict` is Proved (and so checked), Refuted or Unknown; `counted` how many inputs it gets wrong, or why that is
    Unknown; `lines` say both, and `facts` are what the command line's JSON object holds.

    >>> from superproof import FloatNetwork, TwoAnd, certify
    >>> network = FloatNetwork([([[1.0, 1.0]], [-1.0], True)], 0.5)
    >>> certify(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network=network).numbers["wrong_inputs"]
    [0, 0]
    """

    source: Source = field(repr=False)
    network: FloatNetwork
    verdict: Verdict
    counted: Counted | Unknown
    lines: tuple[str, ...]
    facts: Mapping[str, object] = field(repr=False)

    @property
    def numbers(self) -> dict[str, object]:
        """The few numbers to see first: sizes, margin, inputs covered, machines, wrong inputs, the counting bound."""
        return {name: self.facts.get(name) for name in NUMBERS}

    @property
    def figures(self) -> dict[str, "Picture"]:
        """The picture of the report by name: scores of all outputs, where they were counted."""
        from superproof.reports.score_page import float_pictures

        return {picture.name: picture for picture in float_pictures(self.network, self.counted)}

    def write_report(self, folder: Path) -> None:
        """report.html, report.md and the picture. Errors: DocumentError when the folder cannot be written."""
        from superproof.reports.score_page import write_float_report

        write_float_report(folder, self.source.names, self.network, self.lines, self.counted)

    def __repr__(self) -> str:
        neurons, outputs = count(self.network.neurons, "neuron"), count(self.problem.outputs, "output")
        return f"<{self.source.name}: {self.facts['verdict']}, {neurons} of floats for {outputs}>"

    def _repr_html_(self) -> str:
        """The report, in a frame of its own, so that its style stays there."""
        from superproof.reports.page import framed
        from superproof.reports.score_page import float_page

        return framed(float_page(self.source.names, self.network, self.lines, self.counted))


def judged(
    problem: Problem,
    network: FloatNetwork,
    terminal: Terminal,
    *,
    prover: str,
    claim: str,
    deadline: Deadline,
    checked: bool = True,
    path: str | None = None,
) -> tuple[FloatFinding, Verdict]:
    """What was found, and the verdict on it; a proof is written to `path` before it is checked."""
    with terminal.progress("prove") as progress:
        finding = find_float_proof(problem, network, prover=prover, deadline=deadline, progress=progress)
    limit = deadline if checked else None
    with written_first(finding.found, path), terminal.progress("check") as progress:
        verdict = confirm_float(problem, network, finding, claim=claim, deadline=limit, progress=progress)
    return finding, verdict


def certify_floats(
    source: Source,
    network: FloatNetwork,
    terminal: Terminal,
    *,
    prover: str = "auto",
    timeout: float | None = None,
    files: tuple[str, str] | None = None,
) -> CertifiedFloats:
    """Prove, check and count. Guarantee: those of `verify.prove` and `verify.count_wrong`. Errors: UsageError.

    `files` are what explains a wrong input: those of the problem and the network.
    """
    with as_usage():
        require_choice(prover, {}, EXACT)
    deadline, names = TimeLimit(timeout), source.names
    finding, verdict = judged(
        names.problem, network, terminal, prover=prover, claim=EXACT, deadline=deadline.share(PROOF_SHARE)
    )
    proof = told(names, network, verdict, files, finding.doubt)
    with terminal.progress("score") as progress:
        counted = count_wrong(names.problem, network, timeout=deadline.remaining(), progress=progress)
    counts = tally_facts(network, counted) if isinstance(counted, Counted) else {"tally": None}
    # The inputs of the proof stand beside those of the counts.
    return CertifiedFloats(source, network, verdict, counted, proof.lines, counts | dict(proof.facts))
