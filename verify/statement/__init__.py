"""The statement that is proved: problems, encoded networks, verdicts, certificates. Its main names are in `verify`."""

from verify.lazy import door

__getattr__, __dir__, __all__ = door(__name__, __file__)
