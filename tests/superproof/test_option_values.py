import argparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superproof import option_values as values


@given(st.integers(1, 999), st.sampled_from("kKmMgG"))
def test_numbers_take_suffixes_everywhere(number, unit):
    """Bytes come in units of 1024, everything else in thousands."""
    power = "kmg".index(unit.lower()) + 1
    for read in (values.a_count, values.a_threshold, values.a_seed, values.neurons, values.an_amount):
        assert read(f"{number}{unit}") == number * 1000**power
    assert values.counts(f"{number}{unit},1") == (number * 1000**power, 1)
    assert values.a_size(f"{number}{unit}") == number * 1024**power


@pytest.mark.parametrize("text", ["k", "1kk", "1 k", "1.5k", "-1k", "0k", "2000G", "", "1T", "9" * 5000 + "k"])
def test_other_texts_are_refused_with_the_rule(text):
    with pytest.raises(argparse.ArgumentTypeError, match=r"an integer from 1 to 2\*\*40"):
        values.a_count(text)


def test_seconds_take_suffixes_and_are_told_as_they_were_given():
    for text, number in (("0.5k", 500), ("2M", 2_000_000), ("1e3", 1000)):
        assert float(values.seconds(text)) == number
    assert values.seconds(" 1k ").given == "1k"


def test_an_amount_may_be_a_decimal_number_of_units():
    assert values.an_amount("1.5M") == 1_500_000
