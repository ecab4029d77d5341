"""Families of problems with exact definitions: the same problem for ever, whatever is installed."""

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations, product
from math import isqrt
from pathlib import Path
from typing import final

from superproof.errors import UsageError
from superproof.graph_usage import DATA_SETS
from verify import Permutation, Problem, TwoAnd, load_problem, random_gates

Pair = tuple[int, int]


@final
@dataclass(frozen=True)
class Family:
    """Problems by size, the number of outputs m', and where `seeded` by seed; `gate` is the kind of all gates.

    `definition` fixes features, gates and their order. `sparsity` is what is asked where nobody says more; `size` is
    that of a family with one problem. `counted` is False where the family has one function, so that no bits are needed.
    """

    name: str
    gate: str
    definition: str
    build: Callable[[int, int, int], Problem]
    sparsity: int = 2
    seeded: bool = False
    size: int | None = None
    counted: bool = True

    def problem(self, folder: Path, size: int, sparsity: int, seed: int) -> Problem:
        """The problem; a graph of networkx is the document kept in `folder`, because releases may change a graph.

        Errors: UsageError for a size, seed or sparsity that the family does not have; DocumentError without the
        document.

        >>> FAMILIES["grid"].problem(Path("records"), 12, 2, 0).outputs
        12
        """
        if self.size not in (None, size):
            raise UsageError(f"--size must be {self.size} for the family {self.name}, not {size}")
        if seed and not self.seeded:
            raise UsageError(f"--seed goes with random families, not with {self.name}, which has one problem a size")
        try:
            if self.size is not None:
                return dataclasses.replace(load_problem(folder / "problems" / f"{self.name}.json"), sparsity=sparsity)
            return self.build(size, sparsity, seed)
        except ValueError as error:
            raise UsageError(f"the family {self.name} has no problem of size {size}: {error}") from error


def _held(size: int, sparsity: int, seed: int) -> Problem:
    del seed
    return Permutation(images=range(size), sparsity=sparsity)


def _complete(size: int) -> Iterable[Pair]:
    nodes = (1 + isqrt(1 + 8 * size)) // 2
    if size < 1 or nodes * (nodes - 1) // 2 != size:
        raise ValueError("a complete graph on k nodes has k (k - 1) / 2 edges")
    return combinations(range(nodes), 2)


def _bipartite(size: int) -> Iterable[Pair]:
    side = _root(size)
    return ((a, side + b) for a, b in product(range(side), repeat=2))


def _four_stars(size: int) -> Iterable[Pair]:
    if size < 4 or size % 4:
        raise ValueError("it is a multiple of 4")
    return _stars(4, size)


def _stars(stars: int, size: int) -> Iterable[Pair]:
    span = size // stars + 1
    return ((span * hub, span * hub + leaf) for hub in range(stars) for leaf in range(1, span))


def _grid(size: int) -> Iterable[Pair]:
    side = (1 + isqrt(1 + 2 * size)) // 2
    if size < 4 or 2 * side * (side - 1) != size:
        raise ValueError("a square grid of r x r nodes has 2 r (r - 1) edges")
    nodes = range(side * side)
    return ((a, b) for a in nodes for b in (a + 1, a + side) if b in nodes and (b != a + 1 or b % side))


def _root(size: int) -> int:
    root = isqrt(max(0, size))
    if root < 1 or root * root != size:
        raise ValueError("it is a square")
    return root


def _drawn(name: str, kinds: tuple[str, ...], fan_in: int, called: str) -> Family:
    """Random gates on as many features as outputs."""
    definition = f"{called}: verify.random_gates(m', m', kinds={kinds}, fan_in=({fan_in},), sparsity=v, seed=seed)"

    def build(size: int, sparsity: int, seed: int) -> Problem:
        return random_gates(size, size, kinds=kinds, fan_in=(fan_in,), sparsity=sparsity, seed=seed)

    return Family(name, "mixed" if len(kinds) > 1 else kinds[0], definition, build, fan_in, seeded=True)


def _edges(name: str, edges: Callable[[int], Iterable[Pair]], definition: str) -> Family:
    def build(size: int, sparsity: int, seed: int) -> Problem:
        del seed
        pairs = tuple(edges(size))
        return TwoAnd(inputs=1 + max(max(pair) for pair in pairs), sparsity=sparsity, pairs=pairs)

    return Family(name, "and", definition, build)


def _data_set(name: str, size: int) -> Family:
    definition = f"networkx.{DATA_SETS[name]}(), as kept in records/problems: features are nodes, outputs edges"
    return Family(name, "and", definition, _held, size=size)


HELD = "the identity: output j is feature j, which is read again; nothing is computed"
FAMILIES = {
    family.name: family
    for family in (
        _drawn("two-regular", ("and",), 2, "a random 2-regular graph, a feature a node and an AND an edge"),
        _edges("complete", _complete, "all pairs (a, b), a < b < k, ascending: m' = k (k - 1) / 2"),
        _edges("complete-bipartite", _bipartite, "pairs (a, k + b) for a, b < k, ascending: m' = k^2"),
        _edges(
            "root-stars", lambda size: _stars(_root(size), size),
            "k stars of k leaves: pairs (h, h + l), h = (k + 1) i, l = 1..k: m' = k^2",
        ),
        _edges("four-stars", _four_stars, "4 stars of m'/4 leaves: pairs (h, h + l), h = (m'/4 + 1) i, l = 1..m'/4"),
        _edges("grid", _grid, "k x k nodes by rows, each with its right, then its lower neighbour: m' = 2 k (k - 1)"),
        _data_set("karate-club", 78),
        _data_set("les-miserables", 254),
        _data_set("davis-southern-women", 89),
        _data_set("florentine-families", 20),
        _drawn("three-and", ("and",), 3, "random ANDs of three features, every feature in three"),
        _drawn("or", ("or",), 2, "random ORs, every feature in two"),
        _drawn("xor", ("xor",), 2, "random XORs, every feature in two"),
        _drawn("mixed", ("and", "or", "xor", "andnot"), 2, "and, or, xor, andnot in turn, every feature in two"),
        Family(
            "permutation", "copy", "verify.Permutation.random(m', sparsity=v, seed=seed)",
            lambda size, sparsity, seed: Permutation.random(size, sparsity=sparsity, seed=seed), seeded=True,
        ),
        Family("holding", "copy", HELD, _held, counted=False),
    )
}  # fmt: skip
"""By name."""


def family_named(name: str, others: Iterable[str] = ()) -> Family:
    """The family of a name. Errors: UsageError, which tells the names of `others` too."""
    if name not in FAMILIES:
        raise UsageError(f"--family must be one of {', '.join((*FAMILIES, *others))}, not {name[:60]!r}")
    return FAMILIES[name]
