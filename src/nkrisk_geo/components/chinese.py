"""Chinese addresses: what stands between and behind the divisions.

    武康镇 英溪南路 146号 和平花园 3幢 2单元 502室

Chinese goes from the wide to the narrow, so each number is read by what stands before it: 18号 behind a road numbers a
house on that road, behind a housing estate a building in it. Names are cut behind their generic words; a name without one
(和平里 is none, 恒隆 neither) is a point of interest.
"""

from __future__ import annotations

import itertools
import re

from nkrisk_geo.components.chains import without_repetition
from nkrisk_geo.components.divisions import han_divisions
from nkrisk_geo.components.pieces import Division, Piece
from nkrisk_geo.components.words import COMPANIES, COUNTED, GENERIC, NO_COUNTY, TOKEN
from nkrisk_geo.decision import Resolver

_LABELLED = frozenset({"building", "floor", "room", "road", "village"})
_PLACES = frozenset({"country", "province", "prefecture", "county", "township", "village", "devzone"})
_WIDE = frozenset({"", "province", "prefecture"})
_NAMED = frozenset({"poi", "company"})
_POSTCODE = 6
"""Digits of a postcode: a bare number of so many is one."""
_ROAD = re.compile("[路街道]")
_COUNTY = re.compile(
    r"(?!小|园|社|工|新|开|东区|西区|南区|北区)[\u4e00-\u9fff]{2,3}?(?<![小园社业新发])[区县市](?![场政民委域域内])"
)


def chinese(engine: Resolver, folded: str) -> list[Piece]:
    """The pieces of a Chinese text; offsets in the folded text."""
    reading = engine.signer.grammar.scanner.read(folded)
    if not reading.squeezed:
        return []
    places = [at for at, char in enumerate(folded) if not char.isspace()]
    pieces = _Reader(reading.squeezed, places).read(han_divisions(engine, reading))
    return [Piece(label, places[start], places[end - 1] + 1) for label, start, end in pieces]


class _Reader:
    """Reads one squeezed text from left to right.

    Args:
        text: without white space.
        places: offset of each of its characters in the folded text; a jump is a white space.
    """

    def __init__(self, text: str, places: list[int]) -> None:
        self._text = text
        self._breaks = {at for at in range(1, len(places)) if places[at] > places[at - 1] + 1}
        self._pieces: list[Piece] = []
        self._last = ""
        self._is_loose = False

    def read(self, divisions: list[Division]) -> list[Piece]:
        """All pieces, in order."""
        at = 0
        for piece in without_repetition(self._text, divisions):
            if at < piece.start:
                self._gap(at, piece.start)
            self._add(*piece)
            at = piece.end
        self._gap(at, len(self._text))
        return self._pieces

    def _add(self, label: str, start: int, end: int) -> None:
        self._pieces.append(Piece(label, start, end))
        if label != "other":
            self._last, self._is_loose = label, False

    def _gap(self, start: int, end: int) -> None:
        """The stretch between two divisions: names, and tokens that end them."""
        start = self._unknown_county(start, end)
        name = start
        for match in TOKEN.finditer(self._text, start, end):
            if self._is_in_name(match, name, end):
                continue
            self._name(name, match.start())
            self._token(match)
            name = match.end()
        self._name(name, end)

    def _unknown_county(self, start: int, end: int) -> int:
        """A county that the gazetteer does not know, right behind a province or prefecture."""
        found = _COUNTY.match(self._text, start, end) if self._last in _WIDE else None
        if found is None or NO_COUNTY.search(found.group()):
            return start
        if not self._last and found.group().endswith("市"):
            return start
        label = "prefecture" if self._last == "province" and found.group().endswith("市") else "county"
        self._add(label, start, found.end())
        return found.end()

    def _is_in_name(self, match: re.Match[str], name: int, end: int) -> bool:
        """Is a bare number part of the name around it: 第455医院, 7天酒店? Not behind a road, where it is a house."""
        start, after = match.span()
        if match["value"] is None or after != match.end("value"):
            return False
        if after == end or not self._text[after].isalpha() or after in self._breaks or start in self._breaks:
            return False
        if name < start:
            return self._text[start - 1] not in "路街道巷弄"
        return self._last not in ("road", "road_number")

    # --- numbers -----------------------------------------------------------------------------------------------

    def _token(self, match: re.Match[str]) -> None:
        start, end = match.span()
        if match["floors"]:
            self._add("floor", start, end)
        elif match["po_box"]:
            self._add("po_box", start, end)
        elif match["joint"] or match["noise"] or match["phone"]:
            self._add("other", start, end)
        elif match["value"]:
            self._number(match)

    def _number(self, match: re.Match[str]) -> None:
        kind = next((kind for kind in COUNTED if match[kind]), "")
        start, end = match.span()
        if kind == "room" or (kind == "building" and match[kind] == "单元"):
            self._chain(start, match.end("value"), end, "building" if kind == "building" else "room")
        elif kind in _LABELLED:
            self._add(kind, start, end)
        elif kind == "part":
            self._part(start, end)
        elif kind == "lane":
            self._add("road_number" if self._last == "road" and match[kind] == "弄" else "road", start, end)
        elif kind == "street":
            self._add("building" if self._last in _NAMED else "road", start, end)
        elif kind == "number":
            self._add(self._numbered(start, match.end("value")), start, end)
        else:
            self._chain(start, end, end, "")

    def _part(self, start: int, end: int) -> None:
        """A part of an estate (二期, A区): one with a name that needs it, else a piece of its own."""
        if self._is_loose and self._pieces[-1].end == start:
            start = self._pieces.pop().start
        self._add("poi", start, end)

    def _numbered(self, start: int, end: int) -> str:
        """The label of a number with 号."""
        if self._last in ("floor", "room"):
            return "room"
        if self._last == "building":
            return "room" if end - start >= 3 else "building"
        return (
            "building" if self._last in ("road_number", *_NAMED) and not self._is_short() else "road_number"
        )

    def _is_short(self) -> bool:
        """Is the last piece a short name without a generic word, more often a hamlet than an estate?"""
        return self._is_loose and self._pieces[-1].end - self._pieces[-1].start <= 4

    def _chain(self, start: int, value: int, end: int, final: str) -> None:
        """Numbers joined by hyphens, 8-3-502: the last is the room or what its word says, those before it buildings."""
        if end - start == _POSTCODE and self._text[start:end].isdecimal():
            self._add("postcode", start, end)
            return
        parts = [match.span() for match in re.finditer(r"[^-~/、]+", self._text[start:value])]
        for number, (first, last) in enumerate(parts):
            if number:
                self._add("other", start + parts[number - 1][1], start + first)
            is_last = number == len(parts) - 1
            label = final if final and is_last else self._bare(last - first, len(parts) - number)
            self._add(label, start + first, end if is_last else start + last)

    def _bare(self, digits: int, left: int) -> str:
        """The label of a number without a word, by what stands before it and how many numbers are left."""
        if self._last == "road" or self._last in _PLACES or not self._last:
            return "road_number"
        if self._last in ("floor", "room"):
            return "room"
        if left > 1:
            return "building"
        if self._last == "building":
            return "room"
        return "building" if digits < 4 else "room"

    # --- names -------------------------------------------------------------------------------------------------

    def _name(self, start: int, end: int) -> None:
        """A stretch without tokens: its words where white space parts it, else names one behind the other."""
        cuts = [at for at in range(start + 2, end - 1) if at in self._breaks]
        for first, last in itertools.pairwise([start, *cuts, end]):
            self._names(first, last)

    def _names(self, start: int, end: int) -> None:
        """Names one behind the other, cut behind their generic words."""
        at = start
        for match in GENERIC.finditer(self._text, start, end):
            label = match.lastgroup or ""
            if label == "relation":
                if self._relates(match, at, end):
                    self._rest(at, match.start())
                    self._add("other", *match.span())
                    at = match.end()
            elif match.start() > at or label == "section":
                self._cut(label, at, match.end(), end)
                at = match.end()
            elif at > start and self._pieces[-1].label in _NAMED and label == "poi":
                last = self._pieces.pop()
                self._add(last.label, last.start, match.end())
                at = match.end()
        self._rest(at, end)

    def _relates(self, match: re.Match[str], at: int, end: int) -> bool:
        """Does a word relate things here? One character does so at the end, or right behind what it relates to."""
        if len(match.group()) > 1 or match.end() == end:
            return True
        return match.start() == at and self._last not in _PLACES and self._last != ""

    def _cut(self, label: str, start: int, end: int, stop: int) -> None:
        """A name with its generic word."""
        if label == "park":
            is_zone = self._last in ("", "province", "prefecture", "county")
            label = "devzone" if is_zone and _ROAD.search(self._text, end, min(stop, end + 12)) else "poi"
        if label == "section":
            label = "road"
        if label == "poi" and any(word in self._text[start:end] for word in COMPANIES):
            label = "company"
        self._add(label, start, end)

    def _rest(self, start: int, end: int) -> None:
        """A name without a generic word."""
        if start >= end:
            return
        is_company = any(word in self._text[start:end] for word in COMPANIES)
        self._add("company" if is_company else "poi", start, end)
        self._is_loose = not is_company
