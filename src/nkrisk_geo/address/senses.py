"""What a Chinese name can mean as a division, by the generic that stands with it: 朝阳 a county, 朝阳镇 a town."""

from __future__ import annotations

from operator import itemgetter

from nkrisk_geo.address.pieces import RANK
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.gazetteer.roles import Generic, Mention, Role

TOWN_KINDS = frozenset({NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT})
TOWN_GENERICS = frozenset({Generic.TOWN, Generic.TOWNSHIP, Generic.SUBDISTRICT})
_BARE_KINDS = frozenset({NameKind.SHORT, NameKind.ABBREVIATION, NameKind.TOWNSHIP_SHORT})


def senses(gazetteer: Gazetteer, mention: Mention, words: str) -> list[tuple[str, int, int]]:
    """(label, unit, kind of name) for what a name can mean with the generic it has here.

    Args:
        gazetteer: what is known of the name.
        mention: the name.
        words: the name as it stands in the text, its generic included.
    """
    is_town = mention.generic in TOWN_GENERICS
    extended = len(words) > mention.end - mention.start
    found = []
    for unit, kind in sorted(gazetteer.meanings("han", mention.name), key=itemgetter(1)):
        label = _label(gazetteer, unit, kind, mention.generic)
        if label is None or (
            kind in TOWN_KINDS and not is_town and kind not in (NameKind.TOWNSHIP, NameKind.SEAT)
        ):
            continue
        if kind in TOWN_KINDS and mention.role is not Role.TYPED:
            continue
        if (kind in _BARE_KINDS and not extended) or _fits(words, label):
            found.append((label, unit, kind))
    return found


def _fits(words: str, label: str) -> bool:
    """Does the generic that a name ends in allow this level?"""
    generic = words[-1]
    if words.endswith("地区"):
        return label == "prefecture"
    if generic in "区县旗":
        return label in ("county", "devzone", "province") if generic == "区" else label == "county"
    if generic in "镇乡":
        return label == "township"
    return generic != "市" or label in ("prefecture", "county", "province")


def _label(gazetteer: Gazetteer, unit: int, kind: int, generic: Generic) -> str | None:
    """The label of a unit under a name of this kind."""
    if kind == NameKind.VILLAGE:
        return None
    if kind in TOWN_KINDS or generic in TOWN_GENERICS:
        return "township"
    level = gazetteer.levels[unit]
    if level == "area":
        return "devzone"
    return level if level in RANK else None
