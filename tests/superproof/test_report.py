"""The report's parts on results of every kind; whole runs are in test_certify."""

import csv
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from constructions import naive, optimised_channels, structured_channels
from superproof.comparison import compare
from superproof.explanation import counterexamples
from superproof.findings import Findings
from superproof.problem_source import Source
from superproof.reports.figures.canvas import Picture
from superproof.reports.figures.channel_matrix import excerpt
from superproof.reports.figures.neuron_ranges import LETTER, Line, Place, Scale, place_text, ranges, text_spots
from superproof.reports.pictures import pictures
from superproof.reports.report_files import html, markdown, write_report
from superproof.reports.summary import headline, summarise
from verify import BareCode, Network, Permutation, Proved, Refuted, TwoAnd, Unknown, prove
from verify.codes.base import expand

PROBLEM = TwoAnd.random_regular(24, 3, sparsity=2, seed=5)
NAMES_OF_PLACES = ("at least, by counting", "this network", "one per output")
LABELS = tuple(f"Node {j}" for j in range(24))


def findings(network, verdict, problem=PROBLEM, labels=LABELS):
    return Findings(Source("case", problem, labels), network, verdict, None, compare(problem, network), {})


def proved(problem=PROBLEM, labels=LABELS):
    network = naive(problem)
    return findings(network, prove(problem, network), problem, labels)


def refuted():
    network = structured_channels(PROBLEM, neurons=42)
    return findings(network, prove(PROBLEM, network))


def test_the_word_is_proved_only_with_a_valid_check():
    good, unchecked = proved(), findings(naive(PROBLEM), prove(PROBLEM, naive(PROBLEM), check=False))
    assert good.word == "proved"
    assert (unchecked.word, unchecked.margin, unchecked.inputs_covered) == ("unknown", None, None)
    assert unchecked.certificate is not None
    assert "a proof was found, and not checked" in headline(unchecked)


@pytest.mark.parametrize(
    "result",
    [
        proved(),
        refuted(),
        findings(None, Unknown("no network of at most 99 neurons was found")),
        findings(naive(PROBLEM), Unknown("the time is over")),
        proved(Permutation.random(6, sparsity=1, seed=0), LABELS[:6]),
        proved(TwoAnd(inputs=2, sparsity=1, pairs=((0, 1),)), LABELS[:2]),
        proved(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), LABELS[:2]),
    ],
    ids=["proved", "refuted", "no network", "unknown", "permutation", "no bound", "one gate"],
)
def test_every_kind_of_result_has_a_report(result):
    summary, drawn = summarise(result), pictures(result)
    for text in (markdown(summary, drawn), html(summary, drawn)):
        assert result.word in text
        assert "None" not in re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)


def test_a_proof_without_superposition_has_the_colour_of_a_doubt():
    assert (summarise(proved()).word, summarise(proved()).tone) == ("proved", "alone")
    assert '<main class="alone">' in html(summarise(proved()), [])
    network = optimised_channels(PROBLEM, neurons=30)
    assert summarise(findings(network, prove(PROBLEM, network))).tone == "proved"
    assert summarise(refuted()).tone == "refuted"


def test_a_refutation_counts_the_wrong_inputs_of_every_output(monkeypatch):
    result = refuted()
    found = counterexamples(PROBLEM, result.network)
    text = html(summarise(result), [])
    assert f"Wrong on {found.wrong_inputs} of {found.inputs} inputs with at most 2 active" in text
    assert "| output | wrong on | falsely 1 | falsely 0 |" in markdown(summarise(result), [])
    monkeypatch.setattr("superproof.reports.counterexample.affordable_inputs", lambda *_: 10)
    assert "falsely" not in html(summarise(result), [])


def test_a_refutation_names_features_and_a_proof_names_sizes():
    result = refuted()
    assert isinstance(result.verdict, Refuted)
    for feature in result.verdict.counterexample.active:
        assert f"Node {feature}" in headline(result)
    assert headline(proved()).startswith(
        "proved: 36 neurons compute all 36 outputs right on every input with at most 2 of"
    )


def test_the_excerpt_shows_what_the_network_computes():
    network = structured_channels(PROBLEM, neurons=66)
    part = excerpt(PROBLEM, network)
    words, weights = expand(network.input_code), network.layers[0].weights.astype("int64")
    received = weights @ words
    assert (part.received == received[list(part.neurons)][:, list(part.features)]).all()
    assert part.planned[: part.channel, : part.inputs].all()
    assert tuple(sorted(part.features[:2])) == PROBLEM.pairs[part.output]
    assert len(set(part.neurons)) == len(part.neurons)
    assert len(set(part.features)) == len(part.features)


def test_there_is_no_excerpt_where_channels_cannot_be_read_off():
    network = naive(PROBLEM)
    layers = [(layer.weights, layer.bias) for layer in network.layers]
    dense = Network(layers, network.input_code, BareCode(expand(network.output_code)), threshold=1)
    assert excerpt(PROBLEM, dense) is None


@pytest.mark.parametrize("values", [(1, 1, 1), (1, 2, 10**30), (5, 5, 6), (10**9, 10**9 + 1, 10**9 + 2)])
def test_places_far_apart_or_equal_are_drawn(values):
    places = tuple(Place(value, name, "plain") for value, name in zip(values, "abc", strict=True))
    picture = ranges([Line("things", places, ())], "title & <more>", "caption")
    assert isinstance(picture, Picture)
    assert 'aria-label="title &amp; &lt;more&gt;"' in picture.svg
    assert all(f"{value:,} {name}" in picture.svg for value, name in zip(values, "abc", strict=True))


@settings(max_examples=25)
@given(st.lists(st.integers(1, 10**6), min_size=3, max_size=3))
@example([5298, 5298, 10000])
def test_texts_on_one_side_of_a_line_cover_neither_each_other_nor_the_edge(values):
    places = [Place(value, name, "plain") for value, name in zip(sorted(values), NAMES_OF_PLACES, strict=True)]
    starts = {"left": 0.0, "center": 0.5, "right": 1.0}
    spans = []
    for place, (at, align) in zip(places, text_spots(places, Scale(values)), strict=True):
        width = LETTER * len(place_text(place))
        left = at - starts[align] * width
        spans.append((left, left + width))
        assert left > -0.05
        assert left + width < 1.05
    assert spans[0][1] < spans[2][0]


def test_a_proof_is_a_proof():
    assert isinstance(proved().verdict, Proved)


def test_features_and_outputs_stand_in_tables_beside_the_report(tmp_path):
    result = refuted()
    write_report(result, tmp_path)
    with (tmp_path / "features.csv").open(newline="") as file:
        features = list(csv.DictReader(file))
    with (tmp_path / "outputs.csv").open(newline="") as file:
        outputs = list(csv.DictReader(file))
    assert [row["name"] for row in features] == list(LABELS)
    assert [int(row["outputs_that_use_it"]) for row in features] == list(PROBLEM.influence)
    assert outputs[3]["reads"] == "; ".join(LABELS[j] for j in PROBLEM.pairs[3])
    found = {part.output: part for part in counterexamples(PROBLEM, result.network).outputs}
    for row in outputs:
        part = found[int(row["output"])]
        assert (int(row["falsely_1"]), int(row["falsely_0"])) == (part.additional, part.missing)
        assert (int(row["smallest_true"]), int(row["largest_false"])) == (part.smallest_true, part.largest_false)
