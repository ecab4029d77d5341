"""Kinds of files on which readers go wrong in silence, as a user gives them: read right, or refused in one sentence."""

import bz2
import gzip
import io
import lzma
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

from superproof.formats import content
from verify import load_problem

GRAPHML = '<?xml version="1.0"?><graphml xmlns="graphml"><graph edgedefault="{}">{}</graph></graphml>'
NESTED = '<node id="a"><graph><node id="b"/><node id="c"/><edge source="b" target="c"/></graph></node>'
HYPER = '<hyperedge><endpoint node="a"/><endpoint node="b"/></hyperedge>'
JOINED = '<edge source="a" target="b"/>'
GEXF = '<gexf><graph defaultedgetype="undirected"><nodes>{}</nodes><edges>{}</edges></graph></gexf>'
BANNER = "%%MatrixMarket matrix"
NODES = '<node id="a"><port name="north"/></node><node id="b"/><node id="c"/>'

READ = {
    "words of the format inside a text": (
        "g.gml",
        'Creator "my graph [beta] multigraph"\ngraph [ node [ id 1 ] node [ id 2 ] node [ id 3 ]\n'
        "edge [ source 1 target 2 ] edge [ source 2 target 1 ] edge [ source 3 target 2 ] ]",
        (3, 2),
        "3 edges join 2 pairs",
    ),
    "a text over two lines, and a # in a text": (
        "g.gml",
        'graph [\n node [ id 1 label "a # b" ]\n node [ id 2 note "x\ny" ]\n edge [ source 1 target 2 ] ]',
        (2, 1),
        "a # b--2",
    ),
    "a port": (
        "g.graphml",
        GRAPHML.format("undirected", NODES + '<edge source="a" sourceport="north" target="b"/>'),
        (3, 1),
        "left out: 1 port",
    ),
    "a nested graph": ("g.graphml", GRAPHML.format("directed", NESTED + JOINED), (3, 2), "1 nested graph read as part"),
    "an edge before its nodes": ("g.graphml", GRAPHML.format("undirected", JOINED + NODES), (3, 1), "a--b"),
    "mixed directions": (
        "g.gexf",
        GEXF.format(
            '<node id="1" label="x"/><node id="2" label="x"/>', '<edge source="1" target="2" type="directed"/>'
        ),
        (2, 1),
        "x (1)--x (2)",
    ),
    "a label of nothing": ("g.net", '*Vertices 2\n1 ""\n2 "b"\n*Edges\n1 2\n', (2, 1), "1--b"),
    "nodes within nodes": (
        "g.gexf",
        GEXF.format(
            '<node id="a"><nodes><node id="b"/></nodes></node><node id="c" pid="a"/>',
            '<edge source="a" target="b"/><edge source="b" target="c"/>',
        ),
        (3, 2),
        "left out: which nodes lie in which",
    ),
    "a comment behind the names": (
        "g.adjlist",
        "a b # seen twice\nb c",
        (3, 2),
        "1 comment at the end of a line left out",
    ),
    "a header": ("g.csv", "node_1,node_2\n0,5\n5,9", (3, 2), "line 1 is a header"),
    "SNAP, packed": (
        "g.txt.gz",
        gzip.compress(b"# Nodes: 3 Edges: 2\n# FromNodeId\tToNodeId\n0\t1\n1\t2\n"),
        (3, 2),
        "unpacked from gzip",
    ),
    "two headers of arcs": (
        "g.net",
        '*Vertices 3\r\n1 "one"\r\n2 "two"\r\n3 "three"\r\n*Arcs :1 "first"\r\n1 2\r\n*Arcs :2 "again"\r\n2 3\r\n',
        (3, 2),
        "directed edges are read as undirected",
    ),
    "no lines of vertices": (
        "g.net",
        "*Vertices 5\n*Edges\n1 2\n2 3\n1 3\n1 4\n2 4\n1 5\n",
        (5, 6),
        "5 nodes, 6 edges",
    ),
    "two vertices of one label": (
        "g.net",
        '*Vertices 3\n1 "same"\n2 "same"\n3 "other"\n*Edges\n1 3\n2 3',
        (3, 2),
        "stay apart",
    ),
    "lists and a matrix": (
        "g.net",
        "*Vertices 3\n*Edgeslist\n1 2 3\n*Matrix\n0 1 0\n0 0 1\n0 0 0\n",
        (3, 3),
        "4 edges join 3 pairs",
    ),
    "DIMACS as text": ("g.txt", "c made\np col 4 3\ne 1 2\ne 2 3\ne 3 4\n", (4, 3), "read as DIMACS"),
    "PACE": ("g.gr", "c made\np tw 4 3\n1 2\n2 3\n3 4\n", (4, 3), "read as DIMACS"),
    "Matrix Market as text": (
        "g.txt",
        f"{BANNER} coordinate pattern symmetric\n% made by hand\n4 4 3\n2 1\n3 1\n4 3\n",
        (4, 3),
        "read as Matrix Market",
    ),
    "a stored 0": (
        "g.mtx",
        f"{BANNER} coordinate integer general\n3 3 2\n1 2 5\n2 3 0\n",
        (3, 1),
        "1 stored entries that are 0",
    ),
    "graph6": ("g.g6", ">>graph6<<BW\n", (3, 2), "read as graph6"),
    "METIS with an isolated node": ("g.graph", "% made\n4 2 1\n2 7\n1 7 4 9\n\n2 9\n", (4, 2), "left out: weights"),
    "Latin-1": ("g.txt", "caf\xe9 Ann\nAnn Bob\n".encode("latin-1"), (3, 2), "read as Latin-1"),
    "a BOM": ("g.csv", b"\xef\xbb\xbfsource,target\r\na,b\r\n", (2, 1), "is a header"),
}


@pytest.mark.parametrize("kind", READ)
def test_a_kind_of_file_is_read_right_and_told(superproof, tmp_path, kind):
    name, data, (nodes, pairs), words = READ[kind]
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else str(data).encode())
    run = superproof("problem", "and", "--graph", name, "--sparsity", 2, "-o", "p.json", "--json")
    assert run.status == 0, run.err
    problem = load_problem(tmp_path / "p.json")
    assert (problem.inputs, problem.outputs) == (nodes, pairs)
    assert words in run.err
    assert run.record["read"]["nodes"] == nodes
    assert run.record["read"]["pairs"] == pairs == run.record["outputs"]
    assert all(line.startswith(f"{name}: ") for line in run.err.splitlines())


REFUSED = {
    "a loop": ("g.txt", "# mail\n1 2\n2 7\n7 7\n", "node '7' has one: drop them with --drop-self-loops"),
    "a hyperedge": ("g.graphml", GRAPHML.format("undirected", NODES + HYPER + JOINED), "--hypergraph"),
    "an error on the last line": (
        "g.gml",
        "graph [\n  node [ id 1 ]\n  # a remark\n  edge [\n    source 1\n    target ]\n]\n",
        "line 6 must give 'target' a number",
    ),
    "a key that runs into a number": (
        "g.gml",
        "graph [\n node [ id 1 ] node [ id 2 ]\n edge [ source 1 target 2 ]\n ed.5edge [ source 2 target 1 ] ]",
        "line 4 must have keys, numbers, texts in quotes and brackets",
    ),
    "a file that ends early": ("g.gml", "graph [\n node [ id 1 ]\n", "line 2 must have a closing bracket"),
    "an edge to a node that is none": (
        "g.json",
        '{"nodes": [{"id": 1}], "links": [{"source": 1, "target": "1"}]}',
        "must join nodes of the file",
    ),
    "fewer edges than declared": ("g.col", "p edge 4 3\ne 1 2\n", "declares 3 edges, but the file has 1"),
    "a matrix that is not square": (
        "g.mtx",
        f"{BANNER} coordinate pattern general\n2 3 1\n1 3\n",
        "an adjacency matrix is square",
    ),
    "a formula": ("g.cnf", "p cnf 4 1\n1 -2 0\n", "of a graph problem"),
    "two graphs": ("g.g6", "BW\nBW\n", "one graph on one line"),
    "two networks": ("g.net", "*Vertices 2\n*Edges\n1 2\n*Vertices 2\n", "line 4 must be the only"),
    "a multiline adjacency list": ("g.adjlist", "a 2\nb {}\nc {}\n", "multiline adjacency list"),
    "entities of its own": ("g.graphml", '<!DOCTYPE g [<!ENTITY a "aaaa">]><graphml/>', "must not declare entities"),
    "a zip of two files": ("g.zip", None, "one graph file, not 2 files ('a.txt', 'b.txt')"),
    "a tar archive": ("g.txt", b"x" * 257 + b"ustar" + b"\0" * 200, "is a tar archive"),
    "no text": ("g.txt", b"a b\n\0\1", "byte 4 is 0"),
    "an id that no node has": (
        "g.json",
        b'{"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "b"}]}',
        "must join nodes of the file, not 'b', which is none",
    ),
    "a number of a node again": (
        "g.json",
        b'{"nodes": [{"id": 1}, {"id": 1.0}], "links": []}',
        "node, but 1 is there already",
    ),
    "a control character": ("g.txt", b"a b\nc \x0cd\n", "line 2 must be text, but holds the control character U+000C"),
    "a problem document": ("g.json", '{"format": "superproof-problem-1", "nodes": 1}', "a document of superproof"),
    "half a header of numpy": ("g.npy", b"\x93NUMPY\x01\x00\x12\x00{'shape': (3, 2,  \n", "is no array of numpy"),
    "half a gzip": ("g.txt.gz", gzip.compress(b"a b\n" * 1000)[:-9], "damaged or cut off"),
    "half an xz": ("g.txt.xz", lzma.compress(b"a b\n" * 1000)[:-9], "damaged or cut off"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_kind_of_file_is_refused_in_one_sentence(superproof, tmp_path, kind):
    name, data, words = REFUSED[kind]
    if data is None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("a.txt", "a b")
            archive.writestr("b.txt", "a b")
        data = stream.getvalue()
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else str(data).encode())
    run = superproof("problem", "and", "--graph", name, "--sparsity", 1, "-o", "p.json")
    assert run.status == 5, run.err
    assert words in run.complaint
    assert run.complaint.startswith(f"superproof problem: {name}: ")
    assert not (tmp_path / "p.json").exists()


def _npy_header(shape):
    text = f"{{'descr': '<i8', 'fortran_order': False, 'shape': {shape}, }}".encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


HUGE = {
    "gzip": ("g.txt.gz", gzip.compress(b"\0" * 2**23)),
    "bzip2": ("g.txt.bz2", bz2.compress(b"\0" * 2**23)),
    "Matrix Market, rows": ("g.mtx", f"{BANNER} coordinate pattern symmetric\n1000000000000 1000000000000 1\n2 1\n"),
    "Matrix Market, entries": ("g.mtx", f"{BANNER} coordinate pattern symmetric\n9 9 1000000000000\n2 1\n"),
    "Matrix Market, dense": ("g.mtx", f"{BANNER} array integer general\n900000 900000\n2\n1\n"),
    "graph6": ("g.g6", b"~~??~~~~~~W\n"),
    "sparse6": ("g.s6", b":~~??~~~~~~W\n"),
    "DIMACS": ("g.col", b"p edge 999999999999 1\ne 1 2\n"),
    "METIS": ("g.graph", b"999999999999 1\n2\n1\n"),
    "Pajek": ("g.net", b"*Vertices 999999999999\n*Edges\n1 2\n"),
    "numpy": ("g.npy", _npy_header((10**6, 10**6)) + b"\0" * 8),
    "brackets": ("g.gml", b"graph [ a " * 10**5),
    "elements": ("g.graphml", b"<graphml>" + b"<graph><node id='a'>" * 10**5),
    "JSON": ("g.json", b'{"nodes": ' + b"[" * 10**5),
    "digits": ("g.json", b'{"nodes": [{"id": ' + b"9" * 10**5 + b'}], "links": []}'),
}


@pytest.mark.parametrize("kind", HUGE)
def test_what_declares_or_unpacks_to_more_than_there_is_room_for_is_refused_at_once(
    superproof, tmp_path, kind, monkeypatch
):
    monkeypatch.setattr(content, "MAX_BYTES", 2**22)
    name, data = HUGE[kind]
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else str(data).encode())
    tracemalloc.start()
    run = superproof("problem", "and", "--graph", name, "--sparsity", 1, "-o", "p.json")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert run.status == 5, run.err
    assert run.complaint.startswith(f"superproof problem: {name}: ")
    assert peak < 2**26


def test_a_zip_archive_of_a_file_without_a_name_ends_in_no_traceback(superproof, tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x", "a b\nb c\n")
        archive.infolist()[0].filename = ""  # Which is_dir of zipfile does not survive.
    (tmp_path / "g.zip").write_bytes(stream.getvalue())
    run = superproof("problem", "and", "--graph", "g.zip", "--sparsity", 1, "-o", "p.json")
    assert run.status == 5
    assert run.complaint.startswith("superproof problem: g.zip: ")


def test_pickled_arrays_are_refused(superproof, tmp_path):
    np.save(tmp_path / "g.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    run = superproof("problem", "and", "--graph", "g.npy", "--sparsity", 1, "-o", "p.json")
    assert (run.status, "must be an array of numbers" in run.complaint) == (5, True)


def test_options_of_graph_files_where_they_do_not_apply_are_wrong_usage(superproof, tmp_path):
    (tmp_path / "g.gml").write_text("graph [ node [ id 0 ] ]")
    command = ("problem", "and", "--sparsity", 1, "-o", "p.json")
    for arguments, words in [
        (("--graph", "g.gml", "--columns", "1,2"), "--columns goes with tables and edge lists"),
        (("--graph", "g.gml", "--format", "wav"), "--format must be one of gml, graphml"),
        (("--graph", "karate-club", "--format", "gml"), "not with the data set karate-club"),
        (("--random-regular", 4, "--degree", 2, "--header", "no"), "--header goes with --graph"),
        (("--graph", "g.gml", "--columns", "1"), "must be two columns"),
    ]:
        run = superproof(*command, *arguments)
        assert (run.status, words in run.complaint) == (2, True), run.err
