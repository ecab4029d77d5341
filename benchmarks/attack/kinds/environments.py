"""The same files in another environment: what `check` says does not depend on variables, flags, locale or folder.

A right and a wrong network, with the right one's certificate bound to both, are checked in processes of their own.
"""

import os
import subprocess
import sys

import verify
from benchmarks.attack import doors
from benchmarks.attack.draw_networks import changed, network
from benchmarks.attack.draw_problems import problem
from benchmarks.attack.plain import network_bytes, problem_bytes
from benchmarks.attack.trial import Trial
from benchmarks.attack.truth import truth

VARIABLES: tuple[dict[str, str], ...] = (
    {"PYTHONOPTIMIZE": "2"},
    {"PYTHONINTMAXSTRDIGITS": "640"},
    {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
    {"PYTHONWARNINGS": "ignore", "PYTHONDONTWRITEBYTECODE": "1"},
    {"PYTHONIOENCODING": "ascii", "COLUMNS": "1", "TERM": "dumb"},
    {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    {"NUMBA_DISABLE_JIT": "1"},
    {"TMPDIR": "/nonexistent", "HOME": "/nonexistent"},
    {"PYTHONDEVMODE": "1"},
)


def attack(trial: Trial) -> None:
    """One environment, one right and one wrong network."""
    for _ in range(50):
        document = problem(trial.random)
        plain = network(trial.random, document)
        other = changed(trial.random, plain)
        try:
            files = network_bytes(plain), network_bytes(other)
        except OverflowError:
            continue
        if truth(document, plain).right and not truth(document, other).right:
            break
    else:
        return
    trial.write("problem.json", problem_bytes(document))
    trial.write("network.safetensors", files[0])
    prover = trial.random.choice(("enumerate", "branch", "auto"))
    said = doors.prove(*doors.load(trial.folder), prover)
    if said.certificate is None:
        trial.count(f"{prover}: {said.word}")
        return
    path = trial.folder / "certificate.json"
    verify.save_certificate(said.certificate, path)
    extra = trial.random.choice(VARIABLES)
    flags = trial.random.choice(([], ["-O"], ["-OO"], ["-X", "int_max_str_digits=640"], ["-B"], ["-X", "utf8=0"]))
    _expect(trial, extra, flags, 0)
    trial.write("network.safetensors", files[1])
    wrong = verify.load_network(trial.folder / "network.safetensors").digest
    path.write_text(path.read_text().replace(said.certificate.network, wrong))
    _expect(trial, extra, flags, 3)


def _expect(trial: Trial, extra: dict[str, str], flags: list[str], status: int) -> None:
    command = [sys.executable, *flags, "-m", "superproof", "check", "problem.json", "network.safetensors",
               "certificate.json"]  # fmt: skip
    run = subprocess.run(command, env={**os.environ, **extra}, cwd=trial.folder, capture_output=True, timeout=200)
    trial.count(f"{' '.join(flags) or 'no flags'}, {'; '.join(extra)}: status {run.returncode}")
    if run.returncode != status:
        said = run.stderr.decode("utf-8", "replace")[-300:]
        trial.find(f"check with {flags} and {extra} ends with {run.returncode}, not {status}: {said}")
