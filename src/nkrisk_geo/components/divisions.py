"""Divisions: the names of the gazetteer that name provinces, prefectures, counties and towns where they stand.

The grammar of mentions has already said which names head a company or a road. What is left is read as a chain from the
wide to the narrow. Chains are often written twice (浙江省温州市鹿城区 浙江省温州市…): the longest one counts, the first
of equals, and the others are labelled `other`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nkrisk_geo.components.pieces import Piece
from nkrisk_geo.decision import Resolver
from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.grammar import Generic, Mention, Role
from nkrisk_geo.scan import Reading

RANK = {"country": 0, "province": 1, "prefecture": 2, "county": 3, "township": 4}
"""Labels of divisions from the wide to the narrow."""

_NO_DIVISION = frozenset({Role.ROAD, Role.COMPANY, Role.INSIDE, Role.BRANCH, Role.PORT, Role.ZONE, Role.INSTITUTION})
_TOWN_KINDS = frozenset({NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT})
_TOWN_GENERICS = frozenset({Generic.TOWN, Generic.TOWNSHIP, Generic.SUBDISTRICT})
_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
_TAIL = re.compile("自治[州县旗区]|地区|街道办事处|街道办|街道|办事处|[省市区县旗州盟镇乡]|民族乡")


class Division(NamedTuple):
    """A division named in a text. `unit` is None where only its generic says what it is."""

    label: str
    start: int
    end: int
    unit: int | None


def han_divisions(engine: Resolver, reading: Reading) -> list[Division]:
    """The divisions named in Chinese, in the order of the text; offsets in the squeeze."""
    chain: list[Division] = []
    around: frozenset[int] = frozenset()
    for mention in engine.signer.grammar.mentions(reading):
        if mention.script != "han":
            continue
        chained = mention.start == (chain[-1].end if chain else 0)
        division = _division(engine.gazetteer, reading, mention, around, chained)
        if division is not None:
            chain.append(division)
            if division.unit is not None:
                around = engine.gazetteer.path(division.unit)
    return _municipal(engine.gazetteer, chain)


def _division(
    gazetteer: Gazetteer, reading: Reading, mention: Mention, around: frozenset[int], chained: bool
) -> Division | None:
    """What a mention names, None when it names no division."""
    if mention.role in _NO_DIVISION or (mention.role is Role.LOOSE and not chained):
        return None
    text, end = reading.squeezed, mention.end
    if mention.role is Role.TYPED and mention.generic is not Generic.NONE:
        if mention.generic is Generic.VILLAGE:
            return None
        tail = _TAIL.match(text, end)
        end = tail.end() if tail else end
    if text[end - 1 : end + 1] in ("市场", "市政", "市民", "县城", "区委", "县委", "镇政", "乡政"):
        return None
    towns_count = mention.role is Role.TYPED
    meanings = [
        (unit, kind)
        for unit, kind in gazetteer.meanings("han", mention.name)
        if kind not in _TOWN_KINDS or (towns_count and kind == NameKind.TOWNSHIP) or mention.generic in _TOWN_GENERICS
    ]
    labelled = [(label, unit, kind) for unit, kind in meanings if (label := _label(gazetteer, unit, kind, mention.generic))]
    if not labelled:
        return None
    inside = [found for found in labelled if not around.isdisjoint(gazetteer.ancestors(found[1])) and found[1] not in around]
    label, unit, kind = max(
        inside or labelled, key=lambda found: (_fits(text[end - 1], found[0]), -found[2] // 4, -RANK.get(found[0], 9), gazetteer.mass[found[1]])
    )
    return Division(label, mention.start, end, unit)


def _fits(generic: str, label: str) -> bool:
    """Does the last character of a name allow this level?"""
    if generic in "区县旗":
        return label == "county"
    if generic in "镇乡":
        return label == "township"
    return generic != "市" or label in ("prefecture", "county")


def _label(gazetteer: Gazetteer, unit: int, kind: int, generic: Generic) -> str | None:
    """The label of a unit under a name of this kind."""
    if kind in _TOWN_KINDS or generic in _TOWN_GENERICS:
        return "township"
    level = gazetteer.levels[unit]
    if level == "area":
        return "devzone"
    return level if level in RANK else None


def _municipal(gazetteer: Gazetteer, chain: list[Division]) -> list[Division]:
    """Beijing, Shanghai, Tianjin, Chongqing stand in the place of a prefecture, unless they are named twice (上海上海市)."""
    found = []
    for at, division in enumerate(chain):
        if division.unit is not None and gazetteer.codes[division.unit] in _MUNICIPALITIES:
            twice = at + 1 < len(chain) and chain[at + 1].unit == division.unit and chain[at + 1].start == division.end
            division = division._replace(label="province" if twice else "prefecture")
        found.append(division)
    return found


def without_repetition(divisions: list[Division]) -> Iterator[Piece]:
    """The divisions as pieces, those of a chain that repeats another as `other`."""
    chains: list[list[Division]] = []
    for division in divisions:
        rank = RANK.get(division.label)
        if chains and (rank is None or not chains[-1] or rank > max(RANK.get(d.label, -1) for d in chains[-1])):
            chains[-1].append(division)
        else:
            chains.append([division])
    kept: dict[str, Division] = {}
    for chain in sorted(chains, key=len, reverse=True):
        for division in chain:
            kept.setdefault(division.label, division)
    for division in divisions:
        known = division.label not in RANK or kept[division.label] is division
        yield Piece(division.label if known else "other", division.start, division.end)
