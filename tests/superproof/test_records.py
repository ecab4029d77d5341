"""Records: families are fixed for ever, what is not true is noticed, and only what is better takes a place."""

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from benchmarks.law import tables
from benchmarks.records import page
from constructions import naive
from superproof.errors import UsageError
from superproof.graph_usage import DATA_SETS
from superproof.records.challenge import challenge
from superproof.records.examine import examine, stray_files
from superproof.records.index import Index, default_folder, load_index
from superproof.records.problem_families import FAMILIES
from superproof.records.record import CURRENCIES, Figures, Record, weight_class
from superproof.schemas import schema
from verify import BareCode, IdentityCode, Network, Proved, Refuted, TwoAnd, load_network, problem_digest, save_network

VALIDATOR = Draft202012Validator(schema("answer"))
REPOSITORY = default_folder().resolve()
DIGESTS = {
    ("two-regular", 64): "4ad012895f8d",
    ("three-and", 64): "7960b08c0e45",
    ("or", 64): "02c9c3411623",
    ("xor", 64): "3f8099b553fa",
    ("mixed", 64): "dfc690b10434",
    ("permutation", 64): "6b5e4a7e67ab",
    ("holding", 64): "6d1f967e9dc9",
    ("complete", 66): "c9f2a606d45a",
    ("complete-bipartite", 64): "7c81d5ce3d22",
    ("root-stars", 64): "6327b0a54745",
    ("four-stars", 64): "b1d7bc9eb1f6",
    ("grid", 60): "457b5d547ef6",
}  # fmt: skip
GRID = FAMILIES["grid"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table with one record: twelve neurons for the grid of twelve edges."""
    (tmp_path / "index.json").write_text('{"format": "superproof-records-1", "records": []}')
    found = entered(tmp_path, naive(GRID.problem(tmp_path, 12, 2, 0)))
    assert found.won == CURRENCIES
    return tmp_path


def entered(folder: Path, network: Network):
    return challenge(load_index(folder), GRID, GRID.problem(folder, 12, 2, 0), network)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("name", "size"), DIGESTS)
def test_a_family_gives_the_same_problem_for_ever(name: str, size: int) -> None:
    family = FAMILIES[name]
    problem = family.problem(REPOSITORY, size, family.sparsity, 0)
    assert problem.outputs == size
    assert problem_digest(problem)[:12] == DIGESTS[name, size]


def test_graphs_of_fixed_form_are_those_of_networkx() -> None:
    graphs = {
        ("complete", 10): nx.complete_graph(5),
        ("complete-bipartite", 9): nx.complete_bipartite_graph(3, 3),
        ("root-stars", 9): nx.disjoint_union_all([nx.star_graph(3)] * 3),
        ("four-stars", 8): nx.disjoint_union_all([nx.star_graph(2)] * 4),
        ("grid", 12): nx.convert_node_labels_to_integers(nx.grid_2d_graph(3, 3), ordering="sorted"),
    }
    for (name, size), graph in graphs.items():
        problem = FAMILIES[name].problem(REPOSITORY, size, 2, 0)
        assert problem.inputs == graph.number_of_nodes()
        assert set(problem.pairs) == {(min(edge), max(edge)) for edge in graph.edges()}


@pytest.mark.parametrize("name", DATA_SETS)
def test_kept_graphs_are_those_of_networkx(name: str) -> None:
    kept = FAMILIES[name].problem(REPOSITORY, FAMILIES[name].size or 0, 2, 0)
    assert kept == TwoAnd.from_graph(getattr(nx, DATA_SETS[name])(), sparsity=2)


@pytest.mark.parametrize(
    ("name", "size", "seed"),
    [
        ("complete", 5, 0),
        ("grid", 13, 0),
        ("root-stars", 8, 0),
        ("four-stars", 6, 0),
        ("karate-club", 77, 0),
        ("grid", 12, 1),
    ],
)
def test_a_size_or_seed_that_a_family_lacks_is_refused(name: str, size: int, seed: int) -> None:
    with pytest.raises(UsageError):
        FAMILIES[name].problem(REPOSITORY, size, 2, seed)


@pytest.mark.parametrize(("values", "width"), [([3], 1), ([1, -1], 1), ([-1, 0, 1], 2), (range(16), 4), (range(17), 8)])
def test_the_width_is_that_of_an_index_of_the_weights(values, width: int) -> None:
    weights = [list(values)]
    assert weight_class(Network([(weights, [0])], IdentityCode(len(weights[0])), IdentityCode(1), 1)) == width


def record(width: int, neurons: int, bits: int) -> Record:
    digest = f"{width:02x}{neurons:02x}{bits:060x}"
    figures = Figures(width, neurons, neurons**2, bits, 10, "0" * 64, digest)
    return Record("grid", 12, 2, 0, "and", figures, kept=False, made_by="")


@given(st.lists(st.tuples(st.sampled_from([1, 8, 16]), st.integers(1, 6), st.integers(1, 6)), min_size=1))
def test_after_any_challengers_each_width_and_currency_has_the_best_of_them(challengers) -> None:
    records: tuple[Record, ...] = ()
    for one in challengers:
        before = records
        records, won = Index(Path(), records).with_challenger(record(*one))
        assert won or records == before
    index = Index(Path(), records)
    for width in {width for width, _, _ in challengers}:
        allowed = [(n, b) for w, n, b in challengers if w <= width]
        some = record(width, 9, 9)
        assert index.best(some, "neurons").cost("neurons") == min(allowed)
        assert index.best(some, "bits").cost("bits") == min((b, n) for n, b in allowed)
    assert all(index.best_in(one) for one in index.records)


def test_a_record_is_valid_and_a_worse_network_changes_nothing(folder: Path) -> None:
    index = load_index(folder)
    assert [examine(index, one).word for one in index.records] == ["valid"]
    assert stray_files(index) == []
    before = contents(folder)
    network = load_network(index.network_path(index.records[0]))
    again = entered(folder, network)
    assert isinstance(again.verdict, Proved)
    assert again.won == ()
    layer = network.layers[0]
    weights, bias = [*layer.weights.tolist(), [1] * 9], [*layer.bias.tolist(), 0]
    wider = Network([(weights, bias)], network.input_code, BareCode(np.eye(13, 12, dtype=int)), 1)
    assert entered(folder, wider).won == ()
    assert contents(folder) == before


def test_a_wrong_network_is_refuted_and_changes_nothing(folder: Path) -> None:
    before = contents(folder)
    index = load_index(folder)
    wrong = load_network(index.network_path(index.records[0])).with_threshold(2)
    assert isinstance(entered(folder, wrong).verdict, Refuted)
    assert contents(folder) == before


def test_what_holds_no_record_any_more_goes(folder: Path) -> None:
    old = load_index(folder).records[0]
    network = load_network(load_index(folder).network_path(old))
    assert entered(folder, dearer(network)).won == ()
    (folder / "index.json").write_text('{"format": "superproof-records-1", "records": []}')
    load_index(folder).network_path(old).unlink()
    load_index(folder).certificate_path(old).unlink()
    assert entered(folder, dearer(network)).won == CURRENCIES
    dear = load_index(folder).records[0]
    assert entered(folder, network).won == CURRENCIES
    assert [one.figures for one in load_index(folder).records] == [old.figures]
    assert not load_index(folder).network_path(dear).exists()
    assert stray_files(load_index(folder)) == []


def dearer(network: Network) -> Network:
    """The same with a code of its own, which counts."""
    layers = [(layer.weights, layer.bias) for layer in network.layers]
    return Network(layers, network.input_code, BareCode(np.eye(12, dtype=int)), network.threshold)


def planted(folder: Path, key: str, value: object) -> None:
    document = json.loads((folder / "index.json").read_text())
    entry = document["records"][0]
    holder = entry if key in entry else entry["figures"]
    holder[key] = value
    (folder / "index.json").write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("key", "value"),
    [("neurons", 11), ("parameters", 7), ("parameter_bits", 100), ("bound_bits", 1000), ("bits", 2),
     ("problem", "0" * 64), ("gate", "xor"), ("sparsity", 3), ("size", 24), ("seed", 1), ("family", "four-stars"),
     ("kept", False)],
)  # fmt: skip
def test_a_planted_figure_is_refused(superproof, folder: Path, key: str, value: object) -> None:
    planted(folder, key, value)
    run = superproof("records", "verify", "--folder", folder, "--json")
    assert run.status == 3, run.out
    VALIDATOR.validate(run.record)


def test_a_planted_network_is_refused(superproof, folder: Path) -> None:
    path = load_index(folder).network_path(load_index(folder).records[0])
    save_network(load_network(path).with_threshold(2), path)
    run = superproof("records", "verify", "--folder", folder)
    assert run.status == 3
    assert "network of grid-12" in run.out
    planted(folder, "network", load_network(path).digest)
    for name, suffix in (("networks", ".safetensors"), ("certificates", ".json")):
        old = next((folder / name).glob("*"))
        old.rename(old.with_name(load_index(folder).records[0].stem + suffix))
    assert superproof("records", "verify", "--folder", folder).status == 3  # Its certificate is another network's.


def test_a_damaged_or_missing_file_is_invalid_and_an_index_that_is_none_is_unusable(superproof, folder: Path) -> None:
    load_index(folder).certificate_path(load_index(folder).records[0]).unlink()
    assert superproof("records", "verify", "--folder", folder).status == 3
    for text in ('{"format": "superproof-records-1"}', "[]", '{"format": "superproof-records-1", "records": [1]}'):
        (folder / "index.json").write_text(text)
        assert superproof("records", "--folder", folder).status == 5
    assert superproof("records", "--folder", folder / "nowhere").status == 5


def test_from_a_problem_to_a_record_on_the_command_line(superproof, folder: Path) -> None:
    here = ("--folder", folder)
    assert superproof("records", "problem", "--family", "grid", "--size", 4, "-o", "p.json", *here).status == 0
    assert superproof("build", "p.json", "--construction", "naive", "-o", "n.safetensors").status == 0
    beat = ("records", "beat", "n.safetensors", "--family", "grid", "--size", 4, *here, "--json")
    VALIDATOR.validate(superproof("records", *here, "--json").record)
    assert superproof(*beat).record["record_in"] == ["neurons", "bits"]
    assert superproof(*beat).record["record_in"] == []
    assert [one["size"] for one in superproof("records", "--size", 4, *here, "--json").record["records"]] == [4]
    verified = superproof("records", "verify", *here, "--json").record
    VALIDATOR.validate(verified)
    assert (verified["records_checked"], verified["assumptions"]) == (2, [])
    assert superproof("records", "beat", "n.safetensors", *here).status == 2
    assert superproof("records", "beat", "n.safetensors", "--family", "grid", *here).status == 2
    assert superproof("records", "--family", "riddle", *here).status == 2


def test_small_records_of_the_repository_are_valid(superproof) -> None:
    index = load_index(REPOSITORY)
    assert stray_files(index) == []
    small = [one for one in index.records if one.size <= 30]
    assert small
    assert [examine(index, one).word for one in small] == ["valid"] * len(small)
    assert all(index.best_in(one) for one in index.records)


def test_the_pages_of_records_and_of_the_law_are_what_their_commands_write() -> None:
    index = load_index(REPOSITORY)
    docs = REPOSITORY.parent / "docs"
    assert (docs / "records.md").read_text() == page(index)
    for text in tables(index):
        assert text in (docs / "law.md").read_text()
