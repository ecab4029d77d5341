"""Run superproof on a bare machine: makes .venv beside this file on first use, installs the project, starts it.

    python3 run.py certify les-miserables      any superproof command
    python3 run.py tests [pytest options]      the project's tests

Needs Python 3.11 or newer and the network (once). Standard library only.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main() -> int:
    """Set up what is missing, then hand over."""
    if sys.version_info < (3, 11):
        print(f"superproof needs Python 3.11 or newer, not {sys.version.split()[0]}", file=sys.stderr)
        return 2
    arguments = sys.argv[1:]
    testing = arguments[:1] == ["tests"]
    if not ensure("test" if testing else ""):
        return 5
    if testing:
        command = [str(PYTHON), "-m", "pytest", "-n", str(os.cpu_count() or 1), *arguments[1:]]
        return subprocess.call(command, cwd=ROOT)
    try:
        # -P: a file of one's own called verify.py or bounds.py, here in the folder, is not our package.
        return subprocess.call([str(PYTHON), "-P", "-m", "superproof", *(arguments or ["--help"])])
    except KeyboardInterrupt:
        return 4


def ensure(extra: str) -> bool:
    """Make .venv and install the project with `extra`, unless that has been done for this pyproject.toml."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = HOME / f"superproof-installed{'-' + extra if extra else ''}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return True
    print("superproof: first use, installing into .venv (about a minute) ...", file=sys.stderr)
    try:
        if not PYTHON.exists():
            venv.create(HOME, with_pip=True)
        target = f"{ROOT}[{extra}]" if extra else str(ROOT)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target]
        subprocess.run([str(PYTHON), *install], check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"superproof: cannot install into {HOME}: {error}", file=sys.stderr)
        return False
    stamp.write_text(wanted)
    return True


if __name__ == "__main__":
    sys.exit(main())
