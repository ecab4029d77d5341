"""The documentation site: Markdown by MyST, API reference from the docstrings, notebooks run while it is built.

sphinx-build -W --keep-going docs build/site
"""

import inspect
import re
import sys

from sphinx.application import Sphinx

import bounds
import constructions
import superproof
import verify

for package in (bounds, constructions, superproof, verify):
    vars(package).update((name, getattr(package, name)) for name in package.__all__)  # those on first use as well

project = "superproof"
author = "The superproof authors"
release = version = superproof.__version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode", "sphinx_copybutton"]
exclude_patterns = ["jupyter_execute"]

html_theme = "furo"
html_title = f"superproof {release}"

myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_output_stderr = "remove"  # What a reader of a notebook sees while it runs is no part of the page.

napoleon_use_ivar = True
default_role = "code"  # docstrings write `names` in single backticks
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "imported-members": True, "undoc-members": True}

MARKUP = re.compile(r"[|*\\]|_(?=\W|$)")


def escape(line: str) -> str:
    """A line of prose in which |F|, m * n and x_ are what they are, and no markup; `code` is left alone."""
    parts = line.split("`")
    parts[::2] = [MARKUP.sub(r"\\\g<0>", words) for words in parts[::2]]
    return "`".join(parts)


def plain(app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Docstrings are plain text with doctests: escape the prose, leave the examples."""
    example = False
    for number, line in enumerate(lines):
        example = bool(line.strip()) and (example or line.lstrip().startswith(">>>"))
        if not example:
            lines[number] = escape(line)


def described(name: str, thing: object, kind: str = "data") -> list[str]:
    """An entry for what is neither class nor function, such as `TwoAnd`, which builds problems; with its methods."""
    lines = [
        escape(line) if line.strip() else "" for line in (inspect.getdoc(thing) or "").split("\n\n>>>")[0].split("\n")
    ]
    signature = str(inspect.signature(thing)) if callable(thing) else ""
    found = [f".. py:{kind}:: {name}{signature if kind == 'method' else ''}", "", *lines, ""]
    if kind == "data" and type(thing).__module__ not in ("builtins", "types"):
        for method in [method for method in vars(type(thing)) if not method.startswith("_")]:
            found.extend(described(f"{name}.{method}", getattr(thing, method), "method"))
    return [found[0], *("   " + line if line else "" for line in found[1:])]


def complete(app: Sphinx, docname: str, source: list[str]) -> None:
    """Add to a package's page the public names that autodoc passes over and that the page does not describe itself."""
    package = sys.modules.get(docname.removeprefix("api/"))
    for name in package.__all__ if docname.startswith("api/") and package is not None else ():
        thing = getattr(package, name)
        if package is superproof and name in verify.__all__:
            continue  # described there
        if not inspect.isclass(thing) and not inspect.isroutine(thing) and f":: {name}\n" not in source[0]:
            entry = "\n".join([f".. py:currentmodule:: {docname.removeprefix('api/')}", "", *described(name, thing)])
            source[0] += f"\n```{{eval-rst}}\n{entry}\n```\n"


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", complete)
    app.connect("autodoc-process-docstring", plain, priority=400)  # before napoleon writes markup
