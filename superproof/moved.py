"""Names that the front door had before it was cut to thirty: they warn for one release, and then go."""

import warnings
from importlib import import_module

import verify

HOMES = {
    "Certified": "superproof.certified.Certified",
    "CertifiedFloats": "superproof.certified_floats.CertifiedFloats",
    "Choices": "superproof.imports.Choices",
    "HowWrong": "superproof.error_report.HowWrong",
    "NoNetworkError": "superproof.errors.NoNetworkError",
    "Reading": "superproof.imports.Reading",
    "UsageError": "superproof.errors.UsageError",
    "count_wrong": "superproof.score",
}


def moved(name: str) -> object:
    """What `superproof.NAME` was, with a warning that says where it is now; AttributeError for other names."""
    if name not in HOMES and name not in verify.__all__:
        raise AttributeError(f"module 'superproof' has no attribute {name!r}")
    home = HOMES.get(name, f"verify.{name}")
    warnings.warn(f"superproof.{name} is going: it is {home}", DeprecationWarning, stacklevel=3)
    module, _, there = home.rpartition(".")
    found: object = getattr(import_module(module), there)
    return found
