"""In which order, and which way round, matrices lead from features to outputs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, combinations, islice

from superproof.imports.read_chain import Transposed
from superproof.imports.tensor_names import first_of, oriented, pattern_of, sizes_of
from verify.arrays import Reals

MOST = 8
"""Patterns of names whose orders are tried."""
LONGEST = 256
"""Matrices whose orders are tried."""
Path = tuple[tuple[str, ...], frozenset[str]]
"""Matrices in the order of their use, and those that are stored as (inputs, outputs)."""
Sizes = tuple[int, tuple[int | None, ...]]
"""How many features lead in, and how many outputs may come out, tried one after the other; None: any number."""


def order_of(
    names: Sequence[str], tensors: Mapping[str, Reals], sizes: Sizes, given: bool, transposed: Transposed
) -> Path:
    """The one order and orientation in which the matrices lead from features to outputs. Errors: ValueError."""
    if not given and (len({pattern_of(name) for name in names}) > MOST or len(names) > LONGEST):
        raise ValueError(
            f"has {len(names)} matrices, and orders are tried of at most {LONGEST}, of {MOST} kinds of names: --layers "
            "NAME,NAME,... decides"
        )
    those = sizes_of({name: tensors[name] for name in names})
    for some in _orientations(names, transposed):
        for end in sizes[1]:
            found = _readings(names, tensors, some, (sizes[0], end), given)
            orders = {order for order, _ in found}
            if len(found) == 1 and not given and transposed is None:
                # Another order is no less likely because matrices of other names are stored the other way round.
                weights = frozenset(name for name in found[0][1] if name.endswith("weight"))
                mixed = [weights | others for others in _by_pattern(names, lambda name: not name.endswith("weight"))]
                orders |= {order for order, _ in _readings(names, tensors, mixed, (sizes[0], end), given)}
            if len(found) > 1 or len(orders) > 1:
                two = "orientations: --transposed" if len(orders) == 1 else "orders: --layers NAME,NAME,..."
                raise ValueError(f"its matrices {those} fit in two {two} decides")
            if found:
                return found[0]
    last = [name for name in names if sizes[1][0] in tensors[name].shape]
    _require_one_head(names, last, tensors, sizes, given)
    raise ValueError(
        f"no order of its matrices {those} leads from {sizes[0]} features to {sizes[1][0]} outputs; "
        f"{' and '.join(last[:4]) or 'none'} could be the last (--layers NAME,NAME,... decides, and --transposed "
        "NAME,... which of them are stored as inputs, outputs)"
    )


def _orientations(names: Sequence[str], transposed: Transposed) -> list[list[frozenset[str]]]:
    """Which may be stored as (inputs, outputs), one list tried after the other. Those called weight are (outputs,
    inputs), as torch has them, unless nothing fits then, and others are alike; last, those of one pattern are alike."""
    if transposed is not None:
        turned = frozenset(names if transposed is True else transposed or ())
        if not turned <= set(names):
            raise ValueError(f"has no matrix {min(turned - set(names))!r}, which --transposed names")
        return [[turned]]
    weights = frozenset(name for name in names if name.endswith("weight"))
    others = frozenset(names) - weights
    alike = [list(dict.fromkeys((each, each | others))) for each in dict.fromkeys((frozenset(), weights))]
    return [*alike, _by_pattern(names, lambda name: name in others), _by_pattern(names, lambda _: True)]


def _by_pattern(names: Sequence[str], free: Callable[[str], bool]) -> list[frozenset[str]]:
    """All sets of names, of those that are free, that hold all or none of a pattern; none where these are too many."""
    patterns = sorted({pattern_of(name) for name in names if free(name)})
    if len(patterns) > MOST:
        return []
    chosen = chain.from_iterable(combinations(patterns, size) for size in range(len(patterns) + 1))
    return [frozenset(name for name in names if pattern_of(name) in some) for some in chosen]


def _readings(
    names: Sequence[str],
    tensors: Mapping[str, Reals],
    some: Sequence[frozenset[str]],
    ends: tuple[int, int | None],
    given: bool,
) -> list[Path]:
    """All ways in which matrices lead from the first size to the second, at most two an orientation."""
    found = []
    for turned in some:
        shapes = {name: oriented(name, tensors[name], turned).shape for name in names}
        if given:
            sizes = [ends[0], *(shapes[name][0] for name in names)]
            leads = all(shapes[name][1] == size for name, size in zip(names, sizes, strict=False))
            orders = [tuple(names)] if leads and ends[1] in (None, sizes[-1]) else []
        else:
            orders = list(islice(_orders(names, shapes, *ends), 2))
        found += [(order, turned) for order in orders]
    return found


def _require_one_head(
    names: Sequence[str], last: Sequence[str], tensors: Mapping[str, Reals], sizes: Sizes, given: bool
) -> None:
    """ValueError, with the options that choose, where any one of several last matrices ends an order of the rest."""
    choices = []
    for head in last if not given and 2 <= len(last) <= MOST else ():
        kept = [name for name in names if name == head or name not in last]
        if len(kept) > 1:
            with suppress(ValueError):
                choices.append(",".join(order_of(kept, tensors, sizes, given, None)[0]))
    if len(choices) > 1:
        raise ValueError(
            f"has {len(choices)} heads, any of which could be the last map: --layers {' or --layers '.join(choices)} "
            "decides"
        )


def _orders(
    names: Sequence[str], shapes: Mapping[str, tuple[int, ...]], width: int, end: int | None
) -> Iterator[tuple[str, ...]]:
    """All orders that chain from `width` to `end`, and keep numbered names of one pattern in the order of numbers.

    The second of a pair, as `out`, comes after the first, as `in`.
    """
    patterns = {name: pattern_of(name) for name in names}
    before = {name: first_of(name) for name in names}
    dead: set[tuple[tuple[str, ...], int]] = set()

    def walk(rest: tuple[str, ...], width: int) -> Iterator[tuple[str, ...]]:
        if not rest and end in (None, width):
            yield ()
        if not rest or (rest, width) in dead:
            return
        seen, none = set[str](), True
        for place, name in enumerate(rest):
            waits = patterns[name] in seen or (before[name] != name and before[name] in rest)
            seen.add(patterns[name])
            if not waits and shapes[name][1] == width:
                for order in walk(rest[:place] + rest[place + 1 :], shapes[name][0]):
                    none = False
                    yield (name, *order)
        if none:
            dead.add((rest, width))

    if _balanced([shapes[name] for name in names], width, end):
        yield from walk(tuple(names), width)


def _balanced(shapes: Sequence[tuple[int, ...]], width: int, end: int | None) -> bool:
    """Whether every width is left as often as it is reached, but for the ends: else no order of the matrices chains."""
    counts = Counter([width, *(shape[0] for shape in shapes)])
    counts.subtract(shape[1] for shape in shapes)
    left = {size: count for size, count in counts.items() if count}
    return list(left.values()) == [1] and end in (None, *left)
