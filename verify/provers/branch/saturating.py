"""8-bit arithmetic that stops at 0 and 255 instead of wrapping: one machine instruction for many lanes.

numba has no such operation, so the two LLVM intrinsics are called by name; LLVM vectorises them.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


def _saturating(name: str) -> Any:
    @intrinsic
    def operation(context: Any, a: Any, b: Any) -> Any:
        signature = types.uint8(types.uint8, types.uint8)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            byte = ir.IntType(8)
            function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(byte, [byte, byte]), name)
            return builder.call(function, arguments)

        return signature, generate

    return operation


subtract = _saturating("llvm.usub.sat.i8")
"""subtract(a, b) = max(0, a - b) on uint8."""

add = _saturating("llvm.uadd.sat.i8")
"""add(a, b) = min(255, a + b) on uint8."""
