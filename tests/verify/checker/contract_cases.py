"""Circuits whose networks wrap 64 bits, and certificates of contracts that nobody proved."""

import numpy as np

from verify import Certificate, Circuit, IdentityCode, Network, Problem, ReedSolomonCode, SparseCode
from verify.certifying import certify
from verify.checker.contracts.parts import level_digest, part_digest, parts_of
from verify.codes import code_from_recipe

Pair = tuple[Problem, Network]


def clips(size: int, layers: int) -> list[tuple[object, object]]:
    """Layers ReLU(1 - x)."""
    return [(-np.eye(size, dtype=np.int64), np.ones(size, dtype=np.int64))] * layers


def by_hand(circuit: Problem, hidden: SparseCode, first: object, second: object) -> Pair:
    """The network of two levels with these layers, on identity codes but for the hidden one."""
    rows, outputs = hidden.rows, circuit.outputs
    layers = [first, *clips(rows, 1), second, *clips(outputs, 2)]
    note = {"name": "by hand", "arguments": {"hidden_codes": [hidden.recipe()]}}
    return circuit, Network(layers, IdentityCode(circuit.inputs), IdentityCode(outputs), 1, note)


def weights_that_wrap() -> Pair:
    """399 additional values times a weight near 2**54 exceed 2**63."""
    ands = [("and", hub, 2 + 19 * hub + k) for hub in (0, 1) for k in range(19)]
    circuit = Circuit.of(40, 3, [ands, [("copy", i) for i in range(38)]])
    hidden, step = ReedSolomonCode(field=19, blocks=7, degree=2, columns=38), 2**63 // 380
    words = hidden.supports(0, 38)
    first, second = np.zeros((hidden.rows, 40), dtype=np.int64), np.zeros((38, hidden.rows), dtype=np.int64)
    for i, (_, a, b) in enumerate(ands):
        first[words[i], a] = first[words[i], b] = 1
        second[i, words[i]] = -step
    return by_hand(circuit, hidden, (first, np.full(hidden.rows, -1)), (second, np.full(38, 1 + 3 * step)))


def bias_that_wraps() -> Pair:
    """A bias near 2**63 and what the complement adds to it exceed 2**63."""
    copies = [("copy", j) for j in range(4)]
    circuit, hidden = Circuit.of(4, 2, [copies, copies]), ReedSolomonCode(field=5, blocks=5, degree=2, columns=4)
    words = hidden.supports(0, 4)
    first, second = np.zeros((hidden.rows, 4), dtype=np.int64), np.zeros((4, hidden.rows), dtype=np.int64)
    bias = [2**63 - 2**54 - 2**55, 2, 2, 2]
    for j in range(4):
        first[words[j], j] = 1
    for i in range(1, 4):
        second[i, words[i]] = -1
    second[0, words[1][0]] = 2**55
    return by_hand(circuit, hidden, (first, np.zeros(hidden.rows, dtype=np.int64)), (second, bias))


def forged(circuit: Problem, network: Network, additional: int = 0, margins: tuple[int, ...] = (1, 1)) -> Certificate:
    """Contracts of two levels with the right digests, for a network that may not keep them."""
    recipes = network.construction["arguments"]["hidden_codes"]
    parts = parts_of(circuit, network, [code_from_recipe(recipe) for recipe in recipes])
    contracts = [
        {
            "number": part.number,
            "level": level_digest(part, circuit.sparsity),
            "slice": part_digest(part),
            "additional_before": before,
            "additional_after": after,
            "margin": margin,
        }
        for part, before, after, margin in zip(parts, (0, additional), (additional, 0), margins, strict=True)
    ]
    return claimed(circuit, network, recipes, contracts)


def claimed(problem: Problem, network: Network, codes: object, contracts: object) -> Certificate:
    """The certificate of contracts that nobody proved."""
    return certify(problem, network, "contracts", evidence={"codes": codes, "contracts": contracts})
