"""From a problem and a float network to their error, output by output: one exact piecewise linear function."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import final

import numpy as np

from verify.arrays import Bools
from verify.floats.exact_values import Exact, ExactNetwork, integers
from verify.floats.network import FloatLayer, FloatNetwork
from verify.reals.dyadic import exponent_of, scaled
from verify.reals.hinges import Target
from verify.reals.problem import RealProblem

MOST_CELLS = 2**24
Units = list[tuple[Exact, int]]
"""Of every unit max(0, form) the form, (m + 1,) over y and 1, over 2 to the exponent beside it; other forms are over y,
1 and the units, one column each."""


@final
@dataclass(frozen=True)
class ErrorFunction:
    """E(y) = A y + c + C max(0, B y + b): what the network answers less what it should, for every real vector y.

    Units B and b are `weights` (u, m) and `bias` (u,), integers over 2**unit_exponent; C is `reading` (m', u), over
    2**reading_exponent; A is `straight` (m', m) and c `constant` (m',), over the product of both. Python integers all.
    """

    weights: Exact
    bias: Exact
    reading: Exact
    straight: Exact
    constant: Exact
    unit_exponent: int
    reading_exponent: int

    @property
    def exponent(self) -> int:
        """Errors of integer inputs are integers over 2 to this power."""
        return self.unit_exponent + self.reading_exponent

    def in_units(self, size: int) -> "ErrorFunction":
        """The same function of y / 2**size.

        >>> one = np.array([[1]], dtype=object)
        >>> function = ErrorFunction(one, one[0], one, one, one[0], 0, 0).in_units(-1)
        >>> function.at(0, {0: Fraction(4)})  # 2 + 1 + max(0, 2 + 1)
        Fraction(6, 1)
        """
        up, down = 2 ** max(0, size), 2 ** max(0, -size)
        return replace(
            self,
            weights=self.weights * up,
            bias=self.bias * down,
            straight=self.straight * up,
            constant=self.constant * down,
            unit_exponent=self.unit_exponent + max(0, -size),
        )

    def at(self, output: int, values: Mapping[int, Fraction]) -> Fraction:
        """E_output where the features have these values, and are 0 elsewhere: exact, O(units * values)."""
        whole = lcm(*(value.denominator for value in values.values()))
        point = np.array([value.numerator * (whole // value.denominator) for value in values.values()], dtype=object)
        error = self.scaled(output, list(values), point[:, None], np.array([whole], dtype=object))[0]
        return Fraction(int(error), whole << self.exponent)

    def scaled(self, output: int, features: list[int], points: Exact, whole: Exact) -> Exact:
        """E_output, over 2**exponent and times `whole` (k,), where `features` (n,) are `points` (n, k) / whole."""
        used = np.flatnonzero(self.reading[output])
        before = self.weights[used][:, features] @ points + np.outer(self.bias[used], whole)
        straight = self.straight[output, features] @ points + self.constant[output] * whole
        return np.asarray(straight + self.reading[output, used] @ np.maximum(before, 0))


@final
class ExactErrors:
    """f_i(y) - t_i(y) in fractions, for networks of any depth. Errors: ValueError where sizes differ.

    >>> from verify.reals.problem import autoencoder
    >>> network = FloatNetwork([([[0.5]], [0.25], True)], 0.5)
    >>> ExactErrors(autoencoder(1, 1), network).at(0, {0: Fraction(1, 3)})
    Fraction(1, 12)
    """

    def __init__(self, problem: RealProblem, network: FloatNetwork) -> None:
        require_sizes(problem, network.layers)
        self._layers, self._targets = ExactNetwork(network).layers, problem.targets

    def at(self, output: int, values: Mapping[int, Fraction]) -> Fraction:
        """E_output where the features have these values, and are 0 elsewhere."""
        whole = lcm(*(value.denominator for value in values.values()))
        state = np.array([value.numerator * (whole // value.denominator) for value in values.values()], dtype=object)
        for place, layer in enumerate(self._layers):
            rows = slice(output, output + 1) if place + 1 == len(self._layers) else slice(None)
            weights = layer.weights[rows] if place else layer.weights[rows][:, list(values)]
            sums = weights @ state + layer.bias[rows] * whole
            state = np.where(layer.rectified[rows], np.maximum(sums, 0), sums)
        answer = Fraction(int(state[0]), whole) * Fraction(2) ** self._layers[-1].exponent
        return answer - self._targets[output](values)


class DeepNetworkError(ValueError):
    """A ReLU of a ReLU: the exact search is for networks with one layer of bends between input and output."""


def error_function(
    problem: RealProblem, layers: Sequence[FloatLayer], look: Callable[[], None] = lambda: None
) -> ErrorFunction:
    """f - t, where f is the network of these layers and t are the problem's targets.

    Guarantee: for every real y and every output i, its value at y is f_i(y) - t_i(y) in real arithmetic over the stored
    numbers, exactly. O(neurons * inputs of a neuron * features) integer operations; `look`, which may raise, is called
    between them. Errors: ValueError where the sizes differ, or a matrix would have more than 2**24 entries;
    DeepNetworkError for a ReLU of a ReLU.
    """
    require_sizes(problem, layers)
    _require_cells(max(len(layer.bias) for layer in layers) * (problem.features + 1))
    m, units = problem.features, Units()
    answered, exponent = _answered(m, units, layers, look)
    wanted, common = _wanted(units, problem, exponent)
    difference = -wanted
    difference[:, : answered.shape[1]] += answered * 2 ** (common - exponent)
    # All units over one power of two, and what is straight over the product of both.
    unit_exponent = max((scale for _, scale in units), default=0)
    rows = np.zeros((len(units), m + 1), dtype=object)
    for row, (form, scale) in zip(rows, units, strict=True):
        row[:] = form * 2 ** (unit_exponent - scale)
    straight = difference[:, : m + 1] * 2**unit_exponent
    return ErrorFunction(
        rows[:, :m], rows[:, m], difference[:, m + 1 :], straight[:, :m], straight[:, m], unit_exponent, common
    )


def vertex_function(
    problem: RealProblem, layers: Sequence[FloatLayer], look: Callable[[], None] = lambda: None
) -> ErrorFunction | None:
    """The error function, where errors are found at its vertices; None for a sparsity above 2 and for a ReLU of a ReLU.

    Errors: ValueError where the sizes differ, or a matrix would be too large.
    """
    if problem.sparsity > 2:
        return None
    try:
        return error_function(problem, layers, look)
    except DeepNetworkError:
        return None


def _answered(m: int, units: Units, layers: Sequence[FloatLayer], look: Callable[[], None]) -> tuple[Exact, int]:
    """The last layer as forms over 2**exponent, and what it bends at among the units."""
    exponent = 0
    for number, layer in enumerate(layers, start=1):
        weights, unit = integers(np.column_stack([layer.weights, layer.bias]))
        if number == 1:
            state = weights  # Its columns are y and 1 already.
        else:
            one = np.zeros((1, state.shape[1]), dtype=object)
            one[0, m] = 2**exponent
            state = _product(weights, np.vstack([state, one]), look)
        exponent -= unit
        state = _rectified(m, units, state, exponent, layer.rectified, number)
    return state, exponent


def _product(weights: Exact, state: Exact, look: Callable[[], None]) -> Exact:
    """weights @ state, skipping zeros: rows that carry a value along have one entry, units one column."""
    product = np.zeros((len(weights), state.shape[1]), dtype=object)
    columns = np.flatnonzero(state.any(axis=0))
    for row, entries in zip(product, weights, strict=True):
        look()
        used = np.flatnonzero(entries)
        if len(used):
            row[columns] = entries[used] @ state[np.ix_(used, columns)]
    return product


def _rectified(m: int, units: Units, state: Exact, exponent: int, rectified: Bools, number: int) -> Exact:
    """The forms after the ReLUs of layer `number`; a form that cannot be negative stays what it is."""
    bends = {}
    for j in np.flatnonzero(rectified).tolist():
        row = state[j]
        if not row[:m].any() and (row[m:] >= 0).all():
            continue  # A sum of units, none subtracted.
        if row[m + 1 :].any():
            raise DeepNetworkError(
                f"neuron {j} of layer {number} is a ReLU of earlier ReLUs: the exact worst error is found for networks "
                "with one layer of ReLUs between input and output"
            )
        units.append((row[: m + 1].copy(), exponent))
        bends[j] = m + len(units)
    grown = np.zeros((len(state), m + 1 + len(units)), dtype=object)
    grown[:, : state.shape[1]] = state
    for j, column in bends.items():
        grown[j] = 0
        grown[j, column] = 2**exponent
    return grown


def _wanted(units: Units, problem: RealProblem, least: int) -> tuple[Exact, int]:
    """The targets as forms, over 2 to an exponent that is at least `least`; their hinges become units."""
    m = problem.features
    exponent = max([least, *(exponent_of(target.numbers) for target in problem.targets)])
    columns = m + 1 + len(units) + sum(len(target.hinges) for target in problem.targets)
    _require_cells(problem.outputs * columns)
    wanted = np.zeros((problem.outputs, columns), dtype=object)
    for row, target in zip(wanted, problem.targets, strict=True):
        row[: m + 1] = straight_row(m, target, exponent)
        for coefficient, inner in target.hinges:
            scale = exponent_of(inner.numbers)
            units.append((straight_row(m, inner, scale), scale))
            row[m + len(units)] = scaled(coefficient, exponent)
    return wanted, exponent


def straight_row(m: int, target: Target, exponent: int) -> Exact:
    """The straight part of a target over the features and 1, (m + 1,), over 2**exponent."""
    row = np.zeros(m + 1, dtype=object)
    row[m] = scaled(target.constant, exponent)
    for i, coefficient in target.terms:
        row[i] = scaled(coefficient, exponent)
    return row


def require_sizes(problem: RealProblem, layers: Sequence[FloatLayer]) -> None:
    """ValueError unless the network of these layers has an input a feature and an output a target."""
    inputs, outputs = layers[0].weights.shape[1], len(layers[-1].bias)
    if (inputs, outputs) != (problem.features, problem.outputs):
        raise ValueError(
            f"the network must have {problem.features} inputs and {problem.outputs} outputs, not {inputs} and {outputs}"
        )


def _require_cells(cells: int) -> None:
    if cells > MOST_CELLS:
        raise ValueError(f"the exact error function may have at most {MOST_CELLS} numbers in a matrix, not {cells}")
