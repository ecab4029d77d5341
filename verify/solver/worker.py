"""A solver process: reads one JSON object a line {"script", "milliseconds"}, writes one {"answer", "active"} a line.

Started by file name with the solver's name as argument, so it imports nothing of this project. `answer` is the
solver's word: "unsat", "sat" or "unknown"; for "sat", `active` lists the numbers j of the variables yj that are 1.
"""

import json
import os
import sys
import threading
import time


def z3_answer(script: str, milliseconds: int) -> dict[str, object]:
    """What Z3 says, from a context of its own.

    The plain solver is the fastest for networks of one layer; the tactics of the logic are for deeper ones, whose
    scripts name neurons h2_... (benchmarks/smt.py).
    """
    import z3

    context = z3.Context()
    deep = "h2_" in script
    solver = z3.SolverFor("QF_LIA", ctx=context) if deep else z3.SimpleSolver(ctx=context)
    solver.set("timeout", milliseconds)
    solver.from_string(script)
    result = solver.check()
    if result == z3.unknown:
        return {"answer": "unknown", "reason": solver.reason_unknown()}
    if result == z3.unsat:
        return {"answer": "unsat"}
    model = solver.model()
    active = [int(d.name()[1:]) for d in model.decls() if d.name()[0] == "y" and model[d].as_long() == 1]
    return {"answer": "sat", "active": sorted(active)}


def cvc5_answer(script: str, milliseconds: int) -> dict[str, object]:
    """What cvc5 says."""
    import cvc5

    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("produce-models", "true")
    solver.setOption("tlimit-per", str(milliseconds))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script, "script")
    symbols = parser.getSymbolManager()
    answer = "unknown"
    while True:
        command = parser.nextCommand()
        if command.isNull():
            break
        said = command.invoke(solver, symbols).strip()
        if said in ("sat", "unsat"):
            answer = said
    if answer != "sat":
        return {"answer": answer, "reason": "cvc5 gave up"}
    values = {str(variable): solver.getValue(variable) for variable in symbols.getDeclaredTerms()}
    active = [int(name[1:]) for name, value in values.items() if name[0] == "y" and value.getIntegerValue() == 1]
    return {"answer": "sat", "active": sorted(active)}


def _follow_parent() -> None:
    """End with the process that asked: it may be killed while the solver thinks, and nobody would wait any more."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def main() -> None:
    """Answer until standard input ends."""
    threading.Thread(target=_follow_parent, daemon=True).start()
    answer = {"z3": z3_answer, "cvc5": cvc5_answer}[sys.argv[1]]
    for line in sys.stdin:
        task = json.loads(line)
        print(json.dumps(answer(task["script"], task["milliseconds"])), flush=True)


if __name__ == "__main__":
    main()
