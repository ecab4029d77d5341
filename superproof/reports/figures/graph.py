"""A 2-AND as a graph with names: nodes are features, edges are outputs."""

from superproof.reports.figures.canvas import INK, MUTED, ONE, PAPER, ZERO, Picture, drawing, picture_of, shortened
from superproof.words import count
from verify import Problem
from verify.naming import named

MOST_NODES, MOST_EDGES = 160, 800
"""Beyond, a drawing of the graph shows nothing."""
NAMED = 24
"""Nodes named at most, the most influential ones."""
LETTERS = 18


def can_draw(problem: Problem) -> bool:
    """Whether the graph is small enough that its picture says something."""
    return problem.is_two_and and problem.inputs <= MOST_NODES and problem.outputs <= MOST_EDGES


def graph_picture(problem: Problem, labels: tuple[str, ...], marked: tuple[int, ...] = ()) -> Picture:
    """The graph in a spring layout, nodes as large as their influence; `marked` are active in a counterexample."""
    import networkx as nx

    graph, influence = problem.graph(), problem.influence
    place = nx.spring_layout(graph, seed=0, k=2.2 / max(2, len(graph)) ** 0.5, iterations=120)
    most = max(influence)
    with drawing(6.8, 5.2) as figure:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        for a, b in problem.pairs:
            axes.plot(*zip(place[a], place[b], strict=True), color=MUTED, linewidth=0.5, alpha=0.45, zorder=1)
        for node, (x, y) in place.items():
            size, colour = 3 + 9 * (influence[node] / most) ** 0.5, ZERO if node in marked else ONE
            axes.plot([x], [y], "o", markersize=size, color=colour, markeredgecolor=PAPER, zorder=2)
        first = sorted(range(problem.inputs), key=lambda j: (j not in marked, -influence[j], j))
        for node in first[:NAMED]:
            text, weight = shortened(labels[node], LETTERS), "bold" if node in marked else "normal"
            x, y = place[node]
            axes.annotate(
                text, (x, y), (0, 6), textcoords="offset points", ha="center", color=INK, size=9, weight=weight
            )
        title = "The problem: features, and the pairs whose AND is an output"
        return picture_of(figure, "graph", title, _caption(problem, labels, influence, marked))


def _caption(problem: Problem, labels: tuple[str, ...], influence: tuple[int, ...], marked: tuple[int, ...]) -> str:
    hub = max(range(problem.inputs), key=lambda j: influence[j])
    names = " and ".join(named(labels, j) for j in marked)
    wrong = f" Orange: {names}, active where the network is wrong." if marked else ""
    shown = "" if problem.inputs <= NAMED else f" The {NAMED} most influential are named."
    return (
        f"{count(problem.inputs, 'feature')} and {count(problem.outputs, 'output')}; a node is as large as the number "
        f"of outputs that use it, {influence[hub]:,} for {named(labels, hub)}.{shown}{wrong}"
    )
