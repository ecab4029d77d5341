"""The bounds AS state for computing in superposition, and the upper bounds set beside them.

AS give orders of growth; their constants are not in the public text, so these bounds carry no value. Bounds
derived in this project are tagged `ours`, also where they follow a figure of AS.
"""

from bounds.errors import require_at_least
from bounds.statement import Bound, Direction, Formula, Source, Tag


def adler_shavit_bounds() -> tuple[Bound, ...]:
    """List the orders of growth of the abstract of AS: lower and upper bounds, and the capacity.

    >>> for bound in adler_shavit_bounds()[:2]:
    ...     print(bound.quantity, bound.order, bound.formula)
    neurons Omega sqrt(m'*lg(m'))
    parameters Omega m'*lg(m')
    """

    def stated(quantity: str, direction: Direction, formula: str, problem: str) -> Bound:
        return Bound(quantity, direction, Formula(formula), None, (problem,), Source.ADLER_SHAVIT, Tag.AS)

    broad = "permutations, pairwise logical operations, and a broad class of problems, in superposition"
    two_and = "2-AND, in superposition, explicit and proved correct"
    return (
        stated("neurons", Direction.LOWER, "sqrt(mp*lg(mp))", broad),
        stated("parameters", Direction.LOWER, "mp*lg(mp)", broad),
        stated("features", Direction.UPPER, "n**2/lg(n)", broad),
        stated("neurons", Direction.UPPER, "sqrt(mp)*lg(mp)", two_and),
        stated("parameters", Direction.UPPER, "mp*lg(mp)**2", two_and),
    )


def one_neuron_per_output(inputs: int, outputs: int) -> Bound:
    """Bound the neurons of 2-AND from above without superposition: neuron i is ReLU(x_a + x_b - 1).

    The inputs themselves are m neurons, so the widest layer has max(m, m'). Exact for every sparsity.

    >>> one_neuron_per_output(77, 254).value
    254
    """
    require_at_least("inputs", inputs, 2)
    require_at_least("outputs", outputs, 1)
    return Bound(
        "neurons",
        Direction.UPPER,
        Formula("Max(m, mp)"),
        max(inputs, outputs),
        ("2-AND, one neuron per input and per output, not in superposition",),
        Source.COUNTING,
        Tag.OURS,
    )


def readable_constructions(outputs: int, sparsity: int) -> tuple[Bound, ...]:
    """List upper bounds for outputs that a fixed public decoder reads, derived here and met in simulation.

    The permutation's first order is sqrt(8 v m' ln m') neurons for one linear layer of random unit codes; for
    2-AND of low influence only the order sqrt(v m' lg m') is claimed. Neither is proved for all inputs at a
    given size (that is what `verify` is for), so neither carries a value.

    Raises:
        QuantityError: where a size is below 1.
    """
    require_at_least("outputs", outputs, 1)
    require_at_least("sparsity", sparsity, 1)
    fixed = f"m' = {outputs}, v = {sparsity}, each fixed input right with high probability, read by a public code"
    return (
        Bound(
            "neurons",
            Direction.UPPER,
            Formula("sqrt(8*v*mp*ln(mp))"),
            None,
            ("permutation, one linear layer of random codes", fixed, "constant 1 + o(1)"),
            Source.ADLER_SHAVIT,
            Tag.OURS,
        ),
        Bound(
            "neurons",
            Direction.UPPER,
            Formula("sqrt(v*mp*lg(mp))"),
            None,
            ("2-AND, one ReLU layer, influence at most a constant times n/lg m'", fixed),
            Source.ADLER_SHAVIT,
            Tag.OURS,
        ),
    )
