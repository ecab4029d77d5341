"""Mutated files through all readers: a graph that a second reader sees too, or one sentence."""

from benchmarks.graph_writers import WRITERS
from benchmarks.reader_fuzz import fuzz


def test_mutated_files_are_read_as_a_second_reader_does_or_refused_in_one_sentence():
    counts = fuzz(4000, seed=7)
    assert set(counts) == {*WRITERS, "aiger"}
    assert sum(found["different"] for found in counts.values()) == 0
    assert all(found["alike"] > 20 for name, found in counts.items() if name != "aiger")
