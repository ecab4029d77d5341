"""Tensors of a network that is being read, and the operations on them that torch and ONNX share.

A tensor is a constant, an array of float64 (which holds all smaller floats exactly) or of integers, or a `Sheet`: one
input's values in row-major order. A batch has one input in it, so that axes of batches need no care.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from operator import add, mul
from typing import Any, final

import numpy as np
from scipy import sparse

from superproof.imports.signals import Chain, Signal
from verify.arrays import Numbers, Reals
from verify.floats import precision_named

Constant = Numbers
TWO_INPUTS = "it multiplies two values that depend on the input: a network of affine maps multiplies by constants only"

UNREAD = "is not one that networks of affine maps and ReLU have: use ReLU, and the operators that docs/import.md lists"


@final
@dataclass(frozen=True)
class Sheet:
    """Values that depend on the input, in row-major order of `shape`."""

    shape: tuple[int, ...]
    signal: Signal


Tensor = Sheet | Constant


@final
class Operations:
    """What a traced network may do, on a chain that grows with it, in the network's own floating point."""

    def __init__(self, chain: Chain, precision: str) -> None:
        self.chain = chain
        self.precision = precision

    def moved(self, tensor: Tensor, move: Callable[..., Any], *given: object) -> Tensor:
        """Entries in other places: `move` does to an array of them, and what is given, what is done to the tensor."""
        if not isinstance(tensor, Sheet):
            return np.asarray(move(tensor, *given))
        places = np.asarray(move(np.arange(prod(tensor.shape)).reshape(tensor.shape), *given))
        same = np.array_equal(places.ravel(), np.arange(prod(tensor.shape)))
        return Sheet(places.shape, tensor.signal if same else tensor.signal.select(places.ravel()))

    def add(self, first: Tensor, second: Tensor) -> Tensor:
        """first + second, shapes broadcast."""
        one, other = self._broadcast(first, second)
        if isinstance(one, Sheet) and isinstance(other, Sheet):
            return Sheet(one.shape, self.chain.added(one.signal, other.signal))
        if isinstance(one, Sheet):
            return Sheet(one.shape, self.chain.shifted(one.signal, self._stored(other).ravel()))
        return self._folded("sum", add, one, other)

    def subtract(self, first: Tensor, second: Tensor) -> Tensor:
        """first - second, shapes broadcast."""
        return self.add(first, self.negative(second))

    def negative(self, tensor: Tensor) -> Tensor:
        """-tensor."""
        return self.multiply(tensor, np.array(-1))

    def multiply(self, first: Tensor, second: Tensor) -> Tensor:
        """first * second, entry by entry, shapes broadcast; one of them a constant."""
        one, other = self._broadcast(first, second)
        if isinstance(one, Sheet) and isinstance(other, Sheet):
            raise ValueError(TWO_INPUTS)
        if isinstance(one, Sheet):
            return Sheet(one.shape, self.chain.scaled(self._stored(other).ravel(), one.signal))
        return self._folded("product", mul, one, other)

    def divide(self, first: Tensor, second: Tensor) -> Tensor:
        """first / second, a constant of powers of two: any other quotient is rounded."""
        divisor = self._stored(second)
        if not (np.abs(np.frexp(divisor)[0]) == 0.5).all():
            raise ValueError("it divides by no power of two, which is rounded: multiply by a stored number instead")
        return self.multiply(first, 1.0 / divisor)

    def product(self, first: Tensor, second: Tensor) -> Tensor:
        """The matrix product, by numpy's rules for shapes; one of them a constant."""
        if isinstance(first, Sheet) and isinstance(second, Sheet):
            raise ValueError(TWO_INPUTS)
        sheet = first if isinstance(first, Sheet) else second
        if not isinstance(sheet, Sheet):
            raise ValueError("it multiplies two constant matrices, which is rounded: apply one after the other instead")
        places = np.arange(prod(sheet.shape)).reshape(sheet.shape)
        left, right = (places if tensor is sheet else self._stored(tensor) for tensor in (first, second))
        if left.shape[-1:] != right.shape[-2:][:1]:
            raise ValueError(
                f"it multiplies {list(left.shape)} by {list(right.shape)}, whose inner sizes differ: a matrix may "
                "be the wrong way round"
            )
        shape = np.matmul(np.broadcast_to(0, left.shape), np.broadcast_to(0, right.shape)).shape
        left, right = left[None] if left.ndim == 1 else left, right[:, None] if right.ndim == 1 else right
        # Entry (i, j) of the product gets left[i, k] * right[k, j] for every k.
        full = (*np.broadcast_shapes(left.shape[:-2], right.shape[:-2]), *left.shape[-2:], right.shape[-1])
        rows = np.arange(prod(shape)).reshape(*full[:-2], 1, full[-1])
        pair = left[..., :, :, None], right[..., None, :, :]
        factors, columns = pair if sheet is second else pair[::-1]
        found, row, column = (np.broadcast_to(each, full).ravel() for each in (factors, rows, columns))
        weights = sparse.csr_array((found, (row, column)), shape=(prod(shape), prod(sheet.shape)))
        weights.eliminate_zeros()
        return Sheet(shape, self.chain.linear(weights, sheet.signal))

    def linear(self, tensor: Tensor, weights: Tensor, bias: Tensor | None = None) -> Tensor:
        """tensor times the transposed weights, plus the bias."""
        found = self.product(tensor, self.moved(weights, np.transpose))
        return found if bias is None else self.add(found, bias)

    def rectify(self, tensor: Tensor) -> Tensor:
        """max(tensor, 0)."""
        if not isinstance(tensor, Sheet):
            return np.maximum(_numbers(tensor), 0)
        return Sheet(tensor.shape, self.chain.rectified(tensor.signal))

    def maximum(self, first: Tensor, second: Tensor) -> Tensor:
        """The larger of each two, one of which is 0. Errors: ValueError for another, or zeros of more entries."""
        zeros, tensor = sorted((first, second), key=lambda each: isinstance(each, Sheet))
        if isinstance(zeros, Sheet) or np.any(zeros):
            raise ValueError("only a maximum with 0 is a ReLU")
        if np.broadcast_shapes(zeros.shape, tensor.shape) != tuple(tensor.shape):
            raise ValueError(
                f"it compares {list(tensor.shape)} numbers with zeros of another shape, {list(zeros.shape)}"
            )
        return self.rectify(tensor)

    def join(self, tensors: Sequence[Tensor], axis: int) -> Tensor:
        """The tensors one after the other along an axis."""
        if not any(isinstance(tensor, Sheet) for tensor in tensors):
            return np.concatenate([np.asarray(tensor) for tensor in tensors], axis)
        signals, places, start = [], [], 0
        for tensor in tensors:
            count = prod(tensor.shape)
            signals.append(tensor.signal if isinstance(tensor, Sheet) else self._constant(self._stored(tensor).ravel()))
            places.append(np.arange(start, start + count).reshape(tensor.shape))
            start += count
        found = np.concatenate(places, axis)
        return Sheet(found.shape, self.chain.joined(signals).select(found.ravel()))

    def _constant(self, values: Reals) -> Signal:
        """Constants as entries that depend on no neuron."""
        nothing = self.chain.scaled(np.zeros(1), self.chain.input.select(np.zeros(1, dtype=np.intp)))
        return self.chain.shifted(nothing.select(np.zeros(len(values), dtype=np.intp)), values)

    def _broadcast(self, first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
        """Both in one shape, and one that depends on the input before a constant."""
        shape = np.broadcast_shapes(first.shape, second.shape)
        one, other = sorted((first, second), key=lambda each: not isinstance(each, Sheet))
        return self.moved(one, np.broadcast_to, shape), self.moved(other, np.broadcast_to, shape)

    def _stored(self, tensor: Tensor) -> Reals:
        """A constant, of numbers that the network's floating point has."""
        values = _floats(tensor)
        wrong = values[~precision_named(self.precision).holds(values)]
        if wrong.size:
            raise ValueError(f"its constant {wrong[0]} is no number of {self.precision}: store it as one")
        return values

    def _folded(self, kind: str, operation: Callable[..., Any], first: Tensor, second: Tensor) -> Constant:
        """A constant of two of one shape, entry by entry; of integers an integer, as sizes are computed with.

        Errors: ValueError where that has to be rounded.
        """
        one, other = _floats(first), _floats(second)
        found: Reals = operation(one, other)
        if not np.isfinite(found).all():
            raise ValueError("it makes a constant that is not finite")
        triples = set(zip(*(each.ravel().tolist() for each in (one, other, found)), strict=True))
        exact = all(operation(Fraction(a), Fraction(b)) == Fraction(c) for a, b, c in triples)
        if not exact or not precision_named(self.precision).holds(found).all():
            raise ValueError(
                f"a {kind} of constants must be exact in {self.precision}, but this one is rounded: store its result "
                "instead"
            )
        whole = all(np.asarray(each).dtype.kind in "iu" for each in (first, second))
        return found.astype(np.int64) if whole else found


def _numbers(tensor: Constant) -> Constant:
    array = np.asarray(tensor)
    if array.dtype.kind not in "iuf":
        raise ValueError(f"it computes with {array.dtype}, not with numbers")
    return array


def _floats(tensor: Tensor) -> Reals:
    if isinstance(tensor, Sheet):
        raise ValueError("it needs a constant where there is a value that depends on the input")
    found = _numbers(tensor).astype(np.float64)
    if not np.isfinite(found).all():
        raise ValueError("it holds a number that is not finite: NaN or an infinity")
    return found
