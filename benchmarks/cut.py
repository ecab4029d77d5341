"""The first levels of a circuit and of its network, as a circuit and a network of their own."""

from itertools import islice

from constructions.circuits.level_task import complement
from constructions.circuits.network import NAME
from constructions.threshold import middle
from verify import Circuit, Network, Problem, SparseCode
from verify.contracts import noted_codes


def cut_behind(circuit: Problem, network: Network, level: int) -> tuple[Problem, Network]:
    """The first `level` levels of a circuit, and the part of its network of `circuit_network` that computes them.

    The network is read in the code of that level, with a threshold in the middle of a word. Errors: ValueError for a
    level that does not exist, or a network that does not note its hidden codes.

    >>> from constructions.circuits import circuit_network
    >>> circuit = Circuit.of(3, 2, [[("or", 0, 1), ("copy", 2)], [("and", 0, 1)]])
    >>> part, cut = cut_behind(circuit, circuit_network(circuit), 1)
    >>> part.outputs, cut.widths
    (2, (3, 2, 2, 2))
    """
    if not 1 <= level <= len(circuit.levels):
        raise ValueError(f"level must be from 1 to {len(circuit.levels)}, not {level}")
    part = Circuit(circuit.inputs, circuit.sparsity, circuit.levels[:level])
    if level == len(circuit.levels):
        return part, network
    code = next(islice(noted_codes(network), level - 1, None), None)
    if not isinstance(code, SparseCode):
        raise ValueError(f"the network must note its hidden codes, as {NAME} does, but has none for level {level}")
    layers = [(layer.weights, layer.bias) for layer in network.layers[: 2 * level]]
    layers.append(complement(code.rows))
    return part, Network(layers, network.input_code, code, middle(code.weight, 0))
