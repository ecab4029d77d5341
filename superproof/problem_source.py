"""PROBLEM on the command line: a problem document, a graph file, or the name of a networkx data set."""

import argparse
import dataclasses
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import final

from superproof.formats.options import GRAPH_FORMAT, ReadOptions
from superproof.graph_usage import DATA_SETS, require_data_set, require_graph_file
from superproof.graphs import GraphFile, GraphRead, clean_name, from_networkx, read_graph
from superproof.imports.files import FOREIGN, kind_of_any_file
from superproof.names import Names
from superproof.spelling import spelled
from superproof.terminal import Terminal
from superproof.usage import require_sparsity
from verify import Problem, TwoAnd
from verify.documents import NETWORK, PROBLEM, REAL_PROBLEM, Labels, kind_of_file, load_labelled_problem, read_bytes
from verify.errors import DocumentError

MOST_FEATURES = 2**24


@final
@dataclass(frozen=True)
class Source:
    """A problem, a short name for it, the names of its features, and how its file was read: `read` for a graph file."""

    name: str
    problem: Problem
    labels: tuple[str, ...]
    notes: tuple[str, ...] = ()
    read: GraphRead | None = None
    outputs: tuple[str, ...] = ()

    @property
    def read_fact(self) -> dict[str, object] | None:
        """How the file of a graph was read, for the JSON object."""
        return None if self.read is None else dataclasses.asdict(self.read)

    @property
    def names(self) -> Names:
        """Features and outputs by name."""
        return Names(self.problem, self.labels, self.outputs)


def read_source(text: str, sparsity: int | None, options: ReadOptions | None = None) -> Source:
    """What PROBLEM stands for; `sparsity` None means the document's own, and 2 for a graph; `options` are for graphs.

    Errors: DocumentError for what cannot be used, UsageError for a sparsity the problem does not allow.
    """
    if options is not None:
        require_graph_file(text, options, document=True)
    undecided = (options is None or options.format is None) and Path(text).is_file()
    if undecided:
        _require_no_other_document(text)
    if undecided and Path(text).suffix.casefold() == ".json" and not _is_node_link(text):
        return _with_sparsity(text, *load_labelled_problem(text), sparsity)
    graph = read_graph_or_data_set(text, options)
    problem = graph_problem(graph, 2 if sparsity is None else sparsity)
    read = None if text in DATA_SETS else graph.read
    return Source(_name(text), problem, graph.labels, graph.notes, read, graph.outputs)


def read_with_options(arguments: argparse.Namespace, path: str, terminal: Terminal) -> Source:
    """What PROBLEM of a command stands for, read with the command's options; what was dropped or merged is said.

    Errors: as `read_source`; they name the options as the command does.
    """
    own = spelled(lambda text: text.replace("--format", GRAPH_FORMAT))
    with own if arguments.command == "bounds" else nullcontext():
        source = read_source(path, getattr(arguments, "sparsity", None), ReadOptions.of(arguments))
    if source.read is not None and arguments.command == "certify":
        terminal.note(source.read.sentence)
    for note in source.notes:
        terminal.say(note)
    return source


def labels_worth_writing(features: tuple[str, ...], outputs: tuple[str, ...]) -> Labels:
    """Labels for a document; none where features are called by their numbers.

    >>> labels_worth_writing(("0", "1"), ("0--1",)), labels_worth_writing(("0", "2"), ()).features
    (Labels(features=(), outputs=()), ('0', '2'))
    """
    numbers = all(label == str(j) for j, label in enumerate(features))
    return Labels() if numbers else Labels(features, outputs)


def read_graph_or_data_set(text: str, options: ReadOptions | None = None) -> GraphFile:
    """The graph in a file, or networkx's data set of that name."""
    if text in DATA_SETS:
        import networkx as nx

        return from_networkx(text, getattr(nx, DATA_SETS[text])())
    if not Path(text).suffix:
        require_data_set(text)
    return read_graph(text, options)


def graph_problem(graph: GraphFile, sparsity: int) -> Problem:
    """The 2-AND of a graph. Errors: UsageError for an impossible sparsity."""
    features = len(graph.labels)
    require_sparsity(sparsity, features)
    return TwoAnd(inputs=features, sparsity=sparsity, pairs=graph.pairs)


def _name(path: str) -> str:
    """The file's name without its suffix; it names the folder of results, so it must not lead elsewhere."""
    name = clean_name(Path(path).stem)
    return "problem" if name in ("", ".", "..") else name


def _require_no_other_document(path: str) -> None:
    """DocumentError for a network or a certificate: the arguments of a command are easily exchanged."""
    kind = kind_of_any_file(path)
    if kind == REAL_PROBLEM:
        raise DocumentError(path, "is a problem about real features: superproof worst takes it")
    own = ", and a network after it, after --network for superproof certify" if kind in (FOREIGN, NETWORK) else ""
    if kind not in (None, PROBLEM):
        goes = f"PROBLEM, a problem or a graph, goes first{own} (superproof show tells files)"
        raise DocumentError(path, f"is a {kind}, but {goes}")


def _is_node_link(path: str) -> bool:
    if kind_of_file(path) is not None:
        return False
    head = read_bytes(path)[: 2**16]
    return b'"nodes"' in head and (b'"links"' in head or b'"edges"' in head)


def _with_sparsity(path: str, problem: Problem, named: Labels, sparsity: int | None) -> Source:
    if problem.inputs > MOST_FEATURES:
        raise DocumentError(path, f"has {problem.inputs:,} features, and must have at most {MOST_FEATURES:,}")
    notes: tuple[str, ...] = ()
    if sparsity is not None and sparsity != problem.sparsity:
        require_sparsity(sparsity, problem.inputs)
        notes = (f"{path}: sparsity {sparsity} from the command line replaces the document's {problem.sparsity}",)
        problem = dataclasses.replace(problem, sparsity=sparsity)
    labels = named.features or tuple(map(str, range(problem.inputs)))
    return Source(_name(path), problem, labels, notes, outputs=named.outputs)
