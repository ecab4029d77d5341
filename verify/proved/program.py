"""The proved program: where it is built, how it is built from the theories beside this file, and how it is asked."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from verify.errors import ProgramError
from verify.statement.digest import problem_digest
from verify.statement.fit import Subject
from verify.statement.problem import Problem

HERE = Path(__file__).parent
NAME = "certifier"
TOOLS = {"make": "make", "coqc": "coq", "ocamlopt": "ocaml-nox"}
"""What the build runs, and the Debian package that has it."""
DEEPEST_STACK = 'ulimit -S -s "$(ulimit -H -s)"; exec "$0"'
"""Lists are gone through by recursion: as much stack as the system grants."""


class Reply(NamedTuple):
    """What the program answers: its status (0 a claim, 3 none, 4 out of its range), and its lines by first word."""

    status: int
    said: dict[str, str]
    complaint: str

    def require_about(self, problem: Problem, network: Subject) -> None:
        """ProgramError unless the digests that it prints are those of this problem and this network."""
        for name, digest in (("problem", problem_digest(problem)), ("network", network.digest)):
            if self.said.get(name) != digest:
                raise ProgramError(
                    f"the proved checker was asked about another {name}: {self.said.get(name)}, not {digest}"
                )


@cache
def sources_digest() -> str:
    """SHA-256 of the theories and of the program's sources: another definition is another program, not built yet."""
    state = hashlib.sha256()
    for path in sorted([*HERE.glob("theories/*.v"), *HERE.glob("ocaml/*.ml"), HERE / "Makefile"]):
        state.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return state.hexdigest()


def program_path() -> Path:
    """Where the program of these sources is once it is built: in the cache folder of the user (XDG_CACHE_HOME)."""
    cached = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(cached) if os.path.isabs(cached) else Path.home() / ".cache"
    return root / "superproof" / f"proved-{sources_digest()[:16]}" / NAME


def build() -> Path:
    """Compile all proofs, extract the program, build it, unless it is there; its path. About a minute.

    Two at the same time wait for one another, and the second finds what the first built. Errors: ProgramError when a
    tool is missing, or where make fails, with its last line.
    """
    import fcntl  # Not everywhere; where the tools are it is.

    missing = [TOOLS[tool] for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise ProgramError(
            f"building the proved checker needs {', '.join(missing)}: on Debian, apt install coq ocaml-nox make"
        )
    home = program_path().parent
    home.parent.mkdir(parents=True, exist_ok=True)
    # Built aside, so that there is never a half-built program in its place; the lock goes with who holds it open.
    with (
        home.with_suffix(".lock").open("w") as lock,
        tempfile.TemporaryDirectory(dir=home.parent, prefix="building-") as folder,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        if program_path().exists():
            return program_path()
        made = Path(folder) / home.name
        command = ["make", "-s", "-f", str(HERE / "Makefile"), f"BUILD={made}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0 or not (made / NAME).exists():
            last = (done.stderr.strip() or "make says nothing").splitlines()[-1]
            raise ProgramError(f"building the proved checker failed in {' '.join(command)}: {last}")
        os.replace(made, home)
    return program_path()


def ask(text: Iterable[str]) -> Reply:
    """The answer to a request. Errors: ProgramError where the program is not built, or stops without an answer."""
    path = program_path()
    if not path.exists():
        raise ProgramError("the proved checker is not built here: run `superproof proved build`")
    with tempfile.TemporaryFile("w+", encoding="ascii") as asked:
        asked.writelines(text)
        asked.seek(0)
        done = subprocess.run(
            ["sh", "-c", DEEPEST_STACK, path], stdin=asked, capture_output=True, text=True, check=False
        )
    if done.returncode not in (0, 3, 4):
        raise ProgramError(f"the proved checker stopped with status {done.returncode}: {done.stderr.strip()[-200:]}")
    words = (line.partition(" ") for line in done.stdout.splitlines())
    return Reply(done.returncode, {first: rest for first, _, rest in words}, done.stderr.strip())
