"""The contract of one level, and the check that a slice of a network keeps it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

from verify.codes.bare import BareCode
from verify.codes.base import Code, IntMatrix, SparseCode
from verify.contracts.ranges import FAR, largest_word, ranges_of, shared_values
from verify.contracts.targets import ands_level, targets_of
from verify.contracts.wrong import NONE, Wrong, obstacle, wrong_values
from verify.statement.circuit import Circuit
from verify.statement.digest import canonical_json, problem_digest
from verify.statement.gates import Gate
from verify.statement.network import Layer

WORDS, COMPLEMENT, UNION = "words", "complement of the union", "union of the words"


@final
@dataclass(frozen=True, eq=False)
class Slice:
    """The layers of one level, with the codes of the level before and of its own.

    `handed` says what comes in: `WORDS` for x = A y, `COMPLEMENT` for 1 - c and `UNION` for c, the union of the words
    of y but for wrong values. A slice that is `inverted` hands on `UNION`, another one `COMPLEMENT`, or `UNION` with a
    third layer.
    """

    number: int
    layers: tuple[Layer, ...]
    before: Code
    after: SparseCode
    handed: str
    inverted: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of layers, codes and what is handed in."""
        state = hashlib.sha256(b"superproof-slice-1")
        form = [self.handed, *(["inverted"] if self.inverted else [])]
        state.update(canonical_json([self.number, self.before.recipe(), self.after.recipe(), *form]).encode())
        arrays = [array for layer in self.layers for array in (layer.weights, layer.bias)]
        for array in (*arrays, *([self.before.matrix] if isinstance(self.before, BareCode) else [])):
            state.update(canonical_json(list(array.shape)).encode())
            for row in np.atleast_2d(array):
                state.update(row.astype("<i8").tobytes())
        return state.hexdigest()

    def sums(self) -> tuple[IntMatrix, npt.NDArray[np.int64]]:
        """(U, u): neuron e is 1 where U c + u >= 1 and 0 where U c + u <= 0, for the values or words c before.

        By x = 1 - c where the complement comes in: W x + b = (b + W 1) - W c. Where the slice is inverted, W c + b has
        to be 0 or less for 1, so that it is 1 - (W c + b) that counts.
        """
        weights, bias = self.layers[0].weights, self.layers[0].bias.astype(np.int64)
        if not self.inverted and self.handed == WORDS:
            return weights, bias
        negated = np.negative(weights, dtype=np.int16 if weights.dtype == np.int8 else np.int64)
        if self.inverted:
            return negated, 1 - bias
        return negated, bias + weights.sum(axis=1, dtype=np.int64)


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
    is an exact integer. Complexity: neurons * features * weight of the code before (its rows, where it is
    not of zeros and ones).
    """
    circuit = Circuit(part.before.columns, min(sparsity, part.before.columns), (tuple(level),))
    groups = circuit.level_groups[0]
    reason = (
        obstacle(groups, ands_level(groups), sparsity)
        or shape_complaint(part)
        or _size_complaint(part, sparsity, before)
    )
    if reason is not None:
        return reason
    targets = targets_of(groups, part.after, part.before.columns)
    weights, bias = part.sums()
    # A value that is missing changes the sum over words as one that two words share does.
    lost = before.missing + (shared_values(part.before, sparsity) if part.handed != WORDS else 0)
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
    layer, weight = part.layers[0], largest_word(part.before)
    largest = max(-int(layer.weights.min()), int(layer.weights.max()), 1)
    bias = max(-int(layer.bias.min()), int(layer.bias.max())) + largest * part.before.rows + 1
    values = weight * (sparsity + 2) ** 2 + before.additional + before.missing + sparsity**2 * weight
    if largest * values + bias >= FAR:
        return f"sums of level {part.number} must stay below 2**62, but weights of {largest} may exceed it"
    return None


def shape_complaint(part: Slice) -> str | None:
    """Why the slice is none of threshold units, or None: the layers behind the first must be x -> ReLU(1 - x)."""
    size = part.after.rows
    for layer in part.layers[1:]:
        if layer.weights.shape != (size, size) or bool((layer.bias != 1).any()):
            return f"a layer of level {part.number} must be ReLU(1 - x) on {size} neurons, but is not"
        rows, columns = np.nonzero(layer.weights)
        if not np.array_equal(rows, columns) or len(rows) != size or bool((layer.weights[rows, columns] != -1).any()):
            return f"a layer of level {part.number} must be ReLU(1 - x) on {size} neurons, but is not"
    return None
