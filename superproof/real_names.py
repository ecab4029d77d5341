"""What features and outputs of a problem about real features are called, both ways."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import final

from superproof.errors import UsageError
from superproof.names import numbered, places, unquoted
from verify import RealProblem, Target
from verify.documents import Labels
from verify.errors import shown
from verify.naming import brief, named

Point = tuple[tuple[int, Fraction], ...]
"""(feature, value) pairs; 0 elsewhere."""
UNNAMED = Labels()


@final
@dataclass(frozen=True)
class RealNames:
    """Features and outputs by the labels of their document; without, feature 3 is y3 and output 3 `output 3`.

    >>> names = RealNames(Labels(("Ann", "7"), ("met",)))
    >>> names.point(((0, Fraction(1, 3)), (1, Fraction(1)))), names.output(0), RealNames().feature(3)
    ('Ann = 0.333333, feature 7 = 1', 'output 0 (met)', 'y3')
    """

    labels: Labels = UNNAMED

    def require_all(self, problem: RealProblem) -> None:
        """ValueError unless all features and outputs of the problem have names, or none."""
        for noun, names, size in (
            ("features", self.labels.features, problem.features),
            ("outputs", self.labels.outputs, problem.outputs),
        ):
            if len(names) not in (0, size):
                raise ValueError(f"labels must name all {size} {noun}, or none, not {len(names)}")

    def feature(self, number: int) -> str:
        """A feature's name."""
        return named(self.labels.features, number) if self.labels.features else f"y{number}"

    def output(self, number: int) -> str:
        """An output's number, and its name where it has one."""
        return f"output {number}" + (f" ({brief(self.labels.outputs[number])})" if self.labels.outputs else "")

    def target(self, target: Target) -> str:
        """A target as a function of features by name."""
        return re.sub(r"y(\d+)", lambda found: self.feature(int(found[1])), str(target))

    def point(self, point: Point) -> str:
        """An input in words.

        >>> RealNames().point(((3, Fraction(1, 3)),)), RealNames().point(())
        ('y3 = 0.333333', 'all features 0')
        """
        alive = [(j, value) for j, value in point if value]
        return ", ".join(f"{self.feature(j)} = {float(value):.6g}" for j, value in alive) or "all features 0"

    def facts(self, output: int, point: Point) -> dict[str, object]:
        """The names in JSON beside the numbers; nothing where the document has none."""
        outputs, features = self.labels.outputs, self.labels.features
        name = {"output_name": outputs[output]} if outputs else {}
        return name | ({"active_names": [features[j] for j, value in point if value]} if features else {})

    def feature_number(self, option: str, name: str, size: int) -> int:
        """The feature of this name, or of a number such as 3, y3 or #3. Errors: UsageError for any other text."""
        labels, bare = self.labels.features, name.removeprefix("y")
        number = int(bare) if bare.isascii() and bare.isdecimal() and len(bare) < 10 else size
        if number < size and name not in labels and (name[:1] == "y" or not labels):
            return number
        if not labels:
            raise UsageError(f"{option} must hold features from y0 to y{size - 1}, as y0=0.5, not {shown(name)}")
        word = name if name in labels else name.removeprefix("feature ")
        return numbered(option, "feature", word, places(labels), size)

    def output_number(self, option: str, name: str, size: int) -> int:
        """The output of this name or number, as messages write it too. Errors: UsageError for any other text."""
        labels = self.labels.outputs
        name = unquoted(option, name, labels)
        written = re.fullmatch(r"output ([0-9]+)( \(.*\))?", name)
        if not labels:
            bare = name if written is None else written[1]
            if not (bare.isascii() and bare.isdecimal() and len(bare) < 10 and int(bare) < size):
                raise UsageError(f"{option} must be from 0 to {size - 1}, not {shown(name)}")
            return int(bare)
        return numbered(option, "output", name if written is None else f"#{written[1]}", places(labels), size)
