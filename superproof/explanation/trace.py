"""The record of one output on one input."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import final

from superproof.errors import UsageError
from superproof.explanation.sentences import Told, Words, explanation_told
from superproof.names import Names, numbered, output_number
from verify.plain_integer import plain_integer

NO_LABELS = "; names are those of labels=labels, which problem, labels = load_labelled_problem(FILE) reads"


@final
@dataclass(frozen=True)
class Part:
    """One summand of what a neuron receives: `source` is a feature (first layer) or a neuron of the layer before.

    Of a neuron: `needs` are the active features without any one of which it is silent, `heeds` those without which its
    value is another one; with neither it says the same without any of them.
    """

    source: int
    adds: int
    needs: tuple[int, ...] = ()
    heeds: tuple[int, ...] = ()


@final
@dataclass(frozen=True)
class Neuron:
    """A neuron of the last layer that the output reads: bias + the sum of `parts`, rectified, times `weight`.

    `shared` are the other outputs that read the neuron too and whose gates use an active feature.
    """

    neuron: int
    bias: int
    parts: tuple[Part, ...]
    received: int
    weight: int
    adds: int
    shared: tuple[int, ...]

    @property
    def fires(self) -> bool:
        """Whether it receives more than 0."""
        return self.received > 0


@final
@dataclass(frozen=True, repr=False)
class Explanation(Told):
    """One output on one input: score = the sum of `adds` over `neurons`, read as 1 iff score >= threshold.

    `firing` counts the neurons above 0 in every layer, of `widths`. `without` pairs every active feature with the score
    when it alone is switched off. `wrong` are all outputs that are wrong on this input. `true_from` and `false_to` are
    the smallest score of an output that must be 1 here, and the largest of one that must be 0. `names` are what it
    calls features and outputs; str() gives all of it in words.
    """

    active: tuple[int, ...]
    output: int
    expected: int
    score: int
    threshold: int
    admissible: bool
    firing: tuple[int, ...]
    widths: tuple[int, ...]
    neurons: tuple[Neuron, ...]
    without: tuple[tuple[int, int], ...]
    wrong: tuple[int, ...]
    true_from: int | None
    false_to: int | None
    names: Names = field(repr=False, compare=False)

    @property
    def reads(self) -> int:
        """What the network reads at this output."""
        return int(self.score >= self.threshold)

    @property
    def right(self) -> bool:
        """Whether that is what it must be."""
        return self.reads == self.expected

    def _told(self) -> Words:
        return explanation_told(self)

    @property
    def separable(self) -> bool:
        """Whether some threshold would make every output right on this input."""
        return self.true_from is None or self.false_to is None or self.true_from > self.false_to


def features_asked(names: Names, active: Iterable[int | str]) -> tuple[int, ...]:
    """Features by number or by name, in order, once each.

    Errors: TypeError for one text in place of many, ValueError for a number and UsageError for a name of no feature.
    """
    if isinstance(active, str) or not isinstance(active, Iterable):
        raise TypeError(f"active must be features, by number or name, such as [0, 1] or ['Ann'], not {active!r:.60}")
    number, size = {label: j for j, label in enumerate(names.labels)}, names.problem.inputs
    with _remedied(names.labels):
        found = {
            numbered("active", "feature", one.removeprefix("feature "), number, size)
            if isinstance(one, str)
            else _existing("feature", one, size)
            for one in active
        }
    return tuple(sorted(found))


@contextmanager
def _remedied(labels: Sequence[str]) -> Iterator[None]:
    """Where a name is none because no names were given, the error says how they are."""
    try:
        yield
    except UsageError as error:
        named = any(label != str(number) for number, label in enumerate(labels))
        raise UsageError(f"{error}{'' if named else NO_LABELS}") from None


def output_asked(names: Names, output: int | str) -> int:
    """An output by number, by name, or as messages write it; errors as `features_asked`."""
    if isinstance(output, str):
        with _remedied(names.outputs):
            return output_number("output", output, names)
    return _existing("output", output, names.problem.outputs)


def _existing(noun: str, one: int, size: int) -> int:
    number = plain_integer(f"every one of the {noun}s", one)
    if not 0 <= number < size:
        raise ValueError(f"{noun}s are numbered from 0 to {size - 1}, and {number} is none of them")
    return number
