"""What a machine may lose: a bound on the difference between the exact scores and any evaluation in IEEE arithmetic.

*Covered* is every evaluation of the layers in binary32 (of a network stored in float64: in binary64) in which each
number z = w_1 x_1 + ... + w_K x_K + b is a sum of these products and the bias taken in any order and any grouping, with
every operation rounded to nearest, fused multiply-adds or not, subnormal numbers kept or flushed to zero on the way in
or out. float16 and bfloat16 numbers are taken as the binary32 numbers that they are. Not covered: sums or activations
in half precision, TF32, algorithms that are no sums of these products (Strassen, Winograd), other weights.

Overflow is excluded by a bound. Details: docs/methods.md.
"""

from types import MappingProxyType

import numpy as np

from verify.floats.fine import FINE, Units, product_up, shifted_up, units_up
from verify.floats.network import FloatLayer, FloatNetwork
from verify.floats.precision import PRECISIONS, Precision
from verify.floats.value_bounds import ranges

BINARY32 = PRECISIONS["float32"]._replace(name="binary32")
BINARY64 = PRECISIONS["float64"]._replace(name="binary64")
ARITHMETIC = MappingProxyType({name: BINARY64 if name == "float64" else BINARY32 for name in PRECISIONS})
"""In which arithmetic a network stored in a format is said to be executed."""


def losses(network: FloatNetwork, active: int, first: Units, sizes: list[Units], largest: int = 1) -> Units:
    """Bounds on |score of the machine - exact score|, in units: (outputs, inputs).

    `first` bounds sum |w||y| + |b| of the first layer, (n_1, inputs), and `sizes` |x_1|, ..., |x_{L-1}|, on the inputs
    in question, of at most `active` active features: one column may stand for all inputs. Features are 0 or 1; where
    they may be any numbers of the machine, `largest` is at least |w| + |y| of all weights w of the first layer and all
    features y, because y may be subnormal, too, and be read as 0. Errors: OverflowError where the machine might
    overflow, a sum has more terms than the bound is good for, or a threshold is subnormal.
    """
    machine = ARITHMETIC[network.precision]
    subnormal = (network.thresholds != 0) & (np.abs(network.thresholds) < 2.0**machine.least)
    if subnormal.any():
        raise OverflowError(
            f"threshold {int(np.argmax(subnormal))} is subnormal in {machine.name}: it may be read as 0"
        )
    # Subnormal weights of active features, too, may be read as 0.
    loss = _rounding(machine, network.layers[0], first, active) + active * _tiny(machine) * largest
    for layer, size in zip(network.layers[1:], sizes, strict=True):
        weights, held = np.abs(layer.weights), size + loss
        sums = product_up(weights, held) + units_up(np.abs(layer.bias))[:, None]
        inherited = product_up(weights, loss)
        small = ((weights > 0) & (weights < 2.0**machine.least)).astype(np.float64)
        if small.any():  # A stored subnormal number may be read as 0.
            inherited = inherited + shifted_up(product_up(small, held) * _tiny(machine), -FINE)
        loss = inherited + _rounding(machine, layer, sums, weights.shape[1])
    return loss


def worst_losses(network: FloatNetwork, active: int) -> Units:
    """`losses` for all inputs with at most `active` active features at once, (outputs,). Errors: those of `losses`."""
    known = ranges(network, active)
    return losses(network, active, known[0].sums[:, None], [layer.size[:, None] for layer in known[:-1]])[:, 0]


def _rounding(machine: Precision, layer: FloatLayer, sums: Units, most: int) -> Units:
    """What the sums of one layer lose by themselves; `sums` bounds their terms, of which `most` are not 0."""
    terms = np.minimum(np.count_nonzero(layer.weights, axis=1), most)
    ends = (np.abs(layer.weights) == 1) | (layer.weights == 0)
    copies = (np.count_nonzero(layer.weights, axis=1) == 1) & ends.all(axis=1) & (layer.bias == 0)
    k = (terms + 1).astype(object)
    if int(terms.max()) + 1 > 1 << (machine.digits - 2):
        raise OverflowError(f"a sum of {int(terms.max())} products is more than {machine.name} is bounded for")
    # k u / (1 - k u) <= k u (1 + 2 k u), because k u <= 1 / 4.
    scaled = np.where(copies | (terms == 0), 0, k * ((1 << machine.digits) + 2 * k))[:, None]
    lost: Units = shifted_up(scaled * sums, -2 * machine.digits) + (4 * k + 8)[:, None] * _tiny(machine)
    if int((sums + lost).max()) >> FINE >= 1 << (machine.most - 1):
        raise OverflowError(f"numbers of this network may be beyond what {machine.name} holds")
    return lost


def _tiny(machine: Precision) -> int:
    """The smallest normal number in units, rounded up."""
    return 1 << max(0, FINE + machine.least)
