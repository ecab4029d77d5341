"""2-AND: every output is the AND of two features (AS, section on 2-AND). A graph is a 2-AND problem."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, final

import numpy as np

from verify.codes.base import require_size
from verify.errors import shown
from verify.statement.gates import Gate, GateGroup
from verify.statement.problem import require_sparsity

if TYPE_CHECKING:
    import networkx as nx


@final
@dataclass(frozen=True)
class TwoAnd:
    """Output i is the AND of the two features `pairs[i]`; no pair occurs twice.

    `inputs` is m, the number of features; `outputs` is m' = len(pairs). Pairs are kept with the smaller feature
    first, in the order given: the order numbers the outputs. Seen as a graph, features are nodes, outputs are edges
    and *feature influence is degree*.

    Errors: TypeError for anything but integers; ValueError for no pair, a feature out of range, a pair of equal
    features, a repeated pair, or a sparsity outside 1..m.

    >>> TwoAnd(inputs=3, sparsity=2, pairs=((1, 0), (1, 2)))
    TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    """

    inputs: int
    sparsity: int
    pairs: tuple[tuple[int, int], ...]
    kind = "gates"

    def __post_init__(self) -> None:
        require_size("inputs", self.inputs)
        require_sparsity(self.sparsity, self.inputs)
        ordered = tuple(self._checked(i, pair) for i, pair in enumerate(self.pairs))
        if not ordered:
            raise ValueError("a 2-AND needs at least one pair, not 0")
        if len(set(ordered)) != len(ordered):
            raise ValueError(self._repetition(ordered))
        object.__setattr__(self, "pairs", ordered)

    def _checked(self, output: int, pair: object) -> tuple[int, int]:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError(f"pair {output} must be two features, not {shown(pair)}")
        a, b = pair
        for feature in pair:
            if isinstance(feature, bool) or not isinstance(feature, int):
                raise TypeError(f"pair {output} must hold integers, not {shown(feature)}")
            if not 0 <= feature < self.inputs:
                raise ValueError(f"pair {output} must hold features from 0 to {self.inputs - 1}, not {shown(feature)}")
        if a == b:
            raise ValueError(f"pair {output} must hold two different features, not {a} twice")
        return (a, b) if a < b else (b, a)

    @staticmethod
    def _repetition(pairs: tuple[tuple[int, int], ...]) -> str:
        first: dict[tuple[int, int], int] = {}
        for i, pair in enumerate(pairs):
            if pair in first:
                return f"pair {i} must differ from all pairs before it, but {pair} is pair {first[pair]} already"
            first[pair] = i
        return "all pairs differ"

    @classmethod
    def from_graph(cls, graph: "nx.Graph[object]", *, sparsity: int) -> "TwoAnd":
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
        return cls(inputs=len(number), sparsity=sparsity, pairs=tuple(pairs))

    @classmethod
    def random_regular(cls, features: int, degree: int, *, sparsity: int, seed: int) -> "TwoAnd":
        """The edges of a random simple `degree`-regular graph: features * degree / 2 outputs.

        The graph is networkx's for this seed, the same for the same version of networkx; the problem document is
        what a result should cite.

        >>> TwoAnd.random_regular(6, 3, sparsity=2, seed=0).outputs
        9
        """
        import networkx as nx

        require_size("features", features)
        require_size("degree", degree)
        if degree >= features or features * degree % 2:
            raise ValueError(
                f"a {degree}-regular graph on {features} features needs degree < features and an even features * degree"
            )
        graph = nx.random_regular_graph(degree, features, seed=seed)
        edges = sorted((min(u, v), max(u, v)) for u, v in graph.edges())
        return cls(inputs=features, sparsity=sparsity, pairs=tuple(edges))

    @property
    def outputs(self) -> int:
        """m', the number of pairs."""
        return len(self.pairs)

    @property
    def influence(self) -> tuple[int, ...]:
        """For every feature the number of outputs that use it.

        >>> TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))).influence
        (1, 2, 1)
        """
        return tuple(np.bincount(np.array(self.pairs).ravel(), minlength=self.inputs).tolist())

    def gate(self, output: int) -> Gate:
        """The AND that one output computes."""
        return Gate("and", self.pairs[output])

    def gate_groups(self) -> tuple[GateGroup, ...]:
        """One group of all the ANDs."""
        return (GateGroup("and", np.arange(self.outputs), np.array(self.pairs, dtype=np.int64)),)

    def graph(self) -> "nx.Graph[int]":
        """The problem as a networkx graph on the nodes 0..m-1.

        >>> problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
        >>> TwoAnd.from_graph(problem.graph(), sparsity=2) == problem
        True
        """
        import networkx as nx

        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(self.inputs))
        graph.add_edges_from(self.pairs)
        return graph

    def document(self) -> dict[str, object]:
        """The JSON object of the problem, kind "gates"."""
        return {
            "format": "superproof-problem-1",
            "kind": self.kind,
            "inputs": self.inputs,
            "sparsity": self.sparsity,
            "gates": [["and", a, b] for a, b in self.pairs],
        }
