import networkx as nx
import pytest

from superproof.graphs import MAX_LABEL, from_networkx, read_graph
from superproof.sources import DATA_SETS, read_source
from verify import DocumentError, TwoAnd

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
    assert isinstance(source.problem, TwoAnd)
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
    assert graph.labels == ("Kim", "Kim", "Lee")
    assert TwoAnd.from_graph(graph.graph, sparsity=2) == TwoAnd(inputs=3, sparsity=2, pairs=((0, 1),))


def test_repeated_gml_edges_are_merged_and_counted(tmp_path):
    path = tmp_path / "twice.gml"
    path.write_text("graph [ node [ id 0 ] node [ id 1 ] " + "edge [ source 0 target 1 ] " * 2 + "]")
    assert read_graph(str(path)).notes == (f"{path}: 2 edges join 1 pair of nodes, and each pair is one output",)


def test_names_are_cleaned_for_reports():
    graph = nx.Graph([("a\nb", "x" * 200), ("a\nb", "\x1b[1m")])
    labels = from_networkx("g", graph).labels
    assert labels[0] == "a b"
    assert len(labels[1]) == MAX_LABEL
    assert labels[2] == "\N{REPLACEMENT CHARACTER}[1m"


def test_a_graph_file_may_not_be_enormous(tmp_path):
    path = tmp_path / "huge.gml"
    with path.open("wb") as file:
        file.truncate(2**28 + 1)
    with pytest.raises(DocumentError, match="at most 268435456 bytes, not 268435457"):
        read_graph(str(path))
