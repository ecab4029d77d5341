"""Node-link JSON, as networkx and D3 write it: a list of nodes, and a list of links or edges between their ids."""

import json
import re
from typing import NoReturn

from superproof.formats.attributed import Attributed
from superproof.formats.content import Content
from superproof.formats.raw import Raw
from verify.errors import shown

SIGNATURE = re.compile(r'\s*[\[{](?=.*"nodes")', re.DOTALL)
OTHERS = {
    "elements": "a file of Cytoscape", "adjacency": "adjacency data of networkx", "children": "a tree",
    "format": "a document of superproof, which is given as it is", "graph": "a JSON graph of another form",
    "hyperedges": "a hypergraph", "incidences": "a hypergraph (HIF)",
}  # fmt: skip


def read_node_link(content: Content) -> Raw:
    """The graph of a node-link object. Ids keep their type: 1 and "1" are two nodes.

    Without ids, links name nodes by their place in the list, as D3 does.

    >>> from superproof.formats.content import unpacked
    >>> text = b'{"nodes": [{"id": 1}, {"id": "1"}], "links": [{"source": 1, "target": "1"}]}'
    >>> read_node_link(unpacked("g.json", text)).edges.tolist()
    [[0, 1]]
    """
    document = _parsed(content)
    keys = [key for key in ("links", "edges") if key in document]
    nodes, links = document.get("nodes"), document[keys[0]] if len(keys) == 1 else None
    if not isinstance(nodes, list) or not isinstance(links, list):
        other = next((word for key, word in OTHERS.items() if key in document), "something else")
        content.refuse(f"must be an object with lists 'nodes' and 'links' (or 'edges'), but is {other}")
    found = Attributed(content, directed=document.get("directed") is True)
    by_place = not any(isinstance(node, dict) and "id" in node for node in nodes)
    for place, node in enumerate(nodes):
        data = node if isinstance(node, dict) else {"id": node}
        key = place if by_place and isinstance(node, dict) else data.get("id")
        others = {name: value for name, value in data.items() if name != "id"}
        found.node(None, _key(content, key), others)
    for link in links:
        if not isinstance(link, dict):
            content.refuse(f"must have objects as {keys[0]}, not {shown(link)}")
        source, target = (_key(content, link.get(end)) for end in ("source", "target"))
        data = {name: value for name, value in link.items() if name not in ("source", "target")}
        found.edge(0, source, target, data)
    return found.raw()._replace(names=[key[1] for key in found.number if isinstance(key, tuple)])


def _key(content: Content, key: object) -> tuple[str, str]:
    """An id with its type."""
    if isinstance(key, list):
        return "list", json.dumps(key)
    if isinstance(key, bool) or not isinstance(key, int | float | str):
        content.refuse(f"must name nodes by numbers or texts, not {shown(key)}")
    if isinstance(key, float) and key.is_integer():
        key = int(key)  # JSON has one kind of number.
    return ("text" if isinstance(key, str) else "number"), str(key)


def _parsed(content: Content) -> dict[str, object]:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) < len(pairs):
            names = [key for key, _ in pairs]
            twice = next(key for key in names if names.count(key) > 1)
            content.refuse(f"must have a key once in an object, but {shown(twice)} occurs twice")
        return result

    def constant(text: str) -> NoReturn:
        content.refuse(f"must have finite numbers, not {text}")

    try:
        value: object = json.loads(content.text, object_pairs_hook=unique, parse_constant=constant)
    except json.JSONDecodeError as error:
        content.refuse(f"is not JSON: {error.msg}", error.lineno)
    except RecursionError:
        content.refuse("is nested too deeply to be a graph")
    except ValueError as error:  # A number of too many digits.
        content.refuse(f"is not JSON of a graph: {str(error)[:60]}")
    if not isinstance(value, dict):
        content.refuse(f"must hold one JSON object, not {shown(value)}")
    return value
