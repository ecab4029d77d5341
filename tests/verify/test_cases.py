"""The table of cases is right about itself."""

import pytest

from tests.verify.cases import CASES, Case
from tests.verify.oracle import judge


@pytest.mark.parametrize("case", CASES, ids=str)
def test_expected_verdict_follows_from_the_definition(case: Case):
    assert judge(case.problem, case.network).verdict == case.verdict


def test_names_differ_and_both_verdicts_are_common():
    assert len({case.name for case in CASES}) == len(CASES)
    verdicts = [case.verdict for case in CASES]
    assert min(verdicts.count("proved"), verdicts.count("refuted")) >= 20
