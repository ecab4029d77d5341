"""Others that work on parts of one question: all that provers and checkers know of a cluster."""

import json
from collections.abc import Callable, Generator, Iterable, Mapping
from itertools import pairwise
from typing import Any, Protocol, TypeVar, final

import numpy as np

from verify.arrays import Integers
from verify.floats.network import FloatNetwork
from verify.progress import Deadline
from verify.statement.network import Network
from verify.statement.problem import Problem

Task = dict[str, Any]
"""What part of a question is asked for, in plain values; `begin` and `end` are its range of outputs, inputs or columns.

Who did a task of `begin` before has what another one needs again, where both are `near`.
"""
Part = dict[str, Any]
"""What was found of a task, in plain values and arrays of integers. Nobody trusts it."""
Made = TypeVar("Made")
PARTS_A_HAND = 4
TRUST = "that the workers of the cluster and what carries their answers are right, as one's own machine is"
"""What an answer rests on that workers give, and nobody here checks."""


@final
class Question:
    """A problem and a network, with `more` documents by name, and what was made of them once in one process.

    A part is bound to all of it by digest, so that what all tasks have in common is said in documents, and sent once.
    """

    def __init__(
        self, problem: Problem, given: Network | FloatNetwork, more: Mapping[str, bytes] | None = None
    ) -> None:
        self.problem, self.given, self.more = problem, given, dict(more or {})
        self._made: dict[str, Any] = {}

    @property
    def network(self) -> Network:
        """The network, of integers. Errors: ValueError for one of floats."""
        if not isinstance(self.given, Network):
            raise ValueError("this part is about a network of integers, and the question about one of floats")
        return self.given

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` returned when this was first asked for under the name; the last name's alone is kept."""
        if name not in self._made:
            self._made.clear()
            self._made[name] = make()
        found: Made = self._made[name]
        return found


class Crew(Protocol):
    """Workers for parts of questions: processes of a cluster, or whoever else answers."""

    @property
    def hands(self) -> int:
        """How many tasks are worked on at once."""

    @property
    def memory(self) -> int:
        """Bytes that every worker may take."""

    def work(
        self, kind: str, question: Question, tasks: Iterable[Task], deadline: Deadline
    ) -> Generator[tuple[Task, Part], None, None]:
        """(task, part) for all tasks, in the order in which they are finished; `kind` names who answers them.

        Closing the iterator early forgets what is not finished. Errors: TimeoutError when the deadline passes.
        """


def cut(begin: int, end: int, size: int) -> list[tuple[int, int]]:
    """The range begin..end-1 in ranges of nearly equal length, `size` at most.

    >>> cut(0, 10, 4), cut(3, 3, 4)
    ([(0, 3), (3, 6), (6, 10)], [])
    """
    count = -(-(end - begin) // size)
    edges = [begin + (end - begin) * k // max(count, 1) for k in range(count + 1)]
    return list(pairwise(edges))


def fair_part(size: int, most: int, hands: int) -> int:
    """How much of `size` a part takes: `most` at most, and so little that every hand gets several parts."""
    return max(1, min(most, size // (PARTS_A_HAND * hands)))


def packed(values: object, arrays: Mapping[str, Integers]) -> bytes:
    """A document of a question: a value of JSON, and arrays.

    >>> values, arrays = unpacked(packed({"a": 1}, {"b": np.arange(2)}))
    >>> values, arrays["b"].tolist()
    ({'a': 1}, [0, 1])
    """
    from safetensors.numpy import save

    text = np.frombuffer(json.dumps(values).encode(), dtype=np.uint8)
    named = {f"/{name}": np.ascontiguousarray(array) for name, array in arrays.items()}
    document: bytes = save({"values": text, **named})
    return document


def unpacked(document: bytes) -> tuple[Any, dict[str, Integers]]:
    """What was packed."""
    from safetensors.numpy import load

    arrays = load(document)
    return json.loads(arrays.pop("values").tobytes()), {name[1:]: array for name, array in arrays.items()}
