"""The grammar of the command line (docs/design.md, a contract). Standard library only."""

import argparse
from collections.abc import Sequence
from typing import Any

from superproof import __version__
from superproof import option_values as values
from superproof.exports.registry import NETWORKS
from superproof.measuring_options import add_bounds, add_measuring
from superproof.option_groups import SPARSITY, Commands, Parser, add, choice, flag, named, out, timeout, value
from superproof.problem_options import add_problem

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
    _proved(commands)
    add_bounds(commands)
    _certify(commands)
    _sweep(commands)
    _records(commands)
    _ports(commands)
    _help(commands)
    return parser


def _build(commands: Commands) -> None:
    parser = add(commands, "build", "build a network that computes a problem in superposition")
    parser.add_argument("problem", metavar="problem.json")
    parser.construction()
    out(parser, "the network file to write: the best one so far, at any moment")
    flag(parser, "--pack", "write matrices of few values packed, one bit for -1 and 1")
    flag(parser, "--keep-imperfect", "where none is right, write the one that came nearest; status 4")
    timeout(parser, "end a search then, with the best network so far")
    parser.common()
    parser.vacuous()


def _prove(commands: Commands) -> None:
    parser = add(commands, "prove", "prove a network right on every admissible input, or find one where it is wrong")
    parser.pair()
    parser.prover()
    parser.add_argument(
        "-o", "--out", "--certificate", dest="certificate", metavar="FILE", help="where to write the certificate"
    )
    about = "of a float network: right in exact arithmetic (the default), or also however a machine adds"
    choice(parser, "--claim", about, ("exact", "executed"))
    parser.add_argument(
        "--no-check", dest="check", action="store_false", help="do not check the proof: then it is unknown, status 4"
    )
    wrong = "where it is refuted, go through all inputs: K that are wrong, or all; counts and margins by output"
    value(parser, "--counterexamples", "K", wrong, values.a_number_or_all, default=0)
    branch = parser.add_argument_group("branch", "for the prover branch, which they choose where --prover is auto")
    value(branch, "--memory", "BYTES", "limit on its matrices, like 500M or 3G (3G)", values.a_size)
    value(branch, "--checkpoint", "FILE", "keep finished outputs there, and go on from there")
    flag(branch, "--exact-margin", "the margin itself where bounds on it are cheaper")
    parser.cluster()
    parser.common()
    parser.vacuous()


def _check(commands: Commands) -> None:
    parser = add(commands, "check", "check a certificate from the files alone")
    parser.pair()
    parser.add_argument("certificate", metavar="certificate.json")
    value(parser, "--sample", "K", "look at K random outputs only (branch); never says valid", values.a_count)
    timeout(parser)
    value(parser, "--memory", "BYTES", "answer unknown where it takes more, like 3G", values.a_size)
    flag(parser, "--proved", "by the program proved in Coq (superproof proved build)")
    parser.cluster()
    parser.common()


def _proved(commands: Commands) -> None:
    sentence = "build the checker that is proved in Coq (check --proved), or write a network as a theorem"
    parser = add(commands, "proved", sentence)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=Parser)
    build = add(actions, "build", "compile its proofs and build it (Debian: apt install coq ocaml-nox make)")
    build.common()
    theorem = add(actions, "theorem", "write a certified network as a theorem that Coq's kernel checks alone")
    theorem.pair()
    theorem.add_argument("certificate", metavar="certificate.json")
    out(theorem, "the file for Coq to write", "FILE.v")
    theorem.common()


def _explain(commands: Commands) -> None:
    parser = add(commands, "explain", "why an output reads what it reads on one input, neuron by neuron")
    parser.any_problem()
    parser.add_argument("network", metavar="network.safetensors")
    active = "the active features, by name or number; names with commas in double quotes; '' for none; "
    active += "values of real ones, as y0=1,y2=-3/8; may be repeated"
    value(parser, "--active", "A,B", active, required=True, action="append")
    value(parser, "--output", "O", "an output, by name or number (the first wrong one)")
    parser.own_sparsity()
    parser.reading()
    parser.common()

    parser = add(commands, "show", "what is in a file: a problem, a graph, a network or a certificate")
    value(parser, "file", "FILE", "any document, a graph file, or a networkx data set's name")
    parser.reading()
    parser.common()


def _certify(commands: Commands) -> None:
    parser = add(commands, "certify", "build, prove, check, sample, compare and report, in one go")
    parser.any_problem()
    parser.own_sparsity()
    value(parser, "--network", "NETWORK", "a network of yours, of any kind that is read: nothing is built")
    parser.construction()
    parser.reading()
    parser.add_argument("-o", "--out", metavar="DIR", help="folder for the files (superproof-out/NAME)")
    flag(parser, "--overwrite", "replace what is in DIR: another problem's, or better")
    parser.prover()
    parser.cluster()
    parser.common()
    parser.vacuous()


def _sweep(commands: Commands) -> None:
    parser = add(commands, "sweep", "build and prove a grid of networks, into a store that goes on where it was")
    value(parser, "file", "FILE.toml", "families, sizes, sparsities, seeds, constructions, bits, seconds")
    out(parser, "SQLite file (FILE.sqlite)", "STORE", required=False)
    value(parser, "--csv", "FILE", "write all rows of the store there")
    value(parser, "--parquet", "FILE", "the same as Parquet")
    value(parser, "--plot", "FILE.svg", "draw neurons against outputs")
    parser.cluster()
    parser.common()


def _records(commands: Commands) -> None:
    """The table, and what is done with it."""
    parser = add(commands, "records", "the best proved networks by family of problems: list, check again, beat")
    _shared(parser)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", parser_class=Parser)
    listed = add(actions, "list", "the table, which is printed without an action too")
    verify = add(actions, "verify", "count every figure and check every proof again, from the files")
    flag(verify, "--rebuild", "build networks that are too large to be kept")
    problem = add(actions, "problem", "write the problem of a family, to build a challenger for")
    out(problem, "the document to write")
    beat = add(actions, "beat", "prove a challenger, and put it in the place of what it beats")
    beat.add_argument("network", metavar="network.safetensors")
    value(beat, "--made-by", "TEXT", "how it was made (the network's own note)")
    for action in (verify, beat):
        timeout(action)
        action.cluster()
    for action in (listed, verify, problem, beat):
        _shared(action, default=argparse.SUPPRESS)  # What is said before the action holds for it too.


def _shared(parser: Parser, **default: Any) -> None:
    """Which records, and where."""
    value(parser, "--family", "NAME", "records of this family", **default)
    value(parser, "--size", "M", "with so many outputs", values.a_count, **default)
    value(parser, "--sparsity", "V", f"{SPARSITY}: the family's own for problem and beat", values.a_count, **default)
    value(parser, "--seed", "S", "of a random family (0 for problem and beat)", values.a_seed, **default)
    value(parser, "--folder", "DIR", "where the records are (records here, or in the checkout)", **default)
    parser.common(**default)


def _ports(commands: Commands) -> None:
    """Both commands."""
    parser = add(commands, "import", "read a network of another tool: ONNX, torch state dict, safetensors, npz")
    parser.set_defaults(module="import_network")
    value(parser, "file", "FILE", ".onnx, .pt, .safetensors or .npz; nothing in it is ever run")
    value(parser, "--problem", "problem.json", "what it is to compute: says its sizes", required=True)
    out(parser, "the network file to write")
    reading = parser.add_argument_group("reading", "when an output is 1")
    value(reading, "--threshold", "T,...", "one number, or one an output (0)", values.floats)
    reading.add_argument(
        "--strict", action=argparse.BooleanOptionalAction, help="above the threshold (the default), or at it as well"
    )
    weights = parser.add_argument_group("weights", "for what names and sizes of tensors leave open")
    choice(weights, "--form", "what the matrices make", ("chain", "residual", "tied"))
    between = "between maps (relu), behind the last too, or none"
    choice(weights, "--activation", between, ("relu", "relu-all", "none"))
    value(weights, "--layers", "NAME,...", "the matrices to use, in this order", values.words)
    value(weights, "--biases", "NAME,...", "the biases of --layers, or none", values.words)
    value(weights, "--skip", "NAME", "a matrix times the features, added to the scores")
    value(weights, "--instance", "K", "of several, along the first axis", values.a_threshold)
    value(weights, "--transposed", "yes|no|NAME,...", "which are stored as (inputs, outputs)", values.words)
    parser.common()

    parser = add(commands, "export", "write a network, and what is asked about it, for other tools")
    parser.add_argument("problem", metavar="problem.json")
    value(parser, "network", "NETWORK", "a network file, or one that superproof import reads")
    for name, known in NETWORKS.items():
        value(parser, f"--{name}", "FILE", known.words)
    value(parser, "--vnnlib", "FILE", "whether some sparse input is wrong, for verifiers of others")
    value(parser, "--coq", "FILE", "that the network computes the problem, as a theorem for Coq")
    value(parser, "--certificate", "certificate.json", "of the theorem's proof (default: one is found and checked)")
    flag(parser, "--boolean", "in --vnnlib: every input is 0 or 1, as a disjunction")
    names = "of the tensors: ours (%(default)s), 0.weight 0.bias 2.weight ..., or W_in b_in W_out b_out"
    choice(parser, "--names", names, ("superproof", "sequential", "W_in"), default="superproof")
    parser.common()


def _help(commands: Commands) -> None:
    parser = add(commands, "help", "a short page on a topic: problems, graphs, verdicts, margin, json, ...")
    value(parser, "topic", "TOPIC", "without one: the list", nargs="?")
    parser = add(commands, "completion", "a script for your shell that completes commands, options and files")
    choice(parser, "shell", ", ".join(SHELLS), SHELLS, metavar="SHELL")
