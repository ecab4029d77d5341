"""Provers: (problem, network) -> Found, Refuted or Unknown. They may be clever, and nobody trusts them.

What others may ask of them is named here, and imported when it is asked for: provers load compilers and solvers.

>>> PROVERS["contracts"].complete
False
"""

from verify.lazy import door

__getattr__, __dir__, __all__ = door(__name__, __file__)
