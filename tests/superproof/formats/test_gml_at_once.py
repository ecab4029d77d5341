"""Nodes and edges that are read at once say what their tokens say."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from superproof.formats import gml
from superproof.formats.content import unpacked
from verify.errors import DocumentError

GAP = st.sampled_from([" ", "\n", "\t", "  ", " # said\n", ""])
WORD = st.sampled_from(["id", "source", "target", "value", "label", "edge", "node", "x.y", "weight", "SOURCE"])
VALUE = st.sampled_from(
    ["0", "1", "2", "-1", "+2", "1.5", "2.", "1e0", '"0"', '"a ] [ b"', "[ a 1 ]", "]", "07", "9" * 20]
)


@st.composite
def members(draw):
    kind = draw(st.sampled_from(["node", "edge", "edge"]))
    parts = [kind, draw(GAP), "["]
    numbers = ["0", "1", "2", "3", "1.0", '"1"'] if kind == "edge" else ["1", "3", "4", "04", "5.0", '"3"']
    for name in ("source", "target") if kind == "edge" else ("id",):
        parts += [draw(GAP), name, draw(GAP), draw(st.sampled_from(numbers))]
    for _ in range(draw(st.integers(0, 2))):
        parts += [draw(GAP), draw(WORD), draw(GAP), draw(VALUE)]
    return "".join([*parts, draw(GAP), "]", draw(GAP)])


def read(text):
    try:
        raw = gml.read_gml(unpacked("g.gml", text.encode()))
    except DocumentError as error:
        return str(error)
    return raw.names, raw.edges.tolist(), raw.nodes, raw.links


@settings(deadline=None, max_examples=150)
@given(st.lists(members(), min_size=1, max_size=3), st.sampled_from(["]\n", ""]))
def test_what_is_read_at_once_is_what_its_tokens_say(members, end):
    text = "graph [\n" + "".join(f"node [ id {j} ]\n" for j in range(3)) + "".join(members) + end
    at_once = read(text)
    plain, gml.AT_ONCE = gml.AT_ONCE, re.compile("(?!)")
    try:
        assert read(text) == at_once
    finally:
        gml.AT_ONCE = plain
