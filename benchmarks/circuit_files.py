"""Which circuits of a folder of AIGER files are read, which are refused and why, and what it takes.

    python -m benchmarks.circuit_files FOLDER [--sparsity 2]

Every file goes through `superproof problem circuit --negate-outputs --drop-constant-outputs` in a process of its own,
one after the other, within --seconds and --memory. Exit status 1 where one gives neither a circuit nor a sentence.
"""

import resource
import subprocess
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

from benchmarks.arguments import parser_of
from benchmarks.timing import table

CHILD = """
import resource, sys
from superproof.__main__ import main
status = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{used.ru_utime + used.ru_stime:.1f} {used.ru_maxrss // 1000}")
sys.exit(status)
"""
OPTIONS = ("--negate-outputs", "--drop-constant-outputs")


def _limited(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _row(path: Path, sparsity: int, seconds: int, memory: int) -> tuple[str, ...]:
    """File, how it ended, CPU seconds, megabytes, and what was said."""
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "p.json")
        asked = ["problem", "circuit", "--aiger", str(path), "--sparsity", str(sparsity), *OPTIONS, "-o", output]
        try:
            run = subprocess.run(
                [sys.executable, "-c", CHILD, *asked], capture_output=True, text=True, timeout=seconds,
                check=False, preexec_fn=partial(_limited, memory),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return path.name, "FAILED", f"{seconds}", "", "no answer in time"
        said = [line.replace(output, "").replace(str(path), "").strip(" :") for line in run.stdout.splitlines()]
    used = said.pop().split() if said else ["", ""]
    complaint = run.stderr.splitlines()[-1:] or [""]
    if run.returncode == 0:
        return path.name, "read", *used, ", ".join(said)
    sentence = complaint[0].replace(str(path), "").removeprefix("superproof problem: ").strip(": ")
    fails = run.returncode not in (2, 5) or "Traceback" in run.stderr
    return path.name, "FAILED" if fails else "refused", *used, sentence


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sparsity", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=120, help="for one file (%(default)s)")
    parser.add_argument("--memory", type=int, default=8 * 10**9, help="bytes, for one file (%(default)s)")
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.folder.rglob("*") if path.suffix in (".aag", ".aig"))
    rows = [_row(path, arguments.sparsity, arguments.seconds, arguments.memory) for path in files]
    print(table(("file", "", "CPU seconds", "peak MB", "what was said"), rows))
    ends = Counter(end for _, end, *_ in rows)
    print("\n" + ", ".join(f"{number} {end}" for end, number in sorted(ends.items())))
    sys.exit(1 if ends["FAILED"] else 0)


if __name__ == "__main__":
    main()
