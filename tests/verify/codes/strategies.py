"""Random codes of every family, small enough to expand."""

from hypothesis import strategies as st

from verify import BareCode, ConstantWeightCode, HadamardCode, IdentityCode, RandomSignCode, ReedSolomonCode

sizes = st.integers(1, 40)
seeds = st.integers(0, 2**63 - 1)


@st.composite
def constant_weight(draw):
    rows = draw(sizes)
    return ConstantWeightCode(rows, draw(sizes), draw(st.integers(1, rows)), draw(seeds))


@st.composite
def reed_solomon(draw):
    field = draw(st.sampled_from([2, 3, 5, 7, 11]))
    blocks = draw(st.integers(1, field))
    degree = draw(st.integers(1, blocks))
    return ReedSolomonCode(field, blocks, degree, draw(st.integers(1, min(60, field**degree))))


@st.composite
def bare(draw):
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    entries = st.integers(-(2**63) + 1, 2**63 - 1)
    return BareCode(draw(st.lists(st.lists(entries, min_size=columns, max_size=columns), min_size=rows, max_size=rows)))


sparse_codes = st.builds(IdentityCode, sizes) | constant_weight() | reed_solomon()
public_codes = (
    sparse_codes | st.builds(HadamardCode, sizes, sizes, seeds) | st.builds(RandomSignCode, sizes, sizes, seeds)
)
codes = public_codes | bare()
