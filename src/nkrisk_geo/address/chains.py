"""Chains of divisions: what the gazetteer adds to one, and which of several is meant.

杭州市萧山区闻堰        闻堰 has no generic; 闻堰街道 is a subdistrict of the district before it
浙江省宁波市浙江省宁波市鄞州区    a form has written the chain twice: the longest counts, of equals the later
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nkrisk_geo.address.pieces import RANK, Division, Piece
from nkrisk_geo.address.words import ZONES
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import NameKind

_ROAD_FOLLOWS = re.compile(
    "[东西南北中]{0,2}(?:[路街巷弄桥湾]|大道|大街)|[江塘山河]路|国际|人民|商贸|机场|[区县市]"
)
_OTHER_FOLLOWS = re.compile(
    "[东西南北中]{0,2}(?:[路街巷弄村桥区]|大道|大街|社区|小区|新村|花园|公园|工业|经济|开发|科技|产业"
    "|[一二三四五六七八九十]+[路街区村])"
)
"""What makes the name before it one of something else than a town."""
_TAIL = re.compile("镇(?!政府|工业)|街道|乡(?!政府)")

_COUNTED = frozenset({"province", "prefecture", "county"})
_FULL = re.compile("..[省市区县旗盟]$|自治州$")


def with_bare_names(gazetteer: Gazetteer, text: str, divisions: list[Division]) -> list[Division]:
    """The divisions, and those named without a generic right behind the division they are in."""
    found: list[Division] = []
    for at, division in enumerate(divisions):
        found.append(division)
        limit = divisions[at + 1].start if at + 1 < len(divisions) else len(text)
        if division.label == "prefecture" and (county := _county(gazetteer, text, division, limit)):
            found.append(county)
        if found[-1].label in ("prefecture", "county") and (
            town := _town(gazetteer, text, found[-1], limit)
        ):
            found.append(town)
    return found


def _inside(gazetteer: Gazetteer, name: str, around: Division, *kinds: NameKind) -> int | None:
    """The unit inside a division that bears a name of one of these kinds (all kinds when none is given)."""
    number = gazetteer.numbers["han"].get(name)
    if number is None or around.unit is None:
        return None
    meanings = gazetteer.meanings("han", number)
    wanted = (unit for unit, kind in meanings if not kinds or kind in kinds)
    return next((unit for unit in wanted if around.unit in gazetteer.path(unit)), None)


def _county(gazetteer: Gazetteer, text: str, around: Division, limit: int) -> Division | None:
    """A county named without its generic right behind its prefecture: 绍兴柯桥."""
    for length in (4, 3, 2):
        end = around.end + length
        if end <= limit and not (_ROAD_FOLLOWS.match(text, end) or ZONES.match(text, end)):
            name = text[around.end : end]
            unit = _inside(gazetteer, name, around, NameKind.SHORT)
            if (
                unit is None
            ):  # one that is no more, and whose short name the gazetteer does not have
                unit = _inside(gazetteer, name + "区", around, NameKind.FORMER)
            if unit is not None and unit != around.unit and gazetteer.levels[unit] == "county":
                return Division("county", around.end, end, unit)
    return None


def _town(gazetteer: Gazetteer, text: str, around: Division, limit: int) -> Division | None:
    """A town named without its generic, or with another one, right behind its county: 萧山区闻堰."""
    for length in (4, 3, 2):
        end = around.end + length
        if end > limit or _OTHER_FOLLOWS.match(text, end):
            continue
        name = text[around.end : end]
        if any(
            _inside(gazetteer, name + generic, around) is not None
            for generic in ("镇", "街道", "乡")
        ):
            tail = _TAIL.match(text, end, limit)
            return Division("township", around.end, tail.end() if tail else end, None)
    return None


def _tells_more(text: str, later: list[Division], former: list[Division]) -> bool:
    """Does the later of two chains count? One that is as wide and as long does; one that starts lower must be in full.

    浙江省杭州市 浙江省杭州市…   the later; of 浙江杭州余杭区 杭州市余杭区… the later too, and of 浙江省杭州市 杭州市… the former.
    """
    named, known = (
        [division for division in chain if division.label in _COUNTED] for chain in (later, former)
    )
    if RANK.get(later[0].label, 9) <= RANK.get(former[0].label, 9):
        return len(named) >= len(known) and (len(named) > 1 or len(later) >= len(former))
    full, before = (
        sum(_FULL.search(text, division.start, division.end) is not None for division in chain)
        for chain in (named, known)
    )
    return full > before


def without_repetition(text: str, divisions: list[Division]) -> Iterator[Piece]:
    """The divisions as pieces, those that only repeat others as `other`."""
    best: list[Division] = []
    for chain in _chains(divisions):
        if not best or _tells_more(text, chain, best):
            best = chain
    kept = {division.label: division for division in best}
    for division in divisions:
        known = kept.setdefault(division.label, division)
        if division.start == known.end and division.end - division.start > known.end - known.start:
            kept[division.label] = division
    for division in divisions:
        known = kept.get(division.label, division)
        is_kept = (
            division.label not in RANK or known is division or _is_second(text, known, division)
        )
        yield Piece(division.label if is_kept else "other", division.start, division.end)


def _is_second(text: str, known: Division, division: Division) -> bool:
    """Is a county named right behind another one, and so no repetition: 绍兴县柯桥区 has the old and the new name?"""
    if division.label != "county" or division.start != known.end:
        return False
    is_full = _FULL.search(text, division.start, division.end) is not None
    return (
        is_full and text[known.start : known.start + 2] != text[division.start : division.start + 2]
    )


def _chains(divisions: list[Division]) -> list[list[Division]]:
    """The divisions in runs from the wide to the narrow."""
    chains: list[list[Division]] = []
    for division in divisions:
        if chains and RANK.get(division.label, 9) > RANK.get(chains[-1][-1].label, 3):
            chains[-1].append(division)
        else:
            chains.append([division])
    return chains
