"""`superproof completion`: a script that completes commands, options and files, by shtab."""

import argparse

import shtab

from superproof.arguments import grammar
from superproof.help import names
from superproof.outcome import DONE, Outcome
from superproof.terminal import Terminal

FILES = frozenset({"FILE", "PROBLEM", "problem.json", "network.safetensors", "certificate.json"})
FOLDERS = frozenset({"DIR", "FOLDER"})


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0; the script is on standard output."""
    del terminal
    parser = grammar()
    _mark(parser)
    return Outcome(DONE, (shtab.complete(parser, arguments.shell),))


def _mark(parser: argparse.ArgumentParser) -> None:
    """Say which values are files, by what the help calls them."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _mark(command)
        elif action.dest == "topic":
            action.choices = names()
        elif action.metavar in FILES | FOLDERS:
            # shtab reads an attribute that argparse does not have.
            vars(action)["complete"] = shtab.FILE if action.metavar in FILES else shtab.DIRECTORY
