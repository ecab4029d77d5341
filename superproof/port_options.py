"""The grammar of `superproof import` and `superproof export`. Standard library only."""

import argparse

from superproof import option_values as values
from superproof.exports.registry import NETWORKS
from superproof.option_groups import Commands, add, choice, common, flag, out, value


def add_ports(commands: Commands) -> None:
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
    common(parser)

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
    common(parser)
