"""Records on real features: the least worst error proved, by family, features, sparsity and neurons."""

from dataclasses import dataclass
from fractions import Fraction
from typing import final

from superproof.records.real_families import REAL_FAMILIES
from superproof.records.record import digest_in
from verify.documents import Fields
from verify.reals import written


@final
@dataclass(frozen=True)
class ErrorRecord:
    """No output of the network is off by more than `at_most` on any input with `sparsity` features that are not 0.

    It is a record where no other network of at most its `neurons` for the same problem errs as little.
    """

    family: str
    features: int
    neurons: int
    sparsity: int
    at_most: Fraction
    problem: str
    network: str
    made_by: str

    @property
    def of(self) -> tuple[str, int, int]:
        """The problem that it competes for."""
        return self.family, self.features, self.sparsity

    @property
    def order(self) -> tuple[int, ...]:
        """Its place in the document, by families and sizes."""
        return list(REAL_FAMILIES).index(self.family), self.features, self.sparsity, self.neurons

    @property
    def stem(self) -> str:
        """What its files are called."""
        return f"{self.family}-{self.features}-in-{self.neurons}-v{self.sparsity}-{self.network[:12]}"

    @property
    def least(self) -> Fraction:
        """A lower bound on the worst error of all networks with as many neurons."""
        return REAL_FAMILIES[self.family].least(self.features, self.neurons, self.sparsity)

    def beaten_by(self, other: "ErrorRecord") -> bool:
        """Whether the other, for the same problem, is as good in neurons and in error."""
        return other.of == self.of and other.neurons <= self.neurons and other.at_most <= self.at_most

    def document(self) -> dict[str, object]:
        """As the index holds it."""
        return vars(self) | {"at_most": written(self.at_most)}

    def facts(self) -> dict[str, object]:
        """For the object of --json: numbers as floats, the bound's exact value in words."""
        return self.document() | {"at_most_float": float(self.at_most), "lower_bound": float(self.least)}


def error_record_of(path: object, members: dict[str, object]) -> ErrorRecord:
    """The record in an object of the index. Errors: DocumentError for a key, type or value that none has."""
    fields = Fields(path, members, tuple(ErrorRecord.__dataclass_fields__))
    if fields.text("family") not in REAL_FAMILIES:
        fields.refuse("family", f"be one of {', '.join(REAL_FAMILIES)}")
    try:
        at_most = Fraction(str(fields.take("at_most")))
    except (ValueError, ZeroDivisionError):
        fields.refuse("at_most", 'be an integer or text such as "3/8"')
    if written(at_most) != fields.take("at_most"):
        fields.refuse("at_most", "be in lowest terms")
    return ErrorRecord(
        fields.text("family"), fields.integer("features"), fields.integer("neurons"), fields.integer("sparsity"),
        at_most, digest_in(fields, "problem"), digest_in(fields, "network"), fields.text("made_by"),
    )  # fmt: skip
