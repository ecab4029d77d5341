"""In which order, and which way round, matrices lead from features to outputs."""

from collections.abc import Iterator, Mapping, Sequence

from superproof.imports.tensor_names import family, oriented, pattern_of, sizes_of
from verify.arrays import Reals

MOST = 8
"""Patterns of names whose orders are tried."""


def order_of(
    names: Sequence[str],
    tensors: Mapping[str, Reals],
    sizes: tuple[int, tuple[int | None, ...]],
    given: bool,
    transposed: bool | None,
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The one order and orientation in which the matrices lead from features to outputs. Errors: ValueError."""
    if not given and len({pattern_of(name) for name in names}) > MOST:
        raise ValueError(
            f"has {len(names)} matrices of more than {MOST} kinds of names: --layers NAME,NAME,... decides"
        )
    families = sorted({family(name) for name in names})
    every = [
        frozenset(families[k] for k in range(len(families)) if bits >> k & 1) for bits in range(2 ** len(families))
    ]
    if transposed is not None:
        every = [frozenset(families) if transposed else frozenset()]
    # Matrices called weight are (outputs, inputs), as torch has them, unless no order fits then.
    for some in ([turned for turned in every if "weight" not in turned], [t for t in every if "weight" in t]):
        for end in sizes[1]:
            found = []
            for turned in some:
                shapes = {name: oriented(name, tensors[name], turned).shape for name in names}
                orders = [tuple(names)] if given and _leads(names, shapes, sizes[0], end) else []
                orders = orders if given else list(_first_two(_orders(names, shapes, sizes[0], end)))
                found += [(order, turned) for order in orders]
            if len(found) > 1:
                same = found[0][0] == found[1][0]
                raise ValueError(
                    f"its matrices {sizes_of({name: tensors[name] for name in names})} fit in two "
                    + ("orientations: --transposed decides" if same else "orders: --layers NAME,NAME,... decides")
                )
            if found:
                return found[0]
    last = [name for name in names if sizes[1][0] in tensors[name].shape]
    _require_one_head(names, last, tensors, sizes, given)
    those = sizes_of({name: tensors[name] for name in names})
    raise ValueError(
        f"no order of its matrices {those} leads from {sizes[0]} features to {sizes[1][0]} outputs; "
        f"{' and '.join(last[:4]) or 'none'} could be the last (--layers NAME,NAME,... decides)"
    )


def _require_one_head(
    names: Sequence[str],
    last: Sequence[str],
    tensors: Mapping[str, Reals],
    sizes: tuple[int, tuple[int | None, ...]],
    given: bool,
) -> None:
    """ValueError, with the options that choose, where any one of several last matrices ends an order of the rest."""
    choices = []
    for head in last if not given and 2 <= len(last) <= MOST else ():
        kept = [name for name in names if name == head or name not in last]
        if len(kept) > 1:
            try:
                choices.append(",".join(order_of(kept, tensors, sizes, given, None)[0]))
            except ValueError:
                continue
    if len(choices) > 1:
        raise ValueError(
            f"has {len(choices)} heads, any of which could be the last map: --layers {' or --layers '.join(choices)} "
            "decides"
        )


def _orders(
    names: Sequence[str], shapes: Mapping[str, tuple[int, ...]], width: int, end: int | None
) -> Iterator[tuple[str, ...]]:
    """All orders that chain from `width` to `end`, and keep numbered names of one pattern in the order of numbers."""
    if not names:
        if end in (None, width):
            yield ()
        return
    patterns: set[str] = set()
    for place, name in enumerate(names):
        pattern = pattern_of(name)
        if pattern not in patterns and shapes[name][1] == width:
            rest = [*names[:place], *names[place + 1 :]]
            yield from ((name, *order) for order in _orders(rest, shapes, shapes[name][0], end))
        patterns.add(pattern)


def _leads(names: Sequence[str], shapes: Mapping[str, tuple[int, ...]], width: int, end: int | None) -> bool:
    for name in names:
        if shapes[name][1] != width:
            return False
        width = shapes[name][0]
    return end in (None, width)


def _first_two(orders: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    yield from (order for order, _ in zip(orders, range(2), strict=False))
