"""What a reader finds in a file, before anything is dropped or merged."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn, final

import numpy as np

from superproof.formats.content import Content
from superproof.formats.values import whole
from verify.arrays import Longs
from verify.errors import shown

MAX_NODES = 2**22
"""Most nodes of a file; a short file may declare any number of nodes that no line of it names."""


class Raw(NamedTuple):
    """Nodes in the file's order under the names that tell them apart, and every edge of the file, loops too.

    `edges` has shape (edges, 2) and holds numbers of nodes. `labels` are names for people where the file has them;
    None stands for the node's own name. `nodes` and `links` are attributes, where the format has them.
    `left_out` says what else the file holds and the graph does not, `notes` how it was read.
    """

    names: Sequence[str]
    edges: Longs
    directed: bool = False
    labels: Sequence[str | None] | None = None
    nodes: Sequence[dict[str, object]] | None = None
    links: Sequence[dict[str, object]] | None = None
    hyperedges: Sequence[tuple[int, ...]] = ()
    left_out: Sequence[str] = ()
    notes: Sequence[str] = ()


@final
@dataclass
class Builder:
    """Collects nodes, numbered in the order they are met, and edges."""

    number: dict[str, int] = field(default_factory=dict)
    ends: "array[int]" = field(default_factory=lambda: array("q"))

    def node(self, name: str) -> int:
        """The number of a node, new or known."""
        return self.number.setdefault(name, len(self.number))

    def edges_between(self, names: Sequence[str]) -> None:
        """Many edges at once: names 2 k and 2 k + 1 are the ends of edge k."""
        for name in dict.fromkeys(names):
            self.number.setdefault(name, len(self.number))
        self.ends.extend(map(self.number.__getitem__, names))

    def join(self, source: int, target: int) -> None:
        """An edge between two nodes by number."""
        self.ends.append(source)
        self.ends.append(target)

    @property
    def edges(self) -> Longs:
        """All edges so far, shape (edges, 2)."""
        return np.frombuffer(self.ends.tobytes(), dtype=np.int64).reshape(-1, 2)


def numbered(first: int, count: int) -> list[str]:
    """The names of nodes that a format only counts.

    >>> numbered(1, 3)
    ['1', '2', '3']
    """
    return [str(j) for j in range(first, first + count)]


def edge_array(pairs: Iterable[tuple[int, int]]) -> Longs:
    """Pairs of node numbers as an array of shape (edges, 2)."""
    return np.array(list(pairs), dtype=np.int64).reshape(-1, 2)


def require_count(content: Content, line: int, nodes: int) -> int:
    """`nodes`, or DocumentError where a file declares more than `MAX_NODES` of them."""
    if nodes > MAX_NODES:
        content.refuse(f"must declare at most {MAX_NODES:,} nodes, not {nodes}", line)
    return nodes


def node_number(content: Content, line: int, word: str, nodes: int) -> int:
    """The node, from 0, that a word names by its number 1..nodes. Errors: DocumentError for any other word."""
    number = whole(word)
    if number is None or not 1 <= number <= nodes:
        content.refuse(f"must name nodes by numbers from 1 to {nodes}, not {shown(word)}", line)
    return number - 1


def refuse_total(content: Content, line: int, declared: int, found: int) -> NoReturn:
    """DocumentError: another number of edges than the header declares."""
    content.refuse(f"declares {declared} edges, but the file has {found}: it may be cut off", line)
