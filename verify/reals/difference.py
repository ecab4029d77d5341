"""From a problem and a float network to their error function, in exact integers."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from verify.arrays import Bools
from verify.floats.exact_values import Exact, integers
from verify.floats.network import FloatLayer
from verify.reals.dyadic import exponent_of, scaled
from verify.reals.error_function import ErrorFunction
from verify.reals.hinges import Target
from verify.reals.problem import RealProblem

MOST_CELLS = 2**24


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
    _require_sizes(problem, layers)
    forms = _Forms(problem.features)
    answered, exponent = _answered(forms, layers, look)
    wanted = _wanted(forms, problem, exponent)
    m, units = problem.features, forms.units
    difference = np.zeros((problem.outputs, m + 1 + len(units)), dtype=object)
    difference[:, : answered.shape[1]] += answered * 2 ** (wanted[1] - exponent)
    difference -= wanted[0]
    return _aligned(m, difference, wanted[1], units)


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


class _Forms:
    """Linear forms over the columns y_0 .. y_(m-1), 1, and one column for each unit (row over y and 1, exponent)."""

    def __init__(self, features: int) -> None:
        self.features = features
        self.units: list[tuple[Exact, int]] = []

    def unit(self, row: Exact, exponent: int) -> int:
        """The column of a new unit max(0, row), where row is over y and 1 and 2**exponent."""
        self.units.append((row, exponent))
        return self.features + len(self.units)


def _answered(forms: _Forms, layers: Sequence[FloatLayer], look: Callable[[], None]) -> tuple[Exact, int]:
    """The last layer as forms over 2**exponent."""
    exponent = 0
    for number, layer in enumerate(layers, start=1):
        weights, unit = integers(np.column_stack([layer.weights, layer.bias]))
        if number == 1:
            state = weights  # Its columns are y and 1 already.
        else:
            one = np.zeros((1, state.shape[1]), dtype=object)
            one[0, forms.features] = 2**exponent
            state = _product(weights, np.vstack([state, one]), look)
        exponent -= unit
        state = _rectified(forms, state, exponent, layer.rectified, number)
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


def _rectified(forms: _Forms, state: Exact, exponent: int, rectified: Bools, number: int) -> Exact:
    """The forms after the ReLUs of layer `number`; a form that cannot be negative stays what it is."""
    m, bends = forms.features, {}
    for j in np.flatnonzero(rectified).tolist():
        row = state[j]
        if not row[:m].any() and (row[m:] >= 0).all():
            continue  # A sum of units, none subtracted.
        if row[m + 1 :].any():
            raise DeepNetworkError(
                f"neuron {j} of layer {number} is a ReLU of earlier ReLUs: the exact worst error is found for networks "
                "with one layer of ReLUs between input and output"
            )
        bends[j] = forms.unit(row[: m + 1].copy(), exponent)
    grown = np.zeros((len(state), m + 1 + len(forms.units)), dtype=object)
    grown[:, : state.shape[1]] = state
    for j, column in bends.items():
        grown[j] = 0
        grown[j, column] = 2**exponent
    return grown


def _wanted(forms: _Forms, problem: RealProblem, least: int) -> tuple[Exact, int]:
    """The targets as forms, over 2 to an exponent that is at least `least`; their hinges become units."""
    m = forms.features
    exponent = max([least, *(exponent_of(target.numbers) for target in problem.targets)])
    hinges: list[tuple[int, int, Fraction]] = []
    for i, target in enumerate(problem.targets):
        for coefficient, inner in target.hinges:
            scale = exponent_of(inner.numbers)
            hinges.append((i, forms.unit(_row(m, inner, scale), scale), coefficient))
    _require_cells(problem.outputs * (m + 1 + len(forms.units)))
    wanted = np.zeros((problem.outputs, m + 1 + len(forms.units)), dtype=object)
    for i, target in enumerate(problem.targets):
        wanted[i, : m + 1] = _row(m, target, exponent)
    for i, column, coefficient in hinges:
        wanted[i, column] += scaled(coefficient, exponent)
    return wanted, exponent


def _row(m: int, target: Target, exponent: int) -> Exact:
    """The straight part of a target over the features and 1."""
    row = np.zeros(m + 1, dtype=object)
    row[m] = scaled(target.constant, exponent)
    for i, coefficient in target.terms:
        row[i] = scaled(coefficient, exponent)
    return row


def _aligned(m: int, difference: Exact, exponent: int, units: Sequence[tuple[Exact, int]]) -> ErrorFunction:
    """All units over one power of two, and what is straight over the product of both."""
    unit_exponent = max((scale for _, scale in units), default=0)
    rows = np.zeros((len(units), m + 1), dtype=object)
    for row, (form, scale) in zip(rows, units, strict=True):
        row[:] = form * 2 ** (unit_exponent - scale)
    straight = difference[:, : m + 1] * 2**unit_exponent
    return ErrorFunction(
        rows[:, :m], rows[:, m], difference[:, m + 1 :], straight[:, :m], straight[:, m], unit_exponent, exponent
    )


def _require_sizes(problem: RealProblem, layers: Sequence[FloatLayer]) -> None:
    if not layers or layers[0].weights.shape[1] != problem.features:
        raise ValueError(f"the network must have {problem.features} inputs, one a feature")
    if len(layers[-1].bias) != problem.outputs:
        raise ValueError(f"the network must have {problem.outputs} outputs, not {len(layers[-1].bias)}")
    _require_cells(max(len(layer.bias) for layer in layers) * (problem.features + 1))


def _require_cells(cells: int) -> None:
    if cells > MOST_CELLS:
        raise ValueError(f"the exact error function may have at most {MOST_CELLS} numbers in a matrix, not {cells}")
