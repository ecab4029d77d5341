"""Tables of records in a folder: documents that list them, and beside these networks, certificates and problems."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, final

import superproof
from superproof.records.error_record import ErrorRecord, error_record_of
from superproof.records.problem_families import FAMILIES
from superproof.records.real_families import REAL_FAMILIES
from superproof.records.record import CURRENCIES, Record, record_of
from verify.documents import Fields, json_text, read_object, write_text
from verify.errors import DocumentError

FORMAT, ERROR_FORMAT = "superproof-records-1", "superproof-error-records-1"
FOLDERS = ("networks", "certificates")
R = TypeVar("R", Record, ErrorRecord)


@dataclass(frozen=True)
class Kept(Generic[R]):
    """All records of a kind in a folder, in order."""

    folder: Path
    records: tuple[R, ...]

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

    def remove_all_but(self, standing: Collection[R]) -> None:
        """Remove the files of records that stand no more."""
        stems = {record.stem for record in standing}
        for record in self.records:
            if record.stem not in stems:
                for path in self.paths(record):
                    path.unlink(missing_ok=True)


@final
class Index(Kept[Record]):
    """Records of problems about gates."""

    def best(self, record: Record, currency: str) -> Record | None:
        """The holder in a currency for the record's problem and width: the best network of at most that width."""
        return best_of(self.records, record, currency)

    def best_in(self, record: Record) -> tuple[str, ...]:
        """The currencies in which a record is the holder."""
        return tuple(currency for currency in CURRENCIES if self.best(record, currency) == record)


@final
class ErrorIndex(Kept[ErrorRecord]):
    """Records on real features."""

    def stands(self, record: ErrorRecord) -> bool:
        """Whether no other record is as good."""
        return not any(record.beaten_by(other) for other in self.records if other != record)


def best_of(records: Iterable[Record], record: Record, currency: str) -> Record | None:
    """The first of those that cost least in a currency, for the same problem and of no greater width."""
    width = record.figures.bits
    rivals = (one for one in records if one.problem == record.problem and one.figures.bits <= width)
    return min(rivals, key=lambda one: one.cost(currency), default=None)


def default_folder() -> Path:
    """`records` where one is, else the folder of the checkout that runs."""
    here = Path("records")
    return here if (here / "index.json").is_file() else Path(superproof.__file__).parents[1] / "records"


def load_index(folder: Path) -> Index:
    """The index of a folder. Errors: DocumentError, also for a record of an unknown family, and for one held twice."""
    path = folder / "index.json"
    if not path.is_file():
        raise DocumentError(path, "is not there: records are in the repository, and --folder DIR says where that is")
    return Index(folder, _read(path, FORMAT, record_of, lambda record: (record.problem, record.figures.network)))


def load_error_index(folder: Path) -> ErrorIndex:
    """The same of records on real features, empty where the folder has none. Errors: as for `load_index`."""
    path = folder / "errors.json"
    if not path.is_file():
        return ErrorIndex(folder, ())
    return ErrorIndex(folder, _read(path, ERROR_FORMAT, error_record_of, lambda record: (record.of, record.network)))


def _read(
    path: Path, form: str, read: Callable[[object, dict[str, object]], R], competes: Callable[[R], object]
) -> tuple[R, ...]:
    """The records of a document; no two may compete with one network for the same."""
    fields = Fields(path, read_object(path), {"format", "records"})
    fields.constant("format", form)
    records = []
    for place, members in enumerate(fields.array("records")):
        if not isinstance(members, dict):
            fields.refuse("records", "be an array of objects")
        records.append(read(f"{path}: records[{place}]", members))
    if len(set(map(competes, records))) != len(records):
        raise DocumentError(path, "a network must occur once for its problem")
    return tuple(records)


def save_index(folder: Path, records: Iterable[Record]) -> None:
    """Write the index, in the order of families and sizes."""
    _write(folder / "index.json", FORMAT, sorted(records, key=_order))


def save_error_index(folder: Path, records: Iterable[ErrorRecord]) -> None:
    """The same of records on real features."""
    _write(folder / "errors.json", ERROR_FORMAT, sorted(records, key=_error_order))


def _write(path: Path, form: str, records: Sequence[Record] | Sequence[ErrorRecord]) -> None:
    """A line a figure, so that changes are read easily."""
    document = {"format": form, "records": [record.document() for record in records]}
    write_text(path, json_text(path, document, indent=1) + "\n")


def with_challenger(records: Sequence[Record], challenger: Record) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """The records that stand once a challenger is there, and the currencies in which it is the new record.

    It wins a currency where it costs strictly less than every network of at most its width; who holds none any more
    goes.
    """
    won = tuple(
        currency
        for currency in CURRENCIES
        if (holder := best_of(records, challenger, currency)) is None
        or challenger.cost(currency) < holder.cost(currency)
    )
    if not won:
        return tuple(records), ()
    grown = Index(Path(), tuple(sorted([*records, challenger], key=_order)))
    standing = (one for one in grown.records if one.problem != challenger.problem or grown.best_in(one))
    return tuple(standing), won


def with_error_record(records: Sequence[ErrorRecord], challenger: ErrorRecord) -> tuple[tuple[ErrorRecord, ...], bool]:
    """The same of records on real features, and whether the challenger is one of them."""
    if any(challenger.beaten_by(other) for other in records):
        return tuple(records), False
    standing = [record for record in records if not record.beaten_by(challenger)]
    return tuple(sorted([*standing, challenger], key=_error_order)), True


def _order(record: Record) -> tuple[int, int, int, int, int, tuple[int, int]]:
    family, size, sparsity, seed = record.problem
    return list(FAMILIES).index(family), size, sparsity, seed, record.figures.bits, record.cost(CURRENCIES[0])


def _error_order(record: ErrorRecord) -> tuple[int, int, int, int]:
    return list(REAL_FAMILIES).index(record.family), record.features, record.sparsity, record.neurons
