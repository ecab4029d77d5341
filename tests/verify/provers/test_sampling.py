"""Sampling: exact failure counts, known confidence bounds, the same for the same seed, and never a proof."""

from itertools import pairwise

import numpy as np
import pytest

from tests.verify import networks as build
from tests.verify.cases import CASES, CYCLE, MATCHING, PATH, Case
from tests.verify.oracle import judge
from verify import BareCode, IdentityCode, Network, Permutation, TwoAnd, replay, sample
from verify.progress import Deadline
from verify.provers import sampling
from verify.provers.sampling import SampleReport, StratumReport
from verify.scoring.strata import strata_of

BROKEN = build.changed(build.naive(PATH), 0, 2, -1, 0)


@pytest.mark.parametrize("case", [case for case in CASES if case.verdict == "proved"], ids=str)
def test_a_right_network_never_fails(case: Case):
    report = sample(case.problem, case.network, samples=300, seed=4)
    assert report.failures == 0
    assert report.counterexample is None
    assert report.samples == (300 if report.strata else 0)  # a circuit may have no admissible input but the empty one
    assert all(stratum.lower == 0 for stratum in report.strata)


@pytest.mark.parametrize("case", [case for case in CASES if case.verdict == "refuted"], ids=str)
def test_failures_are_counted_exactly(case: Case):
    """The same draws, judged one by one by the oracle."""
    wrong = judge(case.problem, case.network).wrong_inputs
    report, rng = sample(case.problem, case.network, samples=203, seed=6), np.random.default_rng(6)
    fewest = 0 if () in wrong else 99  # the empty input is always tried, and counts in no stratum
    for found, stratum in zip(report.strata, strata_of(case.problem, case.network), strict=True):
        drawn = [tuple(row) for row in stratum.draw(rng, found.samples).tolist()]
        failing = [active for active in drawn if active in wrong]
        assert (found.name, found.failures) == (stratum.name, len(failing))
        fewest = min([len(active) for active in failing] + [fewest])
    if fewest < 99:
        wrong_one = report.counterexample
        assert wrong_one is not None
        assert len(wrong_one.active) == fewest
        assert replay(case.problem, case.network, wrong_one.active, wrong_one.output) == wrong_one
    else:
        assert report.counterexample is None


def test_samples_are_spread_evenly_and_none_is_lost():
    report = sample(PATH, build.naive(PATH), samples=203)
    shares = [stratum.samples for stratum in report.strata]
    assert sum(shares) == 203
    assert max(shares) - min(shares) <= 1
    assert sample(PATH, build.naive(PATH), samples=1).samples == 1


def test_the_same_seed_gives_the_same_report_on_any_number_of_threads(monkeypatch):
    first = sample(PATH, BROKEN, samples=500, seed=11)
    for block, threads in ((64, 1), (64, 3)):
        monkeypatch.setattr(sampling, "BLOCK", block)
        monkeypatch.setattr(sampling, "workers", lambda threads=threads: threads)
        reports = [sample(PATH, BROKEN, samples=500, seed=11) for _ in range(2)]
        assert reports[0] == reports[1]
        if threads == 1:
            alone = reports[0]
    assert reports[0] == alone
    monkeypatch.undo()
    assert sample(PATH, BROKEN, samples=500, seed=11) == first
    assert sample(PATH, BROKEN, samples=500, seed=12) != first


def test_a_planted_counterexample_of_a_hard_kind_is_met():
    """Two of 400 features interfere: 1 input in 79,800 uniformly, but common around gates."""
    problem = TwoAnd(400, 2, tuple((2 * i, 2 * i + 1) for i in range(20)))
    network = build.changed(build.naive(problem), 0, 7, 15, 0)
    report = sample(problem, network, samples=5000, seed=0)
    assert report.counterexample.active == (14, 15)
    assert report.counterexample.output == 7
    failing = {stratum.name: stratum.failures for stratum in report.strata}
    assert failing["whole gate"] > 20


def test_the_smallest_counterexample_is_kept():
    noisy = build.changed(build.naive(CYCLE), 0, 0, -1, 0)
    assert len(sample(CYCLE, noisy, samples=2000).counterexample.active) == 1


class TestConfidence:
    """Clopper-Pearson intervals, two-sided, shared among the strata by the union bound."""

    @pytest.mark.parametrize(
        ("samples", "failures", "level", "lower", "upper"),
        [
            (10, 0, 0.95, 0.0, 0.30849710781876083),  # 1 - 0.025 ** (1 / 10)
            (10, 10, 0.95, 0.6915028921812392, 1.0),
            (20, 5, 0.95, 0.0865714690, 0.4910459),  # R: binom.test(5, 20)$conf.int
            (100, 50, 0.95, 0.3983211295, 0.6016788705),  # R: binom.test(50, 100)$conf.int
            (1000, 0, 0.99, 0.0, 0.00528430),  # 1 - 0.005 ** (1 / 1000)
        ],
    )
    def test_known_values(self, samples, failures, level, lower, upper):
        stratum = strata_of(PATH, BROKEN)[0]
        report = sampling._report(stratum, samples, samples, failures, level)
        assert report.lower == pytest.approx(lower, abs=2e-7)
        assert report.upper == pytest.approx(upper, abs=2e-7)

    def test_a_stratum_without_samples_says_nothing(self):
        report = sample(PATH, build.naive(PATH), samples=1)
        assert [(s.samples, s.lower, s.upper) for s in report.strata if not s.samples] == [(0, 0.0, 1.0)] * 4

    def test_bounds_of_all_strata_hold_together(self):
        report = sample(PATH, build.naive(PATH), samples=500)
        assert len(report.strata) == 5
        assert report.confidence == 0.95
        for stratum in report.strata:
            assert stratum.upper == pytest.approx(1 - (0.05 / 5 / 2) ** (1 / 100), rel=1e-9)
        assert report.upper == pytest.approx(report.strata[0].upper, rel=1e-9)

    def test_bounds_hold_as_often_as_they_say(self):
        """The true failure rate of every stratum of a broken network is known; 100 reports, 5% may miss it."""
        noisy = build.changed(build.naive(CYCLE), 0, 0, -1, 0)
        wrong = judge(CYCLE, noisy).wrong_inputs
        truths = {f"{k} active": sum(len(a) == k for a in wrong) / n for k, n in ((1, 8), (2, 28))}
        missed = 0
        for seed in range(100):
            report = sample(CYCLE, noisy, samples=100, seed=seed)
            bounds = {s.name: (s.lower, s.upper) for s in report.strata if s.name in truths}
            missed += any(not bounds[name][0] <= rate <= bounds[name][1] for name, rate in truths.items())
        assert missed <= 9

    def test_more_samples_give_tighter_bounds(self):
        uppers = [sample(MATCHING, build.naive(MATCHING), samples=k).upper for k in (50, 500, 5000)]
        assert all(later < earlier for earlier, later in pairwise(uppers))


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"samples": 0}, ValueError, "samples must be at least 1, not 0"),
        ({"samples": True}, TypeError, "samples must be an integer"),
        ({"samples": 10.0}, TypeError, "samples must be an integer"),
        ({"seed": -1}, ValueError, "seed must be at least 0"),
        ({"seed": 1.5}, TypeError, "seed must be an integer"),
    ],
)
def test_wrong_arguments_are_refused_with_the_rule(arguments, error, words):
    with pytest.raises(error, match=words):
        sample(PATH, BROKEN, **arguments)


def test_a_network_that_does_not_fit_is_a_wrong_argument():
    with pytest.raises(ValueError, match="8 features and 8 outputs, but the problem has 5 features and 4 outputs"):
        sample(PATH, build.naive(CYCLE))


def test_one_feature_can_be_sampled():
    problem = Permutation((0,), sparsity=1)
    assert sample(problem, build.rerouting(problem), samples=10).failures == 0
    assert sample(problem, build.rerouting(problem).with_threshold(2), samples=10).failures == 10


def test_progress_ends_at_all_samples():
    seen = []
    sample(PATH, BROKEN, samples=100, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 100)
    assert seen[-1] == (100, 100)


def test_a_network_wrong_on_the_empty_input_alone_is_found() -> None:
    problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    # Output 0 scores 1 on nothing; every active feature takes that away, and a pair brings more than it took.
    network = Network(
        [([[1, 1, 0], [0, 1, 1], [-1, -1, -1]], [-1, -1, 1])],
        IdentityCode(3),
        BareCode([[1, 0], [0, 1], [1, 0]]),
        threshold=1,
    )
    report = sample(problem, network, samples=100, seed=0)
    assert report.counterexample is not None
    assert report.counterexample.active == ()
    assert report.failures == 0


def test_the_clock_ends_the_drawing_and_the_report_says_so() -> None:
    problem, network = PATH, build.naive(PATH)
    report = sample(problem, network, samples=10**6, timeout=1e-9)
    assert report.samples == 0
    assert report.cut_short == "sampling did not finish within the time limit of 1e-09 seconds"
    assert sample(problem, network, samples=100, timeout=600).cut_short is None


def test_strata_of_which_the_clock_let_nothing_be_drawn_count_as_wrong_throughout():
    drawn = StratumReport("one", "any one feature", 100, 100, 0, 0.0, 0.03)
    left = StratumReport("two", "any two features", 100, 0, 0, 0.0, 1.0)
    assert SampleReport((drawn, left), 0.95, 0, None).upper == pytest.approx(0.515)


def test_samples_that_were_drawn_count_when_the_clock_ends_the_drawing(monkeypatch) -> None:
    looks = iter([False] * 2)
    monkeypatch.setattr(Deadline, "passed", lambda self: next(looks, True))
    report = sample(PATH, build.naive(PATH), samples=10**6, timeout=600)
    assert 0 < report.samples < 10**6
    assert report.upper < 1 or any(stratum.samples == 0 for stratum in report.strata)


def test_what_was_drawn_counts_when_it_is_interrupted() -> None:
    problem = TwoAnd.random_regular(24, 3, sparsity=2, seed=5)
    network = build.naive(problem)

    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    report = sample(problem, network, samples=10 * sampling.BLOCK, progress=stop)
    assert (report.samples, report.failures, report.cut_short) == (sampling.BLOCK, 0, "sampling was interrupted")
    assert report.upper < 1


def test_whoever_interrupts_before_anything_was_drawn_is_told_nothing() -> None:
    problem = TwoAnd.random_regular(24, 3, sparsity=2, seed=5)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample(problem, build.naive(problem), progress=stop)
