"""The front door: `import superproof as sp`, the command line and the report.

Importing this package costs nothing: every name, like every command, imports what it needs when it is used. What people
need less often is in `verify`, `constructions` and `bounds`.

>>> import superproof as sp
>>> found = sp.certify("karate-club", sparsity=2, construction="naive")
>>> found.verdict.claim
'every output is right on every admissible input, with the stated margin'
"""

try:
    from verify.lazy import door
except ModuleNotFoundError:
    import verify

    raise ImportError(
        f"{verify.__file__} hides superproof's package of the same name: rename that file, or run Python with -P"
    ) from None

__version__ = "0.1.0"
_get, __dir__, __all__ = door(__name__, __file__)


def __getattr__(name: str) -> object:
    """A name of the front door, or one that it had before: those are where `superproof.moved` says."""
    if name in __all__:
        return _get(name)
    from superproof.moved import moved

    return moved(name)
