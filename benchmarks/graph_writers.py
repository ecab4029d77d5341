"""Graphs written in every format that is read, by networkx, scipy and numpy or by the format's definition."""

import html
import io
import json
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import scipy.io
import scipy.sparse

Graph = Any
"""A networkx graph; readers and writers are generic over what its nodes are."""


def numbered(graph: Graph, first: int) -> Graph:
    """The graph on numbers as text, and the pairs."""
    return nx.convert_node_labels_to_integers(graph, first_label=first)


def lines(*parts: str) -> bytes:
    return "\n".join([*parts, ""]).encode()


def edge_rows(graph: Graph, mark: str) -> list[str]:
    return [mark.join(f'"{end}"' if mark in "," else end for end in edge) for edge in graph.edges()]


def _pajek(graph: Graph) -> bytes:
    number = {node: j for j, node in enumerate(graph, start=1)}
    vertices = [f'{j} "{node}" 0.1 0.2 ic Red' for node, j in number.items()]
    rows = [f"{number[u]} {number[v]} 1.5" for u, v in graph.edges()]
    return lines(f"*Vertices {len(number)}", *vertices, "*Edges", *rows[:1], '*Edges :2 "again"', *rows[1:])


def _metis(graph: Graph) -> bytes:
    graph = numbered(graph, 1)
    rows = [" ".join(str(other) for other in graph.adj[node]) for node in graph]
    return lines(f"{len(graph)} {graph.number_of_edges()}", *rows)


def _dimacs(graph: Graph) -> bytes:
    graph = numbered(graph, 1)
    return lines("c made", f"p edge {len(graph)} {graph.number_of_edges()}", *(f"e {u} {v}" for u, v in graph.edges()))


def _matrix_market(graph: Graph) -> bytes:
    stream = io.BytesIO()
    scipy.io.mmwrite(stream, nx.to_scipy_sparse_array(graph, weight=None), symmetry="symmetric")
    return stream.getvalue()


def _matrix(graph: Graph) -> bytes:
    return lines(*(" ".join(map(str, row)) for row in nx.to_numpy_array(graph).astype(int).tolist()))


def _npz(graph: Graph) -> bytes:
    stream = io.BytesIO()
    scipy.sparse.save_npz(stream, nx.to_scipy_sparse_array(graph, weight=None))
    return stream.getvalue()


def written_edges(graph: Graph) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.array(numbered(graph, 0).edges()))
    return stream.getvalue()


def streamed(write: Callable[[Graph, io.BytesIO], object]) -> Callable[[Graph], bytes]:
    def written(graph: Graph) -> bytes:
        stream = io.BytesIO()
        write(graph, stream)
        return stream.getvalue()

    return written


def _gml(graph: Graph) -> bytes:
    def text(name: str) -> str:
        return html.escape(name).encode("ascii", "xmlcharrefreplace").decode()

    number = {node: j for j, node in enumerate(graph)}
    nodes = [f'  node [ id {j} label "{text(node)}" ]' for node, j in number.items()]
    edges = [f"  edge [ source {number[u]} target {number[v]} value 0.5 ]" for u, v in graph.edges()]
    return lines('Creator "graph [ by hand ]"', "graph [", "  directed 0", *nodes, *edges, "]")


WRITERS: dict[str, tuple[str, int | None, Callable[[Graph], bytes]]] = {
    "edgelist": ("g.txt", None, lambda graph: lines(*(f"{u} {v}" for u, v in graph.edges()))),
    "csv": ("g.csv", None, lambda graph: lines("source,target", *edge_rows(graph, ","))),
    "tsv": ("g.tsv", None, lambda graph: lines("from\tto", *edge_rows(graph, "\t"))),
    "semicolons": ("g.csv", None, lambda graph: lines("src;dst", *edge_rows(graph, ";"))),
    "adjlist": ("g.adjlist", None, lambda graph: lines(*nx.generate_adjlist(graph))),
    "gml": ("g.gml", None, _gml),
    "graphml": ("g.graphml", None, streamed(nx.write_graphml)),
    "gexf": ("g.gexf", None, streamed(nx.write_gexf)),
    "pajek": ("g.net", None, _pajek),
    "json": ("g.json", None, lambda graph: json.dumps(nx.node_link_data(graph, edges="links")).encode()),
    "mtx": ("g.mtx", 1, _matrix_market),
    "dimacs": ("g.col", 1, _dimacs),
    "metis": ("g.graph", 1, _metis),
    "graph6": ("g.g6", 0, streamed(lambda graph, stream: nx.write_graph6(numbered(graph, 0), stream))),
    "matrix": ("g.txt", 0, _matrix),
    "array": ("g.npz", 0, _npz),
}
"""Format -> file name, the first number where nodes have no names, and a writer."""
