"""Features, outputs and counterexamples in words, by name. Not trusted: no verdict depends on it."""

from verify.gate_facts import facts_of
from verify.statement.problem import Problem
from verify.statement.verdict import Counterexample

MAX_LABEL = 60
BREAKS = {code: repr(chr(code))[1:-1] for code in (*range(32), 127, 0x85, 0x2028, 0x2029)}
"""Characters that would break a line, and how they are written."""


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
    return (
        f"with {active}, {output_name(problem, counterexample.output, labels, outputs)} reads "
        f"{1 - counterexample.expected} ({counterexample.numbers(',')}), but must be {counterexample.expected}"
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
    gate, level = problem.levels[-1][output], len(problem.levels) - 1
    if level:
        *most, last = map(str, gate.inputs)
        which = f"gates {', '.join(most)} and {last}" if most else f"gate {last}"
        return f"{gate.kind} of {which} on level {level}"
    names = [named(labels, feature) for feature in gate.inputs]
    facts = facts_of(gate.kind, len(names))
    if len(names) > 1 and (facts.least in (1, len(names)) or facts.parts or facts.forbids):
        return (" AND NOT " if facts.forbids else f" {gate.kind.upper()} ").join(names)
    return f"{gate.kind} of {', '.join(names)}"


def named(labels: tuple[str, ...], feature: int) -> str:
    """A feature's name; a bare number gets the word before it, and a comma quotes around it, as options take them.

    >>> named(("Ann", "7", "Smith, J"), 1), named(("Ann", "7", "Smith, J"), 2)
    ('feature 7', '"Smith, J"')
    """
    label = quoted(brief(labels[feature]))
    return f"feature {label}" if label.isdecimal() else label


def quoted(label: str) -> str:
    """A name that can stand in a list: in double quotes, as in CSV, if there is a comma in it."""
    if "," not in label:
        return label
    doubled = label.replace('"', '""')
    return f'"{doubled}"'


def brief(label: str) -> str:
    """A name cut to `MAX_LABEL` characters, for lines and pictures.

    >>> brief("x" * 100)[-3:]
    'xx\N{HORIZONTAL ELLIPSIS}'
    """
    label = one_line(label)
    return label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}\N{HORIZONTAL ELLIPSIS}"


def one_line(label: str) -> str:
    r"""A name as it stands in lines: with its line breaks written out.

    >>> print(one_line("a\nb"))
    a\nb
    """
    return label.translate(BREAKS)
