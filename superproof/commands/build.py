"""`superproof build`: a problem document to a network file."""

import argparse
from functools import partial

from superproof.build_request import Request
from superproof.building import build_network
from superproof.errors import NoNetworkError
from superproof.facts import network_facts
from superproof.folder import require_writable
from superproof.outcome import DONE, UNKNOWN, Outcome
from superproof.pair import require_kind
from superproof.terminal import Terminal
from superproof.vacuity import require_meaning
from superproof.words import construction_name, count
from verify import Certificate, Network, Problem, load_problem, save_network
from verify.compiling import TimeLimit
from verify.documents import PROBLEM


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 when the network is written, 4 when a search for one found none."""
    deadline = TimeLimit(arguments.timeout)
    require_kind(arguments.problem, PROBLEM, "first")
    problem = load_problem(arguments.problem)
    require_meaning(problem, arguments.problem, allowed=arguments.allow_vacuous)
    require_writable(arguments.output)
    request = Request.of(arguments.construction, vars(arguments))
    try:
        with terminal.progress("build") as progress:
            built = build_network(
                problem, request, progress, terminal.note, deadline=deadline, keep=partial(_keep, arguments)
            )
    except NoNetworkError as error:
        if arguments.keep_imperfect and error.imperfect is not None:
            return _imperfect(problem, error.imperfect, str(error), arguments)
        raise
    network = built.network
    if built.cut_short is not None:
        terminal.say(f"the search was cut short ({built.cut_short}): this is the best network so far")
    save_network(network, arguments.output, pack=arguments.pack)
    facts = network_facts(problem, network) | {"search_cut_short": built.cut_short}
    facts["built_by"] = construction_name(network)
    return Outcome(DONE, (f"{arguments.output}: {_summary(network)}",), facts=facts)


def _keep(arguments: argparse.Namespace, network: Network, _: Certificate) -> None:
    """Whatever ends a search, a kill too, the best network so far is in the file."""
    save_network(network, arguments.output, pack=arguments.pack)


def _imperfect(problem: Problem, network: Network, reason: str, arguments: argparse.Namespace) -> Outcome:
    """What came nearest, and how to see where it is wrong."""
    save_network(network, arguments.output, pack=arguments.pack)
    advice = "imperfect: superproof prove --counterexamples K counts where it is wrong"
    line = f"{arguments.output}: {_summary(network)}, {advice}"
    return Outcome(
        UNKNOWN, (line,), reason, facts=network_facts(problem, network) | {"verdict": "unknown", "reason": reason}
    )


def _summary(network: Network) -> str:
    name = construction_name(network)
    layers = count(len(network.layers), "layer")
    return (
        f"{name} with {count(network.neurons, 'neuron')}, {layers}, {network.outputs / network.neurons:.2f} outputs "
        "per neuron"
    )
