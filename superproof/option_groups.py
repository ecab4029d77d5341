"""What the commands of `superproof.arguments` share: one parser, and options that several of them have. Standard
library only."""

import argparse
import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from superproof import option_values as values
from verify import provers

PROVERS = ("auto", *provers.PROVERS)

SPARSITY = "largest number of active features"
FORMS = ("text", "markdown", "latex", "html", "json")


class Parser(argparse.ArgumentParser):
    """argparse, with wrong usage said in one line, and the nearest choice named."""

    def error(self, message: str) -> NoReturn:
        """End with one line."""
        hint = _nearest(message) or _nearest_option(message, self)
        self.exit(2, f"{self.prog}: {message}{hint} (see {self.prog} --help)\n")


def _nearest(message: str) -> str:
    """A hint for a choice that is nearly right.

    >>> _nearest("argument COMMAND: invalid choice: 'certfy' (choose from 'check', 'certify')")
    "; did you mean 'certify'?"
    """
    found = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
    if found is None:
        return ""
    from difflib import get_close_matches

    near = get_close_matches(found[1], re.findall(r"[\w-]+", found[2]), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _nearest_option(message: str, parser: argparse.ArgumentParser) -> str:
    """A hint for an option that is nearly right, or is missing before a file."""
    found = re.search(r"unrecognized arguments: .*?(--[\w-]+)", message)
    if found is None:
        stray = message.startswith("unrecognized arguments: ") and "--network" in _options(parser)
        return "; a network of yours goes after --network" if stray else ""
    from difflib import get_close_matches

    near = get_close_matches(found[1], sorted(set(_options(parser))), n=1)
    return f"; did you mean {near[0]}?" if near else ""


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


def add(commands: "argparse._SubParsersAction[Parser]", name: str, sentence: str) -> Parser:
    """A command with its one sentence."""
    return commands.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:], allow_abbrev=False)


def reading(parser: argparse.ArgumentParser, *, format_: str = "--format") -> None:
    """How a graph file is read; `format_` is what the option is called where --format is the form of a report."""
    group = parser.add_argument_group("graph files", "for what the file does not say by itself")
    group.add_argument(
        format_, dest="graph_format", metavar="NAME", help="read it as gml, graphml, csv, edgelist, adjlist, ..."
    )
    group.add_argument(
        "--columns", metavar="A,B", type=values.two_columns, help="the two columns of nodes, by name or number from 1"
    )
    group.add_argument("--header", choices=("yes", "no"), help="whether the first row names columns")
    group.add_argument("--comments", choices=("yes", "no"), help="whether # and %% begin comments")
    group.add_argument("--drop-self-loops", action="store_true", help="leave out edges from a node to itself")


def forms(parser: argparse.ArgumentParser) -> None:
    """The form of a report."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--format", choices=FORMS, help="print the whole report in this form")
    group.add_argument("--json", action="store_true", help="print one JSON object on standard output")
    quiet(parser)


def pair(parser: argparse.ArgumentParser) -> None:
    """A problem and a network."""
    parser.add_argument("problem", metavar="problem.json")
    parser.add_argument("network", metavar="network.safetensors")


def construction(parser: argparse.ArgumentParser) -> None:
    """What is built."""
    parser.add_argument(
        "--construction",
        metavar="NAME",
        choices=construction_names(),
        default="auto",
        help="how to build the network (%(default)s); see superproof help constructions",
    )
    parser.add_argument(
        "--neurons",
        metavar="N",
        type=values.neurons,
        help="one network of at most so many, without a search; auto (the default): the smallest one found",
    )
    parser.add_argument("--seed", metavar="S", type=values.a_seed, default=0, help="of the construction (%(default)s)")
    parser.add_argument(
        "--effort",
        metavar="SECONDS",
        type=values.seconds,
        help="predicted work that a search may take on two cores (25; more on large problems)",
    )
    parser.add_argument(
        "--levels",
        metavar="L",
        type=values.a_count,
        help="values that a weight of coarse-channels may take (2: one bit)",
    )
    split = parser.add_argument_group("regimes", "for constructions with two layers, which take them with --neurons")
    for option, metavar, kind, words in (
        ("--light", "D", values.a_threshold, "influence up to which inputs are light (m'^(1/4))"),
        ("--heavy", "D", values.a_threshold, "influence above which inputs are very heavy (sqrt(m'))"),
        ("--channel", "K", values.a_count, "neurons of an output in the first layer (lg m' - 2)"),
        ("--word-weight", "W", values.a_count, "neurons of an output in the second layer (lg m' + 2)"),
    ):
        split.add_argument(option, metavar=metavar, type=kind, help=words)


def construction_names() -> tuple[str, ...]:
    """The names of all constructions, from their table: the package itself takes long to load."""
    package = find_spec("constructions")
    places = [] if package is None else list(package.submodule_search_locations or [])
    return tuple(name for place in places for name in json.loads(Path(place, "registry.json").read_text("utf-8")))


def prover(parser: argparse.ArgumentParser) -> None:
    """How it is proved."""
    parser.add_argument("--prover", choices=PROVERS, default="auto", help="how to prove (%(default)s)")
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=values.seconds,
        help="answer unknown then; proof and check together, a compiler on first use apart",
    )


def cluster(parser: argparse.ArgumentParser) -> None:
    """Where it is worked on."""
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS|local:N",
        help="on the Dask workers of the scheduler at ADDRESS, or on N processes here (superproof[cluster])",
    )


def vacuous(parser: argparse.ArgumentParser) -> None:
    """Whether a claim about nothing will do."""
    parser.add_argument(
        "--allow-vacuous", action="store_true", help="go on though no output is ever 1 on an admissible input"
    )


def common(parser: argparse.ArgumentParser, **default: Any) -> None:
    """What every command has that does something: an object for machines, and no progress."""
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output", **default)
    quiet(parser, **default)


def quiet(parser: argparse.ArgumentParser, **default: Any) -> None:
    """No progress."""
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error", **default)


def own_sparsity(parser: argparse.ArgumentParser) -> None:
    """How sparse inputs are, where the command reads a problem or a graph."""
    parser.add_argument(
        "--sparsity", metavar="V", type=values.a_count, help=f"{SPARSITY} (the document's own; 2 for a graph)"
    )
