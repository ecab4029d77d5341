"""What a network reads on inputs as people have them: sets of active features, 0/1 vectors, batches of vectors.

Not trusted: verdicts rest on the plain forward pass (`verify.statement.forward`) on sets of features.
"""

import os
from collections.abc import Iterable
from typing import Any

import numpy as np

from verify.arrays import Bools, Longs, Numbers
from verify.errors import shown
from verify.plain_integer import plain_integer
from verify.statement import forward
from verify.statement.network import Network
from verify.statement.problem import Problem

Input = Iterable[Any]
"""Active features by number (a set, tuple, list, range ...), a boolean vector (m,), or a boolean batch (B, m)."""
WORDS = 1024
"""Words of a code that are expanded at once."""


def activations(network: Network, given: Input) -> list[Longs]:
    """x_0, x_1, ..., x_L on one input: active features by number, or a boolean vector (m,).

    Errors: as `outputs`.

    >>> from verify import IdentityCode
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> [x.tolist() for x in activations(network, {0, 1})]
    [[1, 1], [1]]
    """
    require_kind("network", network, Network)
    return forward.activations(network, one_input(network.inputs, given))


def scores(network: Network, given: Input) -> Longs:
    """<B_i, x_L> for every output i, shape (m',); for a batch of B vectors (B, m'). Errors: as `outputs`.

    >>> from verify import IdentityCode
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> scores(network, {0}).tolist(), scores(network, np.eye(2, dtype=bool)).tolist()
    ([0], [[0], [0]])
    """
    require_kind("network", network, Network)
    if is_batch(given):
        return _batch_scores(network, np.asarray(given))
    return forward.scores(network, one_input(network.inputs, given))


def outputs(network: Network, given: Input) -> tuple[int, ...]:
    """The outputs that read 1 on one input: active features by number, or a boolean vector (m,).

    A list or array of integers that could be a 0/1 vector as well as feature numbers is refused: pass a set of
    numbers, or a boolean array. For batches call the network. Errors: TypeError for what is ambiguous or no input,
    ValueError for a feature that does not exist or is named twice, or a vector of another length.

    >>> from verify import IdentityCode
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> outputs(network, {0, 1}), outputs(network, np.array([True, False]))
    ((0,), ())
    """
    require_kind("network", network, Network)
    return forward.outputs(network, one_input(network.inputs, given))


def read(network: Network, given: Input) -> Bools:
    """What every output reads, shape (m',), or (B, m') for a batch: `network(given)`. Errors: as `outputs`."""
    found: Bools = scores(network, given) >= network.threshold
    return found


def require_kind(name: str, value: object, kind: type) -> None:
    """TypeError unless `value` is a `kind`: arguments are easily exchanged, and files are not what is in them.

    >>> require_kind("network", "n.safetensors", Network)
    Traceback (most recent call last):
        ...
    TypeError: network must be a Network, not the str 'n.safetensors' (load_network reads a file)
    """
    if isinstance(value, kind):
        return
    hint = f" (load_{name} reads a file)" if isinstance(value, str | os.PathLike) else ""
    if type(value).__name__ == "FloatNetwork":
        hint = ": prove, explain, assert_computes and count_wrong take networks of floats"
    elif type(value).__module__.startswith("torch."):
        hint = " (from_torch makes a network of floats of a module)"
    what = " ".join(shown(value).split())
    raise TypeError(f"{name} must be a {kind.__name__}, not the {type(value).__name__} {what}{hint}")


def require_pair(problem: object, network: object) -> None:
    """TypeError unless these are a problem and a network, in this order."""
    require_kind("problem", problem, Problem)
    require_kind("network", network, Network)


def is_batch(given: object) -> bool:
    """Whether this is an array of more than one dimension."""
    return isinstance(given, np.ndarray) and given.ndim > 1


def one_input(features: int, given: Input) -> frozenset[int]:
    """The active features of one input."""
    if is_batch(given):
        raise TypeError("this takes one input, not a batch: call the network, or take scores(network, batch)")
    members = list(given)
    booleans = [isinstance(member, bool | np.bool_) for member in members]
    if any(booleans) and (not all(booleans) or isinstance(given, set | frozenset)):
        raise TypeError(f"{shown(members)} is neither a boolean vector nor features by number")
    if members and all(booleans):
        if len(members) != features:
            raise ValueError(f"a vector must have {features} entries, one a feature, not {len(members)}")
        return frozenset(j for j, member in enumerate(members) if member)
    numbers = [plain_integer("a feature's number", member) for member in members]
    if isinstance(given, list | np.ndarray) and len(numbers) == features and set(numbers) <= {0, 1}:
        raise TypeError(
            f"{shown(members)} may be a 0/1 vector or a list of feature numbers: pass a set of numbers, or a boolean "
            "array such as np.array(y, dtype=bool)"
        )
    return _existing(numbers, features)


def _existing(numbers: list[int], features: int) -> frozenset[int]:
    for place, number in enumerate(numbers):
        if not 0 <= number < features:
            raise ValueError(f"features are numbered from 0 to {features - 1}, and {shown(number)} is none of them")
        if number in numbers[:place]:
            raise ValueError(f"feature {number} is named twice")
    return frozenset(numbers)


def _batch_scores(network: Network, batch: Numbers) -> Longs:
    """(B, m') scores. Memory: 8 B (m + n_l + m') bytes and the blocks of the codes.

    Products are taken in float64 where every partial sum is below 2**53, and so exact; else in int64.
    """
    _require_batch(network.inputs, batch)
    kind: type[Any] = np.float64 if max(network.activation_bounds) < 2**53 else np.int64
    x: Numbers = np.zeros((len(batch), network.input_code.rows), dtype=kind)
    for start in range(0, network.inputs, WORDS):
        stop = min(start + WORDS, network.inputs)
        x += batch[:, start:stop].astype(kind) @ network.input_code.block(start, stop).T.astype(kind)
    for layer in network.layers:
        x = np.maximum(x @ layer.weights.T.astype(kind) + layer.bias.astype(kind), 0)
    blocks = [
        x @ network.output_code.block(start, min(start + WORDS, network.outputs)).astype(kind)
        for start in range(0, network.outputs, WORDS)
    ]
    return np.concatenate(blocks, axis=1).astype(np.int64)


def batch_inputs(features: int, given: Input) -> list[frozenset[int]]:
    """The active features of every input of a batch (B, m). Errors: as `outputs`."""
    batch = np.asarray(given)
    _require_batch(features, batch)
    return [frozenset(np.flatnonzero(row).tolist()) for row in batch]


def _require_batch(features: int, batch: Numbers) -> None:
    if batch.dtype != np.bool_ or batch.ndim != 2:
        given = f"{batch.dtype} of shape {batch.shape}"
        raise TypeError(f"a batch must be a boolean array (B, m), such as y.astype(bool), not {given}")
    if batch.shape[1] != features:
        raise ValueError(f"a batch must have {features} columns, one a feature, not {batch.shape[1]}")
