"""A browser opens what we write: the map draws every row, the report works, and text of others runs nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from handbook import screenshots
from handbook.browser import Browser, find_browser
from tests.maps.test_maps import HOSTILE, ROWS_WITH_POINT, SPOTS, enriched
from tests.report.test_report import written
from tests.shown import (
    HEADS,
    TABLE,
    download,
    filtered,
    is_number,
    luminance,
    press,
    rows,
)

import nkrisk_geo
from nkrisk_geo.cli import main
from nkrisk_geo.files import enrich_file
from nkrisk_geo.files.cells import guard_formulas
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.model.wording import LANGUAGES
from nkrisk_geo.report import gather, page

CHROMIUM = find_browser()
if CHROMIUM is None:
    pytest.skip("no Chromium is installed to open the pages with", allow_module_level=True)

FORMULAS = "=1+1, DANDONG|+86 DANDONG|-1 DANDONG|@SUM(A1) DANDONG|＝1 丹东市|\u3000=1 丹东市".split(
    "|"
)
FORMULAS += ['a "quoted", b; DANDONG', "DANDONG = city"]
"""What a spreadsheet would run, and what it would not."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(str(CHROMIUM), tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report of hostile, harmless and equal rows, in three languages."""
    made = tmp_path_factory.mktemp("report")
    rows = [
        *FORMULAS,
        HOSTILE + " DANDONG",
        "HUNCHUN, JILIN",
        "JI'AN CITY, JILIN",
        "DANDONG, LIAONING",
        "DALIAN",
    ]
    with (made / "ships.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([HOSTILE, "bl_no", "address"])
        writer.writerows([HOSTILE, f"=HYPERLINK({at})", row] for at, row in enumerate(rows))
    enrich_file(str(made / "ships.csv"), str(made / "ships.parquet"), address=["address"])
    gathered = gather(str(made / "ships.parquet"))
    for lang in LANGUAGES:
        content = page(gathered, title=HOSTILE, lang=lang)
        (made / f"{lang}.html").write_text(content, encoding="utf-8")
    return made


@pytest.fixture
def report(browser: Browser, folder: Path) -> Browser:
    browser.open(folder / "en.html")
    return browser


# --- the map ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_draws_every_row(browser: Browser, tmp_path: Path, lang: str) -> None:
    frame = enriched()
    frame.loc[0, "addr"] = HOSTILE
    nkrisk_geo.explore(frame, title=HOSTILE, lang=lang).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    assert browser.run("document.body.dataset.drawn") == str(ROWS_WITH_POINT)
    assert browser.run("document.querySelectorAll('.leaflet-interactive').length") >= SPOTS
    assert browser.run("document.body.dataset.hacked") is None
    assert browser.refused == []


# --- the report -------------------------------------------------------------------------------------------------------


def test_the_report_is_shown_without_a_network(browser: Browser, tmp_path: Path) -> None:
    out = written(tmp_path) / "report.html"
    out.write_text(page(gather(str(tmp_path / "out.parquet"))), encoding="utf-8")
    browser.open(out)
    text = browser.run("document.body.innerText")
    assert text.count(NOTICE) >= 2
    assert "Candidates to review" in text
    assert "A row without a hit is not cleared." in text
    assert browser.run("document.body.dataset.ready") == ""
    assert browser.refused == []


def test_what_asks_the_network_is_counted(browser: Browser, tmp_path: Path) -> None:
    """The proof that the tests above can fail."""
    (tmp_path / "asks.html").write_text(
        "<img src='https://pictures.example.org/1.png'>", encoding="utf-8"
    )
    browser.open(tmp_path / "asks.html")
    assert browser.refused == ["https://pictures.example.org/1.png"]
    browser.refused.clear()


def test_hostile_names_are_inert(report: Browser) -> None:
    assert report.run("document.title") == HOSTILE
    assert report.run("document.body.dataset.hacked") is None
    assert report.run("document.querySelectorAll('main img, main iframe, main script').length") == 0
    assert any(HOSTILE.split("\u2028")[0] in cell for row in rows(report) for cell in row)
    # Nor can one be run by whoever gets a line into the page.
    report.run(
        "script = document.createElement('script'); link = document.createElement('a');"
        "script.textContent = 'document.body.dataset.hacked = 1';"
        "link.setAttribute('onclick', script.textContent);"
        "document.body.append(script, link); link.click()"
    )
    assert report.run("document.body.dataset.hacked") is None


@pytest.mark.parametrize("name", ["probability", "km to the border", "row no."])
def test_numbers_are_sorted_as_numbers(report: Browser, name: str) -> None:
    head = f"Array.from({TABLE}.querySelectorAll('th')).find(each => each.textContent === {json.dumps(name)})"
    values = (
        f"at = {head}.cellIndex; Array.from({TABLE}.tBodies[0].rows, row => row.cells[at].dataset.v)"
        ".map(value => value === undefined ? null : Number(value))"
    )
    for wanted, downwards in (("descending", True), ("ascending", False)):
        report.run(f"{head}.querySelector('button').click()")
        assert report.run(f"{head}.getAttribute('aria-sort')") == wanted
        found = report.run(values)
        known = [value for value in found if value is not None]
        assert len(known) > 8
        assert known == sorted(known, reverse=downwards)
        assert found[: len(known)] == known, "what is missing comes last"
    assert report.run(f"{TABLE}.querySelectorAll('[aria-sort]').length") == 1


def test_a_table_is_sorted_with_the_keys_alone(report: Browser) -> None:
    report.run("document.querySelector('#list-candidates button:not(.sort)').focus()")
    names = report.run(HEADS)[:3]
    # The frame of the table is one stop of its own: there the arrows scroll it.
    for _ in range(1 + len(names)):
        press(report, "Tab", 9)
    assert report.run("document.activeElement.textContent") == names[-1] == "text"
    assert report.run("getComputedStyle(document.activeElement).outlineStyle") != "none"
    press(report, "Enter", 13, "\r")
    assert (
        report.run("document.activeElement.parentElement.getAttribute('aria-sort')") == "ascending"
    )
    found = [row[2] for row in rows(report)]
    collated = report.run(
        f"[...{json.dumps(found)}].sort(new Intl.Collator('en', {{numeric: true}}).compare)"
    )
    assert found == collated


def test_rows_are_filtered_by_words(report: Browser) -> None:
    every = rows(report)
    assert len(every) >= 10
    found = filtered(report, "ji'an  JILIN")
    assert [row[2] for row in found] == ["JI'AN CITY, JILIN"]
    assert (
        report.run("document.querySelector('#list-candidates output').textContent")
        == f"1 of {len(every)} shown"
    )
    assert filtered(report, "no such words") == []
    # Letters of full width are what they look like, in a text and in a filter.
    assert [row[2] for row in filtered(report, "＝1")] != []
    assert filtered(report, "") == every


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_shown_is_what_is_saved(browser: Browser, folder: Path, lang: str) -> None:
    browser.open(folder / f"{lang}.html")
    found, saved = rows(browser), download(browser)
    heads = browser.run(HEADS)
    assert saved[0] == heads
    assert [row[2] for row in saved[1:]] == guard_formulas(
        pa.array([row[2] for row in found])
    ).to_pylist()
    assert all(
        cell == guard_formulas(pa.array([cell]))[0].as_py() or is_number(cell)
        for row in saved
        for cell in row
    )
    assert saved[1][0] == found[0][0].replace(",", "")
    assert is_number(saved[1][5]) or "%" in saved[1][5]


def test_what_is_filtered_and_sorted_is_saved_so(report: Browser) -> None:
    filtered(report, "dandong")
    report.run(f"{TABLE}.querySelectorAll('button')[0].click()")
    numbers = [row[0] for row in rows(report)]
    assert numbers == sorted(numbers, key=int, reverse=True)
    assert [row[0] for row in download(report)[1:]] == numbers


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_needs_no_scrolling_sideways(
    browser: Browser, folder: Path, width: int, lang: str
) -> None:
    browser.open(folder / f"{lang}.html", width=width, height=700)
    assert browser.run("document.documentElement.scrollWidth") <= width
    wide: list[Any] = browser.run(
        "Array.from(document.querySelectorAll('.scroll')).filter(each => each.scrollWidth > each.clientWidth + 1)"
        ".map(each => [each.ariaLabel, each.scrollWidth])"
    )
    assert wide == []
    # Each cell says what it is.
    labels = browser.run(
        f"Array.from({TABLE}.tBodies[0].rows[0].cells, cell => getComputedStyle(cell, '::before').content)"
    )
    heads = browser.run(HEADS)
    assert [label.strip('"') for label in labels] == heads


@pytest.mark.parametrize("width", [320, 1280])
def test_bars_are_true_on_every_screen(browser: Browser, folder: Path, width: int) -> None:
    browser.open(folder / "en.html", width=width, height=700)
    found = browser.run(
        "Array.from(document.querySelectorAll('table.bars .bar')).map(bar => {"
        "const cell = bar.parentElement, style = getComputedStyle(cell);"
        "const wide = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);"
        "return [bar.getBoundingClientRect().width, parseFloat(bar.style.width) / 100, wide]; })"
    )
    assert len(found) > 10
    for drawn, said, wide in found:
        assert wide > 20
        assert abs(drawn - max(1.0, said * wide)) < 1.0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_paper(browser: Browser, folder: Path, scheme: str) -> None:
    browser.open(folder / "en.html", scheme=scheme)
    for selector in (
        "body",
        ".caution",
        "td",
        ".quiet",
        "th button",
        "a",
        "input",
        ".reminder",
    ):
        colours = browser.run(
            f"one = document.querySelector({json.dumps(selector)}); under = one; "
            "while (getComputedStyle(under).backgroundColor === 'rgba(0, 0, 0, 0)') under = under.parentElement; "
            "[getComputedStyle(one).color, getComputedStyle(under).backgroundColor]"
        )
        ink, paper = (luminance(colour) for colour in colours)
        assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= 4.5, (
            selector,
            colours,
        )
    dark = luminance(browser.run("getComputedStyle(document.body).backgroundColor")) < 0.1
    assert dark == (scheme == "dark")


def test_paper_has_the_bars_and_no_tools(report: Browser) -> None:
    report.call("Emulation.setEmulatedMedia", media="print")
    looks = report.run(
        "style = getComputedStyle(document.querySelector('.bar')); "
        "[style.printColorAdjust || style.webkitPrintColorAdjust, style.backgroundColor, "
        "getComputedStyle(document.querySelector('.tools')).display, getComputedStyle(document.querySelector('nav')).display]"
    )
    assert looks == ["exact", "rgb(61, 111, 168)", "none", "none"]
    printed = report.call("Page.printToPDF", printBackground=False)["data"]
    assert len(printed) > 10_000


def test_the_pictures_of_the_handbook_are_taken(tmp_path: Path) -> None:
    taken = screenshots.take(tmp_path)
    assert [path.name for path in taken] == [
        f"{shot.page}-{shot.name}.png" for shot in screenshots.SHOTS
    ]
    sizes = [int.from_bytes(path.read_bytes()[16:20], "big") for path in taken]
    assert sizes == [shot.width for shot in screenshots.SHOTS]


# --- the review -------------------------------------------------------------------------------------------------------


def test_the_sheet_of_a_review_is_a_page_that_runs_nothing(browser: Browser, folder: Path) -> None:
    out = folder / "review.html"
    assert main(["review", str(folder / "ships.parquet"), "-o", str(out), "--all"]) == 0
    browser.open(out)
    text = browser.run("document.body.innerText")
    assert NOTICE in text
    assert HOSTILE.split("\u2028")[0] in text
    assert browser.run("document.body.dataset.hacked") is None
    assert (
        browser.run("document.querySelectorAll('script, img, iframe, a[href^=http]').length") == 0
    )
    marked = browser.run("document.querySelectorAll('table .clue, table b, table mark').length")
    assert marked > 0
    assert browser.refused == []
