"""The thresholds that `superproof score` calls right are those with which the network is right."""

import operator
import re

import pytest

from constructions import naive
from superproof.tally_words import tally_facts, threshold_sentences
from verify import FloatNetwork, IdentityCode, Network, TwoAnd, count_wrong

PROBLEM = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
WORDS = {"above": operator.gt, "at least": operator.ge, "below": operator.lt, "at most": operator.le}


def integers(threshold, scale):
    weights = [[scale, scale, 0], [0, scale, scale]]
    return Network([(weights, [-scale, -scale])], IdentityCode(3), IdentityCode(2), threshold=threshold)


def floats(threshold, scale, strict):
    weights = [[scale, scale, 0.0], [0.0, scale, scale]]
    layers = [(weights, [-scale, -scale], True), ([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0], False)]
    return FloatNetwork(layers, threshold, "float64", strict)


def said_right(words, value):
    if found := re.fullmatch(r"from (\S+) to (\S+)", words):
        return float(found[1]) <= value <= float(found[2])
    return all(WORDS[word](value, float(end)) for word, end in (part.rsplit(" ", 1) for part in words.split(", ")))


@pytest.mark.parametrize("scale", [1, 3])
@pytest.mark.parametrize("strict", [None, False, True])
def test_a_threshold_is_called_right_where_the_network_is_right_with_it(scale, strict):
    made = (lambda t: integers(int(t), scale)) if strict is None else (lambda t: floats(t, float(scale), strict))
    numbers = range(-1, 5) if strict is None else [n / 2 for n in range(-2, 9)]
    last = threshold_sentences(made(4), count_wrong(PROBLEM, made(4)).tally)[-1]
    right = {t for t in numbers if count_wrong(PROBLEM, made(t)).wrong == (0, 0)}
    assert right
    assert {t for t in numbers if said_right(last.partition(": ")[2], t)} == right


def test_a_flawless_network_is_told_no_remedy():
    network = integers(1, 1)
    counted = count_wrong(PROBLEM, network)
    assert threshold_sentences(network, counted.tally) == [
        "the network's threshold is 1: every output is right on what was tried",
        "one threshold that is right for all outputs: from 1 to 1",
    ]
    facts = tally_facts(network, counted)
    assert (facts["one_threshold"], facts["reading"]) == ([0.0, 1.0], "1 at or above the threshold")


def test_what_was_counted_before_an_interruption_is_checked_and_kept():
    problem = TwoAnd.random_regular(40, 3, sparsity=4, seed=5)
    network = naive(problem)
    stopped = []

    def stop(done, total):
        if done and not stopped:
            stopped.append(done)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count_wrong(problem, network, progress=stop)
    stopped.clear()

    def stop_later(done, total):
        if done > 1 and not stopped:
            stopped.append(done)
            raise KeyboardInterrupt

    counted = count_wrong(problem, network, progress=stop_later)
    assert counted.wrong[0] == 0
    assert 0 < counted.wrong[1] < 102091
