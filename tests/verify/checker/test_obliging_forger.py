"""A forger who states exactly the numbers that the checker asks for gets no Valid for a network that is wrong.

This is how numbers that wrap around in 64 bits are found: the checker's own complaints lead the forger to them.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.certificates.branch_triples import floor_that_wraps, threshold_that_wraps
from verify import Certificate, IdentityCode, Invalid, Network, Problem, TwoAnd, Valid, check
from verify.certifying import certify

NODE = re.compile(r"the bound of node (\d+) must be (-?\d+)")
MARGIN = re.compile(r"bounds true and false scores by \((\S+), (\S+)\)")
NONE = np.zeros(0, dtype=np.int64)


def stated(certificate: Certificate, node: int, bound: int) -> Certificate:
    bounds = certificate.arrays["bounds"].copy()
    bounds[node] = bound
    return replace(certificate, arrays={**certificate.arrays, "bounds": bounds})


def obliging(problem: Problem, network: Network, evidence: Mapping[str, Any]) -> Valid | str:
    """Valid, or the reason why nothing that the checker asks for makes it so."""
    cases = 3 if problem.sparsity == 1 else 4
    arrays = {"bounds": np.zeros(cases, np.int64), "branching": NONE, "counts": NONE, "features": NONE}
    evidence = {"true_at_least": 0, "false_at_most": 0, "attained": None, **evidence}
    certificate = certify(problem, network, "branch", margin=None, evidence=evidence, arrays=arrays)
    for _ in range(cases + 2):
        answer = check(problem, network, certificate)
        if isinstance(answer, Valid):
            return answer
        assert isinstance(answer, Invalid), answer
        node, margin = NODE.search(answer.reason), MARGIN.search(answer.reason)
        if node:
            certificate = stated(certificate, int(node[1]), int(node[2]))
        elif margin:
            asked = [None if word == "None" else int(word) for word in margin.groups()]
            sides = dict(zip(("true_at_least", "false_at_most"), asked, strict=True))
            certificate = replace(certificate, evidence={**certificate.evidence, **sides})
        else:
            return answer.reason
    return answer.reason


def right(problem: Problem, network: Network) -> bool:
    """By the definition, in Python's integers, for codes that are identities."""
    layer = network.layers[0]
    weights, bias = layer.weights.tolist(), layer.bias.tolist()
    for k in range(problem.sparsity + 1):
        for active in combinations(range(problem.inputs), k):
            for (a, b), row, shift in zip(problem.pairs, weights, bias, strict=True):
                score = max(0, sum(row[j] for j in active) + shift)
                if (score >= network.threshold) != (a in active and b in active):
                    return False
    return True


near = st.builds(
    lambda sign, bits, off: max(min(sign * 2**bits + off, 2**63 - 1), -(2**63) + 1),
    st.sampled_from([-1, 1]), st.integers(58, 63), st.integers(-9, 9),
)  # fmt: skip
numbers = st.one_of(st.integers(-9, 9), near)


@given(
    st.integers(1, 5),
    st.lists(st.integers(-3, 9), min_size=6, max_size=6),
    st.integers(-9, 9),
    st.one_of(numbers, st.integers(2**60, 2**63 - 1)),
    st.tuples(st.one_of(st.none(), numbers), st.one_of(st.none(), numbers)),
)
@settings(max_examples=150, deadline=None)
def test_numbers_near_the_edge_of_64_bits_prove_nothing_false(sparsity, row, bias, threshold, floors):
    problem = TwoAnd(6, sparsity, ((0, 1),))
    network = Network([([row], [bias])], IdentityCode(6), IdentityCode(1), threshold)
    if isinstance(obliging(problem, network, {"floors": list(floors)}), Valid):
        assert right(problem, network)


@given(st.sampled_from([1, 2, 2**20, 2**56, 2**58, 2**59]), st.integers(1, 4))
@settings(deadline=None)
def test_large_numbers_of_right_networks_are_proved_or_refused(scale, sparsity):
    problem = TwoAnd(6, sparsity, ((0, 1),))
    row = [scale, scale, 0, 0, 0, 0]
    network = Network([([row], [-scale])], IdentityCode(6), IdentityCode(1), scale)
    assert right(problem, network)
    assert isinstance(obliging(problem, network, {}), Valid) or scale >= 2**56


def test_the_two_networks_that_passed_once_are_wrong_and_refused_for_their_size():
    for (problem, network, certificate), word in ((threshold_that_wraps(), "2**62"), (floor_that_wraps(), "own side")):
        assert not right(problem, network)
        assert word in obliging(problem, network, certificate.evidence if "floors" in certificate.evidence else {})
