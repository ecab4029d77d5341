"""The formats in which networks are written for others. One more is one file and one entry. Standard library only."""

from collections.abc import Callable
from pkgutil import resolve_name
from typing import NamedTuple


class Format(NamedTuple):
    """An option of `superproof export`: its help, and MODULE:FUNCTION in this folder, which takes a network and a path.

    One that is `named` writes tensors, and is told what to call them.
    """

    words: str
    writer: str
    named: bool = False

    @property
    def save(self) -> Callable[..., None]:
        """The writer, imported when it is asked for."""
        found: Callable[..., None] = resolve_name(f"superproof.exports.{self.writer}")
        return found


NETWORKS = {
    "onnx": Format("the network, features to scores, as ONNX", "onnx_file:save_onnx"),
    "torch": Format("its tensors as a state dict of torch", "weight_file:save_torch", named=True),
    "npz": Format("its tensors as arrays of numpy", "weight_file:save_npz", named=True),
}
EXPORTS = (*NETWORKS, "vnnlib", "coq")
"""All options that name a file, with those for a statement about the network."""
