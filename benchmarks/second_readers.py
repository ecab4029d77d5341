"""Second readers of graph files: networkx where superproof's is its own, a few lines where that is networkx or scipy.

Each takes text and gives the pairs of joined nodes by name, loops left out, or raises. Where other readers have no rule
or several, they keep those of docs/own-graph.md: lines end with LF, CRLF or CR; in text # and % begin comments; a cell
of a table is quoted whole, or holds quotes as they are.
"""

import io
import json
import re
import warnings
from collections.abc import Callable, Iterable
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse

Pairs = set[frozenset[str]]


def _pairs(edges: Iterable[tuple[Any, Any]]) -> Pairs:
    return {frozenset((str(u), str(v))) for u, v in edges if u != v}


def _rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.split("\n") if line.strip()]


def _said(text: str, end: str = r"[ \t]+[#%].*") -> list[str]:
    """Lines without comments, those that say something; `end` is a comment at the end of a line, outside quotes."""
    lines = [line.strip(" ") for line in text.split("\n") if line.strip(" \t")[:1] not in ("", "#", "%")]
    cut = [re.sub(end, "", line) for line in lines]
    return [line if kept.count('"') % 2 else kept for line, kept in zip(lines, cut, strict=True)]


def _cells(line: str, mark: str) -> list[str]:
    """The cells of a line; in quotes there may be marks, and two quotes for one."""
    cells = re.findall(rf'(?<![^{mark}])[ ]*("(?:[^"]|"")*"(?=[ \t]*(?:{mark}|$))|[^{mark}]*)(?:{mark}|[ \t]*$)', line)
    whole = [cell.strip(" \t") for cell in cells]
    return [cell[1:-1].replace('""', '"').strip(" \t") if re.fullmatch('".*"', cell) else cell for cell in whole]


def _table(mark: str) -> Callable[[str], Pairs]:
    """Without the first row where it is one of the headers that are written."""
    headers = (["source", "target"], ["from", "to"], ["src", "dst"])

    def read(text: str) -> Pairs:
        rows = [_cells(line, mark) for line in _said(text, rf"(?<=[^ \t{mark}])[ \t]+[#%]([ \t][^{mark}]*)?$")]
        return _pairs((row[0], row[1]) for i, row in enumerate(rows) if i or row[:2] not in headers)

    return read


def _edge_list(text: str) -> Pairs:
    """networkx's, which knows no quotes."""
    lines = [re.sub(r'"([^" ]*)"(?=[ \t]|$)', r"\1", line) for line in _said(text)]
    return _pairs(nx.parse_edgelist(lines, comments="\n", data=False).edges)


def _adjacency(text: str) -> Pairs:
    lines = [re.sub(r'"([^" ]*)"(?=[ \t]|$)', r"\1", line) for line in _said(text, r"[ \t]+#.*")]
    return _pairs(nx.parse_adjlist(lines, comments="\n").edges)


def _gml(text: str) -> Pairs:
    graph = nx.parse_gml(text.replace("\ngraph [", "\ngraph [\n multigraph 1", 1).split("\n"), label="id")
    return _pairs((u, v) for u, v, *_ in graph.edges)


def _pajek(text: str) -> Pairs:
    """The sections *Edges and *Arcs; networkx loses all behind a second header of them."""
    edges, section = [], ""
    for row in _rows(text):
        if row[0].startswith("*"):
            section = row[0].partition(":")[0].casefold()
        elif section in ("*edges", "*arcs"):
            edges.append((int(row[0]), int(row[1])))
    return _pairs(edges)


def _read(reader: Callable[[io.BytesIO], Any]) -> Callable[[str], Pairs]:
    return lambda text: _pairs((u, v) for u, v, *_ in reader(io.BytesIO(text.encode())).edges)


def _node_link(text: str) -> Pairs:
    graph = nx.node_link_graph(json.loads(text), edges="links")
    return _pairs((u, v) for u, v, *_ in graph.edges)


def _matrix_market(text: str) -> Pairs:
    rows = [line.split() for line in text.split("\n") if line.strip() and not line.startswith("%")]
    return _pairs((int(row[0]), int(row[1])) for row in rows[1:] if len(row) < 3 or float(row[2]) != 0)


def _dimacs(text: str) -> Pairs:
    return _pairs((int(row[1]), int(row[2])) for row in _rows(text) if row[0] in "ea")


def _metis(text: str) -> Pairs:
    rows = [line.split() for line in text.strip().split("\n") if not line.startswith("%")]
    return _pairs((i, int(other)) for i, row in enumerate(rows[1:], start=1) for other in row)


def _graph6(text: str) -> Pairs:
    values = [ord(c) - 63 for c in text.strip().removeprefix(">>graph6<<")]
    if not all(0 <= value < 63 for value in values):
        raise ValueError("large graphs are not read here")
    bits = [value >> shift & 1 for value in values[1:] for shift in range(5, -1, -1)]
    places = [(u, v) for v in range(values[0]) for u in range(v)]
    return _pairs(place for place, bit in zip(places, bits, strict=False) if bit)


def _matrix(text: str) -> Pairs:
    rows = _rows(text)
    return _pairs((str(i), str(j)) for i, row in enumerate(rows) for j, value in enumerate(row) if float(value) != 0)


def _array(data: bytes) -> Pairs:
    matrix = scipy.sparse.load_npz(io.BytesIO(data)).toarray()
    return _pairs((str(i), str(j)) for i, j in np.argwhere(matrix != 0).tolist())


SECOND: dict[str, Callable[[str], Pairs]] = {
    "edgelist": _edge_list,
    "csv": _table(","),
    "tsv": _table("\t"),
    "semicolons": _table(";"),
    "adjlist": _adjacency,
    "gml": _gml,
    "graphml": _read(nx.read_graphml),
    "gexf": _read(nx.read_gexf),
    "pajek": _pajek,
    "json": _node_link,
    "mtx": _matrix_market,
    "dimacs": _dimacs,
    "metis": _metis,
    "graph6": _graph6,
    "matrix": _matrix,
}


def second_pairs(format_: str, data: bytes) -> Pairs | None:
    """What the second reader of a format sees; None where it sees no graph, for whatever reason."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if format_ == "array":
                return _array(data)
            return SECOND[format_](data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except Exception:  # Other readers fail in any way.
        return None
