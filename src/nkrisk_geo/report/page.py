"""The page: a sentence, a map, bars, and tables to sort, filter and save.

Everything that came from the file is escaped. One program runs in the page, `page.js`, and no other
can: the policy of the page names its hash, and lets nothing be loaded from anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from markupsafe import escape

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.version import __version__
from nkrisk_geo.model.wording import Wording, wording
from nkrisk_geo.report import sections, work_lists
from nkrisk_geo.report.contents import Gathered
from nkrisk_geo.report.listing import Listing, fact_table


def page(
    gathered: Gathered,
    *,
    title: str | None = None,
    lang: str = "en",
    command: str | None = None,
) -> str:
    """The report as HTML.

    Args:
        gathered: what the file holds.
        title: a heading.
        lang: language of its words: "en", "zh" or "ko".
        command: what made it, to be told.
    """
    words = wording(lang)
    tables = {
        "places": work_lists.places(gathered, words),
        "candidates": work_lists.candidates(gathered, words),
        "contradictions": work_lists.conflicts(gathered, words),
        "unresolved": work_lists.unresolved_list(gathered, words),
    }
    name = escape(title or words("report.title", name=gathered.name))
    notice, caution = escape(words("language.notice")), escape(words("report.caution"))
    parts = [
        _head(name, words, list(tables.values())),
        f"<header><h1>{name}</h1><p class=quiet>{escape(words.count_rows(gathered.rows))}</p>"
        f"<p class=headline>{escape(sections.headline(gathered, words))}</p>"
        f"<p class=caution><strong>{notice}</strong> {caution}</p></header>",
        _contents(words),
        "<main>",
        *_sections(gathered, tables, command, words),
        "</main>",
        f"<footer><p class=caution><strong>{notice}</strong></p></footer>",
        f"<script>{_part('page.js')}</script></body></html>\n",
    ]
    return "\n".join(parts)


def _head(name: str, words: Wording, tables: list[Listing]) -> str:
    """The head, with the policy, the looks, and the words of the program."""
    digest = base64.b64encode(
        hashlib.sha256(_part("page.js").encode()).digest()
    ).decode()
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    style = _part("page.css") + "".join(table.style() for table in tables)
    names = ("filter", "filter_hint", "download", "shown", "sort")
    told = json.dumps(
        {name: words(f"control.{name}") for name in names}, ensure_ascii=False
    )
    return (
        f'<!doctype html>\n<html lang="{words("language.tag")}"><head><meta charset="utf-8">'
        f'<title>{name}</title><meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<style>{style}</style></head><body data-words="{escape(told)}">'
    )


@cache
def _part(name: str) -> str:
    """A file of the package."""
    return (files("nkrisk_geo.report") / name).read_text(encoding="utf-8")


_ORDER = ("summary", "where", "candidates", "contradictions", "unresolved", "versions")


def _contents(words: Wording) -> str:
    links = " ".join(
        f'<a href="#{name}">{escape(words(f"report.{name}"))}</a>' for name in _ORDER
    )
    return f'<nav aria-label="{escape(words("report.contents"))}">{links}</nav>'


def _sections(
    gathered: Gathered, tables: dict[str, Listing], command: str | None, words: Wording
) -> Iterator[str]:
    bodies = {name: _listed(table, words) for name, table in tables.items()}
    # Who reads a list has the head of the page out of sight, so what it does not mean is repeated.
    reminder = f"<p class=reminder>{escape(words('language.not_cleared'))}</p>"
    bodies |= {
        "summary": sections.summary(gathered, words),
        "where": sections.map_section(gathered, words) + bodies["places"],
        "candidates": reminder + bodies["candidates"],
        "unresolved": reminder + bodies["unresolved"],
        "versions": _versions(gathered, command, words),
    }
    for name in _ORDER:
        title = escape(words(f"report.{name}"))
        yield (
            f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2>'
            f"{bodies[name]}</section>"
        )


def _listed(table: Listing, words: Wording) -> str:
    if not table.rows:
        return f"<p>{escape(words('report.none'))}</p>"
    return table.html()


def _versions(gathered: Gathered, command: str | None, words: Wording) -> str:
    """What made the page, of what, and whose the facts are."""
    versions = ", ".join(name for name, _ in gathered.versions.most(10))
    facts = {
        "file": gathered.name,
        "date": gathered.date,
        "digest": gathered.sha256,
        "columns": ", ".join(gathered.address) or words("version.no_columns"),
        "ids": gathered.known_by or words("version.no_ids"),
        "prefix": gathered.prefix or words("version.no_prefix"),
        "threshold": _threshold(gathered, words),
        "gazetteer": versions or words("version.no_gazetteer"),
        "program": __version__,
        "command": command,
        "licences": f"{words('version.code_licence')} {words('map.credits')}",
    }
    rows = [(words(f"version.{name}"), told) for name, told in facts.items() if told]
    heads = (words("head.what"), words("head.value"))
    left = escape(words("report.files_left"))
    return (
        fact_table(words("report.made_from"), heads, rows)
        + f"<p class=quiet>{left}</p>"
    )


def _threshold(gathered: Gathered, words: Wording) -> str:
    """The threshold that places are decided on by default, and whether the file agrees with it."""
    usual, least = Gazetteer.default().judgement["threshold"], gathered.lowest
    if least is None:
        return words("version.threshold_none", p=f"{usual:g}")
    # A file does not say with which threshold it was made, but a less certain row does.
    key = (
        "version.threshold_told" if least >= usual - 1e-9 else "version.threshold_other"
    )
    return words(key, p=f"{usual:g}", least=f"{least:.4f}")
