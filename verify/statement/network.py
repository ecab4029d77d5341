"""The encoded network: input code, integer ReLU layers, output code and one threshold."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple, final

import numpy as np

from verify.arrays import Bools, Integers
from verify.codes.base import Code, word_size
from verify.codes.integers import largest_absolute, read_only_integers
from verify.plain_integer import plain_integer
from verify.statement.digest import network_digest
from verify.statement.sealed import Sealed

LIMIT = 2**63
ROWS = 256


@final
class Layer(NamedTuple):
    """x -> ReLU(weights x + bias), weights (n_l, n_{l-1}), bias (n_l,)."""

    weights: Integers
    bias: Integers


@final
class Network(Sealed):
    """An integer network between two public codes, read with one threshold (docs/design.md).

    x_0 = A y with `input_code` A (n_0, m); x_l = ReLU(W_l x_{l-1} + b_l) for the `layers`; output i reads 1 iff
    <B_i, x_L> >= `threshold`, with `output_code` B (n_L, m'). Arrays are kept read-only in the narrowest signed
    integer type. Networks are equal when their digests are: same layers, codes and threshold (`construction`, the
    note on where the network came from, is not part of the statement).

    Errors: TypeError for floats and booleans; ValueError for shapes that do not chain; OverflowError when some
    activation or score could reach 2**63 on a Boolean input, by a bound computed in Python integers.

    >>> from verify import IdentityCode
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> network.neurons, network.inputs, network.outputs
    (2, 2, 1)
    """

    def __init__(
        self,
        layers: Sequence[tuple[object, object]],
        input_code: Code,
        output_code: Code,
        threshold: int,
        construction: Mapping[str, object] | None = None,
    ) -> None:
        if not layers:
            raise ValueError("a network needs at least one layer, not 0")
        self.layers = tuple(_layer(number, pair) for number, pair in enumerate(layers, start=1))
        self.input_code = input_code
        self.output_code = output_code
        self.threshold = plain_integer("the threshold", threshold)
        self.construction: Mapping[str, object] = MappingProxyType(dict(construction or {}))
        self._require_shapes()
        self._require_bounds()
        self._sealed = True

    @property
    def inputs(self) -> int:
        """m, the number of features the input code carries."""
        return self.input_code.columns

    @property
    def outputs(self) -> int:
        """m', the number of outputs the output code reads."""
        return self.output_code.columns

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of x_0, ..., x_L."""
        return (self.input_code.rows, *(len(layer.bias) for layer in self.layers))

    @property
    def neurons(self) -> int:
        """n, the largest width of x_0, ..., x_L."""
        return max(self.widths)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything the statement depends on, as hexadecimal digits."""
        return network_digest(chain(*self.layers), (self.input_code, self.output_code), self.threshold)

    @cached_property
    def activation_bounds(self) -> tuple[int, ...]:
        """`bounds` on all Boolean inputs, however many features are active."""
        return self.bounds(self.inputs)

    def bounds(self, active: int) -> tuple[int, ...]:
        """For every x_0, ..., x_L a bound on each |entry|, and last on each |score|, with at most `active` features.

        The bounds hold for every partial sum as well, in whatever order it is added. What enters a layer is bounded
        neuron by neuron (`_rectified_bounds`): a neuron that subtracts another is no larger for it, so in a network
        that clips its activations the bounds do not grow with depth.
        """
        entering: Integers | None = None
        bound = active * self.input_code.largest_entry
        bounds = [bound]
        for row_sum, layer in zip(self._row_sums, self.layers, strict=True):
            sums = row_sum * bound + largest_absolute(layer.bias)
            bounds.append(sums)
            # Beyond 2**63 the network is refused whatever it does next, and int64 could not say more.
            entering = _rectified_bounds(layer, entering, bound) if max(sums, bound) < LIMIT else None
            bound = sums if entering is None else int(entering.max())
        return (*bounds, word_size(self.output_code) * bound)

    @cached_property
    def _row_sums(self) -> tuple[int, ...]:
        return tuple(_row_sum_bound(layer.weights) for layer in self.layers)

    def with_threshold(self, threshold: int) -> "Network":
        """The same layers and codes read with another threshold."""
        return Network(self.layers, self.input_code, self.output_code, threshold, self.construction)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __call__(self, given: Iterable[Any]) -> Bools:
        """What every output reads, (m',): on active features by number, or a boolean vector (m,); batches (B, m) too.

        Errors: those of `verify.outputs`.

        >>> from verify import IdentityCode
        >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
        >>> network({0, 1}).tolist(), network(np.array([[True, True], [True, False]])).tolist()
        ([True], [[True], [False]])
        """
        from verify.statement.batches import read

        return read(self, given)

    def __reduce__(self) -> tuple[object, ...]:
        """Copies and pickles are built, and so checked, like any other network."""
        return Network, (self.layers, self.input_code, self.output_code, self.threshold, dict(self.construction))

    def __repr__(self) -> str:
        name = self.construction.get("name", "network")
        widths = "-".join(map(str, self.widths))
        return f"<{name}: {self.inputs} features, neurons {widths}, {self.outputs} outputs>"

    def _repr_html_(self) -> str:
        from verify.rich import network_card

        return network_card(self, {"threshold": self.threshold})

    def _require_shapes(self) -> None:
        widths = self.widths
        for number, layer in enumerate(self.layers, start=1):
            rows, columns = layer.weights.shape
            if columns != widths[number - 1]:
                raise ValueError(
                    f"W{number} must have {widths[number - 1]} columns, one a neuron before it, not {columns}"
                )
            if rows != layer.bias.shape[0]:
                raise ValueError(
                    f"b{number} must have {rows} entries, one a row of W{number}, not {layer.bias.shape[0]}"
                )
        if self.output_code.rows != widths[-1]:
            raise ValueError(
                f"the output code must have {widths[-1]} rows, one a neuron of the last layer, "
                f"not {self.output_code.rows}"
            )

    def _require_bounds(self) -> None:
        worst = max(*self.activation_bounds, abs(self.threshold))
        if worst >= LIMIT:
            raise OverflowError(
                f"activations, scores and threshold must stay below 2**63, but may take {worst.bit_length()} bits"
            )


def _layer(number: int, pair: tuple[object, object]) -> Layer:
    try:
        weights, bias = pair
    except (TypeError, ValueError) as error:
        raise ValueError(f"layer {number} must be weights and bias: {error}") from None
    return Layer(
        read_only_integers(f"W{number}", weights, dimensions=2),
        read_only_integers(f"b{number}", bias, dimensions=1),
    )


def _rectified_bounds(layer: Layer, entering: Integers | None, bound: int) -> Integers:
    """A bound on every entry of ReLU(W x + b), int64, where all sums are known to stay below 2**63.

    With 0 <= x <= `entering`: b + the positive weights times `entering`. With |x| <= `bound` only (`entering` None):
    b + the row sum of |W| times `bound`.
    """
    most = layer.bias.astype(np.int64)
    for start in range(0, len(most), ROWS):
        rows = layer.weights[start : start + ROWS].astype(np.int64)
        if entering is None:
            most[start : start + ROWS] += np.abs(rows).sum(axis=1) * bound
        else:
            most[start : start + ROWS] += np.maximum(rows, 0) @ entering
    return np.maximum(most, 0)


def _row_sum_bound(weights: Integers) -> int:
    """A bound on the sum of |entries| of every row; exact unless int64 could not hold it."""
    largest, columns = largest_absolute(weights), int(weights.shape[1])
    if largest * columns >= LIMIT:
        return largest * columns
    return max(int(np.abs(row.astype(np.int64)).sum()) for row in weights)
