"""Check bounds on errors part by part, for any depth and any sparsity."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from verify.arrays import Longs
from verify.checker.budget import Budget, UndecidedError
from verify.progress import Progress
from verify.reals.dyadic import number_words
from verify.reals.error_function import ExactErrors
from verify.reals.fixed import Fixed
from verify.reals.input_parts import gathered, halves, only, whole
from verify.reals.relaxed import batch, bounds, cut, promising

Input = dict[int, Fraction]


def broken_bound(
    form: Fixed, exact: ExactErrors, at_most: Sequence[Fraction], budget: Budget, progress: Progress
) -> tuple[int, Input] | None:
    """An output and an input at which it is off by more than `at_most`; None where no admissible input does that.

    All admissible inputs are one part for every output and each sign of its error. A part is closed where the linear
    bound on it is within at_most, or where it is one input, and the error there is. Else it is cut, and its halves hold
    all of it. Errors: UndecidedError at the limits, and where a part that cannot be cut any more is open.
    """
    outputs = len(at_most)
    limits = limits_of(at_most, form.value)
    stack = [(whole(form), i, sign) for i in range(outputs) for sign in (1, -1)]
    step, done = batch(form), 0
    while stack:
        budget.look()
        progress(done, done + len(stack))
        taken = stack[-step:]
        del stack[-step:]
        done += len(taken)
        parts = gathered(form, [part for part, _, _ in taken])
        output, sign = (np.array([entry[k] for entry in taken], dtype=np.int64) for k in (1, 2))
        found = bounds(form, parts, output, sign)
        features, inputs = cut(parts, found), promising(parts, found)
        likely = int((found.most - limits[output]).argmax())
        values = {int(j): Fraction(int(inputs[likely, j]), 2**form.grid) for j in np.flatnonzero(inputs[likely])}
        if abs(exact.at(int(output[likely]), values)) > at_most[output[likely]]:
            return int(output[likely]), values
        for (part, i, by), most, feature in zip(taken, found.most.tolist(), features, strict=True):
            if most <= limits[i]:
                continue
            pieces = halves(form, part, feature)
            stack.extend((piece, i, by) for piece in pieces)
            if not pieces:
                last = only(form, part)
                if last is None:
                    raise UndecidedError(
                        f"the bound of output {i}, {number_words(at_most[i])}, is so close to its worst error that the "
                        "check cannot decide"
                    )
                if abs(exact.at(i, last)) > at_most[i]:
                    return i, last
    return None


def limits_of(at_most: Sequence[Fraction], unit: int) -> Longs:
    """at_most in units of 2**-unit, rounded down, cut to what int64 holds: errors are from 0 to below 2**62."""
    scale = Fraction(2) ** unit
    return np.array([max(-1, min((bound * scale).__floor__(), 2**62)) for bound in at_most], dtype=np.int64)
