"""A record looked at again, from its files alone: everything that it says is counted anew, and its proof checked."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import final

from constructions import CONSTRUCTIONS, ConstructionError
from superproof.errors import UsageError
from superproof.records.error_record import load_error_index
from superproof.records.index import Index
from superproof.records.problem_families import FAMILIES
from superproof.records.record import KEPT, Record, measured, require_possible
from verify import Invalid, Network, Problem, Valid, check, load_certificate, load_network
from verify.errors import DocumentError
from verify.progress import Deadline

LEFT_OUT = "left out"


@final
@dataclass(frozen=True)
class Examined:
    """What came of a record: valid, invalid, unknown, or "left out" where its network is not in the folder.

    A valid one may rest on `assumptions`, those of its check.
    """

    record: Record
    word: str
    reason: str | None = None
    assumptions: tuple[str, ...] = ()


def examine(index: Index, record: Record, *, rebuild: bool = False, deadline: Deadline | None = None) -> Examined:
    """Hold a record against its problem, network and certificate.

    Guarantee: "valid" only if the problem is that of its family, every figure is what is counted here, the record is
    the best of its width in some currency, and `verify.check` called the certificate Valid for problem and network.
    With `rebuild` a network that is not kept is built by its recipe; where that gives another digest nothing is known.
    """
    try:
        problem = FAMILIES[record.family].problem(index.folder, record.size, record.sparsity, record.seed)
        network = load_network(index.network_path(record)) if record.kept else _built(problem, record, rebuild)
        _require_true(index, record, problem, network)
        certificate = load_certificate(index.certificate_path(record))
    except ConstructionError as error:
        return Examined(record, "unknown" if rebuild else LEFT_OUT, str(error))
    except (DocumentError, UsageError) as error:
        return Examined(record, "invalid", str(error))
    answer = check(problem, network, certificate, timeout=None if deadline is None else deadline.remaining())
    match answer:
        case Valid(_, assumptions):
            return Examined(record, "valid", assumptions=assumptions)
        case Invalid(reason):
            return Examined(record, "invalid", reason)
    return Examined(record, "unknown", answer.reason)


def _require_true(index: Index, record: Record, problem: Problem, network: Network) -> None:
    """DocumentError for whatever the record says that is not so."""
    path, family = index.folder / "index.json", FAMILIES[record.family]
    if record.gate != family.gate:
        raise DocumentError(path, f"gate of {record.stem} must be {family.gate!r}, not {record.gate[:60]!r}")
    figures = measured(family, problem, network)
    require_possible(family, figures)
    for name, value in asdict(figures).items():
        said = asdict(record.figures)[name]
        if said != value:
            raise DocumentError(path, f"{name} of {record.stem} must be {value}, not {said}")
    if not index.best_in(record):
        raise DocumentError(path, f"{record.stem} must be the best of its width in neurons or bits, and is not")


def _built(problem: Problem, record: Record, rebuild: bool) -> Network:
    """The network by its recipe; ConstructionError where there is none."""
    recipe = record.recipe
    if recipe is None or recipe.construction not in CONSTRUCTIONS:
        raise ConstructionError(f"its network has more than {KEPT:,} bytes, is not in the folder, and has no recipe")
    if not rebuild:
        raise ConstructionError(f"its network has more than {KEPT:,} bytes and is built again with --rebuild")
    try:
        network = CONSTRUCTIONS[recipe.construction](problem, neurons=recipe.neurons, seed=recipe.seed)
    except ConstructionError as error:
        raise ConstructionError(f"its recipe builds nothing here: {error}") from None
    if network.digest != record.figures.network:
        another = f"its recipe builds another network here, {network.digest[:12]}"
        raise ConstructionError(f"{another}: training may differ between machines")
    return network


def stray_files(index: Index) -> list[Path]:
    """Files of networks and certificates that no record names."""
    named = {index.certificate_path(record) for record in index.records}
    named |= {index.network_path(record) for record in index.records if record.kept}
    named |= {path.with_suffix(".evidence.safetensors") for path in named}
    errors = load_error_index(index.folder)
    named |= {path for one in errors.records for path in (errors.network_path(one), errors.certificate_path(one))}
    found = (path for name in ("networks", "certificates") for path in (index.folder / name).glob("*"))
    return sorted(path for path in found if path not in named)
