"""Features and outputs by name, both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from superproof.errors import UsageError
from verify import Counterexample, Problem
from verify.errors import shown
from verify.naming import counterexample_sentence, named, output_name


@final
@dataclass(frozen=True)
class Names:
    """What the features and outputs of a problem are called.

    >>> from verify import TwoAnd
    >>> names = Names(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), ("Ann", "Bob"))
    >>> names.feature(1), names.output(0)
    ('Bob', 'output 0 (Ann AND Bob)')
    """

    problem: Problem
    labels: tuple[str, ...]
    outputs: tuple[str, ...] = ()

    @property
    def numbered(self) -> "Names":
        """These names; where features have none, their numbers."""
        labels = self.labels or tuple(map(str, range(self.problem.inputs)))
        return Names(self.problem, labels, self.outputs)

    def feature(self, number: int) -> str:
        """A feature's name."""
        return named(self.labels, number)

    def output(self, number: int) -> str:
        """An output's number, its name where it has one, and its gate by names."""
        return output_name(self.problem, number, self.labels, self.outputs)

    def refutation(self, counterexample: Counterexample) -> str:
        """The counterexample by names, or by numbers where features have none."""
        if not self.labels:
            return str(counterexample)
        return counterexample_sentence(self.problem, counterexample, self.labels, self.outputs)


def feature_numbers(option: str, text: str, labels: Sequence[str]) -> tuple[int, ...]:
    """The features in a list such as "Ann,Bob" or "0,7"; an empty text is no feature. Names go before numbers.

    A name with a comma in it stands alone, or its feature is given by number. Errors: UsageError for what is neither
    a name nor a number of a feature, or given twice.

    >>> feature_numbers("--active", "Bob, 0", ("Ann", "Bob"))
    (0, 1)
    """
    number = {label: j for j, label in enumerate(labels)}
    if not text.strip():
        return ()
    words = [text.strip()] if text.strip() in number else [word.strip() for word in text.split(",")]
    found = [_feature(option, word, number, len(labels)) for word in words]
    for place, feature in enumerate(found):
        if feature in found[:place]:
            raise UsageError(f"{option} names feature {shown(labels[feature])} twice")
    return tuple(sorted(found))


def _feature(option: str, word: str, number: dict[str, int], features: int) -> int:
    if word in number:
        return number[word]
    if word.isascii() and word.isdecimal() and len(word) < 20 and int(word) < features:
        return int(word)
    near = _nearest(word, number)
    hint = f"; did you mean {shown(near)}?" if near else ""
    raise UsageError(
        f"{option} takes names of features or their numbers, 0 to {features - 1}, and {shown(word)} is neither{hint}"
    )


def output_number(option: str, text: str, names: Names) -> int:
    """The output of this name or number. Errors: UsageError for any other text."""
    outputs = names.problem.outputs
    if text in names.outputs:
        return names.outputs.index(text)
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < outputs):
        raise UsageError(f"{option} takes the number of an output, from 0 to {outputs - 1}, not {shown(text)}")
    return int(text)


def _nearest(word: str, number: dict[str, int]) -> str | None:
    from difflib import get_close_matches

    known = {label.casefold(): label for label in list(number)[:20000]}
    return next((known[near] for near in get_close_matches(word.casefold(), known, n=1)), None)
