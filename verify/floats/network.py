"""The float network: layers of rectified and linear neurons over stored binary numbers, one threshold an output."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple, final

import numpy as np

from verify.arrays import Bools, Reals
from verify.errors import shown
from verify.floats.exact_values import ExactNetwork
from verify.floats.precision import Precision, precision_named, read_only_reals
from verify.statement.digest import canonical_json
from verify.statement.sealed import Sealed

FLOAT_FORMAT = "superproof-float-network-1"


class FloatLayer(NamedTuple):
    """z = weights x + bias, weights (n_l, n_{l-1}), bias (n_l,); entry j becomes max(z_j, 0) where `rectified`[j]."""

    weights: Reals
    bias: Reals
    rectified: Bools


@final
class FloatNetwork(Sealed):
    """A network of stored floating-point numbers, which has one exact meaning: every float is a dyadic rational.

    Neuron j of layer l is ReLU(W_l x_{l-1} + b_l)_j where `rectified`[j], else (W_l x_{l-1} + b_l)_j; x_0 = y are the
    Boolean features (m,), x_L the m' scores; output i reads 1 iff score i >= `thresholds`[i], or > where `strict`.
    `layers` holds (weights, bias, rectified), `rectified` being one bool or one a neuron; `thresholds` one number an
    output, or one for all.

    Errors: TypeError for bools and what is no number; ValueError for NaN, infinities, a number that the format does not
    have, and shapes that do not chain. Details: docs/methods.md.

    >>> network = FloatNetwork([([[1.0, 1.0]], [-1.5], True), ([[2.0]], [0.0], False)], thresholds=[0.0], strict=True)
    >>> network.widths, network.neurons, network.parameters, network({0, 1}).tolist(), network({0}).tolist()
    ((2, 1, 1), 1, 4, [True], [False])
    """

    def __init__(
        self,
        layers: Sequence[tuple[object, object, object]],
        thresholds: Any,
        precision: str = "float32",
        strict: bool = False,
        construction: Mapping[str, object] | None = None,
    ) -> None:
        if not layers:
            raise ValueError("a network needs at least one layer, not 0")
        form = precision_named(precision)
        self.precision = form.name
        if type(strict) is not bool:
            raise TypeError(f"strict must be True or False, not {shown(strict)}")
        self.strict = strict
        self.layers = tuple(_layer(number, layer, form) for number, layer in enumerate(layers, start=1))
        for number, (before, layer) in enumerate(pairwise(self.layers), start=2):
            if layer.weights.shape[1] != len(before.bias):
                raise ValueError(
                    f"W{number} must have {len(before.bias)} columns, one a neuron before it, "
                    f"not {layer.weights.shape[1]}"
                )
        given = thresholds if np.ndim(thresholds) else [thresholds] * self.outputs
        self.thresholds = read_only_reals("thresholds", given, 1, form)
        self.construction: Mapping[str, object] = MappingProxyType(dict(construction or {}))
        if len(self.thresholds) != self.outputs:
            raise ValueError(f"thresholds must have {self.outputs} entries, one an output, not {len(self.thresholds)}")
        self._sealed = True

    @property
    def inputs(self) -> int:
        """m, the number of features."""
        return int(self.layers[0].weights.shape[1])

    @property
    def outputs(self) -> int:
        """m', the number of scores."""
        return len(self.layers[-1].bias)

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of x_0, ..., x_L."""
        return (self.inputs, *(len(layer.bias) for layer in self.layers))

    @property
    def neurons(self) -> int:
        """n, the largest width of x_1, ..., x_{L-1}: all numbers that the network holds side by side.

        A residual stream and linear bottlenecks count in full, because they carry features as well; features
        themselves and scores do not. Of a single layer, its scores.
        """
        return max(self.widths[1:-1] or self.widths[1:])

    @property
    def rectified_neurons(self) -> int:
        """The largest number of rectified neurons of a layer but the last (of a single layer, of that one)."""
        return max(int(layer.rectified.sum()) for layer in self.layers[:-1] or self.layers)

    @property
    def parameters(self) -> int:
        """Weights, biases and thresholds that are not 0."""
        return int(sum(np.count_nonzero(array) for array in self._arrays()))

    @property
    def parameter_bits(self) -> int:
        """Bits from which the network can be read back, sizes known: numbers at their stored width, dense or sparse.

        Dense, every weight, bias and threshold takes the width of the format; sparse, those that are not 0 do, and all
        take a bit that says which these are: whichever is less. Neurons take a bit each where a layer has both kinds.
        """
        width, entries = precision_named(self.precision).bits, sum(array.size for array in self._arrays())
        kinds = sum(len(layer.bias) for layer in self.layers if len(set(layer.rectified.tolist())) > 1)
        return min(width * entries, width * self.parameters + entries) + kinds

    def _arrays(self) -> list[Reals]:
        return [array for layer in self.layers for array in (layer.weights, layer.bias)] + [self.thresholds]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything the statement depends on, as hexadecimal digits."""
        state = hashlib.sha256(FLOAT_FORMAT.encode())
        state.update(canonical_json([self.precision, self.strict, self.widths]).encode())
        for layer in self.layers:
            for array in (layer.weights, layer.bias):
                state.update(array.astype("<f8").tobytes())
            state.update(layer.rectified.astype(np.uint8).tobytes())
        state.update(self.thresholds.astype("<f8").tobytes())
        return state.hexdigest()

    def scores(self, given: Iterable[Any]) -> list[Fraction]:
        """The m' exact scores on one input: active features by number, or a boolean vector (m,).

        >>> network = FloatNetwork([([[0.1, 0.5]], [0.0], False)], 0.0, precision="float64")
        >>> network.scores({0, 1})
        [Fraction(21617278211378381, 36028797018963968)]
        """
        from verify.statement.given import one_input

        exact = ExactNetwork(self)
        unit = Fraction(2) ** exact.exponent
        return [int(score) * unit for score in exact.scores([one_input(self.inputs, given)])[:, 0]]

    def __call__(self, given: Iterable[Any]) -> Bools:
        """What every output reads, exactly, (m',): active features by number, or a vector (m,); batches (B, m) too.

        Errors: those of `verify.outputs`.

        >>> network = FloatNetwork([([[1.0, 1.0]], [0.0], False)], [1.5])
        >>> network({0, 1}).tolist(), network(np.array([[True, True], [True, False]])).tolist()
        ([True], [[True], [False]])
        """
        from verify.statement.given import batch_inputs, is_batch, one_input

        exact = ExactNetwork(self)
        if is_batch(given):
            return exact.reads(batch_inputs(self.inputs, given)).T
        return exact.reads([one_input(self.inputs, given)])[:, 0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FloatNetwork) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[object, ...]:
        """Copies and pickles are built, and so checked, like any other network."""
        return FloatNetwork, (self.layers, self.thresholds, self.precision, self.strict, dict(self.construction))

    def __repr__(self) -> str:
        name = self.construction.get("name", "float network")
        widths = "-".join(map(str, self.widths[1:-1])) or "none"
        return f"<{name}: {self.inputs} features, neurons {widths}, {self.outputs} outputs, {self.precision}>"

    def _repr_html_(self) -> str:
        from verify.rich import network_card

        return network_card(self, {"numbers": self.precision})


def _layer(number: int, given: tuple[object, object, object], precision: Precision) -> FloatLayer:
    try:
        weights, bias, rectified = given
    except (TypeError, ValueError) as error:
        raise ValueError(f"layer {number} must be weights, bias and rectified: {error}") from None
    matrix = read_only_reals(f"W{number}", weights, 2, precision)
    offsets = read_only_reals(f"b{number}", bias, 1, precision)
    rows = len(matrix)
    if rows != len(offsets):
        raise ValueError(f"b{number} must have {rows} entries, one a row of W{number}, not {len(offsets)}")
    mask = np.full(rows, rectified) if isinstance(rectified, bool | np.bool_) else np.asarray(rectified)
    if mask.dtype != np.bool_ or mask.shape != (rows,):
        found = f"{mask.dtype} of shape {list(mask.shape)}"
        raise TypeError(f"the rectified neurons of layer {number} must be True, False or {rows} booleans, not {found}")
    return FloatLayer(matrix, offsets, np.frombuffer(mask.tobytes(), dtype=np.bool_))
