"""What notebooks show of a value: a few facts, or a table."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any


def problem_card(problem: Any) -> str:
    """Sizes of a problem, and how many gates of every kind."""
    kinds = [gate.kind for level in problem.levels for gate in level]
    facts = {"features": problem.features, "outputs": problem.outputs, "sparsity": problem.sparsity}
    facts |= {"levels": len(problem.levels)} if problem.is_circuit else {}
    return card(
        f"problem of form {problem.form}", facts | {f"gates {kind}": kinds.count(kind) for kind in dict.fromkeys(kinds)}
    )


def network_card(network: Any, more: Mapping[str, object]) -> str:
    """Sizes of a network of integers or of floats, and what else there is to say of its kind."""
    sizes = {"features": network.inputs, "outputs": network.outputs, "neurons": network.neurons}
    ratio = {"outputs per neuron": f"{network.outputs / network.neurons:.2f}"} if network.neurons else {}
    widths = {"widths": "-".join(map(str, network.widths))}
    return card(str(network.construction.get("name", "network")), sizes | ratio | widths | dict(more))


def card(title: str, facts: Mapping[str, object]) -> str:
    """A title above a row a fact, as HTML; integers have their thousands separated.

    >>> card("<a>", {"b": 1000})
    '<b>&lt;a&gt;</b><table><tr><td>b</td><td>1,000</td></tr></table>'
    """
    return f"<b>{escape(title)}</b>{grid((), facts.items())}"


def grid(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as HTML."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    lines = ("".join(f"<td>{escape(_text(cell))}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table>{f'<tr>{head}</tr>' if head else ''}{body}</table>"


def _text(cell: object) -> str:
    return f"{cell:,}" if type(cell) is int else str(cell)
