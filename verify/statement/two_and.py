"""2-AND: every output is the AND of two features (AS). A graph is a 2-AND problem."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, final

from verify.codes.base import require_size
from verify.errors import shown
from verify.statement.gates import Gate
from verify.statement.problem import Problem

if TYPE_CHECKING:
    import networkx as nx


@final
class _TwoAnd:
    """Builds problems in which output i is the AND of the two features `pairs[i]`; no pair occurs twice.

    Pairs are kept with the smaller feature first, in the order given: the order numbers the outputs. Seen as a graph,
    features are nodes, outputs are edges and *feature influence is degree*.

    Errors: TypeError for anything but integers; ValueError for no pair, a feature out of range, a pair of equal
    features, a repeated pair, or a sparsity outside 1..m.

    >>> problem = TwoAnd(inputs=3, sparsity=2, pairs=((1, 0), (1, 2)))
    >>> problem.pairs, problem.outputs, problem.influence
    (((0, 1), (1, 2)), 2, (1, 2, 1))
    """

    def __call__(self, inputs: int, sparsity: int, pairs: Iterable[tuple[int, int]]) -> Problem:
        gates = []
        for i, pair in enumerate(pairs):
            if not isinstance(pair, tuple) or len(pair) != 2:
                raise TypeError(f"pair {i} must be a tuple of two features, such as (0, 1), not {shown(pair)}")
            gates.append(Gate("and", pair))
        return Problem(inputs, sparsity, (tuple(gates),))

    def from_graph(self, graph: "nx.Graph[object]", *, sparsity: int) -> Problem:
        """One feature a node and one output an edge, both in the graph's own order.

        Directed edges are read as undirected and parallel edges as one, because AND is symmetric and a repeated
        output would add nothing. Errors: ValueError for a graph without edges or with a self-loop.

        >>> import networkx as nx
        >>> TwoAnd.from_graph(nx.path_graph(3), sparsity=2).pairs
        ((0, 1), (1, 2))
        """
        number = {node: j for j, node in enumerate(graph)}
        pairs: dict[tuple[int, int], None] = {}
        for u, v in graph.edges():
            if u == v:
                raise ValueError(f"a 2-AND graph must have no self-loop, but node {shown(u)} has one")
            a, b = number[u], number[v]
            pairs[(min(a, b), max(a, b))] = None
        if not pairs:
            raise ValueError("a 2-AND graph must have at least one edge, not 0")
        return self(len(number), sparsity, pairs)

    def random_regular(self, features: int, degree: int, *, sparsity: int, seed: int) -> Problem:
        """The edges of a random simple `degree`-regular graph: features * degree / 2 outputs.

        The graph is networkx's for this seed, the same for the same version of networkx; the problem document is
        what a result should cite.

        >>> TwoAnd.random_regular(6, 3, sparsity=2, seed=0).outputs
        9
        """
        import networkx as nx

        features, degree = require_size("features", features), require_size("degree", degree)
        if degree >= features or features * degree % 2:
            raise ValueError(
                f"a {degree}-regular graph on {features} features needs degree < features and an even features * degree"
            )
        graph = nx.random_regular_graph(degree, features, seed=seed)
        return self(features, sparsity, sorted((min(u, v), max(u, v)) for u, v in graph.edges()))


TwoAnd = _TwoAnd()
