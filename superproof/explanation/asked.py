"""Features and outputs that are asked for by number or by name."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from superproof.errors import UsageError
from superproof.names import Names, numbered, output_number
from verify.plain_integer import plain_integer

NO_LABELS = "; names are those of labels=labels, which problem, labels = load_labelled_problem(FILE) reads"


def features_asked(names: Names, active: Iterable[int | str]) -> tuple[int, ...]:
    """Features by number or by name, in order, once each.

    Errors: TypeError for one text in place of many, ValueError for a number and UsageError for a name of no feature.
    """
    if isinstance(active, str) or not isinstance(active, Iterable):
        raise TypeError(f"active must be features, by number or name, such as [0, 1] or ['Ann'], not {active!r:.60}")
    number, size = {label: j for j, label in enumerate(names.labels)}, names.problem.inputs
    with _remedied(names.labels):
        found = {
            numbered("active", "feature", one.removeprefix("feature "), number, size)
            if isinstance(one, str)
            else _existing("feature", one, size)
            for one in active
        }
    return tuple(sorted(found))


@contextmanager
def _remedied(labels: Sequence[str]) -> Iterator[None]:
    """Where a name is none because no names were given, the error says how they are."""
    try:
        yield
    except UsageError as error:
        named = any(label != str(number) for number, label in enumerate(labels))
        raise UsageError(f"{error}{'' if named else NO_LABELS}") from None


def output_asked(names: Names, output: int | str) -> int:
    """An output by number, by name, or as messages write it; errors as `features_asked`."""
    if isinstance(output, str):
        with _remedied(names.outputs):
            return output_number("output", output, names)
    return _existing("output", output, names.problem.outputs)


def _existing(noun: str, one: int, size: int) -> int:
    number = plain_integer(f"every one of the {noun}s", one)
    if not 0 <= number < size:
        raise ValueError(f"{noun}s are numbered from 0 to {size - 1}, and {number} is none of them")
    return number
