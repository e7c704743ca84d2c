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


def known_tests() -> set[tuple[str, str]]:
    return {
        (path.name, name)
        for path in ROOT.glob("tests/*/test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf8"), re.MULTILINE)
    }


def promises(text: str) -> list[list[str]]:
    """The rows of each table of a page whose last column is headed `test`."""
    rows, held = list[list[str]](), False
    for line in text.splitlines():
        cells = (
            [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("|") else []
        )
        if not cells:
            held = False
        elif cells[-1].strip(" |") == "test":
            held = True
        elif held and set(line) - set("|- "):
            rows.append(cells)
    return rows


PROMISING = [
    page
    for page in PAGES
    if "::test_" in page.read_text("utf8") or promises(page.read_text("utf8"))
]
LEAST = {"reliance.md": 50, "threats.md": 20, "versions.md": 12, "SECURITY.md": 4}
"""Pages that promise, and how many promises they have at least."""


@pytest.mark.parametrize("page", PROMISING, ids=lambda page: page.name)
def test_every_promise_names_a_test_that_is_there(page: Path) -> None:
    text = page.read_text("utf8")
    named = set(re.findall(r"`(\w+\.py)::(\w+)`", text))
    assert sorted(named - known_tests()) == []
    rows = promises(text)
    assert [row for row in rows if not re.search(r"`test_\w+\.py::test_\w+`", row[-1])] == []
    assert len(rows) >= LEAST.get(page.name, 0)


def test_the_pages_that_promise_are_known() -> None:
    assert {*LEAST} <= {page.name for page in PROMISING}


def test_a_promise_without_a_test_is_noticed() -> None:
    held = "| promise | test |\n|---|---|\n| It holds. | `test_a.py::test_it` |\n| It also holds. | |\n"
    page = f"{held}\n| no | promise |\n|---|---|\n| a | b |\n"
    assert [row[-1] for row in promises(page)] == ["`test_a.py::test_it`", ""]


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


def anchors(page: Path) -> set[str]:
    """The anchors that a page has, where it is shown as the repository shows it."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings]
    slugs = [re.sub(r"[^\w\- ]", "", heading).strip().replace(" ", "-") for heading in plain]
    return {*slugs, *re.findall(r'\bid="([^"]+)"', text)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_anchors_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#\s]*)#([^)\s]+)\)", page.read_text("utf8"))
    targets = [(page.parent / path if path else page, anchor) for path, anchor in links]
    lost = [
        anchor
        for target, anchor in targets
        if target.suffix == ".md" and anchor not in anchors(target)
    ]
    assert lost == []


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
