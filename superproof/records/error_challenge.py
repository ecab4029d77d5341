"""A record on real features: a challenger is proved, checked and kept; one that is kept is looked at again."""

from dataclasses import dataclass, replace
from typing import final

from superproof.errors import UsageError
from superproof.records.error_record import ErrorIndex, ErrorRecord, save_error_index, with_error_record
from superproof.records.real_families import REAL_FAMILIES, TRIVIAL, RealFamily
from superproof.terminal import one_line
from verify import (
    FloatNetwork,
    Invalid,
    UncheckedErrors,
    Unknown,
    Valid,
    WorstErrors,
    check_errors,
    load_error_certificate,
    load_float_network,
    save_error_certificate,
    save_float_network,
    worst_errors,
)
from verify.errors import DocumentError
from verify.progress import Deadline, Progress

MOST_WORDS = 300


@final
@dataclass(frozen=True)
class ErrorChallenged:
    """What was proved of a challenger, its record (None where nothing was), and whether it stands in the table."""

    found: WorstErrors | UncheckedErrors | Unknown
    record: ErrorRecord | None = None
    won: bool = False


def challenge_errors(
    index: ErrorIndex,
    family: RealFamily,
    features: int,
    sparsity: int,
    network: FloatNetwork,
    made_by: str,
    *,
    timeout: float | None = None,
    progress: Progress | None = None,
) -> ErrorChallenged:
    """Prove the worst error of a network, and write it into the folder where it is a record.

    Guarantee: for all outcomes the folder holds only what the checker called Valid, or what it held before. A network
    is a record where none of at most its neurons errs as little, and always answering 1/2 errs more. Errors: UsageError
    for a network of another form; DocumentError where the folder cannot be written.
    """
    neurons, problem = family.neurons(network), family.problem(features, sparsity)
    found = worst_errors(problem, network, timeout=timeout, progress=progress)
    if not isinstance(found, WorstErrors):
        return ErrorChallenged(found)
    words = one_line(made_by)[:MOST_WORDS]
    record = ErrorRecord(
        family.name, features, neurons, sparsity, max(found.at_most), problem.digest, network.digest, words
    )
    standing, won = with_error_record(index.records, record)
    if not won or record.at_most >= TRIVIAL:
        return ErrorChallenged(found, record)
    for folder in ("networks", "certificates"):
        (index.folder / folder).mkdir(exist_ok=True)
    save_float_network(network, index.network_path(record))
    save_error_certificate(found.certificate, index.certificate_path(record))
    save_error_index(index.folder, standing)
    stems = {one.stem for one in standing}
    for gone in (one for one in index.records if one.stem not in stems):
        index.network_path(gone).unlink(missing_ok=True)
        index.certificate_path(gone).unlink(missing_ok=True)
    return ErrorChallenged(found, record, won=True)


def examine_errors(index: ErrorIndex, record: ErrorRecord, deadline: Deadline) -> tuple[str, str | None]:
    """Valid, invalid or unknown, and why: everything that a record says, from its files alone.

    Guarantee: "valid" only if `verify.check_errors` called the certificate Valid for the network and the problem of the
    family, its largest bound is the record's, and no other record is as good.
    """
    family, path = REAL_FAMILIES[record.family], index.folder / "errors.json"
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
        for name, value in counted.document().items():
            if record.document()[name] != value:
                raise DocumentError(path, f"{name} of {record.stem} must be {value}, not {record.document()[name]}")
        if not index.stands(record) or record.at_most >= TRIVIAL or record.at_most < record.least:
            raise DocumentError(path, f"{record.stem} must be better than all of at most its neurons, and is not")
    except (DocumentError, UsageError, ValueError) as error:
        return "invalid", str(error)
    answer = check_errors(problem, network, certificate, timeout=deadline.remaining())
    match answer:
        case Valid():
            return "valid", None
        case Invalid(reason):
            return "invalid", reason
    return "unknown", answer.reason
