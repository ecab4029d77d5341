"""A standing attack: differential fuzzers against provers, checker, documents and command line.

    python -m benchmarks.attack --minutes 5 --seed 1 [--kind verdicts --kind certificates] [--keep FOLDER] [--json]

Every kind draws random cases and holds what the product says against what is true by the definition, in Python integers
(`truth`), or against a strict second reader of documents. It prints what was tried, by kind, and keeps every finding as
files with a line that says what is wrong and the command that shows it again. Exit status 3 on a finding, 0 otherwise.
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.arguments import parser_of
from benchmarks.attack.driver import Tally, attack, one_case
from benchmarks.attack.registry import KINDS
from benchmarks.attack.trial import Finding

FOUND = 3


def main() -> int:
    arguments = _arguments()
    names = arguments.kind or list(KINDS)
    print(f"seed {arguments.seed}", file=sys.stderr)
    if arguments.case is None:
        tallies, findings = attack(names, arguments.seed, 60 * arguments.minutes)
    else:
        tallies, findings = one_case(names[0], arguments.seed, arguments.case)
    kept = [finding.keep(arguments.keep) for finding in findings]
    if arguments.json:
        print(json.dumps(_record(arguments.seed, tallies, findings)))
    else:
        _print(tallies, findings, kept)
    return FOUND if findings else 0


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long (%(default)s)")
    parser.add_argument("--seed", type=int, required=True, help="of everything random")
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="only these kinds of attack")
    parser.add_argument("--case", type=int, help="only this case of the one kind given: what a finding names")
    parser.add_argument("--keep", type=Path, default=Path("findings"), help="folder for findings (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    if arguments.case is not None and len(arguments.kind or []) != 1:
        parser.error("--case takes exactly one --kind")
    return arguments


def _record(seed: int, tallies: dict[str, Tally], findings: list[Finding]) -> dict[str, object]:
    kinds = {
        name: {"cases": tally.cases, "seconds": round(tally.seconds, 1), "counts": dict(tally.counts)}
        for name, tally in tallies.items()
    }
    found = [{"kind": f.kind, "case": f.case, "sentence": f.sentence, "command": f.command} for f in findings]
    return {"seed": seed, "kinds": kinds, "findings": found}


def _print(tallies: dict[str, Tally], findings: list[Finding], kept: list[Path]) -> None:
    for name, tally in tallies.items():
        print(f"{name}: {tally.cases} cases in {tally.seconds:.0f} s, {tally.findings} findings")
        for what, times in sorted(tally.counts.items(), key=lambda item: -item[1]):
            print(f"    {times:8} {what}")
    for finding, place in zip(findings, kept, strict=True):
        print(f"FINDING {finding.sentence}\n    {finding.command}\n    kept in {place}")


if __name__ == "__main__":
    sys.exit(main())
