"""What the commands of `superproof.arguments` share: one parser, and options that several of them have. Standard
library only."""

import argparse
import json
import re
from collections.abc import Callable, Collection, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from superproof import option_values as values
from superproof.errors import did_you_mean
from verify import provers

PROVERS = ("auto", *provers.PROVERS)

SPARSITY = "largest number of active features"
FORMS = ("text", "markdown", "latex", "html", "json")
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
Place: TypeAlias = argparse._ActionsContainer
"""What an option is added to: a parser, or a group of one."""


class Parser(argparse.ArgumentParser):
    """argparse, with wrong usage said in a line, the nearest choice named, and options that several commands have."""

    def error(self, message: str) -> NoReturn:
        """End with one line."""
        self.exit(2, f"{self.prog}: {message}{_hint(message, self)} (see {self.prog} --help)\n")

    def reading(self, *, format_: str = "--format") -> None:
        """How a graph file is read; `format_` is what the option is called where --format is the form of a report."""
        group = self.add_argument_group("graph files", "for what the file does not say by itself")
        value(group, format_, "NAME", "read it as gml, graphml, csv, edgelist, adjlist, ...", dest="graph_format")
        value(group, "--columns", "A,B", "the two columns of nodes, by name or number from 1", values.two_columns)
        choice(group, "--header", "whether the first row names columns", ("yes", "no"))
        choice(group, "--comments", "whether # and %% begin comments", ("yes", "no"))
        flag(group, "--drop-self-loops", "leave out edges from a node to itself")

    def forms(self) -> None:
        """The form of a report."""
        group = self.add_mutually_exclusive_group()
        choice(group, "--format", "print the whole report in this form", FORMS)
        flag(group, "--json", "print one JSON object on standard output")
        self.quiet()

    def pair(self) -> None:
        """A problem and a network."""
        self.add_argument("problem", metavar="problem.json")
        self.add_argument("network", metavar="network.safetensors")

    def any_problem(self) -> None:
        """A problem, or the graph of one."""
        value(self, "problem", "PROBLEM", "problem.json, a graph file, or a networkx data set's name")

    def construction(self) -> None:
        """What is built."""
        words = "how to build the network (%(default)s); see superproof help constructions"
        choice(self, "--construction", words, construction_names(), metavar="NAME", default="auto")
        words = "one network of at most so many, without a search; auto (the default): the smallest one found"
        value(self, "--neurons", "N", words, values.neurons)
        seed(self, "of the construction (%(default)s)")
        words = "predicted work that a search may take on two cores (25; more on large problems)"
        value(self, "--effort", "SECONDS", words, values.seconds)
        value(self, "--levels", "L", "values that a weight of coarse-channels may take (2: one bit)", values.a_count)
        split = self.add_argument_group("regimes", "for constructions with two layers, which take them with --neurons")
        value(split, "--light", "D", "influence up to which inputs are light (m'^(1/4))", values.a_threshold)
        value(split, "--heavy", "D", "influence above which inputs are very heavy (sqrt(m'))", values.a_threshold)
        value(split, "--channel", "K", "neurons of an output in the first layer (lg m' - 2)", values.a_count)
        value(split, "--word-weight", "W", "neurons of an output in the second layer (lg m' + 2)", values.a_count)

    def prover(self) -> None:
        """How it is proved."""
        choice(self, "--prover", "how to prove (%(default)s)", PROVERS, default="auto")
        timeout(self, "answer unknown then; proof and check together, a compiler on first use apart")

    def cluster(self) -> None:
        """Where it is worked on."""
        words = "on the Dask workers of the scheduler at ADDRESS, or on N processes here (superproof[cluster])"
        value(self, "--cluster", "ADDRESS|local:N", words)

    def vacuous(self) -> None:
        """Whether a claim about nothing will do."""
        flag(self, "--allow-vacuous", "go on though no output is ever 1 on an admissible input")

    def common(self, **default: Any) -> None:
        """What every command has that does something: an object for machines, and no progress."""
        flag(self, "--json", "print one JSON object on standard output", **default)
        self.quiet(**default)

    def quiet(self, **default: Any) -> None:
        """No progress."""
        flag(self, "--quiet", "no progress on standard error", **default)

    def own_sparsity(self) -> None:
        """How sparse inputs are, where the command reads a problem or a graph."""
        value(self, "--sparsity", "V", f"{SPARSITY} (the document's own; 2 for a graph)", values.a_count)


def _hint(message: str, parser: argparse.ArgumentParser) -> str:
    """A hint for a choice or an option that is nearly right, or for one that is missing before a file.

    >>> _hint("argument COMMAND: invalid choice: 'certfy' (choose from 'check', 'certify')", Parser())
    "; did you mean 'certify'?"
    """
    choice = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
    if choice is not None:
        return did_you_mean(choice[1], re.findall(r"[\w-]+", choice[2]), repr)
    option = re.search(r"unrecognized arguments: .*?(--[\w-]+)", message)
    if option is not None:
        return did_you_mean(option[1], sorted(set(_options(parser))))
    stray = message.startswith("unrecognized arguments: ") and "--network" in _options(parser)
    return "; a network of yours goes after --network" if stray else ""


def named(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> argparse.ArgumentParser:
    """The parser of the command, and of its kind, that `arguments` name: its errors and hints are about that."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            chosen = getattr(arguments, action.dest)
            return parser if chosen is None else named(action.choices[chosen], arguments)
    return parser


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """All long options of the parser and of its commands."""
    for action in parser._actions:
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _options(command)


def add(commands: Commands, name: str, sentence: str) -> Parser:
    """A command with its one sentence."""
    return commands.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:], allow_abbrev=False)


def flag(place: Place, name: str, words: str, **more: Any) -> None:
    """An option that is given or not."""
    place.add_argument(name, action="store_true", help=words, **more)


def value(place: Place, name: str, metavar: str, words: str, kind: Callable[[str], object] = str, **more: Any) -> None:
    """An option with a value, which `kind` makes of its text."""
    place.add_argument(name, metavar=metavar, type=kind, help=words, **more)


def choice(place: Place, name: str, words: str, choices: Collection[str], **more: Any) -> None:
    """An option with one of a few values."""
    place.add_argument(name, choices=choices, help=words, **more)


def out(place: Place, words: str, metavar: str = "FILE", *, required: bool = True) -> None:
    """The file that a command writes."""
    place.add_argument("-o", "--out", dest="output", metavar=metavar, required=required, help=words)


def seed(place: Place, words: str) -> None:
    """Where random numbers begin."""
    value(place, "--seed", "S", words, values.a_seed, default=0)


def timeout(place: Place, words: str = "answer unknown after this time") -> None:
    """How long it may take."""
    value(place, "--timeout", "SECONDS", words, values.seconds)


def construction_names() -> tuple[str, ...]:
    """The names of all constructions, from their table: the package itself takes long to load."""
    package = find_spec("constructions")
    places = [] if package is None else list(package.submodule_search_locations or [])
    return tuple(name for place in places for name in json.loads(Path(place, "registry.json").read_text("utf-8")))
