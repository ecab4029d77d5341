"""For regression tests: an assertion that passes only on a proof."""

from verify.documents.labels import Labels
from verify.floats.network import FloatNetwork
from verify.naming import counterexample_sentence
from verify.progress import Progress
from verify.proving import prove
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Proved, Refuted


def assert_computes(
    problem: Problem,
    network: Network | FloatNetwork,
    *,
    prover: str = "auto",
    timeout: float | None = None,
    progress: Progress | None = None,
    labels: Labels | None = None,
    claim: str = "exact",
) -> Certificate:
    """The certificate that the network computes the problem at its sparsity.

    Guarantee: returns only if, for all admissible y and all outputs i, the score of i reads F_i(y): the checker has
    called the certificate Valid. Of a float network this is about exact arithmetic, and with `claim` "executed" about
    machines as well.
    Errors: AssertionError with the counterexample in words, its gate and, where `labels` are given, names; or with the
    reason why the question stays open. pytest shows no frame of ours. TypeError and ValueError as `prove`.

    >>> from verify import IdentityCode, Network, TwoAnd
    >>> problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    >>> network = Network([([[1, 1]], [0])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> assert_computes(problem, network)
    Traceback (most recent call last):
        ...
    AssertionError: the network does not compute the problem: with only feature 0 active, output 0 (feature 0 AND \
feature 1) reads 1 (score 1, threshold 1), but must be 0
    """
    __tracebackhide__ = True
    verdict = prove(problem, network, prover=prover, timeout=timeout, progress=progress, claim=claim)
    if isinstance(verdict, Proved):
        return verdict.certificate
    if isinstance(verdict, Refuted):
        given = labels or Labels()
        features = given.features or tuple(map(str, range(problem.inputs)))
        sentence = counterexample_sentence(problem, verdict.counterexample, features, given.outputs)
        raise AssertionError(f"the network does not compute the problem: {sentence}")
    raise AssertionError(f"it is not known whether the network computes the problem: {verdict.reason}")
