import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from superproof.formats.options import ReadOptions
from superproof.formats.raw import edge_array
from superproof.graph_usage import DATA_SETS
from superproof.graphs import from_networkx, ordered_pairs, read_graph, unique_labels
from superproof.problem_source import graph_problem, read_source
from verify import DocumentError, TwoAnd
from verify.naming import MAX_LABEL, brief

WRITERS = {
    ".gml": nx.write_gml,
    ".graphml": nx.write_graphml,
    ".gexf": nx.write_gexf,
    ".net": nx.write_pajek,
    ".edgelist": nx.write_edgelist,
    ".adjlist": nx.write_adjlist,
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_format_networkx_writes_gives_the_same_problem(tmp_path, suffix):
    graph = nx.relabel_nodes(nx.petersen_graph(), lambda node: f"node{node}")
    path = tmp_path / f"petersen{suffix}"
    WRITERS[suffix](graph, path)
    source = read_source(str(path), None)
    assert source.name == "petersen"
    assert sorted(source.labels) == sorted(graph)
    number = {label: j for j, label in enumerate(source.labels)}
    expected = {(min(number[u], number[v]), max(number[u], number[v])) for u, v in graph.edges()}
    assert source.problem.is_two_and
    assert (set(source.problem.pairs), source.problem.sparsity) == (expected, 2)


@pytest.mark.parametrize("name", DATA_SETS)
def test_every_data_set_has_a_name(name):
    source = read_source(name, 3)
    assert source.problem.sparsity == 3
    assert len(source.labels) == source.problem.inputs


def test_gml_nodes_of_one_label_stay_apart_and_isolated_nodes_stay_features(tmp_path):
    path = tmp_path / "twins.gml"
    path.write_text(
        'graph [ node [ id 7 label "Kim" ] node [ id 3 label "Kim" ] node [ id 9 label "Lee" ] '
        "edge [ source 7 target 3 ] ]"
    )
    graph = read_graph(str(path))
    assert graph.labels == ("Kim (7)", "Kim (3)", "Lee")
    assert graph.notes == (f"{path}: 2 nodes are labelled 'Kim' and stay apart, as 'Kim (7)', 'Kim (3)'",)
    assert graph_problem(graph, 2) == TwoAnd(inputs=3, sparsity=2, pairs=((0, 1),))


def test_repeated_gml_edges_are_merged_and_counted(tmp_path):
    path = tmp_path / "twice.gml"
    path.write_text("graph [ node [ id 0 ] node [ id 1 ] " + "edge [ source 0 target 1 ] " * 2 + "]")
    assert read_graph(str(path)).notes == (f"{path}: 2 edges join 1 pair of nodes, and each pair is one output",)


def test_names_are_cleaned_for_reports():
    graph = nx.Graph([("a\nb", "x" * 200), ("a\nb", "\x1b[1m")])
    labels = from_networkx("g", graph).labels
    assert labels == ("a b", "x" * 200, "\N{REPLACEMENT CHARACTER}[1m")
    assert len(brief(labels[1])) == MAX_LABEL


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda e: e[0] != e[1]), min_size=1), st.booleans()
)
def test_pairs_are_in_the_order_in_which_networkx_lists_edges(edges, directed):
    graph = (nx.MultiDiGraph if directed else nx.MultiGraph)()
    graph.add_nodes_from(range(7))
    graph.add_edges_from(edges)
    problem = TwoAnd.from_graph(graph, sparsity=1)
    assert ordered_pairs(edge_array(edges), 7, directed=directed) == problem.pairs


@given(st.lists(st.text("ab ()1\n", max_size=4), max_size=9))
def test_labels_made_different_are_so(labels):
    unique = unique_labels(labels, range(len(labels)))
    assert len(set(unique)) == len(labels)
    assert all(new == old for new, old in zip(unique, labels, strict=True) if labels.count(old) == 1)


def test_loops_are_dropped_on_request_and_told(tmp_path):
    path = tmp_path / "loops.edgelist"
    path.write_text("1 2\n2 2\n1 1\n3 2\n")
    graph = read_graph(str(path), ReadOptions(drop_self_loops=True))
    assert (graph.pairs, graph.read.self_loops_dropped) == (((0, 1), (1, 2)), 2)
    assert graph.notes == (f"{path}: 2 self-loops dropped, the first at '2'",)
    with pytest.raises(DocumentError, match="node '2' has one, and so have 1 more: drop them with --drop-self-loops"):
        read_graph(str(path))


def test_names_in_two_unicode_forms_stay_apart_and_are_told(tmp_path):
    path = tmp_path / "forms.edgelist"
    path.write_text("caf\u00e9 a\ncafe\u0301 a\n", encoding="utf-8")
    graph = read_graph(str(path))
    assert len(graph.labels) == 3
    assert "look like 'caf\u00e9', in different Unicode forms, and stay apart" in graph.notes[0]


def test_a_graph_file_may_not_be_enormous(tmp_path):
    path = tmp_path / "huge.gml"
    with path.open("wb") as file:
        file.truncate(2**28 + 1)
    with pytest.raises(DocumentError, match="at most 268435456 bytes, not 268435457"):
        read_graph(str(path))


@pytest.mark.parametrize("name", ["\u200b", "\xa0", "\u2060\u200d"])
def test_names_that_cannot_be_seen_are_refused(tmp_path, name):
    (tmp_path / "g.csv").write_text(f"Ann,{name}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="must name its nodes by what can be seen, not "):
        read_graph(str(tmp_path / "g.csv"))
