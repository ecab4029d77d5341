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
    takes the network, else `contracts` where the network has their form, because the cost of these two hardly grows
    with the number of inputs; then `enumerate` if it can end, else `smt`. Behind contracts that fail comes `enumerate`
    in the same way, else `smt` for problems of one level.

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
    from verify.provers.branch.subject import subject_of
    from verify.provers.contracts import refusal

    cost, feasible = rounded(additions), blocked is None and additions <= FEASIBLE
    subject, contracts = subject_of(problem, network, None), refusal(problem, network)
    if not isinstance(subject, str):
        return Choice("branch", f"enumerating all inputs would cost {cost} additions")
    if contracts is None:
        behind = "enumerate" if feasible else None if isinstance(problem, Levelled) else "smt"
        return Choice("contracts", f"enumerating all inputs would cost {cost} additions", behind)
    reason = subject if len(network.layers) == 1 else contracts
    if feasible:
        return Choice("enumerate", f"neither branch nor contracts take this network: {reason}")
    return Choice("smt", f"neither branch nor contracts ({reason}) nor enumeration ({cost} additions) take this")


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
