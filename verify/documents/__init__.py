"""Files: problems and certificates as JSON, networks as safetensors (design.md section 5, a contract)."""

from verify.documents.any_network_file import load_any_network
from verify.documents.certificate_file import load_certificate, save_certificate
from verify.documents.float_network_file import load_float_network, save_float_network
from verify.documents.labels import Labels
from verify.documents.network_file import load_network, save_network
from verify.documents.problem_file import load_labelled_problem, load_problem, problem_from_document, save_problem
from verify.documents.real_problem_file import (
    load_error_certificate,
    load_real_problem,
    save_error_certificate,
    save_real_problem,
)
from verify.documents.tally_file import load_tally, save_tally

__all__ = [
    "Labels",
    "load_any_network",
    "load_certificate",
    "load_error_certificate",
    "load_float_network",
    "load_labelled_problem",
    "load_network",
    "load_problem",
    "load_real_problem",
    "load_tally",
    "problem_from_document",
    "save_certificate",
    "save_error_certificate",
    "save_float_network",
    "save_network",
    "save_problem",
    "save_real_problem",
    "save_tally",
]
