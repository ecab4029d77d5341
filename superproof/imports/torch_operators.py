"""What PyTorch's core operators do to the tensors of a network that is being read."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from superproof.imports.sheets import Operations, Sheet, Tensor


def _two(operation: Callable[[Operations, Tensor, Tensor], Tensor]) -> Callable[..., Tensor]:
    """The operation on tensors or numbers, the second times alpha."""

    def called(do: Operations, first: Tensor | float, second: Tensor | float, alpha: float = 1) -> Tensor:
        one, other = (np.asarray(each) if isinstance(each, (int, float)) else each for each in (first, second))
        return operation(do, one, other if alpha == 1 else do.multiply(other, np.array(alpha)))

    return called


def _moved(move: Callable[..., Any]) -> Callable[..., Tensor]:
    return lambda do, tensor, *given: do.moved(tensor, move, *given)


def _addmm(do: Operations, bias: Tensor, first: Tensor, second: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
    if (beta, alpha) != (1, 1):
        raise ValueError(f"its beta and alpha must be 1, not {beta} and {alpha}")
    return do.add(do.product(first, second), bias)


def _clamp(do: Operations, tensor: Tensor, least: float | None = None, most: float | None = None) -> Tensor:
    if least != 0 or most is not None:
        raise ValueError(f"only a clamp at 0 from below is a ReLU, not one from {least} to {most}")
    return do.rectify(tensor)


def _slice(
    do: Operations, tensor: Tensor, axis: int = 0, start: int | None = None, stop: int | None = None, step: int = 1
) -> Tensor:
    where = (slice(None),) * (axis % len(tensor.shape)) + (slice(start, stop, step),)
    return do.moved(tensor, lambda places: places[where])


def _squeeze(do: Operations, tensor: Tensor, axes: int | Sequence[int]) -> Tensor:
    every = [axes] if isinstance(axes, int) else axes
    gone = tuple(axis for axis in every if tensor.shape[axis] == 1)
    return do.moved(tensor, np.squeeze, gone)


def _expand(do: Operations, tensor: Tensor, shape: Sequence[int]) -> Tensor:
    held = (1,) * (len(shape) - len(tensor.shape)) + tuple(tensor.shape)
    full = [old if new == -1 else new for old, new in zip(held, shape, strict=True)]
    return do.moved(tensor, np.broadcast_to, full)


def _split(do: Operations, tensor: Tensor, sizes: Sequence[int], axis: int = 0) -> list[Tensor]:
    ends = np.cumsum(sizes)
    return [_slice(do, tensor, axis, int(end) - size, int(end)) for end, size in zip(ends, sizes, strict=True)]


def _index(do: Operations, tensor: Tensor, places: Sequence[Tensor | None]) -> Tensor:
    if any(isinstance(each, Sheet) for each in places):
        raise ValueError("it chooses entries by values that depend on the input")
    where = tuple(slice(None) if each is None else np.asarray(each) for each in places)
    return do.moved(tensor, lambda entries: entries[where])


def _copy(do: Operations, tensor: Tensor, dtype: object = None, **layout: object) -> Tensor:
    kind = str(dtype).removeprefix("torch.")
    if dtype is not None and kind != do.precision:
        raise ValueError(f"it converts to {kind}, and the network's numbers are {do.precision}")
    return tensor


def _same(do: Operations, tensor: Tensor, *_: object, **__: object) -> Tensor:
    return tensor


OPERATORS: dict[str, Callable[..., Any]] = {
    "add.Tensor": _two(Operations.add),
    "add.Scalar": _two(Operations.add),
    "sub.Tensor": _two(Operations.subtract),
    "sub.Scalar": _two(Operations.subtract),
    "neg.default": Operations.negative,
    "mul.Tensor": _two(Operations.multiply),
    "mul.Scalar": _two(Operations.multiply),
    "div.Tensor": _two(Operations.divide),
    "mm.default": Operations.product,
    "bmm.default": Operations.product,
    "mv.default": Operations.product,
    "addmm.default": _addmm,
    "linear.default": Operations.linear,
    "relu.default": Operations.rectify,
    "clamp.default": _clamp,
    "clamp_min.default": _clamp,
    "maximum.default": Operations.maximum,
    "permute.default": _moved(np.transpose),
    "view.default": _moved(np.reshape),
    "_unsafe_view.default": _moved(np.reshape),
    "unsqueeze.default": _moved(np.expand_dims),
    "squeeze.dim": _squeeze,
    "squeeze.dims": _squeeze,
    "expand.default": _expand,
    "cat.default": lambda do, tensors, axis=0: do.join(tensors, axis),
    "slice.Tensor": _slice,
    "select.int": lambda do, tensor, axis, place: do.moved(tensor, np.take, place, axis),
    "flip.default": _moved(np.flip),
    "split_with_sizes.default": _split,
    "getitem": lambda do, tensors, place: tensors[place],
    "index.Tensor": _index,
    "index_select.default": lambda do, tensor, axis, places: do.moved(tensor, np.take, np.asarray(places), axis),
    "full.default": lambda do, shape, value=0.0, **_: np.full(shape, value),
    "clone.default": _same,
    "alias.default": _same,
    "detach.default": _same,
    "lift_fresh_copy.default": _same,
    "_to_copy.default": _copy,
    "_assert_tensor_metadata.default": _same,
}
"""Names in `torch.ops.aten`, and functions of (operations, *arguments)."""
