"""`-` stands for standard input wherever a command reads a file."""

import io
import json
import sys

import pytest

from verify import load_network, save_network

pytestmark = pytest.mark.usefixtures("blank_pictures")


@pytest.fixture
def standard_input(monkeypatch):
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


@pytest.mark.parametrize("name", ["problem.json", "network.safetensors", "certificate.json", "triangle.edgelist"])
def test_every_document_is_shown_from_standard_input_as_from_its_file(superproof, proved, standard_input, name):
    standard_input((proved / name).read_bytes())
    piped, plain = superproof("show", "-"), superproof("show", name)
    assert (piped.status, piped.out.splitlines()[1:]) == (0, plain.out.splitlines()[1:])
    assert piped.out.splitlines()[0].split(maxsplit=1) == ["file", "standard input"]


def test_each_of_three_documents_may_be_the_one(superproof, proved, standard_input):
    names = ["problem.json", "network.safetensors", "certificate.json"]
    for place, name in enumerate(names):
        standard_input((proved / name).read_bytes())
        assert superproof("check", *names[:place], "-", *names[place + 1 :]).status == 0


def test_a_certificate_with_evidence_beside_it_comes_from_its_file_only(superproof, proved, standard_input):
    certificate = json.loads((proved / "certificate.json").read_bytes()) | {"arrays": {"file": "x", "sha256": "0" * 64}}
    for command in (("check", "problem.json", "network.safetensors", "-"), ("show", "-")):
        standard_input(json.dumps(certificate).encode())
        run = superproof(*command)
        assert (run.status, "-: is a certificate with evidence beside it, 'x': name" in run.complaint) == (5, True)


def test_messages_call_it_standard_input(superproof, proved, standard_input):
    standard_input(b"{")
    run = superproof("prove", "-", "network.safetensors")
    assert run.status == 5
    assert run.complaint.startswith("superproof prove: standard input: ")
    standard_input(b"\n")
    assert superproof("show", "-").complaint == "superproof show: standard input: is empty"
    run = superproof("prove", "-", "-")
    assert run.status == 2
    assert "is one file, and not both problem and network" in run.complaint


def test_results_of_a_graph_from_standard_input_have_a_folder(superproof, standard_input, tmp_path):
    standard_input(b"Ann Bob\nBob Cyd\n")
    assert superproof("certify", "-", "--construction", "naive", "--quiet").status == 0
    assert (tmp_path / "superproof-out" / "standard-input" / "report.html").exists()


def test_a_command_to_be_typed_says_the_hyphen(superproof, proved, standard_input):
    wrong = load_network("network.safetensors").with_threshold(2**20)
    save_network(wrong, "wrong.safetensors")
    standard_input((proved / "problem.json").read_bytes())
    run = superproof("prove", "-", "wrong.safetensors")
    assert (run.status, "why: superproof explain - wrong.safetensors --active " in run.out) == (3, True)
