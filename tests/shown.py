"""The table of candidates in a browser: what is shown, sorted, filtered and saved."""

from __future__ import annotations

import csv
import json

from handbook.browser import Browser

TABLE = "document.querySelector('#list-candidates table')"
HEADS = f"Array.from({TABLE}.tHead.rows[0].cells, head => head.textContent)"


def rows(browser: Browser) -> list[list[str]]:
    """The cells of the candidates that are shown, in their order."""
    found: list[list[str]] = browser.run(
        f"Array.from({TABLE}.tBodies[0].rows).filter(row => row.offsetHeight > 0)"
        ".map(row => Array.from(row.cells, cell => cell.textContent))"
    )
    return found


def press(browser: Browser, key: str, code: int, text: str = "") -> None:
    """A key, where the focus is."""
    for kind in ("keyDown", "keyUp"):
        browser.call(
            "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, text=text
        )  # fmt: skip


def filtered(browser: Browser, words: str) -> list[list[str]]:
    browser.run(
        "field = document.querySelector('#list-candidates input'); "
        f"field.value = {json.dumps(words)}; field.dispatchEvent(new Event('input'))"
    )
    return rows(browser)


def download(browser: Browser) -> list[list[str]]:
    """The candidates as a file that the page saves."""
    browser.run("document.querySelector('#list-candidates button:not(.sort)').click()")
    begun = browser.wait("Browser.downloadWillBegin")
    browser.wait("Browser.downloadProgress", guid=begun["guid"], state="completed")
    path = browser.downloads / begun["suggestedFilename"]
    assert path.name == "nkrisk-geo-candidates.csv"
    content = path.read_bytes()
    path.unlink()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to see UTF-8"
    assert content.count(b"\n") == content.count(b"\r\n")
    return [*csv.reader(content.decode("utf-8-sig").splitlines())]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def luminance(colour: str) -> float:
    """How light a colour is, as WCAG counts it."""
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
