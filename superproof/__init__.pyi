"""The thirty names of `superproof`: `verify.lazy` reads them here, and so do type checkers."""

from superproof.asserting import assert_computes, check, how_wrong, prove, score
from superproof.cluster.connect import on_cluster
from superproof.documents import load, save
from superproof.explanation import counterexamples, explain
from superproof.imports.files import read_network
from superproof.imports.onnx_file import from_onnx
from superproof.imports.torch_module import from_torch
from superproof.notebook import build, certify, report
from verify import (
    Circuit,
    FloatNetwork,
    Gate,
    Gates,
    Invalid,
    Network,
    Permutation,
    Proved,
    Refuted,
    TwoAnd,
    Unknown,
    Valid,
    autoencoder,
    real_problem,
)

__version__: str

__all__ = [
    "Circuit",
    "FloatNetwork",
    "Gate",
    "Gates",
    "Invalid",
    "Network",
    "Permutation",
    "Proved",
    "Refuted",
    "TwoAnd",
    "Unknown",
    "Valid",
    "assert_computes",
    "autoencoder",
    "build",
    "certify",
    "check",
    "counterexamples",
    "explain",
    "from_onnx",
    "from_torch",
    "how_wrong",
    "load",
    "on_cluster",
    "prove",
    "read_network",
    "real_problem",
    "report",
    "save",
    "score",
]
