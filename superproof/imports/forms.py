"""Which network a set of named weights is: a chain, a residual stream or a tied pair; told by names and sizes.

Whatever is taken on trust (an order, an orientation, a bias of 0) is said in the notes of the network, and what could
be read in two ways is refused with the option that decides.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from superproof.imports.orders import order_of
from superproof.imports.reading import Reading
from superproof.imports.tensor_names import block_of, family, oriented, place_of, sizes_of
from superproof.imports.weights import Weights
from verify.arrays import Reals

FORMS = ("chain", "residual", "tied")


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
    names = list(choices.layers or sorted((n for n, a in tensors.items() if a.ndim == 2), key=place_of))
    missing = [name for name in names if name not in tensors or tensors[name].ndim != 2]
    if missing or not names:
        what = f"matrix {missing[0]!r}" if missing else "matrix at all"
        raise ValueError(f"has no {what}; its tensors are {sizes_of(tensors)}")
    form = choices.form or _form(names, tensors, features, outputs)
    ends = (outputs,) if form != "tied" else (outputs, None)
    found, turned = order_of(names, tensors, (features, ends), choices.layers is not None, choices.transposed)
    matrices = [(name, oriented(name, tensors[name], turned)) for name in found]
    if form == "tied" and (len(matrices[-1][1]) != outputs or len(matrices) == 1):
        if len(matrices[-1][1]) != len(matrices[0][1]):
            raise ValueError(f"is no tied pair: {matrices[0][0]} transposed does not take what {found[-1]} gives")
        matrices.append((matrices[0][0], matrices[0][1].T))
        notes.append(f"the last map is {found[0]} transposed")
    biases, used = _biases(matrices, tensors, form)
    notes += [f"no bias of {name}: 0" for (name, _), bias in zip(matrices, biases, strict=True) if bias is None]
    unused = sorted(set(tensors) - used - set(found))
    if unused and choices.layers is not None:
        _require_no_bias(unused, matrices, biases, tensors)
        notes.append(f"left out, as --layers names others: {', '.join(unused[:5])}")
    elif unused:
        raise ValueError(f"is of another architecture: no {form} uses {', '.join(unused[:5])} (--form, --layers)")
    maps = tuple(
        Map(name, matrix, np.zeros(len(matrix)) if bias is None else bias)
        for (name, matrix), bias in zip(matrices, biases, strict=True)
    )
    said = ", ".join(f"{each.name} {each.weights.shape[1]} -> {each.weights.shape[0]}" for each in maps)
    transposed = [name for name in found if family(name) in turned]
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
        raise ValueError(f"is of another architecture: its tensors are {sizes_of(tensors)}")
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
    if features == outputs and _is_autoencoder(names, tensors, outputs):
        return "tied"
    blocks = [block_of(name) for name in names]
    counts = {block: blocks.count(block) for block in blocks if block is not None}
    inside = [[tensors[n].shape for n in names if block_of(n) == block] for block in counts]
    # A block that may add to a stream has two matrices, there and back again.
    pairs = [shapes for shapes in inside if len(shapes) == 2 and sorted(shapes[0]) == sorted(shapes[1])]
    embedded = any("embed" in name or name == "W_E" for name in names) and len(names) >= 4
    if (pairs and max(counts.values()) == 2) or embedded:
        raise ValueError("has two matrices a block, which may be a chain or a residual stream: --form decides")
    return "chain"


def _is_autoencoder(names: Sequence[str], tensors: Mapping[str, Reals], outputs: int) -> bool:
    """Whether a matrix and its transpose, stored or not, are the ends. Errors: ValueError where they may be."""
    wide = [tensors[name] for name in names if tensors[name].shape[0] != tensors[name].shape[1]]
    if len(names) == 1 and not wide and len(tensors[names[0]]) == outputs:
        raise ValueError("has one square matrix, which may be a chain of one map or a tied pair: --form decides")
    inner = {len(tensors[name]) for name in names if tensors[name].shape[0] == tensors[name].shape[1]}
    pair = len(wide) == 1 or (len(wide) == 2 and np.array_equal(wide[0].T, wide[1]))
    if pair and outputs in wide[0].shape and inner <= {sum(wide[0].shape) - outputs}:
        return True
    if len(names) > 1 and not wide:
        return np.array_equal(tensors[names[0]].T, tensors[names[-1]])
    if {"linear1.weight", "linear2.weight", "linear2.bias"} <= set(tensors) and "linear1.bias" not in tensors:
        raise ValueError("may be a chain, ReLU between, or an autoencoder, ReLU behind: --form chain or tied decides")
    return False


def _biases(
    matrices: Sequence[tuple[str, Reals]], tensors: Mapping[str, Reals], form: str
) -> tuple[list[Reals | None], set[str]]:
    """The bias of every map, None where there is none, and the names of those that were found."""
    vectors = {name: array for name, array in tensors.items() if array.ndim == 1}
    found: list[Reals | None] = []
    used: set[str] = set()
    for place, (name, matrix) in enumerate(matrices):
        tied = form == "tied" and name == matrices[-1][0]
        # Of a matrix that is used twice the bias belongs to the last map.
        last = place == len(matrices) - 1
        names = _bias_names(name, [other for other, _ in matrices[:place]], last)
        possible = [] if tied and not last else [each for each in names if each in vectors]
        right = [each for each in possible if len(vectors[each]) == len(matrix)]
        if possible and not right:
            raise ValueError(f"{possible[0]} must have {len(matrix)} entries, not {len(vectors[possible[0]])}")
        found.append(vectors[right[0]] if right else None)
        used.update(right[:1])
    return found, used


def _bias_names(name: str, before: Sequence[str], last: bool) -> tuple[str, ...]:
    """The names that the bias of these weights may have; those that say no number belong to the last map.

    In a block the k-th matrix, some being `before` it, has the bias k.
    """
    dot, block = name[: name.rfind(".") + 1], block_of(name)
    own = name[len(dot) :]
    stem = re.match(r"(.*?)[a-z_]*(\d+)\.$", dot)
    above = () if stem is None else (f"{stem[1]}bias{stem[2]}", f"{stem[1]}b{stem[2]}")
    if block is not None:
        k = 1 + sum(block_of(other) == block for other in before)
        above = (*above, f"{block}.bias{k}", f"{block}.b{k}")
    final = ("b_final",) * (last and dot != "")  # It may stand beside the block of the last weights.
    if own == "weight":
        return (f"{dot}bias", *above, *final)
    ends = (f"{dot}b_final", f"{dot}bias", f"{dot}b", *final) if last else ()
    return (f"{dot}b{own[1:]}", f"{dot}bias{own[1:]}", *above, *ends)


def _require_no_bias(
    unused: Sequence[str],
    matrices: Sequence[tuple[str, Reals]],
    biases: Sequence[Reals | None],
    tensors: Mapping[str, Reals],
) -> None:
    """ValueError where a tensor that is left out may be the bias of a map that has none, and of no other matrix."""
    theirs = {each for name in unused if tensors[name].ndim == 2 for each in _bias_names(name, (), last=True)}
    vectors = [n for n in unused if tensors[n].ndim == 1 and n not in theirs and not n.endswith("weight")]
    for name in vectors:
        for (map_name, matrix), bias in zip(matrices, biases, strict=True):
            if bias is None and len(tensors[name]) == len(matrix):
                raise ValueError(
                    f"has {name}, which may be the bias of {map_name} and is not named so: name it "
                    f"{_bias_names(map_name, (), last=False)[0]}, or take it out of the file"
                )
