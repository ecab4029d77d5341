"""One point of a sweep: its network is built, proved, checked and measured."""

import time
from pathlib import Path
from typing import Any

from superproof import __version__
from superproof.build_request import Request
from superproof.building import build_network
from superproof.comparison import compare
from superproof.errors import NoNetworkError, UsageError
from superproof.records.index import default_folder
from superproof.records.problem_families import family_named
from superproof.sweeps.sweep_file import Point
from verify import Proved, Refuted, problem_digest, prove
from verify.compiling import TimeLimit
from verify.errors import long_integers
from verify.progress import silent

Row = dict[str, Any]


def measured(point: Point, seconds: float | None = None, folder: Path | None = None) -> Row:
    """The row of a point: `verdict` is proved, refuted, unknown, or none where there is no network; `reason` says why.

    Guarantee: proved only if the checker accepted the certificate, in this process. All but `seconds` is the same
    whenever and wherever it is asked, without a time limit. Neurons, bits and bounds are those of `superproof bounds`.
    """
    begun, deadline = time.perf_counter(), TimeLimit(seconds)
    row: Row = {**point._asdict(), "version": __version__, "verdict": "none", "reason": None}
    try:
        problem = family_named(point.family).problem(folder or default_folder(), point.size, point.sparsity, point.seed)
        row |= {"problem": problem_digest(problem), "features": problem.inputs, "outputs": problem.outputs}
        request = Request(point.construction, None, point.seed)
        network = build_network(problem, request, silent, lambda _: None, deadline=deadline).network
    except (UsageError, NoNetworkError, ValueError) as error:
        return {**row, "reason": str(error), "seconds": round(time.perf_counter() - begun, 3)}
    compared = compare(problem, network, point.bits or None)
    row |= {
        "network": network.digest, "neurons": network.neurons, "parameters": compared.parameters,
        "parameter_bits": compared.parameter_bits, "bound_bits": compared.bound_bits,
        "bound_neurons": compared.bound_neurons,
    }  # fmt: skip
    verdict = prove(problem, network, timeout=deadline.remaining())
    match verdict:
        case Proved(certificate):
            margin = certificate.margin
            with long_integers():
                inputs = str(certificate.inputs_covered)
            row |= {"verdict": "proved", "prover": certificate.prover, "inputs": inputs}
            if margin is not None:
                row |= {"smallest_true": margin.smallest_true, "largest_false": margin.largest_false}
        case Refuted(counterexample):
            row |= {"verdict": "refuted", "reason": str(counterexample)}
        case _:
            row |= {"verdict": "unknown", "reason": verdict.reason}
    return {**row, "seconds": round(time.perf_counter() - begun, 3)}
