"""The grammar of `superproof import` and `superproof export`. Standard library only."""

import argparse

from superproof import option_values as values
from superproof.exports.registry import NETWORKS
from superproof.option_groups import Parser, add, common


def add_ports(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Both commands."""
    _import(commands)
    _export(commands)


def _import(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "import", "read a network of another tool: ONNX, torch state dict, safetensors, npz")
    parser.set_defaults(module="import_network")
    parser.add_argument("file", metavar="FILE", help=".onnx, .pt, .safetensors or .npz; nothing in it is ever run")
    parser.add_argument(
        "--problem", metavar="problem.json", required=True, help="what it is to compute: says its sizes"
    )
    parser.add_argument("-o", "--out", dest="output", metavar="FILE", required=True, help="the network file to write")
    reading = parser.add_argument_group("reading", "when an output is 1")
    reading.add_argument("--threshold", metavar="T,...", type=values.floats, help="one number, or one an output (0)")
    reading.add_argument(
        "--strict", action=argparse.BooleanOptionalAction, help="above the threshold (the default), or at it as well"
    )
    weights = parser.add_argument_group("weights", "for what names and sizes of tensors leave open")
    weights.add_argument("--form", choices=("chain", "residual", "tied"), help="what the matrices make")
    weights.add_argument(
        "--activation", choices=("relu", "relu-all", "none"), help="between maps (relu), behind the last too, or none"
    )
    weights.add_argument("--layers", metavar="NAME,...", type=values.words, help="the matrices to use, in this order")
    weights.add_argument("--biases", metavar="NAME,...", type=values.words, help="the biases of --layers, or none")
    weights.add_argument("--skip", metavar="NAME", help="a matrix times the features, added to the scores")
    weights.add_argument("--instance", metavar="K", type=values.a_threshold, help="of several, along the first axis")
    weights.add_argument(
        "--transposed", metavar="yes|no|NAME,...", type=values.words, help="which are stored as (inputs, outputs)"
    )
    common(parser)


def _export(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "export", "write a network, and what is asked about it, for other tools")
    parser.add_argument("problem", metavar="problem.json")
    parser.add_argument("network", metavar="NETWORK", help="a network file, or one that superproof import reads")
    for name, known in NETWORKS.items():
        parser.add_argument(f"--{name}", metavar="FILE", help=known.words)
    parser.add_argument("--vnnlib", metavar="FILE", help="whether some sparse input is wrong, for verifiers of others")
    parser.add_argument("--coq", metavar="FILE", help="that the network computes the problem, as a theorem for Coq")
    parser.add_argument(
        "--certificate", metavar="certificate.json", help="of the theorem's proof (default: one is found and checked)"
    )
    parser.add_argument("--boolean", action="store_true", help="in --vnnlib: every input is 0 or 1, as a disjunction")
    parser.add_argument(
        "--names",
        choices=("superproof", "sequential", "W_in"),
        default="superproof",
        help="of the tensors: ours (%(default)s), 0.weight 0.bias 2.weight ..., or W_in b_in W_out b_out",
    )
    common(parser)
