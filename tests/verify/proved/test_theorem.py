"""A network as a theorem: Coq's kernel accepts it if and only if it is true."""

import subprocess
from dataclasses import replace

import numpy as np
import pytest

from superproof.__main__ import main
from tests.certificates.test_certificates import HERE, load
from verify import (
    BareCode,
    HadamardCode,
    IdentityCode,
    Network,
    Permutation,
    Unknown,
    gate_problem,
    prove,
    save_certificate,
    save_network,
    save_problem,
)
from verify.proved import check_proved
from verify.proved.request import FAMILIES, KINDS
from verify.proved.theorem import LARGEST, theorem
from verify.statement.certificate import Margin

GATES = [("and", 0, 1), ("or", 1, 2), ("xor", 0, 3), ("andnot", 2, 3), ("copy", 3), ("atleast-2", 0, 1, 2)]
PROBLEM = gate_problem(4, 2, GATES)


def right_network(code=None) -> Network:
    """A neuron or two a gate of PROBLEM; with all four rows of a Hadamard matrix as its code."""
    weights = np.array(
        [[1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 0, -1], [-1, 0, 0, 1], [0, 0, 1, -1], [0, 0, 0, 1], [1, 1, 1, 0]]
    )
    bias = np.array([-1, 0, 0, 0, 0, 0, -1])
    reading = np.zeros((7, 6), dtype=np.int64)
    for output, neurons in enumerate([(0,), (1,), (2, 3), (4,), (5,), (6,)]):
        reading[neurons, output] = 2
    if code is None:
        return Network([(weights, bias)], IdentityCode(4), BareCode(reading), threshold=2)
    return Network([(weights @ code.block(0, 4).T, 4 * bias)], code, BareCode(reading), threshold=2)


def accepted(text: str, certifier, tmp_path) -> bool:
    path = tmp_path / "Stated.v"
    path.write_text(text)
    command = ["coqc", "-q", "-Q", str(certifier.parent), "Superproof", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        assert set(done.stdout.splitlines()) == {"Closed under the global context"}
    return done.returncode == 0


@pytest.mark.parametrize("prover", ["enumerate", "branch"])
def test_coq_accepts_a_right_network(prover, certifier, tmp_path):
    network = right_network(HadamardCode(4, 4, seed=3))
    more = {"exact_margin": True} if prover == "branch" else {}
    certificate = prove(PROBLEM, network, prover=prover, **more).certificate
    assert certificate.margin is not None
    assert accepted("".join(theorem(PROBLEM, network, certificate)), certifier, tmp_path)


@pytest.mark.parametrize("what", ["network", "margin", "digest", "statement"])
def test_coq_refuses_what_is_wrong(what, certifier, tmp_path):
    network = right_network()
    certificate = prove(PROBLEM, network, prover="branch", exact_margin=True).certificate
    if what == "network":
        network = network.with_threshold(1)
        certificate = replace(certificate, margin=None, evidence={**certificate.evidence, "attained": None})
        network = network.with_threshold(3)
    if what == "margin":
        certificate = replace(certificate, margin=Margin(3, 0))
    text = "".join(theorem(PROBLEM, network, certificate))
    if what == "digest":
        text = text.replace(network.digest, "0" * 64)
    if what == "statement":
        text = text.replace("Xor 0 3", "Xor 1 3")
    assert not accepted(text, certifier, tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[1; 0]%Z; [0; 0]%Z; [0; 1]%Z", "[1; 0; 0]%Z; [0]%Z; [0; 1]%Z"),
        ("[[1; 1]%Z; [1; 0]%Z", "[[1; 1]%Z; [1; 18446744073709551616]%Z"),
    ],
    ids=["ragged rows", "beyond 64 bits"],
)
def test_another_network_with_the_same_digest_makes_no_theorem(before, after, certifier, tmp_path):
    """Each computes the problem as well, since no output reads the second neuron; what is hashed is the same."""
    problem = gate_problem(2, 2, [("or", 0, 1), ("copy", 1)])
    reading = BareCode(np.array([[1, 0], [0, 0], [0, 1]]))
    network = Network([([[1, 1], [1, 0], [0, 1]], [0, 0, 0])], IdentityCode(2), reading, threshold=1)
    text = "".join(theorem(problem, network, prove(problem, network, prover="enumerate").certificate))
    assert text.count(before) == 1
    stated, proofs = text.replace(before, after).split("(** All the work")
    ends = [f'network_digest n = "{network.digest}"%string', "canonical n = false", "certify p n e = None"]
    refused = "".join(f"Goal {end}. Proof. vm_compute. reflexivity. Qed.\n" for end in ends)
    assert accepted(stated + refused + "Print Assumptions certified.\n", certifier, tmp_path)
    assert "network_is_canonical" in proofs


def test_a_theorem_on_a_permutation_by_the_command(certifier, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    problem = Permutation((2, 0, 1), sparsity=2)
    weights = np.eye(3, dtype=np.int64)[[1, 2, 0]]
    network = Network([(weights, [0, 0, 0])], IdentityCode(3), IdentityCode(3), threshold=1)
    save_problem(problem, "p.json")
    save_network(network, "n.safetensors")
    save_certificate(prove(problem, network, prover="branch").certificate, "c.json")
    assert main(["proved", "theorem", "p.json", "n.safetensors", "c.json", "-o", "T.v"]) == 0
    capsys.readouterr()
    assert accepted((tmp_path / "T.v").read_text(), certifier, tmp_path)
    assert main(["proved", "theorem", "p.json", "n.safetensors", "c.json", "-o", "p.json"]) == 2


@pytest.mark.slow
def test_contracts_make_a_theorem_and_none_of_another_network(certifier, tmp_path):
    problem, network, certificate = load(HERE / "accepted" / "contracts_of_a_permutation")
    assert accepted("".join(theorem(problem, network, certificate)), certifier, tmp_path)
    wrong = network.with_threshold(network.threshold + 1)
    assert not accepted("".join(theorem(problem, wrong, certificate)), certifier, tmp_path)


def test_what_makes_no_theorem_is_refused_in_one_sentence():
    network = right_network()
    certificate = prove(PROBLEM, network, prover="enumerate").certificate
    with pytest.raises(ValueError, match="enumerate, branch, contracts"):
        "".join(theorem(PROBLEM, network, replace(certificate, prover="smt")))
    with pytest.raises(ValueError, match="list of hidden codes"):
        "".join(theorem(PROBLEM, network, replace(certificate, prover="contracts")))
    with pytest.raises(ValueError, match="a circuit of levels"):
        "".join(theorem(*load(HERE / "rejected" / "contracts_for_a_circuit_by_branch")))
    size = LARGEST + 1
    large = Permutation(tuple(range(size)), sparsity=1)
    network = Network([(np.eye(size, dtype=np.int64), [0] * size)], IdentityCode(size), IdentityCode(size), threshold=1)
    with pytest.raises(ValueError, match="check --proved"):
        "".join(theorem(large, network, certificate))


def test_codes_and_kinds_that_came_after_the_theories_are_not_covered(monkeypatch):
    network = right_network()
    certificate = prove(PROBLEM, network, prover="enumerate").certificate
    monkeypatch.delitem(FAMILIES, "identity")
    monkeypatch.delitem(KINDS, "xor")
    reason = "the theories in Coq have no codes of family identity and no gates of kind xor"
    assert check_proved(PROBLEM, network, certificate) == Unknown(reason)
    with pytest.raises(ValueError, match=reason):
        "".join(theorem(PROBLEM, network, certificate))
