"""The grammar of the command line (docs/design.md, a contract). Standard library only."""

import argparse
from collections.abc import Sequence

from superproof import __version__
from superproof import option_values as values
from superproof.measuring_options import add_bounds, add_measuring
from superproof.option_groups import (
    Parser,
    add,
    cluster,
    common,
    construction,
    named,
    own_sparsity,
    pair,
    prover,
    reading,
    vacuous,
)
from superproof.port_options import add_ports
from superproof.problem_options import add_problem
from superproof.record_options import add_records

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
DESCRIPTION = """\
Build networks that compute in superposition, prove them right on every sparse
input, and compare them with the smallest network that could exist.
"""
EPILOG = """\
PROBLEM is a problem.json, a graph file (edge lists and tables, GML, GraphML,
GEXF, Pajek, Matrix Market, DIMACS, METIS, graph6, node-link JSON, adjacency
lists and matrices, numpy and scipy arrays; packed by gzip, bzip2, xz or zip),
or the name of a data set of networkx (les-miserables, karate-club,
davis-southern-women, florentine-families). Commands that say problem.json take
that alone: superproof problem makes it. A file that is read may be -, standard
input. Numbers take k, M and G. More: superproof help TOPIC.

exit status: 0 proved, valid or done; 3 refuted or invalid certificate;
4 unknown; 5 unusable document; 2 wrong usage
"""


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of one command; `command` names it. Errors: SystemExit(2) after one line on standard error."""
    parser: argparse.ArgumentParser = grammar()
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        named(parser, arguments).error(f"unrecognized arguments: {' '.join(unknown)}")
    return arguments


def grammar() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = Parser(
        prog="superproof",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"superproof {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    add_problem(commands)
    _build(commands)
    _prove(commands)
    _check(commands)
    add_measuring(commands)
    _explain(commands)
    _show(commands)
    _proved(commands)
    add_bounds(commands)
    _certify(commands)
    _sweep(commands)
    add_records(commands)
    add_ports(commands)
    _help(commands)
    return parser


def _build(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "build", "build a network that computes a problem in superposition")
    parser.add_argument("problem", metavar="problem.json")
    construction(parser)
    parser.add_argument(
        "-o",
        "--out",
        dest="output",
        metavar="FILE",
        required=True,
        help="the network file to write: the best one so far, at any moment",
    )
    parser.add_argument("--pack", action="store_true", help="write matrices of few values packed, one bit for -1 and 1")
    parser.add_argument(
        "--keep-imperfect", action="store_true", help="where none is right, write the one that came nearest; status 4"
    )
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=values.seconds, help="end a search then, with the best network so far"
    )
    common(parser)
    vacuous(parser)


def _prove(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "prove", "prove a network right on every admissible input, or find one where it is wrong")
    pair(parser)
    prover(parser)
    parser.add_argument(
        "-o", "--out", "--certificate", dest="certificate", metavar="FILE", help="where to write the certificate"
    )
    parser.add_argument(
        "--claim",
        choices=("exact", "executed"),
        help="of a float network: right in exact arithmetic (the default), or also however a machine adds",
    )
    parser.add_argument(
        "--no-check", dest="check", action="store_false", help="do not check the proof: then it is unknown, status 4"
    )
    parser.add_argument(
        "--counterexamples",
        metavar="K",
        type=values.a_number_or_all,
        default=0,
        help="where it is refuted, go through all inputs: K that are wrong, or all; counts and margins by output",
    )
    branch = parser.add_argument_group("branch", "for the prover branch, which they choose where --prover is auto")
    branch.add_argument(
        "--memory", metavar="BYTES", type=values.a_size, help="limit on its matrices, like 500M or 3G (3G)"
    )
    branch.add_argument("--checkpoint", metavar="FILE", help="keep finished outputs there, and go on from there")
    branch.add_argument("--exact-margin", action="store_true", help="the margin itself where bounds on it are cheaper")
    cluster(parser)
    common(parser)
    vacuous(parser)


def _check(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "check", "check a certificate from the files alone")
    pair(parser)
    parser.add_argument("certificate", metavar="certificate.json")
    parser.add_argument(
        "--sample", metavar="K", type=values.a_count, help="look at K random outputs only (branch); never says valid"
    )
    parser.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="answer unknown after this time")
    parser.add_argument(
        "--memory", metavar="BYTES", type=values.a_size, help="answer unknown where it takes more, like 3G"
    )
    parser.add_argument("--proved", action="store_true", help="by the program proved in Coq (superproof proved build)")
    cluster(parser)
    common(parser)


def _proved(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(
        commands, "proved", "build the checker that is proved in Coq (check --proved), or write a network as a theorem"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=Parser)
    build = add(actions, "build", "compile its proofs and build it (Debian: apt install coq ocaml-nox make)")
    common(build)
    theorem = add(actions, "theorem", "write a certified network as a theorem that Coq's kernel checks alone")
    pair(theorem)
    theorem.add_argument("certificate", metavar="certificate.json")
    theorem.add_argument(
        "-o", "--out", dest="output", metavar="FILE.v", required=True, help="the file for Coq to write"
    )
    common(theorem)


def _explain(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "explain", "why an output reads what it reads on one input, neuron by neuron")
    parser.add_argument("problem", metavar="PROBLEM", help="problem.json, a graph file, or a networkx data set's name")
    parser.add_argument("network", metavar="network.safetensors")
    parser.add_argument(
        "--active",
        metavar="A,B",
        required=True,
        action="append",
        help="the active features, by name or number; names with commas in double quotes; '' for none; "
        "values of real ones, as y0=1,y2=-3/8; may be repeated",
    )
    parser.add_argument("--output", metavar="O", help="an output, by name or number (the first wrong one)")
    own_sparsity(parser)
    reading(parser)
    common(parser)


def _show(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "show", "what is in a file: a problem, a graph, a network or a certificate")
    parser.add_argument("file", metavar="FILE", help="any document, a graph file, or a networkx data set's name")
    reading(parser)
    common(parser)


def _certify(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "certify", "build, prove, check, sample, compare and report, in one go")
    parser.add_argument("problem", metavar="PROBLEM", help="problem.json, a graph file, or a networkx data set's name")
    own_sparsity(parser)
    parser.add_argument(
        "--network", metavar="NETWORK", help="a network of yours, of any kind that is read: nothing is built"
    )
    construction(parser)
    reading(parser)
    parser.add_argument("-o", "--out", metavar="DIR", help="folder for the files (superproof-out/NAME)")
    parser.add_argument("--overwrite", action="store_true", help="replace what is in DIR: another problem's, or better")
    prover(parser)
    cluster(parser)
    common(parser)
    vacuous(parser)


def _sweep(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "sweep", "build and prove a grid of networks, into a store that goes on where it was")
    parser.add_argument(
        "file", metavar="FILE.toml", help="families, sizes, sparsities, seeds, constructions, bits, seconds"
    )
    parser.add_argument("-o", "--out", dest="output", metavar="STORE", help="SQLite file (FILE.sqlite)")
    parser.add_argument("--csv", metavar="FILE", help="write all rows of the store there")
    parser.add_argument("--parquet", metavar="FILE", help="the same as Parquet")
    parser.add_argument("--plot", metavar="FILE.svg", help="draw neurons against outputs")
    cluster(parser)
    common(parser)


def _help(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "help", "a short page on a topic: problems, graphs, verdicts, margin, json, ...")
    parser.add_argument("topic", metavar="TOPIC", nargs="?", help="without one: the list")
    parser = add(commands, "completion", "a script for your shell that completes commands, options and files")
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))
