"""What all commands have in common: their options, and lines that a screen of 80 columns shows."""

import argparse
import json
import re
from collections.abc import Iterator

import pytest

from superproof.arguments import grammar
from superproof.outcome import failure, verdict_outcome

PAGES = {("help",), ("completion",)}
"""Commands that print a page and do nothing else."""
WRITERS = {
    ("build",), ("certify",), ("prove",), ("score",), ("worst",), ("sweep",), ("import",), ("proved", "theorem"),
    ("records", "problem"), *(("problem", kind) for kind in ("and", "permutation", "gates", "circuit", "real")),
}  # fmt: skip
"""Commands that write one document or folder; `export` writes several files of several kinds."""


def commands(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Every command with its options."""
    deeper = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in deeper:
        for word, command in action.choices.items():
            yield from commands(command, (*words, word))
    if not deeper:
        yield words, set(parser._option_string_actions)


def test_every_command_has_the_common_options_under_the_same_names():
    every = dict(commands(grammar()))
    assert set(every) >= PAGES | WRITERS
    for words, options in every.items():
        assert (words in PAGES) != ({"--json", "--quiet"} <= options), words
        assert (words in WRITERS) == ("-o" in options) == ("--out" in options), words


@pytest.mark.parametrize(
    "arguments",
    [
        ("capacity", "--parameters", "70G"), ("bounds", "problem.json", "network.safetensors"),
        ("bounds", "problem.json", "network.safetensors", "--format", "text"), ("records", "list"),
        ("show", "problem.json"), ("show", "network.safetensors"), ("show", "certificate.json"), ("help",),
    ],
)  # fmt: skip
def test_tables_fit_a_screen_of_80_columns(superproof, proved, arguments):
    run = superproof(*arguments)
    assert run.status == 0
    tables = [line for line in run.out.splitlines() if "  " in line.strip()]  # Sentences are broken by the terminal.
    assert tables
    assert [line for line in tables if len(line) > 80] == []


def test_a_certificate_about_something_else_is_told_in_words_that_fit_a_screen(superproof, proved):
    """Twelve digits of a digest tell documents apart; --json has all of it."""
    document = json.loads((proved / "problem.json").read_text())
    document |= {"gates": [["and", 0, 1], ["and", 1, 2], ["and", 0, 2]]}
    (proved / "wrong.json").write_text(json.dumps(document))
    run = superproof("check", "wrong.json", "network.safetensors", "certificate.json")
    assert run.status == 3
    assert max(map(len, run.out.splitlines())) <= 85
    assert "it is about another problem (superproof show FILE tells" in run.out
    reason = superproof("check", "wrong.json", "network.safetensors", "certificate.json", "--json").record["reason"]
    assert len(re.findall(r"'[0-9a-f]{64}'", str(reason))) == 2


def test_no_verdict_and_no_complaint_says_a_whole_digest():
    digest = "0123456789abcdef" * 4
    assert verdict_outcome("unknown", (f"unknown: {digest}",), {"reason": digest}).lines == (
        "unknown: 0123456789ab...",
    )
    outcome = failure(5, f"no document {digest}")
    assert (outcome.complaint, outcome.facts["reason"]) == ("no document 0123456789ab...", f"no document {digest}")


def test_quiet_leaves_only_what_must_be_known(superproof, triangle):
    loud = superproof("problem", "and", "--graph", triangle, "--sparsity", 2, "-o", "a.json")
    quiet = superproof("problem", "and", "--graph", triangle, "--sparsity", 2, "-o", "b.json", "--quiet")
    assert "read as edge list" in loud.err
    assert (quiet.status, quiet.err) == (0, "")


def test_bounds_and_explanations_take_the_sparsity_of_the_question(superproof, triangle):
    def at(*options):
        record = superproof("bounds", triangle, *options, "--json").record
        return record["sparsity"]

    assert (at(), at("--sparsity", 3)) == (2, 3)
    assert "at most the number of features, 3, not 4" in superproof("bounds", triangle, "--sparsity", 4).complaint
    assert superproof("problem", "and", "--graph", triangle, "--sparsity", 3, "-o", "p.json", "--quiet").status == 0
    assert superproof("build", "p.json", "-o", "n.safetensors", "--construction", "naive", "--quiet").status == 0
    three = ("explain", triangle, "n.safetensors", "--active", "Ann,Bob,Cyd")
    assert "not an admissible input" in superproof(*three).out
    assert "not an admissible input" not in superproof(*three, "--sparsity", 3).out


@pytest.mark.usefixtures("blank_pictures")
def test_how_a_table_was_read_is_said_first_and_what_was_left_out_by_name(superproof, tmp_path):
    (tmp_path / "w.csv").write_text("source,target,weight,year\na,b,1,2\nb,c,2,3\n")
    said = (
        "w.csv: read as table: ",
        "w.csv: line 1 is a header: ",
        "w.csv: left out: 2 further columns ('weight', 'year')",
    )
    problem = superproof("problem", "and", "--graph", "w.csv", "--sparsity", 2, "-o", "p.json").err.splitlines()
    certify = superproof("certify", "w.csv", "--construction", "naive").err.splitlines()
    for lines in (problem, certify):
        assert [line.startswith(words) for line, words in zip(lines, said, strict=False)] == [True] * 3
