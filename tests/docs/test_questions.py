"""What made people stop is answered where they look for it, by their own words, and each answer is a true one."""

import re
from pathlib import Path

import pytest

from superproof.arguments import parse

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "questions.md").read_text()


@pytest.mark.parametrize(
    "words",
    [
        "verify.py", "bounds.py", "No locator available", "container", "0/1 vector", "batch", "torch", "AIGER symbols",
        "output 18", "TwoAnd", "--json", "Ctrl-C", "time limit", "three seeds", "No superposition", "--effort",
        "first run", "Outputs per neuron", "at least", "counts of bits", "counterexample", "explain",
    ],
)  # fmt: skip
def test_the_words_of_the_question_lead_to_its_answer(words):
    assert words.casefold() in " ".join(PAGE.split()).casefold()


def test_the_pages_of_help_it_names_are_there():
    found = re.findall(r"`superproof (help \w+)`", PAGE)
    assert found
    for words in found:
        assert parse(words.split()).topic
