"""Romanized addresses: English from the small to the large, pinyin from the large to the small, or both in one field.

    Room 502, No.18 Binjiang Middle Road, Zhenxing District, Dandong, Liaoning, China
    LIAONING SHENG DANDONG SHI ZHENXING QU BINJIANG ZHONG LU 18 HAO

The order tells nothing, so every stretch is read by its own generic words (ROAD, LU; BLDG, DONG; CO., LTD). What is
counted stands out first: NO.18, 18 HAO, ROOM 502, 3F, P.O. BOX 12.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from nkrisk_geo.address.pieces import MUNICIPALITIES, RANK, Piece
from nkrisk_geo.engine.codes import codes
from nkrisk_geo.engine.reader import spaced_names
from nkrisk_geo.gazetteer.name_kinds import ABROAD, NameKind
from nkrisk_geo.gazetteer.roles import Generic, Mention, Role
from nkrisk_geo.native.characters import tokens
from nkrisk_geo.resolver.resolver import Resolver

_ROADS = r"lu|jie|dajie|dadao|road|rd|street|st|str|avenue|ave|boulevard|lane|alley|xiang|hutong"
_ID = r"[0-9a-z]{0,2}[0-9][0-9a-z]{0,6}(?:[-/~&][0-9a-z]{1,6}){0,4}"
_NTH = "ground|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_COUNTED = re.compile(
    rf"""
    (?P<po_box>\bp\.?\s?o\.?\s?box\.?(?:\sno\.?)?[\s:]{{0,2}}[0-9][0-9a-z-]{{0,9}})
    | (?P<other>\b(?:tel|fax|phone|mob|mobile|e-?mail|attn|zip\s?code|post\s?code|postal\s?code|zip|p\.?c)\b[.:\s]{{0,3}}
        (?:[+(0-9][0-9()\s/-]{{8,24}}|[\w.+-]{{1,40}}@[\w.-]{{1,40}})?)
    | (?P<room>\b(?:room|rm|suite|ste|unit|flat|apt|shop)\.?\s{{0,2}}(?:no\.?\s?)?\#?{_ID}\b
        | \b{_ID}\s?(?:shi|room|danyuan)\b)
    | (?P<floor>\b(?:b?[0-9]{{1,3}}(?:st|nd|rd|th)?|{_NTH})\s?-?(?:floor|flr|fl|f|ceng|lou)\b
        | \b[0-9]{{1,3}}/f\b
        | \b(?:floor|flr|fl|level)\.?\s?[0-9]{{1,3}}\b)
    | (?P<building>\b(?:building|bldg|block|blk|tower)\.?\s?(?:no\.?\s?)?(?:{_ID}|[a-z])\b
        | \b(?:no\.?\s?)?{_ID}\#?\s?
          (?:haolou|hao\slou|building|bldg|block|blk|zhuang|zuo|dong(?!\s(?:{_ROADS})\b))\b)
    | (?P<road_number>(?:\b(?:nos?|num|number|n0)\b\.?\s?:?|\#)\s?{_ID}(?:\s?hao\b)?(?!\s?(?:{_ROADS})\b)
        | \b{_ID}\s?hao\b)
    | (?P<hard>[;:()\[\]{{}}|\n"]|,(?!\s{{0,2}}(?:ltd|limited|inc|llc|corp|co)\b))
    | (?P<number>\b[0-9][0-9a-z]{{0,5}}(?:[-/][0-9a-z]{{1,6}}){{0,4}}\b(?!\s?(?:st|nd|rd|th)\b))
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’.\-&](?=[^\W_])){0,60}|[0-9][0-9a-z]{0,9}")
_NAMES = {
    "road": "road", "village": "village", "town": "township", "township": "township", "subdistrict": "township",
    "zone": "devzone", "company": "company", "building": "poi", "district": "county", "county": "county",
    "brand": "poi", "nature": "poi", "port": "poi",
}  # fmt: skip
"""Labels of names by the class of their generic word."""
_GOES_ON = frozenset({*_NAMES, "kind"})
"""Classes of words before which a name is not at its end: TECHNOLOGY in TECHNOLOGY DEVELOPMENT ZONE."""
_LEVELS = {
    Generic.TOWN: "township", Generic.TOWNSHIP: "township", Generic.SUBDISTRICT: "township", Generic.VILLAGE: "village",
}  # fmt: skip
_DIVIDING = frozenset({Role.TYPED, Role.PLAIN, Role.LAST})
_GENERIC_CLASSES = frozenset(
    {
        "city",
        "province",
        "region",
        "prefecture",
        "district",
        "county",
        "town",
        "township",
        "subdistrict",
        "village",
    }
)


def romanized(engine: Resolver, folded: str, around: frozenset[int] = frozenset()) -> list[Piece]:
    """The pieces of a text in Latin letters; offsets in the folded text.

    Args:
        engine: whose gazetteer and grammar are used.
        folded: the text.
        around: the place decided on for the whole text and the units around it; names are read as those near it.
    """
    divisions = list(_divisions(engine, folded, around))
    postcodes = [
        Piece("postcode", code.start, code.end) for code in codes(folded) if code.kind == "p"
    ]
    reader = _RomanizedReader(folded, engine.gazetteer.generics["latin"])
    reader.read(_merged(divisions, postcodes))
    return reader.pieces


def _merged(*groups: list[Piece]) -> list[Piece]:
    """The pieces of all groups in order; of those that overlap the first."""
    chosen: list[Piece] = []
    for piece in sorted(
        (piece for group in groups for piece in group), key=lambda piece: piece.start
    ):
        if not chosen or piece.start >= chosen[-1].end:
            chosen.append(piece)
    return chosen


def _divisions(engine: Resolver, folded: str, around: frozenset[int]) -> Iterator[Piece]:
    """The divisions named, with their generic words."""
    words, known = engine.gazetteer.generics["latin"], tokens(folded)
    for mention in spaced_names(engine.engine.core, folded):
        if mention.role not in _DIVIDING:
            continue
        label = _label(engine, mention, around)
        if label:
            yield Piece(label, mention.start, _with_generic(folded, known, mention, words))


def _with_generic(
    folded: str, known: list[tuple[int, int]], mention: Mention, words: Mapping[str, str]
) -> int:
    """Where a name ends, its generic word included (YANBIAN KOREAN AUTONOMOUS PREFECTURE).

    Args:
        folded: the text.
        known: its tokens.
        mention: the name.
        words: generic words and their classes.
    """
    number = bisect_left(known, (mention.end,))
    if (
        mention.role is not Role.TYPED
        or mention.generic is Generic.NONE
        or known[number - 1][1] > mention.end
    ):
        return mention.end  # or it ends in the middle of a token
    for start, end in known[number : number + 5]:
        if words.get(folded[start:end]) in _GENERIC_CLASSES:
            return end
    return mention.end


def _label(engine: Resolver, mention: Mention, around: frozenset[int]) -> str | None:
    """What a name is here: the meaning nearest to the place decided on, else the heaviest."""
    if mention.generic in _LEVELS:
        return _LEVELS[mention.generic]
    gazetteer = engine.gazetteer
    best = max(
        gazetteer.meanings("latin", mention.name),
        key=lambda found: (
            found[0] in around,
            len(around & gazetteer.path(found[0])),
            -found[1],
            gazetteer.prior_weight[found[0]],
        ),
        default=None,
    )
    if best is None:
        return None
    unit, kind = best
    if kind in (NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT):
        return "township" if mention.generic is not Generic.CITY and unit in around else None
    level = gazetteer.levels[unit]
    if level == "city" or gazetteer.codes[unit] in MUNICIPALITIES:
        return "prefecture"
    if level == "province" and kind in ABROAD:  # a place in Hong Kong or Macao
        return "county"
    if level == "area":
        return "devzone"
    return level if level in RANK else "poi"


class _RomanizedReader:
    """Reads what lies between the divisions of one text."""

    def __init__(self, text: str, words: Mapping[str, str]) -> None:
        self._text = text
        self._words = words
        self.pieces: list[Piece] = []

    def read(self, known: list[Piece]) -> None:
        """Fill `pieces`, given those that are known."""
        at = 0
        for piece in known:
            self._gap(at, piece.start)
            self.pieces.append(piece)
            at = piece.end
        self._gap(at, len(self._text))

    def _gap(self, start: int, end: int) -> None:
        """A stretch between divisions: counted things, and the names between them."""
        at = start
        for match in _COUNTED.finditer(self._text, start, end):
            label = match.lastgroup or "other"
            self._names(at, match.start())
            if label == "number":
                label = self._bare(match)
            if label != "hard":
                self.pieces.append(Piece(label, *match.span()))
            at = match.end()
        self._names(at, end)

    def _bare(self, match: re.Match[str]) -> str:
        """The label of a number without a word: beside a road a house, else left over."""
        follows = _WORD.finditer(self._text, match.end(), match.end() + 60)
        near = [self._words.get(word.group()) for _, word in zip(range(5), follows, strict=False)]
        if "road" in near or (
            self.pieces and self.pieces[-1].label in ("road", "village", "township", "devzone")
        ):
            return "road_number"
        return (
            "building"
            if self.pieces and self.pieces[-1].label in ("poi", "road_number")
            else "other"
        )

    def _names(self, start: int, end: int) -> None:
        """Names one behind the other, each cut behind its generic word; the last may have none."""
        words = list(_WORD.finditer(self._text, start, end))
        first = 0
        company = self._company(words)
        for number, word in enumerate(words):
            label = _NAMES.get(self._words.get(word.group(), ""))
            if label is None or number == first or number < company:
                continue
            after = number + 1
            if label == "company" or number == company:
                label = "company"
            elif label == "road":
                after = self._direction(words, after)
            if (
                after < len(words)
                and self._words.get(words[after].group()) in _GOES_ON
                and label != "road"
            ):
                continue
            self._add(label, words[first], words[after - 1])
            first = after
        rest = words[first:]
        if rest and not all(self._words.get(word.group()) in _GENERIC_CLASSES for word in rest):
            self._add("poi", rest[0], rest[-1])

    def _company(self, words: list[re.Match[str]]) -> int:
        """Number of the last word of a company's name among these words, -1 when there is none."""
        found = [
            number
            for number, word in enumerate(words)
            if self._words.get(word.group()) == "company"
        ]
        if found and not any(
            self._words.get(word.group()) == "road" for word in words[: found[-1]]
        ):
            return found[-1]
        return -1

    def _direction(self, words: list[re.Match[str]], after: int) -> int:
        """A direction or section behind a road belongs to it: JIEFANG ROAD EAST."""
        while after < len(words) and self._words.get(words[after].group()) == "direction":
            after += 1
        return after

    def _add(self, label: str, first: re.Match[str], last: re.Match[str]) -> None:
        self.pieces.append(Piece(label, first.start(), last.end()))
