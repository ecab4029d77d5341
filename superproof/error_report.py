"""How wrong a network on real features can be: every output's worst error, proved, with pictures."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, final

from bounds.report import Report, Table
from superproof import real_features as real
from superproof.real_features import OutputError
from verify import FloatNetwork, RealProblem, UncheckedErrors, Unknown, WorstErrors, worst_errors
from verify.progress import Deadline, Progress

if TYPE_CHECKING:
    from superproof.reports.figures.canvas import Picture

HEAD = ("output", "off by at most", "alone", "answering 0", "at")


@final
@dataclass(frozen=True, eq=False)
class HowWrong:
    """`found` for the problem, and `alone` for the same problem while one feature at most is not 0.

    `alone` is None where time ended before it was known.
    """

    problem: RealProblem
    network: FloatNetwork
    found: WorstErrors
    alone: WorstErrors | None

    @cached_property
    def errors(self) -> list[OutputError]:
        """Every output, in order."""
        return real.output_errors(self.problem, self.found, self.alone)

    @property
    def lines(self) -> list[str]:
        """The verdict and the main numbers, in sentences."""
        first, *others = real.lines(self.problem, self.network, self.errors)
        return [first, real.executed_line(self.network, self.found.executed), *others]

    @property
    def pictures(self) -> list["Picture"]:
        """The number of outputs that are computed, by how much they may be off, and what outputs answer to features."""
        from superproof.reports.figures.errors import error_pictures

        return error_pictures(self.problem, self.network, self.errors)

    @property
    def page(self) -> str:
        """One HTML page: the sentences, the pictures, and every output."""
        from superproof.reports.page import tables_page

        rows = tuple(real.rows(self.errors, len(self.errors)))
        report = Report(
            "How wrong the network can be", tuple(self.lines), (Table("Outputs, the worst first", HEAD, rows),)
        )
        return tables_page(report, self.pictures)

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        from html import escape

        sentences = "".join(f"<p>{escape(line)}</p>" for line in self.lines)
        return sentences + "".join(picture.standalone.split("?>", 1)[1] for picture in self.pictures)


def how_wrong(
    problem: RealProblem, network: FloatNetwork, *, timeout: float | None = None, progress: Progress | None = None
) -> HowWrong | UncheckedErrors | Unknown:
    """Both worst errors of every output: over all admissible inputs, and while one feature at most is not 0.

    Guarantee and errors: those of `verify.worst_errors`. The time limit covers both: where it ends the second, the
    first stands.

    >>> from verify import autoencoder
    >>> network = FloatNetwork([([[1.0, -1.0]], [0.0], False), ([[1.0], [-1.0]], [0.0, 0.0], True)], 0.5)
    >>> print(how_wrong(autoencoder(2, 2), network).lines[2])
    worst: output 0 is off by 1 at y0 = 1, y1 = 1, and no output by more
    """
    deadline = Deadline(timeout)
    found = worst_errors(problem, network, timeout=timeout, progress=progress)
    if not isinstance(found, WorstErrors) or problem.sparsity == 1:
        return HowWrong(problem, network, found, found) if isinstance(found, WorstErrors) else found
    alone = worst_errors(real.alone(problem), network, timeout=deadline.remaining(), progress=progress)
    return HowWrong(problem, network, found, alone if isinstance(alone, WorstErrors) else None)
