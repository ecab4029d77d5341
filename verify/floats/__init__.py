"""Networks of floating-point numbers, as people train them: what they hold, exactly, and what may be said of them."""

from verify.lazy import door

__getattr__, __dir__, __all__ = door(__name__, __file__)
