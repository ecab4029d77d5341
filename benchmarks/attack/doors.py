"""The product's doors, in one place: names of `verify`, files, and the command line. Nothing else of it is used."""

import contextlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import verify
from superproof.__main__ import main

PROVERS = ("enumerate", "branch", "contracts", "smt")
COMPLETE = "enumerate"
"""The prover that decides every small question."""
LIMITS = {"smt": 4.0}
"""Seconds for provers that may take long; all others have a minute."""
REFUSALS = (verify.DocumentError,)
STATUS = {0, 2, 3, 4, 5}


@dataclass(frozen=True)
class Said:
    """What a prover or the checker said: its word in small letters, and what came with it."""

    word: str
    reason: str = ""
    certificate: Any = None
    active: tuple[int, ...] = ()
    output: int = -1
    assumptions: tuple[str, ...] = ()


def _said(answer: Any) -> Said:
    word = type(answer).__name__.lower()
    wrong = getattr(answer, "counterexample", None)
    return Said(
        word,
        str(getattr(answer, "reason", "") or (wrong or "")),
        getattr(answer, "certificate", None),
        getattr(wrong, "active", ()),
        getattr(wrong, "output", -1),
        tuple(getattr(answer, "assumptions", ())),
    )


def prove(problem: Any, network: Any, prover: str) -> Said:
    """A verdict: proved, refuted, unknown, or found (a proof that nobody has checked)."""
    return _said(verify.prove(problem, network, prover=prover, timeout=LIMITS.get(prover, 60.0)))


def check(problem: Any, network: Any, certificate: Any) -> Said:
    """An answer: valid, invalid or unknown."""
    return _said(verify.check(problem, network, certificate, timeout=60))


def check_proved(problem: Any, network: Any, certificate: Any) -> Said:
    """The same from the checker that is proved in Coq; "absent" where it is not built."""
    from verify.errors import ProgramError
    from verify.proved.check import check_proved
    from verify.proved.program import program_path

    if not program_path().exists():
        return Said("absent")
    try:
        return _said(check_proved(problem, network, certificate))
    except ProgramError as error:
        return Said("stopped", str(error))


def load(folder: Path) -> tuple[Any, Any]:
    """The problem and the network in a folder."""
    return verify.load_problem(folder / "problem.json"), verify.load_network(folder / "network.safetensors")


def command(*words: str) -> tuple[int, str, str]:
    """(exit status, standard output, standard error) of `superproof WORD ...`, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(words))
    return status, out.getvalue(), err.getvalue()


@contextlib.contextmanager
def inside(folder: Path) -> Any:
    """With this folder as the current one."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.chdir(before)
