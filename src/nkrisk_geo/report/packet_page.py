"""A packet as one HTML page that prints on one sheet of A4.

Nothing runs in it and it asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from nkrisk_geo.maps import still_map
from nkrisk_geo.model import Evidence
from nkrisk_geo.model.explain import LOUDEST
from nkrisk_geo.model.wording import Wording, wording
from nkrisk_geo.report.packet import (
    Packet,
    make_point_table,
    name_packet,
    tell_answer,
)
from nkrisk_geo.report.place_names import PlaceNames
from nkrisk_geo.report.review import narration
from nkrisk_geo.report.review.findings import list_others, name_field
from nkrisk_geo.report.review.marked_text import shorten, show_plainly
from nkrisk_geo.report.review.table_page import begin_page, write_marks
from nkrisk_geo.report.ruler import draw_ruler

REASONS, OTHERS = 7, 4
"""Clues and other places that fit on the page."""
FIELDS, SENTENCE, WORDS, TEXT = 240, 240, 50, 300
"""Characters that fit on the page: of all fields, a sentence, the words of a clue, the text.

The packet in JSON has all of them."""
BAR = 18
"""Millimetres of the longest bar."""
HEADS = ("words", "where", "what", "points_to", "weight")
"""Of the table of clues."""

Pairs = Iterable[tuple[str, Any]]


def write_packet_page(packet: Packet) -> str:
    """The page, in the language of the packet."""
    words = wording(packet.language)
    title = escape(name_packet(packet, words))
    notice, caution = words("language.notice"), words("review.caution_told")
    parts = (
        begin_page(title, "packet.css", words),
        f"<h1>{title}</h1>",
        Markup("<p class=caution><strong>{}</strong> {}</p>").format(notice, caution),
        "<div class=columns><div>",
        _part(words("packet.given"), _given(packet, words)),
        _part(words("packet.answer"), _answer(packet, words)),
        "</div><div>",
        _map(packet, words),
        _part(words("packet.else"), _else(packet, words)),
        "</div></div>",
        _reasons(packet, words),
        _part(words("packet.made"), _sources(packet, words), "small"),
        "</body></html>\n",
    )
    return "\n".join(parts)


def _given(packet: Packet, words: Wording) -> Pairs:
    """The record."""
    row = packet.row
    yield words("field.text"), write_marks(shorten(packet.finding.pieces, TEXT))
    # The firm stands in a column of its own even where it was not read as a field.
    told = {
        name_field(name, words): value
        for name, value in row.fields.items()
        if name not in ("address", "company")
    }
    told[words("field.company")] = row.company
    told[words("column.bill of lading")] = row.bill
    for name, value in told.items():
        yield name, limit(value, FIELDS // len(told))


def _answer(packet: Packet, words: Wording) -> Pairs:
    """What the file answers."""
    answer = packet.row.answer
    told = tell_answer(answer, words)
    strong, sure = Markup("<strong>{}</strong>"), answer["p_dprk_border"]
    on_the_border = Markup(words("packet.on_the_border_told")).format(
        said=strong.format(told["on_the_border"]), p=narration.tell_odds(sure, words)
    )
    zones, possible = "; ".join(told["zones"]), "; ".join(told["zones_possible"])
    ruler = draw_ruler(answer, words)
    yield words("column.place"), strong.format(told["place"])
    yield words("packet.code"), answer["township_code"] or answer["adcode"]
    odds = narration.tell_odds(answer["confidence"], words)
    yield words("head.probability"), odds
    yield words("packet.on_the_border"), on_the_border
    yield words("column.distance"), Markup("{}{}").format(told["distance"], ruler)
    yield words("packet.zones"), limit(zones, SENTENCE) or words("packet.no_zone")
    yield words("packet.possibly"), limit(possible, SENTENCE)
    yield words("column.rests on"), told["rests_on"]
    yield words("packet.decided"), limit(_decided(packet, words), SENTENCE)


def _decided(packet: Packet, words: Wording) -> str:
    """What was decided, by whom, when and why."""
    told = dict(packet.facts["decision"])
    # What was decided is a word of ours; the rest is somebody else's.
    if "decision" in told:
        told["decision"] = words.label("decision", told["decision"])
    return "; ".join(map(str, told.values()))


def _map(packet: Packet, words: Wording) -> Markup:
    table = make_point_table(packet)
    if table is None:
        return Markup("<p class=quiet>{}</p>").format(words("packet.no_map"))
    # Of our own making, and escaped where it is made.
    picture = Markup(still_map(table, [1], frame="data", lang=words.language))
    return Markup("<div class=map>{}</div>").format(picture)


def _reasons(packet: Packet, words: Wording) -> Markup:
    """The clues, the strongest first."""
    answer, heading = packet.finding.answer, words("packet.why")
    if answer is None:
        told = limit(packet.finding.why, TEXT)
        return _part(heading, [(words("packet.clues"), told)])
    shown = answer.evidence[:REASONS]
    rows = Markup("").join(_reason(each, answer.text, words) for each in shown)
    if not rows:
        none = words("packet.no_clues")
        rows = Markup("<tr><td colspan=5>{}</td></tr>").format(none)
    heads = Markup("").join(
        Markup("<th>{}").format(words(f"packet.{name}")) for name in HEADS
    )
    return Markup(
        "<section><h2>{}</h2><table><thead><tr>{}</tr></thead>"
        "<tbody>{}</tbody></table>{}</section>"
    ).format(heading, heads, rows, _more(len(answer.evidence) - len(shown), words))


def _more(count: int, words: Wording) -> Markup:
    """How many clues found no room."""
    if not count:
        return Markup("")
    return Markup("<p class=quiet>{}</p>").format(words("told.more", n=count))


def _reason(reason: Evidence, text: str | None, words: Wording) -> Markup:
    """A clue as a row."""
    said, start, end = reason.text, reason.start, reason.end
    where = words.label("field", reason.field)
    if start is not None and end is not None:
        # As it was written: a clue has its words in small letters.
        said = (
            show_plainly(text[start:end]) if text and reason.field == "text" else said
        )
        where = f"{where} {words('packet.characters', start=start + 1, end=end)}"
    points, weight = words("packet.not_counted"), 0.0
    if reason.unit:
        place = PlaceNames(words).name(reason.unit, reason.place)
        points, weight = f"{place} {reason.unit}", reason.weight
    # The bar of the loudest clue is full, however much it weighs.
    share = min(1.0, max(0.0, reason.weight / LOUDEST))
    bar = Markup("<span class=bar style='width:{:.1f}mm'></span> {:.1f}")
    cells = (
        limit(said, WORDS),
        where,
        narration.tell_rule(reason.rule, words),
        points,
        bar.format(share * BAR, weight),
    )
    row = Markup("").join(Markup("<td>{}</td>").format(each) for each in cells)
    return Markup("<tr>{}</tr>").format(row)


def _else(packet: Packet, words: Wording) -> Pairs:
    """What else it could be, and what speaks against it."""
    answer, told = packet.finding.answer, packet.finding.others
    if answer:
        others = list_others(answer, words)[:OTHERS]
        told = narration.tell_others(others, words)
    conflicts = narration.tell_conflicts(packet.row.answer, answer, words)
    none = words("packet.no_contradiction")
    yield words("packet.could_be"), limit(told, SENTENCE) or words("packet.no_others")
    yield words("column.contradictions"), limit(conflicts, SENTENCE) or none


def _sources(packet: Packet, words: Wording) -> Pairs:
    """What it was made from, so that somebody else can check it."""
    facts, file = packet.facts, packet.file
    made, digests = facts["made_with"], dict(facts["sha256"])
    row, key = digests.pop("row"), facts["key"] or words("packet.no_key")
    named = {"name": file.name, "n": f"{packet.row.number:,}", "digest": file.sha256}
    versions = {
        "code": made["nkrisk_geo"],
        "columns": made["columns"],
        "data": made["gazetteer"],
        "old": made["gazetteer_of_the_answer"],
    }
    yield words("packet.file"), words("packet.file_told", **named)
    yield words("packet.row"), words("packet.row_told", digest=row, code=key)
    yield words("packet.versions"), words("packet.versions_told", **versions)
    for name, digest in digests.items():
        file_name = name.removeprefix("gazetteer ")
        yield words("packet.gazetteer_file", name=file_name), f"SHA-256 {digest}"
    same = "same" if facts["same_answer_now"] else "other"
    yield words("packet.now"), words(f"packet.{same}")


def limit(text: str, most: int) -> str:
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
    section = Markup('<section class="{}"><h2>{}</h2><dl>{}</dl></section>')
    return section.format(kind, heading, told)
