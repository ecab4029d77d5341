"""Problem, network and evidence as the text that the proved program reads. Not trusted: it prints its own digests."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from typing import Any

from verify.arrays import Integers
from verify.codes.bare import BareCode
from verify.codes.base import Code
from verify.codes.recipes import code_from_recipe
from verify.errors import shown
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
        places: Any = certificate.evidence["attained"]
        for place, score in zip(places, astuple(certificate.margin), strict=True):
            yield "none " if place is None else f"at {place[0]} {score} {_counted(place[1])}"
    yield f"{problem.outputs}\n"
    for tree in trees(problem.gates, problem.sparsity, certificate.arrays):
        yield _numbers(tree)


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
