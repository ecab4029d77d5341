"""Any of superproof's own files, read by one name and written by another."""

import os
from collections.abc import Callable
from typing import Any

import verify
from verify import DocumentError, Labels, documents
from verify.floats import TallyCertificate
from verify.reals import ErrorCertificate

LOADERS: dict[str | None, Callable[[str | os.PathLike[str]], Any]] = {
    documents.PROBLEM: verify.load_problem,
    documents.REAL_PROBLEM: verify.load_real_problem,
    documents.NETWORK: verify.load_any_network,
    documents.CERTIFICATE: verify.load_certificate,
    documents.ERROR_CERTIFICATE: verify.load_error_certificate,
    documents.TALLY: documents.load_tally,
}
WRITERS: dict[type, Callable[..., None]] = {
    verify.Problem: verify.save_problem,
    verify.RealProblem: verify.save_real_problem,
    verify.Network: verify.save_network,
    verify.FloatNetwork: verify.save_float_network,
    verify.Certificate: verify.save_certificate,
    ErrorCertificate: verify.save_error_certificate,
    TallyCertificate: documents.save_tally,
}


def load(path: str | os.PathLike[str]) -> Any:
    """The problem, network or certificate in a file of superproof's: which of them, the file's content says.

    Nothing is checked but the form: `check` says whether what a certificate claims is true. Names of features and
    outputs come with `verify.load_labelled_problem`. Errors: DocumentError, for graphs and networks of other tools too.

    >>> from tempfile import TemporaryDirectory
    >>> from superproof import TwoAnd
    >>> with TemporaryDirectory() as folder:
    ...     save(TwoAnd(2, 2, ((0, 1),)), f"{folder}/p.json")
    ...     load(f"{folder}/p.json").outputs
    1
    """
    try:
        loader = LOADERS.get(documents.kind_of_file(path))
    except OSError as error:
        raise DocumentError(path, f"cannot be read: {error.strerror}") from error
    if loader is None:
        raise DocumentError(
            path, "is none of superproof's documents (certify takes graphs, read_network networks of other tools)"
        )
    return loader(path)


def save(thing: Any, path: str | os.PathLike[str], labels: Labels | None = None) -> None:
    """Write a problem, a network or a certificate of any kind as a file, atomically; `load` reads it again.

    Names of features and outputs are no part of a problem: without `labels` its file has none. Errors: TypeError for
    what has no document, or no names; DocumentError where nothing can be written.

    >>> save(3, "three.json")
    Traceback (most recent call last):
    TypeError: what is saved must be a problem, a network or a certificate, not a int
    """
    writer = WRITERS.get(type(thing))
    if writer is None:
        raise TypeError(f"what is saved must be a problem, a network or a certificate, not a {type(thing).__name__}")
    if labels is None:
        writer(thing, path)
    elif isinstance(thing, verify.Problem | verify.RealProblem):
        writer(thing, path, labels)
    else:
        raise TypeError(f"labels go with a problem, not with a {type(thing).__name__}")
