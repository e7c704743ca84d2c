"""Short lists of words that a rule of the grammar asks for: `gazetteer/facts/word_lists.csv`.

What a single word makes of the name before it stands in `gazetteer/facts/words.csv`.
Here are the lists that one rule each reads, and what they are for; a list that no
rule reads, or that has no words, is an error when the gazetteer is built or loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nkrisk_geo.gazetteer.address_words import ADDRESS_CHARACTERS, ADDRESS_LISTS

LISTS = {
    "mountain or river": (
        "features that begin like a division: 长白山 is not in 长白, 图们江 not in 图们"
    ),
    "mountain that is land": (
        "mountains that stand for the land around them where nothing follows: 吉林省长白山"
    ),
    "behind a country's name": (
        "an ethnic group, a street, a cuisine: 朝鲜族 is a Chinese word for Chinese "
        "citizens"
    ),
    "end of a name": (
        "characters; behind them a short name with its generic is one, and no end of "
        "a longer word (瓯北镇)"
    ),
    "side": (
        "characters; a road that is called by two of them alone names none: 义县东北街 is "
        "in Yixian"
    ),
    "part of town": (
        "characters that may stand before the word for a main street: 柳河东大街"
    ),
    "town of a commandery": (
        "characters for what towns and villages of Japanese and Korean 郡 are called"
    ),
    "Japanese number": "what numbers blocks and houses in Japan, and not in China: 2丁目",
    "Chinese below a city": (
        "characters that stand behind a city in Chinese addresses, and hardly in "
        "Japanese ones"
    ),
    "class of highway": (
        "characters for what 道 a highway is: behind G201国道 a name opens"
    ),
    "begins names as often as roads": (
        "characters of roads and buildings with which a name may begin: 沈阳|道义, 大连|花园口"
    ),
    "main street": "a town's main street has the name of the town: 柳河大街",
    "goods": (
        "what places are famous for, and shops elsewhere have in their names: 丹东草莓 is "
        "sold in every city"
    ),
    "legal form": (
        "what a firm has in its name that is registered where its name says: "
        "丹东海鲜食品有限公司"
    ),
    "Korean particle": "what may stand behind a name in its word: 단동에서",
    "sign of a Korean company": "what marks a name as part of a firm's: (주)대련",
    "water": (
        "characters; with a bank behind them they are no name's: 江路 is a road along "
        "the river"
    ),
    "bank": "characters for what lies along a river",
    "numeral": "characters that # stands for in the words of one region",
    "behind a word that is no quarter": (
        "characters; 社 alone is a group of a village, 社区 and 社会 are not"
    ),
    "generic of Chinese and Korean names": "what a name ends in that has its generic",
    "Korean generic of cities": (
        "of cities, provinces and counties; before others a city's name is that of a "
        "quarter: NAMPO-DONG"
    ),
    "Korean generic of roads": (
        "in Hangul; 로 is a particle too and has to have its number: 금강로 12"
    ),
    "pinyin generic": (
        "generics that are written as one word with a name, or cut off it: DANDONGSHI"
    ),
    "pinyin of roads": "those of them that are of roads",
    "word for China": "what stands behind a province or city for the country",
    "country code that is no word": (
        "codes that need nothing before them, being no word and no suffix"
    ),
    "acronym of a country": (
        "names of three letters that are written with full stops, and so have to be "
        "found across tokens"
    ),
    **ADDRESS_LISTS,
}
"""What each list is for, in the order of their numbers in the engine."""
CHARACTERS = frozenset(
    {
        "end of a name", "side", "part of town", "town of a commandery", "Chinese below a city",
        "class of highway", "begins names as often as roads", "water", "bank", "numeral",
        "behind a word that is no quarter", *ADDRESS_CHARACTERS,
    }
)  # fmt: skip
"""Lists of single characters, however many stand in a row of the table."""


def faults(lists: Mapping[str, Iterable[str]]) -> list[str]:
    """What is wrong with lists of words."""
    empty = [name for name in LISTS if not [*lists.get(name, ())]]
    unread = [name for name in lists if name not in LISTS]
    found = [f"{name!r} has no words" for name in empty]
    return found + [f"nothing reads {name[:60]!r}" for name in unread]
