"""Edge lists and tables: what is read, and what is refused because it can be read in two ways."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from superproof.formats.content import unpacked
from superproof.formats.edge_tables import read_table
from superproof.formats.graph_file import read_unpacked
from superproof.formats.options import ReadOptions
from superproof.formats.table_rows import NAMES
from verify import DocumentError

NAME = st.text("abcXYZ019_.é", min_size=1, max_size=5)


def edges(name, text, **options):
    """The edges by name, in the file's order."""
    data = text if isinstance(text, bytes) else text.encode()
    raw = read_unpacked(unpacked(name, data), ReadOptions(**options)).raw
    return [(raw.names[u], raw.names[v]) for u, v in raw.edges.tolist()]


@given(st.lists(st.tuples(NAME, NAME), max_size=8))
def test_what_networkx_writes_as_an_edge_list_is_read_back(pairs):
    graph = nx.Graph(pairs)
    text = "\n".join(nx.generate_edgelist(graph))
    assert {frozenset(edge) for edge in edges("g.edgelist", text)} == set(map(frozenset, graph.edges()))


@given(st.lists(st.tuples(NAME, NAME), min_size=1, max_size=8), st.sampled_from(",;\t"))
def test_a_table_is_read_with_any_separator(pairs, separator):
    text = "\n".join(["source" + separator + "target", *(separator.join(pair) for pair in pairs)])
    assert edges("g.csv", text) == pairs
    assert edges("g.txt", text, format=NAMES[separator], header=True) == pairs


def test_comments_blank_lines_weights_and_line_ends_are_no_edges():
    text = "# a\n% b\n\n x y 2.5\r\ny z 1 1e9 # seen\nz x {'weight': 3}"
    assert edges("g.edgelist", text) == [("x", "y"), ("y", "z"), ("z", "x")]


def test_names_are_text_and_may_hold_signs_and_quoted_spaces():
    text = 'C# a%b\n"Jean V." 01\n01 1\n1 1.0 # end\na%b 1\n'
    assert edges("g.txt", text) == [("C#", "a%b"), ("Jean V.", "01"), ("01", "1"), ("1", "1.0"), ("a%b", "1")]
    assert edges("g.csv", '"Valjean, Jean",Cosette\n') == [("Valjean, Jean", "Cosette")]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("g.txt", "a b\nc", 2),
        ("g.txt", "a b c", 1),
        ("g.txt", "a b {1", 1),
        ("g.txt", "a b [1]", 1),
        ("g.txt", "# one\n\na b\nb", 4),
        ("g.csv", "a,b\nc", 2),
        ("g.csv", "a,b\n,c", 2),
        ("g.csv", 'a,b\n"c,d', 2),
        ("g.csv", "lonely", 1),
        ("g.csv", 'a,b\nb,\t"a"', 2),
        ("g.txt", "a: b\nb: c", 1),
    ],
)
def test_a_line_that_is_no_edge_is_refused_with_its_number(name, text, line):
    with pytest.raises(DocumentError, match=rf"^{name}: line {line} must be two node names"):
        edges(name, text)


HEADERS = [
    ("node_1,node_2\n0,5\n5,9", {}, [("0", "5"), ("5", "9")]),
    ("id;from;to\n1;a;b\n2;b;c", {}, [("a", "b"), ("b", "c")]),
    ("Source\tTarget\tType\tWeight\nx y\tz\tUndirected\t1", {}, [("x y", "z")]),
    ("weight,src,dst\n1,a,b", {}, [("a", "b")]),
    (",source,target\n0,a,b\n1,b,c", {}, [("a", "b"), ("b", "c")]),
    ("citing,cited\n1001,35\n35,7", {}, [("1001", "35"), ("35", "7")]),  # A column of numbers but for its first cell.
    ("person,friend,weight\nAnn,Bob,3\nBob,Cyd,1", {}, [("Ann", "Bob"), ("Bob", "Cyd")]),
    ("Ann,Bob\nBob,Cyd", {}, [("Ann", "Bob"), ("Bob", "Cyd")]),  # Bob occurs again.
    ("node1,node7\nnode2,node3", {"header": False}, [("node1", "node7"), ("node2", "node3")]),
    ("node4,node7\nnode2,node3", {}, [("node4", "node7"), ("node2", "node3")]),  # Alike but for digits.
    ("name code\nAnn 1\nBob 2\nCyd 1\nDan 2", {}, [("Ann", "1"), ("Bob", "2"), ("Cyd", "1"), ("Dan", "2")]),
    ("name,gid\nAnn,1\nBob,2", {}, [("Ann", "1"), ("Bob", "2")]),  # An id above a number.
    ("a b strength\nAnn Bob 2", {"format": "edgelist"}, [("Ann", "Bob")]),
    ("Weight,Character1,Character2,book\n3,Ann,Bob,1\n4,Bob,Cyd,1", {}, [("Ann", "Bob"), ("Bob", "Cyd")]),
    ("Person A,Person B,since\nAnn,Bob,2001", {}, [("Ann", "Bob")]),
    ("e 1 2\ne 2 3", {"columns": ("2", "3"), "format": "edgelist"}, [("1", "2"), ("2", "3")]),
    ("person,friend\nAnn,Bob", {"header": True}, [("Ann", "Bob")]),
    ("#MeToo,#TimesUp\nAnn,#MeToo", {"comments": False, "header": False}, [("#MeToo", "#TimesUp"), ("Ann", "#MeToo")]),
    ("Ann,Bob\n#Cyd,Bob", {"comments": True}, [("Ann", "Bob")]),
    ("# seen, twice\nAnn,Bob", {}, [("Ann", "Bob")]),
    ("person,friend\nAnn,Bob", {"header": False}, [("person", "friend"), ("Ann", "Bob")]),
    ("id,person,friend\n1,Ann,Bob", {"columns": ("person", "friend"), "header": True}, [("Ann", "Bob")]),
    ("1,Ann,Bob", {"columns": ("2", "3")}, [("Ann", "Bob")]),
    ("4 3\n1 2\n2 3\n3 4", {"header": True, "format": "edgelist"}, [("1", "2"), ("2", "3"), ("3", "4")]),
    ("0 1 5\n1 2 7\n2 3 9", {}, [("0", "1"), ("1", "2"), ("2", "3")]),  # A path with weights.
    ("#id,source,target\n7,a,b\n8,b,c", {}, [("a", "b"), ("b", "c")]),
]


@pytest.mark.parametrize(("text", "options", "expected"), HEADERS)
def test_the_header_and_the_columns_are_found_or_told(text, options, expected):
    assert edges("g.csv", text, **options) == expected


AMBIGUOUS = [
    ("g.csv", "person,friend\nAnn,Bob\nBob,Cyd", "line 1 may be a header, .*or an edge.*--header yes or --header no"),
    ("g.txt", "source target\nsource pump\npump target", "line 1 may be a header.*though its words are nodes"),
    ("g.csv", "node_1,node_2\nnode_5,node_9", "line 1 may be a header"),
    ("g.txt", "4 3\n1 2\n2 3\n3 4", "line 1 may hold the numbers of nodes and edges, '4 3'.*--header yes"),
    (
        "g.csv",
        "id,person,friend\n1,Ann,Bob\n2,Bob,Cyd",
        "the nodes with --columns A,B, such as --columns person,friend",
    ),
    ("g.csv", "1,Ann,Bob\n2,Bob,Cyd", "--columns A,B"),
    ("g.csv", "0,5,9\n1,9,7\n2,7,5", "--columns 2,3 or --columns 1,2"),
    ("g.txt", "a b,c\nd e,f", "between commas .*--format csv.* or between spaces .*--format edgelist"),
    ("g.txt", "1 2\t0.5\n2 3\t0.5", "between tabs .* or between spaces"),
    ("g.txt", "1 2 3\n2 3\n4 1", "--format edgelist.*--format adjlist"),
    ("g.txt", "3 3\n2 3\n1 3\n1 2", "METIS.*--format edgelist"),
    ("g.txt", "0 1 2 0\n1 0 3 1\n0 3 0 1\n0 1 1 0", "--format matrix"),
    (
        "g.txt",
        "e 1 2\ne 2 3",
        "join '1' and '2', or with a node, and join 'e' and '1': say --columns 2,3 or --columns 1,2",
    ),
    ("g.txt", "v 0 1\nv 1 1\ne 0 1 2", "--columns 2,3 or --columns 1,2"),
    ("g.csv", "a,1,2\na,2,3", "--columns 2,3 or --columns 1,2"),
    ("g.csv", "A1,A2,B1,B2\n1,2,3,4\n5,6,7,8", "the nodes with --columns A,B, such as --columns A1,A2"),
    ("g.txt", "Ann Bob\nCyd 7", "line 1 may be a header, .*or an edge.*--header yes or --header no"),
    ("g.csv", "#MeToo,Ann\nBob,Ann", "line 1 may be a comment or a row whose first cell is '#MeToo'.*--comments no"),
    ("g.tsv", "Ann\tBob\n#MeToo\tAnn", "line 2 may be a comment or a row.*--comments yes or --comments no"),
    ("g.csv", "#MeToo,Ann\n#TimesUp,Ann", "all its lines .2. begin with # or %.*--comments no"),
    ("g.txt", "a b#c", "name that begins with # or has it inside, or a comment.*--comments no"),
    ("g.txt", "a http://x/y#b", "line 1 may hold a name .*--comments"),
    ("g.adjlist", "C# Java", "name that begins with # or has it inside"),
    ("g.adjlist", "a b % c", "name that begins with %.*--comments"),
    (
        "g.txt",
        "0 1 1 0\n1 0 0 1\n1 0 0 1",
        "rows of an adjacency matrix.* columns, not 3, or edges .*--format edgelist",
    ),
    ("g.csv", "0,1,1\n1,0,1", "as many as its columns, not 2, or"),
    ("g.txt", "1 0\n1 0 1\n0 1 0", "line 1 may hold|may be an adjacency|--format"),
    ("g.txt", "0 1 1 0 0", "as many as its columns, not 1, or"),
    ("g.txt", "0 1 0\n1 0 1\n0 0 0", "may be an adjacency matrix .*or an edge list"),
    ("g.csv", "source,target", "may be a header, 'source' and 'target', or an edge .*no row follows"),
    ("g.txt", "u v", "may be a header, 'u' and 'v', or an edge"),
    ("g.txt", "ann #bob\ncyd #dee", "name that begins with #.*comment.*quote"),
]


@pytest.mark.parametrize(("name", "text", "words"), AMBIGUOUS)
def test_what_can_be_read_in_two_ways_is_refused_with_both_and_the_option(name, text, words):
    with pytest.raises(DocumentError, match=words):
        edges(name, text)


def test_signs_of_comments_are_parts_of_names_where_nothing_else_fits_or_that_is_asked_for():
    assert edges("g.txt", "http://x#a http://x#b\nC# F#") == [("http://x#a", "http://x#b"), ("C#", "F#")]
    assert edges("g.txt", 'a "b#c"\n"#d" a') == [("a", "b#c"), ("#d", "a")]
    assert edges("g.txt", "a b#c\n#d a\nd #e", comments=False) == [("a", "b#c"), ("#d", "a"), ("d", "#e")]
    assert edges("g.txt", "a b#c\n#d a", comments=True) == [("a", "b")]
    assert edges("g.adjlist", "C# Java % #1", comments=False) == [("C#", "Java"), ("C#", "%"), ("C#", "#1")]


@pytest.mark.parametrize("sign", ["\ufeff", "\u2028", "\u2029", "\x85", "\x1b", "\x7f"])
def test_what_nobody_sees_and_readers_take_for_an_end_or_for_nothing_is_refused(sign):
    with pytest.raises(DocumentError, match=f"line 2 must be text, but holds the control character U.{ord(sign):04X}"):
        edges("g.csv", f"Ann,Bob\nBob{sign},Cyd")


def test_files_of_konect_are_told_by_their_first_line_whatever_they_are_called():
    for name in ("out.petster", "network", "ego.konect"):
        assert edges(name, "% sym unweighted\n% 2 3 3\n1 2\n2 3\n") == [("1", "2"), ("2", "3")]


def test_a_comma_behind_every_first_name_and_the_line_of_excel_are_no_names():
    assert edges("g.txt", "a, b\nb, c\n") == [("a", "b"), ("b", "c")]
    assert edges("g.csv", "sep=;\nsource;target\na;b\n") == [("a", "b")]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("a,b\nb,nan\n", "a node is called 'nan', as missing values are"),
        ("a,NA\nb,a\n", "a node is called 'NA', as missing values are"),
        ("1.0,2\n2,1\n", "nodes '1.0' and '1' stay apart, because names are text"),
        ("01,2\n2,1\n", "nodes '01' and '1' stay apart, because names are text"),
    ],
)
def test_names_that_may_be_none_or_another_one_are_told(text, note):
    raw = read_unpacked(unpacked("g.csv", text.encode()), ReadOptions(header=False)).raw
    assert note in raw.notes


def test_matrices_metis_and_size_lines_are_no_edges():
    assert edges("g.txt", "0 1 1\n1 0 0\n1 0 0") == [("0", "1"), ("0", "2")]
    assert edges("g.csv", ",ann,bob\nann,0,1\nbob,1,0") == [("ann", "bob")]
    assert edges("g.txt", "0.0 0.5 0\n0.5 0 0.2\n0 0.2 0.0") == [("0", "1"), ("1", "2")]
    assert edges("g.txt", "4 3\n2\n1 3\n2 4\n3") == [("1", "2"), ("2", "3"), ("3", "4")]


def test_konect_keeps_the_two_sides_of_a_bipartite_network_apart():
    text = "% bip unweighted\n% 2 2 2\n1 1\n2 1\n"
    raw = read_table(unpacked("out.x", text.encode()), ReadOptions(), " ")
    assert list(raw.names) == ["1", "right 1", "2"]
    assert any("bipartite" in note for note in raw.notes)


def test_a_comment_that_declares_other_sizes_is_told():
    raw = read_table(unpacked("g.txt", b"# Nodes: 9 Edges: 4\n0\t1\n1\t2\n"), ReadOptions(), "\t")
    assert "says 9 nodes and 4 edges, but the lines hold 3 and 2" in raw.notes[0]
