"""Mutated documents: a loader accepts only what a strict second reader sees too, and else raises DocumentError.

Bytes, JSON values, JSON text (repeated and unknown keys, huge numbers, NaN, deep nesting) and safetensors headers are
changed. Another exception is a finding, and so is a document in which the two readers see different things; the driver
finds what never ends, or takes too much memory.
"""

import copy
import hashlib
import json
import struct
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import verify
from benchmarks.attack import doors
from benchmarks.attack.draw_networks import network
from benchmarks.attack.draw_problems import problem
from benchmarks.attack.mutate import any_value, leaves
from benchmarks.attack.plain import Document, PlainNetwork, network_bytes, problem_bytes, split_header, with_header
from benchmarks.attack.second_reader import OtherFormatError, read_certificate, read_network, read_problem
from benchmarks.attack.strict_json import RefusedError
from benchmarks.attack.trial import Trial
from benchmarks.attack.truth import levels_of

MUTANTS = 30
RAW = ("NaN", "Infinity", "1e3", "1.0", "-0", "00", "01", "0x1", "1" * 4301, "9" * 5000, "7" * 20001, '"\\ud800"',
       "tru", "[" * 5000, '{"a":' * 3000, "[" * 200 + "]" * 200, "'x'", "/**/1", '"\x00"', "1 2", ",", "")  # fmt: skip


def attack(trial: Trial) -> None:
    """Some mutants each of a problem, a network, and a certificate."""
    random = trial.random
    document = problem(random)
    plain = network(random, document)
    trial.write("problem.json", problem_bytes(document))
    try:
        trial.write("network.safetensors", network_bytes(plain))
        asked, answering = doors.load(trial.folder)
    except (OverflowError, *doors.REFUSALS):
        trial.count("no documents drawn")
        return
    files: list[tuple[str, Callable[[Path], str | None] | None]] = [
        ("problem.json", _problem_difference),
        ("network.safetensors", _network_difference),
    ]
    said = [doors.prove(asked, answering, prover) for prover in ("enumerate", "branch", "contracts")]
    proofs = [one.certificate for one in said if one.certificate is not None]
    if proofs:
        verify.save_certificate(random.choice(proofs), trial.folder / "certificate.json")
        files.append(("certificate.json", _certificate_difference))
        if (trial.folder / "certificate.evidence.safetensors").exists():
            files.append(("certificate.evidence.safetensors", None))
    originals = {name: (trial.folder / name).read_bytes() for name, _ in files}
    for _ in range(MUTANTS):
        name, difference = random.choice(files)
        data = mutant(random, originals[name])
        path = trial.write(name, data)
        if difference is None:
            _rebind(trial.folder, data)
            path = trial.folder / "certificate.json"
        _look(trial, path, difference or _certificate_difference)
        for other, original in originals.items():
            trial.write(other, original)


def _look(trial: Trial, path: Path, difference: Any) -> None:
    """Load a mutant; what the loader makes of it must be what the second reader sees."""
    what = path.name.split(".")[0]
    try:
        complaint = difference(path)
    except doors.REFUSALS:
        trial.count(f"{what} refused")
    except OtherFormatError:
        trial.count(f"{what} of another format")
    except RefusedError as error:
        trial.find(f"{path.name} is accepted, but a strict reader refuses it: {error}")
    except Exception as error:  # any other exception of a loader is what this kind looks for
        trial.find(f"loading {path.name} ends in {type(error).__name__}: {error}")
    else:
        trial.count(f"{what} accepted by both readers")
        if complaint:
            trial.find(f"two readers of {path.name} see different things: {complaint}")


def _rebind(folder: Path, data: bytes) -> None:
    path = folder / "certificate.json"
    certificate = json.loads(path.read_text())
    certificate["arrays"]["sha256"] = hashlib.sha256(data).hexdigest()
    path.write_text(json.dumps(certificate))


def mutant(random: Random, data: bytes) -> bytes:
    """A document that is not what it was."""
    tensors = len(data) > 8 and data[8:9] == b"{"
    match random.choice(("bytes", "value", "value", "text", "text", "text")):
        case "bytes":
            return _other_bytes(random, data)
        case "value":
            return _of_header(random, data, _other_value) if tensors else _other_value(random, data)
    return _of_header(random, data, _other_text) if tensors else _other_text(random, data)


def _other_bytes(random: Random, data: bytes) -> bytes:
    begin = random.randrange(len(data))
    end = min(len(data), begin + random.choice((1, 1, 2, 8, 64)))
    match random.choice(("flip", "cut", "truncate", "repeat", "append", "size", "encode")):
        case "flip":
            return data[:begin] + bytes([data[begin] ^ 1 << random.randrange(8)]) + data[begin + 1 :]
        case "cut":
            return data[:begin] + data[end:]
        case "truncate":
            return data[:begin]
        case "repeat":
            return data[:end] + data[begin:]
        case "append":
            return data + random.choice((b" ", b"\n", b"\x00", b"{}", data))
        case "size":
            return struct.pack("<Q", random.choice((0, 1, 2**62, 2**64 - 1, len(data)))) + data[8:]
    return random.choice((b"\xef\xbb\xbf" + data, data.decode("latin-1").encode("utf-16"), b""))


def _of_header(random: Random, data: bytes, change: Any) -> bytes:
    """Change the header of a safetensors file, or the product's own JSON inside of it."""
    header, body = split_header(data)
    inside = json.loads(header).get("__metadata__", {}).get("superproof")
    if inside is None or random.random() < 0.5:
        return with_header(change(random, header), body)
    document = json.loads(header)
    document["__metadata__"]["superproof"] = change(random, inside.encode()).decode("utf-8", "replace")
    return with_header(json.dumps(document).encode(), body)


def _other_value(random: Random, text: bytes) -> bytes:
    value = copy.deepcopy(json.loads(text))
    for _ in range(random.choice((1, 1, 2))):
        places = list(leaves(value))
        if places:
            holder, key = random.choice(places)
            holder[key] = any_value(random, holder[key])
    return json.dumps(value).encode()


def _other_text(random: Random, text: bytes) -> bytes:
    """A key once more, or an unknown one, or a value that is hardly JSON."""
    value = json.loads(text)
    places = list(leaves(value))
    holder, key = random.choice(places)
    marker = '"MARKER"'
    before = copy.deepcopy(holder[key])
    holder[key] = "MARKER"
    whole = json.dumps(value)
    if isinstance(holder, list) or random.random() < 0.4:
        return whole.replace(marker, random.choice(RAW), 1).encode("utf-8", "surrogatepass")
    other = json.dumps(any_value(random, before))
    name = random.choice((key, key, "unknown", key.upper(), key + " ", ""))
    own = json.dumps(before)
    twice = f"{own},{json.dumps(name)}:{other}" if random.random() < 0.5 else f"{other},{json.dumps(name)}:{own}"
    return whole.replace(marker, twice, 1).encode("utf-8", "surrogatepass")


def _problem_difference(path: Path) -> str | None:
    found: Any = verify.load_problem(path).document()
    seen = read_problem(path.read_bytes())
    found.pop("labels", None)
    same = _function(found) == _function(seen)
    return None if same else f"{found} and {seen}"


def _function(document: Document) -> object:
    """The problem up to the order of the inputs of symmetric gates."""
    levels = [
        [(gate[0], *(gate[1:] if gate[0] == "andnot" else sorted(gate[1:]))) for gate in level]
        for level in levels_of(document)
    ]
    return document["kind"], document.get("inputs"), document["sparsity"], levels


def _network_difference(path: Path) -> str | None:
    found = verify.load_network(path)
    seen = read_network(path.read_bytes())
    layers = tuple((layer.weights.tolist(), layer.bias.tolist()) for layer in found.layers)
    codes: list[Any] = [code.matrix.tolist() if isinstance(code, verify.BareCode) else code.recipe()
             for code in (found.input_code, found.output_code)]  # fmt: skip
    same = PlainNetwork(layers, codes[0], codes[1], found.threshold) == seen
    return None if same else f"{found!r} with threshold {found.threshold} and {seen}"


def _certificate_difference(path: Path) -> str | None:
    found = verify.load_certificate(path)
    seen = read_certificate(path.read_bytes())
    margin = None if found.margin is None else [found.margin.smallest_true, found.margin.largest_false]
    words = {key: getattr(found, key) for key in ("problem", "network", "prover", "sparsity", "inputs_covered")}
    words |= {"margin": margin, "assumptions": list(found.assumptions), "evidence": dict(found.evidence)}
    different = [key for key, value in words.items() if not _same(value, seen[key])]
    return f"they differ in {different[0]}" if different else None


def _same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same, and of the same types."""
    if type(one) is not type(other) or not isinstance(one, dict | list):
        return type(one) is type(other) and bool(one == other)
    if isinstance(one, dict):
        return list(one) == list(other) and all(_same(value, other[key]) for key, value in one.items())
    return len(one) == len(other) and all(map(_same, one, other))
