"""Coq's definitions and `bounds` count the same functions; every theorem that `bounds` names is published."""

import re
import subprocess

import pytest

from bounds import lower_bound
from bounds.audit import parameters
from bounds.capacity import CAPACITY_THEOREMS
from bounds.classes import LabelledTwoAnd, Permutations, QAnd, TwoInputGate
from bounds.theorem import THEOREMS
from tests.verify.cases import PATH
from tests.verify.networks import deep
from verify.proved import program

PUBLISHED = set(re.findall(r"Print Assumptions (\w+)\.", (program.HERE / "theories" / "Published.v").read_text()))
CLASSES = {
    "falling (choose 6 2) 3": LabelledTwoAnd(6, 3),
    "falling (choose 3 2) 3": LabelledTwoAnd(3, 3),
    "choose 5 2 ^ 4": LabelledTwoAnd(5, 4, distinct=False),
    "length (distinct_ands 5 2 2)": LabelledTwoAnd(5, 2),
    "length (free_ands 4 2 2)": LabelledTwoAnd(4, 2, distinct=False),
    "falling (choose 6 3) 3": QAnd(6, 3, fan_in=3),
    "choose 6 4 ^ 2": QAnd(6, 2, fan_in=4, distinct=False),
    "length (distinct_gates andb 5 2)": TwoInputGate(5, 2, "and"),
    "length (distinct_gates (fun a b => andb a (negb b)) 4 3)": TwoInputGate(4, 3, "andnot"),
    "length (free_gates xorb 4 3)": TwoInputGate(4, 3, "xor", distinct=False),
    "length (free_gates (fun a b => orb a (negb b)) 3 3)": TwoInputGate(3, 3, "ornot", distinct=False),
    "length (permutations 5)": Permutations(5),
    "fact 7": Permutations(7),
}


def evaluated(text, certifier, folder):
    """The numbers that Coq computes."""
    (folder / "sizes.v").write_text(text)
    command = ["coqc", "-q", "-Q", str(certifier.parent), "Superproof", "sizes.v"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    return [int(n) for n in re.findall(r"= (\d+)", said)]


def test_coq_and_bounds_count_the_same(certifier, tmp_path):
    compute = "".join(f"Compute {expression}.\n" for expression in CLASSES)
    imports = "From Coq Require Import Arith.\nFrom Superproof Require Import Counting FunctionClasses OneGate.\n"
    assert evaluated(imports + compute, certifier, tmp_path) == [c.cardinality() for c in CLASSES.values()]


@pytest.mark.parametrize("function_class", CLASSES.values(), ids=CLASSES)
def test_bounds_name_published_theorems(function_class):
    named = lower_bound(function_class).theorems
    assert len(named) == 4
    assert set(named) <= PUBLISHED


def test_coq_and_bounds_count_weights_and_biases_alike(certifier, tmp_path):
    """The neurons that `bounds` asks for have room for so many bits, with one less a layer there is none."""
    bound, network = lower_bound(LabelledTwoAnd(64, 64)), deep(PATH, 3)
    needed = {layers: bound.neurons(1, layers, biases=True) for layers in (1, 2, 5)}
    asked = [f"{n} (repeat {n} {layers})" for layers, most in needed.items() for n in (most, most - 1)]
    asked.append(f"{network.input_code.rows} {[len(layer.bias) for layer in network.layers]}".replace(",", ";"))
    compute = "".join(f"Compute weights_and_biases {sizes}.\n" for sizes in asked)
    imports = "From Coq Require Import List.\nFrom Superproof Require Import NetworkBits.\nImport ListNotations.\n"
    *counted, numbers = evaluated(f"{imports}Open Scope nat_scope.\n{compute}", certifier, tmp_path)
    assert [n >= bound.fixed_length_bits for n in counted] == [True, False] * len(needed)
    assert numbers + 1 == parameters(network)  # its threshold


def test_capacity_names_published_theorems():
    assert set(CAPACITY_THEOREMS) <= PUBLISHED


def test_the_counting_bound_names_its_theorems():
    """And those of public coins theirs; average error and wrong gates have none in Coq."""
    named = [re.findall(r"\b(\w+_\w+)\b", theorem.machine_checked) for theorem in THEOREMS]
    assert [len(names) for names in named] == [5, 1, 0, 0]
    assert {name for names in named for name in names} <= PUBLISHED
