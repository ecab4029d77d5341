"""Make the folders of certificates whose place is the expected verdict.

    python -m tests.certificates.make

`accepted/`, `rejected/` and `malformed/` hold one folder a case with problem.json, network.safetensors and
certificate.json: the checker must answer Valid, Invalid, or the files must be refused as documents. A bug found in the
checker becomes one more case here, for ever. The command writes cases that are missing and touches none that exists,
so that files made by an older version keep being checked; to make one anew, delete its folder first.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from safetensors.numpy import save_file

from tests.certificates import branch_triples, circuit_triples
from tests.verify import networks as build
from tests.verify.cases import (
    CYCLE,
    CYCLE_CODE,
    EDGE,
    ISOLATED,
    MATCHING,
    MATCHING_CODE,
    PATH,
    TREE,
    TREE_NETWORK,
    TURN,
)
from tests.verify.gate_cases import MIXED, halves
from verify import (
    Certificate,
    HadamardCode,
    IdentityCode,
    Margin,
    Network,
    Permutation,
    Problem,
    TwoAnd,
    gate_problem,
    prove,
    random_gates,
    save_certificate,
    save_network,
    save_problem,
)
from verify.certifying import certify

HERE = Path(__file__).parent
PROBLEM, NETWORK, CERTIFICATE = "problem.json", "network.safetensors", "certificate.json"


@dataclass(frozen=True)
class Case:
    """A right or forged triple, and what is then done to its files."""

    problem: Problem
    network: Network
    certificate: Certificate
    spoil: Callable[[Path], object] = field(default=lambda folder: None)

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        save_problem(self.problem, folder / PROBLEM)
        save_network(self.network, folder / NETWORK)
        save_certificate(self.certificate, folder / CERTIFICATE)
        self.spoil(folder)


def proved(problem: Problem, network: Network, /, **changes: Any) -> Case:
    certificate = prove(problem, network, prover="enumerate").certificate
    return Case(problem, network, replace(certificate, **changes))


def claimed(problem: Problem, network: Network, margin: Margin) -> Case:
    """The certificate of an enumeration that nobody made."""
    evidence = {"order": "colexicographic"}
    return Case(problem, network, certify(problem, network, "enumerate", evidence=evidence, margin=margin))


RIGHT = build.naive(PATH)
STRUCTURED = build.structured(CYCLE, 14, 0, CYCLE_CODE, 46, -14)
GATES = gate_problem(5, 3, MIXED)
WIDE = random_gates(8, 6, kinds=("and", "or"), fan_in=(4, 6), sparsity=5, seed=0)
COMPLETE = TwoAnd.from_graph(nx.complete_graph(6), sparsity=4)
TRIPLES = (branch_triples, circuit_triples)


@cache
def accepted() -> dict[str, Case]:
    silent = TwoAnd(3, 1, ((0, 2),))
    nothing = Network([([[0, 0, 0]], [0])], IdentityCode(3), IdentityCode(1), 1)
    single = Permutation((0,), sparsity=1)
    return {
        "naive_path": proved(PATH, RIGHT),
        "naive_isolated_features": proved(ISOLATED, build.naive(ISOLATED)),
        "naive_complete_graph_sparsity_4": proved(COMPLETE, build.naive(COMPLETE)),
        "three_layers": proved(PATH, build.deep(PATH, 3)),
        "negative_reading_weights": proved(PATH, build.through_sums(PATH)),
        "bare_input_code": proved(PATH, build.carried_by_sums(PATH)),
        "scores_of_59_bits": proved(PATH, build.naive(PATH, scale=2**58)),
        "outputs_in_superposition": proved(MATCHING, build.random_channels(MATCHING, 5, 2, 6, 2)),
        "inputs_in_superposition": proved(MATCHING, build.structured(MATCHING, 10, 0, MATCHING_CODE, 25, -10)),
        "threshold_at_the_margin": proved(CYCLE, STRUCTURED),
        "no_output_is_ever_true": proved(silent, nothing),
        "permutation": proved(TURN, build.rerouting(TURN)),
        "random_signs_and_constant_weight": proved(*branch_triples.never_true()),
        "one_feature": proved(single, build.rerouting(single)),
        "mixed_gates": proved(GATES, halves(GATES)),
        **{name: Case(*triple) for triples in TRIPLES for name, triple in triples.accepted().items()},
    }


def rejected() -> dict[str, Case]:
    sparser = TwoAnd(3, 2, ((0, 1),))
    stranger = build.changed(build.naive(sparser), 0, 0, 2, -1)
    swapped = build.with_gates_swapped(PATH)
    layers = [(STRUCTURED.layers[0].weights, STRUCTURED.layers[0].bias)]
    xor_as_or = gate_problem(5, 3, [*MIXED[:1], ("or", 1, 2), *MIXED[2:]])
    other_rows = Network(layers, HadamardCode(14, 8, 1), CYCLE_CODE, 46)
    return {
        "margin_better_than_true": proved(PATH, RIGHT, margin=Margin(2, 0)),
        "margin_worse_than_true": proved(PATH, RIGHT, margin=Margin(1, -1)),
        "margin_left_out": proved(PATH, RIGHT, margin=None),
        "margin_says_nothing_is_true": proved(PATH, RIGHT, margin=Margin(None, 0)),
        "fewer_inputs_covered": proved(PATH, RIGHT, inputs_covered=15),
        "sparsity_raised": proved(PATH, RIGHT, sparsity=3),
        "problem_digest_edited": proved(PATH, RIGHT, problem="0" * 64),
        "network_digest_edited": proved(PATH, RIGHT, network="0" * 64),
        "evidence_in_another_order": proved(PATH, RIGHT, evidence={"order": "lexicographic"}),
        "evidence_with_more_to_say": proved(PATH, RIGHT, evidence={"order": "colexicographic", "checked": 1}),
        "evidence_empty": proved(PATH, RIGHT, evidence={}),
        "assumption_added": proved(PATH, RIGHT, assumptions=("the checker is right",)),
        "forged_for_or_where_there_is_xor": claimed(xor_as_or, halves(GATES), Margin(1, 0)),
        "arrays_smuggled_in": proved(PATH, RIGHT, arrays={"a": np.zeros(3, dtype=np.int8)}),
        "prover_nobody_knows": proved(PATH, RIGHT, prover="oracle"),
        "prover_with_a_space": proved(PATH, RIGHT, prover="enumerate "),
        "transplant_to_other_gates": Case(swapped, RIGHT, proved(PATH, RIGHT).certificate),
        "transplant_to_a_higher_sparsity": Case(
            TwoAnd(3, 3, ((0, 1),)), stranger, proved(sparser, stranger).certificate
        ),
        "transplant_to_another_network": Case(PATH, build.naive(PATH, scale=2), proved(PATH, RIGHT).certificate),
        "transplant_to_another_threshold": Case(PATH, RIGHT.with_threshold(0), proved(PATH, RIGHT).certificate),
        "transplant_to_another_code_seed": Case(CYCLE, other_rows, proved(CYCLE, STRUCTURED).certificate),
        "forged_for_other_gates": claimed(swapped, RIGHT, Margin(1, 0)),
        "forged_for_one_weight_changed": claimed(PATH, build.changed(RIGHT, 0, 3, 4, 2), Margin(1, 0)),
        "forged_for_one_bias_changed": claimed(PATH, build.changed(RIGHT, 0, 2, -1, 0), Margin(1, 0)),
        "forged_for_a_threshold_past_the_margin": claimed(CYCLE, STRUCTURED.with_threshold(47), Margin(46, 38)),
        "forged_where_only_the_empty_input_fails": claimed(EDGE, build.naive(EDGE).with_threshold(0), Margin(1, -1)),
        "forged_where_only_three_active_fail": claimed(TwoAnd(3, 3, ((0, 1),)), stranger, Margin(1, 0)),
        "forged_where_one_wire_is_cut": claimed(TURN, build.changed(build.rerouting(TURN), 0, 2, 1, 0), Margin(1, 0)),
        **{name: Case(*triple) for triples in TRIPLES for name, triple in triples.rejected().items()},
    }


def text(file: str, old: str, new: str) -> Callable[[Path], object]:
    """Replace a piece of a file's text, which must be there."""

    def spoil(folder: Path) -> None:
        before = (folder / file).read_text()
        if before.count(old) != 1:
            raise ValueError(f"{file} must hold {old!r} once, not {before.count(old)} times")
        (folder / file).write_text(before.replace(old, new))

    return spoil


def content(file: str, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    """Replace a file's bytes."""
    return lambda folder: (folder / file).write_bytes(change((folder / file).read_bytes()))


def float_weights(folder: Path) -> None:
    note = {
        "format": "superproof-network-1",
        "input_code": {"family": "identity", "size": 5},
        "output_code": {"family": "identity", "size": 4},
        "threshold": 1,
    }
    tensors = {"W1": RIGHT.layers[0].weights.astype(np.float32), "b1": RIGHT.layers[0].bias.astype(np.float32)}
    save_file(tensors, folder / NETWORK, metadata={"superproof": json.dumps(note)})


def malformed() -> dict[str, Case]:
    right, arrays = proved(PATH, RIGHT), proved(PATH, RIGHT, arrays={"a": np.zeros(3, dtype=np.int8)})
    tree = Case(*branch_triples.branched(TREE, TREE_NETWORK))
    beside = "certificate.evidence.safetensors"
    spoils = {
        "certificate_empty": content(CERTIFICATE, lambda data: b""),
        "certificate_truncated": content(CERTIFICATE, lambda data: data[: len(data) // 2]),
        "certificate_truncated_by_one_brace": content(CERTIFICATE, lambda data: data.rstrip()[:-1]),
        "certificate_twice": content(CERTIFICATE, lambda data: data * 2),
        "certificate_utf16": content(CERTIFICATE, lambda data: data.decode().encode("utf-16")),
        "certificate_byte_order_mark": content(CERTIFICATE, lambda data: b"\xef\xbb\xbf" + data),
        "certificate_deep": content(CERTIFICATE, lambda data: b"[" * 20_000),
        "certificate_missing": lambda folder: (folder / CERTIFICATE).unlink(),
        "sparsity_a_boolean": text(CERTIFICATE, '"sparsity": 2', '"sparsity": true'),
        "sparsity_a_fraction": text(CERTIFICATE, '"sparsity": 2', '"sparsity": 2.0'),
        "inputs_covered_a_string": text(CERTIFICATE, '"inputs_covered": 16', '"inputs_covered": "16"'),
        "margin_not_a_number": text(CERTIFICATE, '"margin": [\n  1,', '"margin": [\n  NaN,'),
        "margin_of_three": text(CERTIFICATE, '"margin": [\n  1,', '"margin": [\n  1, 1,'),
        "margin_a_boolean": text(CERTIFICATE, '"margin": [\n  1,', '"margin": [\n  true,'),
        "claim_something_else": text(CERTIFICATE, "computes the problem", "computes the  problem"),
        "format_of_tomorrow": text(CERTIFICATE, "superproof-certificate-1", "superproof-certificate-2"),
        "key_unknown": text(CERTIFICATE, '"sparsity": 2', '"sparsity": 2, "trusted": "yes"'),
        "key_repeated": text(CERTIFICATE, '"sparsity": 2', '"sparsity": 2, "sparsity": 2'),
        "key_missing": text(CERTIFICATE, ' "sparsity": 2,\n', ""),
        "evidence_null": text(CERTIFICATE, '"evidence": {\n  "order": "colexicographic"\n }', '"evidence": null'),
        "assumptions_not_strings": text(CERTIFICATE, '"assumptions": []', '"assumptions": [1]'),
        "problem_not_json": content(PROBLEM, lambda data: b"and 0 1\n"),
        "problem_self_loop": text(PROBLEM, '["and", 0, 1]', '["and", 1, 1]'),
        "problem_gate_repeated": text(PROBLEM, '["and", 0, 1]', '["and", 2, 1]'),
        "problem_index_out_of_range": text(PROBLEM, '["and", 0, 1]', '["and", 0, 5]'),
        "problem_is_the_certificate": lambda folder: (folder / PROBLEM).write_bytes(
            (folder / CERTIFICATE).read_bytes()
        ),
        "network_truncated": content(NETWORK, lambda data: data[:-3]),
        "network_is_text": content(NETWORK, lambda data: b"W1 = [[1, 1]]"),
        "network_of_floats": float_weights,
    }
    beside_spoils = {
        "arrays_missing": lambda folder: (folder / beside).unlink(),
        "arrays_changed": content(beside, lambda data: data[:-1] + b"\1"),
        "arrays_truncated": content(beside, lambda data: data[:-1]),
        "arrays_elsewhere": text(CERTIFICATE, beside, "../../accepted/naive_path/network.safetensors"),
        "arrays_digest_edited": text(CERTIFICATE, '"sha256": "', '"sha256": "0'),
    }
    return {
        **{name: replace(right, spoil=spoil) for name, spoil in spoils.items()},
        **{name: replace(arrays, spoil=spoil) for name, spoil in beside_spoils.items()},
        **{f"branch_{name}": replace(tree, spoil=spoil) for name, spoil in beside_spoils.items()},
    }


def main() -> None:
    """Write the cases that are missing."""
    for verdict, cases in (("accepted", accepted()), ("rejected", rejected()), ("malformed", malformed())):
        for name, case in cases.items():
            if not (HERE / verdict / name).exists():
                case.write(HERE / verdict / name)


if __name__ == "__main__":
    main()
