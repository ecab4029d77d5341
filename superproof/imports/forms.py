"""Which network a set of named weights is: a chain, a residual stream or a tied pair; told by names and sizes.

Whatever is taken on trust (an order, an orientation, a bias of 0) is said in the notes of the network, and what could
be read in two ways is refused with the option that decides.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from superproof.imports.biases import biases_of, require_no_bias
from superproof.imports.orders import order_of
from superproof.imports.read_chain import Choices
from superproof.imports.tensor_names import block_of, is_embedding, oriented, pair_of, place_of, sizes_of
from superproof.imports.weights import Weights, one_instance
from verify.arrays import Reals

FORMS = ("chain", "residual", "tied")
PLACES = {
    ("chain", "relu"): " between maps",
    ("chain", "relu-all"): " (behind the last map too)",
    ("residual", "relu"): " inside blocks",
    ("residual", "relu-all"): " (inside blocks and behind the last map)",
    ("tied", "relu"): " behind the last map alone",
    ("tied", "relu-all"): " (behind every map)",
}
"""Where an activation stands in a form."""
CALLED = {"chain": "chain", "residual": "residual stream", "tied": "tied pair"}
TOY = ["linear1", "linear2"]
OPEN = "may be a chain, ReLU between, or an autoencoder, ReLU behind: --form chain or tied decides"


class Map(NamedTuple):
    """An affine map: weights (outputs, inputs), bias (outputs,), and the name of its weights."""

    name: str
    weights: Reals
    bias: Reals


class Ordered(NamedTuple):
    """The maps of a form in the order of their use, a map of the features to the scores, and notes on how it was read.

    `skip` is added to the scores where there is one.
    """

    form: str
    maps: tuple[Map, ...]
    skip: Map | None
    notes: tuple[str, ...]


def ordered_maps(weights: Weights, features: int, outputs: int, choices: Choices) -> Ordered:
    """The form, the maps in order of use, and notes on what was taken how. Errors: ValueError with what decides."""
    _require_floats(weights, choices)
    tensors, notes = one_instance(weights.tensors, choices.instance)
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
    biases, used, said = biases_of(used_maps, tensors, choices.biases)
    notes += said
    unused = sorted(set(tensors) - used - set(found) - {choices.skip or ""})
    if unused and choices.layers is not None:
        if choices.biases is None:
            require_no_bias(unused, used_maps, biases, tensors)
        notes.append(f"left out, as --layers names others: {', '.join(unused[:5])}")
    elif unused:
        raise ValueError(_not_used(unused, form))
    maps = tuple(
        Map(name, matrix, np.zeros(len(matrix)) if bias is None else bias)
        for (name, matrix), bias in zip(used_maps, biases, strict=True)
    )
    if weights.others:
        notes.append(f"left out, as --layers names others: {', '.join(sorted(weights.others)[:5])}")
    first = _said(form, maps, skip, found, turned, choices)
    return Ordered(form, maps, skip, (*first, *notes, *weights.notes))


def _require_floats(weights: Weights, choices: Choices) -> None:
    """ValueError where a tensor of another type may be a part of the network: nothing is left out that may be used."""
    named = choices.layers is not None
    others = sorted(weights.others.items())
    used = [f"{name} ({kind})" for name, (kind, axes) in others if not named or (axes == 1 and not choices.biases)]
    if used:
        way = "--biases says that they are none" if named else "--layers names the matrices of a network without them"
        raise ValueError(
            f"must hold tensors of one floating type, but beside {weights.precision} it has {', '.join(used[:5])}: "
            f"save them as {weights.precision}, or {way}"
        )


def _said(
    form: str,
    maps: Sequence[Map],
    skip: Map | None,
    found: Sequence[str],
    turned: frozenset[str],
    choices: Choices,
) -> list[str]:
    """How the matrices were read, and what was taken on trust about them."""
    said_maps = ", ".join(f"{each.name} {each.weights.shape[1]} -> {each.weights.shape[0]}" for each in maps)
    transposed = [name for name in found if name in turned]
    activation = choices.activation or "relu"
    said = [
        f"read as a {CALLED[form]}: {said_maps}",
        f"activation {activation}{PLACES.get((form, activation), '')}, which no file of weights says (--activation)",
    ]
    if skip is not None:
        said.append(f"added to the scores: {skip.name}, as (outputs, inputs), times the features")
    if transposed:
        said.append(f"stored as (inputs, outputs): {', '.join(transposed)}")
    others = [name for name in found if name not in turned]
    square = [each.name for each in maps if each.name in others and len(set(each.weights.shape)) == 1]
    if square and choices.transposed is None:
        said.append(f"square, and taken as (outputs, inputs) (--transposed): {', '.join(dict.fromkeys(square))}")
    alike = any(a.endswith("weight") == b.endswith("weight") for a in transposed for b in others)
    if alike and choices.transposed is None:
        said.append(f"the other way round, which alone fits (--transposed): {', '.join(others)}")
    return said


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


def _form(names: Sequence[str], tensors: Mapping[str, Reals], features: int, outputs: int) -> str:
    """The form that the names say. Errors: ValueError where they leave it open."""
    if any("mlp_in" in name for name in names):
        return "residual"
    if features == outputs and _is_autoencoder(names, tensors, outputs):
        return "tied"
    blocks = [pair_of(name) for name in names]
    counts = {block: blocks.count(block) for block in blocks if block is not None}
    inside = [[tensors[n].shape for n in names if pair_of(n) == block] for block in counts]
    # A block that may add to a stream has two matrices, there and back; of W_in, W_out and one more none is made.
    pairs = [shapes for shapes in inside if len(shapes) == 2 and sorted(shapes[0]) == sorted(shapes[1])]
    alone = len(names) < 4 and block_of(names[0]) is None and not any(map(is_embedding, names))
    embedded = any(map(is_embedding, names)) and len(names) >= 4
    if (pairs and max(counts.values()) == 2 and not alone) or embedded:
        raise ValueError("has two matrices a block, which may be a chain or a residual stream: --form decides")
    return "chain"


def _is_autoencoder(names: Sequence[str], tensors: Mapping[str, Reals], outputs: int) -> bool:
    """Whether a matrix and its transpose, stored or not, are the ends. Errors: ValueError where they may be.

    A matrix and its transpose that are both stored may as well be a chain of tied weights: only the names of toy models
    say that no ReLU stands between, and no bias.
    """
    wide = [name for name in names if tensors[name].shape[0] != tensors[name].shape[1]]
    if len(names) == 1 and not wide and len(tensors[names[0]]) == outputs:
        raise ValueError("has one square matrix, which may be a chain of one map or a tied pair: --form decides")
    square = {len(tensors[name]) for name in names if name not in wide}
    if len(wide) == 1 or (len(wide) == 2 and np.array_equal(tensors[wide[0]].T, tensors[wide[1]])):
        shape = tensors[wide[0]].shape
        hidden = sum(shape) - outputs
        if outputs not in shape or not square <= {hidden}:
            return False
        if any(array.shape == (hidden,) for array in tensors.values()) or (len(wide) == 2 and not _are_toy(wide)):
            raise ValueError(OPEN)
        return True
    if len(names) > 1 and not wide and np.array_equal(tensors[names[0]].T, tensors[names[-1]]):
        if not _are_toy((names[0], names[-1])) or "linear1.bias" in tensors:
            raise ValueError(OPEN)
        return True
    if {"linear1.weight", "linear2.weight", "linear2.bias"} <= set(tensors) and "linear1.bias" not in tensors:
        raise ValueError(OPEN)
    return False


def _are_toy(ends: Sequence[str]) -> bool:
    """Whether these are the names of a toy model's two maps, of which no ReLU stands between."""
    return [name.removesuffix(".weight").removesuffix(".W").rpartition(".")[2] for name in ends] == TOY
