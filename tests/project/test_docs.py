"""The documents say what the code and the data are."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import pytest

from nkrisk_geo import Gazetteer
from nkrisk_geo.model.explain import NOTICE

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("gazetteer/*.md"),
        *ROOT.glob("examples/*.md"),
    ]
)
RUNNING = [page for page in PAGES if page.name != "README.md" and ">>> " in page.read_text("utf8")]
"""Pages with examples; those of the README have a test of their own."""
NEEDED = {
    "tables.md": ("polars", "sklearn"),
    "maps.md": ("matplotlib",),
    "tutorial.md": ("matplotlib",),
}


@pytest.mark.parametrize("page", ["DATA_LICENSES.md", "gazetteer/README.md"])
def test_every_table_is_named(page: str) -> None:
    text = (ROOT / page).read_text("utf8")
    tables = sorted(path.stem for path in ROOT.glob("gazetteer/*/*.csv"))
    assert [table for table in tables if f"`{table}`" not in text] == []


def test_every_zone_is_explained() -> None:
    page = (ROOT / "docs" / "zones.md").read_text("utf8")
    assert [zone.id for zone in Gazetteer.default().zones if f"`{zone.id}`" not in page] == []


def test_every_promise_names_a_test_that_is_there() -> None:
    page = (ROOT / "docs" / "reliance.md").read_text("utf8")
    named = set(re.findall(r"`(\w+\.py)::(\w+)`", page))
    there = {
        (path.name, name)
        for path in ROOT.glob("tests/*/test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf8"), re.MULTILINE)
    }
    assert len(named) > 20
    assert sorted(named - there) == []
    promises = re.findall(r"^\| [A-Z].*\.(?: \|) (.*) \|$", page, re.MULTILINE)
    assert [tests for tests in promises if "::test_" not in tests] == []
    assert len(promises) > 15


def test_the_sentence_stands_where_it_has_to() -> None:
    """On the first pages, and on each page and in each notebook that shows a zone."""
    zones = re.compile(
        "|".join(zone.id for zone in Gazetteer.default().zones if "border" in zone.id)
    )
    shown = [*ROOT.glob("docs/*.md"), *ROOT.glob("notebooks/*.py"), ROOT / "README.md"]
    texts = {
        page.name: " ".join(page.read_text("utf8").replace("\n# ", " ").split()) for page in shown
    }
    showing = {name for name, text in texts.items() if zones.search(text)}
    assert {"README.md", "tutorial.md", "zones.md"} < showing
    assert [name for name in {*showing, "index.md", "care.md"} if NOTICE not in texts[name]] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#\s]+)", page.read_text("utf8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", RUNNING, ids=lambda page: page.name)
def test_the_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `>>>` of a page, in order, in a folder of its own with the examples in it."""
    for package in NEEDED.get(page.name, ()):
        pytest.importorskip(package)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    lenient = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    test = doctest.DocTestParser().get_doctest(page.read_text("utf8"), {}, page.name, str(page), 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=lenient).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_python_is_shown_that_does_not_run(page: Path) -> None:
    """A block of Python has `>>>`, or stands on a page whose recipes another test runs."""
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text("utf8"), re.MULTILINE | re.DOTALL)
    assert page.name == "engines.md" or [block for block in blocks if ">>>" not in block] == []
