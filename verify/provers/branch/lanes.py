"""Byte sums of one output's nodes over one tile, in vector registers.

numba has no saturating bytes, and keeps no running sum of many lanes in registers, so this one loop is written in
LLVM's language; LLVM makes the machine's own vectors of it.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

LANES = 64
"""Columns of a tile: the widest vector of a processor in use, and a line of its caches."""
GROUP = 3
"""Nodes of one output that are summed together: an AND of two features has that many cases in which it is 0."""

_BYTE, _ROW, _WORD = ir.IntType(8), ir.IntType(32), ir.IntType(64)
_VECTOR = ir.VectorType(_BYTE, LANES)


@intrinsic
def reaching(context: Any, tile: Any, rows: Any, count: Any, constants: Any, base: Any, bars: Any) -> Any:
    """A bit for every node k < GROUP: whether base[k] + sum over e < count of max(0, u - constants[e, k]) is at least
    bars[k] for some lane of u = tile[rows[e]]. Sums stop at 255.

    Arguments are addresses and one number: of the tile's bytes (n, LANES), int32 rows (count,), byte constants (count,
    GROUP), base and bars (GROUP,). Cost: count * (1 + 2 * GROUP) vector operations.
    """
    signature = types.int64(types.uintp, types.uintp, types.intp, types.uintp, types.uintp, types.uintp)
    return signature, _generate


def _generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    tile, rows, count, constants, base, bars = arguments
    two = ir.FunctionType(_VECTOR, [_VECTOR, _VECTOR])
    subtract = cgutils.get_or_insert_function(builder.module, two, f"llvm.usub.sat.v{LANES}i8")
    add = cgutils.get_or_insert_function(builder.module, two, f"llvm.uadd.sat.v{LANES}i8")
    one = ir.FunctionType(_BYTE, [_VECTOR])
    largest = cgutils.get_or_insert_function(builder.module, one, f"llvm.vector.reduce.umax.v{LANES}i8")

    def loaded(address: Any, index: Any, kind: ir.Type) -> Any:
        pointer = builder.inttoptr(address, kind.as_pointer())
        return builder.load(builder.gep(pointer, [index]), align=1)

    def spread(byte: Any) -> Any:
        first = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), byte, ir.Constant(_ROW, 0))
        everywhere = ir.Constant(ir.VectorType(_ROW, LANES), [0] * LANES)
        return builder.shuffle_vector(first, ir.Constant(_VECTOR, ir.Undefined), everywhere)

    nodes = [ir.Constant(_WORD, k) for k in range(GROUP)]
    sums = [cgutils.alloca_once_value(builder, spread(loaded(base, k, _BYTE))) for k in nodes]
    with cgutils.for_range(builder, count) as loop:
        row = builder.sext(loaded(rows, loop.index, _ROW), _WORD)
        values = loaded(tile, row, _VECTOR)
        place = builder.mul(loop.index, ir.Constant(_WORD, GROUP))
        for k, total in zip(nodes, sums, strict=True):
            constant = spread(loaded(constants, builder.add(place, k), _BYTE))
            builder.store(builder.call(add, [builder.load(total), builder.call(subtract, [values, constant])]), total)
    bits = ir.Constant(_WORD, 0)
    for k, total in zip(nodes, sums, strict=True):
        reached = builder.icmp_unsigned(">=", builder.call(largest, [builder.load(total)]), loaded(bars, k, _BYTE))
        bits = builder.or_(bits, builder.shl(builder.zext(reached, _WORD), k))
    return bits
