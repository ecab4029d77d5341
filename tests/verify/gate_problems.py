"""Hypothesis strategies for problems of mixed gates."""

from hypothesis import strategies as st

from verify import gate_problem
from verify.statement.gates import KINDS, kind_of

ALL = (*KINDS, "atleast-2", "atleast-3")


@st.composite
def gates(draw, features: int, most: int = 4, kinds=ALL):
    possible = [kind for kind in kinds if kind_of(kind).fan_in <= features]
    kind = kind_of(draw(st.sampled_from(possible)))
    count = draw(st.integers(kind.fan_in, max(kind.fan_in, min(features, most)) if kind.more else kind.fan_in))
    wires = draw(st.permutations(range(features)))[:count]
    return (kind.name, *(wires if kind.ordered else sorted(wires)))


@st.composite
def problems(draw, most_features: int = 6, most_gates: int = 5, most_active: int = 6, kinds=ALL):
    features = draw(st.integers(2, most_features))
    chosen = draw(st.lists(gates(features, kinds=kinds), min_size=1, max_size=most_gates, unique=True))
    return gate_problem(features, draw(st.integers(1, min(features, most_active))), chosen)
