"""Edges that are read at once say what their tokens say."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from superproof.formats import gml
from superproof.formats.content import unpacked
from superproof.formats.options import ReadOptions
from verify.errors import DocumentError

GAP = st.sampled_from([" ", "\n", "\t", "  ", " # said\n", ""])
WORD = st.sampled_from(["source", "target", "value", "label", "edge", "node", "x.y", "weight", "SOURCE"])
VALUE = st.sampled_from(
    ["0", "1", "2", "-1", "+2", "1.5", "2.", "1e0", '"0"', '"a ] [ b"', "[ a 1 ]", "]", "07", "9" * 20]
)


@st.composite
def edges(draw):
    parts = ["edge", draw(GAP), "["]
    for name in ("source", "target"):
        parts += [draw(GAP), name, draw(GAP), draw(st.sampled_from(["0", "1", "2", "3", "1.0", '"1"']))]
    for _ in range(draw(st.integers(0, 2))):
        parts += [draw(GAP), draw(WORD), draw(GAP), draw(VALUE)]
    return "".join([*parts, draw(GAP), "]", draw(GAP)])


def read(text):
    try:
        raw = gml.read_gml(unpacked("g.gml", text.encode()), ReadOptions())
    except DocumentError as error:
        return str(error)
    return raw.names, raw.edges.tolist(), raw.links


@settings(deadline=None, max_examples=300)
@given(st.lists(edges(), min_size=1, max_size=3))
def test_an_edge_read_at_once_is_the_edge_of_its_tokens(members):
    text = "graph [\n" + "".join(f"node [ id {j} ]\n" for j in range(3)) + "".join(members) + "]\n"
    at_once = read(text)
    plain, gml.EDGE = gml.EDGE, re.compile("(?!)")
    try:
        assert read(text) == at_once
    finally:
        gml.EDGE = plain
