"""Worst errors of a network on real features: output by output, how many stay below a level, and who hears whom."""

from collections.abc import Sequence

import numpy as np

from superproof.real_features import OutputError, rounded_up
from superproof.real_names import RealNames
from superproof.reports.figures.canvas import INK, MUTED, ONE, ZERO, Picture, drawing, picture_of
from superproof.reports.figures.cells import shaded_cells
from superproof.words import count
from verify import FloatNetwork, RealProblem
from verify.arrays import Reals

DRAWN = 40
"""Features in the matrix of answers at most."""


def error_pictures(
    problem: RealProblem,
    network: FloatNetwork,
    errors: Sequence[OutputError],
    interference: Reals | None,
    names: RealNames,
) -> list[Picture]:
    """Outputs by their worst error, what outputs answer to one feature alone, and how far they are off then."""
    both = np.sort([rounded_up(error.at_most) for error in errors])
    alone = np.sort([rounded_up(error.alone) for error in errors if error.alone is not None])
    idle = np.sort([rounded_up(error.idle) for error in errors])
    pictures = [_computed(problem, both, alone, idle), _answers(problem, network)]
    if interference is not None:
        pictures.append(_interference(problem, interference))
    if len(network.layers[0].weights) == 2:
        pictures.append(_plane(network.layers[0].weights, names))
    return pictures


def _computed(problem: RealProblem, both: Reals, alone: Reals, idle: Reals) -> Picture:
    """The number of outputs that are off by at most e, over e."""
    top = 1.05 * max(both[-1], idle[-1])
    lines = [(idle, ZERO, "--", "a network that answers 0")]
    if len(alone):
        lines.insert(0, (alone, INK, ":", "one feature not 0"))
    if problem.sparsity > 1:
        lines.insert(0, (both, ONE, "-", f"up to {problem.sparsity} features not 0"))
    with drawing(6.6, 3.2) as figure:
        axes = figure.add_subplot()
        for levels, colour, dashes, name in lines:
            steps = np.concatenate([[0.0], levels, [top]])
            held = np.concatenate([[0], np.arange(1, len(levels) + 1), [len(levels)]])
            axes.step(steps, held, where="post", color=colour, linestyle=dashes, linewidth=1.8, label=name)
        axes.set(xlim=(0, top), ylim=(0, 1.04 * len(both)))
        axes.set(xlabel="largest error, over all inputs", ylabel="outputs at most so far off")
        axes.legend(frameon=False, labelcolor=INK, loc="best", fontsize=11)
        caption = (
            "Proved: the height of a curve at an error is the number of outputs that are never off by more. An output "
            "to the right of the orange curve would do better by always answering 0."
        )
        return picture_of(figure, "computed", "Outputs that are computed, by how much they may be off", caption)


def _answers(problem: RealProblem, network: FloatNetwork) -> Picture:
    """What outputs answer while one feature alone is at its largest value."""
    title = "What every output answers to one feature alone"
    label = f"feature, at its largest value, {float(problem.ranges[0][1]):g}"
    darkest = (
        "blue is above 0, orange below, and the darkest cell is {0:.3g}. Where output i belongs to feature i, the "
        "diagonal is what it should hear, and all other shade is interference."
    )
    return _matrix("answers", title, label, darkest, _alone_at_high(problem, network))


def _interference(problem: RealProblem, interference: Reals) -> Picture:
    """How far outputs are off while one feature alone is not 0."""
    title = "How far every output is off by one feature alone"
    darkest = "proved: no cell is below the largest error that its feature alone can make, and the darkest is {0:.3g}."
    return _matrix("interference", title, "feature that alone is not 0, at its worst value", darkest, interference)


def _plane(words: Reals, names: RealNames) -> Picture:
    """Two neurons are a plane, and every feature is an arrow in it, (2, features)."""
    reach = 1.2 * float(np.abs(words).max(initial=0.0)) or 1.0
    with drawing(5.2, 5.2) as figure:
        axes = figure.add_subplot()
        for number, (x, y) in enumerate(words.T[:DRAWN].tolist()):
            axes.plot([0, x], [0, y], color=ONE, linewidth=1.8, marker="o", markevery=[1])
            axes.annotate(names.feature(number), (1.1 * x, 1.1 * y), color=INK, fontsize=11, ha="center", va="center")
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xlabel="neuron 0", ylabel="neuron 1")
        caption = "The weights of every feature: features at less than a right angle hear each other."
        return picture_of(figure, "plane", "Where features lie in the two neurons", caption)


def _matrix(name: str, title: str, label: str, darkest: str, cells: Reals) -> Picture:
    """Shades of (outputs, features) cells, the first of each; `darkest` is the caption, which takes that number."""
    drawn = cells[:DRAWN, :DRAWN]
    scale = float(np.abs(drawn).max(initial=0.0)) or 1.0
    with drawing(6.6, 5.2) as figure:
        axes = figure.add_subplot()
        shaded_cells(axes, drawn / scale)
        axes.set(xlabel=label, ylabel="output")
        axes.spines[:].set(visible=True, color=MUTED, linewidth=0.6)
        shown = f"The first {len(drawn)} of " if len(drawn) < len(cells) else ""
        caption = f"{shown}{count(len(cells), 'output')}; {darkest.format(scale)}"
        return picture_of(figure, name, title, caption)


def _alone_at_high(problem: RealProblem, network: FloatNetwork) -> Reals:
    """(outputs, features), in floats: a picture, no claim."""
    state = np.diag([float(high) for _, high in problem.ranges])
    for layer in network.layers:
        state = layer.weights @ state + layer.bias[:, None]
        state = np.where(layer.rectified[:, None], np.maximum(state, 0), state)
    return np.asarray(state)
