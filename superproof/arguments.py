"""The grammar of the command line (design.md section 5, a contract). Standard library only."""

import argparse
import json
import re
from collections.abc import Sequence
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from superproof import __version__
from superproof import option_values as values
from verify.provers.registry import MODULES

PROVERS = ("auto", *MODULES)
SPARSITY = "largest number of active features"
FORMS = ("text", "markdown", "latex", "html", "json")
DESCRIPTION = """\
Build networks that compute in superposition, prove them right on every sparse
input, and compare them with the smallest network that could exist.
"""
EPILOG = """\
PROBLEM is a problem.json, a graph file (edge lists and tables, GML, GraphML,
GEXF, Pajek, Matrix Market, DIMACS, METIS, graph6, node-link JSON, adjacency
lists and matrices, numpy and scipy arrays; packed by gzip, bzip2, xz or zip),
or the name of a data set of networkx (les-miserables, karate-club,
davis-southern-women, florentine-families).

exit status: 0 proved, valid or done; 3 refuted or invalid certificate;
4 unknown; 5 unusable document; 2 wrong usage
"""


class _Parser(argparse.ArgumentParser):
    """argparse, with wrong usage said in one line, and the nearest choice named."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}{_nearest(message)} (see {self.prog} --help)\n")


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


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of one command; `command` names it. Errors: SystemExit(2) after one line on standard error."""
    return _parser().parse_args(argv)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="superproof",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"superproof {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    _problem(commands)
    _build(commands)
    _prove(commands)
    _check(commands)
    _sample(commands)
    _explain(commands)
    _show(commands)
    _proved(commands)
    _bounds(commands)
    _capacity(commands)
    _certify(commands)
    return parser


def _add(commands: "argparse._SubParsersAction[_Parser]", name: str, sentence: str) -> _Parser:
    return commands.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:], allow_abbrev=False)


def _problem(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(
        commands, "problem", "write a problem: ANDs of a graph's edges, mixed gates, a permutation, a circuit"
    )
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND", parser_class=_Parser)

    pairs = _add(kinds, "and", "one feature a node, one AND an edge")
    source = pairs.add_mutually_exclusive_group(required=True)
    source.add_argument("--graph", metavar="FILE", help="a graph file, or the name of a networkx data set")
    source.add_argument(
        "--random-regular", metavar="M", type=values.a_count, help="a random regular graph on M features"
    )
    pairs.add_argument("--degree", metavar="D", type=values.a_count, help="with --random-regular: gates a feature")
    _reading(pairs)

    permutation = _add(kinds, "permutation", "output images[j] repeats feature j")
    permutation.add_argument(
        "--size", "--features", metavar="M", type=values.a_count, required=True, help="number of features"
    )

    gates = _add(kinds, "gates", "gates of several kinds and fan-ins: random ones, or those of an incidence file")
    gates.add_argument(
        "--incidence", metavar="FILE", help="a bipartite graph of features and gates, .gml .graphml or .gexf"
    )
    gates.add_argument(
        "--hypergraph", metavar="FILE", help="one hyperedge a line, each the AND of its nodes, or their copy"
    )
    gates.add_argument(
        "--features", "--size", metavar="M", type=values.a_count, help="number of features, used equally often"
    )
    gates.add_argument("--outputs", metavar="N", type=values.a_count, help="number of random gates")
    gates.add_argument(
        "--kinds",
        metavar="KIND,...",
        type=values.words,
        help="kinds, in turn (and,or,xor,andnot; also copy, atleast-2, ...)",
    )
    gates.add_argument("--fan-in", metavar="Q,...", type=values.counts, help="inputs of an and, or an or, in turn (2)")
    circuit = _add(kinds, "circuit", "the levels of gates of an and-inverter graph")
    circuit.add_argument("--aiger", metavar="FILE", required=True, help="an AIGER file, .aag or .aig, without latches")
    circuit.add_argument(
        "--every-input", action="store_true", help="refuse unless every sparse input keeps every level as sparse"
    )
    circuit.add_argument(
        "--negate-outputs", action="store_true", help="read the negation of outputs that are 1 when all inputs are 0"
    )
    circuit.add_argument("--drop-constant-outputs", action="store_true", help="leave out outputs that are constant")
    circuit.add_argument(
        "--sparsity", metavar="V", type=values.a_count, required=True, help=f"{SPARSITY}, on every level"
    )
    circuit.add_argument(
        "-o", "--out", dest="output", metavar="FILE", required=True, help="the problem document to write"
    )
    for kind in (pairs, permutation, gates):
        kind.add_argument("--sparsity", metavar="V", type=values.a_count, required=True, help=SPARSITY)
        kind.add_argument(
            "--seed", metavar="S", type=values.a_seed, default=0, help="of the random graph, gates or permutation"
        )
        kind.add_argument(
            "-o", "--out", dest="output", metavar="FILE", required=True, help="the problem document to write"
        )
    for kind in (pairs, permutation, gates, circuit):
        _json(kind)


def _reading(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("graph files", "for what the file does not say by itself")
    group.add_argument("--format", metavar="NAME", help="read it as gml, graphml, csv, edgelist, adjlist, ...")
    group.add_argument(
        "--columns", metavar="A,B", type=values.two_columns, help="the two columns of nodes, by name or number from 1"
    )
    group.add_argument("--header", choices=("yes", "no"), help="whether the first row names columns")
    group.add_argument("--drop-self-loops", action="store_true", help="leave out edges from a node to itself")


def _build(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "build", "build a network that computes a problem in superposition")
    parser.add_argument("problem", metavar="problem.json")
    _construction(parser)
    parser.add_argument("-o", "--out", dest="output", metavar="FILE", required=True, help="the network file to write")
    _vacuous(parser)
    _quiet(parser)


def _prove(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "prove", "prove a network right on every admissible input, or find one where it is wrong")
    _pair(parser)
    _prover(parser)
    parser.add_argument("--certificate", metavar="FILE", help="where to write the certificate of a proof")
    parser.add_argument(
        "--no-check", dest="check", action="store_false", help="do not check the proof: then it is unknown, status 4"
    )
    branch = parser.add_argument_group("branch", "for the prover branch, which they choose where --prover is auto")
    branch.add_argument(
        "--memory", metavar="BYTES", type=values.a_size, help="limit on its matrices, like 500M or 3G (3G)"
    )
    branch.add_argument("--checkpoint", metavar="FILE", help="keep finished outputs there, and go on from there")
    branch.add_argument("--exact-margin", action="store_true", help="the margin itself where bounds on it are cheaper")
    _json(parser)
    _vacuous(parser)
    _quiet(parser)


def _check(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "check", "check a certificate from the files alone")
    _pair(parser)
    parser.add_argument("certificate", metavar="certificate.json")
    parser.add_argument(
        "--sample", metavar="K", type=values.a_count, help="look at K random outputs only (branch); never says valid"
    )
    parser.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="answer unknown after this time")
    parser.add_argument(
        "--memory", metavar="BYTES", type=values.a_size, help="answer unknown where it takes more, like 3G"
    )
    parser.add_argument("--proved", action="store_true", help="by the program proved in Coq (superproof proved build)")
    _json(parser)
    _quiet(parser)


def _proved(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "proved", "the checker that is proved in Coq, which check --proved runs")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=_Parser)
    build = _add(actions, "build", "compile its proofs and build it (Debian: apt install coq ocaml-nox make)")
    _json(build)


def _sample(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "sample", "try random inputs; gives a confidence bound and never says proved")
    _pair(parser)
    parser.add_argument(
        "--samples", metavar="K", type=values.a_count, default=100_000, help="inputs to try (%(default)s)"
    )
    parser.add_argument("--seed", metavar="S", type=values.a_seed, default=0, help="of the random inputs (%(default)s)")
    _json(parser)
    _quiet(parser)


def _explain(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "explain", "why an output reads what it reads on one input, neuron by neuron")
    parser.add_argument("problem", metavar="PROBLEM", help="problem.json, a graph file, or a networkx data set's name")
    parser.add_argument("network", metavar="network.safetensors")
    parser.add_argument(
        "--active", metavar="A,B", required=True, help="the active features, by name or number; '' for none"
    )
    parser.add_argument("--output", metavar="O", help="the number of an output (the one that is most wrong)")
    _json(parser)


def _show(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "show", "what is in a file: a problem, a graph, a network or a certificate")
    parser.add_argument("file", metavar="FILE", help="any document, a graph file, or a networkx data set's name")
    _json(parser)


def _bounds(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "bounds", "the counting lower bounds of a problem, and a network beside them")
    parser.add_argument("problem", metavar="PROBLEM", help="problem.json, a graph file, or a networkx data set's name")
    parser.add_argument("network", metavar="network.safetensors", nargs="?")
    parser.add_argument(
        "--bits",
        metavar="B",
        type=values.a_count,
        help="bits of a parameter (the network's own width; 8 without a network)",
    )
    parser.add_argument(
        "--layers", metavar="L", type=values.a_count, help="layers (the network's own; 1 without a network)"
    )
    parser.add_argument(
        "--encode", action="store_true", help="entropy code the parameters however many (default: up to 2 million)"
    )
    parser.add_argument(
        "--beside", metavar="FOLDER", nargs="+", default=[], help="results of certify to draw in the frontier (html)"
    )
    _forms(parser)


def _capacity(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "capacity", "how many features so many parameters can compute at most")
    parser.add_argument("--parameters", metavar="P", type=values.an_amount, help="a whole number, like 124e6 or 124M")
    parser.add_argument(
        "--bits",
        metavar="B",
        type=values.a_width,
        default=Fraction(16),
        help="bits of a parameter, such as 1.58 (%(default)s)",
    )
    _forms(parser)


def _forms(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--format", choices=FORMS, help="print the whole report in this form")
    group.add_argument("--json", action="store_true", help="print one JSON object on standard output")


def _certify(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = _add(commands, "certify", "build, prove, check, sample, compare and report, in one go")
    parser.add_argument("problem", metavar="PROBLEM", help="problem.json, a graph file, or a networkx data set's name")
    parser.add_argument(
        "--sparsity", metavar="V", type=values.a_count, help=f"{SPARSITY} (the document's own; 2 for a graph)"
    )
    _construction(parser)
    _reading(parser)
    parser.add_argument("-o", "--out", metavar="DIR", help="folder for the files (superproof-out/NAME)")
    parser.add_argument("--overwrite", action="store_true", help="though DIR holds results of another problem")
    _prover(parser)
    _json(parser)
    _vacuous(parser)
    _quiet(parser)


def _pair(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("problem", metavar="problem.json")
    parser.add_argument("network", metavar="network.safetensors")


def _construction(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--construction", choices=_constructions(), default="auto", help="how to build the network (%(default)s)"
    )
    parser.add_argument("--neurons", metavar="N", type=values.neurons, help="a number, or auto (the default)")
    parser.add_argument("--seed", metavar="S", type=values.a_seed, default=0, help="of the construction (%(default)s)")
    parser.add_argument(
        "--effort",
        metavar="SECONDS",
        type=values.seconds,
        help="predicted work that a search may take on two cores (25)",
    )
    split = parser.add_argument_group("regimes", "for constructions with two layers, which take them with --neurons")
    for option, metavar, kind, words in (
        ("--light", "D", values.a_threshold, "influence up to which inputs are light (m'^(1/4))"),
        ("--heavy", "D", values.a_threshold, "influence above which inputs are very heavy (sqrt(m'))"),
        ("--channel", "K", values.a_count, "neurons of an output in the first layer (lg m' - 2)"),
        ("--word-weight", "W", values.a_count, "neurons of an output in the second layer (lg m' + 2)"),
    ):
        split.add_argument(option, metavar=metavar, type=kind, help=words)


def _constructions() -> tuple[str, ...]:
    """The names of all constructions, from their table: the package itself takes long to load."""
    package = find_spec("constructions")
    places = [] if package is None else list(package.submodule_search_locations or [])
    return tuple(name for place in places for name in json.loads(Path(place, "registry.json").read_text("utf-8")))


def _prover(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prover", choices=PROVERS, default="auto", help="how to prove (%(default)s)")
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=values.seconds,
        help="answer unknown then; proof and check together",
    )


def _vacuous(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow-vacuous", action="store_true", help="go on though no output is ever 1 on an admissible input"
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")


def _quiet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
