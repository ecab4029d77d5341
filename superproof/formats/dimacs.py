"""DIMACS files: a line "p edge N M", then "e U V" an edge, or "a U V W" an arc. Nodes are 1, ..., N.

Source: the DIMACS challenges on colouring and cliques (1993) and on shortest paths (2006).
"""

import re

from superproof.formats.content import Content
from superproof.formats.raw import Builder, Raw, node_number, numbered, refuse_total, require_count
from superproof.formats.values import is_number, whole
from verify.errors import shown

SIGNATURE = re.compile(
    r"(?:[ \t]*(?:c(?:[ \t][^\n]*)?)?\n)*[ \t]*p[ \t]+[A-Za-z-]+[ \t]+[0-9]+[ \t]+[0-9]+[ \t]*(?:\n|$)"
)
PROBLEMS = {"edge": "e", "edges": "e", "col": "e", "clq": "e", "sp": "a", "max": "a", "aux": "a", "min": "a", "tw": ""}
"""Word of the problem line -> the letter of its edges, none in the files of PACE."""


def read_dimacs(content: Content) -> Raw:
    """The graph of a DIMACS file; a header that counts neither the lines nor the pairs of nodes is refused.

    >>> from superproof.formats.content import unpacked
    >>> read_dimacs(unpacked("g.col", b"c path\\np edge 3 2\\ne 1 2\\ne 3 2\\n")).edges.tolist()
    [[0, 1], [2, 1]]
    """
    builder, nodes, declared, header, letter = Builder(), 0, 0, 0, ""
    others: dict[str, int] = {}
    for line, text in content.said():
        words = text.split()
        if words[0] == "c":
            continue
        if words[0] == "p":
            if header:
                content.refuse("must not be a second problem line", line)
            header, (letter, nodes, declared) = line, _problem(content, line, words)
        elif not header:
            content.refuse(
                f"must be the problem line 'p edge N M' or a comment 'c ...', not {shown(' '.join(words))}", line
            )
        elif words[0] in ("e", "a"):
            if len(words) < 3 or not all(map(is_number, words[3:])):
                content.refuse(f"must be '{words[0]} U V', not {shown(' '.join(words))}", line)
            letter = words[0]
            builder.join(node_number(content, line, words[1], nodes), node_number(content, line, words[2], nodes))
        elif not letter and len(words) == 2:
            builder.join(node_number(content, line, words[0], nodes), node_number(content, line, words[1], nodes))
        elif words[0] in ("n", "d", "v", "x"):
            others[words[0]] = others.get(words[0], 0) + 1
        else:
            content.refuse(f"must begin with c, p, e, a or n, not {shown(words[0])}", line)
    if not header:
        content.refuse("must have a problem line 'p edge N M'")
    edges = builder.edges
    pairs = {(min(u, v), max(u, v)) for u, v in edges.tolist()}
    if declared not in (len(edges), len(pairs), 2 * len(edges)):
        refuse_total(content, header, declared, len(edges))
    left_out = [f"{count} lines '{key}' on nodes" for key, count in others.items()]
    return Raw(numbered(1, nodes), edges, directed=letter == "a", left_out=left_out, notes=content.notes)


def _problem(content: Content, line: int, words: list[str]) -> tuple[str, int, int]:
    sizes = [whole(word) for word in words[2:]]
    if len(words) != 4 or sizes[0] is None or sizes[1] is None:
        content.refuse(f"must be 'p edge N M' with two numbers, not {shown(' '.join(words))}", line)
    if words[1] not in PROBLEMS:
        known = ", ".join(PROBLEMS)
        content.refuse(f"must be of a graph problem ({known}), not {shown(words[1])}", line)
    return PROBLEMS[words[1]], require_count(content, line, sizes[0]), sizes[1]
