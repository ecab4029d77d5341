"""Check a certificate of contracts: derive every contract again from problem and network, and compare."""

from collections.abc import Sequence
from math import comb

from verify.checker.budget import Budget, RefusedError
from verify.checker.contracts.parts import level_digest, part_digest, parts_of
from verify.checker.contracts.reading import most_ones, require_reading
from verify.checker.contracts.sums import smallest_margin
from verify.checker.contracts.watch import Watch
from verify.checker.contracts.words import overlap_of, users_of, words_of
from verify.checker.contracts.wrong import NONE, Wrong, wrong_of
from verify.checker.needs import expansion
from verify.checker.result import Answer, Valid
from verify.codes.base import Code
from verify.codes.recipes import code_from_recipe
from verify.errors import shown
from verify.progress import Progress
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem

BY_ACTIVITY = "by active features"


def check_contracts(
    problem: Problem, network: Network, certificate: Certificate, budget: Budget, progress: Progress
) -> Answer:
    """Valid iff every level's layers keep its contract, the contracts compose, and the certificate states just them.

    Guarantee: Valid only if for all admissible y and all outputs i the score of i reads F_i(y). By induction over the
    levels, which all have at most v active features: what level l is handed are the values of y_{l-1}, the union of its
    words, but for at most k additional and r missing ones, so that every neuron is on the side where it must be
    (`sums`), and it hands on the values of y_l but for at most k' additional and r' missing ones (`wrong`).

    Only the codes of the hidden levels are taken from the certificate. Nothing is shared with the prover but the
    statement. Cost: for every level neurons * features * weight of the code. Details: docs/methods.md.
    """
    codes, charges = certificate.evidence.get("codes"), certificate.evidence.get("charges")
    if set(certificate.evidence) - {"charges"} != {"codes", "contracts"} or not isinstance(codes, list):
        raise RefusedError(
            "a certificate of contracts has the hidden codes and the contracts as evidence, nothing else"
        )
    by_activity = "charges" in certificate.evidence
    if by_activity and not _same(charges, BY_ACTIVITY):
        raise RefusedError(f"charges of contracts must be {BY_ACTIVITY!r} or left out, not {shown(charges)}")
    if certificate.margin is not None or certificate.arrays:
        raise RefusedError("a certificate of contracts has no margin and no arrays")
    try:
        hidden = [code_from_recipe(recipe) for recipe in codes]
    except (TypeError, ValueError) as error:
        raise RefusedError(f"a hidden code of the certificate is unusable: {error}") from None
    derived = derived_contracts(problem, network, hidden, budget, progress, by_activity=by_activity)
    _require_same(certificate.evidence["contracts"], derived)
    return Valid("every level keeps its contract, and the contracts compose to every output right on every such input")


def derived_contracts(
    problem: Problem,
    network: Network,
    hidden: Sequence[Code],
    budget: Budget,
    progress: Progress,
    *,
    by_activity: bool = False,
) -> list[dict[str, object]]:
    """The contracts of all levels, as the certificate must state them. Errors: RefusedError, UndecidedError.

    With `by_activity` wrong and shared values are counted for every number of active features, 0..v.
    """
    if by_activity and not problem.is_circuit:
        raise RefusedError(f"charges {BY_ACTIVITY!r} are for circuits, not for problems of kind {problem.form}")
    parts = parts_of(problem, network, hidden)
    budget.require(sum(map(expansion, (network.input_code, *hidden, network.output_code))), "the words of its codes")
    watch = Watch(budget, progress, sum(part.after.rows for part in parts))
    v = problem.sparsity
    pairs = [comb(n if by_activity else v, 2) for n in range(v + 1)]
    handed: tuple[Wrong, ...] = (NONE,) * (v + 1)
    derived: list[dict[str, object]] = []
    overlap = 0
    for part in parts:
        after = words_of(part.after, watch)
        users = users_of(after, part.after.rows)
        charges = [Wrong(w.additional, two * overlap + w.missing) for w, two in zip(handed, pairs, strict=True)]
        margin = smallest_margin(part, users, v, charges, watch)
        wrong = wrong_of(part.gates, users, part.before.columns, v, watch, by_activity=by_activity)
        sides = {"before": handed, "after": wrong}
        missing = {f"missing_{side}": _numbers([w.missing for w in all_], by_activity) for side, all_ in sides.items()}
        derived.append(
            {
                "number": part.number,
                "level": level_digest(part, v),
                "slice": part_digest(part),
                "additional_before": _numbers([w.additional for w in handed], by_activity),
                "additional_after": _numbers([w.additional for w in wrong], by_activity),
                "margin": margin,
                **(missing if any(w.missing for w in (*handed, *wrong)) else {}),
            }
        )
        overlap, handed = overlap_of(part.after, after, watch), wrong
    ones = list(range(v + 1)) if by_activity else [most_ones(problem)] * (v + 1)
    require_reading(network, parts[-1].after.weight, [n * overlap for n in ones], handed)
    return derived


def _numbers(numbers: list[int], by_activity: bool) -> int | list[int]:
    """As a contract states them: for every number of active features, or one for all."""
    return numbers if by_activity else numbers[0]


def _require_same(stated: object, derived: list[dict[str, object]]) -> None:
    """RefusedError where the stated contracts differ from the derived ones, in whatever field or type."""
    wrong = "the certificate's contracts are not those of this network's slices and this circuit's levels"
    if not isinstance(stated, list) or len(stated) != len(derived):
        raise RefusedError(f"{wrong}: there must be {len(derived)} contracts, one a level, not {shown(stated)}")
    for found, right in zip(stated, derived, strict=True):
        if not isinstance(found, dict) or set(found) != set(right):
            fields = ", ".join(right)
            raise RefusedError(f"{wrong}: number {right['number']} must have the fields {fields}, not {shown(found)}")
        for name, value in right.items():
            if not _same(found[name], value):
                raise RefusedError(f"{wrong}: {name} must be {shown(value, 80)}, not {shown(found[name], 80)}")


def _same(stated: object, right: object) -> bool:
    """Whether the values are the same, and of the same types: True is not 1."""
    if isinstance(right, list):
        return type(stated) is list and len(stated) == len(right) and all(map(_same, stated, right))
    return type(stated) is type(right) and stated == right
