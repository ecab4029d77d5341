"""The front of provers and checker: whoever says proved here has run the checker, and nobody else says it."""

from collections.abc import Callable, Container
from typing import Unpack, cast

from verify.certifying import NotTakenError
from verify.checker import Invalid, Valid
from verify.checker import check as run_checker
from verify.checker.needs import need
from verify.compiling import COMPILER, TimeLimit
from verify.errors import DocumentError, RefusedProofError
from verify.floats.claims import EXACT, EXECUTED
from verify.floats.network import FloatNetwork
from verify.progress import Deadline, Progress, warn
from verify.provers.choice import Choice, choose, rounded
from verify.provers.floats.finding import FloatFinding, replayed
from verify.provers.floats.prove import find_float_proof, require_choice
from verify.provers.prover import Options
from verify.provers.registry import PROVERS, prover_named
from verify.statement.evaluation import require_kind, require_pair
from verify.statement.fit import require_fit
from verify.statement.inputs import beyond_counting
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Found, Proved, Refuted, Unchecked, Unknown, Verdict, replay

NOT_CHECKED = "a proof was found, and not checked"
LONG_CHECK = 10**9
"""Operations of a check, some seconds, from which it is worth a word."""
Tell = Callable[[str], None]


def prove(
    problem: Problem,
    network: Network | FloatNetwork,
    *,
    prover: str = "auto",
    timeout: float | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
    check: bool = True,
    claim: str = "exact",
    **options: Unpack[Options],
) -> Verdict:
    """Prove, refute, or leave undecided that the network computes the problem at its sparsity.

    Guarantee: Proved only if for all admissible y and all outputs i the score of i reads F_i(y), given
    `Proved.assumptions`: `verify.check` called it Valid. Refuted with an admissible input seen to be wrong. `timeout`
    seconds cover both; an unchecked proof is Unknown with its certificate.

    `prover` is a name of `verify.provers.PROVERS` or "auto"; `memory`, `checkpoint` and `exact_margin` are for branch,
    `client` (`superproof.on_cluster`) is for enumerate and branch, and `claim` for float networks. Errors: TypeError
    for exchanged arguments; ValueError for an unknown prover, option or claim, or a misfit; DocumentError for an
    unusable checkpoint; RefusedProofError where the checker refuses a proof. Details: docs/methods.md.

    >>> from verify import IdentityCode, Network, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> prove(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network).claim
    'every output is right on every admissible input, with the stated margin'
    """
    deadline = TimeLimit(timeout)
    if isinstance(network, FloatNetwork):
        require_kind("problem", problem, Problem)
        require_choice(prover, options, claim)
        finding = find_float_proof(problem, network, prover=prover, deadline=deadline, progress=progress)
        limit = deadline if check else None
        return confirm_float(problem, network, finding, claim=claim, deadline=limit, progress=progress)
    if claim != EXACT:
        raise ValueError(f"claim {claim!r} is about float networks; integer networks are exact: leave it out")
    with COMPILER.telling(tell or COMPILER.tell):
        found = find_proof(
            problem,
            network,
            prover=prover,
            deadline=deadline,
            progress=progress,
            tell=tell,
            wait=tell or warn,
            **options,
        )
    return confirm(problem, network, found, deadline=deadline if check else None, progress=progress)


def find_proof(
    problem: Problem,
    network: Network,
    *,
    prover: str | Choice = "auto",
    deadline: Deadline | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
    wait: Tell | None = None,
    **options: Unpack[Options],
) -> Unchecked:
    """What a prover finds, which nobody has checked: for searches, and as the first half of `prove`.

    `prover` may be a `Choice` that was made already. `tell` is told beforehand which prover is taken, and why; `wait`,
    else `tell`, what it will cost. Errors: as `prove`.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> find_proof(TwoAnd(2, 2, ((0, 1),)), network, prover="enumerate").certificate.inputs_covered
    4
    """
    require_pair(problem, network)
    require_fit(problem, network)
    deadline, endless = deadline or Deadline(None), beyond_counting(problem)
    if endless is not None:
        return Unknown(endless)
    given = _only(options, options)
    try:
        choice = choose(problem, network, given) if prover == "auto" else prover
    except NotTakenError as error:
        return Unknown(str(error))
    if not isinstance(choice, Choice):
        choice = Choice(choice, "it was asked for")
    elif tell is not None:
        tell(f"prover: {choice.prover}, because {choice.reason}")
    takes = prover_named(choice.prover).options
    refused = [option for option in given if option not in takes]
    if refused:
        able = [name for name in PROVERS if refused[0] in PROVERS[name].options]
        raise ValueError(f"{refused[0]} is an option of {' and '.join(able) or 'no prover'}, not of {choice.prover}")
    found: Unchecked = Unknown("no prover was tried")
    for name in (choice.prover, choice.otherwise):
        if name is None or not isinstance(found, Unknown):
            break
        chosen = PROVERS[name]
        known = _only(given, chosen.options)
        heard = wait or tell
        if heard is not None:
            for sentence in chosen.announce(problem, network, known):
                heard(sentence)
        if deadline.passed():
            return Unknown(deadline.reason("the proof"))
        found = chosen.prove(problem, network, timeout=deadline.remaining(), progress=progress, **known)
    return found


def _only(options: Options, names: Container[str]) -> Options:
    """Those of the options that are given and among `names`."""
    return cast(Options, {name: value for name, value in options.items() if value and name in names})


def confirm(
    problem: Problem,
    network: Network,
    found: Unchecked,
    *,
    deadline: Deadline | None,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Verdict:
    """The verdict on what a prover found: a proof is read by the checker, a counterexample is replayed.

    Guarantee: that of `prove`. Without a deadline (None) nothing is checked, and a proof is Unknown with its
    certificate; so it is where time or memory run out. `tell` is told beforehand what a long check will take. Errors:
    RefusedProofError where the checker refuses the proof, DocumentError where that was resumed from a file.
    """
    if isinstance(found, Unknown):
        return found
    if isinstance(found, Refuted):
        counterexample = found.counterexample
        return Refuted(replay(problem, network, counterexample.active, counterexample.output))
    cost = need(problem, network, found.certificate.prover)
    if tell is not None and cost.operations >= LONG_CHECK and deadline is not None:
        tell(f"check: {rounded(cost.operations)} operations, in at most {cost.memory // 2**20 + 1:,} MB of memory")
    return _checked(problem, network, found, deadline, progress)


def confirm_float(
    problem: Problem,
    network: FloatNetwork,
    finding: FloatFinding,
    *,
    claim: str = EXACT,
    deadline: Deadline | None,
    progress: Progress | None = None,
) -> Verdict:
    """The verdict on what was found about a float network.

    Guarantee: Proved only if `check` called the certificate Valid, and with the claim "executed" only if that covers
    machines. Refuted with an input on which the network is wrong in exact arithmetic, by Python integers; or, with the
    claim "executed", on which numpy reads it wrong. Unknown says why, with both numbers where a machine may lose more
    than the margin. Without a deadline (None) nothing is checked. Errors: RefusedProofError as `confirm`.
    """
    found = replayed(problem, network, finding, claim)
    if not isinstance(found, Found):
        return found
    verdict = _checked(problem, network, found, deadline, progress)
    if isinstance(verdict, Proved) and claim == EXECUTED and finding.doubt is not None:
        return Unknown(f"right in exact arithmetic, but {finding.doubt}", found.certificate)
    return verdict


def _checked(
    problem: Problem,
    network: Network | FloatNetwork,
    found: Found,
    deadline: Deadline | None,
    progress: Progress | None,
) -> Verdict:
    """What the checker says of a proof that was found; Unknown without a deadline, and where time or memory run out."""
    certificate = found.certificate
    if deadline is None:
        return Unknown(NOT_CHECKED, certificate)
    if deadline.passed():
        return Unknown(f"{NOT_CHECKED}: {deadline.reason('the proof')}", certificate)
    try:
        answer = run_checker(problem, network, certificate, timeout=deadline.remaining(), progress=progress)
    except MemoryError:
        return Unknown(f"{NOT_CHECKED}: the check ran out of memory", certificate)
    match answer:
        case Valid(claim, assumptions):
            return Proved(certificate, claim, assumptions)
        case Invalid(reason) if found.resumed is not None:
            raise DocumentError(found.resumed, f"holds what the checker refuses ({reason}): remove it to begin anew")
        case Invalid(reason):
            raise RefusedProofError(
                f"the checker refuses the proof that {certificate.prover} found ({reason}): nothing is proved, and "
                "this is a bug of superproof; please report it with the problem and the network"
            )
    return Unknown(f"{NOT_CHECKED}: {answer.reason}", certificate)
