"""Families of problems about real features, and the form of network in which neurons are counted for each."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import final

import numpy as np

from bounds import least_read_out_error, least_worst_error
from superproof.errors import UsageError
from verify import FloatNetwork, RealProblem, autoencoder, compressed
from verify.reals import MOST_FEATURES

TRIVIAL = Fraction(1, 2)
"""What always answering the middle of the targets' values, or y_i and that, is off by without any neuron."""


@final
@dataclass(frozen=True)
class RealFamily:
    """Problems by features and sparsity; `form` is the number of neurons of a network, or None for another form.

    `least(m, n, v)` is a lower bound on the worst error of all networks of that form, which `words` say; each has two
    layers.
    """

    name: str
    target: str
    words: str
    build: Callable[[int, int], RealProblem]
    form: Callable[[FloatNetwork], int | None]
    least: Callable[[int, int, int], Fraction]

    def problem(self, features: int, sparsity: int) -> RealProblem:
        """The problem. Errors: UsageError for sizes that it does not have.

        >>> REAL_FAMILIES["relu"].problem(3, 2).digest == compressed(3, 2).digest
        True
        """
        if not 1 <= sparsity <= features <= MOST_FEATURES:
            sizes = f"from 1 to {MOST_FEATURES} features, and a sparsity of at most as many"
            raise UsageError(f"the family {self.name} has {sizes}, not {features} and {sparsity}")
        return self.build(features, sparsity)

    def neurons(self, network: FloatNetwork) -> int:
        """n of a network. Errors: UsageError for one of another form."""
        found = self.form(network) if len(network.layers) == 2 else None
        if found is None:
            raise UsageError(f"a record of the family {self.name} must be {self.words}, not a network of another form")
        return found


def _rebuilt(network: FloatNetwork) -> int | None:
    """ReLU(B A y + b): a linear layer, and ReLUs on the outputs."""
    first, last = network.layers
    return len(first.bias) if last.rectified.all() and not first.rectified.any() else None


def _one_layer(network: FloatNetwork) -> int | None:
    """W2 ReLU(W1 y + b1) + b2."""
    first, last = network.layers
    return len(first.bias) if first.rectified.all() and not last.rectified.any() else None


def _beside_a_stream(network: FloatNetwork) -> int | None:
    """The same and y: what linear neurons carry to the outputs."""
    first, last = network.layers
    linear, every = ~first.rectified, np.eye(network.inputs)
    carries = np.array_equal(first.weights[linear], every) and np.array_equal(last.weights[:, linear], every)
    plain = not first.bias[linear].any() and not last.rectified.any()
    return int(np.count_nonzero(first.rectified)) if carries and plain else None


def _read_least(m: int, n: int, v: int) -> Fraction:
    del v
    return least_read_out_error(m, n)


REAL_FAMILIES = {
    family.name: family
    for family in (
        RealFamily(
            "autoencoder", "y_i, y in [0, 1]", "ReLU(B A y + b)", autoencoder, _rebuilt,
            lambda m, n, v: least_worst_error(m, n) if v > 1 else Fraction(0),
        ),
        RealFamily(
            "relu", "max(0, y_i), y in [-1, 1]", "W2 ReLU(W1 y + b1) + b2", compressed, _one_layer, _read_least
        ),
        RealFamily(
            "residual", "y_i + max(0, y_i), y in [-1, 1]", "y + W2 ReLU(W1 y + b1) + b2",
            lambda m, v: compressed(m, v, residual=True), _beside_a_stream, _read_least,
        ),
    )
}  # fmt: skip
"""By name."""
