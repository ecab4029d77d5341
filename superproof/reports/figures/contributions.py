"""Neurons by outputs: what each neuron adds to an output's score when exactly the inputs of its gate are active."""

import numpy as np

from superproof.reports.figures.canvas import Picture, drawing, picture_of
from superproof.reports.figures.cells import shaded_cells
from superproof.words import count
from verify import Network, Problem, activations

NEURONS, OUTPUTS = 64, 48
"""Neurons and outputs drawn at most."""


def reading(problem: Problem, network: Network) -> Picture:
    """The last layer's neurons (rows) and the first outputs (columns) of a problem of one level."""
    outputs, width = min(problem.outputs, OUTPUTS), len(network.layers[-1].bias)
    rows = min(width, NEURONS)
    words = network.output_code.block(0, outputs).astype(np.int64)
    states = [activations(network, problem.levels[0][i].inputs[: problem.sparsity])[-1] for i in range(outputs)]
    adds = (words * np.array(states).T)[:rows]
    readers = (words != 0).sum(axis=1)
    with drawing(6.6, 6.6 * rows / max(outputs, 24) * 0.62 + 0.8) as figure:
        axes = figure.add_subplot()
        shaded_cells(axes, adds / max(1, int(np.abs(adds).max(initial=0))))
        axes.set_xlabel(f"outputs 0 to {outputs - 1}", size=9)
        axes.set_ylabel(f"neurons 0 to {rows - 1}", size=9)
        part = "" if rows == width and problem.outputs <= OUTPUTS else "An excerpt. "
        caption = (
            f"{part}A cell is what the neuron adds to the output's score when the inputs of its gate are active and "
            f"nothing else is: the stronger its colour, the more. A neuron is read by {readers.min():,} to "
            f"{readers.max():,} of the outputs shown here; all {count(problem.outputs, 'output')} share "
            f"{count(width, 'neuron')}."
        )
        return picture_of(figure, "reading", "Neurons by outputs: who reads whom", caption)
