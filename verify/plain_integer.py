"""The one door by which integers of a caller come in: as plain ints, or not at all."""

import numpy as np

from verify.errors import shown

NUMPY_INTEGERS = frozenset(np.dtype(code).type for code in np.typecodes["AllInteger"])


def plain_integer(name: str, value: object) -> int:
    """`value` as a plain int: an int, or one of numpy's own integers, which also may be an array without dimensions.

    Errors: TypeError for anything else: bool, float, and every subclass of int, whose arithmetic may be its own.

    >>> type(plain_integer("size", np.int8(3))), plain_integer("size", np.array(4))
    (<class 'int'>, 4)
    """
    if type(value) is int:
        return value
    if type(value) is np.ndarray and value.ndim == 0 and value.dtype.kind in "iu":
        return int(value[()])
    if isinstance(value, np.integer) and type(value) in NUMPY_INTEGERS:
        return int(value)
    disguised = f" of class {type(value).__name__}" if isinstance(value, int) and type(value) is not bool else ""
    raise TypeError(f"{name} must be an integer, not {shown(value)}{disguised}")
