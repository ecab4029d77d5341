"""All the inputs on which a network is wrong, counted: how many, at which outputs, and how far."""

from dataclasses import dataclass, field
from typing import final

import numpy as np

from superproof.explanation.told import LISTED, html_page
from superproof.names import Names
from superproof.reports.score_counts import Scorer
from superproof.text_tables import plain_table
from superproof.words import count, grouped
from verify import Counterexample, Network, Problem, replay, require_fit
from verify.documents import Labels
from verify.progress import Deadline, Progress, silent
from verify.rich import grid
from verify.statement import (
    ActiveSets,
    LevelSets,
    beyond_counting,
    count_sparse,
    indicators,
    require_pair,
    sparse_blocks,
    truth,
)

EXAMPLES_HEADER = ("active", "output furthest off", "must be", "score")
HEADER = ("output", "wrong on", "falsely 1", "falsely 0", "least for 1", "most for 0")
CELLS, LONGEST = 2**22, 2**13
"""Scores of one block, and its inputs, at most."""
UNREACHED = np.iinfo(np.int64).max
"""No score is that large: a network's stay below 2**63 - 1."""


@final
@dataclass(frozen=True)
class WrongOutput:
    """One output over the inputs gone through: on how many it reads 1 where it must be 0 (`additional`) and 0 where it
    must be 1 (`missing`), and its own margin: its smallest score where it must be 1 and its largest where it must be 0.
    """

    output: int
    additional: int
    missing: int
    smallest_true: int | None
    largest_false: int | None

    @property
    def wrong(self) -> int:
        """On how many inputs it reads wrong."""
        return self.additional + self.missing


@final
@dataclass(frozen=True)
class Wrong:
    """`wrong_inputs` of the `inputs` gone through make some output read wrong; `outputs` has every output, those that
    are wrong most often first. `cut_short` says what ended the count, None where it went through all admissible inputs.
    `names` are what it calls features and outputs; str() gives its main figures in words.
    """

    inputs: int
    wrong_inputs: int
    examples: tuple[Counterexample, ...]
    outputs: tuple[WrongOutput, ...]
    cut_short: str | None
    threshold: int = field(repr=False)
    names: Names = field(repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<{wrong_sentence(self)}>"

    def __str__(self) -> str:
        return "\n".join(wrong_lines(self))

    def _repr_html_(self) -> str:
        return html_page([wrong_sentence(self)], grid(HEADER, wrong_rows(self, LISTED)), [])

    @property
    def wrong_outputs(self) -> int:
        """How many outputs are wrong on some input."""
        return sum(part.wrong > 0 for part in self.outputs)


def wrong_sentence(found: Wrong) -> str:
    """How often the network is wrong, and over which inputs that was counted."""
    over = "all admissible inputs" if found.cut_short is None else f"only some inputs, because {found.cut_short}"
    inputs = f"{count(found.inputs, 'input')} with at most {found.names.problem.sparsity} active"
    outputs = f"{found.wrong_outputs:,} of {count(len(found.outputs), 'output')}"
    return f"wrong on {grouped(found.wrong_inputs)} of {inputs}, at {outputs}; counted over {over}"


def example_rows(found: Wrong) -> list[tuple[str, ...]]:
    """One row a wrong input, with the output that is furthest on the wrong side."""
    return [
        (
            " and ".join(map(found.names.feature, example.active)) or "none",
            found.names.output(example.output),
            f"{example.expected}",
            f"{example.score:,}",
        )
        for example in found.examples
    ]


def wrong_rows(found: Wrong, most: int) -> list[tuple[str, ...]]:
    """One row a wrong output, those that are wrong most often first, and its own margin."""
    return [
        (
            found.names.output(part.output),
            f"{part.wrong:,}",
            f"{part.additional:,}",
            f"{part.missing:,}",
            "" if part.smallest_true is None else f"{part.smallest_true:,}",
            "" if part.largest_false is None else f"{part.largest_false:,}",
        )
        for part in found.outputs[:most]
        if part.wrong
    ]


def wrong_lines(
    found: Wrong, every: str = "most=None shows every one", rest: str = "outputs has them all"
) -> list[str]:
    """The count as lines of plain text: a sentence, the examples, and the outputs that are wrong most often.

    `every` and `rest` say how to see the inputs and the outputs that are left out: in Python's words, or in another's.
    """
    said = [f"{wrong_sentence(found)}.", ""]
    if found.examples:
        said.append("Each with its output that is furthest off (a refutation names the first one):")
        said += plain_table(EXAMPLES_HEADER, example_rows(found), numeric=(2, 3))
        more = found.wrong_inputs - len(found.examples)
        said += [f"and {count(more, 'more wrong input')} ({every})"] if more else []
    rows = wrong_rows(found, max(LISTED, len(found.examples)))
    if rows:
        said += ["", *plain_table(HEADER, rows, numeric=range(1, 6))]
        more = found.wrong_outputs - len(rows)
        said += [f"and {count(more, 'more wrong output')} ({rest})"] if more else []
    return [*said, f"The threshold is {found.threshold:,}."]


def counterexamples(
    problem: Problem,
    network: Network,
    *,
    most: int | None = 10,
    labels: Labels | None = None,
    timeout: float | None = None,
    progress: Progress = silent,
) -> Wrong:
    """Go through all admissible inputs, fewest active features first, and count what reads wrong.

    `examples` are the first `most` wrong inputs (None: all), each with the output that is furthest on the wrong side.
    Guarantee: without `cut_short` the counts and margins are exact over all admissible inputs; with it, over those gone
    through. Every example is replayed by the plain forward pass. `timeout` seconds and Ctrl-C end the count.
    Complexity: a forward pass for every input, in blocks. Errors: ValueError for a network that does not fit, or
    for more inputs than can be counted.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [0])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> found = counterexamples(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    >>> found.inputs, found.wrong_inputs, [example.active for example in found.examples]
    (4, 2, [(0,), (1,)])
    """
    require_pair(problem, network)
    require_fit(problem, network)
    endless = beyond_counting(problem)
    if endless is not None:
        raise ValueError(endless)
    deadline, counts, total = Deadline(timeout), _Count(problem, network, labels or Labels()), count_sparse(problem)
    block = max(1, min(LONGEST, CELLS // problem.outputs))
    done, cut_short = 0, None
    progress(0, total)
    try:
        for sparse in sparse_blocks(problem, block):
            if deadline.passed():
                cut_short = deadline.over()
                break
            counts.take(sparse, most)
            done += len(sparse)
            progress(done, total)
    except KeyboardInterrupt:
        cut_short = "it was interrupted"
    return counts.result(cut_short)


@final
class _Count:
    """The counts so far."""

    def __init__(self, problem: Problem, network: Network, labels: Labels) -> None:
        self._problem, self._network, self._score = problem, network, Scorer(network)
        self._names = Names(problem, labels.features, labels.outputs).numbered
        self._sets = LevelSets(problem) if problem.is_circuit else None
        self._additional, self._missing = np.zeros((2, problem.outputs), dtype=np.int64)
        self._true = np.full(problem.outputs, UNREACHED)
        self._false = np.full(problem.outputs, -UNREACHED)
        self._inputs = self._wrong = 0
        self._examples: list[Counterexample] = []

    def take(self, sparse: ActiveSets, most: int | None) -> None:
        """Count one block of inputs; inputs that are not admissible are left out."""
        active = sparse if self._sets is None else sparse[self._sets.of(sparse)[1]]
        scores, ones = self._score(active), truth(self._problem, indicators(active, self._problem.inputs))
        wrong = (scores >= self._network.threshold) != ones
        rows = np.flatnonzero(wrong.any(axis=1))
        self._inputs += len(active)
        self._wrong += len(rows)
        self._additional += np.count_nonzero(wrong & ~ones, axis=0)
        self._missing += np.count_nonzero(wrong & ones, axis=0)
        np.minimum(self._true, np.where(ones, scores, UNREACHED).min(axis=0, initial=UNREACHED), out=self._true)
        np.maximum(self._false, np.where(ones, -UNREACHED, scores).max(axis=0, initial=-UNREACHED), out=self._false)
        room = len(rows) if most is None else max(0, most - len(self._examples))
        for row in rows[:room].tolist():
            distance = np.where(wrong[row], abs(scores[row] - self._network.threshold), -1)
            features, output = tuple(active[row].tolist()), int(np.argmax(distance))
            self._examples.append(replay(self._problem, self._network, features, output))

    def result(self, cut_short: str | None) -> Wrong:
        """Everything counted."""
        columns = (self._additional, self._missing, self._true, self._false)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        parts = [
            WrongOutput(i, more, less, None if true == UNREACHED else true, None if false == -UNREACHED else false)
            for i, (more, less, true, false) in enumerate(rows)
        ]
        ordered = tuple(sorted(parts, key=lambda part: (-part.wrong, part.output)))
        found = self._inputs, self._wrong, tuple(self._examples), ordered, cut_short
        return Wrong(*found, self._network.threshold, self._names)
