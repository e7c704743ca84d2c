"""`nkrisk-geo resolve`: a table of the answers, then each explained."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from nkrisk_geo.cli.input_options import FIELDS
from nkrisk_geo.cli.terminal import say
from nkrisk_geo.cli.terminal_table import show_table
from nkrisk_geo.model import Reason, Resolution
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.wording import Wording, wording


def show_answers(arguments: Namespace) -> int:
    """Resolve the texts, each with the fields that were given."""
    from nkrisk_geo.gazetteer.zone_sources import load_zones
    from nkrisk_geo.resolver.resolution import resolve

    fields: dict[str, Any] = {name: getattr(arguments, name) for name in FIELDS}
    fields["datum"] = arguments.datum
    if arguments.zones:
        fields["zones"] = load_zones(arguments.zones)
    if arguments.threshold is not None:
        fields["threshold"] = arguments.threshold
    if not arguments.texts and not any(fields[name] for name in FIELDS):
        raise InputError(
            "resolve: give a text, or one of the fields (see nkrisk-geo resolve --help)"
        )
    texts: list[str | None] = list(arguments.texts) or [None]
    if arguments.json:
        for text in _all(texts):
            # Each is printed before the next is read: `-` may be a pipe that does not end.
            found = resolve(text, **fields)
            answer = found.to_dict(names=arguments.names, evidence=arguments.evidence)
            print(json.dumps(answer, ensure_ascii=False))
        return 0

    answers = []
    for text in _all(texts):
        asked = _fields(fields) if text is None else text
        answers.append((asked, resolve(text, **fields)))
    _show(answers, arguments.names, wording(arguments.lang))
    return 0


def _all(texts: list[str | None]) -> Iterator[str | None]:
    """The texts, `-` being the lines of standard input."""
    for text in texts:
        if text != "-":
            yield text
            continue
        # As bytes: a console of another code page would read UTF-8 wrong.
        for raw in sys.stdin.buffer:
            yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _fields(fields: dict[str, Any]) -> str:
    return ", ".join(f"{name} {fields[name]}" for name in FIELDS if fields[name])


_HEADS = ("text", "status", "place", "adcode", "p", "zone", "border_km")


def _show(answers: list[tuple[str, Resolution]], names: str, words: Wording) -> None:
    header = [words(f"answers.{head}") for head in _HEADS]
    rows = [(text, *_row(answer, names, words)) for text, answer in answers]
    show_table(header, rows)
    for text, answer in answers:
        explained = answer.explain(lang=words.language).split("\n")
        say("", " ".join(text.split()), *(f"  {line}" for line in explained))


def _row(answer: Resolution, names: str, words: Wording) -> tuple[str, ...]:
    place, border = answer.place, answer.border
    name = answer.country or ""
    if place is not None:
        is_chinese = "zh" in (names, words.language)
        name = place.name_zh or place.name_en if is_chinese else place.name_en
    kms = []
    if border.km_q05 is not None and border.km_q95 is not None:
        kms.append(_interval(border.km_q05, border.km_q95))
    if border.km is not None:
        kms = [f"{border.km:.1f}", *(f"({interval})" for interval in kms)]
    sure = "" if answer.confidence is None else f"{answer.confidence:.2f}"
    code = place.adcode if place is not None and place.adcode else ""
    status = words(f"status.{answer.status.value}")
    if answer.reason is not None:
        status = f"{status} ({_reason(answer.reason, words)})"
    zone = answer.zone or ""
    return (status, name, code, sure, zone, " ".join(kms))


def _interval(low: float, high: float) -> str:
    """Whole km; a dash between numbers below 0 would be read as a minus, and -0 is 0."""
    ends = [f"{round(end) or 0}" for end in (low, high)]
    return (" to " if low < 0 else "–").join(ends)


def _reason(reason: Reason, words: Wording) -> str:
    """The code of a reason, which scripts may look for; in other languages its words."""
    return reason.value if words.language == "en" else words(f"reason.{reason.value}")
