"""The names of `superproof.imports`: `verify.lazy` reads them here, and so do type checkers."""

from superproof.imports.read_chain import Choices, Reading

__all__ = ["Choices", "Reading"]
