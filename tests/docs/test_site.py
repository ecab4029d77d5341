"""The site builds without a warning, has an entry for every public name, and no link on it leads nowhere."""

import subprocess
import sys
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("sphinx", reason="the site needs the extra docs")
pytest.importorskip("torch", reason="a notebook needs the extra torch")

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("verify", "constructions", "bounds", "superproof")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", "-d", str(folder / "doctrees")]
    result = subprocess.run(
        [*command, str(ROOT / "docs"), str(folder / "html")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return folder / "html"


class Page(HTMLParser):
    """The anchors of a page, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors = {""}
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value is not None:
                self.anchors.add(value)
            if name in ("href", "src") and value is not None:
                self.links.append(value)


def test_no_link_of_the_site_leads_nowhere(site: Path) -> None:
    pages = {path: Page(path.read_text()) for path in sorted(site.rglob("*.html"))}
    assert len(pages) > 10
    for path, page in pages.items():
        for link in page.links:
            found = urlsplit(link)
            if found.scheme in ("http", "https"):
                assert "." in found.netloc, f"{path.name}: {link}"
                continue
            assert found.scheme in ("", "mailto", "data"), f"{path.name}: {link}"
            if found.scheme:
                continue
            target = (path.parent / unquote(found.path)).resolve() if found.path else path
            assert target.exists(), f"{path.name}: {link}"
            if target in pages and target.name not in ("genindex.html", "search.html"):
                assert unquote(found.fragment) in pages[target].anchors, f"{path.name}: {link}"


def test_every_public_name_has_an_entry(site: Path) -> None:
    from sphinx.util.inventory import InventoryFile

    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    entries = {name for kind, items in inventory.items() if kind.startswith("py:") for name in items}
    names = {package: set(import_module(package).__all__) for package in PACKAGES}
    names["superproof"] -= names["verify"]  # The same things, which have one entry.
    wanted = {f"{package}.{name}" for package in PACKAGES for name in names[package]}
    assert sorted(wanted - entries) == []
