"""Tables of records in a folder: documents that list them, and beside these networks, certificates and problems."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar, final

import superproof
from superproof.records.problem_families import FAMILIES
from superproof.records.record import CURRENCIES, Record, record_of
from verify.documents import Fields, json_text, read_object, write_text
from verify.errors import DocumentError

FORMAT = "superproof-records-1"
ORDER = list(FAMILIES)
FOLDERS = ("networks", "certificates")


class Entry(Protocol):
    """A record of either kind."""

    @property
    def stem(self) -> str:
        """What its files are called."""


R = TypeVar("R", bound=Entry)


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


def best_of(records: Iterable[Record], record: Record, currency: str) -> Record | None:
    """The first of those that cost least in a currency, for the same problem and of no greater width."""
    width = record.figures.bits
    rivals = (one for one in records if one.problem == record.problem and one.figures.bits <= width)
    return min(rivals, key=lambda one: one.cost(currency), default=None)


def default_folder() -> Path:
    """`records` where one is, else the folder of the checkout that runs."""
    here = Path("records")
    return here if (here / "index.json").is_file() else Path(superproof.__file__).parents[1] / "records"


def read_records(path: Path, form: str, read: Callable[[object, dict[str, object]], R]) -> list[R]:
    """The records of a document. Errors: DocumentError for whatever is not as written, and those of `read`."""
    fields = Fields(path, read_object(path), {"format", "records"})
    fields.constant("format", form)
    records = []
    for place, members in enumerate(fields.array("records")):
        if not isinstance(members, dict):
            fields.refuse("records", "be an array of objects")
        records.append(read(f"{path}: records[{place}]", members))
    return records


def write_records(path: Path, form: str, records: list[dict[str, object]]) -> None:
    """Write a document: a line a figure, so that changes are read easily."""
    write_text(path, json_text(path, {"format": form, "records": records}, indent=1) + "\n")


def load_index(folder: Path) -> Index:
    """The index of a folder. Errors: DocumentError, also for a record of an unknown family, and for one held twice."""
    path = folder / "index.json"
    if not path.is_file():
        raise DocumentError(path, "is not there: records are in the repository, and --folder DIR says where that is")
    records = read_records(path, FORMAT, record_of)
    if len({(record.problem, record.figures.network) for record in records}) != len(records):
        raise DocumentError(path, "a network must occur once for its problem")
    return Index(folder, tuple(records))


def save_index(folder: Path, records: Iterable[Record]) -> None:
    """Write the index, in the order of families and sizes."""
    write_records(folder / "index.json", FORMAT, [record.document() for record in sorted(records, key=_order)])


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


def _order(record: Record) -> tuple[int, int, int, int, int, tuple[int, int]]:
    family, size, sparsity, seed = record.problem
    return ORDER.index(family), size, sparsity, seed, record.figures.bits, record.cost(CURRENCIES[0])
