"""A search that ends early ends with the best network so far; and it says why it starts, stops and leaves out."""

import re

import pytest

from constructions import NotFoundError, smallest_proved
from constructions.attempts import Listener
from constructions.auto import AUTO
from constructions.optimised_channels import OPTIMISED
from constructions.search import search
from tests.constructions.problems import KARATE, SMALL, is_proved, of, regular
from verify import Permutation
from verify.progress import Deadline


def interrupt_after(number):
    def report(attempt):
        nonlocal number
        number -= attempt.found
        if number <= 0:
            raise KeyboardInterrupt

    return report


@pytest.mark.parametrize("proofs", [1, 2])
def test_an_interrupted_search_returns_the_smallest_network_proved_by_then(proofs):
    problem = regular(64)
    result = smallest_proved(problem, report=interrupt_after(proofs))
    assert [attempt.found for attempt in result.tried].count(True) == proofs
    assert result.network.neurons == min(attempt.neurons for attempt in result.tried)
    assert result.cut_short == "it was interrupted"
    assert is_proved(problem, result.network)


def test_an_interruption_before_the_first_proof_is_an_interruption():
    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        smallest_proved(regular(64), progress=interrupt)


def test_at_the_time_limit_there_is_one_neuron_a_gate_where_nothing_else_was_proved_before():
    deadline = Deadline(1e-9)
    for problem in (of(KARATE), Permutation.random(64, sparsity=2, seed=0)):
        result = smallest_proved(problem, deadline=deadline)
        assert result.network.construction["name"] == "naive"
        assert result.cut_short is not None
        assert "time limit" in result.cut_short
        assert is_proved(problem, result.network)


def test_a_time_limit_that_leaves_no_time_for_anything_is_said_like_any_other(monkeypatch):
    monkeypatch.setattr("constructions.search_state.LEAST", 1e-9)
    with pytest.raises(NotFoundError, match="the time limit of 1e-09 seconds is over"):
        smallest_proved(of(KARATE), deadline=Deadline(1e-9))


def test_every_network_that_is_the_smallest_so_far_is_handed_over_at_once():
    kept = []
    result = search(regular(64), OPTIMISED, 0, 2.0, Deadline(None), Listener(keep=lambda *found: kept.append(found)))
    sizes = [network.neurons for network, _ in kept]
    assert sizes == sorted(sizes, reverse=True)
    assert kept[-1] == (result.network, result.certificate)
    assert all(certificate.network == network.digest for network, certificate in kept)


def told(problem, construction, effort):
    said = []
    search(problem, construction, 0, effort, Deadline(None), Listener(tell=said.append))
    return said


def test_a_search_says_what_it_has_to_beat_what_it_tries_and_why_it_stops():
    first, start, end = told(regular(64), AUTO, 2.0)
    assert first == "64 neurons are enough without superposition (naive): fewer are looked for"
    assert re.fullmatch(
        r"optimised-channels: one layer, .*; first with 43 neurons, about [\d.]+ s \(effort: 2 s\)", start
    )
    assert re.fullmatch(
        r"optimised-channels stops, a proof found for \d+ neurons: .*; more effort may find fewer: --effort 8", end
    )


def test_a_search_says_why_training_is_left_out_and_that_nothing_is_in_superposition():
    problem = of(SMALL["petersen"])
    said = told(problem, AUTO, 1e-6)
    left_out = "optimised-channels is left out: one success is predicted to take"
    (sentence,) = (s for s in said if s.startswith(left_out))
    effort = float(re.search(r"--effort ([\d.]+) would try it", sentence)[1])
    assert not any(s.startswith(left_out) for s in told(problem, AUTO, effort))
    assert any("without superposition" in s and "nothing with fewer than 15" in s for s in said)


def test_four_times_the_effort_tries_twice_as_many_seeds():
    seeds = []
    for effort in (25.0, 100.0):
        with pytest.raises(NotFoundError) as error:
            smallest_proved(of(KARATE), construction="structured-channels", effort=effort)
        seeds.append(set(re.findall(r"seed (\d)", str(error.value))))
    assert seeds == [set("012"), set("012345")]


def test_what_breaks_a_rule_is_tried_with_one_seed():
    tried = []
    search(of(SMALL["petersen"]), AUTO, 0, 2.0, Deadline(None), Listener(report=tried.append))
    sizes = [(one.construction, one.neurons) for one in tried if one.outcome.startswith("not built: ")]
    assert len(sizes) == len(set(sizes))
