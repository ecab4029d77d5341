"""Documents about real features: superproof-real-problem-1 and superproof-error-certificate-2 (and -1)."""

import json
import os
from fractions import Fraction

from verify.documents.atomic import write_text
from verify.documents.labels import Labels, labelled_text, labels_from_document
from verify.documents.reader import Fields, read_object
from verify.errors import MOST_DIGITS, DocumentError, long_integers, shown, shown_json
from verify.reals.error_certificate import ErrorCertificate
from verify.reals.hinges import Target
from verify.reals.problem import FORMAT, RealProblem, real_problem, written

CERTIFICATE_FORMAT, BEFORE = "superproof-error-certificate-2", "superproof-error-certificate-1"
CLAIM = "on every admissible input the error of every output is at most at_most"


def save_real_problem(problem: RealProblem, path: str | os.PathLike[str], labels: Labels | None = None) -> None:
    """Write the problem's document, and names of features and outputs if there are any, atomically.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import autoencoder
    >>> with TemporaryDirectory() as folder:
    ...     save_real_problem(autoencoder(3, 1), f"{folder}/p.json")
    ...     load_real_problem(f"{folder}/p.json") == autoencoder(3, 1)
    True
    """
    write_text(path, labelled_text(problem, labels))


def load_real_problem(path: str | os.PathLike[str]) -> RealProblem:
    """The problem in a JSON file. Errors: DocumentError with file, key, rule and value.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import autoencoder
    >>> with TemporaryDirectory() as folder:
    ...     save_real_problem(autoencoder(3, 1), f"{folder}/p.json")
    ...     load_real_problem(f"{folder}/p.json").sparsity
    1
    """
    return load_labelled_real_problem(path)[0]


def load_labelled_real_problem(path: str | os.PathLike[str]) -> tuple[RealProblem, Labels]:
    """As `load_real_problem`, and the names of features and outputs that the file holds.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import autoencoder
    >>> with TemporaryDirectory() as folder:
    ...     save_real_problem(autoencoder(2, 1), f"{folder}/p.json", Labels(("a", "b")))
    ...     load_labelled_real_problem(f"{folder}/p.json")[1]
    Labels(features=('a', 'b'), outputs=())
    """
    document = read_object(path)
    fields = Fields(path, document, {"format", "features", "sparsity", "ranges", "corners", "targets", "labels"})
    fields.constant("format", FORMAT)
    corners = fields.take("corners")
    if type(corners) is not bool:
        fields.refuse("corners", "be true or false")
    try:
        targets = [_target(f"targets[{i}]", entry) for i, entry in enumerate(fields.array("targets"))]
        ranges = [_range(f"ranges[{j}]", entry) for j, entry in enumerate(fields.array("ranges"))]
        sizes = fields.integer("features"), fields.integer("sparsity")
        problem = real_problem(*sizes, targets, ranges=ranges, corners=corners)
    except (TypeError, ValueError) as error:
        raise DocumentError(path, str(error)) from error
    return problem, labels_from_document(path, document, problem)


def save_error_certificate(certificate: ErrorCertificate, path: str | os.PathLike[str]) -> None:
    """Write the certificate's document, atomically."""
    head = {"format": CERTIFICATE_FORMAT, "claim": CLAIM}
    with long_integers():
        text = json.dumps(head | certificate.content() | {"digest": certificate.content_digest})
    write_text(path, text + "\n")


def load_error_certificate(path: str | os.PathLike[str]) -> ErrorCertificate:
    """The certificate in a JSON file: nothing is checked yet but the form. Errors: DocumentError.

    Format 1, of before, states no digest of itself.
    """
    fields = Fields(path, read_object(path), {"format", "claim", "problem", "network", "at_most", "attained", "digest"})
    sealed = fields.take("format") != BEFORE
    fields.constant("format", CERTIFICATE_FORMAT if sealed else BEFORE)
    if not sealed and "digest" in fields:
        fields.refuse("digest", f"not be there in {BEFORE}")
    fields.constant("claim", CLAIM)
    try:
        at_most = [_number(f"at_most[{i}]", value) for i, value in enumerate(fields.array("at_most"))]
        attained = [_pairs(f"attained[{i}]", value) for i, value in enumerate(fields.array("attained"))]
    except (TypeError, ValueError) as error:
        raise DocumentError(path, str(error)) from error
    digest = fields.text("digest") if sealed else None
    return ErrorCertificate(fields.text("problem"), fields.text("network"), tuple(at_most), tuple(attained), digest)


def _number(place: str, value: object) -> Fraction:
    """An integer, or text such as "3/8" in lowest terms."""
    if type(value) is int:
        return Fraction(value)
    if type(value) is not str or len(value) > MOST_DIGITS:
        raise TypeError(f'{place} must be an integer or text such as "3/8", not {shown_json(value)}')
    with long_integers():
        try:
            number = Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise ValueError(f'{place} must be an integer or text such as "3/8", not {shown_json(value)}') from None
        if written(number) != value:
            raise ValueError(f"{place} must be in lowest terms, {shown(written(number))}, not {shown_json(value)}")
    return number


def _list(place: str, value: object, length: int | None = None) -> list[object]:
    if not isinstance(value, list) or length not in (None, len(value)):
        raise TypeError(f"{place} must be an array{'' if length is None else f' of {length}'}, not {shown_json(value)}")
    return value


def _range(place: str, value: object) -> tuple[Fraction, Fraction]:
    low, high = _list(place, value, 2)
    return _number(place, low), _number(place, high)


def _pairs(place: str, value: object) -> dict[int, Fraction]:
    """[[feature, number], ...]: no feature twice."""
    found: dict[int, Fraction] = {}
    for entry in _list(place, value):
        j, number = _list(place, entry, 2)
        if type(j) is not int or j < 0 or j in found:
            raise ValueError(f"{place} must name each feature once, by its number, not {shown_json(j)}")
        found[j] = _number(place, number)
    return found


def _target(place: str, value: object) -> Target:
    constant, terms, hinges = _list(place, value, 3)
    bent = []
    for hinge in _list(place, hinges):
        coefficient, inner, inside = _list(place, hinge, 3)
        bent.append((_number(place, coefficient), _affine(place, inner, inside)))
    straight = _affine(place, constant, terms)
    return Target(straight.constant, straight.terms, tuple(bent))


def _affine(place: str, constant: object, terms: object) -> Target:
    found = _pairs(place, terms)
    if list(found) != sorted(found) or not all(found.values()):
        raise ValueError(f"{place} must name features in ascending order, with coefficients that are not 0")
    return Target(_number(place, constant), tuple(found.items()))
