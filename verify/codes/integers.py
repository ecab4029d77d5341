"""Integer arrays as the project keeps them: read-only, in the narrowest signed type that holds the values."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from verify.arrays import Integers
from verify.errors import shown

Integer = TypeVar("Integer", bound=np.integer)
SIGNED_TYPES = (np.int8, np.int16, np.int32, np.int64)


def read_only_integers(name: str, values: object, dimensions: int) -> Integers:
    """`values` as a read-only copy in the narrowest signed integer type.

    Errors: TypeError for floats, booleans and anything else that is not made of integers; ValueError for a wrong
    number of dimensions or an empty array; OverflowError for a value of 2**63 or more.

    >>> read_only_integers("W", [[1, -200]], dimensions=2).dtype
    dtype('int16')
    """
    ready = isinstance(values, np.ndarray) and values.dtype != object
    array = np.asarray(values) if ready else _array_of_integers(name, values)
    if array.dtype.kind not in "iu":
        raise TypeError(f"{name} must be an array of integers, not of {array.dtype}")
    if array.ndim != dimensions:
        raise ValueError(f"{name} must have {dimensions} dimensions, not {array.ndim}")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, but has shape {array.shape}")
    low, high = int(array.min()), int(array.max())
    if max(-low, high) >= 2**63:
        raise OverflowError(f"{name} must hold integers below 2**63 in absolute value, not {max(-low, high)}")
    narrow = next(t for t in SIGNED_TYPES if np.iinfo(t).min <= low and high <= np.iinfo(t).max)
    return frozen(array.astype(narrow, order="C", copy=False))


def largest_absolute(array: Integers) -> int:
    """The largest absolute value of an entry."""
    return max(-int(array.min()), int(array.max()))


def frozen(array: npt.NDArray[Integer]) -> npt.NDArray[Integer]:
    """A copy whose memory is that of a bytes object: nobody can make it writable again, as digests count on.

    >>> frozen(np.array([1, 2])).flags.writeable = True
    Traceback (most recent call last):
        ...
    ValueError: cannot set WRITEABLE flag to True of this array
    """
    return np.frombuffer(array.tobytes(), dtype=array.dtype).reshape(array.shape)


def _array_of_integers(name: str, values: object) -> Integers:
    """Nested lists as an array, entry by entry: numpy alone would read True as 1, and large integers as floats."""
    try:
        entries = np.asarray(values, dtype=object)
    except ValueError as error:
        raise ValueError(f"{name} must have rows of equal length: {error}") from None
    for value in entries.ravel():
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"{name} must be an array of integers, not of {type(value).__name__}: {shown(value)}")
        if abs(int(value)) >= 2**63:
            raise OverflowError(f"{name} must hold integers below 2**63 in absolute value, not {shown(value)}")
    return entries.astype(np.int64)
