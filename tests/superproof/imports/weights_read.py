"""Small weights, and what is read of them from a file."""

import numpy as np

from superproof.imports.files import read_network
from superproof.imports.read_chain import Choices
from verify import Gate, Gates

M, OUT, HIDDEN = 4, 3, 3
PROBLEM = Gates(inputs=M, sparsity=2, gates=[Gate("and", (0, 1)), Gate("or", (1, 2)), Gate("xor", (2, 3))])
TIED = Gates(inputs=M, sparsity=1, gates=[Gate("copy", (j,)) for j in range(M)])


def numbers(*shape):
    return np.random.default_rng(sum(shape)).normal(size=shape).astype(np.float32)


PAIR = (numbers(5, M), numbers(5), numbers(OUT, 5), numbers(OUT))


def read(tmp_path, tensors, problem=PROBLEM, **choices):
    np.savez(tmp_path / "net.npz", **{name: np.asarray(array) for name, array in tensors.items()})
    return read_network(tmp_path / "net.npz", problem, Choices(**choices) if choices else None)


def notes(network):
    return " | ".join(network.construction["read"])
