"""All constructions by name. The names are in registry.json, where the command line finds them without loading any."""

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from constructions.construction import Construction
from verify.errors import shown


def _all() -> dict[str, Construction]:
    found = {}
    for name, place in json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8")).items():
        module, attribute = place.split(":")
        construction = getattr(import_module(module), attribute)
        if not isinstance(construction, Construction) or construction.name != name:
            raise TypeError(f"registry.json: {place} must be the construction {name}, not {shown(construction)}")
        found[name] = construction
    return found


CONSTRUCTIONS: Mapping[str, Construction] = MappingProxyType(_all())
"""Name -> construction; "auto" goes through others."""


def construction_named(name: str) -> Construction:
    """The construction of this name. Errors: ValueError for an unknown one.

    >>> construction_named("naive").takes.words
    'problems of one level of gates'
    """
    if name not in CONSTRUCTIONS:
        raise ValueError(f"construction must be one of {', '.join(CONSTRUCTIONS)}, not {shown(name)}")
    return CONSTRUCTIONS[name]
