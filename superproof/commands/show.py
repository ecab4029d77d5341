"""`superproof show`: what is in a file: a problem, a network or a certificate."""

import argparse
from pathlib import Path

from superproof.documents import load
from superproof.documents_shown import facts_shown, real_problem_shown
from superproof.errors import UsageError
from superproof.formats.options import ReadOptions
from superproof.imports.files import network_or_tensors
from superproof.outcome import DONE, Outcome
from superproof.problem_source import read_with_options
from superproof.terminal import Terminal
from superproof.text_tables import plain_table
from superproof.words import count, margin_words
from verify.documents import (
    CERTIFICATE,
    ERROR_CERTIFICATE,
    NETWORK,
    PROBLEM,
    REAL_PROBLEM,
    TALLY,
    kind_of_file,
    load_labelled_real_problem,
)
from verify.naming import brief, quoted

OLD = ("features", "features_per_neuron")
"""Names before of what other names stand for: in JSON only."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0: the file could be read; nothing is said about whether what it claims is true."""
    path = arguments.file
    options = ReadOptions.of(arguments)
    kind = kind_of_file(path) if Path(path).exists() and options.format is None else None
    if kind not in (PROBLEM, None) and options.given:
        raise UsageError(f"{options.given[0]} goes with graph files, not with {path}, a {kind}")
    held = network_or_tensors(path) if kind in (NETWORK, None) and Path(path).is_file() and not options.given else None
    said: dict[str, str] = {}
    if held is not None:
        facts = facts_shown(held)
    elif kind == REAL_PROBLEM:
        facts = real_problem_shown(*load_labelled_real_problem(path))
    elif kind in (CERTIFICATE, TALLY, ERROR_CERTIFICATE):
        facts = facts_shown(load(path))
    else:
        source = read_with_options(arguments, path, terminal)
        facts = facts_shown(source)
        if source.read is not None:
            facts["read"] = source.read_fact
            said["sparsity"] = f"{source.problem.sparsity}, the default for a graph (other commands take --sparsity V)"
    words = {key: said.get(key) or _in_words(key, value) for key, value in facts.items() if key not in OLD}
    rows = [(key.replace("_", " "), word) for key, word in words.items()]
    return Outcome(DONE, tuple(plain_table(("file", path), rows)), facts=facts)


def _in_words(key: str, value: object) -> str:
    """A fact in words."""
    if key == "margin" and isinstance(value, list):
        return margin_words(*value)
    if key == "first_features" and isinstance(value, list):
        return ", ".join(quoted(brief(label)) for label in value) or "none"
    if key == "smallest_wrong_input" and value == []:
        return "the one without active features"
    if key == "read" and isinstance(value, dict):
        return f"{value['format']}: {count(value['nodes'], 'node')}, {count(value['edges'], 'edge')}"
    if key == "construction" and isinstance(value, dict) and isinstance(value.get("name"), str):
        value = value | {"name": value["name"].replace("_", "-")}
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value)) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(member)}" for key, member in value.items()) or "none"
    if type(value) is int:
        return f"{value:,}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
