"""A challenger for a record on real features: proved, checked, and put in the place of what it beats."""

from dataclasses import dataclass
from typing import final

from superproof.records.error_record import ErrorRecord
from superproof.records.index import ErrorIndex
from superproof.records.real_families import TRIVIAL, RealFamily
from superproof.records.record import MOST_WORDS
from superproof.terminal import one_line
from verify import (
    FloatNetwork,
    UncheckedErrors,
    Unknown,
    WorstErrors,
    save_error_certificate,
    save_float_network,
    worst_errors,
)
from verify.progress import Progress


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
    standing, won = index.with_challenger(record)
    if not won or record.at_most >= TRIVIAL:
        return ErrorChallenged(found, record)
    index.make_folders()
    save_float_network(network, index.network_path(record))
    save_error_certificate(found.certificate, index.certificate_path(record))
    index.keep(standing)
    return ErrorChallenged(found, record, won=True)
