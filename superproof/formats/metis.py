"""METIS files: numbers of nodes and edges, then one line a node with its neighbours, numbered from 1.

Source: Karypis and Kumar, METIS manual, section on the graph file.
"""

from itertools import dropwhile

from superproof.formats.content import Content
from superproof.formats.raw import Builder, Raw, node_number, numbered, refuse_total, require_count
from superproof.formats.values import is_number, whole
from verify.errors import DocumentError, shown


def read_metis(content: Content) -> Raw:
    """The graph of a METIS file: every edge is in the lines of both its nodes, and all are as many as declared.

    >>> from superproof.formats.content import unpacked
    >>> read_metis(unpacked("g.graph", b"3 2\\n2\\n1 3\\n2\\n")).edges.tolist()
    [[0, 1], [1, 2]]
    """
    every = ((i, text.split()) for i, text in enumerate(content.lines, 1) if not text.lstrip(" \t").startswith("%"))
    lines = list(dropwhile(lambda line: not line[1], every))
    if not lines:
        content.refuse("must begin with the numbers of nodes and edges")
    header, words = lines[0]
    nodes, edges, before, step = _header(content, header, words)
    rows = lines[1:]
    while rows and not rows[-1][1]:
        rows.pop()  # Blank lines at the end are isolated nodes, or nothing.
    if len(rows) > nodes:
        content.refuse(f"must be one of {nodes} lines, one a node, but is one more", rows[nodes][0])
    builder, seen = Builder(), set()
    for node, (line, cells) in enumerate(rows):
        if not all(map(is_number, cells)) or (len(cells) and (len(cells) - before) % step) or 0 < len(cells) < before:
            content.refuse(f"must hold {before} weights and then neighbours, not {shown(' '.join(cells))}", line)
        for word in cells[before::step]:
            other = node_number(content, line, word, nodes)
            seen.add((node, other))
            if node <= other:
                builder.join(node, other)
    for node, other in seen:
        if (other, node) not in seen:
            content.refuse(
                f"must name node {node + 1} in the line of node {other + 1} too, as line {rows[node][0]} joins them"
            )
    if len(builder.edges) != edges:
        refuse_total(content, header, edges, len(builder.edges))
    left_out = ["weights"] if before or step > 1 else []
    return Raw(numbered(1, nodes), builder.edges, left_out=left_out, notes=content.notes)


def _header(content: Content, line: int, words: list[str]) -> tuple[int, int, int, int]:
    """Numbers of nodes and edges, of weights before the neighbours, and of words a neighbour takes."""
    sizes = [whole(word) for word in words]
    if not 2 <= len(sizes) <= 4 or sizes[0] is None or sizes[1] is None:
        content.refuse(f"must be the numbers of nodes and edges, not {shown(' '.join(words))}", line)
    form = words[2].zfill(3) if len(words) > 2 else "000"
    if len(form) != 3 or not set(form) <= {"0", "1"}:
        content.refuse(f"must have a format of three digits 0 or 1, not {shown(form)}", line)
    weights = sizes[3] if len(sizes) > 3 else int(form[1])
    if weights is None or weights > 1000:
        content.refuse(f"must have at most 1,000 weights a node, not {shown(words[3])}", line)
    before = int(form[0]) + (weights if form[1] == "1" else 0)
    return require_count(content, line, sizes[0]), sizes[1], before, 1 + int(form[2])


def is_metis(content: Content) -> bool:
    """Whether all of a file keeps the rules of METIS, which few other files do."""
    try:
        return bool(len(read_metis(Content(content.path, content.name, content.data)).edges))
    except DocumentError:
        return False
