"""What ONNX operators do to the tensors of a network that is being read."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from superproof.imports.sheets import Operations, Sheet, Tensor

Inputs = Sequence[Tensor | None]
Attributes = Mapping[str, Any]


def _gemm(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    if (named.get("alpha", 1.0), named.get("beta", 1.0)) != (1.0, 1.0):
        raise ValueError(f"its alpha and beta must be 1, not {named.get('alpha', 1.0)} and {named.get('beta', 1.0)}")
    first, second = (
        do.moved(_given(given, place), np.transpose) if named.get(name, 0) else _given(given, place)
        for place, name in enumerate(("transA", "transB"))
    )
    found = do.product(first, second)
    return found if len(given) < 3 or given[2] is None else do.add(found, given[2])


def _clip(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    least, most = (
        _number(given[place]) if len(given) > place and given[place] is not None else named.get(name)
        for place, name in ((1, "min"), (2, "max"))
    )
    if least != 0 or most not in (None, np.finfo(np.float32).max, np.inf):
        raise ValueError(f"only a clip at 0 from below is a ReLU, not one from {least} to {most}")
    return do.rectify(_given(given, 0))


def _maximum(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    sheets = [tensor for tensor in given if isinstance(tensor, Sheet)]
    constants = [tensor for tensor in given if tensor is not None and not isinstance(tensor, Sheet)]
    if len(sheets) != 1 or len(constants) != 1 or np.any(constants[0]):
        raise ValueError("only a maximum with 0 is a ReLU")
    return do.rectify(sheets[0])


def _cast(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    from onnx import TensorProto

    tensor, kind = _given(given, 0), TensorProto.DataType.Name(named["to"])
    if isinstance(tensor, Sheet) or tensor.dtype.kind == "f":
        if KINDS.get(kind) != do.precision:
            raise ValueError(f"it converts to {kind}, and the network's numbers are {do.precision}")
        return tensor
    if KINDS.get(kind) == do.precision:
        return tensor.astype(np.float64)
    if kind not in ("INT64", "INT32"):
        raise ValueError(f"it converts to {kind}")
    return tensor.astype(np.int64)


def _reshape(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    tensor, wanted = _given(given, 0), _sizes(_given(given, 1))
    keep = not named.get("allowzero", 0)
    shape = [tensor.shape[axis] if size == 0 and keep else size for axis, size in enumerate(wanted)]
    return do.moved(tensor, lambda places: places.reshape(shape))


def _flatten(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    tensor, axis = _given(given, 0), named.get("axis", 1)
    rows = int(np.prod(tensor.shape[: axis if axis >= 0 else axis + len(tensor.shape)], dtype=np.int64))
    return do.moved(tensor, lambda places: places.reshape(rows, -1))


def _transpose(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    return do.moved(_given(given, 0), lambda places: np.transpose(places, named.get("perm")))


def _slice(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    tensor = _given(given, 0)
    starts, ends, axes, steps = (
        _sizes(given[place]) if len(given) > place and given[place] is not None else named.get(name)
        for place, name in ((1, "starts"), (2, "ends"), (3, "axes"), (4, "steps"))
    )
    if starts is None or ends is None:
        raise ValueError("it must say where it starts and ends")
    where = [slice(None)] * len(tensor.shape)
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        step = 1 if steps is None else steps[place]
        # Before the first entry, which Python says by None.
        stop = None if step < 0 and end < -tensor.shape[place if axes is None else axes[place]] else end
        where[place if axes is None else axes[place]] = slice(start, stop, step)
    return do.moved(tensor, lambda places: places[tuple(where)])


def _split(do: Operations, given: Inputs, named: Attributes) -> list[Tensor]:
    tensor, axis = _given(given, 0), named.get("axis", 0)
    sizes = _sizes(given[1]) if len(given) > 1 and given[1] is not None else named.get("split")
    if sizes is None:
        raise ValueError("it must say the sizes of its parts")
    ends = np.cumsum(sizes)[:-1].tolist()
    parts = np.split(np.arange(tensor.shape[axis]), ends)
    return [do.moved(tensor, partial(np.take, indices=part, axis=axis)) for part in parts]


def _gather(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    chosen = np.asarray(_constant(given, 1))
    return do.moved(_given(given, 0), lambda places: np.take(places, chosen, named.get("axis", 0)))


def _axes(given: Inputs, named: Attributes) -> tuple[int, ...] | None:
    found = _sizes(given[1]) if len(given) > 1 and given[1] is not None else named.get("axes")
    return None if found is None else tuple(found)


def _unsqueeze(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    return do.moved(_given(given, 0), lambda places: np.expand_dims(places, _axes(given, named) or ()))


def _squeeze(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    return do.moved(_given(given, 0), lambda places: np.squeeze(places, _axes(given, named)))


def _expand(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    tensor, shape = _given(given, 0), _sizes(_given(given, 1))
    full = np.broadcast_shapes(tensor.shape, tuple(shape))
    return do.moved(tensor, lambda places: np.broadcast_to(places, full))


def _constant_node(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    name, value = next(iter(named.items()))
    if not name.startswith("value") or name in ("value_string", "value_strings"):
        raise ValueError(f"it must hold numbers, not a {name}")
    array = np.asarray(value)
    return array.astype(np.float64) if array.dtype.kind == "f" else array


def _constant_of_shape(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    return np.full(_sizes(_given(given, 0)), np.asarray(named.get("value", 0.0)).ravel()[0])


def _dropout(do: Operations, given: Inputs, named: Attributes) -> Tensor:
    if len(given) > 2 and given[2] is not None and np.any(np.asarray(_constant(given, 2))):
        raise ValueError("it is in training mode")
    return _given(given, 0)


def _given(given: Inputs, place: int) -> Tensor:
    found = given[place] if len(given) > place else None
    if found is None:
        raise ValueError(f"its input {place + 1} is missing")
    return found


def _constant(given: Inputs, place: int) -> Tensor:
    found = _given(given, place)
    if isinstance(found, Sheet):
        raise ValueError(f"its input {place + 1} must be a constant")
    return found


def _sizes(tensor: Tensor | None) -> list[int]:
    if tensor is None or isinstance(tensor, Sheet):
        raise ValueError("its sizes must be constants")
    return [int(size) for size in np.ravel(tensor)]


def _number(tensor: Tensor | None) -> float:
    if tensor is None or isinstance(tensor, Sheet) or np.size(tensor) != 1:
        raise ValueError("its limits must be single constants")
    return float(np.ravel(tensor)[0])


def _two(operation: str) -> Callable[[Operations, Inputs, Attributes], Tensor]:
    return lambda do, given, named: getattr(do, operation)(_given(given, 0), _given(given, 1))


KINDS = {"FLOAT": "float32", "FLOAT16": "float16", "BFLOAT16": "bfloat16", "DOUBLE": "float64"}
"""ONNX's names of floating types, and ours."""
OPERATORS: dict[str, Callable[[Operations, Inputs, Attributes], Tensor | list[Tensor]]] = {
    "Gemm": _gemm,
    "MatMul": _two("product"),
    "Add": _two("add"),
    "Sub": _two("subtract"),
    "Mul": _two("multiply"),
    "Div": _two("divide"),
    "Neg": lambda do, given, named: do.negative(_given(given, 0)),
    "Relu": lambda do, given, named: do.rectify(_given(given, 0)),
    "Clip": _clip,
    "Max": _maximum,
    "Concat": lambda do, given, named: do.join([_given(given, place) for place in range(len(given))], named["axis"]),
    "Slice": _slice,
    "Split": _split,
    "Gather": _gather,
    "Identity": lambda do, given, named: _given(given, 0),
    "Dropout": _dropout,
    "Cast": _cast,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Transpose": _transpose,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Expand": _expand,
    "Shape": lambda do, given, named: np.array(_given(given, 0).shape, dtype=np.int64),
    "Constant": _constant_node,
    "ConstantOfShape": _constant_of_shape,
}
"""Operators of the domain ai.onnx, and functions of (operations, inputs, attributes)."""
