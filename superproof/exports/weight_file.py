"""Float networks as npz or torch files: names of ours, which say all, or names of the field, for plain chains."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from verify import FloatNetwork
from verify.documents import write_atomically
from verify.errors import DocumentError
from verify.floats import precision_named

NAMES = ("superproof", "sequential", "W_in")


def save_npz(network: FloatNetwork, path: str | os.PathLike[str], names: str = "superproof") -> None:
    """Write the tensors (`_tensors`) as npz. Errors: DocumentError for bfloat16, which numpy does not have."""
    if network.precision == "bfloat16":
        raise DocumentError(path, "cannot be written: numpy has no bfloat16; a torch file or ONNX holds it")
    ready = {
        name: array.astype(network.precision) if array.dtype.kind == "f" else array
        for name, array in _tensors(path, network, names).items()
    }

    def fill(temporary: Path) -> None:
        with temporary.open("wb") as stream:
            np.savez(stream, **ready)

    write_atomically(path, fill)


def save_torch(network: FloatNetwork, path: str | os.PathLike[str], names: str = "superproof") -> None:
    """Write the tensors (`_tensors`) as a state dict of torch. Errors: DocumentError without torch."""
    try:
        import torch
    except ImportError as error:
        raise DocumentError(path, "needs the package torch: pip install 'superproof[torch]'") from error
    dtype = getattr(torch, network.precision)
    state = {
        name: torch.tensor(array, dtype=dtype if array.dtype.kind == "f" else torch.bool)
        for name, array in _tensors(path, network, names).items()
    }
    write_atomically(path, lambda temporary: torch.save(state, temporary))


def _tensors(path: object, network: FloatNetwork, names: str) -> dict[str, Any]:
    """The arrays by name, floats as float64.

    `superproof`: W1, b1, r1 (which neurons are rectified), ..., thresholds and strict. `sequential`: 0.weight, 0.bias,
    2.weight, ... as `nn.Sequential` has them with a ReLU behind every layer but the last. `W_in`: W_in, b_in, W_out,
    b_out of one hidden layer, (outputs, inputs). Errors: DocumentError where a network is no such chain.
    """
    if names == "superproof":
        found: dict[str, Any] = {"thresholds": network.thresholds, "strict": np.array(network.strict)}
        for number, layer in enumerate(network.layers, start=1):
            found |= {f"W{number}": layer.weights, f"b{number}": layer.bias, f"r{number}": layer.rectified}
        return found
    inner = all(layer.rectified.all() for layer in network.layers[:-1])
    if not inner or network.layers[-1].rectified.any() or (names == "W_in" and len(network.layers) != 2):
        two = ", two of them" if names == "W_in" else ""
        rule = f"names of {names} are for chains with a ReLU between all layers{two}: leave --names out"
        raise DocumentError(path, f"cannot be written: {rule}")
    stems = [("W_in", "b_in"), ("W_out", "b_out")]
    if names == "sequential":
        stems = [(f"{2 * place}.weight", f"{2 * place}.bias") for place in range(len(network.layers))]
    pairs = list(zip(stems, network.layers, strict=True))
    return {name: array for (w, b), layer in pairs for name, array in ((w, layer.weights), (b, layer.bias))}


def network_in(found: Mapping[str, tuple[str, Any]]) -> FloatNetwork | None:
    """The network of tensors under names of ours, each with the name of its type; None where they are others."""
    count = sum(1 for name in found if name.startswith("r") and name[1:].isdecimal())
    expected = {f"{kind}{number}" for kind in "Wbr" for number in range(1, count + 1)} | {"thresholds", "strict"}
    if count == 0 or set(found) != expected:
        return None
    kinds = {found[name][0] for name in expected if name[0] in "Wbt"}
    if len(kinds) != 1:
        raise ValueError(f"must hold tensors of one floating type, not of {' and '.join(sorted(kinds))}")
    precision = precision_named(kinds.pop()).name
    arrays = {name: np.asarray(array) for name, (_, array) in found.items()}
    layers: list[tuple[object, object, object]] = [
        (arrays[f"W{number}"], arrays[f"b{number}"], arrays[f"r{number}"]) for number in range(1, count + 1)
    ]
    if arrays["strict"].dtype != np.bool_ or arrays["strict"].ndim:
        raise ValueError(f"strict must be one boolean, not {arrays['strict'].dtype}")
    return FloatNetwork(layers, arrays["thresholds"], precision, bool(arrays["strict"]), {"name": "from tensors"})
