"""Chinese addresses: what stands between and behind the divisions.

    武康镇 英溪南路 146号 和平花园 3幢 2单元 502室

Chinese goes from the wide to the narrow, so each number is read by what stands before it: 18号 behind a road numbers a
house on that road, behind a housing estate a building in it. Names are cut behind their generic words; a name without one
(和平里 is none, 恒隆 neither) is a point of interest.
"""

from __future__ import annotations

import itertools
import re

from nkrisk_geo.address.chains import without_repetition
from nkrisk_geo.address.divisions import han_divisions
from nkrisk_geo.address.numbers import NAMED, PLACES, Before, kind_of, read_number
from nkrisk_geo.address.pieces import Division, Piece
from nkrisk_geo.address.words import COMPANIES, GENERIC, NO_COUNTY, TOKEN
from nkrisk_geo.engine.reader import unspaced_names
from nkrisk_geo.resolver.resolver import Resolver

_INDOORS = frozenset({"floor", "room"})
"""Behind these a name is that of who is there: 3楼财务部."""
_ALONE = frozenset({"section", "park", "devzone"})
"""Generic words that can be a name: 开发区 behind its town."""
_WIDE = frozenset({"", "province", "prefecture"})
_SHORT = 4
"""Characters of a name that without a generic word is more often a hamlet than an estate."""
_ROAD = re.compile("[路街道]")
_COUNTY = re.compile(
    r"(?!小|园|社|工|新|开|东区|西区|南区|北区)[\u4e00-\u9fff]{2,3}?(?<![小园社业新发])[区县市](?![场政民委域内]|人民[法检]|法院|中学)"
)


def chinese(engine: Resolver, folded: str) -> list[Piece]:
    """The pieces of a Chinese text; offsets in the folded text."""
    named = unspaced_names(engine.engine.core, folded)
    if not named.squeezed:
        return []
    places = [at for at, char in enumerate(folded) if not char.isspace()]
    pieces = _ChineseReader(named.squeezed, places).read(han_divisions(engine, named))
    return [Piece(label, places[start], places[end - 1] + 1) for label, start, end in pieces]


class _ChineseReader:
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
        if label == "poi" and self._last in _INDOORS:
            label = "person"
        self._pieces.append(Piece(label, start, end))
        if label not in ("other", "person"):
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
            name = self._unknown_county(match.end(), end) if match["joint"] else match.end()
        self._name(name, end)

    def _unknown_county(self, start: int, end: int) -> int:
        """A county that the gazetteer does not know, right behind a province or prefecture."""
        found = _COUNTY.match(self._text, start, end) if self._last in _WIDE else None
        if found is None or NO_COUNTY.search(found.group()):
            return start
        if not self._last and found.group().endswith("市"):
            return start
        label = (
            "prefecture" if self._last == "province" and found.group().endswith("市") else "county"
        )
        self._add(label, start, found.end())
        return found.end()

    def _is_in_name(self, match: re.Match[str], name: int, end: int) -> bool:
        """Is a bare number part of the name around it: 第455医院, 7天酒店? Not behind a road, where it is a house."""
        start, after = match.span()
        if match["value"] is None or after != match.end("value"):
            return False
        if (
            after == end
            or not self._text[after].isalpha()
            or after in self._breaks
            or start in self._breaks
        ):
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
        kind = kind_of(match)
        if kind == "part" or (kind == "street" and self._is_loose):
            self._part("poi" if kind == "part" else "road", *match.span())
            return
        is_short = self._is_loose and self._pieces[-1].end - self._pieces[-1].start <= _SHORT
        for piece in read_number(self._text, match, Before(self._last, is_short)):
            self._add(*piece)

    def _part(self, label: str, start: int, end: int) -> None:
        """A part of an estate (二期, A区) or road (建设4路): one with a name that needs it, else a piece of its own."""
        if self._is_loose and self._pieces[-1].end == start:
            start = self._pieces.pop().start
        self._add(label, start, end)

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
            elif match.start() > at or label in _ALONE:
                self._cut(label, at, match.end(), end)
                at = match.end()
            elif at > start and self._pieces[-1].label in NAMED and label == "poi":
                last = self._pieces.pop()
                self._add(last.label, last.start, match.end())
                at = match.end()
        self._rest(at, end)

    def _relates(self, match: re.Match[str], at: int, end: int) -> bool:
        """Does a word relate things here? One character does so at the end, or right behind what it relates to."""
        if len(match.group()) > 1 or match.end() == end:
            return True
        return match.start() == at and self._last not in PLACES and self._last != ""

    def _cut(self, label: str, start: int, end: int, stop: int) -> None:
        """A name with its generic word."""
        if label == "park":
            is_zone = self._last in ("", "province", "prefecture", "county")
            label = (
                "devzone"
                if is_zone and _ROAD.search(self._text, end, min(stop, end + 12))
                else "poi"
            )
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
