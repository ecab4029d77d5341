"""How wrong a network on real features can be: every output's worst error, proved, with pictures."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, final

import numpy as np

from bounds.report import Report, Table
from superproof import real_features as real
from superproof.real_features import OutputError
from superproof.real_names import UNNAMED, RealNames
from verify import FloatNetwork, RealProblem, WorstErrors
from verify.arrays import Reals
from verify.documents import Labels
from verify.reals import interference_bounds, vertex_function

if TYPE_CHECKING:
    from superproof.reports.figures.canvas import Picture


COLUMNS = (
    "output", "at_most", "reached", "exact", "executed", "alone", "idle", "input", "beside_one", "output_name",
    "input_names",
)  # fmt: skip
"""Of `error_table`."""


@final
@dataclass(frozen=True, eq=False)
class HowWrong:
    """`found` for the problem, and for the same problem `alone` while one feature at most is not 0, and `beside_one`
    while two are; `labels` are names of features and outputs.

    Either is None where time ended before it was known, and where the problem allows fewer.
    """

    problem: RealProblem
    network: FloatNetwork
    found: WorstErrors
    alone: WorstErrors | None
    beside_one: WorstErrors | None
    labels: Labels = UNNAMED

    @property
    def names(self) -> RealNames:
        """What features and outputs are called."""
        return RealNames(self.labels)

    @cached_property
    def errors(self) -> list[OutputError]:
        """Every output, in order."""
        return real.output_errors(self.problem, self.found, self.alone, self.beside_one)

    @cached_property
    def interference(self) -> Reals | None:
        """How far every output, a row, is off at most while one feature alone, a column, is not 0.

        Bounds by what the checker computes with; None with a ReLU of a ReLU. Errors: OverflowError beyond float64.
        """
        function = vertex_function(replace(self.problem, sparsity=1), self.network.layers)
        if function is None:
            return None
        bounds, exponent = interference_bounds(self.problem, function)
        with np.errstate(over="ignore"):
            found = np.ldexp(bounds.astype(np.float64), -exponent)
        if not np.isfinite(found).all():
            raise OverflowError("errors of one feature alone are beyond the numbers of float64")
        return np.asarray(np.where(bounds, np.maximum(found, np.finfo(np.float64).tiny), 0))

    @property
    def lines(self) -> list[str]:
        """The verdict and the main numbers, in sentences."""
        first, *others = real.lines(self.problem, self.network, self.errors, self.names)
        return [first, real.executed_line(self.network, self.found.executed), *others]

    @property
    def pictures(self) -> list["Picture"]:
        """The number of outputs that are computed, by how much they may be off, and what outputs answer to features."""
        from superproof.reports.figures.error_levels import error_pictures

        return error_pictures(self.problem, self.network, self.errors, self.interference, self.names)

    @property
    def page(self) -> str:
        """One HTML page: the sentences, the pictures, and every output."""
        from superproof.reports.page import tables_page

        rows = tuple(real.rows(self.problem, self.errors, self.names, len(self.errors)))
        report = Report(
            "How wrong the network can be",
            tuple(self.lines),
            (Table("Outputs, the worst first", real.head(self.problem), rows),),
        )
        return tables_page(report, self.pictures)

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        from html import escape

        sentences = "".join(f"<p>{escape(line)}</p>" for line in self.lines)
        return sentences + "".join(picture.standalone.split("?>", 1)[1] for picture in self.pictures)


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
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for error in errors:
        alive = [labels.features[j] for j, value in error.input if value and labels.features]
        point = {
            "input": " ".join(f"{j}={value}" for j, value in error.input if value),
            "output_name": labels.outputs[error.output] if labels.outputs else "",
            "input_names": json.dumps(alive, ensure_ascii=False) if alive else "",
        }
        writer.writerow(real.figures(error, point) | {"exact": int(error.reached == error.at_most)})
    return text.getvalue()
