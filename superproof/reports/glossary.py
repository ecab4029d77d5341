"""The words of the report, explained where the pointer rests on them."""

import re
from collections.abc import Mapping
from html import escape

WORDS: Mapping[str, str] = {
    "features": "the inputs of the problem: each is on or off",
    "outputs per neuron": "outputs divided by neurons; above 1 the network computes in superposition",
    "outputs": "the functions to compute, one number each that is read as 0 or 1",
    "neurons": "the width of the widest layer, the code words of the input included",
    "sparsity": "the largest number of features that are active at once",
    "admissible": "inputs about which the network is asked: at most sparsity features active",
    "margin": "the distance between the smallest score that must read 1 and the largest that must read 0",
    "threshold": "an output reads 1 if and only if its score is at least this number",
    "entropy": "bits an array would take if every value cost the logarithm of how rare it is",
    "lg|F|": "the logarithm to base 2 of the number of problems of these sizes",
    "regime": "outputs by how many outputs their features are used for: few (light) or many (heavy)",
    "spurious": "active, though the neuron belongs to none of the channels that the input asks for",
    "interference": "what features receive from one another because they share neurons",
    "influence": "the number of outputs that use a feature",
    "wrong on": "inputs on which the output reads what it must not",
    "falsely 1": "inputs on which it reads 1 and must read 0",
    "falsely 0": "inputs on which it reads 0 and must read 1",
    "least for 1": "the smallest score of this output where it must read 1",
    "most for 0": "the largest score of this output where it must read 0",
    "loudest": "the most that a neuron outside an output's channel yields where it should be silent",
    "own, mean": "what a neuron of the output's own channel yields, on average",
    "channel": "the neurons from which an output is read",
}
_PATTERN = re.compile("|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True)), re.IGNORECASE)


def glossed(text: str) -> str:
    """`text` as HTML, the first known word of it explained at hover.

    >>> glossed("Channel <1>")
    '<abbr title="the neurons from which an output is read">Channel</abbr> &lt;1&gt;'
    """
    found = _PATTERN.search(text)
    if found is None:
        return escape(text)
    word = found[0]
    meaning = escape(WORDS[word.lower() if word.lower() in WORDS else word])
    start, stop = found.span()
    return f'{escape(text[:start])}<abbr title="{meaning}">{escape(word)}</abbr>{escape(text[stop:])}'
