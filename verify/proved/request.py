"""Problem, network and evidence as the text that the proved program reads, of integers and of floats.

Not trusted: the program prints its own digests. Of floats it is told how many places it keeps; any will do or fail.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from typing import Any

import numpy as np

from verify.arrays import Integers, Reals
from verify.codes.bare import BareCode
from verify.codes.base import Code
from verify.codes.recipes import code_from_recipe
from verify.errors import shown
from verify.floats.exact_values import integers
from verify.floats.fine import FINE, units_up
from verify.floats.network import FloatLayer, FloatNetwork
from verify.floats.value_bounds import Range, ranges
from verify.proved.trees import trees
from verify.statement.certificate import Certificate
from verify.statement.gates import AT_LEAST
from verify.statement.network import Network
from verify.statement.problem import Problem

FAMILIES = {
    "identity": ("Identity", ("size",)),
    "hadamard": ("Hadamard", ("rows", "columns", "seed")),
    "constant-weight": ("ConstantWeight", ("rows", "columns", "weight", "seed")),
    "random-signs": ("RandomSigns", ("rows", "columns", "seed")),
    "reed-solomon": ("ReedSolomon", ("field", "blocks", "degree", "columns")),
}
"""Families of codes -> their constructors in Coq, and the numbers of a recipe in the order in which those take them."""
KINDS = {"and": "And", "or": "Or", "xor": "Xor", "andnot": "Andnot", "copy": "Copy"}
"""Kinds of gates -> their constructors in Coq; atleast-K is one more."""
SUM_BITS = 60
"""Sums of sizes stay below 2**61 units, with intervals a little wider than what they hold."""
MOST_PLACES = 88


def not_covered(problem: Problem, *codes: Code) -> str | None:
    """What the theories do not have, in words: a family of codes, or a kind of gates, that is none of theirs."""
    families = {code.family for code in codes} - {*FAMILIES, "tensor"}
    kinds = {gate.kind for level in problem.levels for gate in level if not AT_LEAST.fullmatch(gate.kind)} - {*KINDS}
    unknown = [*(f"codes of family {name}" for name in families), *(f"gates of kind {name}" for name in kinds)]
    return f"the theories in Coq have no {' and no '.join(sorted(unknown))}" if unknown else None


def request(problem: Problem, network: Network, certificate: Certificate) -> Iterator[str]:
    """The text, in parts, for a certificate whose evidence has the form of its prover (see `check`)."""
    yield from problem_text(problem)
    yield from _code(network.input_code)
    yield f"{len(network.layers)}\n"
    for layer in network.layers:
        yield from _matrix(layer.weights)
        yield _counted(layer.bias.tolist())
    yield from _code(network.output_code)
    yield f"{network.threshold}\n"
    if certificate.prover == "enumerate":
        yield "inputs\n"
        return
    if certificate.prover == "contracts":
        codes = hidden_codes(certificate)
        yield f"contracts {len(codes)}\n"
        for code in codes:
            yield from _code(code)
        return
    if certificate.margin is None:
        yield "trees "
    else:
        yield "margin "
        attained: Any = certificate.evidence["attained"]
        for place, score in zip(attained, astuple(certificate.margin), strict=True):
            yield "none " if place is None else f"at {place[0]} {score} {_counted(place[1])}"
    yield f"{problem.outputs}\n"
    for tree in trees(problem.gates, problem.sparsity, certificate.arrays):
        yield _numbers(tree)


def float_request(problem: Problem, network: FloatNetwork, *, executed: bool) -> Iterator[str]:
    """The text, in parts: all inputs are to be tried, exactly, and with `executed` for machines, too."""
    yield "floats\n"
    yield from problem_text(problem)
    yield f"{network.precision} {int(network.strict)} {len(network.layers)}\n"
    for layer in network.layers:
        yield f"{layer.weights.shape[0]} {layer.weights.shape[1]}\n"
        for rectified, bias, row in zip(layer.rectified.tolist(), layer.bias, layer.weights, strict=True):
            yield f"{int(rectified)} {fields(bias)} {fields(row)}\n"
    yield f"{len(network.thresholds)} {fields(network.thresholds)}\n"
    kept = places(network, problem.sparsity)
    yield f"{int(executed)} {len(kept)}\n"
    yield from (f"{of_weights} {dropped}\n" for of_weights, dropped in kept)


def hidden_codes(certificate: Certificate) -> list[Code]:
    """The codes of all levels but the last, as a certificate of contracts has them. Errors: ValueError, TypeError."""
    recipes: Any = certificate.evidence.get("codes")
    if not isinstance(recipes, list):
        raise ValueError(f"a certificate of contracts has a list of hidden codes, not {shown(recipes)}")
    return [code_from_recipe(recipe) for recipe in recipes]


def problem_text(problem: Problem) -> Iterator[str]:
    """The problem, in parts."""
    if problem.is_permutation:
        yield f"permutation {problem.sparsity} {_counted(problem.images)}"
        return
    yield f"{problem.form} {problem.features} {problem.sparsity} "
    if problem.is_circuit:
        yield f"{len(problem.levels)}\n"
    for level in problem.levels:
        yield f"{len(level)}\n"
        for gate in level:
            yield f"{gate.kind} {_counted(gate.inputs)}"


def _code(code: Code) -> Iterator[str]:
    recipe: Any = code.recipe()
    if isinstance(code, BareCode):
        yield "tensor "
        yield from _matrix(code.matrix)
    else:
        _, keys = FAMILIES[recipe["family"]]
        yield f"{recipe['family']} " + _numbers(recipe[key] for key in keys)


def _matrix(matrix: Integers) -> Iterator[str]:
    yield f"{matrix.shape[0]} {matrix.shape[1]}\n"
    for row in matrix:
        yield _numbers(row.tolist())


def _counted(numbers: Sequence[int]) -> str:
    return f"{len(numbers)} {_numbers(numbers)}"


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers)) + "\n"


def fields(values: Reals) -> str:
    """Sign, exponent and fraction of every number, as binary64 has them.

    >>> fields(np.array([1.0, -1.5]))
    '0 1023 0 1 1023 2251799813685248'
    """
    octets = np.atleast_1d(values).astype("<f8").view("<u8")
    parts = (octets >> np.uint64(63), octets >> np.uint64(52) & np.uint64(2047), octets & np.uint64(2**52 - 1))
    return " ".join(map(str, np.stack(parts, axis=1).ravel().tolist()))


def places(network: FloatNetwork, active: int) -> list[tuple[int, int]]:
    """Of every layer the binary places of its weights, and how many places of its sums are dropped behind it.

    As many as sums of 61 bits have room for, more than the numbers have themselves, because what a machine may lose
    is counted in these units, too; between two layers they are shared so that rounding the neurons costs about as much
    as rounding the weights, or the weights are exact.

    >>> places(FloatNetwork([([[0.5, 3.0]], [-0.25], True), ([[1.5]], [0.0], False)], [3.25]), 2)
    [(58, 2), (1, 0)]
    """
    known = ranges(network, active)
    rooms = [_room(int(max(of_layer.sums))) for of_layer in known]
    rooms[-1] = min(rooms[-1], _room(max(map(int, units_up(abs(network.thresholds))))))
    scale, found = 0, list[tuple[int, int]]()
    for place, of_layer in enumerate(known):
        kept = max(0, rooms[place] - scale)
        after = scale + kept
        if place + 1 < len(network.layers):
            after = min(after, _share(network.layers[place + 1], of_layer, rooms[place + 1]))
        found.append((kept, scale + kept - after))
        scale = after
    return found


def _room(largest: int) -> int:
    """With how many places a number of this many units stays below 2**`SUM_BITS`."""
    return max(0, min(MOST_PLACES, SUM_BITS - largest.bit_length() + FINE))


def _share(layer: FloatLayer, before: Range, room: int) -> int:
    """Places of what enters a layer whose sums have room for `room`."""
    rows = max(map(int, units_up(abs(layer.weights)).sum(axis=1)))
    even = (room + rows.bit_length() - int(before.size.sum()).bit_length()) // 2
    return max(0, min(room, max(even, room + integers(layer.weights)[1])))
