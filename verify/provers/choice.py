"""Which prover `auto` takes: the cheapest complete one, by counting operations beforehand."""

from dataclasses import dataclass
from typing import final

from verify.statement.inputs import count_sparse
from verify.statement.network import Network
from verify.statement.problem import Levelled, Problem

SMALL = 2 * 10**8
FEASIBLE = 10**13
LG_10 = 0.30103


@final
@dataclass(frozen=True)
class Choice:
    """A prover's name and, in words, why it is the one to take; `otherwise` is asked where it is incomplete."""

    prover: str
    reason: str
    otherwise: str | None = None


def choose(problem: Problem, network: Network) -> Choice:
    """The cheapest complete prover for this question.

    `enumerate` costs (inputs it tries) * (v n_1 + entries of the reading code and of the later layers) additions and
    gives the exact margin, so it is taken up to `SMALL` of them (a fraction of a second); beyond, `branch` where it
    takes the network (for circuits `contracts`), because its cost hardly grows with the number of inputs; then
    `enumerate` if it can end, else `smt`.

    >>> from verify import IdentityCode, Network, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> choose(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    Choice(prover='enumerate', reason='all 4 inputs cost only 12 additions', otherwise=None)
    """
    from verify.provers.enumeration import inputs_to_try, obstacle

    blocked = obstacle(problem, network)
    inputs = count_sparse(problem)
    additions = (inputs if blocked else inputs_to_try(problem, network)) * additions_an_input(problem, network)
    if blocked is None and additions <= SMALL:
        return Choice("enumerate", f"all {inputs} inputs cost only {additions} additions")
    if isinstance(problem, Levelled):
        return _for_levels(problem, network, additions, blocked)
    from verify.provers.branch.subject import subject_of

    refusal = subject_of(problem, network, None)
    if not isinstance(refusal, str):
        return Choice("branch", f"enumerating all inputs would cost {rounded(additions)} additions")
    if blocked is None and additions <= FEASIBLE:
        return Choice("enumerate", f"branch does not take this network: {refusal}")
    return Choice("smt", f"neither branch ({refusal}) nor enumeration ({rounded(additions)} additions) takes this")


def _for_levels(problem: Problem, network: Network, additions: int, blocked: str | None) -> Choice:
    """For circuits that are too large to enumerate at once."""
    from verify.provers.contracts import refusal

    reason = refusal(problem, network)
    if reason is None:
        otherwise = "enumerate" if blocked is None and additions <= FEASIBLE else None
        return Choice("contracts", f"enumerating all inputs would cost {rounded(additions)} additions", otherwise)
    if blocked is None and additions <= FEASIBLE:
        return Choice("enumerate", f"contracts do not take this network: {reason}")
    return Choice("smt", f"neither contracts ({reason}) nor enumeration ({rounded(additions)} additions) takes this")


def rounded(number: int) -> str:
    """The order of a positive number, of any size.

    >>> rounded(3 * 10**9), rounded(2**20000)
    ('about 10**9', 'about 10**6020')
    """
    return f"about 10**{int((number.bit_length() - 0.5) * LG_10)}"


def additions_an_input(problem: Problem, network: Network) -> int:
    """Additions of enumeration for one input with v active features."""
    reading = network.output_code.columns * getattr(network.output_code, "weight", network.output_code.rows)
    hidden = sum(layer.weights.size for layer in network.layers[1:])
    return problem.sparsity * network.widths[1] + hidden + reading
