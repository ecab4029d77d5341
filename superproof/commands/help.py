"""`superproof help`: short pages by topic."""

import argparse

from superproof.help import page, topics
from superproof.outcome import DONE, Outcome
from superproof.terminal import Terminal


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0; without a topic, the list of them."""
    del terminal
    if arguments.topic is not None:
        return Outcome(DONE, (page(arguments.topic).rstrip("\n"),))
    return Outcome(DONE, ("superproof help TOPIC:", *(f"    {name:<16} {line}" for name, line in topics().items())))
