"""The proof tree of a branch certificate: read from integer arrays, refused unless every number has its place."""

from dataclasses import dataclass
from itertools import combinations
from typing import final

import numpy as np
import numpy.typing as npt

from verify.errors import shown
from verify.statement.certificate import Certificate
from verify.statement.problem import Problem

Longs = npt.NDArray[np.int64]
NAMES = ("bounds", "branching", "counts", "features")


class EvidenceError(Exception):
    """The evidence breaks a rule; the message says which."""


@final
@dataclass(frozen=True)
class Case:
    """The inputs on which exactly the features `active` of the gate of `output` are active; `true`: it must be 1."""

    output: int
    active: tuple[int, ...]
    gate: tuple[int, ...]
    true: bool


def cases_of(problem: Problem) -> list[Case]:
    """All cases, output by output, by the size of `active`, then in the order of `itertools.combinations`.

    Every admissible input falls into exactly one case of every output, because the gate's inputs that are active on
    it are one set of at most `sparsity` features.
    """
    cases = []
    for output in range(problem.outputs):
        gate = problem.gate(output)
        if len(set(gate.inputs)) != len(gate.inputs):
            raise EvidenceError(f"a branch certificate is about gates of distinct features, but output {output} is not")
        for size in range(min(len(gate.inputs), problem.sparsity) + 1):
            sets = combinations(gate.inputs, size)
            cases += [Case(output, active, gate.inputs, gate.value(active)) for active in sets]
    return cases


@final
class Tree:
    """Nodes 0..len(cases)-1 are the cases; the children of branching nodes follow, in the order of their parents.

    `bounds`, `case`, `slots` and `parent` (-1 for a case) have one entry a node. Child k of a node has its k-th
    feature active and the features before it, and all that its parent had settled, out of play.
    """

    def __init__(self, certificate: Certificate, cases: list[Case], problem: Problem) -> None:
        arrays = _arrays(certificate)
        roots, self._added = len(cases), arrays["features"]
        self.bounds = arrays["bounds"]
        branching, counts = arrays["branching"], arrays["counts"]
        total = roots + len(self._added)
        _require(len(self.bounds) == total, f"bounds must have {total} entries, one a node, not {len(self.bounds)}")
        _require(len(counts) == len(branching), f"counts must have {len(branching)} entries, not {len(counts)}")
        _require(bool((counts >= 1).all()), "every entry of counts must be at least 1")
        _require(sum(counts.tolist()) == len(self._added), "the entries of counts must sum to the number of features")
        _require(bool((np.diff(branching) > 0).all()), "branching must be strictly ascending")
        first = roots + np.cumsum(counts) - counts
        ordered = bool(((branching >= 0) & (branching < first)).all())
        _require(ordered, "a branching node must come before its children")
        outside = (self._added < 0) | (self._added >= problem.inputs)
        _require(not outside.any(), f"features must be from 0 to {problem.inputs - 1}")
        self.parent = np.concatenate([np.full(roots, -1), np.repeat(branching, counts)]).astype(np.int64)
        self._first = dict(zip(branching.tolist(), first.tolist(), strict=True))
        self._count = dict(zip(branching.tolist(), counts.tolist(), strict=True))
        self._roots, self._cases = roots, cases
        self.case = np.concatenate([np.arange(roots), np.zeros(total - roots, dtype=np.int64)])
        self.slots = np.zeros(total, dtype=np.int64)
        self.slots[:roots] = [problem.sparsity - len(case.active) for case in cases]
        for node in range(roots, total):
            self.case[node], self.slots[node] = self.case[self.parent[node]], self.slots[self.parent[node]] - 1
        _require(bool((self.slots >= 0).all()), f"a set must have at most {problem.sparsity} active features")
        for node in self._first:
            settled = self._settled(node)
            _require(len(settled) == len(set(settled)), f"node {node} branches on a feature that is settled already")

    def __len__(self) -> int:
        return len(self.bounds)

    def members(self, node: int) -> tuple[int, ...]:
        """The features that are active on all inputs of a node."""
        added: tuple[int, ...] = ()
        while node >= self._roots:
            added = (int(self._added[node - self._roots]), *added)
            node = int(self.parent[node])
        return self._cases[node].active + added

    def _settled(self, node: int) -> list[int]:
        """The features that the sets R of the node's rest must avoid: gate inputs and everything branched on."""
        settled = self._children(node, self._count.get(node, 0))
        while node >= self._roots:
            parent = int(self.parent[node])
            settled += self._children(parent, node - self._first[parent] + 1)
            node = parent
        return settled + list(self._cases[node].gate)

    def settled(self, node: int) -> Longs:
        """As an array: the features that are not free in the rest of the node."""
        return np.array(self._settled(node), dtype=np.int64)

    def _children(self, node: int, count: int) -> list[int]:
        begin = self._first.get(node, self._roots) - self._roots
        children: list[int] = self._added[begin : begin + count].tolist()
        return children


def _arrays(certificate: Certificate) -> dict[str, Longs]:
    found = certificate.arrays
    _require(set(found) == set(NAMES), f"the arrays must be {', '.join(NAMES)}, not {shown(sorted(found))}")
    for name, array in found.items():
        plain = isinstance(array, np.ndarray) and array.dtype.kind == "i" and array.ndim == 1
        _require(plain, f"{name} must be a list of signed integers")
    return {name: array.astype(np.int64) for name, array in found.items()}


def _require(holds: bool, rule: str) -> None:
    if not holds:
        raise EvidenceError(rule)
