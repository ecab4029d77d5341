"""How wrong a network on real features can be: every output's worst error, proved, with pictures."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, final

import numpy as np

from bounds.report import Report, Table
from superproof import real_features as real
from superproof.real_features import LEVELS, OutputError, rounded_up, shown_up
from superproof.real_names import UNNAMED, RealNames
from superproof.words import count
from verify import FloatNetwork, RealProblem, Unknown, WorstErrors
from verify.arrays import Reals
from verify.documents import Labels
from verify.reals import interference_bounds, vertex_function

if TYPE_CHECKING:
    from superproof.reports.figures.canvas import Picture

CURVES = ("at_most", "alone", "beside_one", "idle")
MOST_CELLS = 2**16
"""Of the interference matrix in JSON."""
SHOWN = 8
"""Outputs in the table."""
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
        found, attained = self.found, self.found.certificate.attained
        return [
            OutputError(
                output=i,
                at_most=bound,
                reached=found.reached[i],
                input=tuple(attained[i].items()),
                alone=None if self.alone is None else self.alone.at_most[i],
                beside_one=None if self.beside_one is None else self.beside_one.at_most[i],
                idle=real.idle_error(self.problem, i),
                executed=None if isinstance(found.executed, Unknown) else found.executed[i],
            )
            for i, bound in enumerate(found.at_most)
        ]

    @property
    def worst(self) -> OutputError:
        """The output with the largest error that is reached."""
        return max(self.errors, key=lambda error: (error.reached, error.at_most, -error.output))

    @property
    def bound(self) -> Fraction:
        """What no output's error exceeds."""
        return max(error.at_most for error in self.errors)

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
        """The verdict, the input that is worst, and how many outputs are computed how well."""
        problem, errors, worst, bound = self.problem, self.errors, self.worst, self.bound
        sparse = f"with at most {problem.sparsity} of {count(problem.features, 'feature')} not 0"
        off = shown_up(worst.reached) if worst.exact else f"{float(worst.reached):.6g}"
        outputs, least = count(len(errors), "output"), ", and no output by more" * (worst.reached == bound)
        within = (f"{float(level):.2f}: {sum(error.at_most <= level for error in errors)}" for level in LEVELS)
        naive = real.naive_outputs(problem, self.network)
        others = f", and 0 for the other {len(errors) - naive}" if naive < len(errors) else ""
        return [
            f"proved: on every input {sparse}, every output is off by at most {shown_up(bound)}",
            real.executed_line(self.network, self.found.executed),
            f"worst: {self.names.output(worst.output)} is off by {off} at {self.names.point(worst.input)}{least}",
            f"of {outputs} off by at most {', '.join(within)}",
            f"better than answering 0: {sum(error.at_most < error.idle for error in errors)} of {outputs}",
            f"the naive network of as many neurons: {naive} exact{others}",
        ]

    def table(self, most: int = SHOWN) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """What is in the columns of a table, and the outputs that are worst as its rows."""
        fewer = 1 + (self.problem.sparsity > 2)
        head = ("output", "off by at most", *("alone", "with one other")[:fewer], "answering 0", "at")
        ranked = sorted(self.errors, key=lambda error: (-error.at_most, error.output))[:most]
        rows = (
            (
                self.names.output(error.output).removeprefix("output "),
                shown_up(error.at_most) + ("" if error.exact else " or less"),
                *("not known" if b is None else shown_up(b) for b in (error.alone, error.beside_one)[:fewer]),
                f"{float(error.idle):.6g}",
                self.names.point(error.input),
            )
            for error in ranked
        )
        return head, tuple(rows)

    @property
    def facts(self) -> dict[str, object]:
        """All numbers as JSON values; bounds are rounded up, and exact in the certificate.

        The k-th number of a curve, from 1, is the least error at which k outputs are computed. The interference matrix,
        an output a row, is left out where it is large.
        """
        problem, errors, worst, bound = self.problem, self.errors, self.worst, self.bound
        matrix = self.interference
        curves = {name: [getattr(error, name) for error in errors] for name in CURVES}
        return {
            "inputs": problem.features,
            "outputs": problem.outputs,
            "sparsity": problem.sparsity,
            "neurons": self.network.neurons,
            "worst_error": {
                "at_most": rounded_up(bound),
                "reached": float(worst.reached),
                "exact": worst.reached == bound,
                "executed": real.known(max(errors, key=lambda error: error.executed or 0).executed),
                "output": worst.output,
                **self._point(worst),
            },
            "computed": [
                {"within": float(level), "outputs": sum(error.at_most <= level for error in errors)} for level in LEVELS
            ],
            "curves": {
                name: sorted(rounded_up(bound) for bound in bounds if bound is not None) or None
                for name, bounds in curves.items()
            },
            "interference": None if matrix is None or matrix.size > MOST_CELLS else matrix.tolist(),
            "naive": real.naive_outputs(problem, self.network),
            "better_than_idle": sum(error.at_most < error.idle for error in errors),
            "errors": [real.figures(error, self._point(error)) for error in errors],
        }

    def _point(self, error: OutputError) -> dict[str, object]:
        """The input that is worst for an output: features and exact values, and names."""
        point = [[j, str(value)] for j, value in error.input if value]
        return {"input": point, **self.names.facts(error.output, error.input)}

    @property
    def pictures(self) -> list["Picture"]:
        """The number of outputs that are computed, by how much they may be off, and what outputs answer to features."""
        from superproof.reports.figures.error_levels import error_pictures

        return error_pictures(self.problem, self.network, self.errors, self.interference, self.names)

    @property
    def page(self) -> str:
        """One HTML page: the sentences, the pictures, and every output."""
        from superproof.reports.page import tables_page

        table = Table("Outputs, the worst first", *self.table(len(self.errors)))
        return tables_page(Report("How wrong the network can be", tuple(self.lines), (table,)), self.pictures)

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
        writer.writerow(real.figures(error, point) | {"exact": int(error.exact)})
    return text.getvalue()
