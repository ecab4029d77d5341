"""Small documents that stand for enormous things: time limits hold in `check` and `prove`, and memory stays in bounds.

Every limit is given a generous factor, because the machine may be busy; what was found in the past took minutes, or
tens of gigabytes.
"""

import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import verify
from benchmarks.attack import doors
from benchmarks.attack.plain import Document, PlainNetwork, network_bytes, problem_bytes, tensor_bytes
from benchmarks.attack.trial import Trial

SECONDS = 20.0
"""CPU seconds that a call with a limit of 1 second may take."""
MEMORY = 2**30
"""Bytes that a call may use by its own account, where it can be told; it may take `SLACK` times as many."""
SLACK = 3
ADDRESSES = 12 * 2**30
WAIT = 150.0
PROJECT = Path(__file__).parents[3]
FORMAT = "superproof-problem-1"
Pair = tuple[Document, PlainNetwork]


def attack(trial: Trial) -> None:
    """One inflated pair through `check` with some certificate, or through `superproof prove`."""
    random = trial.random
    name, draw = random.choice(list(PAIRS.items()))
    document, plain = draw(random)
    trial.write("problem.json", problem_bytes(document))
    trial.write("network.safetensors", network_bytes(plain))
    try:
        asked, answering = doors.load(trial.folder)
    except doors.REFUSALS:
        trial.count(f"{name}: refused by the loader")
        return
    if random.random() < 0.4:
        words = random.choice((["--prover", "auto"], ["--prover", random.choice(doors.PROVERS)]))
        command = [
            "-m",
            "superproof",
            "prove",
            "problem.json",
            "network.safetensors",
            "--timeout",
            "1",
            "--allow-vacuous",
            *words,
            "--quiet",
        ]
        run = _run(trial, name, [sys.executable, *command])
        if run is not None:
            trial.count(f"{name}: prove {words[1]} status {run.returncode}")
            if run.returncode not in doors.STATUS:
                trial.find(f"{name}: {' '.join(command)} ends with status {run.returncode}: {run.stderr[-300:]}")
        return
    prover = random.choice(doors.PROVERS)
    _certificate(trial, random, asked, answering, prover)
    command = [sys.executable, "-m", "benchmarks.attack.limited", str(trial.folder), str(MEMORY)]
    run = _run(trial, name, command)
    if run is None:
        return
    if run.returncode != 0:
        trial.find(f"{name}: check of a certificate of {prover} ends with {run.returncode}: {run.stderr[-300:]}")
        return
    said: dict[str, Any] = json.loads(run.stdout)
    trial.count(f"{name}: check of {prover}: {said['word']}")
    if said["seconds"] > SECONDS:
        trial.find(f"{name}: check of {prover} with a limit of 1 s took {said['seconds']:.1f} CPU s: {said['reason']}")
    if said["mebibytes"] > SLACK * MEMORY // 2**20:
        trial.find(f"{name}: check of {prover} took {said['mebibytes']} MiB: {said['reason']}")


def _run(trial: Trial, name: str, command: list[str]) -> "subprocess.CompletedProcess[str] | None":
    """The process's end, or None, and a finding, where there is none in time. Its address space is limited."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, resource.RLIM_INFINITY))

    # The process starts in the trial's folder, and `benchmarks` is not installed: it is told where the project is.
    known = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(known)}
    try:
        return subprocess.run(
            command, cwd=trial.folder, env=environment, capture_output=True, text=True, timeout=WAIT, preexec_fn=limit
        )
    except subprocess.TimeoutExpired:
        trial.find(f"{name}: {' '.join(command[1:])}: no answer in {WAIT:.0f} s with a limit of 1 s")
        return None


NEXT_TO_NOTHING: tuple[dict[str, object], ...] = (
    {"attained": None},
    {"true_at_least": 0, "false_at_most": 0, "attained": None},
    {},
)


def _certificate(trial: Trial, random: Random, asked: Any, answering: Any, prover: str) -> None:
    """A certificate that says next to nothing, bound to the pair."""
    evidence: dict[str, dict[str, object]] = {
        "enumerate": {"order": "colexicographic"},
        "branch": random.choice(NEXT_TO_NOTHING),
        "contracts": {"codes": [], "contracts": []},
        "smt": {"scripts": []},
    }
    v, m = asked.sparsity, asked.inputs
    covered = sum(_binomials(m, v)) if v <= 4 else random.choice((0, 2**m if m < 10**4 else 1))
    assumptions = ["an SMT solver that answers unsat on a QF_LIA script is right"] if prover == "smt" else []
    arrays = None
    if "true_at_least" in evidence[prover]:
        names = ("bounds", "branching", "counts", "features")
        data = tensor_bytes({name: ("I64", [0], []) for name in names}, {})
        trial.write("certificate.evidence.safetensors", data)
        arrays = {"file": "certificate.evidence.safetensors", "sha256": hashlib.sha256(data).hexdigest()}
    document = {
        "format": "superproof-certificate-1",
        "claim": "the network computes the problem at this sparsity",
        "problem": verify.problem_digest(asked),
        "network": answering.digest,
        "prover": prover,
        "sparsity": v,
        "inputs_covered": covered,
        "margin": random.choice((None, [1, 0])) if prover == "enumerate" else None,
        "assumptions": assumptions,
        "evidence": evidence[prover],
        "arrays": arrays,
    }
    trial.write("certificate.json", json.dumps(document).encode())


def _binomials(m: int, v: int) -> list[int]:
    found = [1]
    for k in range(v):
        found.append(found[-1] * (m - k) // (k + 1))
    return found


def _large(random: Random) -> int:
    return int(2 ** random.randint(15, 40)) + random.randint(-1, 1) * random.randint(0, 3)


def _many_features(random: Random) -> Pair:
    """m features, v of them active: few bytes for as many inputs as one likes."""
    m = min(2**40, _large(random))
    v = random.choice((m, m, 2, 3, min(m, 50), m // 2))
    document = {"format": FORMAT, "kind": "gates", "inputs": m, "sparsity": v, "gates": [["and", 0, 1]]}
    code = random.choice(
        (
            {"family": "random-signs", "rows": 1, "columns": m, "seed": 0},
            {"family": "hadamard", "rows": 1, "columns": min(m, 2**24), "seed": 0},
        )
    )
    columns: Any = code["columns"]
    document["inputs"], document["sparsity"] = columns, min(v, columns)
    return document, PlainNetwork((([[1]], [0]),), code, [[1]], 1)


def _heavy_words(random: Random) -> Pair:
    """One word of a large weight, for the outputs or the inputs."""
    weight = random.choice((2**10, 2**12, 2**14, 2**15))
    code = {"family": "constant-weight", "rows": weight, "columns": 1, "weight": weight, "seed": 0}
    document = {"format": FORMAT, "kind": "gates", "inputs": 2, "sparsity": 2, "gates": [["and", 0, 1]]}
    identity = {"family": "identity", "size": 2}
    return document, PlainNetwork((([[1, 1]] * weight, [-1] * weight),), identity, code, weight)


def _wide_gate(random: Random) -> Pair:
    """One gate of very many inputs, alone or in a circuit."""
    q = random.choice((2000, 8000, 20000, 60000))
    gates = [[random.choice(("or", "and")), *range(q)]]
    head = {"format": FORMAT, "inputs": q, "sparsity": random.choice((1, 2, 2, 3))}
    levels = [gates, [["copy", 0]]][: random.choice((1, 2))]
    body = random.choice(({"kind": "gates", "gates": gates}, {"kind": "circuit", "levels": levels}))
    code = {"family": "random-signs", "rows": 1, "columns": q, "seed": 0}
    return {**head, **body}, PlainNetwork((([[1]], [0]),), code, [[1]], 1)


def _large_identity(random: Random) -> Pair:
    """An identity code, whose matrix nobody should write down."""
    m = random.choice((3000, 10000, 30000, 60000))
    row = [0] * m
    row[0] = row[1] = 1
    document = {"format": FORMAT, "kind": "gates", "inputs": m, "sparsity": 2, "gates": [["and", 0, 1]]}
    return document, PlainNetwork(
        (([row], [-1]),), {"family": "identity", "size": m}, {"family": "identity", "size": 1}, 1
    )


def _many_gates(random: Random) -> Pair:
    """A circuit whose admissible inputs have to be counted."""
    m, width = random.choice((40, 200, 1000)), random.choice((100, 1000, 5000))
    v = random.choice((2, 3, 4, 8, 20))
    levels = [[["or", *random.sample(range(m), 2)] for _ in range(width)]]
    document = {"format": FORMAT, "kind": "circuit", "inputs": m, "sparsity": v, "levels": levels}
    code = {"family": "random-signs", "rows": 1, "columns": m, "seed": 0}
    return document, PlainNetwork((([[1]], [0]),), code, [[1] * width], 1)


def _threshold_form(random: Random) -> Pair:
    """Layers as contracts take them, at a sparsity that no list should be made for."""
    m = random.choice((2**16, 2**20))
    document = {
        "format": FORMAT,
        "kind": "gates",
        "inputs": m,
        "sparsity": random.choice((m, 1000, 3)),
        "gates": [["copy", 0]],
    }
    code = {"family": "random-signs", "rows": 1, "columns": m, "seed": 0}
    layers = (([[-1]], [1]), ([[-1]], [1]))
    return document, PlainNetwork(layers, code, {"family": "identity", "size": 1}, 1)


PAIRS: dict[str, Callable[[Random], Pair]] = {
    "many features": _many_features,
    "heavy words": _heavy_words,
    "a wide gate": _wide_gate,
    "a large identity": _large_identity,
    "many gates": _many_gates,
    "threshold form": _threshold_form,
}
