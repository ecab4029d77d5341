"""Problem documents that are wrong in every way we could think of: each is a DocumentError with file and reason."""

import json
import os
import tracemalloc

import pytest

from verify import DocumentError, TwoAnd, load_certificate, load_network, load_problem
from verify.documents import reader
from verify.documents.reader import parse_object, read_bytes

GATES = {"format": "superproof-problem-1", "kind": "gates", "inputs": 4, "sparsity": 2, "gates": [["and", 0, 1]]}
TURN = {"format": "superproof-problem-1", "kind": "permutation", "sparsity": 2, "images": [2, 0, 1]}


def with_(document=GATES, **changes) -> str:
    return json.dumps({**document, **changes})


def without(key, document=GATES) -> str:
    return json.dumps({k: v for k, v in document.items() if k != key})


def raw(key, text, document=GATES) -> str:
    """The document with `text` itself, not a JSON string of it, under the key."""
    return json.dumps({**document, key: "@"}).replace('"@"', text)


CASES = {
    "empty": ("", "is empty"),
    "spaces": ("  \n", "is not JSON"),
    "not JSON": ("gates: 3", "is not JSON"),
    "truncated": (with_()[:-1], "is not JSON"),
    "trailing comma": (with_()[:-1] + ",}", "is not JSON"),
    "two documents": (with_() + with_(), "is not JSON"),
    "comment": ("// hello\n" + with_(), "is not JSON"),
    "single quotes": (with_().replace('"', "'"), "is not JSON"),
    "control character": (with_(kind="gates\x01").replace("\\u0001", "\x01"), "is not JSON"),
    "null": ("null", "must hold one JSON object, not null"),
    "array": ("[]", "must hold one JSON object, not \\[\\]"),
    "long array": (json.dumps(list(range(999))), "not a list of 999 items"),
    "string": ('"gates"', "must hold one JSON object, not 'gates'"),
    "number": ("7", "must hold one JSON object, not 7"),
    "byte order mark": (b"\xef\xbb\xbf" + with_().encode(), "BOM"),
    "UTF-16": (with_().encode("utf-16"), "is not JSON"),
    "UTF-16 without mark": (with_().encode("utf-16-le"), "is not JSON"),
    "UTF-32": (with_().encode("utf-32"), "is not JSON"),
    "Latin-1": (with_(kind="@").replace("@", "ä").encode("latin-1"), "is not JSON"),
    "encoded surrogate": (with_(kind="@").encode().replace(b"@", b"\xed\xa0\x80"), "is not JSON"),
    "overlong encoding": (with_(kind="@").encode().replace(b"@", b"\xc0\x80"), "is not JSON"),
    "null bytes": (b"\0" * 100, "is not JSON"),
    "nested 100000 deep": ("[" * 100_000, "nested too deeply"),
    "nested and closed": (raw("gates", "[" * 100_000 + "]" * 100_000), "nested too deeply"),
    "objects 100000 deep": ('{"a":' * 100_000, "nested too deeply"),
    "10 MB of brackets": ("[" * 10_000_000, "nested too deeply"),
    "repeated key": (with_()[:-1] + ', "inputs": 4}', "'inputs' occurs twice"),
    "repeated key inside": (raw("gates", '[["and", 0, {"a": 1, "a": 1}]]'), "'a' occurs twice"),
    "unknown key": (with_(name="x"), "keys must be among .*, not 'name'$"),
    "misspelt key": (with_(lables={}), "not 'lables': did you mean 'labels'"),
    "empty key": (with_(**{"": 1}), "keys must be among .*, not ''"),
    "surrogate key": (with_()[:-1] + ', "\\ud800": 1}', "keys must be among"),
    "wrong format": (with_(format="superproof-problem-2"), "format must be 'superproof-problem-1', not 'superproof-pr"),
    "format of a network": (with_(format="superproof-network-1"), "format must be"),
    "format a number": (with_(format=1), "format must be 'superproof-problem-1', not 1"),
    "no format": (without("format"), "key 'format' is missing: it must be 'superproof-problem-1'"),
    "no kind": (without("kind"), "key 'kind' is missing"),
    "wrong kind": (with_(kind="xor"), "kind must be one of circuit, gates, permutation, not 'xor'"),
    "kind a list": (with_(kind=["gates"]), "kind must be one of"),
    "kind in capitals": (with_(kind="Gates"), "kind must be one of"),
    "no inputs": (without("inputs"), "key 'inputs' is missing"),
    "no sparsity": (without("sparsity"), "key 'sparsity' is missing"),
    "no gates": (without("gates"), "key 'gates' is missing"),
    "images for gates": (with_(images=[0, 1, 2, 3]), "not 'images'"),
    "gates null": (with_(gates=None), "gates must be an array, not null"),
    "gates an object": (with_(gates={}), "gates must be an array, not {}"),
    "gates empty": (with_(gates=[]), "at least one gate, not 0"),
    "gate a number": (with_(gates=[7]), 'gates\\[0\\] must be \\["kind", feature, ...\\], not 7'),
    "gate of nothing": (with_(gates=[["and"]]), "gates\\[0\\] must be"),
    "gate of one": (with_(gates=[["and", 0]]), "gate 0 must have at least 2 inputs, because it is and, not 1"),
    "xor of three": (with_(gates=[["xor", 0, 1, 2]]), "gate 0 must have exactly 2 inputs, because it is xor, not 3"),
    "copy of two": (with_(gates=[["copy", 0, 1]]), "gate 0 must have exactly 1 input, because it is copy, not 2"),
    "gate unknown": (with_(gates=[["and", 0, 1], ["maj", 0, 1, 2]]), "gate 1 must have one of the kinds .*'maj'"),
    "gate in capitals": (with_(gates=[["AND", 0, 1]]), "gate 0 must have one of the kinds .*'AND'"),
    "gate that is 1 at rest": (with_(gates=[["nand", 0, 1]]), "but nand is 1 there, .* store the complement, 'and',"),
    "negation": (with_(gates=[["and", 0, 1], ["not", 2]]), "gate 1 must be 0 .* store the complement, 'copy',"),
    "repeated or": (with_(gates=[["or", 0, 1], ["or", 1, 0]]), "gate 1 must differ .* or of \\(0, 1\\) is gate 0"),
    "repeated feature": (with_(gates=[["or", 0, 1, 0]]), "gate 0 must hold different features, not 0 twice"),
    "or of features that do not exist": (with_(gates=[["or", 0, 4]]), "gate 0 must hold features from 0 to 3, not 4"),
    "gate without a word": (with_(gates=[[0, 1, 2]]), "gates\\[0\\] must be"),
    "gate deep": (with_(gates=[["and", 0, [1]]]), "gates\\[0\\] must name features by integers, not \\[1\\]"),
    "feature too large": (with_(gates=[["and", 0, 4]]), "gate 0 must hold features from 0 to 3, not 4"),
    "feature negative": (with_(gates=[["and", -1, 0]]), "features from 0 to 3, not -1"),
    "feature huge": (raw("gates", f'[["and", 0, {10**3999}]]'), "an integer of 13285 bits"),
    "feature a boolean": (with_(gates=[["and", 0, True]]), "by integers, not true"),
    "feature a string": (with_(gates=[["and", 0, "1"]]), "by integers, not '1'"),
    "feature null": (with_(gates=[["and", 0, None]]), "by integers, not null"),
    "feature a fraction": (with_(gates=[["and", 0, 1.0]]), "numbers must be integers, not 1.0"),
    "self-loop": (with_(gates=[["and", 2, 2]]), "different features, not 2 twice"),
    "repeated gate": (with_(gates=[["and", 0, 1], ["and", 1, 0]]), "gate 1 must differ"),
    "image repeated": (with_(TURN, images=[0, 0, 1]), "image 1 must differ"),
    "image too large": (with_(TURN, images=[0, 3, 1]), "image 1 must be from 0 to 2, not 3"),
    "image negative": (with_(TURN, images=[0, -1, 1]), "image 1 must be from 0 to 2, not -1"),
    "image a boolean": (with_(TURN, images=[0, True, 2]), "images\\[1\\] must be an integer, not true"),
    "image a string": (with_(TURN, images=["0", 1, 2]), "images\\[0\\] must be an integer"),
    "images empty": (with_(TURN, images=[]), "at least one image"),
    "images an integer": (with_(TURN, images=3), "images must be an array, not 3"),
    "inputs for a permutation": (with_(TURN, inputs=3), "not 'inputs'"),
    "permutation too sparse": (with_(TURN, sparsity=4), "at most the number of features, 3, not 4"),
}
for _key, _document in (("inputs", GATES), ("sparsity", GATES), ("sparsity", TURN)):
    for _text, _words in (
        ("true", "must be an integer, not true"),
        ("null", "must be an integer, not null"),
        ('"2"', "must be an integer, not '2'"),
        ("[2]", "must be an integer, not \\[2\\]"),
        ("{}", "must be an integer, not {}"),
        ("2.0", "numbers must be integers, not 2.0"),
        ("2e0", "numbers must be integers, not 2e0"),
        ("1e400", "numbers must be integers, not 1e400"),
        ("NaN", "numbers must be integers, not NaN"),
        ("-Infinity", "numbers must be integers, not -Infinity"),
        ("0", "must be at least 1, not 0"),
        ("-1", "must be at least 1, not -1"),
        (str(10**30), "must be at most"),
        (str(10**3999), "must be at most .* an integer of"),
        ("1" * 20_001, "must have at most 20000 digits, not 20001"),
        ("1" * 100_000, "must have at most 20000 digits, not 100000"),
        ("01", "is not JSON"),
        ("+1", "is not JSON"),
        ("0x1", "is not JSON"),
    ):
        CASES[f"{_document['kind']}, {_key} {_text[:12]}{len(_text)}"] = (raw(_key, _text, _document), _words)


@pytest.mark.parametrize("name", CASES)
def test_malformed_problem_is_refused_with_file_and_rule(tmp_path, name):
    content, words = CASES[name]
    path = tmp_path / "problem.json"
    path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    with pytest.raises(DocumentError, match=words) as caught:
        load_problem(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert len(message) < len(str(path)) + 250
    assert "\n" not in message
    assert caught.value.file == str(path)


def test_the_documents_that_were_spoiled_above_are_right(tmp_path):
    for document in (GATES, TURN):
        (tmp_path / "p.json").write_text(json.dumps(document))
        assert load_problem(tmp_path / "p.json").document() == document


@pytest.mark.parametrize("load", [load_problem, load_network, load_certificate])
class TestFilesThatCannotBeRead:
    def test_missing(self, tmp_path, load):
        with pytest.raises(DocumentError, match="gone: cannot be read: No such file or directory"):
            load(tmp_path / "gone")

    def test_folder(self, tmp_path, load):
        with pytest.raises(DocumentError, match="cannot be read: Is a directory"):
            load(tmp_path)

    def test_path_through_a_file(self, tmp_path, load):
        (tmp_path / "file").write_text("{}")
        with pytest.raises(DocumentError, match="cannot be read: Not a directory"):
            load(str(tmp_path / "file" / "problem.json"))

    def test_link_to_itself(self, tmp_path, load):
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        with pytest.raises(DocumentError, match="cannot be read"):
            load(tmp_path / "loop")

    def test_name_too_long(self, tmp_path, load):
        with pytest.raises(DocumentError, match="cannot be read: File name too long"):
            load(tmp_path / ("x" * 300))


def test_a_file_larger_than_the_limit_is_refused(tmp_path):
    (tmp_path / "big").write_bytes(b" " * 101)
    with pytest.raises(DocumentError, match="at most 100 bytes, not 101"):
        read_bytes(tmp_path / "big", limit=100)
    assert len(read_bytes(tmp_path / "big", limit=101)) == 101


def test_a_device_that_tells_no_size_is_read_up_to_the_limit(monkeypatch):
    monkeypatch.setattr(reader, "READ_STEP", 64)
    with pytest.raises(DocumentError, match="/dev/zero: a document must have at most 1000 bytes"):
        read_bytes("/dev/zero", limit=1000)
    assert read_bytes("/dev/null", limit=1000) == b""


def test_an_endless_file_that_begins_otherwise_is_not_read_on(tmp_path):
    (tmp_path / "large").write_bytes(b"no object")
    os.truncate(tmp_path / "large", 2**29)
    for load in (load_problem, load_certificate, load_network):
        for path in ("/dev/zero", tmp_path / "large"):
            tracemalloc.start()
            with pytest.raises(DocumentError, match="is not"):
                load(path)
            assert tracemalloc.get_traced_memory()[1] < 2**24
            tracemalloc.stop()
    os.truncate(tmp_path / "large", reader.MAX_TEXT + 1)
    with pytest.raises(DocumentError, match="a document must have at most 1073741824 bytes, not 1073741825"):
        load_problem(tmp_path / "large")


def test_a_late_repeated_key_among_many_is_named_at_once():
    """Once this took time quadratic in the number of keys."""
    text = "{" + ",".join(f'"{k}":1' for k in range(200_000)) + ',"199999":1}'
    with pytest.raises(DocumentError, match="'199999' occurs twice"):
        parse_object("doc", text)


def test_problem_of_a_million_features_and_two_gates_is_small():
    assert TwoAnd(10**6, 2, ((0, 999_999), (1, 2))).outputs == 2
