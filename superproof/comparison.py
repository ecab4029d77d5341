"""A problem, and a network for it, beside the counting lower bound (after AS, Theorem 3.1)."""

from dataclasses import dataclass
from typing import final

from bounds import ParameterBits, SparsityTooSmallError, UnknownClassError, class_of, lower_bound
from bounds.audit import audit, parameter_bits, parameters, stored_width
from verify import FloatNetwork, Network, Problem

DEFAULT_WIDTH = 8
"""Bits of a parameter where no network says otherwise."""
REGULAR = {64: 22, 256: 53, 1024: 124, 4096: 285, 16384: 665, 65536: 1596}
"""2-AND of random graphs, two gates a feature, v = 2: the least of docs/constructions.md and of the records."""
ESTIMATES = "language models are said to store about 2 to 3.6 bits a parameter (arXiv 2404.05405, 2505.24832)"


@final
@dataclass(frozen=True)
class Comparison:
    """Bits and neurons that most functions of the problem's class need, and what the network spends.

    `width` is b, the bits of one parameter in `bound_parameters` and `bound_neurons`; `bound_neurons` is for `layers`
    layers of n x n weights and n biases, and None beside a network of floats, whose first layer sees every feature and
    whose last one has every output. `parameters` counts the network's. The bounds are None, with `obstacle`, where
    inputs are so sparse that different functions of the class agree on all of them, or where no class is known, as for
    circuits. `theorems` are those in Coq (verify/proved) that the bounds rest on, where there are any. `spent` and
    `audit` (the verdict, in a sentence) are None without a network, `audit` without a bound too.
    """

    width: int
    layers: int
    bound_bits: int | None
    bound_parameters: int | None
    bound_neurons: int | None
    obstacle: str | None
    spent: ParameterBits | None
    audit: str | None
    theorems: tuple[str, ...] = ()
    parameters: int | None = None
    width_given: bool = False

    @property
    def caveat(self) -> str:
        """What the bound says: of how many problems, and not of each.

        >>> Comparison(8, 1, 12, 2, 1, None, None, None).caveat[:77]
        'The bound counts functions: with 6 parameter bits less (half of it), fewer th'
        """
        source, less = "(after AS, Theorem 3.1)", min(64, (self.bound_bits or 0) // 2)
        part = "" if less == 64 else " (half of it)"
        if less < 2:
            return f"The bound counts functions: some problem of these sizes needs so many parameter bits {source}."
        return (
            f"The bound counts functions: with {less} parameter bits less{part}, fewer than one in 2^{less - 1} of all "
            f"problems of these sizes could be computed {source}."
        )

    @property
    def basis(self) -> str:
        """The bits of a parameter in the bounds on parameters and neurons."""
        what = "the default, without a network" if self.spent is None else "as this network stores them"
        why = "asked for" if self.width_given else what
        return f"Parameters and neurons are bounded for {self.width} bits a parameter ({why}; --bits B takes others)."

    @property
    def function_bits(self) -> float | None:
        """lg|F| over the number of the network's parameters."""
        if self.bound_bits is None or not self.parameters:
            return None
        return round(self.bound_bits / self.parameters, 6)

    @property
    def parameter_bits(self) -> int | None:
        """The network's parameters at their stored width."""
        return None if self.spent is None else self.spent.stored

    @property
    def entropy_bits(self) -> int | None:
        """The network's parameters at their empirical entropy."""
        return None if self.spent is None else self.spent.entropy


def number_notes(network: Network | FloatNetwork | None, comparison: Comparison) -> list[str]:
    """Sentences, where they are so: numbers of other widths; more numbers in layers of floats than parameters."""
    parameters, width = comparison.parameters, comparison.width
    if isinstance(network, Network) and not comparison.width_given:
        wider = f"Not every parameter is stored in {width} bits: the threshold and biases may take more."
        return [wider] if width < 64 else []
    if not isinstance(network, FloatNetwork) or parameters is None:
        return []
    notes = []
    if network.parameter_bits != parameters * stored_width(network):
        notes.append(
            "Parameter bits are those from which the network is read back: its nonzero numbers, and a bit for every "
            "number that says which these are (or all numbers, where that is less)."
        )
    if network.parameters > parameters:
        repeated = network.parameters - parameters
        notes.append(
            f"Its layers hold {network.parameters:,} numbers that are not 0, of which {repeated:,} repeat a parameter "
            "(tied weights) or are 1 (linear neurons that carry a stream on)."
        )
    return notes


def compare(
    problem: Problem,
    network: Network | FloatNetwork | None,
    width: int | None = None,
    layers: int | None = None,
    *,
    encode: bool | None = None,
) -> Comparison:
    """The comparison at `width` bits a parameter and so many layers.

    By default the stored width of the network's weights and its own layers; without a network 8 bits and one layer.
    `encode` says whether the parameters are really encoded; by default where that takes a second or so.
    """
    given, width = width is not None, width or (DEFAULT_WIDTH if network is None else stored_width(network))
    layers = layers or (1 if network is None else len(network.layers))
    own = None if network is None else parameters(network)
    try:
        bound = lower_bound(class_of(problem))
    except (SparsityTooSmallError, UnknownClassError) as error:
        spent = None if network is None else parameter_bits(network, encode=encode)
        return Comparison(width, layers, None, None, None, str(error), spent, None, (), own)
    floats = isinstance(network, FloatNetwork)
    found = None if network is None else audit(problem, network, encode=encode)
    return Comparison(
        width=width,
        layers=layers,
        bound_bits=bound.bits,
        bound_parameters=bound.parameters(width),
        bound_neurons=None if floats else bound.neurons(width, layers=layers, biases=True),
        obstacle=None,
        spent=None if found is None else found.spent,
        audit=None if found is None else found.sentence,
        theorems=bound.theorems,
        parameters=own,
        width_given=given,
    )


def smallest_known(problem: Problem) -> int | None:
    """Neurons of the smallest network proved for a random problem of the same family and size, or None.

    >>> from verify import TwoAnd
    >>> smallest_known(TwoAnd.random_regular(64, 2, sparsity=2, seed=1))
    22
    """
    regular = problem.is_two_and and set(problem.influence) == {2} and problem.sparsity == 2
    return REGULAR.get(problem.outputs) if regular else None


def known_sentence(problem: Problem) -> str:
    """The same in words, with what to do where none is known."""
    neurons = smallest_known(problem)
    if neurons is None:
        return "superproof certify PROBLEM looks for the smallest network that it can prove"
    return f"smallest network proved by superproof for a random problem of this family and size: {neurons} neurons"
