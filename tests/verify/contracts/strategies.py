"""Small circuits of copy, or and AND on codes with room to spare."""

from hypothesis import strategies as st

from verify import Circuit, IdentityCode, ReedSolomonCode, SparseCode


@st.composite
def monotone_circuits(draw, most_levels: int = 3) -> Circuit:
    width = inputs = draw(st.integers(3, 8))
    levels = []
    for _ in range(draw(st.integers(1, most_levels))):
        gates = []
        for _ in range(draw(st.integers(1, 7))):
            kind = draw(st.sampled_from(["copy", "or", "and"] if width > 1 else ["copy"]))
            wanted = 1 if kind == "copy" else 2
            wires = st.lists(st.integers(0, width - 1), min_size=wanted, max_size=wanted, unique=True)
            gates.append((kind, *draw(wires)))
        levels.append(gates)
        width = len(gates)
    return Circuit.of(inputs, draw(st.integers(2, min(3, inputs))), levels)


def roomy(width: int) -> SparseCode:
    """Words of six ones that share one at most, on 42 rows; for a single feature a neuron."""
    return IdentityCode(1) if width == 1 else ReedSolomonCode(field=7, blocks=6, degree=2, columns=width)


def tight(width: int) -> SparseCode:
    """Words of three ones on 9 rows: crowded."""
    return IdentityCode(1) if width == 1 else ReedSolomonCode(field=3, blocks=3, degree=2, columns=width)
