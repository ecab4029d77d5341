"""Two documents that belong together: a problem and a network that can be asked about it."""

from pathlib import Path

from superproof.errors import about_file
from superproof.facts import reading_notes
from superproof.graph_usage import problem_of_a_graph
from superproof.names import Names
from superproof.terminal import Terminal
from verify import FloatNetwork, Network, Problem, require_fit
from verify.documents import CERTIFICATE, NETWORK, PROBLEM, REAL_PROBLEM, kind_of_file, load_labelled_problem
from verify.errors import DocumentError


def load_named_pair(problem_path: str, network_path: str) -> tuple[Names, Network]:
    """As `load_any_pair`, with a network of integers. Errors: DocumentError for one of floats too."""
    names, network = load_any_pair(problem_path, network_path)
    if not isinstance(network, Network):
        words = "this command takes networks of integers: superproof score counts its wrong inputs, with proof"
        raise DocumentError(network_path, f"is a network of floats, and {words}")
    return names, network


def load_any_pair(
    problem_path: str, network_path: str, terminal: Terminal | None = None
) -> tuple[Names, Network | FloatNetwork]:
    """Both documents: the problem with the names of its features and outputs, which are empty where it has none, and a
    network of integers or of floats, in a file of ours or of another tool; the terminal is told how that was read.

    Errors: DocumentError for either file, or when the network does not fit the problem.
    """
    require_kind(problem_path, PROBLEM, "first")
    problem, labels = load_labelled_problem(problem_path)
    network = network_for(problem, problem_path, network_path, terminal)
    return Names(problem, labels.features, labels.outputs), network


def network_for(
    problem: Problem, problem_path: str, network_path: str, terminal: Terminal | None = None, place: str = "second"
) -> Network | FloatNetwork:
    """The network in a file, which fits the problem; `place` says where it goes. Errors: DocumentError."""
    from superproof.imports.files import read_network

    require_kind(network_path, NETWORK, place)
    network = read_network(network_path, problem)
    with about_file(network_path, ValueError, where=f"does not fit {problem_path}: "):
        require_fit(problem, network)
    if terminal is not None:
        tell_reading(network_path, network, terminal)
    return network


def tell_reading(path: str, network: Network | FloatNetwork, terminal: Terminal) -> None:
    """What a file of weights left to be taken on trust, in a line; of a file of ours that was said when it was made."""
    notes = reading_notes(network)
    if notes is not None and kind_of_file(path) != NETWORK:
        terminal.later(f"{path}: {'; '.join(notes)} (superproof import has options for all of it)")


def require_kind(path: str, kind: str, place: str) -> None:
    """DocumentError where the file is a network of another tool or a document of ours, but of another kind.

    Arguments are easily exchanged. `place` says where such a file goes.
    """
    from superproof.imports.files import FOREIGN, kind_of_any_file

    found = kind_of_any_file(path) if Path(path).is_file() else None
    if found is None and kind == PROBLEM and Path(path).suffix.casefold() != ".json" and not _is_object(path):
        raise DocumentError(path, f"is no problem document: {problem_of_a_graph(path)} makes one of it")
    if found in (None, kind) or (kind, found) == (NETWORK, FOREIGN):
        return
    if found == REAL_PROBLEM:
        raise DocumentError(path, "is a problem about real features: superproof worst takes it")
    order = {"first": ": PROBLEM, then NETWORK", "second": ": PROBLEM, then NETWORK"}
    order["third"] = f"{order['first']}, then CERTIFICATE"
    order["first"] += ", then CERTIFICATE where one is taken" * (found == CERTIFICATE)
    raise DocumentError(path, f"is a {found}, but a {kind} goes {place}{order.get(place, '')} (superproof show tells)")


def _is_object(path: str) -> bool:
    with open(path, "rb") as stream:
        return stream.read(1024).lstrip().startswith(b"{")
