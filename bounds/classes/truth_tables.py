"""Outputs as truth tables on the admissible inputs, and how many tuples of them are different."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations

from bounds.classes.function_class import FunctionClass
from bounds.errors import TooLargeError

Table = int
"""Values of one output on all admissible inputs: bit number k is the value on input number k."""


def count_different(members: Iterable[tuple[Table, ...]], limit: int, of: FunctionClass) -> int:
    """How many tuples of tables are different; TooLargeError where there are more members than the limit."""
    numbers: dict[Table, int] = {}
    seen: set[int] = set()
    for formed, tables in enumerate(members):
        if formed >= limit:
            raise TooLargeError(
                f"a class is enumerated only up to {limit} members; {of.name} at sizes {of.sizes()} has more"
            )
        code = 0
        for table in tables:
            # 32 bits hold any number of different tables that fits in memory; the leading 1 keeps the length.
            code = (code << 32) | numbers.setdefault(table, len(numbers))
        seen.add(code)
    return len(seen)


def feature_tables(inputs: int, sparsity: int) -> tuple[list[Table], Table]:
    """Truth table of each input feature, and the table that is 1 on every admissible input."""
    active = [chosen for size in range(min(sparsity, inputs) + 1) for chosen in combinations(range(inputs), size)]
    tables = [0] * inputs
    for number, chosen in enumerate(active):
        for feature in chosen:
            tables[feature] |= 1 << number
    return tables, (1 << len(active)) - 1


def circuit_tables(features: Sequence[Table], widths: Sequence[int]) -> Iterator[tuple[Table, ...]]:
    """All ways to wire the levels with distinct pairs, as tables of the last level."""
    pairs = list(combinations(range(len(features)), 2))
    for chosen in permutations(pairs, widths[0]):
        level = tuple(features[a] & features[b] for a, b in chosen)
        if len(widths) == 1:
            yield level
        else:
            yield from circuit_tables(level, widths[1:])
