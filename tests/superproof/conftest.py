"""One command run as a user runs it, and small files to run it on."""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import superproof as package
from superproof.__main__ import main
from superproof.arguments import grammar
from superproof.reports.figures.canvas import Picture
from verify import FloatNetwork, save_float_network

DRAWINGS = {
    "ranges": "ranges", "frontier": "frontier", "score_distribution": "scores", "circuit_levels": "levels",
    "graph_picture": "graph", "interference": "interference", "reading": "reading", "channel_matrix": "channels",
    "feature_influence": "influence", "search_path": "search",
}  # fmt: skip
"""What draws a picture of the report, and the picture's name."""


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one sentence of a failure; fails when there is more or less than one line, or anything on stdout."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert self.out == ""
        return lines[0]

    @property
    def record(self) -> dict[str, object]:
        lines = self.out.splitlines()
        assert len(lines) == 1, self.out
        record = json.loads(lines[0])
        assert isinstance(record, dict)
        return record


OPTION = re.compile(r"(?:^|(?<=[\s(]))--[a-z][a-z-]*")
COMMAND = re.compile(r"superproof ([a-z]+)(?: (and|gates|permutation|circuit|real|theorem))?\b")


def require_options_that_exist(arguments: list[str], said: str) -> None:
    """Every option that is named on standard error is one of the command that runs, or of one named before or after."""
    for line in said.splitlines():
        named = [found.groups(default="") for found in COMMAND.finditer(line)]
        known = set().union(*(options_of(*words) for words in [tuple(arguments[:2]), *named]))
        typed = {word.partition("=")[0] for word in arguments if word.startswith("--")}
        unknown = set(OPTION.findall(line)) - known - typed
        assert not unknown, f"{line!r} names {unknown}, which is no option of {arguments[:2]}"


@cache
def options_of(command: str = "", kind: str = "") -> set[str]:
    """The options of a command, and of its kind."""
    parser = grammar()
    found = set(parser._option_string_actions)
    for word in (command, kind):
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction) and word in action.choices:
                parser = action.choices[word]
                found |= set(parser._option_string_actions)
                break
    return found


Superproof = Callable[..., Run]


@pytest.fixture
def superproof(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Superproof:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Run:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        require_options_that_exist([str(argument) for argument in arguments], captured.err)
        return Run(status, captured.out, captured.err)

    return run


@pytest.fixture
def triangle(tmp_path: Path) -> Path:
    path = tmp_path / "triangle.edgelist"
    path.write_text("Ann Bob\nBob Cyd\nAnn Cyd\n")
    return path


@pytest.fixture
def proved(superproof: Superproof, triangle: Path, tmp_path: Path) -> Path:
    """A folder with problem.json, network.safetensors and certificate.json of a proof."""
    assert superproof("problem", "and", "--graph", triangle, "--sparsity", 2, "-o", "problem.json").status == 0
    assert superproof("build", "problem.json", "--construction", "naive", "-o", "network.safetensors").status == 0
    run = superproof("prove", "problem.json", "network.safetensors", "--certificate", "certificate.json", "--json")
    assert run.status == 0
    return tmp_path


@pytest.fixture
def python() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """A Python of its own that finds this very package wherever it runs."""

    def run(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])}
        command = [sys.executable, *arguments]
        streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.run(command, text=True, check=False, env=environment, **streams)

    return run


@pytest.fixture
def blank_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports with pictures that nobody draws: for tests that look at anything else."""
    for drawing, name in DRAWINGS.items():
        blank = Picture(name, name, name, "<svg></svg>")
        monkeypatch.setattr(f"superproof.reports.pictures.{drawing}", lambda *_, blank=blank: blank)


@pytest.fixture
def pentagon(tmp_path, superproof):
    """Five features in two dimensions, with the output's ReLU."""
    angles = 2 * np.pi * np.arange(5) / 5
    words = np.array([np.cos(angles), np.sin(angles)]).astype(np.float32)
    save_float_network(
        FloatNetwork([(words, np.zeros(2), False), (words.T.copy(), np.full(5, -0.25), True)], 0.5),
        tmp_path / "network.safetensors",
    )
    made = superproof("problem", "real", "--target", "identity", "--features", 5, "--sparsity", 2, "-o", "p.json")
    assert made.status == 0
    assert made.out == "p.json: 5 features, 5 outputs, sparsity 2, y0 of every feature\n"
    return "p.json", "network.safetensors"
