"""The names on pictures in three languages, and which are written first where room is short."""

from __future__ import annotations

from collections.abc import Iterator

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.maps.shapes import Label
from nkrisk_geo.model.errors import InputError

LANGUAGES = ("en", "zh", "ko")

_REGIONS = (
    (41.6, 121.9, ("LIAONING", "辽宁", "랴오닝")),
    (44.6, 124.7, ("JILIN", "吉林", "지린")),
    (40.45, 127.0, ("DPRK", "朝鲜", "북한")),
    (43.75, 131.45, ("RUSSIA", "俄罗斯", "러시아")),
)
_TOWNS = {
    "210600": ("Dandong", "丹东", "단둥"),
    "222400": ("Yanji", "延吉", "옌지"),
    "220500": ("Tonghua", "通化", "퉁화"),
    "210100": ("Shenyang", "沈阳", "선양"),
    "220100": ("Changchun", "长春", "창춘"),
    "210200": ("Dalian", "大连", "다롄"),
    "222404": ("Hunchun", "珲春", "훈춘"),
    "220582": ("Ji'an", "集安", "지안"),
    "220623": ("Changbai", "长白", "창바이"),
    "220681": ("Linjiang", "临江", "린장"),
    "220600": ("Baishan", "白山", "바이산"),
    "222402": ("Tumen", "图们", "투먼"),
    "210624": ("Kuandian", "宽甸", "콴뎬"),
    "210681": ("Donggang", "东港", "둥강"),
    "222405": ("Longjing", "龙井", "룽징"),
    "222406": ("Helong", "和龙", "허룽"),
    "222426": ("Antu", "安图", "안투"),
    "220621": ("Fusong", "抚松", "푸쑹"),
    "210682": ("Fengcheng", "凤城", "펑청"),
    "210522": ("Huanren", "桓仁", "환런"),
    "222424": ("Wangqing", "汪清", "왕칭"),
    "220200": ("Jilin city", "吉林市", "지린시"),
    "210300": ("Anshan", "鞍山", "안산"),
    "210500": ("Benxi", "本溪", "번시"),
    "210800": ("Yingkou", "营口", "잉커우"),
    "KP-2040892": ("Sinuiju", "新义州", "신의주"),
    "KP-2043834": ("Hyesan", "惠山", "혜산"),
    "KP-2042891": ("Manpo", "满浦", "만포"),
    "KP-2044094": ("Hoeryong", "会宁", "회령"),
    "KP-2044754": ("Chongjin", "清津", "청진"),
    "KP-2043568": ("Kanggye", "江界", "강계"),
}  # fmt: skip
"""The towns that are named by the codes of their points, the
important ones first: in English, Chinese and Korean."""


def region_labels(language: str) -> Iterator[Label]:
    """The names of provinces and countries."""
    which = LANGUAGES.index(language)
    for lat, lng, names in _REGIONS:
        yield Label(names[which], lat, lng, 0, "region")


def town_labels(gazetteer: Gazetteer, language: str) -> Iterator[Label]:
    """The names of towns; those of the DPRK are a kind of their own."""
    which = LANGUAGES.index(language)
    for rank, (code, names) in enumerate(_TOWNS.items(), start=1):
        unit = gazetteer.number.get(code)
        point = None if unit is None else gazetteer.point(unit)
        if point is not None:
            kind = "town-beyond" if code.startswith("KP") else "town"
            lat, lng, _ = point
            yield Label(names[which], lat, lng, rank, kind)


def check_language(language: str) -> str:
    """A language that pictures have names in.

    Raises:
        InputError: they have not.
    """
    if language not in LANGUAGES:
        raise InputError(f"names is {language!r}; give {', '.join(LANGUAGES)}")
    return language
