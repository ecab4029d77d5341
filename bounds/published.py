"""What papers state about the same quantities, and the upper bounds set beside it: orders without constants.

AS and the other papers were read in their public texts and abstracts, which give no constants, so an order of growth
has no value. Nothing of theirs is proved here; what is derived here, also from a figure of theirs, is tagged `ours`.
Numbers are measured ones, on language models.
"""

from fractions import Fraction

from bounds.arithmetic import Enclosure
from bounds.errors import require_at_least
from bounds.statement import Bound, Direction, Formula, Source, Tag


def _lower(quantity: str, formula: str, source: Source, tag: Tag, *hypotheses: str) -> Bound:
    return Bound(quantity, Direction.LOWER, Formula(formula), None, hypotheses, source, tag)


def _upper(quantity: str, formula: str, source: Source, tag: Tag, *hypotheses: str) -> Bound:
    return Bound(quantity, Direction.UPPER, Formula(formula), None, hypotheses, source, tag)


def adler_shavit_bounds() -> tuple[Bound, ...]:
    """List the orders of growth of the abstract of AS: lower and upper bounds, and the capacity.

    >>> for bound in adler_shavit_bounds()[:2]:
    ...     print(bound.quantity, bound.order, bound.formula)
    neurons Omega sqrt(m'*lg(m'))
    parameters Omega m'*lg(m')
    """
    whose = Source.ADLER_SHAVIT, Tag.AS
    broad = "permutations, pairwise logical operations, and a broad class of problems, in superposition"
    two_and = "2-AND, in superposition, explicit and proved correct"
    return (
        _lower("neurons", "sqrt(mp*lg(mp))", *whose, broad),
        _lower("parameters", "mp*lg(mp)", *whose, broad),
        _upper("features", "n**2/lg(n)", *whose, broad),
        _upper("neurons", "sqrt(mp)*lg(mp)", *whose, two_and),
        _upper("parameters", "mp*lg(mp)**2", *whose, two_and),
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
    given size (that is what `verify` is for), so neither carries a value. Errors: QuantityError where a size is below
    1.
    """
    require_at_least("outputs", outputs, 1)
    require_at_least("sparsity", sparsity, 1)
    whose = Source.ADLER_SHAVIT, Tag.OURS
    fixed = f"m' = {outputs}, v = {sparsity}, each fixed input right with high probability, read by a public code"
    routed = "permutation, one linear layer of random codes"
    gates = "2-AND, one ReLU layer, influence at most a constant times n/lg m'"
    return (
        _upper("neurons", "sqrt(8*v*mp*ln(mp))", *whose, routed, fixed, "constant 1 + o(1)"),
        _upper("neurons", "sqrt(v*mp*lg(mp))", *whose, gates, fixed),
    )


def published_orders() -> tuple[Bound, ...]:
    """List orders of growth about computing and reading, with what they hold for.

    >>> for bound in published_orders()[:2]:
    ...     print(bound.quantity, bound.direction.sign, bound.order, bound.formula)
    neurons <= O m^(2/3)
    width of a circuit >= Omega n^(3/2)
    """
    hanni = Source.HANNI_MENDEL_VAINTROB_CHAN, Tag.OTHER
    borobia = Source.BOROBIA_SEGUI_TORMO, Tag.OTHER
    universal = "all C(m, 2) ANDs of m sparse features read linearly to a fixed error, up to factors of lg m"
    emulated = "sparse circuits so wide, of any polynomial depth, emulated by n neurons a layer, up to factors of lg n"
    crossed = "far more features than n neurons, each read linearly as 1: the worst interference"
    recovered = "n^2 features, random sets of so many active ones recovered by thresholds"
    squared = "n^2 features, v of them active, read linearly: the mean squared error"
    return (
        _upper("neurons", "m**(2/3)", *hanni, universal),
        _lower("width of a circuit", "n**(3/2)", *hanni, emulated),
        _lower("interference", "1/sqrt(n)", *borobia, crossed),
        _lower("active features", "n/lg(n)", *borobia, recovered),
        _lower("mean squared error", "v/n", *borobia, squared),
    )


def published_representation_bounds() -> tuple[Bound, ...]:
    """List what papers state up to constants about representing m features, at most v of them active."""
    neurons, garg = "neurons to represent", (Source.GARG_KLEINBERG_PENG, Tag.OTHER)
    linear = "v-sparse real features are read linearly, to a fixed accuracy"
    plain = "features are only represented, not computed"
    return (
        _upper(neurons, "lg(mp)", Source.ADLER_SHAVIT, Tag.AS, plain),
        _lower(neurons, "v**2/lg(v)*lg(m/v)", *garg, f"{linear}, v >= 2"),
        _upper(neurons, "v**2*lg(m)", *garg, linear),
        _upper(neurons, "v*lg(m/v)", *garg, "v-sparse features are decoded nonlinearly"),
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
