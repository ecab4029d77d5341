"""What every code offers, and the public stream of random bits from which seeded codes are expanded."""

import hashlib
from dataclasses import asdict, astuple, dataclass, fields
from typing import ClassVar, Protocol, runtime_checkable

import numpy as np

from verify.arrays import Integers, Longs
from verify.errors import shown
from verify.plain_integer import plain_integer

MAX_SEED = 2**63 - 1
MAX_SIZE = 2**40


@runtime_checkable
class Code(Protocol):
    """A `rows` x `columns` integer matrix whose column j is the word that carries feature j."""

    @property
    def rows(self) -> int:
        """Number of neurons the code occupies."""

    @property
    def columns(self) -> int:
        """Number of words, one a feature."""

    @property
    def family(self) -> str:
        """Name of the recipe's family, or "tensor" for a bare matrix."""

    @property
    def largest_entry(self) -> int:
        """An upper bound on the absolute value of every entry."""

    def recipe(self) -> dict[str, object] | str:
        """The JSON value from which `code_from_recipe` expands the same matrix; "tensor" for a bare one."""

    def block(self, start: int, stop: int) -> Integers:
        """Words start..stop-1 as a (rows, stop - start) integer matrix."""


@runtime_checkable
class SparseCode(Code, Protocol):
    """A 0/1 code in which every word has the same number of ones, the *weight*."""

    @property
    def weight(self) -> int:
        """Ones in every word."""

    def supports(self, start: int, stop: int) -> Longs:
        """Rows of the ones of words start..stop-1, ascending: shape (stop - start, weight)."""


def expand(code: Code) -> Integers:
    """The whole matrix of a code, read-only: rows x columns entries of the block's integer type.

    >>> from verify.codes import IdentityCode
    >>> expand(IdentityCode(2)).tolist()
    [[1, 0], [0, 1]]
    """
    matrix = code.block(0, code.columns)
    matrix.flags.writeable = False
    return matrix


def word_size(code: Code) -> int:
    """The absolute values of a word's entries sum to this at most."""
    return code.weight if isinstance(code, SparseCode) else code.rows * code.largest_entry


def dense_from_supports(supports: Longs, rows: int) -> Integers:
    """The 0/1 matrix, one column a row of `supports`."""
    matrix = np.zeros((rows, len(supports)), dtype=np.int8)
    matrix[supports.T, np.arange(len(supports))] = 1
    return matrix


def public_words(label: str, seed: int, count: int) -> Integers:
    """`count` 64-bit words of the public stream `label`/`seed`: SHAKE-256 of "superproof-1/label/seed".

    The stream is defined by a published hash, not by a library's generator, so that it stays the same for ever
    and a reader can expand it with any tool. Words are little-endian.

    >>> int(public_words("doc", 0, 1)[0]) == int(public_words("doc", 0, 5)[0])
    True
    """
    stream = hashlib.shake_256(f"superproof-1/{label}/{seed}".encode()).digest(8 * count)
    return np.frombuffer(stream, dtype="<u8").astype(np.uint64)


def require_size(name: str, value: object, at_least: int = 1, at_most: int = MAX_SIZE) -> int:
    """`value` as a plain int from `at_least` to `at_most`; TypeError or ValueError with the rule otherwise."""
    size = plain_integer(name, value)
    if size < at_least:
        raise ValueError(f"{name} must be at least {at_least}, not {shown(size)}")
    if size > at_most:
        raise ValueError(f"{name} must be at most {at_most}, not {shown(size)}")
    return size


def require_seed(value: object) -> int:
    """`value` as a plain int from 0 to 2**63 - 1."""
    return require_size("seed", value, 0, MAX_SEED)


def require_range(code: Code, start: int, stop: int) -> None:
    """IndexError unless 0 <= start <= stop <= code.columns."""
    if not 0 <= start <= stop <= code.columns:
        raise IndexError(f"words {start}..{stop} of a {code.family} code with {code.columns} words")


@dataclass(frozen=True)
class FamilyCode:
    """A code that its recipe gives: a family, and fields that are sizes or a seed, kept as plain ints.

    Copies and pickles are built, and so checked, like any other: what a code remembers is not taken from them.
    """

    family: ClassVar[str]
    largest_entry: ClassVar[int] = 1

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self)):
            value = getattr(self, name)
            plain = require_seed(value) if name == "seed" else require_size(f"{self.family} code: {name}", value)
            object.__setattr__(self, name, plain)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), astuple(self)

    def recipe(self) -> dict[str, object]:
        """The recipe as a JSON object."""
        return {"family": self.family, **asdict(self)}


class SparseFamilyCode(FamilyCode):
    """A family of 0/1 words that says where their ones are."""

    def block(self: SparseCode, start: int, stop: int) -> Integers:
        """Words start..stop-1 as a dense matrix."""
        return dense_from_supports(self.supports(start, stop), self.rows)
