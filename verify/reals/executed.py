"""What a machine may add to the errors: from exact outputs to every evaluation in IEEE arithmetic that is covered."""

from fractions import Fraction

import numpy as np

from verify.floats.exact_values import Exact, integers
from verify.floats.fine import FINE, Units, product_up, shifted_up, units_up
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
    first, furthest = network.layers[0], [max(abs(low), abs(high)) for low, high in problem.ranges]
    sums = [first_sums(first, furthest, problem.sparsity)]
    for layer in network.layers[1:-1]:
        sums.append(product_up(np.abs(layer.weights), sums[-1]) + units_up(np.abs(layer.bias)))
    largest = max(furthest).__ceil__() + Fraction(float(np.abs(first.weights).max())).__ceil__()
    # No number that a layer gives is larger than the sum of the sizes of its terms.
    sizes = [layer[:, None] for layer in (sums if len(network.layers) > 1 else [])]
    found = losses(network, problem.sparsity, sums[0][:, None], sizes, largest)
    return tuple(Fraction(int(loss), 2**FINE) for loss in found[:, 0])


def first_sums(layer: FloatLayer, furthest: list[Fraction], active: int) -> Units:
    """The largest sum |w||y| + |b| of every neuron over admissible y, in units, rounded up."""
    found: Units = sparse_sums(*integers(np.abs(layer.weights)), furthest, active) + units_up(np.abs(layer.bias))
    return found


def sparse_sums(whole: Exact, unit: int, furthest: list[Fraction], active: int) -> Units:
    """The largest sum of at most `active` entries of every row of whole * 2**unit * furthest, in units, rounded up."""
    exponent = exponent_of(furthest)
    terms = whole * np.array([scaled(end, exponent) for end in furthest], dtype=object)
    largest = np.array([sum(sorted(row.tolist())[-active:]) for row in terms], dtype=object)
    return shifted_up(largest, unit - exponent + FINE)
