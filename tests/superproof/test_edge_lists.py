import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from superproof.edge_lists import adjacency_list, edge_list, edge_table
from verify import DocumentError

NAMES = st.text("abcXYZ019_.é", min_size=1, max_size=5)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=8))
def test_what_networkx_writes_as_an_edge_list_is_read_back(edges):
    graph = nx.Graph(edges)
    read = edge_list("g", "\n".join(nx.generate_edgelist(graph)))
    assert nx.utils.graphs_equal(nx.Graph(read), nx.Graph(graph.edges()))


@given(st.lists(st.tuples(NAMES, NAMES), max_size=8), st.sampled_from(",;\t"))
def test_a_table_is_read_with_any_separator(edges, separator):
    read = edge_table("g", "\n".join(["source" + separator + "target", *(separator.join(edge) for edge in edges)]))
    assert list(read.edges()) == list(nx.MultiGraph(edges).edges())


def test_what_networkx_writes_as_an_adjacency_list_is_read_back():
    graph = nx.relabel_nodes(nx.karate_club_graph(), str)
    read = adjacency_list("g", "\n".join(nx.generate_adjlist(graph)))
    assert set(map(frozenset, read.edges())) == set(map(frozenset, graph.edges()))


def test_comments_blank_lines_weights_and_line_ends_are_no_edges():
    text = "# a\n% b\n\n x y 2.5\ny z 1 1e9\nz x {'weight': 3}\n"
    assert edge_list("g", text).number_of_edges() == 3


def test_a_quoted_cell_may_hold_the_separator():
    assert list(edge_table("g", '"Valjean, Jean",Cosette\n').nodes()) == ["Valjean, Jean", "Cosette"]


@pytest.mark.parametrize(
    ("read", "text", "line"),
    [
        (edge_list, "a b\nc", 2),
        (edge_list, "a b c", 1),
        (edge_list, "a b {1", 1),
        (edge_list, "a b [1]", 1),
        (edge_list, "# one\n\na b\nb", 4),
        (edge_table, "a,b\nc", 2),
        (edge_table, "a,b\n,c", 2),
        (edge_table, 'a,b\n"c,d', 2),
        (edge_table, "lonely", 1),
    ],
)
def test_a_line_that_is_no_edge_is_refused_with_its_number(read, text, line):
    with pytest.raises(DocumentError, match=rf"^g: line {line} must be two node names"):
        read("g", text)
