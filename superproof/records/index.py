"""Tables of records in a folder: documents that list them, and beside these networks, certificates and problems."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Generic, TypeVar, final

import superproof
from superproof.records.error_record import ErrorRecord, error_record_of
from superproof.records.record import CURRENCIES, Record, record_of
from verify.documents import Fields, json_text, read_object, write_text
from verify.errors import DocumentError

FOLDERS = ("networks", "certificates")
R = TypeVar("R", Record, ErrorRecord)


@dataclass(frozen=True)
class Kept(Generic[R]):
    """All records of a kind in a folder, in order; `name` is that of the document that lists them, in the `form`."""

    folder: Path
    records: tuple[R, ...]
    name: ClassVar[str]
    form: ClassVar[str]

    def network_path(self, record: R) -> Path:
        """Where the network of a record is, if it is kept."""
        return self.folder / "networks" / f"{record.stem}.safetensors"

    def certificate_path(self, record: R) -> Path:
        """Where its certificate is."""
        return self.folder / "certificates" / f"{record.stem}.json"

    def paths(self, record: R) -> list[Path]:
        """All files that it may have."""
        certificate = self.certificate_path(record)
        return [self.network_path(record), certificate, certificate.with_suffix(".evidence.safetensors")]

    def make_folders(self) -> None:
        """Those of networks and certificates."""
        for name in FOLDERS:
            (self.folder / name).mkdir(exist_ok=True)

    def save(self) -> None:
        """Write the document, a line a figure, so that changes are read easily."""
        path = self.folder / self.name
        records = sorted(self.records, key=lambda record: record.order)
        document = {"format": self.form, "records": [record.document() for record in records]}
        write_text(path, json_text(path, document, indent=1) + "\n")

    def keep(self, standing: tuple[R, ...]) -> None:
        """Write the document with these records, and remove the files of those that stand no more."""
        replace(self, records=standing).save()
        stems = {record.stem for record in standing}
        for record in self.records:
            if record.stem not in stems:
                for path in self.paths(record):
                    path.unlink(missing_ok=True)


@final
class Index(Kept[Record]):
    """Records of problems about gates."""

    name = "index.json"
    form = "superproof-records-1"

    def best(self, record: Record, currency: str) -> Record | None:
        """The holder in a currency for the record's problem and width: the best network of at most that width."""
        rivals = (one for one in self.records if one.of == record.of and one.figures.bits <= record.figures.bits)
        return min(rivals, key=lambda one: one.cost(currency), default=None)

    def best_in(self, record: Record) -> tuple[str, ...]:
        """The currencies in which a record is the holder."""
        return tuple(currency for currency in CURRENCIES if self.best(record, currency) == record)

    def with_challenger(self, challenger: Record) -> tuple[tuple[Record, ...], tuple[str, ...]]:
        """The records that stand once a challenger is there, and the currencies in which it is the new record.

        It wins a currency where it costs strictly less than every network of at most its width; who holds none any more
        goes.
        """
        won = tuple(
            currency
            for currency in CURRENCIES
            if (holder := self.best(challenger, currency)) is None or challenger.cost(currency) < holder.cost(currency)
        )
        if not won:
            return self.records, ()
        grown = Index(self.folder, tuple(sorted([*self.records, challenger], key=lambda one: one.order)))
        return tuple(one for one in grown.records if one.of != challenger.of or grown.best_in(one)), won


@final
class ErrorIndex(Kept[ErrorRecord]):
    """Records on real features."""

    name = "errors.json"
    form = "superproof-error-records-1"

    def stands(self, record: ErrorRecord) -> bool:
        """Whether no other record is as good."""
        return not any(record.beaten_by(other) for other in self.records if other != record)

    def with_challenger(self, challenger: ErrorRecord) -> tuple[tuple[ErrorRecord, ...], bool]:
        """The records that stand once a challenger is there, and whether it is one of them."""
        if any(challenger.beaten_by(other) for other in self.records):
            return self.records, False
        return (*(one for one in self.records if not one.beaten_by(challenger)), challenger), True


def default_folder() -> Path:
    """`records` where one is, else the folder of the checkout that runs."""
    here = Path("records")
    return here if (here / "index.json").is_file() else Path(superproof.__file__).parents[1] / "records"


def load_index(folder: Path) -> Index:
    """The index of a folder. Errors: DocumentError, also for a record of an unknown family, and for one held twice."""
    path = folder / Index.name
    if not path.is_file():
        raise DocumentError(path, "is not there: records are in the repository, and --folder DIR says where that is")
    return Index(folder, _read(path, Index.form, record_of))


def load_error_index(folder: Path) -> ErrorIndex:
    """The same of records on real features, empty where the folder has none. Errors: as for `load_index`."""
    path = folder / ErrorIndex.name
    return ErrorIndex(folder, _read(path, ErrorIndex.form, error_record_of) if path.is_file() else ())


def _read(path: Path, form: str, read: Callable[[object, dict[str, object]], R]) -> tuple[R, ...]:
    """The records of a document; no two may compete with one network for the same."""
    fields = Fields(path, read_object(path), {"format", "records"})
    fields.constant("format", form)
    records = []
    for place, members in enumerate(fields.array("records")):
        if not isinstance(members, dict):
            fields.refuse("records", "be an array of objects")
        records.append(read(f"{path}: records[{place}]", members))
    if len({(record.of, record.network) for record in records}) != len(records):
        raise DocumentError(path, "a network must occur once for its problem")
    return tuple(records)
