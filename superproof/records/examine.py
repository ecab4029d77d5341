"""A record looked at again, from its files alone: everything that it says is counted anew, and its proof checked."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

from constructions import CONSTRUCTIONS, ConstructionError
from superproof.errors import UsageError
from superproof.records.error_record import ErrorRecord
from superproof.records.index import FOLDERS, ErrorIndex, Index, load_error_index
from superproof.records.problem_families import FAMILIES
from superproof.records.real_families import REAL_FAMILIES, TRIVIAL
from superproof.records.record import KEPT, Record, measured, require_possible
from verify import (
    Invalid,
    Network,
    Problem,
    Unknown,
    Valid,
    check,
    check_errors,
    load_certificate,
    load_error_certificate,
    load_float_network,
    load_network,
)
from verify.errors import DocumentError
from verify.progress import ENDLESS, Deadline

LEFT_OUT = "left out"


class Looked(NamedTuple):
    """What came of a record: valid, invalid, unknown, or `LEFT_OUT` where its network is not in the folder, and why.

    A valid one may rest on `assumptions`, those of its check; `worker` says so (None: nobody else).
    """

    stem: str
    word: str
    reason: str | None = None
    assumptions: tuple[str, ...] = ()
    worker: str | None = None


def _looked(stem: str, answer: Valid | Invalid | Unknown) -> Looked:
    """What came of it where a check gave this answer."""
    if isinstance(answer, Valid):
        return Looked(stem, "valid", None, answer.assumptions)
    return Looked(stem, "invalid" if isinstance(answer, Invalid) else "unknown", answer.reason)


def _require_so(path: Path, stem: str, said: Mapping[str, object], counted: Mapping[str, object]) -> None:
    """DocumentError for what a record says that is not as it is counted here."""
    for name, value in counted.items():
        if said[name] != value:
            raise DocumentError(path, f"{name} of {stem} must be {value}, not {said[name]}")


def examine(index: Index, record: Record, *, rebuild: bool = False, deadline: Deadline = ENDLESS) -> Looked:
    """Hold a record against its problem, network and certificate.

    Guarantee: "valid" only if the problem is that of its family, every figure is what is counted here, the record is
    the best of its width in some currency, and `verify.check` called the certificate Valid for problem and network.
    With `rebuild` a network that is not kept is built by its recipe; where that gives another digest nothing is known.
    """
    family, path = FAMILIES[record.family], index.folder / index.name
    try:
        problem = family.problem(index.folder, record.size, record.sparsity, record.seed)
        network = load_network(index.network_path(record)) if record.kept else _built(problem, record, rebuild)
        if record.gate != family.gate:
            raise DocumentError(path, f"gate of {record.stem} must be {family.gate!r}, not {record.gate[:60]!r}")
        figures = measured(family, problem, network)
        require_possible(family, figures)
        _require_so(path, record.stem, asdict(record.figures), asdict(figures))
        if not index.best_in(record):
            raise DocumentError(path, f"{record.stem} must be the best of its width in neurons or bits, and is not")
        certificate = load_certificate(index.certificate_path(record))
    except ConstructionError as error:
        return Looked(record.stem, "unknown" if rebuild else LEFT_OUT, str(error))
    except (DocumentError, UsageError) as error:
        return Looked(record.stem, "invalid", str(error))
    return _looked(record.stem, check(problem, network, certificate, timeout=deadline.remaining()))


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


def examine_errors(index: ErrorIndex, record: ErrorRecord, deadline: Deadline) -> Looked:
    """Hold a record on real features against its problem, network and certificate.

    Guarantee: "valid" only if `verify.check_errors` called the certificate Valid for the network and the problem of the
    family, its largest bound is the record's, and no other record is as good.
    """
    family, path = REAL_FAMILIES[record.family], index.folder / index.name
    try:
        network = load_float_network(index.network_path(record))
        certificate = load_error_certificate(index.certificate_path(record))
        if (network.inputs, network.outputs) != (record.features, record.features):
            raise DocumentError(path, f"features of {record.stem} must be {network.inputs}, not {record.features}")
        problem = family.problem(record.features, record.sparsity)
        counted = replace(
            record, neurons=family.neurons(network), at_most=max(certificate.at_most), problem=problem.digest,
            network=network.digest,
        )  # fmt: skip
        _require_so(path, record.stem, record.document(), counted.document())
        if not index.stands(record) or record.at_most >= TRIVIAL or record.at_most < record.least:
            raise DocumentError(path, f"{record.stem} must be better than all of at most its neurons, and is not")
    except (DocumentError, UsageError, ValueError) as error:
        return Looked(record.stem, "invalid", str(error))
    return _looked(record.stem, check_errors(problem, network, certificate, timeout=deadline.remaining()))


def stray_files(index: Index) -> list[Path]:
    """Files of networks and certificates that no record names."""
    named = {index.certificate_path(record) for record in index.records}
    named |= {index.network_path(record) for record in index.records if record.kept}
    named |= {path.with_suffix(".evidence.safetensors") for path in named}
    errors = load_error_index(index.folder)
    named |= {path for one in errors.records for path in (errors.network_path(one), errors.certificate_path(one))}
    return sorted({path for name in FOLDERS for path in (index.folder / name).glob("*")} - named)
