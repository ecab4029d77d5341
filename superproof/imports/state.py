"""Named weights as a network: the maps of a form, put together as a traced module would be."""

from collections.abc import Sequence

import numpy as np

from superproof.imports.forms import Map, ordered_maps
from superproof.imports.read_chain import Choices, Reading, network_of
from superproof.imports.sheets import Operations, Sheet, Tensor
from superproof.imports.signals import Chain
from superproof.imports.tensor_names import pair_of
from superproof.imports.weights import Weights
from verify import FloatNetwork


def network_of_weights(weights: Weights, features: int, outputs: int, choices: Choices) -> FloatNetwork:
    """The network that weights are, for `features` features and `outputs` outputs.

    A chain has a ReLU between its maps (activation relu), behind the last one too (relu-all), or none. A residual
    stream adds ReLU maps of two matrices a block to what goes through; relu-all is a ReLU on the scores besides. A tied
    pair is ReLU(W^T W x + b), with or without square maps in between, and without the ReLU for none. Its notes, the
    value `read` of the construction, say what was taken how. Errors: ValueError with the option that decides.
    """
    read = ordered_maps(weights, features, outputs, choices)
    form, maps = read.form, read.maps
    operations = Operations(Chain(features), weights.precision)
    inputs: Tensor = Sheet((1, features), operations.chain.input)
    tensor = inputs
    activation = choices.activation or "relu"
    if form == "residual":
        if activation == "none":
            raise ValueError("--activation none is for chains and tied pairs, not for a residual stream")
        tensor = _stream(operations, tensor, maps)
        tensor = operations.rectify(tensor) if activation == "relu-all" else tensor
    else:
        for place, each in enumerate(maps, start=1):
            tensor = operations.linear(tensor, each.weights, each.bias)
            last = place == len(maps)
            between = activation == "relu-all" or (activation == "relu" and last is (form == "tied"))
            tensor = operations.rectify(tensor) if between else tensor
    if read.skip is not None:
        tensor = operations.add(tensor, operations.linear(inputs, read.skip.weights))
    stored = {each.name: each.weights.size for each in (*maps, *filter(None, (read.skip,)))}
    parameters = sum(stored.values()) + sum(int(np.count_nonzero(each.bias)) for each in maps)
    construction = {"name": f"from a {form}", "read": list(read.notes), "parameters": parameters}
    return network_of(operations, tensor, choices.reading or Reading(), construction)


def _stream(operations: Operations, tensor: Tensor, maps: Sequence[Map]) -> Tensor:
    """A map into the stream where there is one, blocks of two maps, and a map out of it where there is one."""
    into, blocks, out = _parts(maps)
    for each in into:
        tensor = operations.linear(tensor, each.weights, each.bias)
    for first, second in blocks:
        hidden = operations.rectify(operations.linear(tensor, first.weights, first.bias))
        tensor = operations.add(tensor, operations.linear(hidden, second.weights, second.bias))
    for each in out:
        tensor = operations.linear(tensor, each.weights, each.bias)
    return tensor


def _parts(maps: Sequence[Map]) -> tuple[Sequence[Map], list[tuple[Map, Map]], Sequence[Map]]:
    """The maps before the blocks, the blocks, and those behind: at most one each, and every block keeps its width."""
    found = []
    for before, after in ((1, 1), (1, 0), (0, 1), (0, 0)):
        blocks = maps[before : len(maps) - after]
        pairs = list(zip(blocks[::2], blocks[1::2], strict=False))
        same = all(pair_of(a.name) == pair_of(b.name) and a.weights.shape[1] == len(b.weights) for a, b in pairs)
        if len(blocks) % 2 == 0 and pairs and same:
            found.append((maps[:before], pairs, maps[len(maps) - after :]))
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(
            "may be a residual stream with a map into it and one out of it, or without: name the matrices of a block "
            "blocks.0.in.weight and blocks.0.out.weight, or export the module to ONNX"
        )
    raise ValueError(
        "is no residual stream: after at most one map into it, its matrices must pair up as in and out again"
    )
