"""What `import superproof as sp` offers: from a graph to a proved network and its report, in one call."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack, overload

from superproof.asserting import network_of
from superproof.build_request import CERTIFY, Options, Request, reading_from, request_from
from superproof.building import build_network
from superproof.certification import certify as certify_source
from superproof.certified import Certified
from superproof.certified_floats import CertifiedFloats, certify_floats
from superproof.errors import UsageError
from superproof.formats.options import ReadOptions
from superproof.graphs import from_networkx
from superproof.problem_source import Source, graph_problem, read_source
from superproof.spelling import in_python, spelled
from superproof.terminal import Terminal
from verify import FloatNetwork, Network, Problem, require_fit
from verify.compiling import COMPILER, TimeLimit
from verify.plain_integer import plain_integer
from verify.progress import watched
from verify.statement import beyond_counting

if TYPE_CHECKING:
    import networkx as nx

    Asked = Problem | str | os.PathLike[str] | nx.Graph[object]


@overload
def certify(
    problem: "Asked",
    *,
    network: None = None,
    sparsity: int | None = None,
    construction: str | Network = "auto",
    prover: str = "auto",
    timeout: float | None = None,
    quiet: bool = False,
    **options: Unpack[Options],
) -> Certified: ...
@overload
def certify(
    problem: "Asked",
    *,
    network: object,
    sparsity: int | None = None,
    construction: str | Network = "auto",
    prover: str = "auto",
    timeout: float | None = None,
    quiet: bool = False,
    **options: Unpack[Options],
) -> Certified | CertifiedFloats: ...
@spelled()
def certify(
    problem: "Asked",
    *,
    sparsity: int | None = None,
    construction: object = "auto",
    network: object = None,
    prover: str = "auto",
    timeout: float | None = None,
    quiet: bool = False,
    **options: Unpack[Options],
) -> Certified | CertifiedFloats:
    """Build a network for the problem, prove it, check the proof, sample, and compare with the counting bound.

    `problem` is a problem, a networkx graph (features are nodes, every edge is an AND), or what the command line takes:
    a file or the name of a data set. Guarantee: the verdict is Proved only if the checker called the proof Valid.
    `timeout` seconds cover search, proof and check. `construction` is a name; of a `network` of your own (as
    `assert_computes` takes) nothing is built, and of floats wrong inputs are counted. `options` are `SearchOptions`,
    and `FileOptions` where `problem` is a file; `quiet` says nothing. Errors: TypeError for anything else; UsageError
    for what cannot be built or counted; DocumentError for an unusable file.

    >>> import networkx as nx
    >>> found = certify(nx.complete_graph(4), sparsity=2, construction="naive")
    >>> found, found.numbers["margin"]
    (<graph: proved, 6 neurons for 6 outputs>, [1, 0])
    """
    request = request_from(construction if isinstance(construction, str) else "auto", options, CERTIFY)
    source = source_of(problem, sparsity, reading_from(options))
    endless = beyond_counting(source.problem)
    if endless is not None:
        raise UsageError(endless)
    given = network if isinstance(construction, str) else construction
    if network is not None and (construction != "auto" or request != Request("auto", None, request.seed)):
        raise UsageError("network brings a network: leave out what says how one is built, construction and options")
    terminal, brought = _terminal(quiet), None if given is None else network_of(source.problem, given)
    if brought is not None:
        require_fit(source.problem, brought)
    with COMPILER.telling(terminal.note):
        if isinstance(brought, FloatNetwork):
            return certify_floats(source, brought, terminal, prover=prover, timeout=timeout)
        found = certify_source(
            source, request, terminal, lambda *_: None, prover=prover, timeout=timeout, network=brought
        )
    return Certified(**vars(found))


@spelled()
def build(
    problem: "Asked",
    *,
    sparsity: int | None = None,
    construction: str = "auto",
    timeout: float | None = None,
    quiet: bool = False,
    **options: Unpack[Options],
) -> Network:
    """The network that `certify` builds, and no verdict on it. Errors: NoNetworkError where none is found.

    >>> build("karate-club", construction="naive").neurons
    78
    """
    request, terminal = request_from(construction, options), _terminal(quiet)
    source = source_of(problem, sparsity, reading_from(options))
    with terminal.progress("build") as progress, COMPILER.telling(terminal.note):
        return build_network(source.problem, request, progress, terminal.note, deadline=TimeLimit(timeout)).network


def _terminal(quiet: bool) -> Terminal:
    """Where somebody looks, what is done is said: training and compilers take their time."""
    terminal = Terminal(quiet=quiet or not watched(sys.stderr))
    terminal.spelled = in_python
    return terminal


def report(found: Certified | CertifiedFloats, folder: str | os.PathLike[str]) -> Path:
    """Write report.html, report.md and the pictures into a folder, which is made if need be; the path of the page.

    Errors: TypeError for anything but what `certify` returns; DocumentError when it cannot be written.
    """
    from superproof.reports.report_files import write_report

    if not isinstance(found, Certified | CertifiedFloats):
        raise TypeError(f"a report is of what certify returns, not of a {type(found).__name__}: report(found, folder)")
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    if isinstance(found, CertifiedFloats):
        found.write_report(place)
    else:
        write_report(found, place)
    return place / "report.html"


def source_of(problem: "Asked", sparsity: int | None = None, reading: ReadOptions | None = None) -> Source:
    """The problem with the names of its features. Errors: TypeError for anything but what `certify` takes."""
    if isinstance(problem, str | os.PathLike):
        return read_source(os.fspath(problem), sparsity, reading)
    if reading is not None and reading.given:
        raise UsageError(f"{reading.given[0]} goes with graph files, not with a {type(problem).__name__}")
    if isinstance(problem, Problem):
        if sparsity is not None and plain_integer("sparsity", sparsity) != problem.sparsity:
            raise UsageError(f"sparsity must be the problem's own, {problem.sparsity}, not {sparsity}")
        return Source("problem", problem, tuple(map(str, range(problem.inputs))))
    import networkx as nx

    if not isinstance(problem, nx.Graph):
        raise TypeError(
            f"a problem must be a Problem, a networkx graph, a file or a name, not a {type(problem).__name__}"
        )
    graph = from_networkx("graph", problem)
    asked = 2 if sparsity is None else plain_integer("sparsity", sparsity)
    return Source("graph", graph_problem(graph, asked), graph.labels, graph.notes, outputs=graph.outputs)
