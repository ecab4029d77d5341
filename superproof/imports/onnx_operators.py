"""What ONNX operators do to the tensors of a network that is being read."""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np

from superproof.imports.sheets import Constant, Operations, Sheet, Tensor


class Call(NamedTuple):
    """One operator of a graph: what it may `do`, its inputs, None where one is left out, and its attributes by name."""

    do: Operations
    inputs: Sequence[Tensor | None]
    named: Mapping[str, Any]

    def has(self, place: int) -> bool:
        """Whether there is such an input."""
        return len(self.inputs) > place and self.inputs[place] is not None

    def tensor(self, place: int = 0) -> Tensor:
        """An input. Errors: ValueError where it is missing."""
        found = self.inputs[place] if len(self.inputs) > place else None
        if found is None:
            raise ValueError(f"its input {place + 1} is missing")
        return found

    def constant(self, place: int, rule: str) -> Constant:
        """An input. Errors: ValueError with the rule where it depends on the network's input."""
        found = self.tensor(place)
        if isinstance(found, Sheet):
            raise ValueError(rule)
        return found

    def sizes(self, place: int, name: str = "") -> Any:
        """The integers of an input; without it the attribute `name`, where it was of old, or None."""
        if name and not self.has(place):
            return self.named.get(name)
        return [int(size) for size in np.ravel(self.constant(place, "its sizes must be constants"))]

    def moved(self, move: Callable[..., Any], *given: object) -> Tensor:
        """The first input with its entries in other places, where `move` puts those of an array."""
        return self.do.moved(self.tensor(), move, *given)


def _gemm(call: Call) -> Tensor:
    alpha, beta = call.named.get("alpha", 1.0), call.named.get("beta", 1.0)
    if (alpha, beta) != (1.0, 1.0):
        raise ValueError(f"its alpha and beta must be 1, not {alpha} and {beta}")
    first, second = (
        call.do.moved(call.tensor(place), np.transpose) if call.named.get(name, 0) else call.tensor(place)
        for place, name in enumerate(("transA", "transB"))
    )
    found = call.do.product(first, second)
    return call.do.add(found, call.tensor(2)) if call.has(2) else found


def _clip(call: Call) -> Tensor:
    least, most = (
        _limit(call, place) if call.has(place) else call.named.get(n) for place, n in ((1, "min"), (2, "max"))
    )
    if least != 0 or most not in (None, np.finfo(np.float32).max, np.inf):
        raise ValueError(f"only a clip at 0 from below is a ReLU, not one from {least} to {most}")
    return call.do.rectify(call.tensor())


def _limit(call: Call, place: int) -> float:
    rule = "its limits must be single constants"
    limit = np.ravel(call.constant(place, rule))
    if limit.size != 1:
        raise ValueError(rule)
    return float(limit[0])


def _maximum(call: Call) -> Tensor:
    if len(call.inputs) != 2:
        raise ValueError("only a maximum with 0 is a ReLU")
    return call.do.maximum(call.tensor(), call.tensor(1))


def _cast(call: Call) -> Tensor:
    from onnx import TensorProto

    tensor, kind = call.tensor(), TensorProto.DataType.Name(call.named["to"])
    if isinstance(tensor, Sheet) or tensor.dtype.kind == "f":
        if KINDS.get(kind) != call.do.precision:
            raise ValueError(f"it converts to {kind}, and the network's numbers are {call.do.precision}")
        return tensor
    if KINDS.get(kind) == call.do.precision:
        return tensor.astype(np.float64)
    if kind not in ("INT64", "INT32"):
        raise ValueError(f"it converts to {kind}")
    return tensor.astype(np.int64)


def _reshape(call: Call) -> Tensor:
    held, keep = call.tensor().shape, not call.named.get("allowzero", 0)
    shape = [held[axis] if size == 0 and keep else size for axis, size in enumerate(call.sizes(1))]
    return call.moved(np.reshape, shape)


def _flatten(call: Call) -> Tensor:
    held, axis = call.tensor().shape, call.named.get("axis", 1)
    if abs(axis) > len(held):
        raise ValueError(f"its axis {axis} is none of {len(held)}")
    rows = prod(held[:axis])
    return call.moved(np.reshape, (rows, -1))


def _slice(call: Call) -> Tensor:
    held = call.tensor().shape
    starts, ends, axes, steps = (call.sizes(k, name) for k, name in enumerate(("starts", "ends", "axes", "steps"), 1))
    if starts is None or ends is None:
        raise ValueError("it must say where it starts and ends")
    where = [slice(None)] * len(held)
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        step, axis = 1 if steps is None else steps[place], place if axes is None else axes[place]
        # Before the first entry, which Python says by None.
        where[axis] = slice(start, None if step < 0 and end < -held[axis] else end, step)
    return call.moved(lambda places: places[tuple(where)])


def _split(call: Call) -> list[Tensor]:
    held, axis, sizes = call.tensor().shape, call.named.get("axis", 0), call.sizes(1, "split")
    if sizes is None:
        raise ValueError("it must say the sizes of its parts")
    if min(sizes) < 0 or sum(sizes) != held[axis]:
        raise ValueError(f"the sizes of its parts must add up to {held[axis]}, not to {sum(sizes)}")
    parts = np.split(np.arange(held[axis]), np.cumsum(sizes)[:-1].tolist())
    return [call.moved(np.take, part, axis) for part in parts]


def _gather(call: Call) -> Tensor:
    return call.moved(np.take, call.constant(1, "its input 2 must be a constant"), call.named.get("axis", 0))


def _axes(call: Call) -> tuple[int, ...] | None:
    found = call.sizes(1, "axes")
    return None if found is None else tuple(found)


def _constant_node(call: Call) -> Tensor:
    name, value = next(iter(call.named.items()))
    if not name.startswith("value") or name in ("value_string", "value_strings"):
        raise ValueError(f"it must hold numbers, not a {name}")
    array = np.asarray(value)
    return array.astype(np.float64) if array.dtype.kind == "f" else array


def _dropout(call: Call) -> Tensor:
    if call.has(2) and np.any(call.constant(2, "its input 3 must be a constant")):
        raise ValueError("it is in training mode")
    return call.tensor()


def _two(operation: Callable[[Operations, Tensor, Tensor], Tensor]) -> Callable[[Call], Tensor]:
    return lambda call: operation(call.do, call.tensor(), call.tensor(1))


KINDS = {"FLOAT": "float32", "FLOAT16": "float16", "BFLOAT16": "bfloat16", "DOUBLE": "float64"}
"""ONNX's names of floating types, and ours."""
OPERATORS: dict[str, Callable[[Call], Tensor | list[Tensor]]] = {
    "Gemm": _gemm,
    "MatMul": _two(Operations.product),
    "Add": _two(Operations.add),
    "Sub": _two(Operations.subtract),
    "Mul": _two(Operations.multiply),
    "Div": _two(Operations.divide),
    "Neg": lambda call: call.do.negative(call.tensor()),
    "Relu": lambda call: call.do.rectify(call.tensor()),
    "Clip": _clip,
    "Max": _maximum,
    "Concat": lambda call: call.do.join([call.tensor(place) for place in range(len(call.inputs))], call.named["axis"]),
    "Slice": _slice,
    "Split": _split,
    "Gather": _gather,
    "Identity": Call.tensor,
    "Dropout": _dropout,
    "Cast": _cast,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Transpose": lambda call: call.moved(np.transpose, call.named.get("perm")),
    "Squeeze": lambda call: call.moved(np.squeeze, _axes(call)),
    "Unsqueeze": lambda call: call.moved(np.expand_dims, _axes(call) or ()),
    "Expand": lambda call: call.moved(np.broadcast_to, np.broadcast_shapes(call.tensor().shape, tuple(call.sizes(1)))),
    "Shape": lambda call: np.array(call.tensor().shape, dtype=np.int64),
    "Constant": _constant_node,
    "ConstantOfShape": lambda call: np.full(call.sizes(0), np.asarray(call.named.get("value", 0.0)).ravel()[0]),
}
"""Operators of the domain ai.onnx, and functions of a call."""
