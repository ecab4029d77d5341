"""The report's table of parameter bits, beside the bound."""

from superproof.findings import Findings
from superproof.words import count


def bits_rows(findings: Findings) -> list[tuple[str, ...]]:
    """Every count of the network's bits, the bound first: name, bits, times the bound if any, what is counted."""
    comparison = findings.comparison
    spent, bound = comparison.spent, comparison.bound_bits
    rows: list[tuple[str, ...]] = []
    if bound is not None:
        meaning = "lg|F|: the number of different problems of these sizes, so most of them need as many bits"
        rows.append(("Lower bound", f"{bound:,}", "1", meaning))
    if spent is None:
        return rows
    for name, bits, meaning in (
        ("Entropy", spent.entropy, "what an ideal coder of single values would reach: no code, only a figure"),
        ("Encoded", spent.encoded, "really entropy coded, and decoded to the same network"),
        ("Nonzeros", spent.sparse, "the weights that are not 0, and where they are"),
        ("Stored", spent.stored, "every number that may depend on the problem, in the type it is stored in"),
    ):
        if bits is not None:
            times = () if bound is None else (f"{bits / bound:,.1f}" if bound else "",)
            rows.append((name, f"{bits:,}", *times, meaning))
    return rows


def bits_note(findings: Findings) -> str:
    """The audit, and what the bound leaves of neurons."""
    comparison = findings.comparison
    if comparison.bound_neurons is None or comparison.audit is None:
        return ""
    shape = f"{count(comparison.layers, 'layer')} of n \N{MULTIPLICATION SIGN} n parameters and n biases"
    return (
        f"{comparison.audit[:1].upper()}{comparison.audit[1:]}. In {shape} of {comparison.width} bits these are at "
        f"least {count(comparison.bound_neurons, 'neuron')} a layer."
    )
