"""The types of arrays, by what they hold. Shapes stand where an array is made or taken: (a, b) has a rows of b."""

from typing import Any

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
"""Truth values."""
Longs = npt.NDArray[np.int64]
"""Numbers of features, outputs, neurons and places, and exact sums that are bounded below 2**63."""
Ints = npt.NDArray[np.int32]
"""The same where a bound below 2**31 is known, in compiled kernels."""
Integers = npt.NDArray[np.integer]
"""Entries in whatever signed type holds them."""
Floats = npt.NDArray[np.float32]
"""Numbers that are trained."""
Reals = npt.NDArray[np.float64]
"""Numbers of a binary format, each held exactly."""
Bytes = npt.NDArray[np.uint8]
"""Small counts and flags in compiled kernels."""
Places = npt.NDArray[np.intp]
"""Places in an array, as numpy gives them."""
Numbers = npt.NDArray[Any]
"""Entries in whatever type holds them."""
