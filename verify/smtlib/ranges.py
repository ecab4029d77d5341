"""Elementary integer ranges of pre-activations over all admissible inputs, in Python integers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from verify.statement.network import Network
from verify.statement.received import received


@final
@dataclass(frozen=True)
class LayerRows:
    """One layer as rows of (source, weight) pairs, with the range [low, high] of every pre-activation.

    Sources are features for the first layer (weights are G = W_1 A) and neurons of the layer before for the others.
    """

    rows: tuple[tuple[tuple[int, int], ...], ...]
    bias: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]


def layer_rows(network: Network, sparsity: int, look: Callable[[], None] = lambda: None) -> tuple[LayerRows, ...]:
    """All layers with their ranges over inputs with at most `sparsity` active features; `look` is called often.

    First layer: at most v of the terms g_j y_j are not 0, so the sum is at least that of the v smallest among
    min(0, g_j) and at most that of the v largest among max(0, g_j). Later layers: interval arithmetic on
    max(0, low)..max(0, high) of their sources. Complexity: the sizes of the weight matrices, and n_1 * m for G.
    """
    first = network.layers[0]
    entries = received(first.weights, network.input_code, look).tolist()
    layers = [_first_layer(entries, first.bias.tolist(), sparsity)]
    for layer in network.layers[1:]:
        look()
        layers.append(_later_layer(layer.weights.tolist(), layer.bias.tolist(), layers[-1]))
    return tuple(layers)


def _pairs(row: list[int]) -> tuple[tuple[int, int], ...]:
    return tuple((source, weight) for source, weight in enumerate(row) if weight)


def _first_layer(matrix: list[list[int]], bias: list[int], sparsity: int) -> LayerRows:
    low = [b + sum(sorted(min(0, g) for g in row)[:sparsity]) for row, b in zip(matrix, bias, strict=True)]
    high = [b + sum(sorted(max(0, g) for g in row)[-sparsity:]) for row, b in zip(matrix, bias, strict=True)]
    return LayerRows(tuple(map(_pairs, matrix)), tuple(bias), tuple(low), tuple(high))


def _later_layer(matrix: list[list[int]], bias: list[int], before: LayerRows) -> LayerRows:
    rows = tuple(map(_pairs, matrix))
    least = [max(0, value) for value in before.low]
    most = [max(0, value) for value in before.high]
    low = [b + sum(g * (least if g > 0 else most)[k] for k, g in row) for row, b in zip(rows, bias, strict=True)]
    high = [b + sum(g * (most if g > 0 else least)[k] for k, g in row) for row, b in zip(rows, bias, strict=True)]
    return LayerRows(rows, tuple(bias), tuple(low), tuple(high))
