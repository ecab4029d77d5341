"""Files about real features: whole round trips, and one sentence for what is wrong."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verify.reals.instances import random_instance
from verify import DocumentError, FloatNetwork, Invalid, Valid, check_errors
from verify.documents import (
    load_error_certificate,
    load_real_problem,
    save_error_certificate,
    save_real_problem,
)
from verify.reals.problem import compressed
from verify.worst_error import worst_errors

PROBLEM = compressed(2, 1, residual=True, ranges=(-1, Fraction(3, 8))).document()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_round_trip(tmp_path, seed):
    problem, network = random_instance(seed)
    save_real_problem(problem, tmp_path / "p.json")
    found = load_real_problem(tmp_path / "p.json")
    assert found == problem
    assert found.digest == problem.digest
    certificate = worst_errors(problem, network).certificate
    save_error_certificate(certificate, tmp_path / "c.json")
    assert load_error_certificate(tmp_path / "c.json") == certificate


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"format": "superproof-problem-1"}, "format must be 'superproof-real-problem-1'"),
        ({"extra": 1}, "keys must be among"),
        ({"sparsity": 3}, "sparsity must be from 1 to the number of features, 2, not 3"),
        ({"sparsity": True}, "sparsity must be an integer"),
        ({"corners": 0}, "corners must be true or false, not 0"),
        ({"ranges": [[0, 1]]}, "one range, or one for each of 2 features, not 1"),
        ({"ranges": [[1, 0], [0, 1]]}, "the range of feature 0 must hold more than 0"),
        ({"ranges": [["1/3", 1], [0, 1]]}, "an integer over a power of two"),
        ({"ranges": [["2/4", 1], [0, 1]]}, "lowest terms, '1/2', not '2/4'"),
        ({"ranges": [["x", 1], [0, 1]]}, 'must be an integer or text such as "3/8"'),
        ({"targets": []}, "at least one target"),
        ({"targets": [[0, [[2, 1]], []]]}, "target 0 must be of features below 2, not of 2"),
        ({"targets": [[0, [[0, 1], [0, 1]], []]]}, "must name each feature once"),
        ({"targets": [[0, [[1, 1], [0, 1]], []]]}, "features in ascending order"),
        ({"targets": [[0, [], [[1, 0]]]]}, "must be an array of 3"),
        ({"targets": [5]}, "must be an array of 3"),
    ],
)
def test_one_sentence(tmp_path, changes, rule):
    path = tmp_path / "p.json"
    path.write_text(json.dumps(PROBLEM | changes))
    with pytest.raises(DocumentError) as error:
        load_real_problem(path)
    assert rule in str(error.value)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"claim": "it is good"}, "claim must be"),
        ({"at_most": [True]}, "at_most[0] must be an integer or text"),
        ({"at_most": ["1/0"]}, "must be an integer or text"),
        ({"attained": [[[0, 1], [0, 2]]]}, "must name each feature once"),
        ({"attained": {}}, "attained must be an array"),
        ({"problem": 5}, "problem must be a string"),
        ({"format": "superproof-error-certificate-2"}, "key 'digest' is missing"),
        ({"format": "superproof-error-certificate-3"}, "format must be 'superproof-error-certificate-2'"),
        ({"digest": "c"}, "digest must not be there in superproof-error-certificate-1"),
    ],
)
def test_one_sentence_about_certificates(tmp_path, changes, rule):
    path = tmp_path / "c.json"
    claim = "on every admissible input the error of every output is at most at_most"
    document = {"format": "superproof-error-certificate-1", "claim": claim, "problem": "a", "network": "b"}
    path.write_text(json.dumps(document | {"at_most": [1], "attained": [[]]} | changes))
    with pytest.raises(DocumentError) as error:
        load_error_certificate(path)
    assert rule in str(error.value)


ODD = (
    0, -1, 7, 2**70, True, None, "0/1", "1/3", "-1/2", [], {},
    [[0, 0]], [[7, 0]], [[-1, 0]], [[7, 1]], [[0, 1], [1, 1]], [[0, "1/3"]],
)  # fmt: skip


def test_an_odd_value_anywhere_in_a_certificate_is_refused_in_words_or_true(tmp_path):
    """Once the value 0 of a feature that there is not ended the check."""
    problem = compressed(2, 1)
    network = FloatNetwork([(np.eye(2), [0, 0], True), (np.eye(2) * 0.75, [0, 0], False)], 0.5)
    save_error_certificate(worst_errors(problem, network).certificate, tmp_path / "c.json")
    text, read = (tmp_path / "c.json").read_text(), 0
    for path in (("at_most",), ("at_most", 0), ("attained",), ("attained", 1), ("attained", 1, 0), ("problem",)):
        for odd in ODD:
            document = json.loads(text) | {"format": "superproof-error-certificate-1"}
            del document["digest"]
            place = document
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = odd
            (tmp_path / "c.json").write_text(json.dumps(document))
            try:
                changed = load_error_certificate(tmp_path / "c.json")
            except DocumentError:
                continue
            read += 1
            answer = check_errors(problem, network, changed)
            assert isinstance(answer, Valid | Invalid)
            assert isinstance(answer, Invalid) or all(bound >= Fraction(1, 4) for bound in changed.at_most)
    assert read > 15
