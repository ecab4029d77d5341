"""Names of features and outputs, carried by problem documents beside the statement."""

import json
from dataclasses import dataclass
from typing import final

from verify.documents.reader import Fields
from verify.errors import DocumentError, shown_json
from verify.reals.problem import RealProblem
from verify.statement.problem import Problem


@final
@dataclass(frozen=True)
class Labels:
    """Names of a problem's features and of its outputs, each all different, or none.

    They are no part of the statement: digests do not see them, and no certificate depends on them.
    """

    features: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()

    def document(self) -> dict[str, list[str]]:
        """The value of the key `labels`.

        >>> Labels(("Ann", "Bob")).document()
        {'features': ['Ann', 'Bob']}
        """
        named = {"features": list(self.features), "outputs": list(self.outputs)}
        return {key: names for key, names in named.items() if names}


def labelled_text(problem: Problem | RealProblem, labels: Labels | None) -> str:
    """The problem's document as JSON, with the names where there are any."""
    named = {} if labels is None else labels.document()
    return json.dumps(problem.document() | ({"labels": named} if named else {})) + "\n"


def labels_from_document(path: object, document: dict[str, object], problem: Problem | RealProblem) -> Labels:
    """The labels in a problem document, none where it has none.

    Errors: DocumentError unless they are different texts, as many as the problem has features or outputs.
    """
    if "labels" not in document:
        return Labels()
    value = document["labels"]
    if not isinstance(value, dict):
        raise DocumentError(path, f"labels must be an object, not {shown_json(value)}")
    fields = Fields(path, value, {"features", "outputs"})
    return Labels(_names(path, fields, "features", problem.features), _names(path, fields, "outputs", problem.outputs))


def _names(path: object, fields: Fields, key: str, wanted: int) -> tuple[str, ...]:
    if key not in fields:
        return ()
    names = fields.array(key)
    if len(names) != wanted:
        raise DocumentError(path, f"labels: {key} must be {wanted} names, not {len(names)}")
    found: dict[str, int] = {}
    for i, name in enumerate(names):
        if not isinstance(name, str) or not name.strip():
            raise DocumentError(path, f"labels: {key}[{i}] must be a text, not {shown_json(name)}")
        if found.setdefault(name, i) != i:
            raise DocumentError(path, f"labels: {key} must differ, but {shown_json(name)} is {found[name]} and {i}")
    return tuple(found)
