"""Three-valued verdicts: Proved, Refuted or Unknown, none of them a truth value; and what a prover may say at most."""

from dataclasses import dataclass
from fractions import Fraction
from typing import final

from verify.errors import SpuriousCounterexampleError
from verify.statement.certificate import Certificate
from verify.statement.forward import score
from verify.statement.network import Network
from verify.statement.on_inputs import evaluate, is_admissible
from verify.statement.problem import Problem
from verify.statement.unknown import NoTruthValue
from verify.statement.unknown import Unknown as Unknown


@final
@dataclass(frozen=True)
class Counterexample:
    """An admissible input on which one output is wrong.

    `active` are the active features, ascending; the output's score against the threshold gives the wrong answer:
    `expected` is F_output(active). Of a float network both are exact fractions, and `ran` is the score that numpy gets
    in the network's own arithmetic.
    """

    active: tuple[int, ...]
    output: int
    expected: int
    score: int | Fraction
    threshold: int | Fraction
    ran: float | None = None

    def __str__(self) -> str:
        features = ", ".join(map(str, self.active)) or "none"
        return (
            f"with active features {features}, output {self.output} reads {1 - self.expected} "
            f"({self.numbers()}) where it must be {self.expected}"
        )

    def numbers(self, separator: str = "") -> str:
        """Score and threshold in words; `separator` stands between thousands.

        >>> Counterexample((), 0, 1, Fraction(1, 3), Fraction(1, 2), 0.25).numbers()
        'score 0.33333333, threshold 0.5, a difference of -0.167; run by numpy, score 0.25'
        """
        if self.ran is None:
            return f"score {int(self.score):{separator}}, threshold {int(self.threshold):{separator}}"
        difference = f"{float(self.score - self.threshold):.3g}"
        return (
            f"score {float(self.score):.8g}, threshold {float(self.threshold):.8g}, a difference of {difference}; "
            f"run by numpy, score {self.ran:.8g}"
        )


@final
@dataclass(frozen=True)
class Found(NoTruthValue):
    """A prover's proof, which nobody has checked: the network may be wrong if the prover is.

    `resumed` is the file of an earlier run from which part of it was taken, which may say anything.
    """

    certificate: Certificate
    resumed: str | None = None


@final
@dataclass(frozen=True)
class Proved(NoTruthValue):
    """The network computes the problem at its sparsity: the checker read the certificate and answered Valid.

    `claim` and `assumptions` are the checker's words. Only `verify.proving` makes one.

    >>> from verify import IdentityCode, TwoAnd, prove
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> prove(TwoAnd(2, 2, ((0, 1),)), network, prover="enumerate").certificate.inputs_covered
    4
    """

    certificate: Certificate
    claim: str
    assumptions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        assumed = f"; assuming {'; '.join(self.assumptions)}" if self.assumptions else ""
        return f"<Proved by {self.certificate.prover}: {self.claim}{assumed}>"

    def _repr_html_(self) -> str:
        from verify.rich import card

        found = self.certificate
        facts = {"claim": self.claim, "prover": found.prover, "inputs covered": found.inputs_covered}
        return card("Proved", facts | {"assumed": "; ".join(self.assumptions) or "nothing but the checker"})


@final
@dataclass(frozen=True)
class Refuted(NoTruthValue):
    """The network is wrong on an admissible input.

    >>> from verify import IdentityCode, TwoAnd, prove
    >>> network = Network([([[1, 1]], [0])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> prove(TwoAnd(2, 2, ((0, 1),)), network, prover="enumerate").counterexample.active
    (0,)
    """

    counterexample: Counterexample

    def __repr__(self) -> str:
        return f"<Refuted: {self.counterexample}>"


Verdict = Proved | Refuted | Unknown
Unchecked = Found | Refuted | Unknown
"""What a prover answers."""


def replay(problem: Problem, network: Network, active: tuple[int, ...], output: int) -> Counterexample:
    """The counterexample, after the plain forward pass has confirmed it.

    Errors: SpuriousCounterexampleError when the input is not admissible or the output is right on it; that is a
    bug of the prover that found it.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [0])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> print(replay(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network, (1,), 0))
    with active features 1, output 0 reads 1 (score 1, threshold 1) where it must be 0
    """
    ordered = tuple(sorted(active))
    if len(set(ordered)) != len(ordered) or len(ordered) > problem.sparsity:
        raise SpuriousCounterexampleError(f"{ordered} is no admissible input at sparsity {problem.sparsity}")
    if ordered and not 0 <= ordered[0] <= ordered[-1] < problem.inputs:
        raise SpuriousCounterexampleError(f"{ordered} names features outside 0..{problem.inputs - 1}")
    if not is_admissible(problem, ordered):
        raise SpuriousCounterexampleError(f"{ordered} is no admissible input: a level of the circuit is too active")
    expected = int(output in evaluate(problem, ordered))
    found = score(network, ordered, output)
    if int(found >= network.threshold) == expected:
        raise SpuriousCounterexampleError(
            f"output {output} is right on active features {ordered}: score {found}, threshold {network.threshold}, "
            f"expected {expected}"
        )
    return Counterexample(ordered, output, expected, found, network.threshold)
