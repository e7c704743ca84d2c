"""An evidence packet: all that is known about one row, to be put into a file and to be checked.

It says what was given, what was answered and why, what else it could be, how far the place lies
from the border and how surely; what it was made with, and the digests by which anybody can see that
it is of this row and these data. The same row and data give the same packet, byte by byte: it has
no date, since a page that says when it was printed proves nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from nkrisk_geo.files.decision_columns import DECISION_COLUMNS
from nkrisk_geo.files.decision_keys import make_key
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.columns import LEVELS
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.model.schema import BETWEEN, NAMES, SCHEMA_VERSION
from nkrisk_geo.model.version import __version__
from nkrisk_geo.model.wording import Wording, wording
from nkrisk_geo.report.enriched_rows import EnrichedFile, EnrichedRow, Where
from nkrisk_geo.report.review import narration
from nkrisk_geo.report.review.findings import Finding, find_out
from nkrisk_geo.report.review.marked_text import show_plainly

LISTS = ("zones", "zones_possible", "basis")
"""Columns of an answer with several values."""
POINT_COLUMNS = (
    "lat",
    "lng",
    "radius_km",
    "status",
    "level",
    "country",
    "adcode",
    *LEVELS[:3],
    "zone",
    "confidence",
    "border_km",
    "border_km_q05",
    "border_km_q95",
)
"""What the map reads of an answer."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Packet:
    """All about one row.

    Attributes:
        file, row: where it stands.
        finding: what this version says of it, in the words of the page.
        facts: all of it as plain values, as the packet in JSON has them: data, and in English.
        language: of the page.
    """

    file: EnrichedFile
    row: EnrichedRow
    finding: Finding
    facts: Mapping[str, Any]
    language: str = "en"


def make_packet(
    source: str, number: int, where: Where, *, language: str = "en"
) -> Packet:
    """The packet of a row, the first of the file being 1.

    Raises:
        InputError: the file cannot be read, or has fewer rows, or the language is not one.
    """
    words, gazetteer = wording(language), Gazetteer.default()
    file = EnrichedFile(source, where)

    def chosen(answers: pa.Table, first: int) -> pa.Array:
        return pa.array(np.arange(first, first + len(answers)) == number)

    row = next(file.rows_where(chosen, whole=True), None)
    if row is None:
        raise InputError(
            f"{source}: has {file.rows:,} rows; there is no row {number:,}"
        )
    # Once more answered, because a file does not say where in the text a clue stands.
    finding = find_out(row.fields, row.answer, gazetteer, words)
    return Packet(file, row, finding, _facts(file, row, finding), language)


def _facts(file: EnrichedFile, row: EnrichedRow, finding: Finding) -> dict[str, Any]:
    answer, gazetteer = row.answer, Gazetteer.default()
    english = wording("en")
    digests = {
        f"gazetteer {name}": digest for name, digest in digest_gazetteer(gazetteer)
    }
    return {
        "notice": NOTICE,
        "caution": english("review.caution_told"),
        "file": {"name": file.name, "sha256": file.sha256, "row": row.number},
        "given": {
            "company": row.company,
            "bill_of_lading": row.bill,
            "fields": dict(row.fields),
        },
        "answer": {name: _value(name, answer[name]) for name in NAMES},
        "in_words": tell_answer(answer, english),
        "same_answer_now": finding.answer is not None,
        "evidence": _evidence(finding),
        "candidates": _candidates(finding),
        "decision": {name: answer[name] for name in DECISION_COLUMNS if answer[name]},
        # The key of a review, so that both can be laid side by side.
        "key": make_key(row.fields),
        "made_with": {
            "nkrisk_geo": __version__,
            "columns": SCHEMA_VERSION,
            "gazetteer": gazetteer.version,
            "gazetteer_of_the_answer": answer["gazetteer_version"],
        },
        "sha256": {"row": digest_row(row.own), **digests},
    }


def tell_answer(answer: Mapping[str, Any], words: Wording) -> dict[str, Any]:
    """An answer in words."""
    zones, possible = answer["zones"], answer["zones_possible"]
    return {
        "place": narration.tell_place(answer, Gazetteer.default(), words),
        "on_the_border": words(f"on_the_border.{narration.tell_border(answer)}"),
        "distance": narration.tell_distance(answer, words),
        "rests_on": narration.tell_basis(answer["basis"], words),
        "zones": narration.name_zones(zones, words),
        "zones_possible": narration.name_zones(possible, words),
    }


def _value(name: str, value: Any) -> Any:
    """A value of the answer; lists, which a file of text has as one, as lists."""
    if name not in LISTS:
        return value
    return [each for each in (value or "").split(BETWEEN) if each]


def _evidence(finding: Finding) -> list[dict[str, Any]]:
    said = finding.answer.evidence if finding.answer else ()
    return [
        {
            "rule": each.rule,
            "text": each.text,
            "field": each.field,
            "start": each.start,
            "end": each.end,
            "unit": each.unit,
            "place": each.place,
            "weight": round(each.weight, 2),
        }
        for each in said
    ]


def _candidates(finding: Finding) -> list[dict[str, Any]]:
    said = finding.answer.candidates if finding.answer else ()
    return [
        {
            "code": each.unit.code,
            "name": str(each.unit),
            "level": each.unit.level.value,
            "p": each.probability,
        }
        for each in said
    ]


def digest_row(own: Mapping[str, str | None]) -> str:
    """The SHA-256 of a row.

    It is that of a JSON array of its columns and their texts, in their order, without blanks.

    >>> told = b'[["address","DANDONG"]]'
    >>> digest_row({"address": "DANDONG"}) == hashlib.sha256(told).hexdigest()
    True
    """
    told = json.dumps([*own.items()], ensure_ascii=False, separators=(",", ":"))
    # Half of a pair of surrogates is no character, but files hold some.
    content = told.encode("utf-8", "backslashreplace")
    return hashlib.sha256(content).hexdigest()


def digest_gazetteer(gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """The SHA-256 of each file of a gazetteer, as `nkrisk-geo gazetteer --files` shows them."""
    return [
        (name, hashlib.sha256(file.content).hexdigest())
        for name, file in sorted(gazetteer.files.items())
    ]


def write_json(packet: Packet) -> str:
    """The packet for programs."""
    return json.dumps(packet.facts, ensure_ascii=False, indent=1) + "\n"


def name_packet(packet: Packet, words: Wording) -> str:
    """What it is about."""
    row = packet.row
    numbered = words("packet.row_named", n=f"{row.number:,}")
    named = show_plainly(row.company) or show_plainly(row.bill) or numbered
    return words("packet.title", named=named[:LONGEST_NAME])


def make_point_table(packet: Packet) -> pa.Table | None:
    """The row as a table for the map; None where it has no point."""
    answer = packet.row.answer
    if answer["lat"] is None or answer["lng"] is None:
        return None
    return pa.table({f"geo_{name}": [answer[name]] for name in POINT_COLUMNS})
