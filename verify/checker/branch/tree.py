"""The proof tree of a branch certificate: read from integer arrays, refused unless every number has its place."""

from dataclasses import dataclass
from itertools import combinations
from typing import final

import numpy as np
import numpy.typing as npt

from verify.errors import shown
from verify.statement.certificate import Certificate
from verify.statement.gates import Gate
from verify.statement.problem import Problem

Longs = npt.NDArray[np.int64]
NAMES = ("bounds", "branching", "counts", "features")


class EvidenceError(Exception):
    """The evidence breaks a rule; the message says which."""


@final
@dataclass(frozen=True)
class Case:
    """The inputs on which `active` are active and the rest of `settled` is not; `true`: the output must be 1 on them.

    `settled` contains `active` and some or all inputs of the output's gate, so many that its value is known.
    """

    output: int
    active: tuple[int, ...]
    settled: tuple[int, ...]
    true: bool


WIDE = 4
"""Gates with so many inputs or more are split by their first input that settles them, smaller ones by all inputs."""


def cases_of(problem: Problem) -> list[Case]:
    """All cases, output by output. Every admissible input falls into exactly one case of every output.

    A gate of fewer than `WIDE` inputs has one case a set T of at most `sparsity` of its inputs, by the size of T, then
    in the order of `itertools.combinations`: exactly T is active among the gate's inputs. The cases of a wide gate
    are those of `_of_wide_gate`.
    """
    cases = []
    for output in range(problem.outputs):
        gate = problem.gate(output)
        if len(set(gate.inputs)) != len(gate.inputs):
            raise EvidenceError(f"a branch certificate is about gates of distinct features, but output {output} is not")
        if len(gate.inputs) >= WIDE:
            cases += _of_wide_gate(output, gate, problem.sparsity)
            continue
        for size in range(min(len(gate.inputs), problem.sparsity) + 1):
            sets = combinations(gate.inputs, size)
            cases += [Case(output, active, gate.inputs, gate.value(active)) for active in sets]
    return cases


def _of_wide_gate(output: int, gate: Gate, sparsity: int) -> list[Case]:
    """Case k of an AND: inputs 0..k-1 are active and input k is not (it must be 0), k <= sparsity, because more than
    `sparsity` inputs are not active together; and, if the sparsity allows, all inputs are active (it must be 1). Case k
    of an OR: inputs 0..k-1 are not active and input k is (it must be 1); and no input is active (it must be 0).
    """
    wires = gate.inputs
    if gate.kind == "and":
        some = range(min(len(wires), sparsity + 1))
        cases = [Case(output, wires[:k], wires[: k + 1], False) for k in some]
        return [*cases, Case(output, wires, wires, True)] if len(wires) <= sparsity else cases
    if gate.kind == "or":
        cases = [Case(output, wires[k : k + 1], wires[: k + 1], True) for k in range(len(wires))]
        return [*cases, Case(output, (), wires, False)]
    few = f"{gate.kind} gates of fewer than {WIDE} inputs"
    raise EvidenceError(f"a branch certificate is about {few}, not {len(wires)}")


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
        """What the sets R of the node's rest must avoid: all that the case settles and everything branched on."""
        settled = self._children(node, self._count.get(node, 0))
        while node >= self._roots:
            parent = int(self.parent[node])
            settled += self._children(parent, node - self._first[parent] + 1)
            node = parent
        return settled + list(self._cases[node].settled)

    def known(self, nodes: Longs) -> Longs:
        """What the cases of some nodes settle, a row a node, filled up with -1."""
        settled = [self._cases[case].settled for case in self.case[nodes].tolist()]
        widest = max(map(len, settled), default=0)
        return np.array([row + (-1,) * (widest - len(row)) for row in settled], dtype=np.int64).reshape(-1, widest)

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
