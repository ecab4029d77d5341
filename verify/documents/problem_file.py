"""Problem documents: format superproof-problem-1."""

import os
from collections.abc import Callable
from typing import Any

from verify.documents.atomic import write_text
from verify.documents.labels import Labels, labelled_text, labels_from_document
from verify.documents.reader import Fields, read_object
from verify.errors import DocumentError, shown_json
from verify.reals.problem import FORMAT as REAL_FORMAT
from verify.statement.circuit import Circuit
from verify.statement.evaluation import require_kind
from verify.statement.gate_problem import gate_problem
from verify.statement.permutation import Permutation
from verify.statement.problem import Problem

FORMAT = "superproof-problem-1"


def load_problem(path: str | os.PathLike[str]) -> Problem:
    """The problem in a JSON file, without names: `load_labelled_problem` reads those too.

    Errors: DocumentError with file, key, rule and value.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import TwoAnd
    >>> with TemporaryDirectory() as folder:
    ...     save_problem(TwoAnd(2, 2, ((0, 1),)), f"{folder}/p.json")
    ...     load_problem(f"{folder}/p.json").pairs
    ((0, 1),)
    """
    return load_labelled_problem(path)[0]


def load_labelled_problem(path: str | os.PathLike[str]) -> tuple[Problem, Labels]:
    """As `load_problem`, and the names of features and outputs that the file holds.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import TwoAnd
    >>> with TemporaryDirectory() as folder:
    ...     save_problem(TwoAnd(2, 2, ((0, 1),)), f"{folder}/p.json", Labels(("a", "b"), ("c",)))
    ...     load_labelled_problem(f"{folder}/p.json")[1]
    Labels(features=('a', 'b'), outputs=('c',))
    """
    document = read_object(path)
    problem = problem_from_document(path, document)  # Which looks at the labels as well.
    return problem, labels_from_document(path, document, problem)


def save_problem(problem: Problem, path: str | os.PathLike[str], labels: Labels | None = None) -> None:
    """Write the problem's document, and names of features and outputs if there are any, atomically.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import TwoAnd
    >>> with TemporaryDirectory() as folder:
    ...     save_problem(TwoAnd(2, 2, ((0, 1),)), f"{folder}/p.json", Labels(("a", "b"), ("c",)))
    ...     load_labelled_problem(f"{folder}/p.json")[1].features
    ('a', 'b')
    """
    require_kind("problem", problem, Problem)
    write_text(path, labelled_text(problem, labels))


def problem_from_document(path: object, document: dict[str, object]) -> Problem:
    """The problem that a parsed document stands for; `path` is only named in errors.

    >>> problem_from_document("doc", gate_problem(2, 2, [("and", 0, 1)]).document()).pairs
    ((0, 1),)
    """
    if document.get("format") == REAL_FORMAT:
        raise DocumentError(path, "is a problem about real features: superproof worst takes it")
    kind = document.get("kind")
    if "kind" not in document:
        raise DocumentError(path, f"key 'kind' is missing: one of {', '.join(KINDS)} (docs/formats.md)")
    if not isinstance(kind, str) or kind not in KINDS:
        raise DocumentError(path, f"kind must be one of {', '.join(KINDS)}, not {shown_json(kind)}")
    keys, read = KINDS[kind]
    fields = Fields(path, document, {"format", "kind", "sparsity", "labels", *keys})
    fields.constant("format", FORMAT)
    try:
        problem = read(path, fields)
    except (ValueError, TypeError) as error:
        raise DocumentError(path, str(error)) from error
    labels_from_document(path, document, problem)
    return problem


def _gates(path: object, fields: Fields) -> Problem:
    gates = [_gate(path, f"gates[{i}]", gate) for i, gate in enumerate(fields.array("gates"))]
    return gate_problem(fields.integer("inputs"), fields.integer("sparsity"), gates)


def _circuit(path: object, fields: Fields) -> Problem:
    levels = []
    for number, level in enumerate(fields.array("levels"), start=1):
        if not isinstance(level, list):
            raise DocumentError(path, f"level {number} must be an array of gates, not {shown_json(level)}")
        levels.append([_gate(path, f"level {number}: gates[{i}]", gate) for i, gate in enumerate(level)])
    return Circuit.of(fields.integer("inputs"), fields.integer("sparsity"), levels)


def _gate(path: object, place: str, gate: object) -> list[Any]:
    if not isinstance(gate, list) or len(gate) < 2 or not isinstance(gate[0], str):
        raise DocumentError(path, f'{place} must be ["kind", feature, ...], not {shown_json(gate)}')
    for feature in gate[1:]:
        if type(feature) is not int:
            raise DocumentError(path, f"{place} must name features by integers, not {shown_json(feature)}")
    return gate


def _permutation(path: object, fields: Fields) -> Problem:
    images = fields.array("images")
    for i, image in enumerate(images):
        if type(image) is not int:
            raise DocumentError(path, f"images[{i}] must be an integer, not {shown_json(image)}")
    return Permutation([i for i in images if isinstance(i, int)], sparsity=fields.integer("sparsity"))


KINDS: dict[str, tuple[tuple[str, ...], Callable[[object, Fields], Problem]]] = {
    "circuit": (("inputs", "levels"), _circuit),
    "gates": (("inputs", "gates"), _gates),
    "permutation": (("images",), _permutation),
}
"""Kind -> the keys that it has besides those of every document, and what reads them."""
