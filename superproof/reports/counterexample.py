"""The part of a report that explains a counterexample, and counts how often the network is wrong."""

from dataclasses import dataclass
from typing import final

from superproof.explanation import counterexamples, explain
from superproof.explanation.told import LISTED
from superproof.explanation.wrong import HEADER, wrong_rows, wrong_sentence
from superproof.findings import Findings
from superproof.names import Names
from superproof.reports.score_counts import affordable_inputs
from verify import Network
from verify.documents import Labels
from verify.statement import count_sparse


@final
@dataclass(frozen=True)
class Trace:
    """Why the counterexample is one: what fires, a row a neuron, and what would have to change; then, where all inputs
    can be gone through, how often the network is wrong, and a row a wrong output."""

    said: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    changes: tuple[str, ...]
    wrong_said: str
    wrong_header: tuple[str, ...]
    wrong: tuple[tuple[str, ...], ...]


def trace(findings: Findings) -> Trace | None:
    """The counterexample explained, where there is one."""
    network, counterexample = findings.network, findings.counterexample
    if network is None or counterexample is None:
        return None
    names = findings.source.names
    labels = Labels(names.labels, names.outputs)
    found = explain(names.problem, network, counterexample.active, counterexample.output, labels=labels)
    (_, firing, *changes), header, rows = found.told()
    return Trace(f"{firing}.", tuple(header), tuple(map(tuple, rows)), tuple(changes), *_wrong(names, network))


def _wrong(names: Names, network: Network) -> tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """How often the network is wrong and where, or nothing where counting takes too long."""
    if count_sparse(names.problem) > affordable_inputs(names.problem, network):
        return "", (), ()
    found = counterexamples(names.problem, network, most=1, labels=Labels(names.labels, names.outputs))
    most = f" The {LISTED} that are wrong most often:" if found.wrong_outputs > LISTED else ""
    said = f"{wrong_sentence(found)}.{most}"
    return said, HEADER, tuple(wrong_rows(found, LISTED))
