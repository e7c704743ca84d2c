"""The pictures of pages: the report of the example shipments, and one answer as a notebook shows it.

    python -m handbook screenshots       writes docs/img/report-….png and answer-card.png; needs Chromium

Letters differ from machine to machine, so the tests compare no pictures: they hold their number and their size.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from handbook.browser import Browser, find_browser
from nkrisk_geo import resolve
from nkrisk_geo.files import enrich_file
from nkrisk_geo.report import gather, page

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "img"
MOST, MOST_TOGETHER = 200_000, 1_000_000
"""Bytes of a picture, and of all."""


class Shot(NamedTuple):
    """A picture: a window, and which part of the page is at its head.

    Attributes:
        page: which page, and the first word of the picture's name.
        at: a selector.
        scheme: "light" or "dark".
        media: "screen" or "print".
    """

    name: str
    width: int
    height: int
    at: str = "body"
    scheme: str = "light"
    media: str = "screen"
    page: str = "report"


ADDRESS = "NO.9 JILIN ROAD, LANGTOU TOWN, ZHENXING DISTRICT, DANDONG 118000"
"""The answer that is shown."""
SHOTS = (
    Shot("desktop", 1280, 1250),
    Shot("dark", 1280, 760, at="#candidates", scheme="dark"),
    Shot("phone", 390, 844, at="#candidates"),
    Shot("print", 794, 1123, media="print"),
    Shot("card", 860, 330, page="answer"),
)


def take(folder: Path) -> list[Path]:
    """Take all pictures into a folder.

    Raises:
        SystemExit: there is no Chromium, or a picture is too large.
    """
    program = find_browser()
    if program is None:
        raise SystemExit("screenshots need Chromium (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as made, Browser(program, Path(made)) as browser:
        source = Path(made) / "shipments.parquet"
        enrich_file(str(ROOT / "examples" / "shipments.csv"), str(source))
        (Path(made) / "report.html").write_text(
            page(gather(str(source))), encoding="utf-8"
        )
        card = f'<!DOCTYPE html><meta charset="utf-8"><body>{resolve(ADDRESS)._repr_html_()}'
        (Path(made) / "answer.html").write_text(card, encoding="utf-8")
        pictures = list(_pictures(browser, Path(made), folder))
    sizes = [picture.stat().st_size for picture in pictures]
    if max(sizes) > MOST or sum(sizes) > MOST_TOGETHER:
        raise SystemExit(f"a picture is too large: {sizes} bytes")
    return pictures


def _pictures(browser: Browser, pages: Path, folder: Path) -> Iterator[Path]:
    for shot in SHOTS:
        shown = pages / f"{shot.page}.html"
        browser.open(shown, width=shot.width, height=shot.height, scheme=shot.scheme)
        browser.call("Emulation.setScrollbarsHidden", hidden=True)
        if shot.media == "print":
            browser.call("Emulation.setEmulatedMedia", media="print")
            # Paper has margins, which a window has not.
            browser.run("document.body.style.padding = '48px'")
        browser.run(f"document.querySelector('{shot.at}').scrollIntoView()")
        taken = browser.call("Page.captureScreenshot", format="png")["data"]
        picture = folder / f"{shot.page}-{shot.name}.png"
        picture.write_bytes(base64.b64decode(taken))
        yield picture


def main() -> None:
    """Writes the pictures."""
    take(FOLDER)


if __name__ == "__main__":
    main()
