"""What a machine may add to the errors: from exact outputs to every evaluation in IEEE arithmetic that is covered."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

import numpy as np

from verify.floats.exact_values import Exact, integers
from verify.floats.fine import FINE, Units, largest_terms, product_up, shifted_up, units_up
from verify.floats.machine import losses
from verify.floats.network import FloatLayer, FloatNetwork
from verify.reals.dyadic import exponent_of, scaled
from verify.reals.problem import RealProblem


def executed_losses(problem: RealProblem, network: FloatNetwork) -> tuple[Fraction, ...]:
    """How far what a machine answers can be from the exact output, for every output.

    Guarantee: for every admissible y whose entries are numbers of the machine's arithmetic (binary32; for a network of
    float64 numbers binary64), every evaluation of the network on y that `verify.floats.machine` covers, and every
    output i: what the machine answers differs from f_i(y) by at most the number of i. Where the worst error is at most
    E_i, a machine is off by at most E_i and this number. Errors: ValueError where the network does not fit;
    OverflowError where a machine might overflow, or is not bounded. Source: Higham, Accuracy and Stability of Numerical
    Algorithms, 2nd ed., sections 3.1 and 4.2.

    >>> from verify.reals.problem import autoencoder
    >>> network = FloatNetwork([([[0.5, 3.0]], [0.25], False), ([[1.0], [1.0]], [0.0, 0.0], False)], 0.5)
    >>> [float(loss) < 2.0**-20 for loss in executed_losses(autoencoder(2, 1), network)]
    [True, True]
    """
    if network.inputs != problem.features:
        raise ValueError(f"the network must have {problem.features} inputs, one a feature, not {network.inputs}")
    sums = sums_of_terms(problem, network.layers[:-1] or network.layers)
    largest = ceil(max(problem.furthest)) + ceil(np.abs(network.layers[0].weights).max())
    # No number that a layer gives is larger than the sum of the sizes of its terms.
    sizes = [layer[:, None] for layer in (sums if len(network.layers) > 1 else [])]
    found = losses(network, problem.sparsity, sums[0][:, None], sizes, largest)
    return tuple(Fraction(int(loss), 2**FINE) for loss in found[:, 0])


def sums_of_terms(problem: RealProblem, layers: Sequence[FloatLayer]) -> list[Units]:
    """Of every neuron of these layers the largest sum |w||x| + |b| over admissible y, in units, rounded up."""
    sums: list[Units] = []
    for layer in layers:
        weights = np.abs(layer.weights)
        terms = product_up(weights, sums[-1]) if sums else sparse_sums(problem, *integers(weights))
        sums.append(terms + units_up(np.abs(layer.bias)))
    return sums


def sparse_sums(problem: RealProblem, whole: Exact, unit: int) -> Units:
    """The largest sum whole |y| * 2**unit of every row, of at least 0, over admissible y, in units, rounded up."""
    furthest = problem.furthest
    exponent = exponent_of(furthest)
    terms = whole * np.array([scaled(end, exponent) for end in furthest], dtype=object)
    return shifted_up(largest_terms(terms, problem.sparsity), unit - exponent + FINE)
