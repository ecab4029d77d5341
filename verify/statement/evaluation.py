"""What a network computes on inputs as people have them: sets of active features, 0/1 vectors, batches of vectors.

Not trusted: verdicts rest on the plain forward pass (`verify.statement.forward`) on sets of features.
"""

import os
from collections.abc import Collection

import numpy as np

from verify.arrays import Longs
from verify.errors import shown
from verify.statement import forward, on_inputs
from verify.statement.batches import batch_scores
from verify.statement.given import Input, is_batch, one_input
from verify.statement.network import Network
from verify.statement.problem import Problem


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
        return batch_scores(network, np.asarray(given))
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


def evaluate(problem: Problem, active: Collection[int]) -> tuple[int, ...]:
    """The outputs that must be 1 when exactly the features `active` are 1, by the definition: O(gates).

    Errors: TypeError for anything but a problem.

    >>> from verify import TwoAnd
    >>> evaluate(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))), {1, 2})
    (1,)
    """
    require_kind("problem", problem, Problem)
    return on_inputs.evaluate(problem, active)


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
        hint = " (from_torch makes a network of floats of a module, and count_wrong counts where it is wrong)"
    what = " ".join(shown(value).split())
    raise TypeError(f"{name} must be a {kind.__name__}, not the {type(value).__name__} {what}{hint}")


def require_pair(problem: object, network: object) -> None:
    """TypeError unless these are a problem and a network, in this order."""
    require_kind("problem", problem, Problem)
    require_kind("network", network, Network)
