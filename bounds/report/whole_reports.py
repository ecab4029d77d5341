"""Whole reports: of one function class, and of all the theory at one size."""

from collections.abc import Sequence
from math import comb

from bounds.classes import (
    FreeGates,
    FunctionClass,
    LabelledTwoAnd,
    Layers,
    Permutations,
    QAnd,
    TwoInputGate,
    UnlabelledTwoAnd,
)
from bounds.errors import require_at_least
from bounds.lower import Bits, lower_bound
from bounds.published import (
    adler_shavit_bounds,
    one_neuron_per_output,
    published_representation_bounds,
    readable_constructions,
)
from bounds.report import report_tables as tables
from bounds.report.table import Report
from bounds.representation import (
    distinguishing_bits,
    kautz_singleton_length,
    random_sign_codes,
    random_superimposed_length,
    superimposed_length_at_least,
)


def all_classes(outputs: int) -> tuple[FunctionClass, ...]:
    """Give every class of this package with as many outputs as inputs (and 2-AND on all pairs).

    Errors: QuantityError where there are fewer than 4 outputs, too few for some of the classes.
    """
    require_at_least("outputs", outputs, 4)
    two_and = LabelledTwoAnd(outputs, outputs)
    return (
        Permutations(outputs),
        LabelledTwoAnd(outputs, outputs, distinct=False),
        two_and,
        LabelledTwoAnd(outputs, comb(outputs, 2)),
        UnlabelledTwoAnd(outputs, outputs),
        QAnd(outputs, outputs, fan_in=3),
        TwoInputGate(outputs, outputs, "xor"),
        TwoInputGate(outputs, outputs, "andnot"),
        FreeGates(outputs, outputs),
        Layers(Permutations(outputs), 2),
        Layers(two_and, 2),
    )


def theory_report(outputs: int = 1024, bits: Sequence[Bits] = (1, 2, 8), layers: int = 1, sparsity: int = 2) -> Report:
    """Report every count and every consequence at one number of features: the tables the theory is cited by.

    Time: below a second without LaTeX.
    """
    classes = all_classes(outputs)
    sizes = [outputs * 4**step for step in range(5)]
    return Report(
        f"Counting bounds at m' = {outputs}",
        (
            "A method that computes every function of a class F needs lg|F| bits of parameters: with "
            "fewer, two functions share their parameters and one of them comes out wrong. Everything below "
            "follows from counting F.",
        ),
        (
            tables.count_table(classes),
            tables.expansion_table(classes),
            tables.theorem_table(),
            tables.consequence_table(map(lower_bound, classes[:3]), bits, layers),
            tables.neuron_table(sizes, bits, layers),
            tables.capacity_table([2**power for power in range(8, 15)], bits[0], layers),
            tables.bound_table("Orders of growth stated by AS", adler_shavit_bounds()),
            tables.bound_table(
                "Upper bounds beside them",
                (one_neuron_per_output(outputs, outputs), *readable_constructions(outputs, sparsity)),
            ),
            tables.bound_table(
                "Representing only",
                (
                    random_sign_codes(outputs, sparsity),
                    distinguishing_bits(outputs, sparsity, bits[-1]),
                    superimposed_length_at_least(outputs, sparsity),
                    kautz_singleton_length(outputs, sparsity),
                    random_superimposed_length(outputs, sparsity),
                    *published_representation_bounds(),
                ),
            ),
            tables.others_table(),
            tables.stored_table(),
            tables.machine_table(),
        ),
    )


def class_report(function_class: FunctionClass, bits: Sequence[Bits] = (1, 2, 8), layers: int = 1) -> Report:
    """Report one class: count, expansion, and what it takes in bits, parameters and neurons."""
    bound = lower_bound(function_class)
    return Report(
        f"Counting bound of {function_class.name}",
        (
            f"Every method that computes all functions of this class needs {bound.bits_interval.digits(3)} "
            "bits of parameters; fewer than a 2^(1-c) part of the functions can do with c bits less. "
            f"Needs {function_class.condition()}.",
        ),
        (
            tables.count_table([function_class]),
            tables.expansion_table([function_class]),
            tables.consequence_table([bound], bits, layers),
            tables.bound_table("In full", bound.consequences(bits[0], layers)),
        ),
    )
