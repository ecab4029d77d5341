"""Every output of a network on real features as a row of CSV, for whoever goes on with the numbers."""

import csv
import json
from collections.abc import Sequence
from io import StringIO

from superproof.real_features import OutputError, rounded_up
from superproof.real_names import UNNAMED
from verify.documents import Labels

COLUMNS = (
    "output", "at_most", "reached", "exact", "executed", "alone", "idle", "input", "beside_one", "output_name",
    "input_names",
)  # fmt: skip


def error_table(errors: Sequence[OutputError], labels: Labels = UNNAMED) -> str:
    """The table: bounds are rounded up, what is not known is empty, an input is `feature=value` with exact values.

    Names are those of `labels`, one of each feature of the input, as JSON has lists; empty where there are none.

    >>> from fractions import Fraction
    >>> third = Fraction(1, 3)
    >>> print(error_table([OutputError(0, third, third, ((4, third),), None, None, Fraction(1), None)]), end="")
    output,at_most,reached,exact,executed,alone,idle,input,beside_one,output_name,input_names
    0,0.33333333333333337,0.3333333333333333,1,,,1.0,4=1/3,,,
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
        name = labels.outputs[error.output] if labels.outputs else ""
        alive = [labels.features[j] for j, value in error.input if value and labels.features]
        writer.writerow((*row, beside_one, name, json.dumps(alive, ensure_ascii=False) if alive else ""))
    return text.getvalue()
