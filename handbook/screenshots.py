"""The pictures of docs/report.md: the report of the example shipments on a desk, in the dark, on a phone and on paper.

    python -m handbook screenshots       writes docs/img/report-….png; needs Chromium

Letters differ from machine to machine, so the tests compare no pictures: they hold their number and their size.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from handbook.browser import Browser, find_browser
from nkrisk_geo.files import enrich_file
from nkrisk_geo.report import gather, page

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "img"
MOST, MOST_TOGETHER = 200_000, 1_000_000
"""Bytes of a picture, and of all."""


class Shot(NamedTuple):
    """A picture: a window, and which part of the page is at its head.

    Attributes:
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


SHOTS = (
    Shot("desktop", 1280, 1250),
    Shot("dark", 1280, 760, at="#candidates", scheme="dark"),
    Shot("phone", 390, 844, at="#candidates"),
    Shot("print", 794, 1123, media="print"),
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
        report = Path(made) / "report.html"
        report.write_text(page(gather(str(source))), encoding="utf-8")
        pictures = list(_pictures(browser, report, folder))
    sizes = [picture.stat().st_size for picture in pictures]
    if max(sizes) > MOST or sum(sizes) > MOST_TOGETHER:
        raise SystemExit(f"a picture is too large: {sizes} bytes")
    return pictures


def _pictures(browser: Browser, report: Path, folder: Path) -> Iterator[Path]:
    for shot in SHOTS:
        browser.open(report, width=shot.width, height=shot.height, scheme=shot.scheme)
        browser.call("Emulation.setScrollbarsHidden", hidden=True)
        if shot.media == "print":
            browser.call("Emulation.setEmulatedMedia", media="print")
            # Paper has margins, which a window has not.
            browser.run("document.body.style.padding = '48px'")
        browser.run(f"document.querySelector('{shot.at}').scrollIntoView()")
        taken = browser.call("Page.captureScreenshot", format="png")["data"]
        picture = folder / f"report-{shot.name}.png"
        picture.write_bytes(base64.b64decode(taken))
        yield picture


def main() -> None:
    """Writes the pictures."""
    take(FOLDER)


if __name__ == "__main__":
    main()
