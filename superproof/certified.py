"""What `certify` returns: all that was found out, and how a notebook shows it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from superproof.facts import margin_fact
from superproof.findings import Findings
from superproof.words import count

if TYPE_CHECKING:
    from superproof.reports.figures.canvas import Picture


@final
@dataclass(frozen=True, eq=False, repr=False)
class Certified(Findings):
    """A problem, the network that was built for it, and the verdict on it; a notebook shows the report.

    `network` is None where none was found, and `certificate` where no proof was. `verdict` is Proved (and so checked),
    Refuted or Unknown: to be matched on, never a truth value.

    >>> from superproof import certify
    >>> found = certify("karate-club", construction="naive", quiet=True)
    >>> found.network.neurons, found.certificate.prover
    (78, 'enumerate')
    """

    @property
    def numbers(self) -> dict[str, object]:
        """The few numbers to see first: sizes, margin, inputs covered, the counting bound, seconds of every step."""
        network = self.network
        return {
            "verdict": self.word,
            "neurons": None if network is None else network.neurons,
            "outputs": self.problem.outputs,
            "outputs_per_neuron": None if network is None else round(self.problem.outputs / network.neurons, 6),
            "margin": margin_fact(self.margin),
            "inputs_covered": self.inputs_covered,
            "lower_bound_neurons": self.comparison.bound_neurons,
            "parameter_bits": self.comparison.parameter_bits,
            "seconds": {step: round(seconds, 3) for step, seconds in self.seconds.items()},
        }

    @property
    def figures(self) -> dict[str, "Picture"]:
        """Every picture of the report by name; a notebook shows it, and `svg` and `standalone` are its text."""
        from superproof.reports.pictures import pictures

        return {picture.name: picture for picture in pictures(self)}

    def __repr__(self) -> str:
        network = "no network" if self.network is None else count(self.network.neurons, "neuron")
        return f"<{self.source.name}: {self.word}, {network} for {count(self.problem.outputs, 'output')}>"

    def _repr_html_(self) -> str:
        """The report, in a frame of its own, so that its style stays there."""
        from superproof.reports.page import framed
        from superproof.reports.report_files import html
        from superproof.reports.summary import summarise

        return framed(html(summarise(self), list(self.figures.values())))
