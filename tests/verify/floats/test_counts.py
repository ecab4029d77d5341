"""Counts of wrong inputs against the definition, brackets at the time limit, and tallies that must be refused."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.cases import CASES
from tests.verify.floats.strategies import admissible, fractions, networks, random_network, wrong_cells
from tests.verify.floats.test_proofs import PROBLEMS
from tests.verify.oracle import judge
from verify import FloatNetwork, Invalid, Permutation, Proved, TwoAnd, Unknown, Valid, count_wrong, evaluate
from verify.checker.floats.counts import check_tally
from verify.documents import load_tally, save_tally
from verify.floats.of_integers import as_floats
from verify.floats.tally import UNIT, thresholds_between
from verify.progress import Deadline
from verify.provers.floats.score import score_floats


@settings(max_examples=30, deadline=None)
@given(networks, st.sampled_from(PROBLEMS))
def test_every_figure_is_that_of_the_definition(network, problem):
    counted, wrong = count_wrong(problem, network), wrong_cells(problem, network)
    tally = counted.tally
    inputs = sorted({active for active, _ in wrong}, key=lambda one: (len(one), one))
    assert counted.wrong == (len(inputs), len(inputs))
    assert tally.wrong == tuple(sum(len(a) == k for a in inputs) for k in range(problem.sparsity + 1))
    assert sum(tally.admissible) == len(admissible(problem))
    assert tally.pairs == tuple(sum(i == j for _, j in wrong) for i in range(problem.outputs))
    harm = {active: sum(a == active for a, _ in wrong) for active in inputs}
    assert tally.smallest == (inputs[0] if inputs else None)
    assert tally.harm == max(harm.values(), default=0)
    assert tally.most_harmful == (max(inputs, key=lambda a: harm[a]) if inputs else None)
    assert sum(tally.sure) <= len(admissible(problem)) - len(inputs)
    for i in range(problem.outputs):
        true = [fractions(network, a)[i] for a in admissible(problem) if i in evaluate(problem, a)]
        false = [fractions(network, a)[i] for a in admissible(problem) if i not in evaluate(problem, a)]
        for bounds, score in (
            (tally.smallest_true[i], min(true, default=None)),
            (tally.largest_false[i], max(false, default=None)),
        ):
            assert (bounds is None) == (score is None)
            assert bounds is None or Fraction(bounds[0], 2**UNIT) <= score <= Fraction(bounds[1], 2**UNIT)
        above, up_to = thresholds_between(tally)[i]
        if above is not None and up_to is not None and above < up_to:
            assert max(false) <= Fraction(above, 2**UNIT) < Fraction(up_to, 2**UNIT) <= min(true)


@pytest.mark.parametrize("case", [case for case in CASES if case.network.activation_bounds[-1] < 2**50][:25], ids=str)
def test_integer_networks_are_counted_too(case):
    counted = count_wrong(case.problem, case.network)
    assert counted.wrong[0] == len({active for active, _ in judge(case.problem, case.network).wrong})


def test_integer_networks_keep_their_scores():
    for case in CASES[:20]:
        if max(case.network.activation_bounds) < 2**50:
            floats = as_floats(case.network)
            for j in range(min(4, case.problem.inputs)):
                assert floats({j}).tolist() == case.network({j}).tolist()


ROWS = FloatNetwork([(np.eye(30) - 0.25, np.zeros(30), True)], 0.375)


def test_brackets_hold_wherever_time_ends():
    """What is left counts as wrong on one side, and as right on the other."""
    problem = Permutation(tuple(range(30)), sparsity=3)
    full = count_wrong(problem, ROWS)
    assert full.exact
    assert full.wrong[0] > 0
    early = count_wrong(problem, ROWS, timeout=0.05)
    assert isinstance(early, Unknown) or early.wrong[0] <= full.wrong[0] <= early.wrong[1]
    certificate = full.certificate
    for tried in ((1, 30, 0, 0), (1, 30, 200, 0), (1, 30, 435, 2000)):
        forged = replace(certificate, tally=replace(certificate.tally, tried=tried))
        assert isinstance(check_tally(problem, ROWS, forged), Invalid)


def tallies():
    for seed in range(12):
        problem = PROBLEMS[seed % len(PROBLEMS)]
        network = random_network(seed, spread=2)
        yield problem, network, score_floats(problem, network, deadline=Deadline(None))


def more(tally, name):
    first, *rest = getattr(tally, name)
    return replace(tally, **{name: (first + 1, *rest)})


@pytest.mark.parametrize(("problem", "network", "certificate"), list(tallies()))
def test_a_tally_that_differs_is_refused(tmp_path, problem, network, certificate):
    assert isinstance(check_tally(problem, network, certificate), Valid)
    save_tally(certificate, tmp_path / "t.json")
    assert load_tally(tmp_path / "t.json") == certificate
    tally = certificate.tally
    broken = [
        replace(certificate, problem="0" * 64),
        replace(certificate, network="0" * 64),
        replace(certificate, sparsity=True),
        *(
            replace(
                certificate, tally=replace(tally, **{name: (getattr(tally, name)[0] + 1, *getattr(tally, name)[1:])})
            )
            for name in ("tried", "admissible", "wrong", "pairs")
        ),
        replace(certificate, tally=replace(tally, sure=(*tally.sure[:-1], tally.admissible[-1] + 1))),
        replace(certificate, tally=replace(tally, wrong=(*tally.wrong, 0))),
        replace(certificate, tally=replace(tally, wrong=(True, *tally.wrong[1:]))),
        replace(certificate, tally=replace(tally, harm=tally.harm + 1)),
        replace(certificate, tally=replace(tally, smallest=(0, 1, 2))),
        replace(certificate, tally=replace(tally, most_harmful=() if tally.most_harmful is None else None)),
        replace(certificate, tally=replace(tally, smallest_true=((0, 0),) * problem.outputs)),
        replace(certificate, tally=replace(tally, largest_false=(None,) * problem.outputs)),
    ]
    for forged in broken:
        assert isinstance(check_tally(problem, network, forged), Invalid), forged
    with pytest.raises(TypeError, match="tally must be a Tally"):
        check_tally(problem, network, replace(certificate, tally=None))
    assert isinstance(check_tally(problem, network, certificate, memory=10), Unknown)


def test_a_partial_tally_is_valid_and_says_so():
    """Of the empty input alone: every score is 0."""
    problem = Permutation(tuple(range(30)), sparsity=2)
    certificate = score_floats(problem, ROWS, deadline=Deadline(None))
    part = replace(certificate.tally, tried=(1, 0, 0), admissible=(1, 0, 0), wrong=(0, 0, 0), sure=(0, 0, 0))
    part = replace(part, pairs=(0,) * 30, smallest=None, most_harmful=None, harm=0)
    part = replace(part, smallest_true=(None,) * 30, largest_false=((0, 0),) * 30)
    answer = check_tally(problem, ROWS, replace(certificate, tally=part))
    assert isinstance(answer, Valid)
    assert answer.claim.startswith("at least 0 and at most 465 inputs are wrong in some output")


PAIRS = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
PLAIN, ALWAYS = (
    FloatNetwork([([[1, 1, 0], [0, 1, 1]], [-1, -1], True), (np.eye(2), np.zeros(2), False)], threshold)
    for threshold in (0.5, -1)
)


class Over(Deadline):
    """A time limit that is over whenever it is looked at."""

    def passed(self):
        return True


def cut_short(problem, network, *, deadline, earlier, **_):
    return score_floats(problem, network, deadline=Over(None), earlier=earlier)


def test_bounds_say_that_nothing_is_wrong_where_time_ends_the_counting(monkeypatch):
    monkeypatch.setattr("verify.tallying.score_floats", cut_short)
    counted = count_wrong(PAIRS, PLAIN)
    assert (counted.wrong, counted.exact, sum(counted.tally.tried)) == ((0, 0), True, 1)
    assert counted.claim.endswith("none is, by bounds (prover branch), and 1 were tried")
    assert isinstance(counted.proof, Proved)
    counted = count_wrong(PAIRS, ALWAYS)
    assert (counted.proof, counted.exact, counted.wrong) == (None, False, (1, 7))


def test_fewer_inputs_are_said_where_all_that_were_tried_cannot_be_checked(monkeypatch):
    kept = score_floats(PAIRS, ALWAYS, deadline=Over(None))

    def scanned(*_, earlier, **__):
        earlier.append(kept)
        full = score_floats(PAIRS, ALWAYS, deadline=Deadline(None))
        return replace(full, tally=replace(full.tally, tried=(*full.tally.tried[:-1], full.tally.tried[-1] - 1)))

    def checked(problem, network, certificate, **options):
        return check_tally(problem, network, certificate, **options) if certificate is kept else Unknown("too late")

    monkeypatch.setattr("verify.tallying.FEW", 2)
    monkeypatch.setattr("verify.tallying.score_floats", scanned)
    monkeypatch.setattr("verify.tallying.check_tally", checked)
    counted = count_wrong(PAIRS, ALWAYS)
    assert counted.certificate == kept
    assert counted.wrong[1] > counted.wrong[0]
