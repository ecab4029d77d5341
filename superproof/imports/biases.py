"""Which vector is the bias of which map: told by names and sizes, or by an option."""

from collections.abc import Mapping, Sequence

from superproof.imports.tensor_names import bias_names, pattern_of, sizes_of
from verify.arrays import Reals


def biases_of(
    matrices: Sequence[tuple[str, Reals]], tensors: Mapping[str, Reals], given: tuple[str, ...] | None
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
        if given is None and last and name in before:
            # Tied weights that are stored once: theirs may be called as those of the matrix that is not there.
            alike = {pattern_of(each) for each in own}
            beside = (*beside, *(each for each in vectors if pattern_of(each) in alike))
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


def require_no_bias(
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
