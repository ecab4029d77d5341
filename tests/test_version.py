"""One version, in `superproof.__version__`; whatever else names it agrees."""

import re
import tomllib
from pathlib import Path

from superproof import __version__

ROOT = Path(__file__).resolve().parent.parent


def test_the_distribution_takes_its_version_from_the_package() -> None:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" not in configuration["project"]
    assert configuration["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "superproof.__version__"}


def test_citation_and_changelog_name_the_version() -> None:
    assert re.search(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)[1] == __version__
    assert re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == __version__
