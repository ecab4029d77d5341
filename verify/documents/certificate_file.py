"""Certificate documents: format superproof-certificate-1, with large evidence beside the JSON as safetensors."""

import hashlib
import os
from io import BytesIO
from pathlib import Path

from verify.arrays import Integers
from verify.documents.atomic import fill_text, write_together
from verify.documents.reader import Fields, json_text, read_bytes, read_object
from verify.documents.tensors import fill_tensors, tensors_of
from verify.errors import DocumentError, shown
from verify.statement.certificate import Certificate, Margin
from verify.statement.evaluation import require_kind

FORMAT = "superproof-certificate-1"
CLAIM = "the network computes the problem at this sparsity"
MAX_BYTES = 4 * 2**30
KEYS = {
    "format", "claim", "problem", "network", "prover", "sparsity", "inputs_covered", "margin", "assumptions",
    "evidence", "arrays",
}  # fmt: skip


def save_certificate(certificate: Certificate, path: str | os.PathLike[str]) -> None:
    """Write the JSON, and arrays to the file of the same name with suffix .evidence.safetensors: both or neither.

    Errors: DocumentError when a file cannot be written, or the evidence holds what JSON here cannot.

    >>> from tempfile import TemporaryDirectory
    >>> certificate = Certificate("p", "n", "enumerate", 2, 4, None, {})
    >>> with TemporaryDirectory() as folder:
    ...     save_certificate(certificate, f"{folder}/c.json")
    ...     load_certificate(f"{folder}/c.json").prover
    'enumerate'
    """
    require_kind("certificate", certificate, Certificate)
    beside, found = arrays_path(path), {"file": arrays_path(path).name}

    def write_arrays(temporary: Path) -> None:
        fill_tensors(beside, temporary, certificate.arrays)
        found["sha256"] = hashlib.sha256(temporary.read_bytes()).hexdigest()

    def write_json(temporary: Path) -> None:
        arrays = found if certificate.arrays else None
        fill_text(temporary, json_text(path, _document(certificate, arrays), indent=1) + "\n")

    json_text(path, _document(certificate, None))  # What cannot be written is refused before the arrays are.
    write_together([*([(beside, write_arrays)] if certificate.arrays else []), (path, write_json)])


def _document(certificate: Certificate, arrays: dict[str, str] | None) -> dict[str, object]:
    margin = certificate.margin
    return {
        "format": FORMAT,
        "claim": CLAIM,
        "problem": certificate.problem,
        "network": certificate.network,
        "prover": certificate.prover,
        "sparsity": certificate.sparsity,
        "inputs_covered": certificate.inputs_covered,
        "margin": None if margin is None else [margin.smallest_true, margin.largest_false],
        "assumptions": list(certificate.assumptions),
        "evidence": dict(certificate.evidence),
        "arrays": arrays,
    }


def load_certificate(path: str | os.PathLike[str]) -> Certificate:
    """The certificate in a JSON file, with the arrays beside it. Nothing is checked yet but the form.

    Errors: DocumentError with file, key, rule and value.

    >>> from tempfile import TemporaryDirectory
    >>> certificate = Certificate("p", "n", "enumerate", 2, 4, None, {})
    >>> with TemporaryDirectory() as folder:
    ...     save_certificate(certificate, f"{folder}/c.json")
    ...     load_certificate(f"{folder}/c.json").inputs_covered
    4
    """
    fields = Fields(path, read_object(path), KEYS)
    fields.constant("format", FORMAT)
    fields.constant("claim", CLAIM)
    assumptions = tuple(a for a in fields.array("assumptions") if isinstance(a, str))
    if len(assumptions) != len(fields.array("assumptions")):
        fields.refuse("assumptions", "be an array of strings")
    return Certificate(
        problem=fields.text("problem"),
        network=fields.text("network"),
        prover=fields.text("prover"),
        sparsity=fields.integer("sparsity"),
        inputs_covered=fields.integer("inputs_covered"),
        margin=_margin(fields),
        evidence=fields.object("evidence"),
        assumptions=assumptions,
        arrays={} if fields.take("arrays") is None else _arrays(path, fields.object("arrays")),
    )


def _margin(fields: Fields) -> Margin | None:
    value = fields.take("margin")
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        fields.refuse("margin", "be null or two integers")
    for score in value:
        if isinstance(score, bool) or not (score is None or isinstance(score, int)):
            fields.refuse("margin", "hold integers or null")
    return Margin(value[0], value[1])


def _arrays(path: str | os.PathLike[str], members: dict[str, object]) -> dict[str, Integers]:
    fields = Fields(path, members, {"file", "sha256"})
    beside = arrays_path(path)
    if fields.text("file") != beside.name:
        raise DocumentError(path, f"arrays.file must be {beside.name!r}, not {shown(fields.text('file'))}")
    # Read once: what is hashed is what is read, even where the file is replaced meanwhile.
    data = read_bytes(beside, MAX_BYTES)
    digest = hashlib.sha256(data).hexdigest()
    if digest != fields.text("sha256"):
        raise DocumentError(beside, f"must have the SHA-256 {shown(fields.text('sha256'), 80)}, not {digest}")
    tensors, metadata = tensors_of(beside, BytesIO(data), MAX_BYTES)
    if metadata:
        raise DocumentError(beside, f"evidence must have no metadata, not {shown(metadata)}")
    return tensors


def arrays_path(path: str | os.PathLike[str]) -> Path:
    """Where the arrays of a certificate file lie."""
    return Path(path).with_suffix(".evidence.safetensors")
