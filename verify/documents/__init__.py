"""Files: problems and certificates as JSON, networks as safetensors (docs/formats.md, a contract)."""

from verify.documents.atomic import require_replaceable, write_atomically, write_text
from verify.documents.certificate_file import arrays_path, load_certificate, save_certificate
from verify.documents.document_kind import (
    CERTIFICATE,
    ERROR_CERTIFICATE,
    NETWORK,
    PROBLEM,
    REAL_PROBLEM,
    TALLY,
    begins_tensors,
    kind_of_file,
    load_any_network,
)
from verify.documents.float_network_file import load_float_network, save_float_network
from verify.documents.float_tensors import FLOAT_KINDS, read_float_tensors, stored_bytes
from verify.documents.labels import Labels
from verify.documents.network_file import load_network, save_network
from verify.documents.problem_file import load_labelled_problem, load_problem, problem_from_document, save_problem
from verify.documents.reader import MAX_BYTES, Fields, json_text, open_bounded, read_bytes, read_object
from verify.documents.real_problem_file import (
    load_error_certificate,
    load_labelled_real_problem,
    load_real_problem,
    save_error_certificate,
    save_real_problem,
)
from verify.documents.tally_file import load_tally, save_tally
from verify.documents.tensor_header import FLOAT_BYTES, read_any_header

__all__ = [
    "CERTIFICATE",
    "ERROR_CERTIFICATE",
    "FLOAT_BYTES",
    "FLOAT_KINDS",
    "MAX_BYTES",
    "NETWORK",
    "PROBLEM",
    "REAL_PROBLEM",
    "TALLY",
    "Fields",
    "Labels",
    "arrays_path",
    "begins_tensors",
    "json_text",
    "kind_of_file",
    "load_any_network",
    "load_certificate",
    "load_error_certificate",
    "load_float_network",
    "load_labelled_problem",
    "load_labelled_real_problem",
    "load_network",
    "load_problem",
    "load_real_problem",
    "load_tally",
    "open_bounded",
    "problem_from_document",
    "read_any_header",
    "read_bytes",
    "read_float_tensors",
    "read_object",
    "require_replaceable",
    "save_certificate",
    "save_error_certificate",
    "save_float_network",
    "save_network",
    "save_problem",
    "save_real_problem",
    "save_tally",
    "stored_bytes",
    "write_atomically",
    "write_text",
]
