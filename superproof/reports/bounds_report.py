"""The report of `superproof bounds`: this problem, this network, and everything the bound rests on."""

from bounds import Bits, class_of, lower_bound, machine_capacity
from bounds.report import (
    Cell,
    Report,
    Table,
    bound_table,
    class_report,
    machine_table,
    others_table,
    stored_table,
    theorem_table,
)
from superproof.comparison import ESTIMATES, Comparison, known_sentence, number_notes, smallest_known
from superproof.words import count
from verify import FloatNetwork, Network, Problem

WIDTHS = (1, 2, 8)
"""Bits of a parameter in the tables, beside the width asked for."""


def bounds_report(problem: Problem, network: Network | FloatNetwork | None, comparison: Comparison) -> Report:
    """The tables of one problem. Without a bound (too sparse inputs) the report says why and has no table."""
    sizes = f"{count(problem.inputs, 'feature')}, {count(problem.outputs, 'output')}, sparsity {problem.sparsity}"
    if comparison.obstacle is not None:
        return Report("Counting bound", (f"{sizes}.", f"No bound: {comparison.obstacle}."), ())
    found = class_of(problem)
    widths = sorted({*WIDTHS, comparison.width})
    general = class_report(found, widths, comparison.layers)
    least = bound_table(
        f"In full, b = {comparison.width}", lower_bound(found).consequences(comparison.width, comparison.layers)
    )
    others = (others_table(), *(() if network is None else (stored_table(),)))
    said = () if network is None else tuple(network_sentences(problem, comparison))
    return Report(
        general.title,
        (f"{sizes}.", *general.paragraphs, *said),
        (comparison_table(network, comparison), *general.tables[:-1], least, theorem_table(), *others),
    )


def network_sentences(problem: Problem, comparison: Comparison) -> list[str]:
    """The audit, function bits per parameter, and the smallest network known."""
    ratio = f"{comparison.function_bits:.3g} function bits per parameter (lg|F| over parameters; {ESTIMATES})"
    known = [] if smallest_known(problem) is None else [f"{known_sentence(problem)}."]
    return [f"This network: {sentence}." for sentence in (comparison.audit, ratio)] + known


def comparison_table(network: Network | FloatNetwork | None, comparison: Comparison) -> Table:
    """The bound and, where there is a network, what it spends and how many times the bound that is."""
    bits = comparison.bound_bits
    rows: list[tuple[Cell, ...]] = [
        ("parameter bits, stored", bits, comparison.parameter_bits),
        ("parameter bits, entropy of the values", bits, comparison.entropy_bits),
        ("parameter bits, entropy coded and decoded", bits, comparison.spent.encoded if comparison.spent else None),
        ("parameter bits, nonzeros and their places", bits, comparison.spent.sparse if comparison.spent else None),
        (f"parameters of {comparison.width} bits", comparison.bound_parameters, comparison.parameters),
        (
            "neurons, widest hidden layer"
            if isinstance(network, FloatNetwork)
            else f"neurons, {count(comparison.layers, 'layer')} of {comparison.width}-bit weights and biases",
            comparison.bound_neurons,
            None if network is None else network.neurons,
        ),
    ]
    notes: tuple[str, ...] = comparison.basis, comparison.caveat, *number_notes(network, comparison)
    if network is None:
        kept: list[tuple[Cell, ...]] = [("parameter bits", bits), *(row[:2] for row in rows[4:])]
        return Table("This problem", ("", "at least"), tuple(kept), notes)
    spent = comparison.spent
    if spent is not None and spent.least < spent.stored:
        notes += (f"The audit takes the fewest bits from which the network can be read back: {spent.least:,}.",)
    full = tuple((*row, _times(row[2], row[1])) for row in rows if row[2] is not None)
    return Table("This network", ("", "at least", "this network", "times the bound"), full, notes)


def capacity_report(parameters: int | None, bits: Bits) -> Report:
    """How many pairwise features so many parameters can compute at most, beside well-known networks."""
    if parameters is None:
        return Report("Capacity by counting", (), (machine_table(bits),))
    two_and, any_inputs = machine_capacity(parameters, bits)
    own = Table(
        f"{parameters:,} parameters of {bits} bits",
        ("features", "at most"),
        (
            ("2-AND, as many features as outputs", two_and.value),
            ("pairwise, of any number of inputs", any_inputs.value),
        ),
    )
    return Report("Capacity by counting", (), (own, machine_table(bits)))


def _times(spent: Cell, bound: Cell) -> str | None:
    if not isinstance(spent, int) or not isinstance(bound, int) or not bound:
        return None
    return f"{spent / bound:.2f}"
