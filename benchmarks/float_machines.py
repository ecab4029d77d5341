"""Ways to run the layers of a float network: orders, groups, fused and flushed; numpy, torch, onnxruntime."""

from collections.abc import Callable, Iterator
from typing import Any, final

import numpy as np
import numpy.typing as npt

from verify.arrays import Bools

Reals = npt.NDArray[Any]
Layer = tuple[Reals, Reals, Bools]
Sum = Callable[[Reals, Reals, Reals], Reals]
ORDERS = 4


@final
class Machines:
    """All ways to run the layers of a network on inputs (inputs, m)."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._sums: dict[str, Sum] = {
            "as stored": lambda x, w, b: self._in_order(x, w, b, shuffled=False),
            "random order": self._in_order,
            "random order, flushed": lambda x, w, b: self._in_order(x, w, b, flush=True),
            "pairwise": self._pairwise,
            "blocks of 4": self._blocked,
            "fused, random order": self._fused,
            "numpy": lambda x, w, b: np.matmul(x, w.T) + b,
            "numpy, a column at a time": lambda x, w, b: np.stack([x @ row for row in w], axis=1) + b,
        }

    def by_numpy(self, layers: list[Layer], inputs: Bools, kind: Any) -> Iterator[tuple[str, Reals]]:
        """Names of ways with their scores."""
        for way, add in self._sums.items():
            for _ in range(ORDERS if "random" in way else 1):
                yield way, run_through(layers, inputs.astype(kind), add, kind)

    def _terms(self, x: Reals, w: Reals, b: Reals, *, flush: bool = False, shuffled: bool = True) -> Reals:
        """Products and biases, the terms of a sum along the last axis, in a random order or the biases last."""
        tiny = np.finfo(x.dtype).tiny if flush else 0
        kept = [np.where(np.abs(a) < tiny, 0, a).astype(x.dtype) for a in (x, w, b)]
        products = kept[0][:, None, :] * kept[1]
        bias = np.broadcast_to(kept[2][None, :, None], (*products.shape[:2], 1))
        terms = np.concatenate([products, bias], axis=2)
        if shuffled:
            terms = terms[:, :, self._rng.permutation(terms.shape[2])]
        found: Reals = np.where(np.abs(terms) < tiny, 0, terms).astype(x.dtype)
        return found

    def _in_order(self, x: Reals, w: Reals, b: Reals, *, flush: bool = False, shuffled: bool = True) -> Reals:
        terms, tiny = self._terms(x, w, b, flush=flush, shuffled=shuffled), np.finfo(x.dtype).tiny if flush else 0
        total = terms[:, :, 0]
        for k in range(1, terms.shape[2]):
            total = total + terms[:, :, k]
            total = np.where(np.abs(total) < tiny, 0, total).astype(x.dtype)
        return total

    def _pairwise(self, x: Reals, w: Reals, b: Reals) -> Reals:
        terms = self._terms(x, w, b)
        while terms.shape[2] > 1:
            odd = terms[:, :, 2 * (terms.shape[2] // 2) :]
            half = terms.shape[2] // 2
            terms = np.concatenate([terms[:, :, :half] + terms[:, :, half : 2 * half], odd], axis=2)
        return terms[:, :, 0]

    def _blocked(self, x: Reals, w: Reals, b: Reals) -> Reals:
        terms = self._terms(x, w, b)
        total = np.zeros(terms.shape[:2], dtype=x.dtype)
        for start in range(0, terms.shape[2], 4):
            block = terms[:, :, start]
            for k in range(start + 1, min(start + 4, terms.shape[2])):
                block = block + terms[:, :, k]
            total = total + block
        return total

    def _fused(self, x: Reals, w: Reals, b: Reals) -> Reals:
        """Fused multiply-adds of binary32 by way of binary64, rounded there to odd; of binary64 none: in order."""
        if x.dtype == np.float64:
            return self._in_order(x, w, b)
        total = np.broadcast_to(b, (len(x), len(w))).astype(np.float32)
        for k in self._rng.permutation(x.shape[1]).tolist():
            total = fused(x[:, k, None], w[None, :, k], total)
        return total


def fused(a: Reals, b: Reals, c: Reals) -> Reals:
    """a b + c rounded once to binary32.

    >>> float(fused(np.float32([1 + 2.0**-12]), np.float32([1 + 2.0**-12]), np.float32([-1]))[0]) == 2**-11 + 2**-24
    True
    """
    product, more = a.astype(np.float64) * b.astype(np.float64), c.astype(np.float64)
    total = product + more
    back = total - product
    lost = (product - (total - back)) + (more - back)
    # To odd: what was lost shows in the last bit, so that the second rounding is right.
    even = (total.view(np.int64) & 1) == 0
    toward = np.where(lost > 0, np.inf, -np.inf)
    return np.where((lost != 0) & even, np.nextafter(total, toward), total).astype(np.float32)


def by_torch(layers: list[Layer], inputs: Reals) -> Iterator[tuple[str, Reals]]:
    """torch on one thread and two, where it is installed."""
    try:
        import torch
    except ModuleNotFoundError:
        return

    def add(x: Reals, w: Reals, b: Reals) -> Reals:
        found: Reals = torch.nn.functional.linear(*map(torch.from_numpy, (x, w, b))).numpy()
        return found

    before = torch.get_num_threads()
    for threads in (1, 2):
        torch.set_num_threads(threads)
        yield f"torch, threads: {threads}", run_through(layers, inputs, add, inputs.dtype.type)
    torch.set_num_threads(before)


def by_session(layers: list[Layer], inputs: Reals) -> Iterator[tuple[str, Reals]]:
    """onnxruntime on one thread and two, where it is installed."""
    try:
        import onnx
        import onnxruntime
    except ModuleNotFoundError:
        return
    nodes, kept, name = [], [], "x"
    number = onnx.TensorProto.DOUBLE if inputs.dtype == np.float64 else onnx.TensorProto.FLOAT
    for place, (weights, bias, rectified) in enumerate(layers):
        for what, array in (("w", weights.T), ("b", bias)):
            kept.append(onnx.numpy_helper.from_array(array.astype(inputs.dtype), f"{what}{place}"))
        nodes.append(onnx.helper.make_node("Gemm", [name, f"w{place}", f"b{place}"], [f"z{place}"]))
        name = f"z{place}"
        if rectified.all():
            nodes.append(onnx.helper.make_node("Relu", [name], [f"r{place}"]))
            name = f"r{place}"
    ends = [onnx.helper.make_tensor_value_info(end, number, None) for end in ("x", name)]
    graph = onnx.helper.make_graph(nodes, "network", ends[:1], ends[1:], kept)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    for threads in (1, 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        yield f"onnxruntime, threads: {threads}", session.run(None, {"x": inputs})[0]


def run_through(layers: list[Layer], x: Reals, add: Sum, kind: Any) -> Reals:
    for weights, bias, rectified in layers:
        z = add(x, np.ascontiguousarray(weights, dtype=kind), np.ascontiguousarray(bias, dtype=kind))
        x = np.where(rectified, np.maximum(z, 0), z).astype(kind)
    return x
