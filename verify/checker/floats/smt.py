"""Check a proof about a float network by SMT scripts: they are written and asked again, about exact arithmetic."""

from verify.checker.budget import Budget
from verify.checker.checkers import Checker
from verify.checker.floats.blocks import float_need
from verify.checker.result import Answer, Valid
from verify.checker.smt import check_smt
from verify.floats.claims import EXACT, claim_words
from verify.floats.network import FloatNetwork
from verify.progress import Progress
from verify.statement.certificate import Certificate
from verify.statement.problem import Problem


def check_scripts(
    problem: Problem, network: FloatNetwork, certificate: Certificate, budget: Budget, progress: Progress
) -> Answer:
    """As `check_smt`, with the claim in the words of float networks."""
    answer = check_smt(problem, network, certificate, budget, progress)
    return Valid(claim_words(network, (EXACT,)), answer.assumptions) if isinstance(answer, Valid) else answer


CHECKER = Checker(check_scripts, float_need, assumes=True)
