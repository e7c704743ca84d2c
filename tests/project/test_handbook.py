"""The website of the handbook: it builds without a warning, loads nothing, and says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from handbook import columns, command_page, screenshots
from handbook.website.notebooks import NOTEBOOKS, cells, rendered

import nkrisk_geo

ROOT = Path(__file__).resolve().parents[2]
LOADED = re.compile(
    r"""<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=["']?(?:https?:)?//[^>]*>"""
)


def test_the_page_of_the_command_line_is_that_of_the_parser() -> None:
    assert command_page.PAGE.read_text("utf8") == command_page.page(), (
        "python -m handbook.command_page writes it anew"
    )


def test_the_tables_of_columns_are_those_of_the_schema() -> None:
    page = columns.PAGE.read_text("utf8")
    assert page == columns.page(), "python -m handbook.columns writes them anew"
    assert page.count(columns.HEAD) == 2


def test_the_version_to_cite_is_that_of_the_code() -> None:
    cited = re.findall(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf8"), re.MULTILINE)
    assert cited == [nkrisk_geo.__version__]


def test_every_public_name_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference.md").read_text("utf8")
    named = re.findall(r"^::: nkrisk_geo\.(\w+)$", page, re.MULTILINE)
    assert sorted(named) == sorted({*nkrisk_geo.__all__} - {"__version__"})


def test_the_pictures_are_shown_and_small() -> None:
    page = (ROOT / "docs" / "report.md").read_text("utf8") + (ROOT / "README.md").read_text("utf8")
    pictures = sorted(screenshots.FOLDER.glob("*.png"))
    assert [path.stem for path in pictures] == sorted(
        f"{shot.page}-{shot.name}" for shot in screenshots.SHOTS
    )
    assert all(f"img/{path.name})" in page for path in pictures)
    sizes = [path.stat().st_size for path in pictures]
    assert max(sizes) <= screenshots.MOST
    assert sum(sizes) <= screenshots.MOST_TOGETHER


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run(notebook: Path) -> None:
    page = rendered(notebook)
    assert page.files, "a notebook shows a picture or a map"
    assert "<table" in page.text


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_use_public_names(notebook: Path) -> None:
    source = "\n".join(cell.text for cell in cells(notebook.read_text("utf8")) if not cell.is_words)
    assert not re.search(r"from nkrisk_geo|import nkrisk_geo\.|\bnkrisk_geo\._", source)
    assert {*re.findall(r"\bnkrisk_geo\.(\w+)", source)} <= {*nkrisk_geo.__all__}


def test_the_website_builds_and_loads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("mkdocs")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.chdir(ROOT)
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path), strict=True))
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > 40
    loading = {
        page.name: found
        for page in pages
        if (found := LOADED.findall(page.read_text("utf8"))) and page.name
    }
    assert loading == {}
    reference = (tmp_path / "reference.html").read_text("utf8")
    assert all(
        f'id="nkrisk_geo.{name}"' in reference
        for name in nkrisk_geo.__all__
        if name != "__version__"
    )
