"""The formats in which people store weights, and which numbers they hold. All four fit in float64 exactly."""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from verify.arrays import Bools, Numbers, Reals
from verify.errors import shown


class Precision(NamedTuple):
    """A binary format of IEEE 754 or its like: `bits` a number, `digits` binary digits of a mantissa with the hidden
    one, normal numbers from 2**`least` to below 2**(`most` + 1), subnormal ones below."""

    name: str
    bits: int
    digits: int
    least: int
    most: int

    def holds(self, values: Reals) -> Bools:
        """Which of the values are numbers of this format, entry by entry.

        >>> PRECISIONS["bfloat16"].holds(np.array([1.0, 1.00390625, 1.0078125])).tolist()
        [True, False, True]
        """
        mantissas, exponents = np.frexp(values)
        # The last binary digit that the format has at this size: fixed from the subnormal numbers downwards.
        last = np.maximum(exponents - self.digits, self.least + 1 - self.digits)
        with np.errstate(over="ignore"):
            whole = np.ldexp(mantissas, exponents - last)
        return np.asarray((whole == np.rint(whole)) & (exponents <= self.most + 1))


PRECISIONS = MappingProxyType({
    "float16": Precision("float16", 16, 11, -14, 15),
    "bfloat16": Precision("bfloat16", 16, 8, -126, 127),
    "float32": Precision("float32", 32, 24, -126, 127),
    "float64": Precision("float64", 64, 53, -1022, 1023),
})  # fmt: skip


def precision_named(name: object) -> Precision:
    """The format of this name. Errors: ValueError for another."""
    if type(name) is not str or name not in PRECISIONS:
        raise ValueError(f"precision must be one of {', '.join(PRECISIONS)}, not {shown(name)}")
    return PRECISIONS[name]


def read_only_reals(name: str, values: object, dimensions: int, precision: Precision) -> Reals:
    """`values` as a read-only float64 copy, -0 as 0, if each is a number of this format.

    Errors: TypeError for what is not made of floats or integers; ValueError for NaN, infinities, a number that the
    format does not have, a wrong number of dimensions or an empty array.

    >>> read_only_reals("W1", [[0.5, 3]], 2, PRECISIONS["float32"]).tolist()
    [[0.5, 3.0]]
    """
    array = values if type(values) is np.ndarray and values.dtype != object else _array_of_numbers(name, values)
    if array.dtype.kind not in "fiu":
        raise TypeError(f"{name} must be an array of floats or integers, not of {array.dtype}")
    if array.ndim != dimensions:
        raise ValueError(f"{name} must have {dimensions} dimensions, not {array.ndim}")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, but has shape {array.shape}")
    with np.errstate(over="ignore"):
        reals = array.astype(np.float64)
    back = reals.astype(array.dtype) if array.dtype.kind == "f" else reals.astype(object)
    inexact = ~precision.holds(np.where(np.isfinite(reals), reals, 0.0)) | (back != array)
    for wrong, rule in ((~np.isfinite(reals), "be finite"), (inexact, f"be a number of {precision.name}")):
        if wrong.any():
            place = tuple(np.argwhere(wrong)[0].tolist())
            advice = "" if rule == "be finite" else " (round to that format first, or name the one it is stored in)"
            raise ValueError(f"every entry of {name} must {rule}, but entry {list(place)} is {array[place]}{advice}")
    return np.frombuffer((reals + 0.0).tobytes(), dtype=np.float64).reshape(reals.shape)


def _array_of_numbers(name: str, values: object) -> Numbers:
    """Nested lists as an array, entry by entry: numpy alone would read True as 1, and round large integers."""
    try:
        entries = np.asarray(values, dtype=object)
    except ValueError as error:
        raise ValueError(f"{name} must have rows of equal length: {error}") from None
    for value in entries.ravel():
        if isinstance(value, bool) or not isinstance(value, float | int | np.floating | np.integer):
            raise TypeError(f"{name} must be an array of floats or integers, not of {type(value).__name__}")
        if isinstance(value, int) and int(float(value) if abs(value) < 2**1023 else 0) != value:
            raise ValueError(f"every entry of {name} must be a number of float64, but {shown(value)} is not")
    return entries.astype(np.float64)
