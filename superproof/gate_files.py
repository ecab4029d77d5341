"""Files of gates: bipartite graphs with attributes, as networkx writes them, of any kind and fan-in; and hypergraphs,
of which every hyperedge is the AND of its nodes, or the copy of one."""

from collections import Counter
from typing import TYPE_CHECKING

from superproof.errors import about_file
from superproof.formats.content import read_content
from superproof.formats.graph_file import read_file
from superproof.formats.hyperedges import Hypergraph, read_hyperedges
from superproof.formats.options import ReadOptions
from superproof.formats.values import whole
from superproof.graphs import clean_name, unique_labels
from superproof.problem_source import labels_worth_writing
from superproof.usage import require_sparsity
from superproof.words import count
from verify import FEATURE, GATE, Problem, from_incidence, gate_problem
from verify.documents import Labels
from verify.errors import DocumentError, shown
from verify.gate_facts import facts_of

if TYPE_CHECKING:
    import networkx as nx

ATTRIBUTED = "gml, graphml, gexf or node-link JSON"
"""The formats that keep attributes of nodes and edges."""


def read_incidence(path: str) -> tuple["nx.Graph[object]", str]:
    """The incidence graph in a file, for `incidence_problem`, and the file's format.

    Every node of it has `bipartite`, and every edge occurs once.

    Errors: DocumentError for a file that cannot be read, another format, a node without `bipartite` 0 or 1, an edge
    that occurs twice, an edge with `negated` anywhere but at an andnot gate, or an andnot gate without just one.
    """
    import networkx as nx

    read, form = _attributed(path)
    graph: nx.Graph[object] = nx.Graph(read)
    for node, data in graph.nodes(data=True):
        if data.get("bipartite") not in (FEATURE, GATE):
            side = shown(data.get("bipartite"))
            raise DocumentError(path, f"node {shown(node)} must have bipartite 0 (feature) or 1 (gate), not {side}")
    if graph.number_of_edges() < read.number_of_edges():
        counts = Counter(frozenset(ends) for ends in read.edges())
        twice = next(ends for ends, times in counts.items() if times > 1)
        names = " and ".join(sorted(map(shown, twice)))
        raise DocumentError(path, f"an edge must occur once, but {names} are joined {counts[twice]} times")
    for node, data in graph.nodes(data=True):
        if data["bipartite"] == GATE:
            _require_negations(path, graph, node, data.get("gate", "and"))
    return graph, form


def _attributed(path: str) -> tuple["nx.MultiGraph[object]", str]:
    """What a file with attributes holds, nodes under their names, and its format."""
    import networkx as nx

    rule = f"an incidence file must be of a format with attributes, {ATTRIBUTED}"
    try:
        found = read_file(path, ReadOptions())
    except DocumentError as error:
        if " --" in error.complaint:  # Only files without attributes can be read in two ways, as options decide.
            raise DocumentError(path, rule) from error
        raise
    raw = found.raw
    if raw.nodes is None or raw.links is None:
        raise DocumentError(path, f"{rule}, not {found.format}")
    texts = unique_labels(list(raw.names), range(len(raw.names)))
    names: list[object] = [int(text) if whole(text) is not None and text == str(int(text)) else text for text in texts]
    graph: nx.MultiGraph[object] = nx.MultiGraph()
    graph.add_nodes_from((name, data) for name, data in zip(names, raw.nodes, strict=True))
    graph.add_edges_from((names[u], names[v], data) for (u, v), data in zip(raw.edges.tolist(), raw.links, strict=True))
    return graph, found.format


def _require_negations(path: str, graph: "nx.Graph[object]", gate: object, kind: object) -> None:
    """DocumentError unless an andnot has one negated edge, and any other gate none: nothing is guessed."""
    negated = [edge.get("negated", False) for edge in graph.adj[gate].values()]
    for value in negated:
        if value not in (0, 1):  # False and True too; formats without Booleans write these numbers.
            raise DocumentError(path, f"negated must be true or false at gate {shown(gate)}, not {shown(value)}")
    wanted = int(isinstance(kind, str) and facts_of(kind, len(negated)).forbids)
    if sum(negated) != wanted:
        raise DocumentError(
            path, f"gate {shown(gate)} ({shown(kind)}) must have {count(wanted, 'negated edge')}, not {sum(negated)}"
        )


def incidence_problem(path: str, graph: "nx.Graph[object]", sparsity: int) -> tuple[Problem, Labels]:
    """The gates of an incidence graph, and the names of features and gates: their attribute `label`, else the nodes;
    none where features are numbers.

    Errors: UsageError for a sparsity above its features, DocumentError for what `from_incidence` refuses.
    """
    sides: dict[object, list[str]] = {FEATURE: [], GATE: []}
    for node, data in graph.nodes(data=True):
        sides[data["bipartite"]].append(clean_name(data.get("label", node)))
    require_sparsity(sparsity, len(sides[FEATURE]))
    with about_file(path, TypeError, ValueError):
        problem = from_incidence(graph, sparsity=sparsity)
    features, outputs = (unique_labels(names, range(len(names))) for names in (sides[FEATURE], sides[GATE]))
    return problem, labels_worth_writing(features, outputs)


def read_hypergraph(path: str, comments_asked: bool | None = None) -> Hypergraph:
    """The hypergraph in a file of one hyperedge a line; its names are made different, its notes begin with the path.

    Errors: DocumentError, as `read_hyperedges`.
    """
    found = read_hyperedges(read_content(path), comments_asked)
    names = unique_labels([clean_name(name) for name in found.names], range(len(found.names)))
    first = ", ".join("--".join(names[j] for j in edge) for edge in found.edges[:3])
    read = f"read as a hypergraph: {count(len(names), 'node')}, {count(len(found.edges), 'hyperedge')}: {first}"
    return found._replace(names=names, notes=tuple(f"{path}: {note}" for note in (read, *found.notes)))


def hypergraph_problem(found: Hypergraph, sparsity: int) -> tuple[Problem, Labels]:
    """One gate a hyperedge, in order, and the names of nodes and hyperedges. Errors: UsageError.

    >>> hypergraph_problem(Hypergraph(("a", "b", "c"), ((0, 1, 2), (2,)), 2, ()), 2)[0].gates
    (Gate(kind='and', inputs=(0, 1, 2)), Gate(kind='copy', inputs=(2,)))
    """
    require_sparsity(sparsity, len(found.names))
    gates = [("and" if len(edge) > 1 else "copy", *edge) for edge in found.edges]
    outputs = unique_labels(["--".join(found.names[j] for j in edge) for edge in found.edges], range(len(gates)))
    return gate_problem(len(found.names), sparsity, gates), labels_worth_writing(found.names, outputs)
