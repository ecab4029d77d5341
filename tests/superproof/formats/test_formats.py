"""Every format: random graphs, written by another tool or by the format's definition, come back through noise."""

import bz2
import gzip
import html
import io
import json
import lzma
import zipfile
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
import scipy.io
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from superproof.formats.content import unpacked
from superproof.formats.options import ReadOptions
from superproof.formats.registry import FORMATS, read_unpacked
from superproof.graphs import graph_of

NAME = st.text("abcXYZ019_.é", min_size=1, max_size=5).filter(lambda name: not name.startswith("_"))
WORDS = st.text("ab XYZ0'.é&<", min_size=1, max_size=6).map(lambda text: f"n{' '.join(text.split())}")


@st.composite
def graphs(draw, names=NAME):
    """A graph without loops; every node has an edge, so that edge lists can name it."""
    nodes = draw(st.lists(names, min_size=2, max_size=7, unique=True))
    pair = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)).filter(lambda ends: ends[0] != ends[1])
    return nx.Graph(draw(st.lists(pair, min_size=1, max_size=10)))


def numbered(graph, first):
    """The graph on numbers as text, and the pairs."""
    return nx.convert_node_labels_to_integers(graph, first_label=first)


def lines(*parts):
    return "\n".join([*parts, ""]).encode()


def edge_rows(graph, mark):
    return [mark.join(f'"{end}"' if mark in "," else end for end in edge) for edge in graph.edges()]


def _pajek(graph):
    number = {node: j for j, node in enumerate(graph, start=1)}
    vertices = [f'{j} "{node}" 0.1 0.2 ic Red' for node, j in number.items()]
    rows = [f"{number[u]} {number[v]} 1.5" for u, v in graph.edges()]
    return lines(f"*Vertices {len(number)}", *vertices, "*Edges", *rows[:1], '*Edges :2 "again"', *rows[1:])


def _metis(graph):
    graph = numbered(graph, 1)
    rows = [" ".join(str(other) for other in graph.adj[node]) for node in graph]
    return lines(f"{len(graph)} {graph.number_of_edges()}", *rows)


def _dimacs(graph):
    graph = numbered(graph, 1)
    return lines("c made", f"p edge {len(graph)} {graph.number_of_edges()}", *(f"e {u} {v}" for u, v in graph.edges()))


def _matrix_market(graph):
    stream = io.BytesIO()
    scipy.io.mmwrite(stream, nx.to_scipy_sparse_array(graph, weight=None), symmetry="symmetric")
    return stream.getvalue()


def _matrix(graph):
    return lines(*(" ".join(map(str, row)) for row in nx.to_numpy_array(graph, dtype=int).tolist()))


def _npz(graph):
    stream = io.BytesIO()
    scipy.sparse.save_npz(stream, nx.to_scipy_sparse_array(graph, weight=None))
    return stream.getvalue()


def _npy(graph):
    stream = io.BytesIO()
    np.save(stream, np.array(numbered(graph, 0).edges()))
    return stream.getvalue()


def _stream(write):
    def written(graph):
        stream = io.BytesIO()
        write(graph, stream)
        return stream.getvalue()

    return written


def _gml(graph):
    def text(name):
        return html.escape(name).encode("ascii", "xmlcharrefreplace").decode()

    number = {node: j for j, node in enumerate(graph)}
    nodes = [f'  node [ id {j} label "{text(node)}" ]' for node, j in number.items()]
    edges = [f"  edge [ source {number[u]} target {number[v]} value 0.5 ]" for u, v in graph.edges()]
    return lines('Creator "graph [ by hand ]"', "graph [", "  directed 0", *nodes, *edges, "]")


WRITERS: dict[str, tuple[str, int | None, Callable]] = {
    "edgelist": ("g.txt", None, lambda graph: lines(*(f"{u} {v}" for u, v in graph.edges()))),
    "csv": ("g.csv", None, lambda graph: lines("source,target", *edge_rows(graph, ","))),
    "tsv": ("g.tsv", None, lambda graph: lines("from\tto", *edge_rows(graph, "\t"))),
    "semicolons": ("g.csv", None, lambda graph: lines("src;dst", *edge_rows(graph, ";"))),
    "adjlist": ("g.adjlist", None, lambda graph: lines(*nx.generate_adjlist(graph))),
    "gml": ("g.gml", None, _gml),
    "graphml": ("g.graphml", None, _stream(nx.write_graphml)),
    "gexf": ("g.gexf", None, _stream(nx.write_gexf)),
    "pajek": ("g.net", None, _pajek),
    "json": ("g.json", None, lambda graph: json.dumps(nx.node_link_data(graph, edges="links")).encode()),
    "mtx": ("g.mtx", 1, _matrix_market),
    "dimacs": ("g.col", 1, _dimacs),
    "metis": ("g.graph", 1, _metis),
    "graph6": ("g.g6", 0, _stream(lambda graph, stream: nx.write_graph6(numbered(graph, 0), stream))),
    "matrix": ("g.txt", 0, _matrix),
    "array": ("g.npz", 0, _npz),
}
"""Format -> file name, the first number where nodes have no names, and a writer."""
TEXT = set(WRITERS) - {"array"}
LINES = {"edgelist", "csv", "tsv", "semicolons", "adjlist", "pajek", "dimacs", "mtx", "matrix"}
"""Formats of lines in which blank lines say nothing."""
COMMENTS = dict.fromkeys(LINES, "% remark") | {"dimacs": "c remark", "gml": "# remark [", "metis": "% remark"}


def between(data, line, *, first=1):
    """`line` behind every line from `first` on."""
    rows = data.decode().rstrip("\n").split("\n")
    return "\n".join([*rows[:first], *(part for row in rows[first:] for part in (line, row)), ""]).encode()


def zipped(data, name):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"folder/{name}", data)
    return stream.getvalue()


NOISE: dict[str, tuple[set[str], Callable]] = {
    "none": (set(WRITERS), lambda data, _: data),
    "crlf": (TEXT, lambda data, _: data.replace(b"\n", b"\r\n")),
    "cr": (TEXT - {"graphml", "gexf"}, lambda data, _: data.replace(b"\n", b"\r")),
    "bom": (TEXT, lambda data, _: b"\xef\xbb\xbf" + data),
    "no final newline": (TEXT, lambda data, _: data.rstrip(b"\n")),
    "blank lines": (LINES, lambda data, _: between(data, "")),
    "comments": (set(COMMENTS), lambda data, format_: between(data, COMMENTS[format_])),
    "gzip": (set(WRITERS), lambda data, _: gzip.compress(data)),
    "bzip2": (set(WRITERS), lambda data, _: bz2.compress(data)),
    "xz": (set(WRITERS), lambda data, _: lzma.compress(data)),
    "zip": (set(WRITERS), lambda data, format_: zipped(data, WRITERS[format_][0])),
    "trailing column": ({"edgelist", "tsv"}, lambda data, format_: _wider(data, format_)),
    "end comments": ({"edgelist", "adjlist", "csv"}, lambda data, _: data.replace(b"\n", b" # seen\n")),
    "tabs and spaces": ({"edgelist", "adjlist", "dimacs", "matrix"}, lambda data, _: data.replace(b" ", b" \t ")),
    "utf-16": (TEXT - {"graphml", "gexf"}, lambda data, _: data.decode().encode("utf-16")),
}


def _wider(data, format_):
    mark, head = (b"\t", b"weight") if format_ == "tsv" else (b" ", b"2.5")
    first, _, rest = data.rstrip(b"\n").partition(b"\n")
    return first + mark + head + b"".join(b"\n" + row + mark + b"2.5" for row in rest.split(b"\n") if row) + b"\n"


def read_back(name, data, **options):
    found = read_unpacked(unpacked(name, data), ReadOptions(**options))
    return graph_of(name, found.format, found.raw, drop_self_loops=False)


@pytest.mark.parametrize("format_", WRITERS)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_a_graph_is_read_back_through_noise(format_, data):
    name, first, write = WRITERS[format_]
    names = WORDS if format_ in ("gml", "graphml", "gexf", "pajek", "json") else NAME
    graph = data.draw(graphs(names))
    noise = data.draw(st.sampled_from([word for word, (formats, _) in NOISE.items() if format_ in formats]))
    written = NOISE[noise][1](write(graph), format_)
    explicit = format_ in ("metis", "matrix") or (format_ in ("edgelist", "csv", "tsv", "semicolons"))
    found = read_back(name, written, format=format_ if explicit else None, **_header(format_))
    expected = graph if first is None else nx.relabel_nodes(numbered(graph, first), str)
    read = {frozenset((found.labels[a], found.labels[b])) for a, b in found.pairs}
    assert read == {frozenset(edge) for edge in expected.edges()}
    assert set(found.labels) == set(expected)


def _header(format_):
    """A header of two words is told, because a graph of such names may be drawn too."""
    return {"header": format_ != "edgelist"} if format_ in ("edgelist", "csv", "tsv", "semicolons") else {}


def test_every_format_is_tried_here():
    assert set(WRITERS) == set(FORMATS)


@settings(deadline=None)
@given(graphs())
def test_arrays_of_edges_sparse6_and_dense_matrix_market_are_read_back(graph):
    plain = numbered(graph, 0)
    expected = {frozenset(map(str, edge)) for edge in plain.edges()}
    stream = io.BytesIO()
    scipy.io.mmwrite(stream, nx.to_numpy_array(plain, dtype=int))
    dense = stream.getvalue()
    files = {"g.s6": _stream(nx.write_sparse6)(plain), "g.npy": _npy(graph)}
    if plain.number_of_edges() == 2:
        files.pop("g.npy")  # Two edges are a matrix of 2 x 2 as well, which is refused.
    for name, data in files.items():
        found = read_back(name, data)
        assert {frozenset((found.labels[a], found.labels[b])) for a, b in found.pairs} == expected
    found = read_back("g.mtx", dense)
    assert {frozenset((str(a), str(b))) for a, b in found.pairs} == expected


@pytest.mark.parametrize("wrong", ["g.csv", "g.net", "g.json", "g.unknown", "g"])
@pytest.mark.parametrize("format_", ["gml", "graphml", "gexf", "pajek", "dimacs", "mtx"])
def test_the_content_counts_where_the_suffix_says_another_format(format_, wrong):
    graph = nx.Graph([("a", "b"), ("b", "c")])
    found = read_back(wrong, WRITERS[format_][2](graph))
    assert (len(found.labels), len(found.pairs), found.read.format) == (3, 2, FORMATS[format_].title)
