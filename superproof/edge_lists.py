"""Plain text graphs: edge lists, tables of edge pairs and adjacency lists, read line by line.

networkx skips lines that it cannot read; here such a line is refused, with its number.
"""

import ast
import csv
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NoReturn

from verify.errors import DocumentError, shown

if TYPE_CHECKING:
    import networkx as nx

HEADERS = frozenset({"source", "target", "from", "to", "u", "v", "node1", "node2", "src", "dst"})


def edge_list(path: object, text: str) -> "nx.Graph[object]":
    """White space between two node names, then nothing, numbers, or a dictionary as networkx writes it.

    Lines that start with # or % are comments. Nodes are numbered in the order they appear.

    >>> edge_list("g.edgelist", "# met\\na b\\nb c 2.5\\n").number_of_edges()
    2
    """
    graph = _empty()
    for number, line in _lines(text):
        words = line.split(None, 2)
        if len(words) < 2 or not _is_data(words[2:]):
            _refuse(path, number, "be two node names and then nothing, numbers or a dictionary", line)
        graph.add_edge(words[0], words[1])
    return graph


def edge_table(path: object, text: str) -> "nx.Graph[object]":
    """Comma-separated (or semicolon- or tab-separated) rows whose first two cells are node names.

    A first row such as `source,target` is a header.

    >>> edge_table("g.csv", "source,target\\nJean Valjean,Cosette\\n").number_of_edges()
    1
    """
    graph = _empty()
    lines = list(_lines(text))
    separator = max(",;\t", key=lines[0][1].count) if lines else ","
    for row, (number, line) in enumerate(lines):
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator, strict=True))]
        except csv.Error:
            cells = []
        if row == 0 and len(cells) > 1 and {cell.casefold() for cell in cells[:2]} <= HEADERS:
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            _refuse(path, number, f"be two node names separated by {separator!r}", line)
        graph.add_edge(cells[0], cells[1])
    return graph


def adjacency_list(path: object, text: str) -> "nx.Graph[object]":
    """A node name and then its neighbours, separated by white space; a name alone is an isolated node.

    >>> adjacency_list("g.adjlist", "a b c\\nd\\n").number_of_nodes()
    4
    """
    del path  # Every line of words is a line of an adjacency list.
    graph = _empty()
    for _, line in _lines(text):
        node, *neighbours = line.split()
        graph.add_node(node)
        graph.add_edges_from((node, neighbour) for neighbour in neighbours)
    return graph


def _empty() -> "nx.Graph[object]":
    import networkx as nx

    return nx.MultiGraph()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith(("#", "%")):
            yield number, line.strip()


def _is_data(rest: Iterable[str]) -> bool:
    """Whether what follows the two names is edge data: a dictionary, or numbers only."""
    for data in rest:
        if data.startswith("{"):
            try:
                return isinstance(ast.literal_eval(data), dict)
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                return False
        return all(_is_number(word) for word in data.split())
    return True


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _refuse(path: object, number: int, rule: str, line: str) -> NoReturn:
    raise DocumentError(path, f"line {number} must {rule}, not {shown(line)}")
