"""The table of records in a folder: `index.json`, and beside it networks, certificates and problems."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import final

import superproof
from superproof.records.families import FAMILIES
from superproof.records.record import CURRENCIES, Record, Slot, record_of
from verify.documents import Fields, json_text, read_object, write_text
from verify.errors import DocumentError

FORMAT = "superproof-records-1"
ORDER = list(FAMILIES)


@final
@dataclass(frozen=True)
class Index:
    """All records of a folder, in order."""

    folder: Path
    records: tuple[Record, ...]

    def network_path(self, record: Record) -> Path:
        """Where the network of a record is, if it is kept."""
        return self.folder / "networks" / f"{record.stem}.safetensors"

    def certificate_path(self, record: Record) -> Path:
        """Where its certificate is."""
        return self.folder / "certificates" / f"{record.stem}.json"

    def best(self, slot: Slot, currency: str) -> Record | None:
        """The record of a slot in a currency."""
        rivals = [record for record in self.records if record.slot == slot]
        return min(rivals, key=lambda record: record.cost(currency), default=None)

    def best_in(self, record: Record) -> tuple[str, ...]:
        """The currencies in which a record is the best of its slot."""
        return tuple(currency for currency in CURRENCIES if self.best(record.slot, currency) == record)


def default_folder() -> Path:
    """`records` where one is, else the folder of the checkout that runs."""
    here = Path("records")
    return here if (here / "index.json").is_file() else Path(superproof.__file__).parents[1] / "records"


def load_index(folder: Path) -> Index:
    """The index of a folder. Errors: DocumentError, also for a record of an unknown family, and for one held twice."""
    path = folder / "index.json"
    if not path.is_file():
        raise DocumentError(path, "is not there: records are in the repository, and --folder DIR says where that is")
    fields = Fields(path, read_object(path), {"format", "records"})
    fields.constant("format", FORMAT)
    records = []
    for place, members in enumerate(fields.array("records")):
        if not isinstance(members, dict):
            fields.refuse("records", "be an array of objects")
        record = record_of(f"{path}: records[{place}]", members)
        if record.family not in FAMILIES:
            raise DocumentError(path, f"records[{place}].family must be one of {', '.join(ORDER)}")
        records.append(record)
    if len({(record.slot, record.figures.network) for record in records}) != len(records):
        raise DocumentError(path, "a network must occur once for its problem")
    return Index(folder, tuple(records))


def save_index(folder: Path, records: Iterable[Record]) -> None:
    """Write the index, in the order of families and sizes: a line a figure, so that changes are read easily."""
    path = folder / "index.json"
    document = {"format": FORMAT, "records": [record.document() for record in sorted(records, key=_order)]}
    write_text(path, json_text(path, document, indent=1) + "\n")


def with_challenger(records: Sequence[Record], challenger: Record) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """The records that stand once a challenger is there, and the currencies in which it is the new record.

    It wins a currency where it costs strictly less than the holder; who holds none any more goes.
    """
    rivals: dict[Slot, list[Record]] = defaultdict(list)
    for record in records:
        rivals[record.slot].append(record)
    holders = rivals.pop(challenger.slot, [])
    best = {currency: min(holders, key=lambda one: one.cost(currency), default=None) for currency in CURRENCIES}
    won = tuple(
        currency
        for currency, holder in best.items()
        if holder is None or challenger.cost(currency) < holder.cost(currency)
    )
    standing = [record for currency, record in best.items() if record is not None and currency not in won]
    kept = [record for record in holders if record in standing]
    others = [record for group in rivals.values() for record in group]
    return tuple(sorted([*others, *kept, *([challenger] if won else [])], key=_order)), won


def _order(record: Record) -> tuple[int, int, int, int, int, tuple[int, int]]:
    family, size, sparsity, seed, bits = record.slot
    return ORDER.index(family), size, sparsity, seed, bits, record.cost(CURRENCIES[0])
