"""The checker of proofs and counts about float networks: all inputs again, by code of its own."""

from verify.checker.floats.front import check_float

__all__ = ["check_float"]
