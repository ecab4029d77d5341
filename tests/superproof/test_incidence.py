"""Incidence files on the command line: hypergraphs and mixed gates in the formats that keep attributes."""

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

from superproof.gate_files import incidence_problem, read_incidence
from tests.verify.gate_problems import problems
from verify import gate_problem, incidence, load_problem

WRITERS = {".gml": nx.write_gml, ".graphml": nx.write_graphml, ".gexf": nx.write_gexf}
MIXED = gate_problem(6, 3, [("and", 0, 1, 2), ("or", 1, 2, 3), ("xor", 3, 4), ("andnot", 4, 0), ("copy", 5)])


@pytest.fixture
def written(tmp_path):
    def write(graph, suffix=".gml"):
        WRITERS[suffix](graph, tmp_path / f"gates{suffix}")
        return f"gates{suffix}"

    return write


@pytest.mark.parametrize("suffix", WRITERS)
def test_mixed_gates_come_back_from_every_format_that_keeps_attributes(superproof, tmp_path, written, suffix):
    name = written(incidence(MIXED), suffix)
    run = superproof("problem", "gates", "--incidence", name, "--sparsity", 3, "-o", "p.json")
    assert (run.status, run.out) == (0, "p.json: 6 features, 5 outputs, sparsity 3\n"), run.err
    assert load_problem(tmp_path / "p.json") == MIXED


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(problems())
def test_every_problem_is_read_back(tmp_path, problem):
    path = str(tmp_path / "gates.graphml")
    nx.write_graphml(incidence(problem), path)
    assert incidence_problem(path, read_incidence(path)[0], problem.sparsity)[0] == problem


def test_what_was_read_is_said_and_in_the_json(superproof, tmp_path, written):
    run = superproof(
        "problem", "gates", "--incidence", written(incidence(MIXED)), "--sparsity", 3, "-o", "p.json", "--json"
    )
    assert run.err == "gates.gml: read as GML: 6 features, 5 gates\n"
    sizes = {"features": 6, "gates": 5, "edges": 11}
    assert run.record["read"] == {"file": "gates.gml", "format": "GML", **sizes, "notes": []}
    (tmp_path / "h.txt").write_text("Ann,Bob\nBob,Ann\n#MeToo,Ann\n")
    words = ("problem", "gates", "--hypergraph", "h.txt", "--sparsity", 2, "-o", "h.json")
    assert superproof(*words).status == 5
    run = superproof(*words, "--comments", "yes", "--json")
    read = run.record["read"]
    assert isinstance(read, dict)
    assert (read["nodes"], read["hyperedges"], read["outputs"]) == (2, 2, 1)
    assert any("2 hyperedges join 1 set of nodes" in note for note in read["notes"])
    assert superproof("problem", "gates", "--incidence", "gates.gml", "--comments", "no", *words[4:]).status == 2


def test_a_hypergraph_without_kinds_is_made_of_ands(superproof, tmp_path, written):
    graph = nx.Graph([("Ann", "club"), ("Bob", "club"), ("Cyd", "club"), ("Cyd", "team"), ("Ann", "team")])
    nx.set_node_attributes(graph, {"Ann": 0, "Bob": 0, "Cyd": 0, "club": 1, "team": 1}, "bipartite")
    run = superproof("problem", "gates", "--incidence", written(graph), "--sparsity", 3, "-o", "p.json")
    assert run.status == 0, run.err
    assert load_problem(tmp_path / "p.json") == gate_problem(3, 3, [("and", 0, 1, 2), ("and", 0, 2)])


def changed(**changes):
    graph = incidence(MIXED)
    for node, attributes in changes.get("nodes", {}).items():
        graph.nodes[node].update(attributes)
    for edge, attributes in changes.get("edges", {}).items():
        graph.add_edge(*edge, **attributes)
    return graph


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        (nx.Graph([(0, 1)]), "node 0 must have bipartite 0 (feature) or 1 (gate), not None"),
        (changed(nodes={2: {"bipartite": 7}}), "node 2 must have bipartite 0 (feature) or 1 (gate), not 7"),
        (changed(nodes={6: {"gate": "nand"}}), "gate 0 must be 0 when all its inputs are 0, but nand is 1"),
        (changed(edges={(0, 1): {}}), "an edge must join a feature and a gate, not features 0 and 1"),
        (changed(edges={(6, 7): {}}), "an edge must join a feature and a gate, not gates 6 and 7"),
        (changed(edges={(6, 0): {"negated": 1}}), "gate 6 ('and') must have 0 negated edges, not 1"),
        (changed(edges={(9, 0): {"negated": 0}}), "gate 9 ('andnot') must have 1 negated edge, not 0"),
        (changed(edges={(9, 4): {"negated": 1}}), "gate 9 ('andnot') must have 1 negated edge, not 2"),
        (changed(edges={(9, 0): {"negated": "false"}}), "negated must be true or false at gate 9, not 'false'"),
        (nx.MultiGraph(incidence(MIXED).edges), "must have bipartite"),
    ],
)
def test_what_is_no_incidence_graph_is_refused_with_the_place_and_the_rule(superproof, written, graph, words):
    run = superproof("problem", "gates", "--incidence", written(graph), "--sparsity", 3, "-o", "p.json")
    assert (run.status, "gates.gml" in run.complaint, words in run.complaint) == (5, True, True), run.err


def test_an_edge_that_occurs_twice_is_refused(superproof, written):
    graph = nx.MultiGraph(incidence(MIXED))
    graph.add_edge(6, 0)
    run = superproof("problem", "gates", "--incidence", written(graph), "--sparsity", 3, "-o", "p.json")
    assert (run.status, "an edge must occur once, but 0 and 6 are joined 2 times" in run.complaint) == (5, True)


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (("--incidence", "gates.gml", "--features", 3), 2, "--features goes with random gates, not with --incidence"),
        (("--incidence", "gates.gml", "--fan-in", 3), 2, "--fan-in goes with random gates, not with --incidence"),
        (
            ("--features", 3),
            2,
            "problem gates needs --features M and --outputs N, --incidence FILE or --hypergraph FILE",
        ),
        (("--incidence", "gates.gml", "--hypergraph", "h.txt"), 2, "--hypergraph goes with a file of its own"),
        (("--incidence", "none.gml"), 5, "cannot be read"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(superproof, written, options, status, words):
    written(incidence(MIXED))
    run = superproof("problem", "gates", *options, "--sparsity", 3, "-o", "p.json")
    assert (run.status, words in run.complaint) == (status, True), run.err


def test_a_format_without_attributes_is_refused(superproof, tmp_path):
    (tmp_path / "gates.edgelist").write_text("a b\nb c\n")
    run = superproof("problem", "gates", "--incidence", "gates.edgelist", "--sparsity", 2, "-o", "p.json")
    assert (run.status, "of a format with attributes, gml, graphml" in run.complaint) == (5, True), run.err


@pytest.mark.parametrize("name", ["gates.xyz", "gates.adjlist", "gates.csv"])
def test_a_file_that_options_would_decide_is_refused_without_options_that_are_not_there(superproof, tmp_path, name):
    (tmp_path / name).write_text("a,b;c\nb,c;a\n" if name == "gates.csv" else "a b\nb: c\n")
    run = superproof("problem", "gates", "--incidence", name, "--sparsity", 2, "-o", "p.json")
    assert run.status == 5
    assert "gml, graphml, gexf or node-link JSON" in run.complaint


def test_a_hypergraph_of_one_hyperedge_a_line_is_made_of_ands_and_copies(superproof, tmp_path):
    (tmp_path / "h.txt").write_text("# clubs\nAnn, Bob, Cyd\nCyd\nBob, Ann, Cyd\n")
    run = superproof("problem", "gates", "--hypergraph", "h.txt", "--sparsity", 3, "-o", "p.json")
    assert run.status == 0, run.err
    assert "h.txt: read as a hypergraph: 3 nodes, 2 hyperedges: Ann--Bob--Cyd, Cyd" in run.err
    assert "3 hyperedges join 2 sets of nodes" in run.err
    assert load_problem(tmp_path / "p.json") == gate_problem(3, 3, [("and", 0, 1, 2), ("copy", 2)])
    (tmp_path / "h.txt").write_text("Ann Bob\nCyd Cyd\n")
    run = superproof("problem", "gates", "--hypergraph", "h.txt", "--sparsity", 2, "-o", "p.json")
    assert (run.status, "line 2 must name different nodes, not 'Cyd Cyd'" in run.complaint) == (5, True)


def test_a_sparsity_above_the_features_is_wrong_usage(superproof, written):
    run = superproof("problem", "gates", "--incidence", written(incidence(MIXED)), "--sparsity", 7, "-o", "p.json")
    assert (run.status, "at most the number of features, 6, not 7" in run.complaint) == (2, True)
