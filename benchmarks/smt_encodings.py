"""Encodings of dense float networks for an SMT solver, side by side: which one `smt` should write.

    python -m benchmarks.smt_encodings [--sizes 8-2-8 12-2-12 12-3-12] [--outputs 2] [--most 2]

Sizes are those of `benchmarks.float_bounds`: dense networks that are trained here, whose weights have both signs and 24
bits. Every encoding asks the same: whether some admissible input is wrong in an output, one script a side. *max* is
what `smt` writes of float networks, *polarity, cuts* what it writes of networks of integers with one hidden layer; the
others change one thing of it. *tactics* are Z3's, for the logic or none (plain). *work* is Z3's own count of what it
did, in millions, which depends on no clock; a script is given up, and *open*, at --most of them.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import final

import z3

from benchmarks.arguments import parser_of
from benchmarks.float_bounds import subject
from benchmarks.timing import cpu_timed, table
from verify import FloatNetwork, Problem
from verify.smtlib import SIDES, Scripts

SIZES = ("8-2-8", "12-2-12", "12-3-12")
HEADER = ("m-v-n", "encoding", "tactics", "right", "wrong", "open", "work, 10^6", "CPU seconds")
DECLARED = re.compile(r"\(declare-const (h\d+_(\d+)) Int\)")
MILLION = 10**6
WRITTEN = "max"
"""What `smt` writes."""


@final
class Encodings:
    """The scripts of one network in all encodings, made of those that `smt` writes."""

    def __init__(self, problem: Problem, network: FloatNetwork) -> None:
        self._written = Scripts(problem, network)
        self._bare = Scripts(problem, network)
        self._bare._shallow = False  # Leaves out cuts.
        self.names: dict[str, Callable[[int, str], str]] = {
            WRITTEN: self._written.text,
            "polarity, cuts": self._as_others,
            "polarity": partial(self._bare.text, as_max=False),
            "max, cuts": lambda output, side: _as_max(self._as_others(output, side)),
            "0/1 choices": self._choices,
            "polarity, cuts, all real": lambda output, side: _real(self._as_others(output, side)),
            "polarity, cuts, Boolean y": lambda output, side: _boolean(self._as_others(output, side)),
        }

    def _as_others(self, output: int, side: str) -> str:
        return self._written.text(output, side, as_max=False)

    def _choices(self, output: int, side: str) -> str:
        """h <= high a, h <= p - low (1 - a) with a 0 or 1, as for integer programs."""
        layer, lines = self._written._layers[0], []
        for line in self._bare.text(output, side, as_max=False).splitlines():
            lines.append(line)
            found = DECLARED.fullmatch(line)
            if found is not None and found[1].startswith("h1_"):
                e = int(found[2])
                h, a = found[1], f"a{e}"
                lines += [
                    f"(declare-const {a} Int)", f"(assert (<= 0 {a} 1))",
                    f"(assert (<= {h} (* {layer.high[e]} {a})))",
                    f"(assert (<= {h} (+ p1_{e} (* {-layer.low[e]} (- 1 {a})))))",
                ]  # fmt: skip
        return "\n".join(line for line in lines if not line.startswith("(assert (or (<= h1_"))


def _as_max(text: str) -> str:
    """Every h as max(p, 0), both directions at once."""
    lines = []
    for line in text.splitlines():
        found = DECLARED.fullmatch(line)
        if found is not None:
            p = "p" + found[1][1:]
            line = f"(define-fun {found[1]} () Int (ite (>= {p} 0) {p} 0))"
        elif line.startswith(("(assert (>= h", "(assert (or (<= h")):
            continue
        lines.append(line)
    return "\n".join(lines)


def _real(text: str) -> str:
    """All numbers real, and every feature 0 or 1 by choice."""
    text = re.sub(r"\(assert \(<= 0 (y\d+) 1\)\)", r"(assert (or (= \1 0) (= \1 1)))", text)
    return text.replace(" Int", " Real").replace("QF_LIA", "QF_LRA")


def _boolean(text: str) -> str:
    """Features as Booleans, 1 or 0 in sums."""
    text = re.sub(r"\(assert \(<= 0 y\d+ 1\)\)\n", "", text)
    return re.sub(
        r"\(declare-const (y\d+) Int\)", r"(declare-const b\1 Bool)\n(define-fun \1 () Int (ite b\1 1 0))", text
    )


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="M-V-N")
    parser.add_argument("--outputs", type=int, default=2, metavar="K", help="of every network (%(default)s)")
    parser.add_argument("--most", type=int, default=2, metavar="W", help="millions of steps (%(default)s)")
    arguments = parser.parse_args()
    rows = []
    for size in arguments.sizes:
        problem, make = subject(size)
        encodings = Encodings(problem, make())
        answers: dict[tuple[int, str], set[str]] = {}
        for name, write in encodings.names.items():
            for tactics in (True, False)[: 1 + (name == WRITTEN)]:
                figures = row(write, arguments.outputs, arguments.most, tactics, answers)
                rows.append((size, name, "of the logic" if tactics else "plain", *figures))
                print(rows[-1], flush=True)
        if any({"sat", "unsat"} <= found for found in answers.values()):
            raise SystemExit(f"encodings disagree on {size}: {answers}")
    print(table(HEADER, rows))


def row(
    write: Callable[[int, str], str], outputs: int, most: int, tactics: bool, answers: dict[tuple[int, str], set[str]]
) -> tuple[object, ...]:
    """One encoding, all scripts."""
    seen, work, seconds = {"unsat": 0, "sat": 0, "unknown": 0}, 0, 0.0
    for output in range(outputs):
        for side in SIDES:
            (word, spent), _, cpu = cpu_timed(partial(_solved, write(output, side), most * MILLION, tactics))
            answers.setdefault((output, side), set()).add(word)
            seen[word], work, seconds = seen[word] + 1, work + spent, seconds + cpu
    return seen["unsat"], seen["sat"], seen["unknown"], f"{work / MILLION:.1f}", f"{seconds:.1f}"


def _solved(text: str, most: int, tactics: bool) -> tuple[str, int]:
    context = z3.Context()
    logic = "QF_LRA" if "Real" in text else "QF_LIA"
    solver = z3.SolverFor(logic, ctx=context) if tactics else z3.SimpleSolver(ctx=context)
    solver.set("rlimit", most)
    solver.from_string(text.replace("(check-sat)", ""))
    answer = str(solver.check())
    known = solver.statistics()
    spent = known.get_key_value("rlimit count") if "rlimit count" in known.keys() else most  # noqa: SIM118
    return answer, int(spent)


if __name__ == "__main__":
    main()
