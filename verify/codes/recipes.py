"""From a recipe, as it stands in a document, to the code. Unknown families and extra keys are refused."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from verify.codes.bare import BareCode
from verify.codes.base import Code
from verify.codes.constant_weight import ConstantWeightCode
from verify.codes.hadamard import HadamardCode
from verify.codes.identity import IdentityCode
from verify.codes.random_signs import RandomSignCode
from verify.codes.reed_solomon import ReedSolomonCode
from verify.errors import shown

FAMILIES = (ConstantWeightCode, HadamardCode, IdentityCode, RandomSignCode, ReedSolomonCode)
CODES = (BareCode, *FAMILIES)
"""What a digest can name: codes that are given by their recipes, and bare ones by their entries."""
_FAMILIES: dict[str, tuple[Callable[..., Code], frozenset[str]]] = {
    code.family: (code, frozenset(field.name for field in fields(code))) for code in FAMILIES
}


def code_from_recipe(recipe: object) -> Code:
    """The code of a recipe such as {"family": "identity", "size": 4}.

    Errors: TypeError or ValueError naming the key, the rule and the value.

    >>> code_from_recipe({"family": "identity", "size": 4})
    IdentityCode(size=4)
    """
    if not isinstance(recipe, Mapping):
        raise TypeError(f"a code must be a recipe (an object) or the word 'tensor', not {shown(recipe)}")
    family = recipe.get("family")
    if not isinstance(family, str) or family not in _FAMILIES:
        raise ValueError(f"a code's family must be one of {', '.join(sorted(_FAMILIES))}, not {shown(family)}")
    build, keys = _FAMILIES[family]
    given = frozenset(recipe) - {"family"}
    if given != keys:
        raise ValueError(f"a {family} code takes exactly the keys {sorted(keys)}, not {shown(sorted(given))}")
    return build(**{key: recipe[key] for key in keys})
