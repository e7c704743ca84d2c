"""The page: headings, tables, bars and one map. Everything that came from the file is escaped; nothing runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

import pyarrow as pa
from markupsafe import Markup, escape

from nkrisk_geo import __version__
from nkrisk_geo.maps import still_map
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.model.schema import BETWEEN, NAME_ONLY
from nkrisk_geo.report.summary import CANDIDATE, POINT, Gathered
from nkrisk_geo.report.tallies import BoundedTally

CANDIDATES, UNRESOLVED, PLACES, CONFLICTS, POINTS = 200, 100, 40, 40, 5_000
"""How much of each is shown."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LIMITS = (
    "A hit is a reason to look, no finding: Korean-Chinese people are Chinese citizens, and a firm in a zone is a firm in a "
    "zone. No hit is no clearance: head offices and forwarders in Dalian, Shenyang, Qingdao or Shanghai trade for works "
    "elsewhere. Ask experts before you act, because workers can be harmed."
)


def page(gathered: Gathered, *, title: str | None = None) -> str:
    """The report as HTML."""
    style = (files("nkrisk_geo.report") / "page.css").read_text(encoding="utf-8")
    name = escape(title or f"Where the addresses of {gathered.name} lie")
    parts = [
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{style}</style></head><body>',
        f"<header><h1>{name}</h1><p class=quiet>{gathered.rows:,} rows</p>"
        f"<p class=caution><strong>{NOTICE}</strong> {_LIMITS}</p></header>",
        _contents(),
        "<main>",
        *_sections(gathered),
        "</main>",
        f"<footer><p class=caution><strong>{NOTICE}</strong></p></footer></body></html>\n",
    ]
    return "\n".join(parts)


_TITLES = {
    "rows": "What came in, and what was found",
    "where": "Where",
    "candidates": "Candidates to review",
    "conflicts": "Contradictions",
    "unresolved": "Not resolved",
    "source": "Versions",
}


def _contents() -> str:
    links = " ".join(f'<a href="#{anchor}">{title}</a>' for anchor, title in _TITLES.items())
    return f'<nav aria-label="Contents">{links}</nav>'


def _sections(gathered: Gathered) -> Iterable[str]:
    bodies = {
        "rows": _rows(gathered),
        "where": _where(gathered),
        "candidates": _candidates(gathered),
        "conflicts": _conflicts(gathered),
        "unresolved": _unresolved(gathered),
        "source": _source(gathered),
    }
    for anchor, body in bodies.items():
        yield f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{_TITLES[anchor]}</h2>{body}</section>'


def _rows(gathered: Gathered) -> str:
    return (
        _bars("Status", gathered.statuses, gathered.rows)
        + _bars("Why not resolved", gathered.reasons, gathered.rows)
        + _bars("What the place rests on, the strongest first", gathered.bases, gathered.rows)
        + _name_only(gathered)
    )


def _name_only(gathered: Gathered) -> str:
    """How many places rest on a firm's name alone."""
    count = dict(gathered.bases.most(len(gathered.bases))).get(BETWEEN.join(NAME_ONLY), 0)
    told = "Only a firm's name says where they are; its works may be elsewhere."
    return f"<p><strong>Name only: {count:,} rows.</strong> {told}</p>" if count else ""


def _where(gathered: Gathered) -> str:
    points = gathered.points.most(POINTS)
    picture = ""
    if points:
        # The map reads a table of answers, so that the points become one again.
        columns = {f"geo_{name}": [key[at] for key, _ in points] for at, name in enumerate(POINT)}
        picture = still_map(pa.table(columns), [count for _, count in points])

    more = len(gathered.points) - len(points)
    told = f"<p class=quiet>{more:,} rarer answers are not on the map.</p>" if more > 0 else ""
    most = gathered.places.most(PLACES)
    places = [(*map(_text, key), _count(count)) for key, count in most]
    return (
        f'<div class=map role=img aria-label="Map of the rows, the border, zones and crossings">{picture}</div>'
        + told
        + _bars("Finest zone for sure", gathered.zones, gathered.rows)
        + _bars("Band of the distance to the border (km)", gathered.bands, gathered.rows)
        + _table(
            "Places with the most rows",
            ("province", "prefecture", "county", "country", "rows"),
            places,
            (4,),
        )
    )


def _candidates(gathered: Gathered) -> str:
    at = {name: number for number, name in enumerate(("text", *CANDIDATE))}

    def urgency(candidate: tuple[tuple[Any, ...], int]) -> tuple[float, int, str]:
        """The most probable first, then the frequent; the text, so that the same file gives the same page."""
        key, count = candidate
        probability = key[at["p_dprk_border"]] or 0.0
        return -probability, -count, key[0]

    every = sorted(gathered.candidates.most(len(gathered.candidates)), key=urgency)
    rows = []
    for key, count in every[:CANDIDATES]:
        value = {name: key[number] for name, number in at.items()}
        place = value["county"] or value["prefecture"] or ""
        rows.append(
            (
                _text(value["text"] or "(no text)"),
                _text(place),
                _text(value["zone"]),
                _share(value["p_dprk_border"]),
                _interval(value),
                _count(count),
            )
        )

    heads = ("text", "place", "zone", "probability", "km to the border", "rows")
    told = f"{len(every):,} different texts may lie in a county on the border; the {len(rows):,} most probable of them."
    return _table(told, heads, rows, (3, 4, 5)) if rows else "<p>None.</p>"


def _conflicts(gathered: Gathered) -> str:
    most = gathered.conflicts.most(CONFLICTS)
    rows = [(_text(key), _count(count)) for key, count in most]
    told = f"{gathered.conflicts.total:,} rows hold clues that contradict each other; the most frequent contradictions."
    return _table(told, ("contradiction", "rows"), rows, (1,)) if rows else "<p>None.</p>"


def _unresolved(gathered: Gathered) -> str:
    rows = [
        (_text(text), _text(reason), _count(count))
        for (text, reason), count in gathered.unresolved.most(UNRESOLVED)
    ]
    rough = " The counts are rough: there are very many." if gathered.unresolved.is_rough else ""
    told = f"{gathered.unresolved.total:,} rows with a text are not resolved; the most frequent texts.{rough}"
    return _table(told, ("text", "reason", "rows"), rows, (2,)) if rows else "<p>None.</p>"


def _source(gathered: Gathered) -> str:
    versions = ", ".join(name for name, _ in gathered.versions.most(10)) or "unknown"
    facts = (
        ("file", gathered.name),
        ("SHA-256", gathered.sha256),
        (
            "columns read as text",
            ", ".join(gathered.address) or "none was found; name it with --address",
        ),
        ("columns of the answer begin with", gathered.prefix or "nothing"),
        ("gazetteer", versions),
        ("nkrisk_geo", __version__),
    )
    rows = [(name, Markup("<code>{}</code>").format(_text(value))) for name, value in facts]
    return _table("What this page was made from", ("", ""), rows)


# --- pieces ------------------------------------------------------------------------------------------------------------


def _bars(title: str, tally: BoundedTally[str], whole: int) -> str:
    counts = tally.most(30)
    if not counts:
        return ""

    rows = []
    for name, count in counts:
        share = count / max(1, whole)
        rows.append((_text(name), _count(count), _share(share), _bar(share)))
    return _table(title, ("", "rows", "share", ""), rows, (1, 2), "bars")


def _bar(share: float) -> Markup:
    return Markup("<span class=bar style='width:{:.2f}rem' aria-hidden=true></span>").format(
        share * 16
    )


def _table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int] = (),
    kind: str = "plain",
) -> str:
    """A table of cells, texts that are escaped here or markup; `numbers` are the columns that hold numbers."""
    head = "".join(
        f"<th scope=col{' class=n' if at in numbers else ''}>{title}</th>"
        for at, title in enumerate(heads)
    )
    body = "".join(
        f"<tr>{''.join(_cell(cell, at, numbers) for at, cell in enumerate(row))}</tr>"
        for row in rows
    )
    return (
        f"<div class=scroll tabindex=0><table class={kind}><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(cell: str, at: int, numbers: Sequence[int]) -> str:
    kind = " class=n" if at in numbers else " class=t" if at == 0 else ""
    return f"<td{kind}>{escape(cell)}</td>"


def _text(value: Any) -> str:
    """A value as text on one line."""
    return "" if value is None else " ".join(str(value).split())


def _count(count: int) -> str:
    return f"{count:,}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}" if value < 0.9995 else "100%"


def _interval(value: dict[str, Any]) -> str:
    low, high, km = value["border_km_q05"], value["border_km_q95"], value["border_km"]
    between = "" if low is None or high is None else f"{low:.1f}–{high:.1f}"
    return between if km is None else f"{km:.1f} ({between})" if between else f"{km:.1f}"
