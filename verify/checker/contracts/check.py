"""Check a certificate of contracts: derive every contract again from problem and network, and compare."""

from collections.abc import Sequence
from math import comb

from verify.checker.contracts.parts import level_digest, part_digest, parts_of
from verify.checker.contracts.reading import require_reading
from verify.checker.contracts.refusal import RefusedError, TimeOverError, Watch
from verify.checker.contracts.sums import Charges, smallest_margin
from verify.checker.contracts.words import overlap_of, users_of, words_of
from verify.checker.contracts.wrong import NONE, wrong_of
from verify.checker.result import Answer, Invalid, Valid
from verify.codes import code_from_recipe
from verify.codes.base import Code
from verify.errors import shown
from verify.progress import Deadline, Progress
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unknown


def check_contracts(
    problem: Problem, network: Network, certificate: Certificate, deadline: Deadline, progress: Progress
) -> Answer:
    """Valid iff every level's layers keep its contract, the contracts compose, and the certificate states just them.

    Guarantee: Valid only if for all admissible y and all outputs i the score of i reads F_i(y). By induction over the
    levels, which all have at most v active features: what level l is handed are the values of y_{l-1}, the union of
    its words, but for at most k additional and r missing ones, so that every neuron is on the side where it must be
    (`sums`), and it hands on the values of y_l but for at most k' additional and r' missing ones (`wrong`).

    Only the codes of the hidden levels are taken from the certificate. Nothing is shared with the prover but the
    statement. Cost: for every level neurons * features * weight of the code. Memory: the words, and blocks of neurons.
    """
    codes = certificate.evidence.get("codes")
    if set(certificate.evidence) != {"codes", "contracts"} or not isinstance(codes, list):
        return Invalid("a certificate of contracts has the hidden codes and the contracts as evidence, nothing else")
    if certificate.margin is not None or certificate.arrays:
        return Invalid("a certificate of contracts has no margin and no arrays")
    try:
        hidden = [code_from_recipe(recipe) for recipe in codes]
    except (TypeError, ValueError) as error:
        return Invalid(f"a hidden code of the certificate is unusable: {error}")
    try:
        derived = derived_contracts(problem, network, hidden, deadline, progress)
    except RefusedError as error:
        return Invalid(str(error))
    except TimeOverError as error:
        return Unknown(str(error))
    complaint = _difference(certificate.evidence["contracts"], derived)
    if complaint is not None:
        return Invalid(complaint)
    return Valid("every level keeps its contract, and the contracts compose to every output right on every such input")


def derived_contracts(
    problem: Problem, network: Network, hidden: Sequence[Code], deadline: Deadline, progress: Progress
) -> list[dict[str, object]]:
    """The contracts of all levels, as the certificate must state them. Errors: RefusedError, TimeOverError."""
    parts = parts_of(problem, network, hidden)
    watch = Watch(deadline, progress, sum(part.after.rows for part in parts))
    shared, handed = 0, NONE
    derived: list[dict[str, object]] = []
    overlap = 0
    for part in parts:
        after = words_of(part.after, watch)
        users = users_of(after, part.after.rows)
        charges = Charges(handed.additional, shared + handed.missing)
        margin = smallest_margin(part, users, problem.sparsity, charges, watch)
        wrong = wrong_of(part.gates, users, part.before.columns, problem.sparsity, watch)
        missing = {"missing_before": handed.missing, "missing_after": wrong.missing}
        derived.append(
            {
                "number": part.number,
                "level": level_digest(part, problem.sparsity),
                "slice": part_digest(part),
                "additional_before": handed.additional,
                "additional_after": wrong.additional,
                "margin": margin,
                **(missing if any(missing.values()) else {}),
            }
        )
        overlap = overlap_of(part.after, after, watch)
        shared, handed = comb(problem.sparsity, 2) * overlap, wrong
    require_reading(problem, network, parts[-1].after.weight, overlap, handed)
    return derived


def _difference(stated: object, derived: list[dict[str, object]]) -> str | None:
    """How the stated contracts differ from the derived ones, in whatever field or type, or None."""
    wrong = "the certificate's contracts are not those of this network's slices and this circuit's levels"
    if not isinstance(stated, list) or len(stated) != len(derived):
        return f"{wrong}: there must be {len(derived)} contracts, one a level, not {shown(stated)}"
    for found, right in zip(stated, derived, strict=True):
        if not isinstance(found, dict) or set(found) != set(right):
            return f"{wrong}: number {right['number']} must have the fields {', '.join(right)}, not {shown(found)}"
        for name, value in right.items():
            if type(found[name]) is not type(value) or found[name] != value:
                return f"{wrong}: {name} must be {shown(value, 80)}, not {shown(found[name], 80)}"
    return None
