"""The door to the checker of float networks: binding, time and memory first."""

from importlib import import_module
from itertools import pairwise

from verify.checker.binding import require_bound
from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.checker.coverage import require_count
from verify.checker.floats.blocks import WORK, block_size
from verify.checker.floats.branch import check_bounds
from verify.checker.floats.proof import check_proof
from verify.checker.needs import HOPELESS, Need
from verify.checker.result import Answer, Invalid, Valid
from verify.errors import shown
from verify.floats.claims import EXACT, claim_words
from verify.floats.network import FloatNetwork
from verify.progress import Progress
from verify.statement.certificate import Certificate
from verify.statement.inputs import sparse_up_to
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown


def _check_scripts(
    problem: Problem, network: FloatNetwork, certificate: Certificate, budget: Budget, progress: Progress
) -> Answer:
    """Scripts are written and asked again; solvers are only imported for such a proof."""
    check_smt = import_module("verify.checker.smt").check_smt
    answer: Answer = check_smt(problem, network, certificate, budget, progress)
    return Valid(claim_words(network, (EXACT,)), answer.assumptions) if isinstance(answer, Valid) else answer


CHECKERS = {"enumerate": check_proof, "branch": check_bounds, "smt": _check_scripts}
"""The checker of every prover of float networks."""
EXACT_BYTES = 400
"""Bytes that a weight takes at most as a float, as an integer of any size, and in the copies of one row."""


def float_need(problem: Problem, network: FloatNetwork) -> Need:
    """What a check takes, from sizes alone."""
    weights = sum(a * b for a, b in pairwise(network.widths))
    widest = max(*network.widths, *problem.widths)
    gates = sum(200 + 100 * len(gate.inputs) for level in problem.levels for gate in level)
    block = WORK * block_size(problem, network) * widest
    block += 8 * 8 * (problem.inputs + problem.sparsity) * network.widths[1]
    work = (problem.sparsity * network.widths[1] + weights) * sparse_up_to(problem, HOPELESS)
    return Need(EXACT_BYTES * weights + gates + block, min(work, HOPELESS))


def check_float(
    problem: Problem, network: FloatNetwork, certificate: Certificate, budget: Budget, progress: Progress
) -> Answer:
    """Whether the certificate proves what it claims of this float network: the guarantee of `verify.check`."""
    try:
        require_bound(problem, network, (certificate.problem, certificate.network, certificate.sparsity))
        if certificate.prover not in CHECKERS:
            raise RefusedError(
                f"a float network is proved by {' or '.join(CHECKERS)}, not by {shown(certificate.prover)}"
            )
        if certificate.prover != "smt" and certificate.assumptions != ():
            raise RefusedError(
                f"a proof by {certificate.prover} rests on no assumptions, but the certificate lists some"
            )
        if type(certificate.inputs_covered) is not int:
            raise RefusedError(f"inputs_covered must be an integer, not {certificate.inputs_covered!r}")
        needed = float_need(problem, network)
        budget.require(needed.memory, f"this check, of about {needed.operations} operations,")
        answer = CHECKERS[certificate.prover](problem, network, certificate, budget, progress)
        require_count(problem, certificate.inputs_covered, budget)
        if certificate.inputs_covered == 1 and isinstance(answer, Valid):
            return Valid(f"no input but the empty one is admissible: {answer.claim}", answer.assumptions)
        return answer
    except RefusedError as error:
        return Invalid(str(error))
    except UndecidedError as error:
        return Unknown(str(error))
    except MemoryError:
        return Unknown(f"the check ran out of memory, though it may take {budget.memory} bytes")
