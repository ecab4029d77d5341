"""Which network a set of named weights is: a chain, a residual stream or a tied pair; told by names and sizes.

Whatever is taken on trust (an order, an orientation, a bias of 0) is said in the notes of the network, and what could
be read in two ways is refused with the option that decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from superproof.imports.orders import order_of
from superproof.imports.reading import Choices
from superproof.imports.tensor_names import bias_names, block_of, family, oriented, place_of, sizes_of
from superproof.imports.weights import Weights
from verify.arrays import Reals

FORMS = ("chain", "residual", "tied")


@final
@dataclass(frozen=True)
class Map:
    """An affine map: weights (outputs, inputs), bias (outputs,), and the name of its weights."""

    name: str
    weights: Reals
    bias: Reals


@final
@dataclass(frozen=True)
class Ordered:
    """The maps of a form in the order of their use, a map of the features to the scores, and notes on how it was read.

    `skip` is added to the scores where there is one.
    """

    form: str
    maps: tuple[Map, ...]
    skip: Map | None
    notes: tuple[str, ...]


def ordered_maps(weights: Weights, features: int, outputs: int, choices: Choices) -> Ordered:
    """The form, the maps in order of use, and notes on what was taken how. Errors: ValueError with what decides."""
    tensors, notes = _one_instance(weights.tensors, choices.instance)
    skip = None if choices.skip is None else _skip(tensors, choices.skip, features, outputs)
    matrices = {name: array for name, array in tensors.items() if array.ndim == 2 and name != choices.skip}
    names = list(choices.layers or sorted(matrices, key=place_of))
    missing = [name for name in names if name not in matrices]
    if missing or not names:
        what = f"matrix {missing[0]!r}" if missing else "matrix at all"
        raise ValueError(f"has no {what}; its tensors are {sizes_of(tensors)}")
    form = choices.form or _form(names, tensors, features, outputs)
    found, turned, tied = _in_order(form, names, tensors, (features, outputs), choices)
    used_maps = [(name, oriented(name, tensors[name], turned)) for name in found]
    if tied:
        used_maps.append((found[0], used_maps[0][1].T))
        notes.append(f"the last map is {found[0]} transposed")
    biases, used, said = _biases(used_maps, tensors, form, choices.biases)
    notes += said
    unused = sorted(set(tensors) - used - set(found) - {choices.skip or ""})
    if unused and choices.layers is not None:
        if choices.biases is None:
            _require_no_bias(unused, used_maps, biases, tensors)
        notes.append(f"left out, as --layers names others: {', '.join(unused[:5])}")
    elif unused:
        raise ValueError(_not_used(unused, form))
    maps = tuple(
        Map(name, matrix, np.zeros(len(matrix)) if bias is None else bias)
        for (name, matrix), bias in zip(used_maps, biases, strict=True)
    )
    said_maps = ", ".join(f"{each.name} {each.weights.shape[1]} -> {each.weights.shape[0]}" for each in maps)
    transposed = [name for name in found if family(name) in turned]
    first = [
        f"read as a {form}: {said_maps}",
        f"activation {choices.activation or 'relu'}, which no file of weights says (--activation)",
    ]
    if skip is not None:
        first.append(f"added to the scores: {skip.name}, as (outputs, inputs), times the features")
    if transposed:
        first.append(f"stored as (inputs, outputs): {', '.join(transposed)}")
    return Ordered(form, maps, skip, (*first, *notes, *weights.notes))


def _in_order(
    form: str, names: list[str], tensors: Mapping[str, Reals], sizes: tuple[int, int], choices: Choices
) -> tuple[tuple[str, ...], frozenset[str], bool]:
    """The order of the matrices, those stored the other way, and whether the first one transposed comes after them.

    A tied pair may be stored once, and so may the map into a stream that is the map out of it as well.
    """
    features, outputs = sizes
    once = form == "tied" or (form == "residual" and features == outputs)
    ends = (outputs, None) if once else (outputs,)
    found, turned = order_of(names, tensors, (features, ends), choices.layers is not None, choices.transposed)
    shapes = [oriented(name, tensors[name], turned).shape for name in found]
    alone = form == "tied" and len(found) == 1
    if not once or (shapes[-1][0] == outputs and not alone):
        return found, turned, False
    if shapes[-1][0] != shapes[0][0]:
        raise ValueError(f"is no {form}: {found[0]} transposed does not take what {found[-1]} gives")
    return found, turned, True


def _skip(tensors: Mapping[str, Reals], name: str, features: int, outputs: int) -> Map:
    """The matrix that takes features to scores, as (outputs, inputs); the other way round only where no other fits."""
    matrix = tensors.get(name)
    if matrix is None or matrix.shape not in ((outputs, features), (features, outputs)):
        raise ValueError(
            f"--skip must name a matrix of {outputs} outputs and {features} features; its tensors are "
            f"{sizes_of(tensors)}"
        )
    return Map(name, matrix if matrix.shape == (outputs, features) else matrix.T, np.zeros(outputs))


def _not_used(unused: Sequence[str], form: str) -> str:
    """Why a file with tensors that no map takes is refused, and what to do."""
    norm = next((name for name in unused if name.endswith(("running_mean", "running_var"))), None)
    if norm is not None:
        return (
            f"has a batch norm ({norm}), which is no map of stored numbers: make it part of the map before it first "
            "(torch.nn.utils.fusion.fuse_linear_bn_eval), and save the weights again"
        )
    return (
        f"is of another architecture: no {form} uses {', '.join(unused[:5])} (--form, --layers; --layers with --biases "
        "if these are biases)"
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
    matrices: Sequence[tuple[str, Reals]], tensors: Mapping[str, Reals], form: str, given: tuple[str, ...] | None
) -> tuple[list[Reals | None], set[str], list[str]]:
    """The bias of every map, None where there is none; the names of those that were found, and notes on the others."""
    vectors = {name: array for name, array in tensors.items() if array.ndim == 1}
    if given is not None and len(given) != len(matrices):
        raise ValueError(f"--biases must name one a map ({len(matrices)}, none where there is none), not {len(given)}")
    found: list[Reals | None] = []
    used: set[str] = set()
    notes: list[str] = []
    for place, (name, matrix) in enumerate(matrices):
        last = place == len(matrices) - 1
        before = [other for other, _ in matrices[:place]]
        own, beside = bias_names(name, before, last) if given is None else ((given[place],), ())
        if given is not None and own[0] != "none" and own[0] not in vectors:
            raise ValueError(f"has no vector {own[0]!r}, which --biases names; its tensors are {sizes_of(tensors)}")
        # Of a matrix that is used twice the bias belongs to the last map.
        twice = given is None and not last and name == matrices[-1][0]
        possible = [] if twice else [each for each in (*own, *beside) if each in vectors]
        right = [each for each in possible if len(vectors[each]) == len(matrix)]
        if possible and not right:
            raise ValueError(
                f"{possible[0]} must have {len(matrix)} entries, as many as {name} has outputs, not "
                f"{len(vectors[possible[0]])} (--layers with --biases decides)"
            )
        found.append(vectors[right[0]] if right else None)
        used.update(right[:1])
        if not right:
            notes.append(f"no bias of {name}: 0")
        elif right[0] not in own or given is not None:
            notes.append(f"bias of {name}: {right[0]}")
    return found, used, notes


def _require_no_bias(
    unused: Sequence[str],
    matrices: Sequence[tuple[str, Reals]],
    biases: Sequence[Reals | None],
    tensors: Mapping[str, Reals],
) -> None:
    """ValueError where a tensor that is left out may be the bias of a map that has none, and of no other matrix."""
    heads = [name for name in unused if tensors[name].ndim == 2]
    theirs = {each for name in heads for names in bias_names(name, (), last=True) for each in names}
    vectors = [n for n in unused if tensors[n].ndim == 1 and n not in theirs and not n.endswith("weight")]
    for name in vectors:
        for (map_name, matrix), bias in zip(matrices, biases, strict=True):
            if bias is None and len(tensors[name]) == len(matrix):
                raise ValueError(
                    f"has {name}, which may be the bias of {map_name} and is not named so: --biases NAME,none,... says "
                    "which map has which"
                )
