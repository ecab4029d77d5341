"""What superproof writes satisfies its schemas, and what is malformed in structure does not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from safetensors import SafetensorError, safe_open

from superproof.schemas import NAMES, schema
from tests.superproof.conftest import Superproof
from verify import load_network, save_network
from verify.documents import problem_from_document
from verify.statement.gates import AT_LEAST, KINDS

HERE = Path(__file__).resolve().parents[1] / "certificates"
CASES = sorted(path for path in HERE.glob("*/*/") if path.is_dir())
VALIDATORS = {name: Draft202012Validator(schema(name)) for name in NAMES}

OF_NUMBERS = {"problem_gate_repeated", "problem_index_out_of_range"}
"""Malformed by what their numbers mean, which no schema can say."""
OF_BYTES = {"key_repeated", "certificate_byte_order_mark", "certificate_utf16", "sparsity_a_fraction"}
"""Malformed in how the JSON is written: to a schema 2.0 is an integer."""
OF_ARRAYS = {f"{kind}arrays_{fault}" for kind in ("", "branch_") for fault in
             ("changed", "digest_edited", "elsewhere", "missing", "truncated")}  # fmt: skip
"""Malformed in the file beside the certificate."""


def documents(folder: Path) -> Iterator[tuple[str, object]]:
    """Kind and JSON value of each document in a folder; "unreadable" for what is no JSON or no safetensors."""
    for kind in ("problem", "certificate"):
        try:
            yield kind, json.loads((folder / f"{kind}.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            yield "unreadable", folder / kind
    try:
        with safe_open(folder / "network.safetensors", "numpy") as file:
            floats = any(file.get_slice(name).get_dtype().startswith(("F", "BF")) for name in sorted(file.keys()))
            yield "unreadable" if floats else "network", json.loads(file.metadata()["superproof"])
    except (SafetensorError, TypeError):
        yield "unreadable", folder / "network"


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas_of_2020_12(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_no_schema_of_another_name() -> None:
    with pytest.raises(ValueError, match=r"must be one of problem, network, .*, not 'proof'"):
        schema("proof")


def test_the_kinds_of_gates_are_those_of_the_schema() -> None:
    named, family = schema("problem")["$defs"]["gate"]["prefixItems"][0]["anyOf"]
    assert set(named["enum"]) == set(KINDS)
    assert family["pattern"] == f"^{AT_LEAST.pattern}$"


@pytest.mark.parametrize("folder", [path for path in CASES if path.parent.name != "malformed"], ids=lambda p: p.name)
def test_documents_that_can_be_read_satisfy_their_schemas(folder: Path) -> None:
    found = dict(documents(folder))
    assert set(found) == {"problem", "network", "certificate"}
    for kind, value in found.items():
        VALIDATORS[kind].validate(value)


@pytest.mark.parametrize("folder", [path for path in CASES if path.parent.name == "malformed"], ids=lambda p: p.name)
def test_malformed_structure_breaks_a_schema(folder: Path) -> None:
    broken = [kind for kind, value in documents(folder) if kind == "unreadable" or not VALIDATORS[kind].is_valid(value)]
    assert (not broken) == (folder.name in OF_NUMBERS | OF_BYTES | OF_ARRAYS), broken


def test_the_examples_of_the_formats_page_satisfy_their_schemas() -> None:
    page = (HERE.parents[1] / "docs" / "formats.md").read_text()
    blocks = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```", page, re.DOTALL | re.MULTILINE)]
    kinds = [value["format"][len("superproof-") : -2] if "format" in value else "answer" for value in blocks]
    assert set(kinds) == set(NAMES)
    for kind, value in zip(kinds, blocks, strict=True):
        VALIDATORS[kind].validate(value)
        if kind == "problem":
            problem_from_document("docs/formats.md", value)


def answer(superproof: Superproof, *arguments: object) -> dict[str, object]:
    record = superproof(*arguments, "--json").record
    VALIDATORS["answer"].validate(record)
    assert set(record) <= set(schema("answer")["properties"]), "keys that nothing explains"
    return record


def test_answers_of_all_commands_satisfy_their_schema(superproof: Superproof, proved: Path) -> None:
    pair = ("problem.json", "network.safetensors")
    assert answer(superproof, "prove", *pair)["verdict"] == "proved"
    assert answer(superproof, "check", *pair, "certificate.json")["verdict"] == "valid"
    assert answer(superproof, "sample", *pair, "--samples", 100)["verdict"] == "unknown"
    assert answer(superproof, "bounds", *pair)["verdict"] is None
    assert answer(superproof, "bounds", "problem.json")["neurons"] is None
    capacity = answer(superproof, "capacity", "--parameters", "1e6", "--bits", "1.58")
    assert capacity["parameter_width"] == capacity["bits_per_parameter"] == "79/50"
    for file in (*pair, "certificate.json"):
        assert answer(superproof, "show", file)["verdict"] is None
    written = ("problem", "permutation", "--size", 3, "--sparsity", 2, "-o", "permutation.json")
    assert answer(superproof, *written)["outputs"] == 3
    assert answer(superproof, "build", "permutation.json", "-o", "permutation.safetensors", "--quiet")["neurons"] <= 3
    assert answer(superproof, "score", *pair)["exact"] is True
    assert answer(superproof, "explain", *pair, "--active", "0,1", "--output", "0")["verdict"] is None
    certified = answer(superproof, "certify", "problem.json", "--construction", "naive", "--out", "out", "--quiet")
    assert certified["verdict"] == "proved"
    save_network(load_network("network.safetensors").with_threshold(2), "wrong.safetensors")
    for command in ("prove", "sample"):
        assert answer(superproof, command, "problem.json", "wrong.safetensors")["verdict"] == "refuted"
    assert answer(superproof, "check", "problem.json", "wrong.safetensors", "certificate.json")["verdict"] == "invalid"
    assert answer(superproof, "check", *pair, "missing.json")["verdict"] is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("verdict", "true"), ("verdict", "refuted"), ("inputs_covered", 0), ("neurons", None), ("reason", 1),
        ("seconds", None),
    ],
)  # fmt: skip
def test_an_answer_that_contradicts_itself_breaks_the_schema(
    superproof: Superproof, proved: Path, key: str, value: object
) -> None:
    record = answer(superproof, "prove", "problem.json", "network.safetensors")
    assert not VALIDATORS["answer"].is_valid(record | {key: value})
