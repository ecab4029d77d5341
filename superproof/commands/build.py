"""`superproof build`: a problem document to a network file."""

import argparse

from superproof.apart import require_apart
from superproof.building import build_network
from superproof.folder import require_writable
from superproof.outcome import DONE, Outcome
from superproof.request import request_of
from superproof.terminal import Terminal
from superproof.vacuity import require_meaning
from superproof.words import count
from verify import load_problem, save_network


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 when the network is written, 4 when a search for one found none."""
    require_apart({"-o": arguments.output}, {"the problem": arguments.problem})
    problem = load_problem(arguments.problem)
    require_meaning(problem, arguments.problem, allowed=arguments.allow_vacuous)
    require_writable(arguments.output)
    request = request_of(arguments)
    with terminal.progress("build") as progress:
        built = build_network(problem, request, progress, terminal.note)
    network = built.network
    if built.cut_short is not None:
        terminal.say(f"the search was cut short ({built.cut_short}): this is the best network so far")
    save_network(network, arguments.output)
    name = network.construction.get("name", "network")
    layers = count(len(network.layers), "layer")
    sizes = f"{count(network.neurons, 'neuron')}, {layers}, {network.outputs / network.neurons:.2f} outputs per neuron"
    return Outcome(DONE, (f"{arguments.output}: {name} with {sizes}",))
