"""Checkpoints are hints: whatever stands in one, `prove --checkpoint` proves nothing that is wrong, and ends.

The file that a proof of a right network leaves is bound to another network by recomputed digests and mutated; then the
command goes on from it. Status 0 is for right networks only, and the certificate that was written must be valid.
"""

import json
from typing import Any

import verify
from benchmarks.attack import doors
from benchmarks.attack.draw_networks import changed, network
from benchmarks.attack.draw_problems import problem
from benchmarks.attack.mutate import any_value, other_arrays
from benchmarks.attack.plain import Tensor, network_bytes, problem_bytes, split_header, tensor_bytes
from benchmarks.attack.second_reader import read_tensors
from benchmarks.attack.trial import Trial
from benchmarks.attack.truth import truth

TRIES = 4
WORDS = ("problem.json", "network.safetensors", "--checkpoint", "checkpoint", "--quiet", "--timeout", "20")


def attack(trial: Trial) -> None:
    """Some forged checkpoints from one proof."""
    with doors.inside(trial.folder):
        for _ in range(30):
            document = problem(trial.random)
            plain = network(trial.random, document)
            if document["kind"] != "circuit" and len(plain.layers) == 1 and truth(document, plain).right:
                trial.write("problem.json", problem_bytes(document))
                trial.write("network.safetensors", network_bytes(plain))
                (trial.folder / "checkpoint").unlink(missing_ok=True)
                status, _, error = doors.command("prove", *WORDS)
                if (trial.folder / "checkpoint").exists():
                    break
                trial.count(f"no checkpoint written, status {status}")
                if status not in doors.STATUS:
                    trial.find(f"prove --checkpoint ends with status {status}: {error}")
        else:
            return
        original = (trial.folder / "checkpoint").read_bytes()
        for _ in range(TRIES):
            target = plain if trial.random.random() < 0.3 else changed(trial.random, plain)
            trial.write("network.safetensors", network_bytes(target))
            trial.write("checkpoint", _forged(trial, original, network_bytes(plain)))
            _go_on(trial, truth(document, target).wrong)


def _forged(trial: Trial, original: bytes, proved: bytes) -> bytes:
    """The checkpoint with the digest of the network that lies there now, and up to three changes."""
    random = trial.random
    header = json.loads(split_header(original)[0])
    found, metadata = read_tensors(original)
    arrays: dict[str, Tensor] = {name: ("I64", header[name]["shape"], entries) for name, entries in found.items()}
    (trial.folder / "proved.safetensors").write_bytes(proved)
    told = verify.load_network(trial.folder / "proved.safetensors").digest
    now = verify.load_network(trial.folder / "network.safetensors").digest
    metadata = {key: value.replace(told, now) for key, value in metadata.items()}
    for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
        if arrays:
            other_arrays(random, arrays)
    if metadata and random.random() < 0.1:
        key = random.choice(list(metadata))
        metadata[key] = str(any_value(random, metadata[key]))
    return tensor_bytes(arrays, metadata)


def _go_on(trial: Trial, wrong: Any) -> None:
    for name in ("certificate.json", "certificate.evidence.safetensors"):
        (trial.folder / name).unlink(missing_ok=True)
    status, _, error = doors.command("prove", *WORDS, "--certificate", "certificate.json")
    trial.count(f"prove from a forged checkpoint: status {status}")
    if status not in doors.STATUS:
        trial.find(f"prove --checkpoint ends with status {status}: {error}")
    if status == 0 and wrong:
        trial.find(f"prove --checkpoint proves a network that is wrong on {wrong}")
    if status == 0:
        again, _, error = doors.command("check", *WORDS[:2], "certificate.json", "--quiet")
        if again != 0:
            trial.find(f"prove --checkpoint proves, but check of its certificate ends with {again}: {error}")
    if status == 3 and not wrong:
        trial.find("prove --checkpoint refutes a network that is right")
