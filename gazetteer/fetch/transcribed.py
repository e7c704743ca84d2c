"""What Korean and Japanese texts call China's divisions, by rule.

A Korean text has a Chinese name in one of two forms: its characters as Korea reads them (흑룡강성 하얼빈시 남강구), which
Chinese Koreans and older texts write, and the Mandarin sounds in Hangul (헤이룽장성 난강구), which is the South's
standard. All divisions are here, because 조양구 of Beijing is read like 조양구 of Changchun, and 금강구 of Chengdu like a
county of the DPRK. Of the others' counties only the forms with their generic are taken.

The north-east's own divisions are here in two further forms: their Sino-Korean names romanized (Tomun, Yongjeong), and
as Japan writes and reads them (図們, トモン, ともん). Unihan has the readings. All is marked `generated`; what a person wrote
down goes first.

Run as `python -m fetch.transcribed` from `gazetteer/`, after divisions and names.
"""

from __future__ import annotations

import bz2
import re
from collections.abc import Iterator, Mapping
from functools import cache

from fetch.characters import opencc
from fetch.hangul import mandarin, mccune, revised, softened
from fetch.names import HEADER, OURS, Name, by_rule, fold, table
from fetch.upstream import folder, pins, write_table

KOREAN_GENERICS = {
    "市": "시",
    "区": "구",
    "县": "현",
    "旗": "기",
    "州": "자치주",
    "盟": "맹",
    "省": "성",
    "地区": "지구",
}
REGION = "自治区"
HIDDEN = "特别行政区"
"""Not read in Korean: 홍콩 and 마카오 are the names."""
TRADITIONAL = {
    "后": "后",
    "里": "里",
    "台": "臺",
    "余": "余",
    "于": "于",
    "丰": "豐",
    "松": "松",
    "云": "雲",
    "卢": "盧",
}
"""Where a simplified character stands for several: the one that is in names of places."""
PREFERRED_KOREAN = dict(
    pair.split("=")
    for pair in (
        "丹=단 沈=심 葫=호 喀=객 于=어 牡=목 邯=한 郸=단 圳=천 洱=이 滁=저 莆=보 潍=유 菏=하 榆=유 峪=욕 "
        "坝=패 埔=포 尚=상 屏=병 荔=려 滦=란 婺=무 崂=로 沭=술 郾=언 翠=취 鄯=선 琊=야 赣=공 嵊=승 郓=운 "
        "鄄=견 邛=공 什=십 岚=람 鲅=발 箐=청 盱=우 诸=제 黟=이 茌=치 瀍=전 郏=겹 渑=민 浉=사 硚=교 秭=자 "
        "浠=희 溆=서 碚=배 蒗=랑 勐=맹 鄠=호 苏=소 奇=기 都=도 "
    ).split()
)
"""Readings that are usual in names of places, where schools teach another first or none."""
SHORTEST_LATIN = 5
"""Letters of a romanized name: Ando and Anto are names of people and towns elsewhere."""


def unihan(part: str, field: str) -> dict[str, list[str]]:
    """What a field of a part of Unihan has for each character."""
    path = folder("unicode-data") / f"usr/share/unicode/Unihan_{part}.txt.bz2"
    found: dict[str, list[str]] = {}
    for line in bz2.decompress(path.read_bytes()).decode("utf8").splitlines():
        if f"\t{field}\t" in line:
            code, _, value = line.split("\t")
            found[chr(int(code[2:], 16))] = value.split()
    return found


@cache
def traditional() -> Mapping[str, str]:
    """Simplified to traditional characters, the first candidate."""
    return {
        **{key: value for key, value in opencc("STCharacters") if len(key) == 1},
        **TRADITIONAL,
    }


@cache
def japanese_forms() -> Mapping[str, str]:
    """Traditional characters to those that Japan writes."""
    return {old: new for old, new in opencc("JPVariants") if len(old) == 1}


@cache
def korean_readings() -> Mapping[str, str]:
    """Of each traditional character the Korean reading that schools teach, else the first."""
    found = {}
    for sign, several in unihan("Readings", "kHangul").items():
        taught = [value for value in several if "E" in value.partition(":")[2]]
        sounds = [value.partition(":")[0] for value in taught or several]
        whole = {softened(sound): sound for sound in sounds if softened(sound) != sound}
        found[sign] = whole.get(
            sounds[0], sounds[0]
        )  # 락 and not 낙, which it is at the head of a word only
    return found


@cache
def variants() -> Mapping[str, list[str]]:
    """Other forms of each character: 鎭 of 鎮, which Korea prints."""
    found: dict[str, list[str]] = {}
    for field in (
        "kZVariant",
        "kSemanticVariant",
        "kSimplifiedVariant",
        "kTraditionalVariant",
    ):
        for sign, several in unihan("Variants", field).items():
            for each in several:
                other = chr(int(each.partition("<")[0][2:], 16))
                found.setdefault(sign, []).append(other)
                found.setdefault(other, []).append(sign)
    return found


def sino_korean(name: str) -> str | None:
    """A Chinese name as Korea reads its characters; None where one of them is not read there."""
    read = [*map(_korean, name)]
    return "".join(sign for sign in read if sign) if all(read) else None


def _korean(sign: str) -> str | None:
    """The Korean reading of a character, or of another form of it."""
    old, known = traditional().get(sign, sign), korean_readings()
    forms = (old, sign, *variants().get(old, ()), *variants().get(sign, ()))
    return PREFERRED_KOREAN.get(sign) or next(
        (known[form] for form in forms if form in known), None
    )


# ── Japanese ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ",
    "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド",
    "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_KANA = {
    **{
        row + vowel: kana
        for row, signs in _ROWS.items()
        for vowel, kana in zip("aiueo", signs, strict=True)
    },
    **{
        "ya": "ヤ",
        "yu": "ユ",
        "yo": "ヨ",
        "wa": "ワ",
        "shi": "シ",
        "chi": "チ",
        "tsu": "ツ",
        "fu": "フ",
        "ji": "ジ",
        "n": "ン",
    },
}
_GLIDES = {
    "ky": "キ",
    "sh": "シ",
    "ch": "チ",
    "ny": "ニ",
    "hy": "ヒ",
    "my": "ミ",
    "ry": "リ",
    "gy": "ギ",
    "j": "ジ",
    "by": "ビ",
    "py": "ピ",
}
_SMALL = {"a": "ャ", "u": "ュ", "o": "ョ"}
_SOUND = re.compile(
    "(?:(ky|sh|ch|ny|hy|my|ry|gy|j|by|py)([auo]))|(tsu|shi|chi|fu|ji|y[auo]|wa|[kstnhmrgzdbp]?[aiueo]|n)"
)


def katakana(romaji: str) -> str:
    """A reading of Unihan in katakana.

    >>> katakana("CHOU") + katakana("SHUN"), katakana("EN") + katakana("KITSU")
    ('チョウシュン', 'エンキツ')
    """
    written = ""
    for glide, vowel, plain in _SOUND.findall(romaji.lower()):
        written += _GLIDES[glide] + _SMALL[vowel] if glide else _KANA[plain]
    return written


def hiragana(kana: str) -> str:
    """The same in hiragana."""
    return "".join(chr(ord(sign) - 0x60) for sign in kana)


def shinjitai(name: str) -> str:
    """A Chinese name in Japan's characters.

    >>> shinjitai("沈阳市"), shinjitai("图们市"), shinjitai("铁岭市")
    ('瀋陽市', '図們市', '鉄嶺市')
    """
    old = [traditional().get(sign, sign) for sign in name.replace("沈阳", "瀋阳")]
    return "".join(japanese_forms().get(sign, sign) for sign in old)


def japanese() -> Iterator[Name]:
    """図們市, トモン, ともん for each division of the north-east."""
    source = f"Unihan (unicode-data {pins()['unicode-data']['version']}) and OpenCC: characters and first on reading"
    known = unihan("Readings", "kJapaneseOn")
    for row in table("cc-by", "divisions"):
        if not row["code"].startswith(OURS):
            continue
        yield by_rule(row["code"], shinjitai(row["name_zh"]), "ja", "japanese", source)
        sounds = [
            known.get(traditional().get(sign, sign)) or known.get(sign)
            for sign in row["short_zh"]
        ]
        if all(sounds):
            kana = "".join(katakana(several[0]) for several in sounds if several)
            yield by_rule(row["code"], kana, "ja", "japanese", source)
            yield by_rule(row["code"], hiragana(kana), "ja", "japanese", source)


# ── Korean ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def korean() -> Iterator[Name]:
    """Sino-Korean names, as Chinese Koreans and as the South write them, and the South's transcription."""
    source = (
        f"Unihan (unicode-data {pins()['unicode-data']['version']}): Korean readings"
    )
    orthography = "Loanword Orthography of South Korea, table 5"
    for row in table("cc-by", "divisions"):
        if row["name_zh"].endswith(HIDDEN):
            continue
        read = sino_korean(row["short_zh"])
        for form in dict.fromkeys([read, softened(read)] if read else []):
            yield from _with_generic(row, form, "korean", source)
        yield from _with_generic(
            row, mandarin(row["pinyin"].split()), "korean_south", orthography
        )


def _with_generic(
    row: dict[str, str], stem: str, kind: str, source: str
) -> Iterator[Name]:
    """The forms of a name that are taken: of a county elsewhere only that with its generic."""
    full = row["name_zh"]
    generic = KOREAN_GENERICS.get(full[-2:]) or KOREAN_GENERICS.get(full[-1], "")
    generic = "자치구" if full.endswith(REGION) else generic
    whole = full == row["short_zh"]  # 义县 is 의현
    if row["level"] != "county" and len(stem) > 1:
        yield by_rule(row["code"], stem, "ko", kind, source)
    if whole and kind == "korean":
        yield by_rule(row["code"], stem, "ko", kind, source)
    elif generic and not whole:
        yield by_rule(row["code"], stem + generic, "ko", kind, source)


def romanized() -> Iterator[Name]:
    """Tomun, Domun, Yongjeong: the Korean names of the north-east in the two romanizations."""
    seen = set()
    sounds = {fold(row["name_en"]) for row in table("cc-by", "divisions")}
    for row in table("facts", "names"):
        if (
            row["kind"] != "korean"
            or row["script"] != "Hang"
            or not row["unit"].startswith(OURS)
        ):
            continue
        if (
            not row["unit"].isdigit()
            or len(row["unit"]) != 6
            or row["name"].endswith(tuple("시구현성주"))
        ):
            continue
        for form in dict.fromkeys([row["name"], softened(row["name"])]):
            for how, name in (
                ("Revised Romanization", revised(form)),
                ("McCune-Reischauer", mccune(form)),
            ):
                key = row["unit"], fold(name)
                if (
                    key not in seen
                    and len(fold(name)) >= SHORTEST_LATIN
                    and fold(name) not in sounds
                ):
                    seen.add(key)
                    yield by_rule(
                        row["unit"], name, "ko", "korean_latin", f"{how} of {form}"
                    )


def collected() -> list[Name]:
    """Every name once for its unit, and none that the other tables have."""
    seen = {(row["unit"], fold(row["name"])) for row in table("facts", "names")}
    names = []
    for name in (*japanese(), *korean(), *romanized()):
        key = (name.unit, fold(name.name))
        if key not in seen:
            seen.add(key)
            names.append(name)
    return sorted(names)


def main() -> None:
    """Write `facts/names_transcribed.csv`."""
    names = collected()
    write_table("facts", "names_transcribed", HEADER, names)


if __name__ == "__main__":
    main()
