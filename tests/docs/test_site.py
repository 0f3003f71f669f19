"""The site builds without a warning, and every link inside it leads somewhere."""

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[2]
LABS = sorted(path.stem for path in REPOSITORY.glob("solutions/*/*.py"))
SCREENSHOTS = REPOSITORY / "docs" / "screenshots"

pytestmark = pytest.mark.slow


class Page(HTMLParser):
    """What a page links to, which anchors it has, and what its pictures are called."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.pictures: list[tuple[str, str]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element refers to."""
        found = dict(attrs)
        self.links += [link for key in ("href", "src") if (link := found.get(key))]
        self.anchors |= {name for key in ("id", "name") if (name := found.get(key))}
        if tag == "img":
            self.pictures.append((found.get("src") or "", found.get("alt") or ""))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, with solutions that are not executed; a warning ends the build."""
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html",
               "-d", str(out / "doctrees"), "docs", str(out / "html")]  # fmt: skip
    done = subprocess.run(command, cwd=REPOSITORY, env=os.environ | {"DOCS_EXECUTE": "off"},
                          capture_output=True, text=True, timeout=900, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return out / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Every page of it."""
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


def test_every_lab_and_every_page_is_there(site: Path) -> None:
    names = ["index", "student", "instructor", "api", "plots", "security", "measured"]
    names += [f"solutions/{lab}/{lab}" for lab in LABS]
    names += [f"labs/{lab}/audit" for lab in LABS]
    assert [name for name in names if not (site / f"{name}.html").is_file()] == []


def test_every_link_inside_leads_to_a_file_and_an_anchor(pages: dict[Path, Page]) -> None:
    broken = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists() or (
                target.suffix == ".html"
                and parts.fragment
                and unquote(parts.fragment) not in pages[target].anchors
            ):
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_every_picture_says_what_it_shows(pages: dict[Path, Page]) -> None:
    """A few words; not the name of its file, which is what is left where none are given."""
    for path, page in pages.items():
        if path.name != "py-modindex.html":  # whose plus and minus signs are the generator's
            for source, words in page.pictures:
                assert len(words.split()) >= 3, (path.name, source, words)


def test_the_api_is_described(site: Path) -> None:
    """Functions with their formulas and shapes, from their docstrings."""
    text = (site / "api.html").read_text(encoding="utf-8")
    for name in ("pairwise_blocks", "fit", "load", "close", "rng", "progress", "knn_playground"):
        assert f'.{name}"' in text, name


def test_screenshots_are_small_and_there_is_one_of_each_lab() -> None:
    names = {path.stem for path in SCREENSHOTS.glob("*.png")}
    assert names >= {"start", "failing_check", "board", "feedback", "formgrader", "class_report"}
    assert names >= {lab for lab in LABS if (REPOSITORY / "labs" / lab).is_dir()}
    for path in SCREENSHOTS.glob("*.png"):
        assert path.stat().st_size < 200_000
        with Image.open(path) as picture:
            assert picture.width >= 600
