import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import superproof as package
from constructions import NotFoundError
from superproof.__main__ import main
from superproof.terminal import Terminal
from verify import Unknown

PICTURES = ("ranges", "frontier", "scores", "graph", "interference", "reading", "channels", "influence")
REPORT = {"features.csv", "outputs.csv", "report.md", "report.html", *(f"{name}.svg" for name in PICTURES)}
PROVED = REPORT | {"search.svg", "problem.json", "network.safetensors", "certificate.json"}
DOCUMENTS = ("problem.json", "network.safetensors", "certificate.json")
WRONG = ("certify", "karate-club", "--construction", "structured-channels", "--neurons", 64)


def names(folder):
    return {file.name for file in folder.iterdir()}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The folder of a proof in superposition, with every picture drawn."""
    folder = tmp_path_factory.mktemp("karate") / "out"
    assert main(["certify", "karate-club", "--quiet", "-o", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def naive(tmp_path_factory):
    """The folder of a proof of one neuron an output, with every picture drawn."""
    folder = tmp_path_factory.mktemp("naive") / "out"
    assert main(["certify", "karate-club", "--construction", "naive", "--quiet", "-o", str(folder)]) == 0
    return folder


def test_a_proof_leaves_every_file_and_status_0(superproof, found):
    assert names(found) == PROVED
    assert superproof("check", *(found / name for name in DOCUMENTS)).status == 0


def test_where_all_features_are_used_equally_often_their_influence_is_not_drawn(superproof, triangle, tmp_path):
    run = superproof("certify", triangle)
    assert run.status == 0
    assert run.out.startswith("proved: ")
    folder = tmp_path / "superproof-out" / "triangle"
    assert names(folder) == PROVED - {"influence.svg"}
    assert superproof("check", *(folder / name for name in DOCUMENTS)).status == 0


@pytest.mark.usefixtures("blank_pictures")
def test_a_refuted_network_is_reported_by_the_names_of_its_features(superproof, tmp_path):
    (tmp_path / "hub.edgelist").write_text("".join(f"Hub Leaf{i}\n" for i in range(30)))
    run = superproof("certify", "hub.edgelist", "--construction", "random-channels", "--neurons", 9, "--json")
    assert run.status == 3
    assert run.record["verdict"] == "refuted"
    folder = tmp_path / "superproof-out" / "hub"
    assert names(folder) == REPORT | {"problem.json", "network.safetensors"}
    words = " and ".join(run.record["counterexample_labels"])
    assert "Leaf" in words
    for report in ("report.md", "report.html"):
        assert f"{words} active" in (folder / report).read_text()


@pytest.mark.usefixtures("blank_pictures")
def test_an_old_certificate_does_not_outlive_its_network(superproof, tmp_path):
    assert superproof("certify", "karate-club", "--construction", "naive", "--out", "out").status == 0
    (tmp_path / "out" / "notes.txt").write_text("mine")
    assert superproof(*WRONG, "--out", "out", "--overwrite").status == 3
    assert names(tmp_path / "out") == REPORT | {"problem.json", "network.safetensors", "notes.txt"}


@pytest.mark.usefixtures("blank_pictures")
def test_a_failure_leaves_an_earlier_result_as_it_was(superproof, tmp_path, monkeypatch):
    assert superproof("certify", "karate-club", "--construction", "naive", "--out", "out").status == 0
    before = {file: file.read_bytes() for file in (tmp_path / "out").iterdir()}

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("superproof.commands.certify.write_report", interrupted)
        run = superproof(*WRONG, "--out", "out", "--json", "--quiet")
    aside = Path("out") / "unfinished"
    stopped = f"interrupted; what was finished by then is in {aside}: network.safetensors, problem.json"
    assert (run.status, run.record["verdict"], run.record["reason"]) == (4, "unknown", stopped)
    assert run.err == f"superproof certify: {stopped}\n"
    assert {file: file.read_bytes() for file in (tmp_path / "out").iterdir() if file.is_file()} == before
    assert names(tmp_path / aside) == {"problem.json", "network.safetensors"}
    assert superproof(*WRONG, "--out", "out", "--quiet").status == 3
    assert not (tmp_path / aside).exists()


def test_stopped_before_there_is_a_network_nothing_is_left(superproof, tmp_path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("superproof.certification.build_network", interrupted)
    assert superproof(*WRONG, "--out", "new/deep", "--quiet").err == "superproof certify: interrupted\n"
    assert not (tmp_path / "new").exists()


def test_too_little_memory_for_the_proof_keeps_the_network(superproof, tmp_path, monkeypatch):
    def exhausted(*_, **__):
        raise MemoryError

    monkeypatch.setattr("superproof.certification.find_proof", exhausted)
    run = superproof("certify", "karate-club", "--construction", "naive", "--out", "out", "--quiet")
    assert run.status == 4
    assert "superproof certify: too little memory for this problem and network; what was finished by then" in run.err
    assert names(tmp_path / "out" / "unfinished") == {"problem.json", "network.safetensors", "certificate.json"}


def test_the_page_needs_nothing_from_elsewhere(found):
    page = (found / "report.html").read_text()
    addresses = set(re.findall(r"""(?:https?:)?//[^\s"'<>)]+""", page))
    assert addresses == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}  # names of vocabularies
    assert not re.search(r"<(script|link|img|iframe|object)\b|@import|url\((?!#)", page)
    identifiers = re.findall(r'\bid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers))


def test_pictures_follow_the_readers_light(found):
    for picture in found.glob("*.svg"):
        text = picture.read_text()
        assert "prefers-color-scheme:dark" in text
        assert not re.search(r"(fill|stroke): #(?!none)", text), picture


def test_the_same_run_gives_the_same_pictures_and_documents(superproof, naive, tmp_path):
    superproof("certify", "karate-club", "--construction", "naive", "--out", "again")
    for name in PROVED - {"report.md", "report.html", "search.svg"}:  # these tell the seconds
        assert (naive / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_hostile_names_stay_text(superproof, tmp_path):
    (tmp_path / "evil.csv").write_text("<script>alert(1)</script>,$x_1$\n|red*,日本語\n")
    assert superproof("certify", "evil.csv", "--construction", "naive", "--out", "out").status == 0
    page = (tmp_path / "out" / "report.html").read_text()
    assert "<script>" not in page
    assert "日本語" in page
    assert "$x_1$" in page
    (tmp_path / "unseen.csv").write_text("a,b\n\x1b[31mred,c\n")
    refused = superproof("certify", "unseen.csv")
    assert refused.status == 5
    assert "\x1b" not in refused.complaint


@pytest.mark.usefixtures("blank_pictures")
def test_a_problem_document_keeps_its_sparsity_unless_told_otherwise(superproof, proved):
    told = superproof("certify", "problem.json", "--construction", "naive", "--sparsity", 3, "--json", "--quiet")
    assert told.status == 0
    assert told.record["sparsity"] == 3
    assert "replaces the document's 2" in told.err
    own = superproof("certify", "problem.json", "--construction", "naive", "--json", "--quiet", "-o", "own")
    assert own.record["sparsity"] == 2


def interruptible():
    """A shell starts what it puts into the background deaf to SIGINT, and children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_ctrl_c_in_the_middle_is_one_sentence_and_leaves_nothing_half_written(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])}
    arguments = ["certify", "les-miserables", "--construction", "naive", "--sparsity", "4", "--quiet"]
    running = subprocess.Popen(
        [sys.executable, "-m", "superproof", *arguments],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
    while not (tmp_path / "superproof-out").exists() and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.splitlines()[-1]) == (4, "", "superproof certify: interrupted")
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left <= {"problem.json", "network.safetensors"}, left


@pytest.mark.usefixtures("blank_pictures")
def test_a_file_name_leads_neither_elsewhere_nor_to_a_crash(superproof, tmp_path):
    for name in (b"...edgelist", b"\xff.edgelist"):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(b"a b\nb c\n")
        assert superproof("certify", os.fsdecode(name), "--construction", "naive").status == 0
    assert names(tmp_path / "superproof-out") == {"problem", "\N{REPLACEMENT CHARACTER}"}


def test_without_a_network_there_is_still_a_report(superproof, tmp_path, monkeypatch):
    def nothing(*_, **__):
        raise NotFoundError("no network of at most 99 neurons was proved")

    monkeypatch.setattr("superproof.building.search", nothing)
    run = superproof("certify", "karate-club", "--out", "out", "--json")
    assert (run.status, run.record["verdict"]) == (4, "unknown")
    assert run.record["reason"] == "no network of at most 99 neurons was proved"
    assert names(tmp_path / "out") == {
        "problem.json", "report.md", "report.html", "features.csv", "outputs.csv", "influence.svg", "graph.svg"
    }  # fmt: skip


@pytest.mark.usefixtures("blank_pictures")
def test_what_no_prover_takes_is_marked_as_sampled(superproof, tmp_path):
    network = ("--construction", "naive", "--out", "out", "--quiet")
    words = re.compile(
        r"^unknown, sampled: 0 of 100,000 random inputs wrong \(failure rate below [\d.e-]+ with confidence 95%\), and "
        r"not proved: nothing ends in time$"
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("superproof.certification.find_proof", lambda *_, **__: Unknown("nothing ends in time"))
        text = superproof("certify", "karate-club", *network)
        record = superproof("certify", "karate-club", *network, "--json").record
    assert (text.status, bool(words.match(text.out.splitlines()[0]))) == (4, True), text.out
    assert words.match(record["headline"])
    assert (record["verdict"], record["reason"]) == ("unknown", "nothing ends in time")
    assert (record["samples"], record["sample_failures"]) == (100_000, 0)
    assert 0 < record["failure_rate_upper"] < record["confidence"] == 0.95
    assert (tmp_path / "out" / "report.md").read_text().startswith("# karate-club: unknown, sampled\n")
    assert '<p class="verdict">unknown, sampled</p>' in (tmp_path / "out" / "report.html").read_text()


@pytest.mark.usefixtures("blank_pictures")
def test_an_interrupted_search_is_reported_with_the_best_network_and_its_own_verdict(superproof, tmp_path, monkeypatch):
    say = Terminal.note

    def interrupt(self, sentence):
        say(self, sentence)
        if sentence.startswith("tried optimised-channels, 35"):
            raise KeyboardInterrupt

    monkeypatch.setattr(Terminal, "note", interrupt)
    run = superproof("certify", "karate-club", "--out", "out", "--json")
    assert (run.status, run.record["verdict"], run.record["neurons"]) == (0, "proved", 35)
    assert run.record["superposition"] is True
    assert run.record["search_cut_short"] == "it was interrupted"
    assert "the search was cut short (it was interrupted)" in run.err


@pytest.mark.usefixtures("blank_pictures")
def test_a_verdict_on_one_neuron_an_output_says_that_it_is_no_superposition(superproof, triangle):
    run = superproof("certify", triangle, "--json")
    assert run.record["headline"].endswith("; no superposition: at least one neuron an output")
    assert (run.status, run.record["superposition"], run.record["search_cut_short"]) == (0, False, None)


@pytest.mark.usefixtures("blank_pictures")
def test_the_time_limit_is_one_for_search_and_proof(superproof, tmp_path):
    run = superproof("certify", "karate-club", "--timeout", "0.02", "--out", "out", "--json", "--quiet")
    assert run.status in (0, 4)
    assert "the time limit of 0.02 seconds is over" in (run.record["search_cut_short"] or run.record["reason"])


@pytest.mark.usefixtures("blank_pictures")
def test_a_better_network_of_the_same_problem_is_not_replaced_unasked(superproof, tmp_path):
    certify = ["certify", "karate-club", "--quiet", "-o", "found", "--construction"]
    good = superproof(*certify, "optimised-channels", "--neurons", 44, "--json").record
    assert (good["neurons"], good["out"], good["kept"]) == (44, "found", None)
    before = {path.name: path.read_bytes() for path in (tmp_path / "found").iterdir()}
    naive = superproof(*certify, "naive", "--json").record
    assert (naive["verdict"], naive["neurons"], naive["out"]) == ("proved", 78, "found/worse")
    assert naive["kept"] == {"out": "found", "neurons": 44}
    wrong = superproof(*certify, "structured-channels", "--neurons", 49)
    assert wrong.status == 3
    assert "found keeps its network of 44 neurons, which is better (--overwrite replaces it)" in wrong.out
    assert (tmp_path / "found/worse/network.safetensors").exists()
    assert not (tmp_path / "found/worse/certificate.json").exists(), "one of an earlier run"
    for name, data in before.items():
        assert (tmp_path / "found" / name).read_bytes() == data
    assert superproof(*certify, "naive", "--overwrite", "--json").record["kept"] is None
    assert superproof("show", "found/network.safetensors", "--json").record["neurons"] == 78
