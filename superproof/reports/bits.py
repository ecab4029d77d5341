"""The report's table of parameter bits, beside the bound."""

from bounds.report import Table
from superproof.findings import Findings
from superproof.words import count


def bits_table(findings: Findings) -> Table:
    """Every count of the network's bits, the bound first: name, bits, times the bound if any, what is counted.

    Its notes are the audit with what the bound leaves of neurons, and what the bound says.
    """
    comparison = findings.comparison
    spent, bound = comparison.spent, comparison.bound_bits
    caveat = comparison.caveat if bound is not None else f"There is no bound here: {comparison.obstacle}."
    meaning = "lg|F|: the number of different problems of these sizes, so most of them need as many bits"
    counts: list[tuple[str, int | None, str]] = [("Lower bound", bound, meaning)]
    if spent is not None:
        counts += [
            ("Entropy", spent.entropy, "what an ideal coder of single values would reach: no code, only a figure"),
            ("Encoded", spent.encoded, "really entropy coded, and decoded to the same network"),
            ("Nonzeros", spent.sparse, "the weights that are not 0, and where they are"),
            ("Stored", spent.stored, "every number that may depend on the problem, in the type it is stored in"),
        ]
    rows = []
    for name, bits, meaning in counts:
        if bits is not None:
            times = "1" if name == "Lower bound" else f"{bits / bound:,.1f}" if bound else ""
            rows.append((name, f"{bits:,}", *(() if bound is None else (times,)), meaning))
    beside = () if bound is None else ("times the bound",)
    return Table("Bits", ("parameter bits", "bits", *beside, "what is counted"), tuple(rows), (_note(findings), caveat))


def _note(findings: Findings) -> str:
    comparison = findings.comparison
    if comparison.bound_neurons is None or comparison.audit is None:
        return ""
    shape = f"{count(comparison.layers, 'layer')} of n \N{MULTIPLICATION SIGN} n parameters and n biases"
    return (
        f"{comparison.audit[:1].upper()}{comparison.audit[1:]}. In {shape} of {comparison.width} bits these are at "
        f"least {count(comparison.bound_neurons, 'neuron')} a layer."
    )
