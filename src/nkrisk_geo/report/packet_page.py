"""A packet as one HTML page that prints on one sheet of A4; nothing runs in it and it asks for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from nkrisk_geo.maps import still_map
from nkrisk_geo.model import Evidence
from nkrisk_geo.model.explain import LOUDEST
from nkrisk_geo.report.packet import Packet, make_point_table, name_packet
from nkrisk_geo.report.review import narration
from nkrisk_geo.report.review.findings import list_others
from nkrisk_geo.report.review.marking import shorten, show_plainly
from nkrisk_geo.report.review.table_page import POLICY, write_marks

REASONS, OTHERS = 7, 4
"""Clues and other places that fit on the page."""
FIELDS, SENTENCE, WORDS, TEXT = 240, 240, 50, 300
"""Characters of all fields together, of a sentence, of the words of a clue and of the text, that fit on it; the packet in JSON
has all."""

Pairs = Iterable[tuple[str, Any]]


def write_packet_page(packet: Packet) -> str:
    """The page."""
    style = (files("nkrisk_geo.report") / "packet.css").read_text(encoding="utf-8")
    title, facts = escape(name_packet(packet)), packet.facts
    parts = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{style}</style></head><body>',
        f"<h1>{title}</h1>",
        Markup("<p class=caution><strong>{}</strong> {}</p>").format(
            facts["notice"], facts["caution"]
        ),
        "<div class=columns><div>",
        _part("As it was given", _given(packet)),
        _part("Answer", _answer(packet)),
        "</div><div>",
        _map(packet),
        _part("What else", _else(packet)),
        "</div></div>",
        _reasons(packet),
        _part("Made from", _sources(packet), "small"),
        "</body></html>\n",
    )
    return "\n".join(parts)


def _given(packet: Packet) -> Pairs:
    row = packet.row
    yield "text", write_marks(shorten(packet.finding.pieces, TEXT))
    beside = {
        name: value
        for name, value in row.fields.items()
        if name not in ("address", "company")
    }
    told = {**beside, "company": row.company, "bill of lading": row.bill}
    for name, value in told.items():
        yield name, cut(value, FIELDS // len(told))


def _answer(packet: Packet) -> Pairs:
    answer, told = packet.row.answer, packet.facts["in_words"]
    yield "place", Markup("<strong>{}</strong>").format(told["place"])
    yield "code", answer["township_code"] or answer["adcode"]
    yield "probability", narration.tell_odds(answer["confidence"])
    yield (
        "in a border county",
        Markup("<strong>{}</strong>, {}").format(
            told["on_the_border"], narration.tell_odds(answer["p_dprk_border"])
        ),
    )
    yield "distance", Markup("{}{}").format(told["distance"], _ruler(packet))
    yield "zones", cut("; ".join(told["zones"]), SENTENCE) or "none for sure"
    yield "possibly", cut("; ".join(told["zones_possible"]), SENTENCE)
    yield "rests on", told["rests_on"]
    yield (
        "decided",
        cut("; ".join(map(str, packet.facts["decision"].values())), SENTENCE),
    )


def _ruler(packet: Packet) -> Markup:
    """The interval of the distance, drawn on a line of the same scale throughout."""
    names = (
        "border_km_min",
        "border_km_q05",
        "border_km",
        "border_km_q95",
        "border_km_max",
    )
    low, q05, km, q95, high = (packet.row.answer[name] for name in names)
    if low is None or q05 is None or q95 is None or high is None or high <= 0.0:
        return Markup("")
    scale = next(
        (each for each in (5, 10, 20, 50, 100, 200, 500) if each >= high), 2_000
    )

    def at(value: float) -> float:
        return round(6 + 288 * max(0.0, value) / scale, 1)

    median = (
        ""
        if km is None
        else Markup('<path d="M{0} 5v14" class=median />').format(at(km))
    )
    return Markup(
        '<svg viewBox="0 0 300 34" class=ruler role=img aria-label="{}"><path d="M6 12H294" class=line />'
        '<path d="M{} 12H{}" class=whole /><path d="M{} 12H{}" class=most />{}'
        '<text x="6" y="31">0</text><text x="294" y="31" text-anchor="end">{} km</text></svg>'
    ).format(
        "thick: nine times in ten; thin: all that is possible",
        at(low), at(high), at(q05), at(q95), median, scale,
    )  # fmt: skip


def _map(packet: Packet) -> Markup:
    table = make_point_table(packet)
    if table is None:
        return Markup("<p class=quiet>No point is known, so there is no map.</p>")
    # Of our own making, and escaped where it is made.
    return Markup("<div class=map>{}</div>").format(
        Markup(still_map(table, [1], frame="data"))
    )


def _reasons(packet: Packet) -> Markup:
    answer = packet.finding.answer
    if answer is None:
        return _part("Why", [("clues", cut(packet.finding.why, TEXT))])
    shown = answer.evidence[:REASONS]
    rows = Markup("").join(_reason(each, answer.text) for each in shown)
    more = len(answer.evidence) - len(shown)
    told = Markup("<p class=quiet>and {} more</p>").format(more) if more else Markup("")
    return Markup(
        "<section><h2>Why</h2><table><thead><tr><th>words<th>where<th>what they are<th>point to<th>weight</tr></thead>"
        "<tbody>{}</tbody></table>{}</section>"
    ).format(
        rows or Markup("<tr><td colspan=5>nothing speaks for a place</td></tr>"), told
    )


def _reason(reason: Evidence, text: str | None) -> Markup:
    words, start, end = reason.text, reason.start, reason.end
    if text and reason.field == "text" and start is not None and end is not None:
        words = show_plainly(text[start:end])
    place = (
        f"characters {start + 1}–{end}" if start is not None and end is not None else ""
    )
    where = f"{reason.field} {place}".strip()
    share = min(1.0, max(0.0, reason.weight / LOUDEST))
    points = f"{reason.place} {reason.unit}" if reason.unit else "nothing: not counted"
    bar = Markup("<span class=bar style='width:{:.1f}mm'></span> {:.1f}").format(
        share * 18, reason.weight if reason.unit else 0.0
    )
    cells: Sequence[Any] = (
        cut(words, WORDS),
        where,
        narration.tell_rule(reason.rule),
        points,
        bar,
    )
    return Markup("<tr>{}</tr>").format(
        Markup("").join(Markup("<td>{}</td>").format(each) for each in cells)
    )


def _else(packet: Packet) -> Pairs:
    answer = packet.finding.answer
    others = (
        narration.tell_others(list_others(answer)[:OTHERS])
        if answer
        else packet.finding.others
    )
    yield (
        "it could also be",
        cut(others, SENTENCE) or "nothing that is one per cent probable",
    )
    yield (
        "contradictions",
        cut(packet.row.answer["conflicts"] or "", SENTENCE) or "none",
    )


def _sources(packet: Packet) -> Pairs:
    facts = packet.facts
    made, digests = facts["made_with"], facts["sha256"]
    yield (
        "file",
        f"{packet.file.name}, row {packet.row.number:,}, SHA-256 {packet.file.sha256}",
    )
    yield "row", f"SHA-256 {digests['row']}; key {facts['key'] or 'none'}"
    named = ", ".join(f"{name} {value}" for name, value in made.items())
    yield "versions", named.replace("_of_the_answer", " of the answer in the file")
    for name, digest in digests.items():
        if name != "row":
            yield name, f"SHA-256 {digest}"
    same = facts["same_answer_now"]
    yield (
        "the answer",
        "is the same as this version gives" if same else "is of other data or options",
    )


def cut(text: str, most: int) -> str:
    """A text as it can be seen, no longer than there is room for."""
    shown = show_plainly(text)
    return shown if len(shown) <= most else f"{shown[:most]} …"


def _part(heading: str, pairs: Pairs, kind: str = "") -> Markup:
    """Names and what is known of each; what is empty is left out."""
    told = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(name, value)
        for name, value in pairs
        if value
    )
    return Markup('<section class="{}"><h2>{}</h2><dl>{}</dl></section>').format(
        kind, heading, told
    )
