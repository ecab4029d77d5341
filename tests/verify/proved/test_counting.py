"""Coq's definitions and `bounds` count the same functions; every theorem that `bounds` names is published."""

import re
import subprocess

import pytest

from bounds import lower_bound
from bounds.classes import LabelledTwoAnd, Permutations, QAnd
from bounds.theorem import THEOREMS
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
    "length (permutations 5)": Permutations(5),
    "fact 7": Permutations(7),
}


def test_coq_and_bounds_count_the_same(certifier, tmp_path):
    compute = "".join(f"Compute {expression}.\n" for expression in CLASSES)
    imports = "From Coq Require Import Arith.\nFrom Superproof Require Import Counting FunctionClasses.\n"
    (tmp_path / "sizes.v").write_text(imports + compute)
    command = ["coqc", "-q", "-Q", str(certifier.parent), "Superproof", "sizes.v"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert [int(n) for n in re.findall(r"= (\d+)", said)] == [c.cardinality() for c in CLASSES.values()]


@pytest.mark.parametrize("function_class", CLASSES.values(), ids=CLASSES)
def test_bounds_name_published_theorems(function_class):
    named = lower_bound(function_class).theorems
    assert len(named) == 4
    assert set(named) <= PUBLISHED


def test_the_counting_bound_names_its_theorems():
    named = re.findall(r"\b(\w+_\w+_\w+_\w+)\b", THEOREMS[0].machine_checked)
    assert named
    assert set(named) <= PUBLISHED
