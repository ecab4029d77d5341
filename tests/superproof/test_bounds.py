"""`superproof bounds` and `superproof capacity` in all their forms."""

import json
import re

import networkx as nx
import pytest

from benchmarks.known_sizes import ROWS
from bounds.report import Report, Table
from constructions import naive
from superproof.comparison import REGULAR, compare, known_sentence, smallest_known
from superproof.records.index import default_folder, load_index
from superproof.reports.figures.canvas import BOUND, NETWORK, VARIABLES
from superproof.reports.figures.frontier import Family, Landmark, curves, family_of, frontier
from superproof.reports.figures.neuron_ranges import Line, Place, ranges
from superproof.reports.figures.search_path import search_path
from superproof.reports.page import tables_page
from verify import TwoAnd, gate_problem


@pytest.mark.parametrize("form", ["text", "markdown", "latex", "html", "json"])
def test_every_form_holds_bound_network_and_audit(superproof, proved, form):
    run = superproof("bounds", "problem.json", "network.safetensors", "--format", form)
    assert (run.status, run.err) == (0, "")
    text = " ".join(run.out.split())
    for piece in ("respected: ", " parameter bits are no fewer than lg", "2.584...", "160", "biases may take more"):
        assert piece in text


def test_the_page_needs_nothing_from_elsewhere(superproof, proved):
    page = superproof("bounds", "problem.json", "network.safetensors", "--format", "html").out
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "<svg" in page
    assert "this network: 3" in page


def test_layers_and_bits_change_the_bound_on_neurons(superproof):
    def neurons(*options: object) -> object:
        return superproof("bounds", "les-miserables", "--json", *options).record["lower_bound_neurons"]

    assert neurons("--bits", 1) == 54
    assert neurons("--bits", 1, "--layers", 4) == 27


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_report_without_a_bound_says_why(superproof, triangle, form):
    superproof("problem", "and", "--graph", triangle, "--sparsity", 1, "-o", "p.json")
    run = superproof("bounds", "p.json", "--format", form)
    assert run.status == 0
    assert "sparsity must be at least 2, not 1" in " ".join(run.out.split())


def test_a_network_for_another_problem_is_an_unusable_document(superproof, proved):
    run = superproof("bounds", "karate-club", "network.safetensors")
    assert run.status == 5
    assert "network.safetensors: does not fit karate-club" in run.complaint


def test_capacity_of_gpt2_and_its_hypotheses(superproof):
    run = superproof("capacity", "--parameters", "124e6", "--bits", 16)
    assert run.status == 0
    assert "40,071,004" in run.out
    assert "upper limit on what could be computed" in run.out
    assert re.search(r"GPT-2 small +124,000,000 +40,071,004 +79,967,084$", run.out, re.MULTILINE)
    assert max(map(len, run.out.splitlines())) <= 80
    record = superproof("capacity", "--parameters", "124e6", "--bits", 16, "--json").record
    assert (record["two_and_features"], record["pairwise_features"]) == (40071004, 79967084)
    assert json.loads(superproof("capacity", "--format", "json").out)["tables"]


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (("capacity", "--parameters", "0"), "must be a whole number from 1 to 10**24, such as 124e6, not '0'"),
        (("capacity", "--parameters", "1.5"), "must be a whole number"),
        (("capacity", "--parameters", "1e999999999"), "must be a whole number"),
        (("capacity", "--bits", "-1"), "must be a positive number of bits"),
        (("bounds", "karate-club", "--layers", "0"), "must be an integer from 1 to 2**40, not '0'"),
        (("bounds", "karate-club", "--format", "pdf"), "invalid choice: 'pdf'"),
    ],
)
def test_wrong_usage_is_one_sentence_with_rule_and_value(superproof, arguments, rule):
    run = superproof(*arguments)
    assert run.status == 2
    assert rule in run.complaint


def test_the_frontier_shows_certified_networks_of_earlier_runs(superproof):
    superproof("certify", "karate-club", "--construction", "naive", "--out", "club")
    page = superproof("bounds", "les-miserables", "--format", "html", "--beside", "club").out
    assert "club: 78" in page


@pytest.mark.usefixtures("blank_pictures")
def test_a_folder_without_a_fitting_certificate_is_refused(superproof, tmp_path):
    superproof("certify", "karate-club", "--construction", "naive", "--out", "club")
    superproof("certify", "les-miserables", "--construction", "naive", "--out", "novel")
    (tmp_path / "club" / "certificate.json").write_bytes((tmp_path / "novel" / "certificate.json").read_bytes())
    run = superproof("bounds", "karate-club", "--format", "html", "--beside", "club")
    assert run.status == 5
    assert "is of another problem or network" in run.complaint
    assert superproof("bounds", "karate-club", "--format", "html", "--beside", "nowhere").status == 5
    assert superproof("bounds", "karate-club", "--beside", "novel").status == 2


FAMILIES = {
    "les miserables": Family(False, 77, 254, 2, 16, 1),
    "two gates a feature": Family(False, 256, 256, 2, 8, 1),
    "all pairs": Family(False, 24, 276, 2, 2, 2),
    "a permutation": Family(True, 64, 64, 2, 8, 1),
}


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_the_frontier_names_every_curve_and_every_network(family):
    picture = frontier(family, [Landmark("a network", 900, 300)])
    for curve in curves(family):
        assert curve.name in picture.svg.replace("&apos;", "'")
    assert "a network: 300" in picture.svg


def test_a_network_and_a_bound_have_their_own_colour_in_every_picture():
    """The network is blue and what no network can be below is orange, as a line and as a mark."""
    lines = [Line("n", (Place(60, "network", "network"), Place(9, "bound", "bound")), ())]
    for picture in (
        frontier(FAMILIES["les miserables"], [Landmark("a network", 254, 60)]),
        ranges(lines, "", ""),
        search_path([(60, True)], 254),
    ):
        marks = re.findall(r"<use [^>]*style=\"fill: (var\(--\w+\)); stroke: var\(--paper\)", picture.svg)
        assert set(marks) == {f"var({VARIABLES[NETWORK]})"}, picture.name
    assert "Orange: no network below" in frontier(FAMILIES["les miserables"]).caption
    assert f"stroke: var({VARIABLES[BOUND]})" in frontier(FAMILIES["les miserables"]).svg


@pytest.mark.parametrize("outputs", [1, 2, 3, 4, 6, 7, 10, 11, 5000])
def test_a_family_has_as_many_pairs_as_outputs_at_every_size(outputs):
    dense = FAMILIES["all pairs"]
    features = dense.features_at(outputs)
    assert features * (features - 1) // 2 >= outputs
    assert dense.features_at(dense.outputs) == dense.features


def test_the_bound_in_the_frontier_is_the_one_in_the_tables():
    problem = TwoAnd.from_graph(nx.les_miserables_graph(), sparsity=2)
    network = naive(problem)
    comparison = compare(problem, network)
    family = family_of(problem, comparison)
    assert family.least_neurons(problem.outputs) == comparison.bound_neurons
    assert network.neurons >= comparison.bound_neurons


def test_no_frontier_where_no_bound_or_no_curve_is_known():
    for problem in (TwoAnd(2, 1, ((0, 1),)), gate_problem(3, 2, [("or", 0, 1), ("xor", 1, 2)])):
        assert family_of(problem, compare(problem, naive(problem))) is None


def test_the_smallest_known_networks_are_the_least_of_the_table_of_sizes_and_the_records(superproof):
    row = next(row for row in ROWS if (row.family, row.construction) == ("random 2-regular", "optimised-channels"))
    known = [(size, known.neurons) for size, known in row.known.items()]
    records = (record for record in load_index(default_folder()).records if record.family == "two-regular")
    known += [(record.size, record.figures.neurons) for record in records]
    assert {size: min(n for other, n in known if other == size) for size, _ in known} == REGULAR
    problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=7)
    assert known_sentence(problem).endswith("of this family and size: 22 neurons")
    assert smallest_known(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1),))) is None


def test_a_page_of_tables_sets_numbers_to_the_right_is_a_list_on_a_narrow_screen_and_begins_with_its_verdict():
    table = Table("T", ("what", "n", "score"), (("a", 1234, "0.5"), ("b", None, "none")))
    page = tables_page(Report("Refuted: it is wrong", (), (table,)), [])
    assert '<td class="number" data-name="n">1,234</td><td data-name="score">0.5</td>' in page
    assert '<table class="listed">' in page
    assert '<header class="refuted">\n<p class="verdict">refuted</p>\n<h1 class="headline">It is wrong</h1>' in page
    assert "<header" not in tables_page(Report("Counting bound: of all", (), (table,)), [])
