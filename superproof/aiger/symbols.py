"""The symbol table of an AIGER file as labels."""

from superproof.aiger.read import Aig
from superproof.graphs import clean_name, unique_labels
from verify.documents import Labels


def symbols(graph: Aig) -> Labels:
    """Names of inputs and outputs; i0, o0 and so on where the table has none for them, and nothing without a table.

    >>> symbols(Aig((1, 2), (2,), {}, {"i1": "carry"})).features
    ('i0', 'carry')
    """
    if not graph.names:
        return Labels()
    sides = []
    for letter, number in (("i", len(graph.inputs)), ("o", len(graph.outputs))):
        keys = [f"{letter}{j}" for j in range(number)]
        sides.append(unique_labels([clean_name(graph.names.get(key, key)) for key in keys], keys))
    return Labels(*sides)
