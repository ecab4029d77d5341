"""The tables reports are put together from; each is a function from sizes to values."""

from collections.abc import Iterable

from bounds.capacity import CAPACITY_THEOREMS, PERMUTATION, TWO_AND, capacity
from bounds.classes import FunctionClass, LabelledTwoAnd, Permutations
from bounds.lower import Bits, LowerBound, lower_bound
from bounds.machines import MACHINES, PLAIN_WORDS, machine_capacity
from bounds.published import published_orders, stored_facts
from bounds.report.table import Cell, Table
from bounds.statement import Bound, Tag
from bounds.theorem import THEOREMS


def count_table(classes: Iterable[FunctionClass]) -> Table:
    """Tabulate |F| and lg|F| of classes at their sizes."""
    return Table(
        "How many functions",
        ("class", "sizes", "|F|", "lg|F|", "needs", "theorems in Coq"),
        tuple(
            (cls.name, cls.sizes_in_words(), cls.formula(), cls.lg(), cls.condition(), ", ".join(cls.theorems))
            for cls in classes
        ),
        ("lg is the logarithm to base 2; printed digits are certain; ours. Theorems are in verify/proved/theories.",),
    )


def expansion_table(classes: Iterable[FunctionClass]) -> Table:
    """Tabulate the expansions of lg|F| with their two error terms."""
    expanded = [(cls.name, cls.expansion()) for cls in classes]
    rows = tuple((name, one.leading, one.error_low, one.error_high, one.holds) for name, one in expanded)
    return Table("lg|F| expanded", ("class", "leading terms", "error at least", "error at most", "holds for"), rows)


def bound_table(title: str, bounds: Iterable[Bound]) -> Table:
    """Tabulate bounds of any kind with their hypotheses, source and tag."""
    columns = ("quantity", "relation", "value", "formula", "if", "whose", "source")
    rows = tuple(
        (
            bound.quantity,
            bound.direction.sign if bound.value is not None else f"{bound.direction.sign} {bound.order}",
            bound.value,
            bound.formula,
            "; ".join(bound.hypotheses),
            bound.tag.value,
            f"after {bound.source}" if bound.tag is Tag.OURS else str(bound.source),
        )
        for bound in bounds
    )
    return Table(title, columns, rows)


def consequence_table(bounds: Iterable[LowerBound], bits: Iterable[Bits], layers: int = 1) -> Table:
    """Tabulate parameters and neurons for several widths of a parameter."""
    widths = tuple(bits)
    rows = tuple(
        (
            bound.function_class.name,
            bound.function_class.sizes_in_words(),
            str(width),
            bound.parameters(width),
            bound.neurons(width, layers),
            bound.total_neurons(width),
        )
        for bound in bounds
        for width in widths
    )
    neurons = f"neurons, {layers} layer(s) without biases >="
    columns = ("class", "sizes", "bits per parameter b", "parameters >=", neurons, "neurons in all >=")
    return Table("What computing every function of the class takes", columns, rows)


def neuron_table(outputs: Iterable[int], bits: Iterable[Bits], layers: int = 1) -> Table:
    """Tabulate the neurons of permutations and of 2-AND with m = m', for several sizes."""
    widths = tuple(bits)
    rows: list[tuple[Cell, ...]] = []
    for size in outputs:
        both = (lower_bound(Permutations(size)), lower_bound(LabelledTwoAnd(size, size)))
        rows.append((size, *(bound.neurons(width, layers) for bound in both for width in widths)))
    columns = [f"{name}, b = {width}" for name in ("permutation", "2-AND, m = m'") for width in widths]
    return Table(f"Neurons at least, {layers} layer(s) of n x n weights", ("outputs m'", *columns), tuple(rows))


def capacity_table(neurons: Iterable[int], bits: Bits = 1, layers: int = 1) -> Table:
    """Tabulate the features that n neurons can compute at most."""
    budgets = [(width, bits * layers * width**2) for width in neurons]
    return Table(
        f"Features at most, {layers} layer(s) of n x n weights of {bits} bit(s)",
        ("neurons n", "bits in all", "permutation", "2-AND, m = m'"),
        tuple((width, str(each), capacity(PERMUTATION, each), capacity(TWO_AND, each)) for width, each in budgets),
        (f"Theorems in Coq: {', '.join(CAPACITY_THEOREMS)}.",),
    )


def machine_table(bits: Bits = 16) -> Table:
    """Tabulate the features that well-known networks can compute at most, from their parameter counts."""
    rows: list[tuple[Cell, ...]] = []
    sources: dict[str, list[str]] = {}
    for machine in MACHINES:
        two_and, any_inputs = machine_capacity(machine.parameters, bits)
        rows.append((machine.name, machine.parameters, two_and.value, any_inputs.value))
        sources.setdefault(machine.source, []).append(machine.name)
    columns = ("network", "parameters", "2-AND, m = m' <=", "pairwise, any m <=")
    counted = "; ".join(f"{', '.join(names)}: {source}" for source, names in sources.items())
    notes = *PLAIN_WORDS, f"Numbers of parameters: {counted}."
    return Table(f"Machine capacity in features, at {bits} bits per parameter", columns, tuple(rows), notes)


def others_table() -> Table:
    """Tabulate the orders that other papers state about computing and reading."""
    return bound_table("What others state", published_orders())


def stored_table() -> Table:
    """Tabulate what language models were measured to store per parameter."""
    rows = tuple((what, bits, Tag.OTHER.value, str(source)) for what, bits, source in stored_facts())
    notes = ("Measured, by training, and no bounds; function bits per parameter, lg|F| over the parameters, are ours.",)
    return Table("Bits per parameter elsewhere", ("what", "about", "whose", "source"), rows, notes)


def theorem_table() -> Table:
    """Tabulate the theorem and its variants: hypotheses, conclusion, proof, and what a machine checked of it."""
    columns = ("name", "hypotheses", "conclusion", "proof", "machine checked", "whose")
    rows = tuple(
        (one.name, "; ".join(one.hypotheses), one.conclusion, one.proof, one.machine_checked, one.tag.value)
        for one in THEOREMS
    )
    return Table("Theorem 3.1 and variants", columns, rows)
