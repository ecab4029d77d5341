"""A number that people read is one that machines read: the same value, rounded no coarser than it is printed."""

import json
import re

import pytest

from verify import load_network, save_network

pytestmark = pytest.mark.usefixtures("blank_pictures")

PAIR = ("problem.json", "network.safetensors")
NUMBER = re.compile(r"(?<![\w.^-])-?\d[\d,]*(?:\.\d+)?(?:e-\d+)?(?![\w^])")


def numbers(value) -> set[float]:
    """All numbers in a JSON value, and those in its texts."""
    if isinstance(value, dict):
        return set().union(*map(numbers, value.values()), *map(numbers, value.keys()))
    if isinstance(value, list):
        return {float(len(value))}.union(*map(numbers, value))
    if isinstance(value, str):
        return {float(text.replace(",", "")) for text in NUMBER.findall(value)}
    return set() if value is None or isinstance(value, bool) else {float(value)}


def alike(text: str, found: float) -> bool:
    value, digits = text.replace(",", ""), len(text.partition(".")[2])
    return float(value) == (float(f"{found:.2g}") if "e" in value else round(found, digits))


@pytest.mark.parametrize(
    "words",
    [
        ("prove", *PAIR),
        ("check", *PAIR, "certificate.json"),
        ("sample", *PAIR, "--samples", "5k"),
        ("prove", "problem.json", "wrong.safetensors", "--counterexamples", "all"),
        ("explain", *PAIR, "--active", "Ann,Bob"),
        ("bounds", *PAIR),
        ("show", "problem.json"),
        ("show", "network.safetensors"),
        ("show", "certificate.json"),
        ("build", "problem.json", "--construction", "naive", "-o", "again.safetensors"),
        ("certify", "problem.json", "--construction", "naive", "-o", "found"),
    ],
    ids=lambda words: " ".join(map(str, words[:2])),
)
def test_every_number_in_words_is_in_the_record(superproof, proved, words):
    save_network(load_network("network.safetensors").with_threshold(2), "wrong.safetensors")
    said = superproof(*words)
    record = numbers(json.loads(superproof(*words, "--json").out))
    texts = NUMBER.findall(re.sub(r"[0-9a-f]{64}|64 parameter bits|2\^63|Theorem 3.1|\(lg.F. over .*", "", said.out))
    missing = [text for text in texts if not any(alike(text, found) for found in record)]
    assert texts
    assert not missing, said.out
