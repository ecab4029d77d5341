"""One case of an attack: where its random numbers come from, where its files lie, what it counts and what it finds."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random


@dataclass(frozen=True)
class Finding:
    """Something wrong, in a sentence, with the files that show it by name."""

    kind: str
    seed: int
    case: int
    sentence: str
    files: dict[str, bytes]

    @property
    def command(self) -> str:
        """What shows it again."""
        return f"python -m benchmarks.attack --kind {self.kind} --seed {self.seed} --case {self.case}"

    def keep(self, folder: Path) -> Path:
        """Write the files, and `finding.txt` with the sentence and the command, into a folder of their own."""
        place = folder / f"{self.kind}-{self.seed}-{self.case}"
        number = 1
        while place.exists():
            number += 1
            place = folder / f"{self.kind}-{self.seed}-{self.case}-{number}"
        place.mkdir(parents=True)
        for name, data in self.files.items():
            (place / name).write_bytes(data)
        (place / "finding.txt").write_text(f"{self.sentence}\n{self.command}\n", encoding="utf-8")
        return place


@dataclass
class Trial:
    """What a kind of attack is given for one case; the same seed, kind and case make the same random numbers."""

    kind: str
    seed: int
    case: int
    folder: Path
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(f"{self.seed}/{self.kind}/{self.case}")

    def count(self, what: str) -> None:
        """One more of these."""
        self.counts[what] += 1

    def find(self, sentence: str) -> None:
        """Something is wrong: all files of the folder go with it."""
        files = {path.name: path.read_bytes() for path in sorted(self.folder.iterdir()) if path.is_file()}
        self.findings.append(Finding(self.kind, self.seed, self.case, sentence, files))

    def write(self, name: str, data: bytes) -> Path:
        """A file in the case's folder."""
        path = self.folder / name
        path.write_bytes(data)
        return path


Attack = Callable[[Trial], None]


@dataclass(frozen=True)
class Kind:
    """A kind of attack: one case of it, its share of the time, and the seconds after which a case counts as hanging."""

    name: str
    attack: Attack
    share: float
    patience: float
    purpose: str
