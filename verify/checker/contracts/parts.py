"""The parts of a network, one a level: which layers, which codes, and their digests."""

import hashlib
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import NamedTuple, final

import numpy as np

from verify.checker.budget import RefusedError
from verify.codes.bare import BareCode
from verify.codes.base import Code, SparseCode
from verify.statement.digest import canonical_json, problem_digest, take_arrays
from verify.statement.gates import Gate
from verify.statement.network import Layer, Network
from verify.statement.problem import Problem

ROWS = 256


@final
class Part(NamedTuple):
    """Level `number` (from 1): its gates, its layers, the code of the level before and its own.

    Its first layer is 1 or more on neurons that are 1 and 0 on others; where it is `inverted`, the other way round.
    """

    number: int
    gates: tuple[Gate, ...]
    layers: tuple[Layer, ...]
    before: Code
    after: SparseCode
    inverted: bool = False

    @property
    def takes_complement(self) -> bool:
        """Whether what comes in is 1 - c for the values c of the level before.

        Level 1 takes the sum of the words, and behind inverted levels the values come in themselves.
        """
        return self.number > 1 and not self.inverted


def parts_of(problem: Problem, network: Network, hidden: Sequence[Code]) -> list[Part]:
    """The network cut into two layers a level, which are all inverted, or, with three for the last level, none.

    Errors: RefusedError where it cannot be.
    """
    levels = plain_levels(problem)
    depth, size = len(levels), len(network.layers)
    if size not in (2 * depth, 2 * depth + 1):
        raise RefusedError(
            f"{depth} level{'s' if depth > 1 else ''} take {2 * depth} or {2 * depth + 1} layers, but the network has "
            f"{size}"
        )
    if len(hidden) != depth - 1:
        raise RefusedError(f"contracts need a code for each of the {depth - 1} hidden levels, not {len(hidden)}")
    first: Code = network.input_code
    codes = [_sparse(code) for code in (*hidden, network.output_code)]
    widths = (problem.inputs, *(len(gates) for gates in levels))
    for level, (code, width) in enumerate(zip((first, *codes), widths, strict=True)):
        if code.columns != width:
            raise RefusedError(f"the code of level {level} must have {width} words, not {code.columns}")
    parts = []
    for number, (gates, before, after) in enumerate(zip(levels, (first, *codes), codes, strict=False), start=1):
        last = 2 * number + (number == depth)
        part = Part(number, gates, network.layers[2 * number - 2 : last], before, after, inverted=size == 2 * depth)
        _require_kinds(part, problem.sparsity)
        _require_thresholds(part)
        parts.append(part)
    return parts


def plain_levels(problem: Problem) -> list[tuple[Gate, ...]]:
    """The levels of gates, with two in the place of each level of a circuit that has xor.

    A gate xor(a, b) is 1 iff one of a and b, no more, is 1 alone: iff one of its two parts andnot(a, b) and
    andnot(b, a) is 1, and never are both. A gate of another kind is its own only part. So the parts that are 1 are as
    many as the gates of the level that are 1, at most v on inputs that a circuit admits; and the or, or copy, of its
    parts is the gate. What is no circuit says nothing about how many of its gates are 1, and keeps its xor.
    """
    levels = list(problem.levels)
    if not problem.is_circuit:
        return levels
    found: list[tuple[Gate, ...]] = []
    for level in levels:
        if not any(gate.kind == "xor" for gate in level):
            found.append(level)
            continue
        parts = [_parts(gate) for gate in level]
        starts = accumulate((len(mine) for mine in parts), initial=0)
        found.append(tuple(part for mine in parts for part in mine))
        found.append(tuple(_joined(start, len(mine)) for start, mine in zip(starts, parts, strict=False)))
    return found


def _parts(gate: Gate) -> list[Gate]:
    if gate.kind != "xor":
        return [gate]
    return [Gate("andnot", gate.inputs), Gate("andnot", gate.inputs[::-1])]


def _joined(start: int, count: int) -> Gate:
    return Gate("copy", (start,)) if count == 1 else Gate("or", tuple(range(start, start + count)))


def part_digest(part: Part) -> str:
    """SHA-256 of the part's number, codes, what it takes, and its layers, as the certificate states it."""
    takes = ["complement of the union"] if part.takes_complement else ["union of the words"]
    if part.number == 1:
        takes = ["words"]
    if part.inverted:
        takes.append("inverted")
    state = hashlib.sha256(b"superproof-slice-1")
    state.update(canonical_json([part.number, part.before.recipe(), part.after.recipe(), *takes]).encode())
    bare = [part.before.matrix] if isinstance(part.before, BareCode) else []
    take_arrays(state, [*chain(*part.layers), *bare])
    return state.hexdigest()


def level_digest(part: Part, sparsity: int) -> str:
    """The digest of the level as a circuit of its own."""
    features = part.before.columns
    return problem_digest(Problem(features, min(sparsity, features), (part.gates,), form="circuit"))


def _sparse(code: Code) -> SparseCode:
    if not isinstance(code, SparseCode):
        raise RefusedError(
            f"hidden and output codes must be of zeros and ones, the same number of ones a word, not {code.family}"
        )
    return code


def _require_kinds(part: Part, sparsity: int) -> None:
    negated = any(gate.kind == "andnot" for gate in part.gates)
    for gate in part.gates:
        if gate.kind not in ("and", "or", "copy", "andnot"):
            raise RefusedError(f"gates must be and, or, copy, andnot, but level {part.number} has {gate.kind}")
        if gate.kind == "and" and len(gate.inputs) > 2 and (sparsity > 2 or negated):
            raise RefusedError(
                f"ANDs must have 2 inputs at a sparsity above 2, and beside andnot, but one of level {part.number} has "
                f"{len(gate.inputs)}"
            )


def _require_thresholds(part: Part) -> None:
    """The first layer takes and gives what the codes say; all others are x -> ReLU(1 - x), one weight -1 a neuron."""
    size = part.after.rows
    if part.layers[0].weights.shape != (size, part.before.rows):
        raise RefusedError(
            f"the first layer of level {part.number} must be {size} x {part.before.rows}, as its codes are"
        )
    for layer in part.layers[1:]:
        right = layer.weights.shape == (size, size) and bool((layer.bias == 1).all())
        right = right and bool((layer.weights.diagonal() == -1).all())
        # One entry a row is not 0, and the diagonal has one in every row.
        right = right and all(
            np.count_nonzero(layer.weights[start : start + ROWS]) == len(layer.weights[start : start + ROWS])
            for start in range(0, size, ROWS)
        )
        if not right:
            raise RefusedError(f"a later layer of level {part.number} must be ReLU(1 - x) on {size} neurons")
