"""Networks from elsewhere: torch modules and files of other tools, as chains of layers, nothing rounded."""

from verify.lazy import door

__getattr__, __dir__, __all__ = door(__name__, __file__)
