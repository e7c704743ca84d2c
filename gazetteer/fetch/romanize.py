"""How a Chinese division name is shortened and romanized.

A division name is a stem and a generic: 丹东 + 市, 前郭尔罗斯 + 蒙古族 + 自治县. Trade records write the stem alone, so
every table carries it (`short_zh`). Pinyin comes from pypinyin, which reads running text; names of places keep other
readings (珲春 is Hunchun, 长白 is Changbai), so `facts/pinyin_overrides.csv` has the last word. A key of that table may
be one character, a stem, or a full name (大城县 is Daicheng, but any other 大城 is Dacheng).
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from fetch.upstream import GAZETTEER

PEOPLES = (
    "各族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|"
    "畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|"
    "普米族|塔吉克族?|怒族|乌孜别克族?|俄罗斯族?|鄂温克族?|德昂族|保安族|裕固族|京族|塔塔尔族?|独龙族|鄂伦春族?|赫哲族|门巴族|珞巴族"
)
PEOPLE = re.compile(f"(?<=..)(?:{PEOPLES})+$")
AUTONOMOUS = re.compile("自治[区州县旗]$")
GENERICS = {
    "province": ("特别行政区", "省", "市"),
    "prefecture": ("地区", "盟", "市"),
    "county": ("联合旗", "区", "县", "市", "旗"),
    "township": ("民族苏木", "苏木", "街道", "地区", "镇", "乡"),
}
LONG_GENERICS = {
    "浦东新区",
    "滨海新区",
    "沈北新区",
    "两江新区",
    "神农架林区",
    "六枝特区",
    "峰峰矿区",
    "鹰手营子矿区",
    "白云鄂博矿区",
}
# Stems that are another county's, or a piece of other words, and so are not used alone.
KEPT = {"井陉矿区", "市中区", "市南区", "市北区", "新市区"}


def short_name(name: str, level: str) -> str:
    """The stem of a division name; the whole name when the stem would be a single character.

    >>> short_name("前郭尔罗斯蒙古族自治县", "county"), short_name("延和朝鲜族乡", "township")
    ('前郭尔罗斯', '延和')
    >>> short_name("和县", "county")
    '和县'
    """
    stem = name if name in KEPT else _stem(name, level)
    return stem if len(stem) > 1 else name


def _stem(name: str, level: str) -> str:
    autonomous = AUTONOMOUS.search(name)
    if autonomous:
        return _without_peoples(name[: autonomous.start()])
    if name in LONG_GENERICS:
        return name[:-2]
    for generic in GENERICS[level]:
        if name.endswith(generic):
            stem = name[: -len(generic)]
            return _without_peoples(stem) if stem.endswith("族") else stem
    return name


def _without_peoples(stem: str) -> str:
    """Drop the peoples behind a stem of two characters or more; 东乡族, a people's own name, loses only its 族."""
    return PEOPLE.sub("", stem.removesuffix("民族")).removesuffix("族")


@lru_cache(maxsize=1)
def overrides() -> dict[str, list[str]]:
    """Readings that pypinyin gets wrong, longest key first."""
    with (GAZETTEER / "facts" / "pinyin_overrides.csv").open(
        encoding="utf8", newline=""
    ) as file:
        rows = sorted(
            csv.DictReader(file), key=lambda row: (-len(row["zh"]), row["zh"])
        )
    return {row["zh"]: row["pinyin"].split() for row in rows}


def syllables(name: str) -> list[str]:
    """One toneless syllable for each character, ü kept.

    >>> syllables("珲春市"), syllables("旅顺口区")
    (['hun', 'chun', 'shi'], ['lü', 'shun', 'kou', 'qu'])
    """
    read = [sound.replace("v", "ü") for sound in lazy_pinyin(name, style=Style.NORMAL)]
    if len(read) != len(name):
        raise ValueError(f"{name}: {len(read)} syllables for {len(name)} characters")
    free = [True] * len(name)
    for key, sounds in overrides().items():
        at = name.find(key)
        while at >= 0:
            span = slice(at, at + len(key))
            if all(free[span]):
                read[span], free[span] = sounds, [False] * len(key)
            at = name.find(key, at + 1)
    return read


def pinyin(name: str, short: str) -> str:
    """The spaced syllables of the short name, read in the context of the full one."""
    return " ".join(syllables(name)[: len(short)])


def english(spaced: str) -> str:
    """Joined and capitalized by the official spelling: an apostrophe before a, o, e inside a name.

    >>> english("ji an"), english("lü shun kou")
    ("Ji'an", 'Lüshunkou')
    """
    first, *rest = spaced.split()
    return first.capitalize() + "".join(
        f"'{sound}" if sound[0] in "aoe" else sound for sound in rest
    )


WADE_WHOLE = {
    "zi": "tzu", "ci": "tz'u", "si": "ssu", "zhi": "chih", "chi": "ch'ih", "shi": "shih", "ri": "jih", "er": "erh",
    "yi": "i", "ye": "yeh", "yan": "yen", "you": "yu", "yu": "yü", "yue": "yüeh", "yuan": "yüan", "yun": "yün",
    "yong": "yung", "ge": "ko", "ke": "k'o", "he": "ho", "gui": "kuei", "kui": "k'uei", "guo": "kuo", "kuo": "k'uo",
    "huo": "huo", "shuo": "shuo", "e": "o",
}  # fmt: skip
WADE_INITIALS = {
    "zh": "ch", "ch": "ch'", "sh": "sh", "j": "ch", "q": "ch'", "x": "hs", "z": "ts", "c": "ts'", "r": "j",
    "b": "p", "p": "p'", "d": "t", "t": "t'", "g": "k", "k": "k'",
}  # fmt: skip
WADE_FINALS = {
    "ian": "ien",
    "ie": "ieh",
    "ong": "ung",
    "iong": "iung",
    "uo": "o",
    "üe": "üeh",
    "ue": "üeh",
}


def wade_giles(syllable: str) -> str:
    """A pinyin syllable in Wade–Giles, the romanization of maps and papers before 1979.

    >>> wade_giles("dong"), wade_giles("ji"), wade_giles("qing"), wade_giles("xian")
    ('tung', 'chi', "ch'ing", 'hsien')
    """
    if syllable in WADE_WHOLE:
        return WADE_WHOLE[syllable]
    initial = next((part for part in WADE_INITIALS if syllable.startswith(part)), "")
    final = syllable[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    return (
        WADE_INITIALS.get(initial, "") + WADE_FINALS.get(final, final)
        if initial
        else _wade_plain(syllable)
    )


def _wade_plain(syllable: str) -> str:
    """Syllables whose initial is written alike in both systems (l, m, n, f, h, s, w, y)."""
    initial, final = syllable[:1], syllable[1:]
    return initial + WADE_FINALS.get(final, final)
