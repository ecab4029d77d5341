"""Features and outputs by name, both ways."""

import csv
import re
import shlex
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import final

from superproof.errors import UsageError
from verify import Counterexample, Problem
from verify.errors import shown
from verify.naming import brief, counterexample_sentence, named, one_line, output_name, quoted

CLOSE = 0.75
"""How alike a name is that is suggested though it begins with another letter."""


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

    def gate(self, number: int) -> str:
        """An output's gate by names, as it stands in brackets behind the output's number."""
        return output_name(self.problem, number, self.labels).partition(" (")[2].removesuffix(")")

    def output_briefly(self, number: int) -> str:
        """An output's name; where it has none, its number."""
        return quoted(brief(self.outputs[number])) if self.outputs else f"output {number}"

    def refutation(self, counterexample: Counterexample) -> str:
        """The counterexample and the gate that it is about by names, or by numbers where features have none."""
        return counterexample_sentence(self.problem, counterexample, self.numbered.labels, self.outputs)


def why(names: Names, problem: str, network: str, counterexample: Counterexample) -> str:
    """The command that explains it.

    >>> from verify import TwoAnd
    >>> names = Names(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1),)), ("Ann", "Bob", "Smith, J"))
    >>> print(why(names, "p.json", "n.safetensors", Counterexample((0, 2), 0, 0, 5, 4)))
    why: superproof explain p.json n.safetensors --active 'Ann,"Smith, J"' --output 0
    """
    active = ",".join(quoted(one_line(names.numbered.labels[j])) for j in counterexample.active)
    words = ("superproof", "explain", problem, network, "--active", active, "--output", str(counterexample.output))
    return f"why: {shlex.join(words)}"


def feature_numbers(option: str, text: str, labels: Sequence[str]) -> tuple[int, ...]:
    """The features in a list such as "Ann,Bob" or "0,7", as messages write them too; an empty text is no feature.

    A name with a comma in it stands in double quotes, as in CSV. Errors: UsageError for what is neither a name nor a
    number of a feature, or given twice; for a bare number that is no name where other names are numbers, "#0" is one.

    >>> feature_numbers("--active", '"Smith, J", 0', ("Ann", "Smith, J")), feature_numbers("--active", "#0", ("1", "0"))
    ((0, 1), (0,))
    """
    number = places(labels)
    if not text.strip():
        return ()
    words = [text.strip()] if text.strip() in number else listed(option, text)
    found = [numbered(option, "feature", word.removeprefix("feature "), number, len(labels)) for word in words]
    for place, feature in enumerate(found):
        if feature in found[:place]:
            raise UsageError(f"{option} names feature {shown(labels[feature])} twice")
    return tuple(sorted(found))


def unquoted(option: str, text: str, known: Container[str]) -> str:
    """A name without the quotation marks around it; anything else, and a name that begins with one, as it is.

    >>> unquoted("--output", '"a, b"', {}), unquoted("--output", '"a", "b"', {})
    ('a, b', '"a", "b"')
    """
    words = listed(option, text) if text.startswith('"') and text not in known else [text]
    return words[0] if len(words) == 1 else text


def output_number(option: str, text: str, names: Names) -> int:
    """The output of this name, number or gate, as messages write them too. Errors: UsageError for any other text."""
    number = places(names.outputs)
    text = unquoted(option, text, number)
    written = re.fullmatch(r"output ([0-9]+)( \(.*\))?", text)
    if written is None and text not in number and " " in text:
        gates = [i for i in range(names.problem.outputs) if names.gate(i) == text.strip("()")]
        text = f"#{gates[0]}" if len(gates) == 1 else text
    return numbered(option, "output", text if written is None else f"#{written[1]}", number, names.problem.outputs)


def places(labels: Sequence[str]) -> dict[str, int]:
    """The place of every name, as it is, and as messages write it."""
    return {one_line(label): j for j, label in enumerate(labels)} | {label: j for j, label in enumerate(labels)}


def listed(option: str, text: str, *, strict: bool = True) -> list[str]:
    """The words between commas; one in double quotes may hold some, and where it is not `strict` go on after them.

    >>> listed("--active", '"Smith, J"=1/2, y3', strict=False)
    ['Smith, J=1/2', 'y3']
    """
    try:
        rows = list(csv.reader([text], skipinitialspace=True, strict=strict))
    except csv.Error as error:
        raise UsageError(f"{option}: {shown(text)} is no list of names with commas between them: {error}") from error
    return [word.strip() for word in rows[0]]


def numbered(option: str, noun: str, word: str, number: Mapping[str, int], size: int) -> int:
    """What a name, a number or "#number" stands for; names go first."""
    if word in number:
        return number[word]
    bare = word.removeprefix("#")
    if bare.isascii() and bare.isdecimal() and len(bare) < 20 and int(bare) < size:
        others = [label for label, i in number.items() if label.isdecimal() and label != str(i)]
        if bare == word and others:
            raise UsageError(
                f"{option}: no {noun} is called {word}, though names are numbers here, such as {shown(others[0])}: "
                f"#{word} is the {noun} with number {word}"
            )
        return int(bare)
    near = _nearest(word, number)
    hint = f"; did you mean {shown(near)}?" if near else ""
    hint += f" A name with a comma stands in double quotes: {shlex.quote(quoted(near))}" if near and "," in near else ""
    raise UsageError(
        f"{option} takes names of {noun}s or their numbers, 0 to {size - 1}, and {shown(word)} is neither{hint}"
    )


def _nearest(word: str, number: Mapping[str, int]) -> str | None:
    from difflib import get_close_matches

    known, wanted = {label.casefold(): label for label in list(number)[:20000]}, word.casefold()
    near = get_close_matches(wanted, known, n=5)
    close = [label for label in near if label[:1] == wanted[:1]] or get_close_matches(wanted, near, n=1, cutoff=CLOSE)
    return known[close[0]] if close else None
