"""The contract of one level, and the check that a slice of a network keeps it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import final

import numpy as np

from verify.arrays import Integers, Longs
from verify.certifying import NotTakenError
from verify.codes.bare import BareCode
from verify.codes.base import Code, SparseCode
from verify.contracts.ranges import FAR, Charge, Look, largest_overlap, largest_size, largest_word, ranges_of
from verify.contracts.targets import ands_level, targets_of
from verify.contracts.wrong import Wrong, obstacle, wrong_by_activity, wrong_values
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

    def sums(self) -> tuple[Integers, Longs]:
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
    before[j] wrong ones, j the number of active features, the slice hands on those of level `number`, but for at most
    after[i] wrong ones, i the number of gates that are 1.

    Without `by_activity` all of `before` is the same, and all of `after`: then the document has one number for all.
    `level` and `slice` are the digests of the level as a circuit of its own and of the slice; `margin` is the smallest
    distance over neurons between the sums that must give 0 and those that must give 1 (at least 1).
    """

    number: int
    level: str
    slice: str
    before: tuple[Wrong, ...]
    after: tuple[Wrong, ...]
    margin: int
    by_activity: bool = False

    def document(self) -> dict[str, object]:
        """The contract as a JSON object, with missing values only where there may be some, before or after."""

        def both(name: str) -> dict[str, int | list[int]]:
            sides = (f"{name}_before", self.before), (f"{name}_after", self.after)
            counts = {side: [getattr(wrong, name) for wrong in all_] for side, all_ in sides}
            return {side: numbers if self.by_activity else numbers[0] for side, numbers in counts.items()}

        some = any(wrong.missing for wrong in (*self.before, *self.after))
        named = {"number": self.number, "level": self.level, "slice": self.slice, **both("additional")}
        return {**named, "margin": self.margin, **(both("missing") if some else {})}


def contract_of(
    level: Sequence[Gate],
    part: Slice,
    sparsity: int,
    before: Sequence[Wrong],
    *,
    by_activity: bool = False,
    look: Look = lambda: None,
) -> Contract:
    """The contract that the slice keeps for this level when before[j] values handed in may be wrong.

    With `by_activity` wrong and shared values are counted for every number j = 0..v of active features, else at most.
    Guarantee: a Contract only if its statement holds for all y with at most `sparsity` active features; every number
    is an exact integer. Errors: NotTakenError where it keeps none. Complexity: neurons * features * weight of the code
    before (its rows, where it is not of zeros and ones).
    """
    circuit = Circuit(part.before.columns, min(sparsity, part.before.columns), (tuple(level),))
    groups = circuit.level_groups[0]
    reason = obstacle(groups, ands_level(groups), sparsity)
    if reason is not None:
        raise NotTakenError(reason)
    require_shape(part)
    _require_size(part, sparsity, before)
    targets = targets_of(groups, part.after, part.before.columns)
    weights, bias = part.sums()
    charges = charges_of(part, sparsity, before, by_activity=by_activity)
    ranges = ranges_of(weights, part.before, targets, sparsity, charges, look)
    for must, wrong in enumerate((ranges.most + bias > 0, ranges.least + bias < 1)):
        if wrong.any():
            raise NotTakenError(
                f"{wrong.sum()} neurons of level {part.number} may be {1 - must} where they must be {must}, "
                f"such as {wrong.argmax()}"
            )
    if by_activity:
        after = wrong_by_activity(groups, part.after, targets, sparsity)
    else:
        after = (wrong_values(groups, part.after, targets, sparsity),) * (sparsity + 1)
    return Contract(
        number=part.number,
        level=problem_digest(circuit),
        slice=part.digest,
        before=tuple(before),
        after=after,
        margin=int((ranges.least - ranges.most).min()),
        by_activity=by_activity,
    )


def charges_of(part: Slice, sparsity: int, before: Sequence[Wrong], *, by_activity: bool) -> list[Charge]:
    """For every number j = 0..v of active features what the values handed in may differ from the sum of words by.

    A value that is missing changes the sum as one that two words share does. Only the union of words shares values.
    """
    overlap = 0
    if part.handed != WORDS:
        if not isinstance(part.before, SparseCode):
            raise TypeError(f"only words of zeros and ones have a union, but a code is {part.before.family}")
        overlap = largest_overlap(part.before)
    pairs = [comb(j if by_activity else sparsity, 2) for j in range(sparsity + 1)]
    return [Charge(wrong.additional, wrong.missing + two * overlap) for wrong, two in zip(before, pairs, strict=True)]


def _require_size(part: Slice, sparsity: int, before: Sequence[Wrong]) -> None:
    """NotTakenError where a sum of this slice might not fit 64 bits: all that is added up later is bounded here.

    In Python integers, for sums over words, what the union and wrong values can change, and the bias with what
    the complement adds to it; `ranges_of` adds up (v + 2)**2 words at most.
    """
    layer, weight = part.layers[0], largest_word(part.before)
    largest = max(largest_size(layer.weights), 1)
    bias = largest_size(layer.bias) + largest * part.before.rows + 1
    wrong = max(one.additional for one in before) + max(one.missing for one in before)
    values = weight * (sparsity + 2) ** 2 + wrong + sparsity**2 * weight
    if largest * values + bias >= FAR:
        raise NotTakenError(
            f"sums of level {part.number} must stay below 2**62, but weights of {largest} may exceed it"
        )


def require_shape(part: Slice) -> None:
    """NotTakenError for a slice that is none of threshold units: layers behind the first must be x -> ReLU(1 - x)."""
    size = part.after.rows
    for layer in part.layers[1:]:
        weights = layer.weights
        negated = bool((weights.diagonal() == -1).all()) and np.count_nonzero(weights) == size
        if weights.shape != (size, size) or not negated or bool((layer.bias != 1).any()):
            raise NotTakenError(f"a layer of level {part.number} must be ReLU(1 - x) on {size} neurons, but is not")
