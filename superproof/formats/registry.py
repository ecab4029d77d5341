"""The graph formats: suffixes, how each is recognised, and its reader. One more is one file and one entry.

Readers are imported when they are asked: the command line reads the names before anything heavy is loaded.
"""

from collections.abc import Callable
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from superproof.formats.content import Content
    from superproof.formats.options import ReadOptions
    from superproof.formats.raw import Raw

Recognise = Callable[["Content"], bool]


class Format(NamedTuple):
    """`title` is for sentences; `reader` is MODULE:FUNCTION in this folder, of the content; where `options` matter it
    takes these too, and a table's its `separator`. `recognise` is None where content alone does not tell this format.
    """

    title: str
    suffixes: tuple[str, ...]
    reader: str
    recognise: Recognise | None = None
    separator: str | None = None
    options: bool = False

    def read(self, content: "Content", options: "ReadOptions") -> "Raw":
        """The graph in a file of this format. Errors: DocumentError for a file that is not."""
        given = (options, self.separator) if self.separator is not None else (options,) if self.options else ()
        found: Raw = _named(self.reader)(content, *given)
        return found


def _named(name: str) -> Any:
    return resolve_name(f"superproof.formats.{name}")


def _begins(module: str, pattern: str = "SIGNATURE") -> Recognise:
    return lambda content: _named(f"{module}:{pattern}").match(content.head) is not None


def _root(name: str) -> Recognise:
    return lambda content: (
        content.head.lstrip()[:1] == "<" and (f"<{name}" in content.head or f":{name}" in content.head)
    )


TEXT = (".txt", ".dat", ".data", ".list", ".asc")
"""Suffixes of text of any kind: what is in it is found from its lines."""
FORMATS: dict[str, Format] = {
    "gml": Format("GML", (".gml",), "gml:read_gml", _begins("gml")),
    "graphml": Format("GraphML", (".graphml",), "graphml:read_graphml", _root("graphml")),
    "gexf": Format("GEXF", (".gexf",), "gexf:read_gexf", _root("gexf")),
    "pajek": Format("Pajek", (".net", ".pajek", ".paj"), "pajek:read_pajek", _begins("pajek")),
    "mtx": Format("Matrix Market", (".mtx", ".mm"), "matrix_market:read_matrix_market", _begins("matrix_market")),
    "dimacs": Format("DIMACS", (".dimacs", ".col", ".clq", ".gr"), "dimacs:read_dimacs", _begins("dimacs")),
    "graph6": Format("graph6", (".g6", ".s6", ".graph6", ".sparse6"), "graph6:read_graph6", _begins("graph6")),
    "json": Format("node-link JSON", (".json",), "node_link:read_node_link", _begins("node_link")),
    "array": Format(
        "numpy array", (".npy", ".npz"), "numpy_file:read_array",
        lambda content: content.data.startswith((_named("numpy_file:NPY"), _named("numpy_file:ZIP"))),
    ),
    "metis": Format("METIS", (".graph", ".metis"), "metis:read_metis"),
    "adjlist": Format("adjacency list", (".adjlist",), "adjacency_list:read_adjacency_list", options=True),
    "matrix": Format("adjacency matrix", (), "matrices:read_matrix", options=True),
    "edgelist": Format(
        "edge list", (".edgelist", ".edges", ".el", ".ncol", ".links", *TEXT), "edge_tables:read_table",
        _begins("edge_tables", "KONECT"), " ",
    ),
    "csv": Format("CSV", (".csv",), "edge_tables:read_table", separator=","),
    "tsv": Format("TSV", (".tsv", ".tab"), "edge_tables:read_table", separator="\t"),
    "semicolons": Format("table with semicolons", (), "edge_tables:read_table", separator=";"),
}  # fmt: skip
"""Name for --format -> format."""
TABLES = {name: known.separator for name, known in FORMATS.items() if known.separator is not None}
"""Those that are tables of edges, and what separates their cells: a blank stands for any white space."""
