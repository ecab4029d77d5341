"""Every format: random graphs, written by another tool or by the format's definition, come back through noise."""

import bz2
import gzip
import io
import lzma
import zipfile

import networkx as nx
import pytest
import scipy.io
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.graph_writers import WRITERS, numbered, streamed, written_edges
from superproof.formats.content import unpacked
from superproof.formats.graph_file import read_unpacked
from superproof.formats.options import ReadOptions
from superproof.formats.registry import FORMATS
from superproof.graphs import graph_of

NAME = st.text("abcXYZ019_.é", min_size=1, max_size=5).filter(lambda name: not name.startswith("_"))
WORDS = st.text("ab XYZ0'.é&<", min_size=1, max_size=6).map(lambda text: f"n{' '.join(text.split())}")


@st.composite
def graphs(draw, names=NAME):
    """A graph without loops; every node has an edge, so that edge lists can name it."""
    nodes = draw(st.lists(names, min_size=2, max_size=7, unique=True))
    pair = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)).filter(lambda ends: ends[0] != ends[1])
    return nx.Graph(draw(st.lists(pair, min_size=1, max_size=10)))


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


NOISE = {
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
    scipy.io.mmwrite(stream, nx.to_numpy_array(plain).astype(int))
    dense = stream.getvalue()
    files = {"g.s6": streamed(nx.write_sparse6)(plain), "g.npy": written_edges(graph)}
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
