"""graph6, digraph6 and sparse6: one graph in printable characters, read by networkx behind a check of its size.

Source: B. D. McKay, formats.txt of nauty.
"""

import io
import re

from superproof.formats.content import Content
from superproof.formats.raw import Raw, edge_array, numbered, require_count
from verify.errors import shown

HEADERS = (">>graph6<<", ">>sparse6<<", ">>digraph6<<")
SIGNATURE = re.compile("|".join(HEADERS))


def read_graph6(content: Content) -> Raw:
    """The graph of a file of one graph; nodes are 0, ..., n - 1. Errors: DocumentError for anything else.

    >>> from superproof.formats.content import unpacked
    >>> read_graph6(unpacked("g.g6", b">>graph6<<BW")).edges.tolist()
    [[0, 2], [1, 2]]
    """
    import networkx as nx

    lines = list(content.said())
    if len(lines) != 1:
        content.refuse(f"must hold one graph on one line, but has {len(lines)} lines: keep the line of one graph")
    number, text = lines[0]
    header = next((word for word in HEADERS if text.startswith(word)), "")
    body = text.removeprefix(header)
    kind = header.strip("<>") or {":": "sparse6", "&": "digraph6", ";": "incremental sparse6"}.get(body[:1], "graph6")
    if kind not in ("graph6", "sparse6"):
        content.refuse(f"must be graph6 or sparse6, not {kind}", number)
    coded = body.removeprefix(":") if kind == "sparse6" else body
    bad = next((c for c in coded if not "?" <= c <= "~"), None)
    if bad is not None or not coded:
        content.refuse(f"must hold characters from '?' to '~', as {kind} does, not {shown(bad or '')}", number)
    nodes, rest = _size(content, number, coded)
    require_count(content, number, nodes)
    if kind == "graph6":
        bits = nodes * (nodes - 1) // 2
        if len(rest) != (bits + 5) // 6:
            content.refuse(f"must have {(bits + 5) // 6} characters for {nodes} nodes, not {len(rest)}", number)
        if bits % 6 and (ord(rest[-1]) - 63) & ((1 << (6 - bits % 6)) - 1):
            content.refuse("must end in bits that are 0", number)
    try:
        read = nx.read_sparse6 if kind == "sparse6" else nx.read_graph6
        graph: nx.Graph[int] = read(io.BytesIO((":" if kind == "sparse6" else "").encode() + coded.encode()))
    except (nx.NetworkXError, ValueError, IndexError) as error:
        content.refuse(f"is no {kind}: {str(error)[:80]}", number)
    if len(graph) != nodes:
        content.refuse(f"must name nodes below {nodes}, but names {len(graph) - 1}", number)
    return Raw(numbered(0, nodes), edge_array((int(u), int(v)) for u, v in graph.edges()), notes=content.notes)


def _size(content: Content, line: int, coded: str) -> tuple[int, str]:
    """The number of nodes, and what follows it: 1, 4 or 8 characters."""
    values = [ord(c) - 63 for c in coded[:8]]
    if values[0] < 63:
        return values[0], coded[1:]
    start, stop = (1, 4) if len(values) > 1 and values[1] < 63 else (2, 8)
    if len(values) < stop:
        content.refuse("ends within the number of nodes", line)
    nodes = 0
    for value in values[start:stop]:
        nodes = 64 * nodes + value
    return nodes, coded[stop:]
