"""2-AND problems: what is a problem, what is refused, and the door to graphs."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.oracle import admissible, true_outputs
from verify import Problem, TwoAnd, evaluate, problem_digest

PAIRS = ((0, 1), (1, 2))


@pytest.mark.parametrize(
    ("inputs", "sparsity", "pairs", "error", "words"),
    [
        (3, 2, (), ValueError, "at least one gate, not 0"),
        (0, 1, PAIRS, ValueError, "inputs must be at least 1, not 0"),
        (-3, 1, PAIRS, ValueError, "inputs must be at least 1"),
        (True, 1, PAIRS, TypeError, "inputs must be an integer, not True"),
        (3.0, 1, PAIRS, TypeError, "inputs must be an integer, not 3.0"),
        ("3", 1, PAIRS, TypeError, "inputs must be an integer"),
        (2**40 + 1, 1, PAIRS, ValueError, "inputs must be at most"),
        (3, 0, PAIRS, ValueError, "sparsity must be at least 1, not 0"),
        (3, 4, PAIRS, ValueError, "sparsity must be at most the number of features, 3, not 4"),
        (3, True, PAIRS, TypeError, "sparsity must be an integer, not True"),
        (3, 2.0, PAIRS, TypeError, "sparsity must be an integer, not 2.0"),
        (3, 2, ((0, 3),), ValueError, "gate 0 must hold features from 0 to 2, not 3"),
        (3, 2, ((-1, 0),), ValueError, "gate 0 must hold features from 0 to 2, not -1"),
        (3, 2, ((0, 10**5000),), ValueError, "an integer of 16610 bits"),
        (3, 2, ((1, 1),), ValueError, "different features, not 1 twice"),
        (3, 2, ((0, 1), (1, 2), (1, 0)), ValueError, r"gate 2 must differ .* \(0, 1\) is gate 0 already"),
        (3, 2, ((0, 1, 2),), TypeError, "pair 0 must be a tuple of two features"),
        (3, 2, ([0, 1],), TypeError, "pair 0 must be a tuple of two features"),
        (3, 2, (5,), TypeError, r"pair 0 must be a tuple of two features, such as \(0, 1\), not 5"),
        (3, 2, ((0, True),), TypeError, "a feature of gate 0 must be an integer, not True"),
        (3, 2, ((0, 1.0),), TypeError, "a feature of gate 0 must be an integer, not 1.0"),
        (3, 2, (("a", 1),), TypeError, "a feature of gate 0 must be an integer, not 'a'"),
    ],
)
def test_what_is_no_problem_is_refused_with_the_rule(inputs, sparsity, pairs, error, words):
    with pytest.raises(error, match=words):
        TwoAnd(inputs, sparsity, pairs)


def test_pairs_are_ordered_within_but_not_among_themselves():
    problem = TwoAnd(3, 2, ((2, 1), (1, 0)))
    assert problem.pairs == ((1, 2), (0, 1))
    assert problem == TwoAnd(3, 2, [(1, 2), (0, 1)])
    assert hash(problem) == hash(TwoAnd(3, 2, [(1, 2), (0, 1)]))
    assert isinstance(problem, Problem)


@settings(deadline=None)
@given(st.integers(2, 6), st.data())
def test_every_output_is_the_and_of_its_pair(m, data):
    pairs = data.draw(st.lists(st.sampled_from([(a, b) for b in range(m) for a in range(b)]), min_size=1, unique=True))
    problem = TwoAnd(m, m, tuple(pairs))
    for active in admissible(m, m):
        assert set(evaluate(problem, active)) == true_outputs(problem, active)


def test_graphs_are_read_in_their_own_order_and_written_back():
    graph = nx.Graph([("c", "a"), ("a", "b")])
    problem = TwoAnd.from_graph(graph, sparsity=2)
    assert problem.pairs == ((0, 1), (1, 2))
    assert TwoAnd.from_graph(problem.graph(), sparsity=2) == problem
    assert problem.influence == (1, 2, 1)


def test_isolated_nodes_stay_features():
    graph = nx.path_graph(2)
    graph.add_node("alone")
    problem = TwoAnd.from_graph(graph, sparsity=1)
    assert problem.inputs == 3
    assert problem.influence == (1, 1, 0)
    assert problem.graph().number_of_nodes() == 3


def test_directed_and_parallel_edges_are_read_as_one():
    double = nx.MultiDiGraph([(0, 1), (1, 0), (0, 1), (1, 2)])
    assert TwoAnd.from_graph(double, sparsity=2).pairs == ((0, 1), (1, 2))


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(4)], ids=["no node", "no edge"])
def test_graphs_without_edges_are_refused(graph):
    with pytest.raises(ValueError, match="at least one edge, not 0"):
        TwoAnd.from_graph(graph, sparsity=1)


def test_self_loops_are_refused_by_name():
    with pytest.raises(ValueError, match="node 'b' has one"):
        TwoAnd.from_graph(nx.Graph([("a", "b"), ("b", "b")]), sparsity=1)


def test_random_regular_problems_are_regular_and_repeatable():
    problem = TwoAnd.random_regular(20, 4, sparsity=2, seed=5)
    assert set(problem.influence) == {4}
    assert problem.outputs == 40
    assert problem == TwoAnd.random_regular(20, 4, sparsity=2, seed=5)
    assert problem != TwoAnd.random_regular(20, 4, sparsity=2, seed=6)


@pytest.mark.parametrize(("features", "degree"), [(4, 4), (5, 3)])
def test_regular_graphs_that_do_not_exist_are_refused(features, degree):
    with pytest.raises(ValueError, match="regular graph"):
        TwoAnd.random_regular(features, degree, sparsity=2, seed=0)


def test_the_digest_tells_apart_everything_a_problem_is_made_of():
    variants = [
        TwoAnd(3, 2, PAIRS),
        TwoAnd(3, 1, PAIRS),
        TwoAnd(4, 2, PAIRS),
        TwoAnd(3, 2, ((0, 1),)),
        TwoAnd(3, 2, ((1, 2), (0, 1))),
        TwoAnd(3, 2, ((0, 1), (0, 2))),
    ]
    assert len({problem_digest(problem) for problem in variants}) == len(variants)
    assert problem_digest(TwoAnd(3, 2, ((1, 0), (2, 1)))) == problem_digest(variants[0])
