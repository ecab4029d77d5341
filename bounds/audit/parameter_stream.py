"""All that a network has of its own, as one string of bytes from which it can be read back.

The string is self-delimiting: threshold, layers, and for each code either its matrix or the seed of its recipe. Each
array takes the shorter of two forms: its values as they are stored, or entropy coded with the table of its values.
"""

from dataclasses import dataclass, field
from typing import final

import numpy as np

from bounds.audit import range_coder
from bounds.errors import CodingError
from verify import BareCode, Code, Network
from verify.arrays import Integers

_RAW, _CODED = 0, 1
_PUBLIC, _BARE = 0, 1


def encode_parameters(network: Network) -> bytes:
    """Write the numbers of a network that may depend on its problem; shapes included, public recipes left out.

    Guarantee: for all networks `decode_parameters` gives back threshold, layers, bare codes and seeds. Source: ours.
    """
    head = _number(_zigzag(network.threshold)) + _number(len(network.layers))
    codes = (
        _number(_PUBLIC) + _number(own) if isinstance(own, int) else _number(_BARE) + _array(own)
        for own in code_numbers(network)
    )
    return head + b"".join([*map(_array, layer_arrays(network)), *codes])


def layer_arrays(network: Network) -> list[Integers]:
    """Weights and biases, layer by layer."""
    return [array for layer in network.layers for array in (layer.weights, layer.bias)]


def code_numbers(network: Network) -> list[Integers | int]:
    """What the input code and the output code have of their own: the matrix of a bare one, the seed of a recipe."""
    codes = (network.input_code, network.output_code)
    return [code.matrix if isinstance(code, BareCode) else _recipe_seed(code) for code in codes]


def _recipe_seed(code: Code) -> int:
    """The seed of a recipe, 0 where it has none."""
    recipe = code.recipe()
    seed = recipe.get("seed", 0) if isinstance(recipe, dict) else 0
    return seed if isinstance(seed, int) else 0


@final
@dataclass(frozen=True, eq=False)
class Parameters:
    """What `encode_parameters` wrote: arrays in order, and for each code its matrix or its seed."""

    threshold: int
    arrays: tuple[Integers, ...]
    codes: tuple[Integers | int, ...]

    def belong_to(self, network: Network) -> bool:
        """Say whether these are the numbers of this network, each one equal."""
        read, own = [*self.arrays, *self.codes], [*layer_arrays(network), *code_numbers(network)]
        return self.threshold == network.threshold and len(read) == len(own) and all(map(np.array_equal, read, own))


def decode_parameters(stream: bytes) -> Parameters:
    """Read back what `encode_parameters` wrote, from the bytes alone.

    Errors: CodingError where the bytes are no such string.
    """
    reader = _Reader(stream)
    threshold, layers = _unzigzag(reader.number()), reader.number()
    arrays = tuple(_read_array(reader) for _ in range(2 * layers))
    codes = tuple(_read_array(reader) if reader.number() == _BARE else reader.number() for _ in range(2))
    if reader.place != len(stream):
        raise CodingError(f"the parameters must end with byte {len(stream)}, not {reader.place}")
    return Parameters(threshold, arrays, codes)


def _array(array: Integers) -> bytes:
    shape = bytes([array.ndim]) + b"".join(map(_number, array.shape))
    raw = bytes([_RAW, array.dtype.itemsize]) + array.astype(array.dtype.newbyteorder("<")).tobytes()
    values, counts = range_coder.histogram(array)
    if len(values) > range_coder.MOST_SYMBOLS:
        return shape + raw
    scaled = range_coder.frequencies(counts)
    states, words = range_coder.encode(np.searchsorted(values, array.ravel()), scaled)
    table = [_zigzag(int(values[0])), *np.diff(values).tolist(), *scaled[:-1].tolist()]
    head = bytes([_CODED]) + b"".join(map(_number, [len(values), len(words), *table]))
    coded = head + states.astype("<u4").tobytes() + words.astype("<u2").tobytes()
    return shape + min(raw, coded, key=len)


def _read_array(reader: "_Reader") -> Integers:
    shape = tuple(reader.number() for _ in range(reader.number()))
    size = int(np.prod(shape, dtype=object))
    array: Integers
    if reader.number() == _RAW:
        width = reader.number()
        array = np.frombuffer(reader.take(size * width), dtype=f"<i{width}")
        return array.reshape(shape)
    symbols, words = reader.number(), reader.number()
    first = _unzigzag(reader.number())
    values = first + np.cumsum([0, *(reader.number() for _ in range(symbols - 1))])
    scaled = [reader.number() for _ in range(symbols - 1)]
    scaled.append((1 << range_coder.PRECISION) - sum(scaled))
    states = np.frombuffer(reader.take(4 * range_coder.lanes_for(size)), dtype="<u4")
    stream = np.frombuffer(reader.take(2 * words), dtype="<u2")
    array = values[range_coder.decode(states, stream, np.array(scaled), size)]
    return array.reshape(shape)


def _number(value: int) -> bytes:
    """Write a number >= 0 in groups of seven bits, the least first; the top bit says that more follow."""
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _zigzag(value: int) -> int:
    return 2 * value if value >= 0 else -2 * value - 1


def _unzigzag(value: int) -> int:
    return -(value + 1) // 2 if value % 2 else value // 2


@final
@dataclass
class _Reader:
    stream: bytes
    place: int = field(default=0)

    def take(self, count: int) -> bytes:
        if self.place + count > len(self.stream):
            raise CodingError(f"the parameters must have {self.place + count} bytes or more, not {len(self.stream)}")
        self.place += count
        return self.stream[self.place - count : self.place]

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
