"""Problem, network and evidence as the text that the proved program reads. Not trusted: it prints its own digests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from verify.arrays import Integers
from verify.codes.bare import BareCode
from verify.codes.base import Code
from verify.codes.recipes import code_from_recipe
from verify.errors import shown
from verify.proved.trees import trees
from verify.statement.certificate import Certificate
from verify.statement.gates import AT_LEAST, Gate
from verify.statement.network import Network
from verify.statement.problem import Problem

KEYS = {
    "identity": ("size",),
    "hadamard": ("rows", "columns", "seed"),
    "constant-weight": ("rows", "columns", "weight", "seed"),
    "random-signs": ("rows", "columns", "seed"),
    "reed-solomon": ("field", "blocks", "degree", "columns"),
}
"""The numbers of a recipe, in the order in which the program reads them."""
KINDS = {"and": "And", "or": "Or", "xor": "Xor", "andnot": "Andnot", "copy": "Copy"}
"""Kinds of gates -> their constructors in Coq; atleast-K is one more."""


def not_covered(problem: Problem, network: Network) -> str | None:
    """What the theories do not have, in words: a family of codes, or a kind of gates, that is none of theirs."""
    families = {code.family for code in (network.input_code, network.output_code)} - {*KEYS, "tensor"}
    return _none_of([*(f"codes of family {name}" for name in families), *_unknown_gates(problem)])


def gates_not_covered(problem: Problem) -> str | None:
    """What the theories do not have of the problem alone, in words."""
    return _none_of(_unknown_gates(problem))


def _unknown_gates(problem: Problem) -> list[str]:
    kinds = {gate.kind for level in problem.levels for gate in level if not AT_LEAST.fullmatch(gate.kind)} - {*KINDS}
    return [f"gates of kind {name}" for name in kinds]


def _none_of(unknown: Sequence[str]) -> str | None:
    return f"the theories in Coq have no {' and no '.join(sorted(unknown))}" if unknown else None


def request(problem: Problem, network: Network, certificate: Certificate) -> Iterator[str]:
    """The text, in parts, for a certificate whose evidence has the form of its prover (see `check`)."""
    document: dict[str, Any] = problem.document()
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
        scores = (certificate.margin.smallest_true, certificate.margin.largest_false)
        for place, score in zip(places, scores, strict=True):
            yield "none " if place is None else f"at {place[0]} {score} {_counted(place[1])}"
    gates = [Gate(kind, tuple(inputs)) for kind, *inputs in statements_gates(document)]
    yield f"{len(gates)}\n"
    for tree in trees(gates, problem.sparsity, certificate.arrays):
        yield _numbers(tree)


def hidden_codes(certificate: Certificate) -> list[Code]:
    """The codes of all levels but the last, as a certificate of contracts has them. Errors: ValueError, TypeError."""
    recipes: Any = certificate.evidence.get("codes")
    if not isinstance(recipes, list):
        raise ValueError(f"a certificate of contracts has a list of hidden codes, not {shown(recipes)}")
    return [code_from_recipe(recipe) for recipe in recipes]


def problem_text(problem: Problem) -> Iterator[str]:
    """The problem, in parts."""
    document: dict[str, Any] = problem.document()
    kind, sparsity = document["kind"], document["sparsity"]
    if kind == "permutation":
        yield f"permutation {sparsity} {_counted(document['images'])}"
        return
    yield f"{kind} {document['inputs']} {sparsity} "
    levels = document["levels"] if kind == "circuit" else [document["gates"]]
    if kind == "circuit":
        yield f"{len(levels)}\n"
    for level in levels:
        yield f"{len(level)}\n"
        for name, *inputs in level:
            yield f"{name} {_counted(inputs)}"


def statements_gates(document: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    """Kind and inputs of every gate of a problem of one level, in the order of the outputs."""
    if document["kind"] == "gates":
        gates: list[Sequence[Any]] = document["gates"]
        return gates
    images: list[int] = document["images"]
    return [("copy", int(j)) for j in np.argsort(images)]


def _code(code: Code) -> Iterator[str]:
    recipe: Any = code.recipe()
    if isinstance(code, BareCode):
        yield "tensor "
        yield from _matrix(code.matrix)
    else:
        yield f"{recipe['family']} " + _numbers(recipe[key] for key in KEYS[recipe["family"]])


def _matrix(matrix: Integers) -> Iterator[str]:
    yield f"{matrix.shape[0]} {matrix.shape[1]}\n"
    for row in matrix:
        yield _numbers(row.tolist())


def _counted(numbers: Sequence[int]) -> str:
    return f"{len(numbers)} {_numbers(numbers)}"


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers)) + "\n"
