"""What is checked to see what `check` runs: certificates that are pinned, and small ones that are made."""

from collections.abc import Callable
from dataclasses import dataclass
from math import nextafter
from pathlib import Path
from shutil import copyfile
from typing import Any

import numpy as np

from benchmarks.lines_run import ROOT
from verify import (
    Certificate,
    FloatNetwork,
    Proved,
    TwoAnd,
    Verdict,
    WorstErrors,
    autoencoder,
    load_certificate,
    load_error_certificate,
    load_float_network,
    load_network,
    load_problem,
    load_real_problem,
    prove,
    save_certificate,
    save_error_certificate,
    save_float_network,
    save_problem,
    save_real_problem,
    worst_errors,
)

CORPUS = ROOT / "tests" / "certificates"
FLOATS = "floats by "
STATED = '"true_at_least"'


@dataclass(frozen=True)
class Way:
    """A row: the certificates of a prover with or without stated bounds, and other sizes of `verify.checker`.

    Or, of worst errors, one at sparsity `real` of a small network; "floats by" a prover are two of float networks.
    """

    prover: str
    sizes: tuple[tuple[str, int], ...] = ()
    stated: bool | None = None
    real: int = 0

    @property
    def kind(self) -> str:
        """What the certificates are about."""
        return "errors" if self.real else "floats" if self.prover.startswith(FLOATS) else "integers"


WAYS = {
    "`enumerate`": Way("enumerate"),
    "`enumerate`, reduced inputs": Way("enumerate", (("enumeration.MANY", 0),)),
    "`branch`": Way("branch", stated=False),
    "`branch`, large": Way("branch", (("branch.check.LARGE", 0),), stated=False),
    "`branch`, of before": Way("branch", stated=True),
    "`contracts`": Way("contracts"),
    "`smt`": Way("smt"),
    "floats by `enumerate`": Way("floats by enumerate"),
    "floats by `branch`": Way("floats by branch"),
    "floats by `branch`, other depths": Way("floats by branch, deep"),
    "worst errors, vertices": Way("worst errors", real=2),
    "worst errors, parts": Way("worst errors", real=3),
}
DOCUMENTS: dict[str, tuple[Callable[[Path], Any], ...]] = {
    "integers": (load_problem, load_network, load_certificate),
    "floats": (load_problem, load_float_network, load_certificate),
    "errors": (load_real_problem, load_float_network, load_error_certificate),
}
"""What reads problem, network and certificate."""
FILES = ("problem.json", "network.safetensors", "certificate.json")


def pinned(way: Way) -> list[Path]:
    """The folders of the certificates of a way."""
    found = []
    for folder in sorted(path for verdict in ("accepted", "rejected") for path in (CORPUS / verdict).iterdir()):
        text = (folder / "certificate.json").read_text()
        if f'"prover": "{way.prover}"' in text and way.stated in (None, STATED in text):
            found.append(folder)
    return found


def made(way: Way, folder: Path) -> list[Path]:
    """Folders with certificates of small networks, where none is pinned."""
    if way.kind == "errors":
        return [made_errors(way.real, folder)]
    if way.kind == "floats":
        prover, *deep = way.prover.removeprefix(FLOATS).split(", ")
        return [made_floats(prover, folder / str(k), edge=bool(k), deep=bool(deep)) for k in (0, 1)]
    for name in FILES[:2]:
        copyfile(CORPUS / "accepted" / "naive_path" / name, folder / name)
    verdict = prove(load_problem(folder / FILES[0]), load_network(folder / FILES[1]), prover=way.prover)
    save_certificate(_proof(verdict), folder / FILES[2])
    return [folder]


def made_floats(prover: str, folder: Path, *, edge: bool, deep: bool = False) -> Path:
    """A certificate of two ANDs on three neurons, right on machines, or (`edge`) with scores at the thresholds.

    `deep` has a linear layer before and a rectified one behind.
    """
    folder.mkdir()
    problem = TwoAnd(inputs=4, sparsity=3, pairs=((0, 1), (2, 3)))
    weights = [[1.1, 1.1, 0, 0], [0, 0, 1.1, 1.1], [0.3, -0.2, 0.1, 0.05]]
    layers: list[tuple[object, object, object]] = [
        (weights, [-1, -1, 0], True),
        ([[1, 0, -0.01], [0, 1, 0.01]], [0, 0], False),
    ]
    if deep:
        layers = [(np.eye(4), [0] * 4, False), layers[0], (*layers[1][:2], True), (np.eye(2), [0, 0], False)]
    network = FloatNetwork(layers, 0.5, "float64")
    if edge:
        scores = [network.scores(active) for active in ((0, 1, 2), (1, 2, 3))]
        network = FloatNetwork(layers, [nextafter(float(row[i]), 0) for i, row in enumerate(scores)], "float64")
    save_problem(problem, folder / FILES[0])
    save_float_network(network, folder / FILES[1])
    save_certificate(_proof(prove(problem, network, prover=prover)), folder / FILES[2])
    return folder


def _proof(verdict: Verdict) -> Certificate:
    if not isinstance(verdict, Proved):
        raise TypeError(f"a small network must be proved, but the verdict is {verdict}")
    return verdict.certificate


def made_errors(sparsity: int, folder: Path) -> Path:
    """A certificate of the worst errors of two features in one neuron, and of a third in none."""
    problem = autoencoder(3, sparsity)
    hidden = [[1, -1, 0], [0, 1, 1], [1, 0, 1]], [0, 0.25, 0], True
    network = FloatNetwork([hidden, ([[1, 0, 1], [-1, 0.5, 0], [0, 1, 0]], [0, 0, 0.5], False)], 0.5)
    found = worst_errors(problem, network)
    if not isinstance(found, WorstErrors):
        raise TypeError(f"the worst errors of a small network must be found, not {found}")
    save_real_problem(problem, folder / "problem.json")
    save_float_network(network, folder / "network.safetensors")
    save_error_certificate(found.certificate, folder / "certificate.json")
    return folder
