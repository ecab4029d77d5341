"""The tables of a report that explain a counterexample, and count how often the network is wrong."""

from bounds.report import Table
from superproof.explanation import counterexamples, explain
from superproof.explanation.told import LISTED
from superproof.explanation.wrong import HEADER, wrong_rows, wrong_sentence
from superproof.findings import Findings
from superproof.reports.score_counts import affordable_inputs
from verify.documents import Labels
from verify.statement import count_sparse


def why_wrong(findings: Findings) -> Table:
    """Why the counterexample is one, a row a neuron; noted are what fires and, one by one, what would have to change.

    Without a counterexample nothing is noted.
    """
    network, counterexample = findings.network, findings.counterexample
    if network is None or counterexample is None:
        return Table("Why it is wrong there", (), ())
    names = findings.source.names
    labels = Labels(names.labels, names.outputs)
    found = explain(names.problem, network, counterexample.active, counterexample.output, labels=labels)
    (_, firing, *changes), header, rows = found.told()
    return Table("Why it is wrong there", tuple(header), tuple(map(tuple, rows)), (f"{firing}.", *changes))


def how_often(findings: Findings) -> Table:
    """On how many inputs a network with a counterexample is wrong, a row an output; none where counting takes long."""
    names, network = findings.source.names, findings.network
    if network is None or findings.counterexample is None:
        return Table("How often", (), ())
    if count_sparse(names.problem) > affordable_inputs(names.problem, network):
        return Table("How often", (), ())
    found = counterexamples(names.problem, network, most=1, labels=Labels(names.labels, names.outputs))
    most = f" The {LISTED} that are wrong most often:" if found.wrong_outputs > LISTED else ""
    return Table("How often", HEADER, tuple(wrong_rows(found, LISTED)), (f"{wrong_sentence(found)}.{most}",))
