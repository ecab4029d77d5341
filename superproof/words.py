"""Sentences that several commands and the report share."""

from verify import Counterexample, Margin, Network, Problem
from verify.gate_facts import facts_of

MAX_LABEL = 60

LONG_BITS = 500


def count(number: int, noun: str) -> str:
    """Thousands separated, and the noun in its number.

    >>> count(1, "input"), count(3004, "input")
    ('1 input', '3,004 inputs')
    """
    return f"{grouped(number)} {noun}" if number == 1 else f"{grouped(number)} {noun}s"


def grouped(number: int) -> str:
    """A number with its thousands separated; one of hundreds of digits by its order, which is all a reader can use.

    >>> grouped(3004), grouped(2**14500), grouped(10**300 - 1)
    ('3,004', '2^14500', 'about 2^997')
    """
    bits = number.bit_length()
    if bits < LONG_BITS:
        return f"{number:,}"
    return f"2^{bits - 1}" if number == 1 << (bits - 1) else f"about 2^{bits}"


def margin_sentence(network: Network, margin: Margin | None) -> str:
    """Where the threshold lies between the scores, over all admissible inputs."""
    if margin is None:
        return "not computed by this proof"
    true = (
        "no output is ever 1"
        if margin.smallest_true is None
        else f"outputs that are 1 score {margin.smallest_true:,} or more"
    )
    false = (
        "no output is ever 0"
        if margin.largest_false is None
        else f"outputs that are 0 score {margin.largest_false:,} or less"
    )
    return f"{true}, {false}; the threshold is {network.threshold:,}"


def counterexample_sentence(
    problem: Problem, counterexample: Counterexample, labels: tuple[str, ...], outputs: tuple[str, ...] = ()
) -> str:
    """The counterexample with the features' names.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1),))
    >>> counterexample_sentence(problem, Counterexample((2,), 0, 0, 5, 4), ("Ann", "Bob", "Cy"))
    'with only Cy active, output 0 (Ann AND Bob) reads 1 (score 5, threshold 4), but must be 0'
    """
    names = [named(labels, feature) for feature in counterexample.active]
    active = f"only {' and '.join(names)} active" if names else "no feature active"
    reads = int(counterexample.score >= counterexample.threshold)
    return (
        f"with {active}, {output_name(problem, counterexample.output, labels, outputs)} reads {reads} "
        f"(score {counterexample.score:,}, threshold {counterexample.threshold:,}), "
        f"but must be {counterexample.expected}"
    )


def output_name(problem: Problem, output: int, labels: tuple[str, ...], outputs: tuple[str, ...] = ()) -> str:
    """An output by number, by its name in `outputs` if it has one, and by the features it is a function of.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    >>> output_name(problem, 0, ("Ann", "Bob"), ("Ann--Bob",)), output_name(problem, 0, ("Ann", "Bob"), ("met",))
    ('output 0 (Ann--Bob)', 'output 0 (met: Ann AND Bob)')
    """
    name = brief(outputs[output]) if outputs else ""
    gate = "" if problem.is_circuit else "--".join(labels[feature] for feature in problem.gate(output).inputs)
    if name and outputs[output] == gate:
        return f"output {output} ({name})"
    words = _gate_words(problem, output, labels)
    return f"output {output} ({f'{name}: ' if name else ''}{words})"


def _gate_words(problem: Problem, output: int, labels: tuple[str, ...]) -> str:
    if problem.is_circuit:
        gate = problem.levels[-1][output]
        wires = ", ".join(map(str, gate.inputs))
        return f"{gate.kind} of {wires} on level {len(problem.levels) - 1}"
    gate = problem.gate(output)
    names = [named(labels, feature) for feature in gate.inputs]
    facts = facts_of(gate.kind, len(names))
    if len(names) > 1 and (facts.least in (1, len(names)) or facts.parts or facts.forbids):
        return (" AND NOT " if facts.forbids else f" {gate.kind.upper()} ").join(names)
    return f"{gate.kind} of {', '.join(names)}"


def named(labels: tuple[str, ...], feature: int) -> str:
    """A feature's name; a bare number gets the word before it."""
    label = brief(labels[feature])
    return f"feature {label}" if label.isdecimal() else label


def brief(label: str) -> str:
    """A name cut to `MAX_LABEL` characters, for lines and pictures.

    >>> brief("x" * 100)[-3:]
    'xx\N{HORIZONTAL ELLIPSIS}'
    """
    return label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}\N{HORIZONTAL ELLIPSIS}"
