"""A network as a theorem: a file in which Coq's kernel checks that this network computes this problem."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import Any

from verify.arrays import Integers
from verify.codes.bare import BareCode
from verify.codes.base import Code
from verify.errors import shown
from verify.proved.check import COVERED, ONE_LEVEL
from verify.proved.request import FAMILIES, KINDS, hidden_codes, not_covered
from verify.proved.trees import LEAF, trees
from verify.statement.certificate import Certificate, Margin
from verify.statement.digest import problem_digest
from verify.statement.fit import require_fit
from verify.statement.gates import Gate
from verify.statement.network import Network
from verify.statement.problem import Problem

LARGEST = 1024
"""Features or outputs: Coq counts them one by one."""
HEADER = """\
(* That a network computes a problem, checked by Coq's kernel alone: no program is extracted.

   coqc -q -Q FOLDER Superproof THIS-FILE     where FOLDER has the theories compiled: that of `superproof proved build`
   coqchk -Q FOLDER Superproof -Q . "" NAME   a second checker of the same

   To be read: the definitions in verify/proved/theories (Statement, Codes, Documents), and that problem and network
   here have the digests of the files that are meant, which the kernel has computed: with network_is_canonical they are
   those of no other problem and network, but for collisions of SHA-256 (problem_digests and network_digests in
   Determined.v). *)
From Coq Require Import ZArith List String.
From Superproof Require Import Statement Codes Documents Trees Attained Certify.
Import ListNotations.
Open Scope nat_scope.

"""


def theorem(problem: Problem, network: Network, certificate: Certificate) -> Iterator[str]:
    """The parts of the file, from a certificate of a prover of `COVERED`; that it proves anything is for Coq to say.

    Guarantee: if coqc accepts the file, then for all admissible inputs every output of the network with this digest is
    right for the problem with this digest, with the stated margin if there is one. Errors: ValueError for other
    certificates, for problems of more than `LARGEST` features or outputs, or where the network does not fit.
    """
    require_fit(problem, network)
    if certificate.prover not in COVERED:
        covered = ", ".join(COVERED)
        raise ValueError(f"a theorem can be made of certificates of {covered}, not of {shown(certificate.prover)}")
    if max(problem.features, problem.outputs) > LARGEST:
        sizes = f"{problem.features} features and {problem.outputs} outputs"
        raise ValueError(f"a theorem has at most {LARGEST} features and outputs, not {sizes}: use check --proved")
    if certificate.prover == "branch" and problem.is_circuit:
        raise ValueError(ONE_LEVEL)
    complaint = not_covered(problem, network.input_code, network.output_code)
    if complaint is not None:
        raise ValueError(complaint)
    yield HEADER
    yield f"Definition p : problem_document :=\n  {_problem(problem)}.\n\n"
    layers = _list(f"Layer {_matrix(layer.weights)} {_integers(layer.bias.tolist())}" for layer in network.layers)
    yield "Definition n : network_document := NetworkDocument\n"
    yield f"  {_code(network.input_code)}\n  {layers}\n  {_code(network.output_code)} ({network.threshold})%Z.\n\n"
    yield f"Definition e : evidence :=\n  {_evidence(problem, certificate)}.\n\n"
    of_problem, of_network = f'"{problem_digest(problem)}"', f'"{network.digest}"'
    margin = "" if certificate.margin is None else _options(certificate.margin)
    stated = f"(Some ({margin.replace(') (', '), (')}))" if margin else "None"
    yield f"Definition c : claim := Claim {of_problem} {of_network} {stated}.\n\n"
    yield "(** All the work: the digests too are computed here. *)\n"
    yield "Lemma checked : certify p n e = Some c.\nProof. vm_cast_no_check (eq_refl (Some c)). Qed.\n\n"
    for name, holds, found in (
        ("Lemma digest_of_the_problem", f"problem_digest p = {of_problem}%string", "[_ [H _]]. symmetry"),
        ("Lemma network_is_canonical", "canonical n = true", "[H _]"),
        ("Lemma digest_of_the_network", f"network_digest n = {of_network}%string", "[_ [_ [H _]]]. symmetry"),
        ("Theorem network_computes", "computes (problem_of p) (network_of n)", "[_ [_ [_ [H _]]]]"),
    ):
        yield f"{name} : {holds}.\nProof. destruct (certified p n e c checked) as {found}. exact H. Qed.\n\n"
    if margin:
        yield f"Theorem network_margin : margin (problem_of p) (network_of n) {margin}.\n"
        yield "Proof. destruct (certified p n e c checked) as [_ [_ [_ [_ H]]]]. apply H. reflexivity. Qed.\n\n"
        yield "Print Assumptions network_margin.\n"
    yield "Print Assumptions network_computes.\n"


def _problem(problem: Problem) -> str:
    if problem.is_permutation:
        return f"Permutation {_naturals(problem.images)} {problem.sparsity}"
    sizes, levels = f"{problem.features} {problem.sparsity}", [_list(map(_gate, level)) for level in problem.levels]
    return f"Circuit {sizes} {_list(levels)}" if problem.is_circuit else f"Gates {sizes} {levels[0]}"


def _gate(gate: Gate) -> str:
    if gate.kind in ("xor", "andnot", "copy"):
        return " ".join((KINDS[gate.kind], *map(str, gate.inputs)))
    name = KINDS.get(gate.kind) or f"AtLeast {gate.kind.removeprefix('atleast-')}"
    return f"{name} {_naturals(gate.inputs)}"


def _code(code: Code) -> str:
    if isinstance(code, BareCode):
        return f"(Bare {_matrix(code.matrix)} {code.columns})"
    recipe: Any = code.recipe()
    name, keys = FAMILIES[recipe["family"]]
    return f"({name} {' '.join(f'{recipe[key]}%Z' if key == 'seed' else str(recipe[key]) for key in keys)})"


def _evidence(problem: Problem, certificate: Certificate) -> str:
    if certificate.prover == "enumerate":
        return "AllInputs"
    if certificate.prover == "contracts":
        return f"HiddenCodes {_list(map(_code, hidden_codes(certificate)))}"
    found = _list(_tree(iter(tree)) for tree in trees(problem.gates, problem.sparsity, certificate.arrays))
    if certificate.margin is None:
        return f"CaseTrees {found}"
    places: Any = certificate.evidence["attained"]
    witnesses = (
        "None" if place is None else f"(Some (Witness {place[0]} {_naturals(place[1])} ({score})%Z))"
        for place, score in zip(places, astuple(certificate.margin), strict=True)
    )
    return f"CaseTreesAndMargin {found} {' '.join(witnesses)}"


def _tree(numbers: Iterator[int]) -> str:
    feature = next(numbers)
    if feature == LEAF:
        return "Leaf"
    off = _tree(numbers)
    return f"(Split {feature} {off} {_tree(numbers)})"


def _options(margin: Margin) -> str:
    return " ".join("(None)" if score is None else f"(Some ({score})%Z)" for score in astuple(margin))


def _matrix(matrix: Integers) -> str:
    return _list(_integers(row.tolist()) for row in matrix)


def _integers(numbers: Iterable[int]) -> str:
    return f"{_list(f'({k})' if k < 0 else str(k) for k in numbers)}%Z"


def _naturals(numbers: Iterable[int]) -> str:
    return _list(map(str, numbers))


def _list(members: Iterable[str]) -> str:
    return f"[{'; '.join(members)}]"
