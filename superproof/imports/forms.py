"""Which network a set of named weights is: a chain, a residual stream or a tied pair; told by names and sizes.

Whatever is taken on trust (an order, an orientation, a bias of 0) is said in the notes of the network, and what could
be read in two ways is refused with the option that decides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from superproof.imports.reading import Reading
from superproof.imports.weights import Weights
from verify.floats.precision import Reals

FORMS = ("chain", "residual", "tied")
ACTIVATIONS = ("relu", "relu-all", "none")
WORDS = (("unembed", "embed1"), ("W_E", "W_0"), ("W_U", "W_1"))
IN_OUT = re.compile(r"(?<![a-z])(in|out)(?![a-z])")

MOST = 8
"""Patterns of names whose orders are tried."""


@final
@dataclass(frozen=True)
class Choices:
    """What decides where names and sizes do not: the options of `superproof import`."""

    reading: Reading | None = None
    form: str | None = None
    activation: str | None = None
    layers: tuple[str, ...] | None = None
    instance: int | None = None
    transposed: bool | None = None


@final
@dataclass(frozen=True)
class Map:
    """An affine map: weights (outputs, inputs), bias (outputs,), and the name of its weights."""

    name: str
    weights: Reals
    bias: Reals


def ordered_maps(
    weights: Weights, features: int, outputs: int, choices: Choices
) -> tuple[str, tuple[Map, ...], tuple[str, ...]]:
    """The form, the maps in order of use, and notes on what was taken how. Errors: ValueError with what decides."""
    tensors, notes = _one_instance(weights.tensors, choices.instance)
    names = list(choices.layers or sorted((n for n, a in tensors.items() if a.ndim == 2), key=_place))
    missing = [name for name in names if name not in tensors or tensors[name].ndim != 2]
    if missing or not names:
        what = f"matrix {missing[0]!r}" if missing else "matrix at all"
        raise ValueError(f"has no {what}; its tensors are {_sizes(tensors)}")
    form = choices.form or _form(names, tensors, features, outputs)
    ends = (outputs,) if form != "tied" else (outputs, None)
    found, turned = _order(names, tensors, (features, ends), choices)
    matrices = [(name, _oriented(name, tensors[name], turned)) for name in found]
    if (form == "tied" and len(matrices[-1][1]) != outputs) or (form == "tied" and len(matrices) == 1):
        matrices.append((matrices[0][0], matrices[0][1].T))
        notes.append(f"the last map is {found[0]} transposed")
    biases, used = _biases(matrices, tensors, form)
    notes += [f"no bias of {name}: 0" for (name, _), bias in zip(matrices, biases, strict=True) if bias is None]
    unused = sorted(set(tensors) - used - set(found) if choices.layers is None else ())
    if unused:
        raise ValueError(f"is of another architecture: no {form} uses {', '.join(unused[:5])} (--form, --layers)")
    maps = tuple(
        Map(name, matrix, np.zeros(len(matrix)) if bias is None else bias)
        for (name, matrix), bias in zip(matrices, biases, strict=True)
    )
    said = ", ".join(f"{each.name} {each.weights.shape[1]} -> {each.weights.shape[0]}" for each in maps)
    transposed = [name for name in found if _family(name) in turned]
    return (
        form,
        maps,
        (
            f"read as a {form}: {said}",
            *([f"stored as (inputs, outputs): {', '.join(transposed)}"] if transposed else []),
            *notes,
            *weights.notes,
        ),
    )


def _one_instance(tensors: Mapping[str, Reals], instance: int | None) -> tuple[dict[str, Reals], list[str]]:
    """The tensors of one instance, where every one has an axis of instances before its own."""
    deep = {name: array for name, array in tensors.items() if array.ndim >= 3}
    if not deep:
        if instance is not None:
            raise ValueError("has no axis of instances, which --instance would choose from")
        return dict(tensors), []
    counts = {array.shape[0] for array in tensors.values() if array.ndim >= 1}
    if len(counts) != 1 or any(array.ndim not in (2, 3) for array in tensors.values()):
        raise ValueError(f"is of another architecture: its tensors are {_sizes(tensors)}")
    count = counts.pop()
    if instance is None and count > 1:
        raise ValueError(f"holds {count} instances along the first axis: --instance 0 to {count - 1} chooses one")
    chosen = instance or 0
    if not 0 <= chosen < count:
        raise ValueError(f"--instance must be from 0 to {count - 1}, not {chosen}")
    return {name: array[chosen] for name, array in tensors.items()}, [f"instance {chosen} of {count}"]


def _form(names: Sequence[str], tensors: Mapping[str, Reals], features: int, outputs: int) -> str:
    """The form that the names say. Errors: ValueError where they leave it open."""
    if any("mlp_in" in name for name in names):
        return "residual"
    first = tensors[names[0]]
    if len(names) == 1 and features == outputs and outputs in first.shape:
        if first.shape[0] != first.shape[1]:
            return "tied"
        raise ValueError("has one square matrix, which may be a chain of one map or a tied pair: --form decides")
    if len(names) >= 2 and features == outputs and np.array_equal(first.T, tensors[names[-1]]):
        return "tied"
    numbers = [block_of(name) for name in names if block_of(name) is not None]
    pairs = {number for number in numbers if numbers.count(number) == 2}
    if pairs and len(pairs) * 2 == len(numbers):
        raise ValueError("has two matrices a block, which may be a chain or a residual stream: --form decides")
    return "chain"


def _order(
    names: Sequence[str],
    tensors: Mapping[str, Reals],
    sizes: tuple[int, tuple[int | None, ...]],
    choices: Choices,
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The one order and orientation in which the matrices lead from features to outputs. Errors: ValueError."""
    if choices.layers is None and len({_pattern(name) for name in names}) > MOST:
        raise ValueError(
            f"has {len(names)} matrices of more than {MOST} kinds of names: --layers NAME,NAME,... decides"
        )
    families = sorted({_family(name) for name in names})
    every = [
        frozenset(families[k] for k in range(len(families)) if bits >> k & 1) for bits in range(2 ** len(families))
    ]
    if choices.transposed is not None:
        every = [frozenset(families) if choices.transposed else frozenset()]
    # Matrices called weight are (outputs, inputs), as torch has them, unless no order fits then.
    for some in ([turned for turned in every if "weight" not in turned], [t for t in every if "weight" in t]):
        for end in sizes[1]:
            found = []
            for turned in some:
                shapes = {name: _oriented(name, tensors[name], turned).shape for name in names}
                orders = [tuple(names)] if choices.layers and _leads(names, shapes, sizes[0], end) else []
                orders = orders if choices.layers else list(_first_two(_orders(names, shapes, sizes[0], end)))
                found += [(order, turned) for order in orders]
            if len(found) > 1:
                same = found[0][0] == found[1][0]
                raise ValueError(
                    f"its matrices {_sizes({name: tensors[name] for name in names})} fit in two "
                    + ("orientations: --transposed decides" if same else "orders: --layers NAME,NAME,... decides")
                )
            if found:
                return found[0]
    last = [name for name in names if sizes[1][0] in tensors[name].shape]
    raise ValueError(
        f"no order of its matrices {_sizes({name: tensors[name] for name in names})} leads from {sizes[0]} features to "
        f"{sizes[1][0]} outputs; {' and '.join(last[:4]) or 'none'} could be the last (--layers NAME,NAME,... decides)"
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
        pattern = _pattern(name)
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


def _biases(
    matrices: Sequence[tuple[str, Reals]], tensors: Mapping[str, Reals], form: str
) -> tuple[list[Reals | None], set[str]]:
    """The bias of every map, None where there is none, and the names of those that were found."""
    vectors = {name: array for name, array in tensors.items() if array.ndim == 1}
    found: list[Reals | None] = []
    used: set[str] = set()
    for place, (name, matrix) in enumerate(matrices):
        tied = form == "tied" and matrices[0][0] == matrices[-1][0]
        # Of a matrix that is used twice the bias belongs to the last map.
        possible = [] if tied and place == 0 else [each for each in _bias_names(name) if each in vectors]
        right = [each for each in possible if len(vectors[each]) == len(matrix)]
        if possible and not right:
            raise ValueError(f"{possible[0]} must have {len(matrix)} entries, not {len(vectors[possible[0]])}")
        found.append(vectors[right[0]] if right else None)
        used.update(right[:1])
    return found, used


def _bias_names(name: str) -> tuple[str, ...]:
    """The names that the bias of these weights may have."""
    dot = name[: name.rfind(".") + 1]
    last = name[len(dot) :]
    if last == "weight":
        return (f"{dot}bias",)
    return (f"{dot}b{last[1:]}", f"{dot}bias{last[1:]}", f"{dot}b_final", f"{dot}bias", f"{dot}b")


def _oriented(name: str, matrix: Reals, turned: frozenset[str]) -> Reals:
    return matrix.T if _family(name) in turned else matrix


def _family(name: str) -> str:
    """Matrices that are stored alike: those called weight, and others."""
    return "weight" if name.endswith("weight") else "other"


def _plain(name: str) -> str:
    for word, number in WORDS:
        name = name.replace(word, number)
    return IN_OUT.sub(lambda found: "0" if found[0] == "in" else "1", name)


def _place(name: str) -> list[tuple[int, str]]:
    """What names are sorted by: numbers by value, `in` before `out`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", _plain(name))]


def _pattern(name: str) -> str:
    return re.sub(r"\d+", "#", _plain(name))


def block_of(name: str) -> str | None:
    """What stands up to the first number between dots: the block of a map."""
    found = re.match(r"(.*?\.)?\d+(?=\.)", name)
    return None if found is None else found[0]


def _sizes(tensors: Mapping[str, Reals]) -> str:
    shown = [f"{name} {list(array.shape)}" for name, array in list(tensors.items())[:8]]
    return ", ".join(shown) + (", ..." if len(tensors) > 8 else "")
