"""The contract of one level, and the check that a slice of a network keeps it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from verify.codes.base import SparseCode
from verify.contracts.ranges import FAR, ranges_of, shared_values
from verify.contracts.targets import ands_level, targets_of
from verify.contracts.wrong import NONE, Wrong, obstacle, wrong_values
from verify.statement.circuit import Circuit
from verify.statement.digest import canonical_json, problem_digest
from verify.statement.gates import Gate
from verify.statement.network import Layer

FIRST, HIDDEN = "words", "complement of the union"


@final
@dataclass(frozen=True, eq=False)
class Slice:
    """The layers of one level, with the codes of the level before and of its own.

    `handed` says what comes in: `FIRST` for x = A y, `HIDDEN` for 1 - (union of the words of y, but for wrong values).
    The slice hands on `HIDDEN` in the same way, or with a third layer its complement.
    """

    number: int
    layers: tuple[Layer, ...]
    before: SparseCode
    after: SparseCode
    handed: str

    @property
    def digest(self) -> str:
        """SHA-256 of layers, codes and what is handed in."""
        state = hashlib.sha256(b"superproof-slice-1")
        state.update(canonical_json([self.number, self.before.recipe(), self.after.recipe(), self.handed]).encode())
        for layer in self.layers:
            for array in (layer.weights, layer.bias):
                state.update(canonical_json(list(array.shape)).encode())
                for row in np.atleast_2d(array):
                    state.update(row.astype("<i8").tobytes())
        return state.hexdigest()


@final
@dataclass(frozen=True)
class Contract:
    """For every y with at most v active features of level `number` - 1: handed the values of y, but for at most
    `before.additional` additional and `before.missing` missing ones, the slice hands on those of level `number`, but
    for at most `after.additional` and `after.missing`.

    `level` and `slice` are the digests of the level as a circuit of its own and of the slice; `margin` is the smallest
    distance over neurons between the sums that must give 0 and those that must give 1 (at least 1).
    """

    number: int
    level: str
    slice: str
    before: Wrong
    after: Wrong
    margin: int

    def document(self) -> dict[str, object]:
        """The contract as a JSON object, with missing values only where there may be some, before or after."""
        missing = {"missing_before": self.before.missing, "missing_after": self.after.missing}
        return {
            "number": self.number,
            "level": self.level,
            "slice": self.slice,
            "additional_before": self.before.additional,
            "additional_after": self.after.additional,
            "margin": self.margin,
            **(missing if any(missing.values()) else {}),
        }


def contract_of(level: Sequence[Gate], part: Slice, sparsity: int, before: Wrong = NONE) -> Contract | str:
    """The contract that the slice keeps for this level when so many values handed in may be wrong, or why it has none.

    Guarantee: a Contract only if its statement holds for all y with at most `sparsity` active features; every number
    is an exact integer. Complexity: neurons * features * weight of the code before.
    """
    circuit = Circuit(part.before.columns, min(sparsity, part.before.columns), (tuple(level),))
    groups = circuit.level_groups[0]
    reason = (
        obstacle(groups, ands_level(groups), sparsity)
        or _shape_complaint(part)
        or _size_complaint(part, sparsity, before)
    )
    if reason is not None:
        return reason
    targets = targets_of(groups, part.after, part.before.columns)
    weights, bias = part.layers[0].weights, part.layers[0].bias.astype(np.int64)
    shared = 0
    if part.handed == HIDDEN:
        # x = 1 - c, so that W x + b = (b + W 1) - W c.
        bias = bias + weights.sum(axis=1, dtype=np.int64)
        weights = np.negative(weights, dtype=np.int16 if weights.dtype == np.int8 else np.int64)
        shared = shared_values(part.before, sparsity)
    # A value that is missing changes the sum over words as one that two words share does.
    lost = shared + before.missing
    most, least = ranges_of(weights, part.before, targets, sparsity).separated(before.additional, lost)
    loud, silent = np.flatnonzero(most + bias > 0), np.flatnonzero(least + bias < 1)
    if len(loud):
        return f"{len(loud)} neurons of level {part.number} may be 1 where they must be 0, such as {loud[0]}"
    if len(silent):
        return f"{len(silent)} neurons of level {part.number} may be 0 where they must be 1, such as {silent[0]}"
    return Contract(
        number=part.number,
        level=problem_digest(circuit),
        slice=part.digest,
        before=before,
        after=wrong_values(groups, part.after, targets, sparsity),
        margin=int((least - most).min()),
    )


def _size_complaint(part: Slice, sparsity: int, before: Wrong) -> str | None:
    """Why a sum of this slice might not fit 64 bits, or None: every number that is added up later is bounded here.

    In Python integers, for sums over words, what the union and wrong values can change, and the bias with what
    the complement adds to it; `ranges_of` adds up (v + 2)**2 words at most.
    """
    layer, weight = part.layers[0], part.before.weight
    largest = max(-int(layer.weights.min()), int(layer.weights.max()))
    bias = max(-int(layer.bias.min()), int(layer.bias.max())) + largest * part.before.rows
    values = weight * (sparsity + 2) ** 2 + before.additional + before.missing + sparsity**2 * weight
    if largest * values + bias >= FAR:
        return f"sums of level {part.number} must stay below 2**62, but weights of {largest} may exceed it"
    return None


def _shape_complaint(part: Slice) -> str | None:
    """Why the slice is none of threshold units, or None: the layers behind the first must be x -> ReLU(1 - x)."""
    size = part.after.rows
    for layer in part.layers[1:]:
        if layer.weights.shape != (size, size) or bool((layer.bias != 1).any()):
            return f"a layer of level {part.number} must be ReLU(1 - x) on {size} neurons, but is not"
        rows, columns = np.nonzero(layer.weights)
        if not np.array_equal(rows, columns) or len(rows) != size or bool((layer.weights[rows, columns] != -1).any()):
            return f"a layer of level {part.number} must be ReLU(1 - x) on {size} neurons, but is not"
    return None
