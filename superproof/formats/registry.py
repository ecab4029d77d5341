"""The graph formats: suffixes, how each is recognised, and its reader. One more is one file and one entry."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import final

from superproof.errors import UsageError
from superproof.formats import dimacs, gml, metis, pajek
from superproof.formats.adjacency_list import read_adjacency_list
from superproof.formats.arrays import NPY, ZIP, read_array
from superproof.formats.comments import Comments
from superproof.formats.content import Content, read_content, uncollected
from superproof.formats.gexf import read_gexf
from superproof.formats.graph6 import HEADERS, read_graph6
from superproof.formats.graphml import read_graphml
from superproof.formats.matrices import read_matrix
from superproof.formats.matrix_market import BANNER, read_matrix_market
from superproof.formats.node_link import SIGNATURE, read_node_link
from superproof.formats.options import ReadOptions
from superproof.formats.raw import Raw
from superproof.formats.rows import NAMES, table_lines
from superproof.formats.tables import KONECT, SEPARATORS, read_table, table_of
from superproof.formats.text_kinds import kind_of_text
from verify.errors import DocumentError, shown

Recognise = Callable[[Content], bool]


@final
@dataclass(frozen=True)
class Format:
    """`title` is for sentences; `recognise` is None where content alone does not tell this format."""

    title: str
    suffixes: tuple[str, ...]
    read: Callable[[Content, ReadOptions], Raw]
    recognise: Recognise | None = None


def _root(*names: str) -> Recognise:
    return lambda content: (
        content.head.lstrip()[:1] == "<"
        and any(f"<{name}" in content.head or f":{name}" in content.head for name in names)
    )


def _table(separator: str) -> Callable[[Content, ReadOptions], Raw]:
    return partial(read_table, separator=separator)


TEXT = (".txt", ".dat", ".data", ".list", ".asc")
"""Suffixes of text of any kind: what is in it is found from its lines."""
FORMATS: dict[str, Format] = {
    "gml": Format("GML", (".gml",), gml.read_gml, lambda content: gml.SIGNATURE.match(content.head) is not None),
    "graphml": Format("GraphML", (".graphml",), read_graphml, _root("graphml")),
    "gexf": Format("GEXF", (".gexf",), read_gexf, _root("gexf")),
    "pajek": Format(
        "Pajek", (".net", ".pajek", ".paj"), pajek.read_pajek,
        lambda content: pajek.SIGNATURE.match(content.head) is not None,
    ),
    "mtx": Format(
        "Matrix Market", (".mtx", ".mm"), read_matrix_market,
        lambda content: content.head[: len(BANNER)].casefold() == BANNER,
    ),
    "dimacs": Format(
        "DIMACS", (".dimacs", ".col", ".clq", ".gr"), dimacs.read_dimacs,
        lambda content: dimacs.SIGNATURE.match(content.head) is not None,
    ),
    "graph6": Format(
        "graph6", (".g6", ".s6", ".graph6", ".sparse6"), read_graph6,
        lambda content: content.head.startswith(HEADERS),
    ),
    "json": Format(
        "node-link JSON", (".json",), read_node_link,
        lambda content: SIGNATURE.match(content.head) is not None and '"nodes"' in content.head,
    ),
    "array": Format("numpy array", (".npy", ".npz"), read_array, lambda content: content.data.startswith((NPY, ZIP))),
    "metis": Format("METIS", (".graph", ".metis"), metis.read_metis),
    "adjlist": Format("adjacency list", (".adjlist",), read_adjacency_list),
    "matrix": Format("adjacency matrix", (), read_matrix),
    "edgelist": Format(
        "edge list", (".edgelist", ".edges", ".el", ".ncol", ".links", *TEXT), _table(SEPARATORS["edgelist"]),
        lambda content: KONECT.match(content.head) is not None,
    ),
    "csv": Format("CSV", (".csv",), _table(SEPARATORS["csv"])),
    "tsv": Format("TSV", (".tsv", ".tab"), _table(SEPARATORS["tsv"])),
    "semicolons": Format("table with semicolons", (), _table(SEPARATORS["semicolons"])),
}  # fmt: skip
"""Name for --format -> format."""
TABLES = tuple(NAMES.values())


@final
@dataclass(frozen=True)
class Found:
    """What was read, and the format's title."""

    format: str
    raw: Raw


def read_file(path: str, options: ReadOptions) -> Found:
    """What a file holds: by --format, else by what its content says, else by its suffix.

    Errors: DocumentError for a file that no reader takes, or that two readers would take in different ways.
    """
    return read_unpacked(read_content(path), options)


@uncollected()
def read_unpacked(content: Content, options: ReadOptions) -> Found:
    """As `read_file`, of bytes. Whatever the bytes are: a graph, or a DocumentError of one sentence."""
    name, notes = _choose(content, options)
    known = FORMATS[name]
    if name not in TABLES and (options.columns is not None or options.header is not None):
        option = "--columns" if options.columns is not None else "--header"
        raise UsageError(f"{option} goes with tables and edge lists, not with {content.path}, which is {known.title}")
    content.notes.extend(notes)
    if name in TABLES and options.format is None:
        return _text(content, options)
    try:
        return Found(known.title, known.read(content, options))
    except DocumentError as error:
        raise DocumentError(content.path, f"as {known.title}: {error.complaint}") from error


def _choose(content: Content, options: ReadOptions) -> tuple[str, list[str]]:
    """The format's name, and a note where the content is not what the suffix says."""
    if options.format is not None:
        if options.format not in FORMATS:
            raise UsageError(f"--format must be one of {', '.join(FORMATS)}, not {shown(options.format)}")
        return options.format, []
    by_suffix = next((name for name, known in FORMATS.items() if content.suffix in known.suffixes), None)
    by_content = next((name for name, known in FORMATS.items() if known.recognise and known.recognise(content)), None)
    if by_content is not None:
        says_other = by_suffix not in (None, by_content) and content.suffix not in TEXT
        title = FORMATS[by_content].title
        return by_content, [f"{title} by its content, though the suffix is {content.suffix}"] if says_other else []
    if by_suffix is None:
        known_suffixes = " ".join(sorted({suffix for known in FORMATS.values() for suffix in known.suffixes}))
        content.refuse(
            f"a graph file must end in one of {known_suffixes}, or begin as its format does, not "
            f"{shown(content.suffix)}: say --format NAME"
        )
    return by_suffix, []


def _text(content: Content, options: ReadOptions) -> Found:
    """Plain text: a table of edges, unless its lines are a matrix or keep all rules of METIS."""
    comments = Comments(options.comments)
    lines = table_lines(content, comments)
    kind = kind_of_text(content, options, lines, ambiguous=content.suffix in TEXT)
    if kind is not None:
        return Found(FORMATS[kind].title, FORMATS[kind].read(content, options))
    title = "edge list" if content.suffix not in (".csv", ".tsv", ".tab") else "table"
    return Found(title, table_of(content, options, lines, comments))
