"""The documentation site: Markdown by MyST, API reference from the docstrings, notebooks run while it is built.

sphinx-build -W --keep-going docs build/site
"""

import re

from sphinx.application import Sphinx

import bounds
import constructions
import superproof
import verify

for package in (bounds, constructions, verify):
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


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("autodoc-process-docstring", plain, priority=400)  # before napoleon writes markup
