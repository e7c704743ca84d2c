"""The documents say what the code and the data are."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest

from nkrisk_geo import COLUMNS, Gazetteer
from nkrisk_geo.clues import CLUES
from nkrisk_geo.explain import NOTICE

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("gazetteer/*.md"),
        *ROOT.glob("examples/*.md"),
    ]
)


def test_every_column_is_explained() -> None:
    page = (ROOT / "docs" / "columns.md").read_text("utf8")
    missing = [column.name for column in COLUMNS if f"`geo_{column.name}`" not in page]
    assert missing == []


@pytest.mark.parametrize("page", ["DATA_LICENSES.md", "gazetteer/README.md"])
def test_every_table_is_named(page: str) -> None:
    text = (ROOT / page).read_text("utf8")
    tables = sorted(path.stem for path in ROOT.glob("gazetteer/*/*.csv"))
    assert [table for table in tables if f"`{table}`" not in text] == []


def test_every_zone_is_explained() -> None:
    page = (ROOT / "docs" / "zones.md").read_text("utf8")
    assert [zone.id for zone in Gazetteer.default().zones if f"`{zone.id}`" not in page] == []


def test_every_clue_has_a_reason() -> None:
    assert [clue.rule for clue in CLUES.values() if len(clue.reason) < 15] == []


def test_the_sentence_stands_where_it_has_to() -> None:
    for page in ("README.md", "docs/index.md", "docs/zones.md"):
        assert NOTICE in (ROOT / page).read_text("utf8"), page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#\s]+)", page.read_text("utf8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_examples_for_tables_run() -> None:
    pytest.importorskip("polars")
    pytest.importorskip("sklearn")
    page = ROOT / "docs" / "tables.md"
    lenient = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    test = doctest.DocTestParser().get_doctest(page.read_text("utf8"), {}, page.name, str(page), 0)
    report: list[str] = []
    assert doctest.DocTestRunner(optionflags=lenient).run(test, out=report.append).attempted > 20
    assert not report, "".join(report)


@pytest.mark.parametrize("notebook", sorted(ROOT.glob("notebooks/*.ipynb")), ids=lambda path: path.name)
def test_notebooks_run(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "notebooks")
    cells = json.loads(notebook.read_text("utf8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert sources
    names: dict[str, object] = {}
    for source in sources:
        exec(compile(source, notebook.name, "exec"), names)
