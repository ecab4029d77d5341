"""Adjacency lists: a node and then its neighbours on a line, as networkx writes them."""

from superproof.formats.comments import Comments, said_lines
from superproof.formats.content import Content
from superproof.formats.options import ReadOptions
from superproof.formats.raw import Builder, Raw
from superproof.formats.table_rows import words_of
from verify.errors import shown


def read_adjacency_list(content: Content, options: ReadOptions) -> Raw:
    """A node name and then its neighbours, separated by white space; a name alone is an isolated node.

    >>> from superproof.formats.content import unpacked
    >>> read_adjacency_list(unpacked("g.adjlist", b"a b c # met\\nd"), ReadOptions()).names
    ['a', 'b', 'c', 'd']
    """
    builder, comments = Builder(), Comments(options.comments)
    for number, text in said_lines(content, comments):
        words = words_of(content, number, text, comments, names=1, signs="#")
        if any(word.startswith("{") for word in words):
            content.refuse(
                f"must be a node and its neighbours, not {shown(text)}: an edge list is --format edgelist, and a "
                "multiline adjacency list is not read, write it anew as an adjacency list",
                number,
            )
        node, *neighbours = map(builder.node, words)
        for neighbour in neighbours:
            builder.join(node, neighbour)
    return Raw(list(builder.number), builder.edges, notes=[*content.notes, *comments.notes()])
