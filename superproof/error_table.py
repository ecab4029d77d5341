"""Every output of a network on real features as a row of CSV, for whoever goes on with the numbers."""

import csv
from collections.abc import Sequence
from io import StringIO

from superproof.real_features import OutputError, rounded_up

COLUMNS = ("output", "at_most", "reached", "exact", "executed", "alone", "idle", "input", "beside_one")


def error_table(errors: Sequence[OutputError]) -> str:
    """The table: bounds are rounded up, what is not known is empty, an input is `feature=value` with exact values.

    >>> from fractions import Fraction
    >>> third = Fraction(1, 3)
    >>> print(error_table([OutputError(0, third, third, ((4, third),), None, None, Fraction(1), None)]), end="")
    output,at_most,reached,exact,executed,alone,idle,input,beside_one
    0,0.33333333333333337,0.3333333333333333,1,,,1.0,4=1/3,
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for error in errors:
        known = error.executed, error.alone, error.beside_one
        executed, alone, beside_one = ("" if bound is None else rounded_up(bound) for bound in known)
        point = " ".join(f"{j}={value}" for j, value in error.input if value)
        reached, exact = float(error.reached), int(error.reached == error.at_most)
        row = error.output, rounded_up(error.at_most), reached, exact, executed, alone, float(error.idle), point
        writer.writerow((*row, beside_one))
    return text.getvalue()
