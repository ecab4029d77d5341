"""What other papers state about the same quantities, read in their abstracts only: orders without constants.

None of these is proved here, none is AS's, and none is a bound of ours: the tag of every row is "other paper". An order
of growth has no value, because the constant is not in the abstract. Numbers are measured ones, on language models.
"""

from fractions import Fraction

from bounds.arithmetic import Enclosure
from bounds.statement import Bound, Direction, Formula, Source, Tag


def published_orders() -> tuple[Bound, ...]:
    """List orders of growth about computing and reading, with what they hold for.

    >>> for bound in published_orders()[:2]:
    ...     print(bound.quantity, bound.direction.sign, bound.order, bound.formula)
    neurons <= O m^(2/3)
    width of a circuit >= Omega n^(3/2)
    """

    def stated(quantity: str, direction: Direction, formula: str, reading: str, source: Source) -> Bound:
        return Bound(quantity, direction, Formula(formula), None, (reading,), source, Tag.OTHER)

    universal = "all C(m, 2) ANDs of m sparse features read linearly to a fixed error, up to factors of lg m"
    emulated = "sparse circuits so wide, of any polynomial depth, emulated by n neurons a layer, up to factors of lg n"
    crossed = "far more features than n neurons, each read linearly as 1: the worst interference"
    recovered = "n^2 features, random sets of so many active ones recovered by thresholds"
    squared = "n^2 features, v of them active, read linearly: the mean squared error"
    hanni, borobia = Source.HANNI_MENDEL_VAINTROB_CHAN, Source.BOROBIA_SEGUI_TORMO
    return (
        stated("neurons", Direction.UPPER, "m**(2/3)", universal, hanni),
        stated("width of a circuit", Direction.LOWER, "n**(3/2)", emulated, hanni),
        stated("interference", Direction.LOWER, "1/sqrt(n)", crossed, borobia),
        stated("active features", Direction.LOWER, "n/lg(n)", recovered, borobia),
        stated("mean squared error", Direction.LOWER, "v/n", squared, borobia),
    )


def stored_facts() -> tuple[tuple[str, Enclosure, Source], ...]:
    """List what language models were measured to store: words, bits per parameter, source.

    Estimates of what training stores, not inequalities, and about facts or texts, where function bits per parameter
    are lg|F| over the parameters of a proved network.

    >>> [bits.digits(1) for _, bits, _ in stored_facts()]
    ['2.0', '3.6']
    """
    return (
        ("facts stored by language models, also of 8-bit integers", Enclosure.exactly(2), Source.ALLEN_ZHU_LI),
        ("texts memorised by language models", Enclosure.exactly(Fraction(18, 5)), Source.MORRIS),
    )
