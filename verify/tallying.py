"""How many inputs a network gets wrong: counted by the prover, said when the checker has counted again."""

from dataclasses import dataclass, replace
from typing import final

from verify.checker import Answer, Invalid, Valid
from verify.checker.floats.counts import check_tally
from verify.crew import Crew
from verify.errors import RefusedProofError
from verify.floats.network import FloatNetwork
from verify.floats.of_integers import as_floats
from verify.floats.tally import Tally, TallyCertificate, unseen, wrong_bracket
from verify.progress import Deadline, Progress, warn
from verify.provers.floats.score import score_floats
from verify.proving import prove
from verify.rich import card
from verify.statement.evaluation import require_kind
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown
from verify.statement.verdict import Proved
from verify.tallied_parts import tally_in_parts

SCAN_SHARE, PROOF_SHARE, PARTS_SHARE = 0.25, 0.3, 0.6
"""Parts of the time limit for counting, and for a proof where that does not suffice; checks count inputs again. Workers
do both at once."""
FEW = 8
"""A tally of so many times fewer inputs is checked first where time ends the counting: it may be all that is."""


@final
@dataclass(frozen=True)
class Counted:
    """What the checker has confirmed: `claim` in words, and the figures of all inputs that were tried.

    Scores are in units of 2**-64. Where time ended the trying, `proof` may say that no input at all is wrong.
    `assumptions` are what the figures rest on: nothing, but for a cluster that counted them.
    """

    certificate: TallyCertificate
    claim: str
    wrong: tuple[int, int]
    proof: Proved | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def tally(self) -> Tally:
        """The figures."""
        return self.certificate.tally

    def __repr__(self) -> str:
        return f"<{self.claim}>"

    def _repr_html_(self) -> str:
        return card("Counted", {"claim": self.claim, "inputs tried": sum(self.tally.tried)})

    @property
    def exact(self) -> bool:
        """Whether the number is known: all inputs were tried, or none is wrong by a proof; else `wrong` brackets it."""
        return self.wrong[0] == self.wrong[1]


def count_wrong(
    problem: Problem,
    network: Network | FloatNetwork,
    *,
    timeout: float | None = None,
    progress: Progress | None = None,
    client: Crew | None = None,
) -> Counted | Unknown:
    """Count the admissible inputs on which some output is wrong, in exact arithmetic.

    Guarantee: the number is between `wrong`[0] and `wrong`[1], and so are all other figures as they say: the checker
    has counted again. Both ends are equal where time sufficed. An integer network is counted as `as_floats(network)`,
    which has the same scores. Unknown where nothing could be counted or checked in time. After Ctrl-C half of what was
    counted, at least, is checked.
    With a `client` (`superproof.on_cluster`) its workers count, and count again, as `assumptions` say. Errors:
    TypeError for anything but a problem and a network; ValueError where the network does not fit; OverflowError for
    integers of 2**53 or more; RefusedProofError where the checker refuses.

    >>> from verify import TwoAnd
    >>> network = FloatNetwork([([[1.0, 1.0]], [0.0], True)], [0.5])
    >>> count_wrong(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network).claim
    'exactly 2 of 4 admissible inputs are wrong in some output, in exact arithmetic'
    """
    require_kind("problem", problem, Problem)
    floats = as_floats(network) if isinstance(network, Network) else network
    require_kind("network", floats, FloatNetwork)
    deadline = Deadline(timeout)
    if client is not None:
        return _counted_by(client, problem, floats, deadline, progress)

    def checked(found: TallyCertificate) -> Counted | Unknown:
        answer = check_tally(problem, floats, found, timeout=deadline.remaining(), progress=progress)
        return _answered(problem, found, answer)

    earlier: list[TallyCertificate] = []
    share = deadline.share(SCAN_SHARE)
    try:
        found = score_floats(problem, floats, deadline=share, progress=progress, earlier=earlier)
    except KeyboardInterrupt:
        if not earlier:
            raise
        warn("interrupted: what was counted until now is checked (once more ends that too)")
        return checked(earlier[-1])
    if isinstance(found, Unknown):
        return found
    if not unseen(problem, found.tally):
        return checked(found)
    few = [one for one in earlier if FEW * sum(one.tally.tried) <= sum(found.tally.tried)]
    first = checked(few[-1]) if few else None
    proof = _proof(problem, floats, found.tally, deadline.share(PROOF_SHARE))
    counted = checked(found)
    best = counted if isinstance(counted, Counted) or first is None else first
    return best if isinstance(best, Unknown) else _proved(best, proof)


def _counted_by(
    client: Crew, problem: Problem, network: FloatNetwork, deadline: Deadline, progress: Progress | None
) -> Counted | Unknown:
    """The same by workers; where time ends it, and nothing is wrong so far, bounds are tried here."""
    found = tally_in_parts(problem, network, client, deadline.share(PARTS_SHARE), progress)
    if isinstance(found, Unknown):
        return found
    counted = _answered(problem, *found)
    if isinstance(counted, Unknown) or not unseen(problem, counted.tally):
        return counted
    return _proved(counted, _proof(problem, network, counted.tally, deadline))


def _proved(counted: Counted, proof: Proved | None) -> Counted:
    """What was counted of some inputs, and with a proof that none at all is wrong."""
    if proof is None:
        return counted
    covered, tried = proof.certificate.inputs_covered, sum(counted.tally.tried)
    claim = (
        f"exactly 0 of {covered:,} admissible inputs are wrong in some output, in exact arithmetic: none is, by bounds "
        f"(prover branch), and {tried:,} were tried"
    )
    return replace(counted, claim=claim, wrong=(0, 0), proof=proof)


def _proof(problem: Problem, network: FloatNetwork, tally: Tally, deadline: Deadline) -> Proved | None:
    """That no input at all is wrong, by bounds: where none of those tried is, and there is one hidden layer."""
    if any(tally.wrong) or len(network.layers) != 2 or deadline.passed():
        return None
    verdict = prove(problem, network, prover="branch", timeout=deadline.remaining())
    return verdict if isinstance(verdict, Proved) else None


def _answered(problem: Problem, found: TallyCertificate, answer: Answer) -> Counted | Unknown:
    """What the checker says of a tally."""
    match answer:
        case Valid(claim, assumptions):
            return Counted(found, claim, wrong_bracket(problem, found.tally), assumptions=assumptions)
        case Invalid(reason):
            raise RefusedProofError(
                f"the checker refuses what was counted ({reason}): nothing is known, and this is a bug of superproof; "
                "please report it with the problem and the network"
            )
    return Unknown(f"inputs were counted, and not checked: {answer.reason}")
