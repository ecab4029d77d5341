"""`superproof build`: a problem document to a network file."""

import argparse

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
from verify import Certificate, Network, load_problem, save_network
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

    def write(network: Network, _: Certificate | None = None) -> None:
        save_network(network, arguments.output, pack=arguments.pack)

    try:
        with terminal.progress("build") as progress:
            # Whatever ends a search, a kill too, the best network so far is in the file.
            built = build_network(problem, request, progress, terminal.note, deadline=deadline, keep=write)
    except NoNetworkError as error:
        if not arguments.keep_imperfect or error.imperfect is None:
            raise
        write(error.imperfect)
        advice = "imperfect: superproof prove --counterexamples K counts where it is wrong"
        line, reason = f"{arguments.output}: {_summary(error.imperfect)}, {advice}", str(error)
        facts = network_facts(problem, error.imperfect) | {"verdict": "unknown", "reason": reason}
        return Outcome(UNKNOWN, (line,), reason, facts)
    network = built.network
    if built.cut_short is not None:
        terminal.say(f"the search was cut short ({built.cut_short}): this is the best network so far")
    write(network)
    facts = network_facts(problem, network) | {"search_cut_short": built.cut_short}
    facts["built_by"] = construction_name(network)
    return Outcome(DONE, (f"{arguments.output}: {_summary(network)}",), facts=facts)


def _summary(network: Network) -> str:
    name, layers = construction_name(network), count(len(network.layers), "layer")
    ratio = f"{network.outputs / network.neurons:.2f} outputs per neuron"
    return f"{name} with {count(network.neurons, 'neuron')}, {layers}, {ratio}"
