"""What counting says about networks that exist: at most so many pairwise features for their parameters."""

from dataclasses import dataclass
from typing import Final, final

from bounds.capacity import PERMUTATION, TWO_AND, distilled_features
from bounds.lower import Bits
from bounds.statement import Bound


@final
@dataclass(frozen=True, slots=True)
class Machine:
    """A trained network known by its parameter count, as its makers give it."""

    name: str
    parameters: int
    source: str


_GPT2 = "Radford et al. (2019)"
_BERT = "Devlin et al., arXiv 1810.04805"
_GPT3 = "Brown et al., arXiv 2005.14165"
_LLAMA2 = "Touvron et al., arXiv 2307.09288"
_PYTHIA = "Biderman et al., arXiv 2304.01373"

MACHINES: Final = (
    Machine("Pythia 70M", 70 * 10**6, _PYTHIA),
    Machine("BERT base", 110 * 10**6, _BERT),
    Machine("GPT-2 small", 124 * 10**6, f"{_GPT2}: 117M; 124M as released"),
    Machine("Pythia 160M", 160 * 10**6, _PYTHIA),
    Machine("BERT large", 340 * 10**6, _BERT),
    Machine("Pythia 410M", 410 * 10**6, _PYTHIA),
    Machine("Pythia 1B", 10**9, _PYTHIA),
    Machine("Pythia 1.4B", 14 * 10**8, _PYTHIA),
    Machine("GPT-2 XL", 1542 * 10**6, _GPT2),
    Machine("Pythia 2.8B", 28 * 10**8, _PYTHIA),
    Machine("Pythia 6.9B", 69 * 10**8, _PYTHIA),
    Machine("Llama 2 7B", 7 * 10**9, _LLAMA2),
    Machine("Pythia 12B", 12 * 10**9, _PYTHIA),
    Machine("Llama 2 13B", 13 * 10**9, _LLAMA2),
    Machine("Llama 2 70B", 70 * 10**9, _LLAMA2),
    Machine("GPT-3", 175 * 10**9, _GPT3),
)
"""Networks by parameter count, rounded as their papers round it, in order of size."""

PLAIN_WORDS: Final = (
    "The number is an upper limit on what could be computed, not an estimate of what this network does compute.",
    "It concerns classes of functions: a network of these parameters, whatever its architecture and "
    "however it was trained, cannot be set to compute every function of the class (nor all but a small "
    "part of them) with more features than this.",
    "A feature is a permuted input, or the AND of two inputs, at a place of its own; features with more "
    "structure than an arbitrary choice need fewer bits.",
    "All that depends on the function must be in the counted parameters, at the stated number of bits each.",
)
"""The hypotheses of `machine_capacity`, said without formulas."""


def machine_capacity(parameters: int, bits_per_parameter: Bits) -> tuple[Bound, Bound]:
    """Bound the features that any network of P parameters at b bits can compute.

    The first bound is for 2-AND with as many outputs as inputs, the second for permutations, which is also that of
    2-AND on all pairs of inputs. Of all labelled classes of m' distinct pairs that one needs the fewest bits,
    (C(m,2))_m' >= m'!, so the second value holds for pairwise features of any number of inputs. Errors: QuantityError
    where there is no parameter or the bits are not positive.

    >>> [bound.value for bound in machine_capacity(124 * 10**6, 16)]
    [40071004, 79967084]
    """
    return (
        distilled_features(TWO_AND, parameters, bits_per_parameter),
        distilled_features(PERMUTATION, parameters, bits_per_parameter),
    )
