"""What each part of a report says, counted again here: numbers, bits, time, words at hover, and every picture."""

import re
from collections import Counter
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from constructions import naive, structured_channels
from superproof.comparison import compare
from superproof.findings import Findings
from superproof.problem_source import Source
from superproof.reports.figures.cells import interference, reading
from superproof.reports.figures.frontier import family_of
from superproof.reports.figures.graph import graph_picture
from superproof.reports.figures.level_bars import circuit_levels
from superproof.reports.figures.score_axis import score_distribution
from superproof.reports.figures.search_path import search_path
from superproof.reports.page import WORDS
from superproof.reports.report_files import html
from superproof.reports.score_counts import Scores, tally
from superproof.reports.summary import seconds_rows, summarise
from verify import Circuit, TwoAnd, prove
from verify.codes.base import expand

PROBLEM = TwoAnd.random_regular(24, 3, sparsity=2, seed=5)
NETWORK = naive(PROBLEM)
SHARED = structured_channels(PROBLEM, neurons=42)
LABELS = tuple(f"Node {j}" for j in range(24))


@cache
def found() -> Findings:
    seconds = {"build": 1.0, "prove": 2.5}
    source = Source("case", PROBLEM, LABELS)
    return Findings(source, NETWORK, prove(PROBLEM, NETWORK), None, compare(PROBLEM, NETWORK), seconds)


def texts(svg: str) -> str:
    """What is written in a picture."""
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))


def test_outputs_per_neuron_and_the_margin_are_said_in_numbers_and_words():
    rows = {name: (value, meaning) for name, value, meaning in summarise(found()).numbers}
    assert rows["Outputs per neuron"] == ("1.00", "not in superposition: at most 1")
    value, meaning = rows["Margin"]
    assert (value, meaning.split(":")[0]) == ("1", "100.0% of the smallest score that must read 1")
    assert "the threshold is 1" in meaning


def test_every_count_of_bits_is_explained_in_one_table_beside_the_bound():
    report, comparison = summarise(found()), found().comparison
    counts = {name: (bits, times) for name, bits, times, _ in report.bits.rows}
    assert list(counts) == ["Lower bound", "Entropy", "Encoded", "Nonzeros", "Stored"]
    assert all(meaning for *_, meaning in report.bits.rows)
    assert counts["Lower bound"][0] == f"{comparison.bound_bits:,}"
    for bits, times in counts.values():
        assert abs(int(bits.replace(",", "")) / comparison.bound_bits - float(times.replace(",", ""))) <= 0.05


def test_the_time_is_that_of_every_step_and_of_all():
    assert seconds_rows({"build": 1.0, "prove": 2.5}) == (
        ("build", "1.00"),
        ("prove", "2.50"),
        ("all of these", "3.50"),
    )


def test_words_of_the_report_are_explained_at_hover():
    page = html(summarise(found()), [])
    explained = {word.lower() for word in re.findall(r'<abbr title="[^"]+">([^<]+)</abbr>', page)}
    assert explained >= {"features", "outputs", "neurons", "outputs per neuron", "sparsity", "margin", "entropy"}
    assert explained <= {word.lower() for word in WORDS}


@pytest.mark.parametrize("network", [NETWORK, SHARED], ids=["naive", "shared"])
def test_the_interference_told_is_that_of_code_words_and_of_what_neurons_receive(network):
    words = expand(network.input_code).astype(np.int64)
    picture = interference(network, tuple(range(24)))
    for matrix in (words, network.layers[0].weights.astype(np.int64) @ words):
        unit = [column / max(1e-9, float(np.linalg.norm(column))) for column in matrix.T]
        apart = [abs(float(a @ b)) for a, b in combinations(unit, 2)]
        assert f"mean |cosine| {np.mean(apart):.2f}, largest {max(apart):.2f}" in texts(picture.svg)
    assert "every feature" in picture.caption


def test_neurons_by_outputs_says_how_many_outputs_share_a_neuron():
    words = expand(SHARED.output_code)[:, :48]
    readers = np.count_nonzero(words, axis=1)
    said = f"read by {readers.min()} to {readers.max()} of the outputs shown here; all 36 outputs share 42 neurons"
    assert said in reading(PROBLEM, SHARED).caption


def test_the_graph_has_the_names_of_its_nodes_and_marks_a_counterexample():
    picture = graph_picture(PROBLEM, LABELS, (3, 5))
    assert all(label in texts(picture.svg) for label in LABELS)
    assert "Orange: Node 3 and Node 5, active where the network is wrong." in picture.caption


def test_scores_are_zoomed_to_the_gap_where_it_is_a_small_part_of_their_range():
    wide = Scores(
        true=Counter({5556: 3, 5771: 2}), false=Counter({0: 90, 2000: 40, 5538: 1}), inputs=9, exhaustive=True
    )
    assert "near the threshold, 5,547" in texts(score_distribution(wide, 5547, None).svg)
    flat = score_distribution(tally(PROBLEM, NETWORK, None), 1, None)
    assert "near the threshold" not in texts(flat.svg)


def test_a_circuit_is_drawn_by_its_levels():
    circuit = Circuit.of(4, 2, [[("and", 0, 1), ("or", 2, 3), ("and", 1, 2)], [("and", 0, 1)]])
    picture = circuit_levels(circuit, None)
    for words in ("features", "level 1", "2 and, 1 or", "level 2", "1 and"):
        assert words in texts(picture.svg)
    assert picture.caption.startswith("4 gates on 2 levels")


def test_the_search_is_drawn_attempt_by_attempt():
    picture = search_path([(36, True), (14, True), (13, False), (13, False)], 36)
    assert "Full: 2 networks with a proof. Rings: 2 attempts that gave no exact network" in picture.caption
    assert "14" in texts(picture.svg)


@pytest.mark.parametrize("network", [NETWORK, SHARED], ids=["naive", "shared"])
def test_no_network_is_drawn_below_the_line_that_says_at_least(network):
    comparison = compare(PROBLEM, network)
    family = family_of(PROBLEM, comparison)
    assert family is not None
    assert (family.features, family.outputs, family.sparsity, family.bits) == (24, 36, 2, comparison.width)
    assert family.least_neurons(PROBLEM.outputs) == comparison.bound_neurons <= network.neurons


def test_one_bound_has_one_number_on_a_page_and_two_have_two_names(superproof, proved):
    """With and without biases counted, neurons are bounded by different numbers: their names say so."""
    page = superproof("bounds", "problem.json", "network.safetensors", "--format", "text").out
    assert re.search(r"neurons, 1 layer of 8-bit weights and biases +\d", page)
    assert re.search(r"neurons, 1\s+layer\(s\) without\s+biases >=", page)
    assert not re.search(r"neurons, 1 layer of 8-bit parameters", page)
