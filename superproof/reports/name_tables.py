"""features.csv and outputs.csv: what stands behind every number of a report, one row a feature and one an output."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from superproof.explanation import counterexamples
from superproof.findings import Findings
from superproof.reports.figures.channel_matrix import outputs_by_feature
from superproof.reports.score_counts import affordable_inputs
from verify.documents import write_text
from verify.statement import count_sparse

TABLES = ("features.csv", "outputs.csv")
FEATURES = ("feature", "name", "outputs_that_use_it")
OUTPUTS = ("output", "name", "gate", "reads", "smallest_true", "largest_false", "falsely_1", "falsely_0")


def write_tables(findings: Findings, folder: Path) -> None:
    """Write both files. The last four columns of outputs are empty where going through all inputs takes too long.

    `reads` are the gate's inputs by name, separated by "; " (in a circuit numbers of gates of the level before).
    Errors: DocumentError when they cannot be written.
    """
    source, problem = findings.source, findings.source.problem
    used: Iterable[Sequence[object]] = (
        [[""]] * problem.inputs if problem.is_circuit else [[len(outputs)] for outputs in outputs_by_feature(problem)]
    )
    rows = [(j, label, *uses) for j, (label, uses) in enumerate(zip(source.labels, used, strict=True))]
    write_text(folder / "features.csv", _csv(FEATURES, rows))
    counted, outputs = _counted(findings), list[Sequence[object]]()
    for i, gate in enumerate(problem.levels[-1]):
        reads = "; ".join(str(j) if problem.is_circuit else source.labels[j] for j in gate.inputs)
        name = source.outputs[i] if source.outputs else ""
        outputs.append((i, name, gate.kind, reads, *counted.get(i, ("",) * 4)))
    write_text(folder / "outputs.csv", _csv(OUTPUTS, outputs))


def _counted(findings: Findings) -> dict[int, tuple[object, ...]]:
    """Every output's own margin, and on how many inputs it is wrong either way."""
    problem, network = findings.source.problem, findings.network
    if network is None or count_sparse(problem) > affordable_inputs(problem, network):
        return {}
    found = counterexamples(problem, network, most=1)
    return {
        part.output: (part.smallest_true, part.largest_false, part.additional, part.missing) for part in found.outputs
    }


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
