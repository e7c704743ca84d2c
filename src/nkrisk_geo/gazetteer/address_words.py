"""The lists of words by which addresses are taken apart.

They are rows of `gazetteer/facts/word_lists.csv`, most of them patterns. Where a list is one of
patterns, a row is gone through character by character (`patterns.c` of `src/engine`):

    [东西]?路       one of some characters or none      [^东]路     any character but some
    ..区           any characters                     (经济|高新)?区   one of some words or none
    [一二三]+路     one or more of them                 城![东西]   城 where neither of these is behind it

A blank stands for any white space. What ends a name in an address (路, 大厦) and
what a number counts (号楼, 室) are rows of `gazetteer/facts/address_words.csv`:
sets `address` and `count`, with classes of `CLASSES`.
"""

from __future__ import annotations

from nkrisk_geo.gazetteer.vocabulary import LABELS

CLASSES = (
    *LABELS,
    "park",
    "section",
    "relation",
    "noise",
    "part",
    "lane",
    "street",
    "number",
)
"""What a word of an address can be, by number; in C they are called `WORD_…`."""
ADDRESS_LISTS = {
    "name and what is no generic": (
        "the last character of a name and the one behind it that make one word: 丹东市场 "
        "is no 丹东市"
    ),
    "office": (
        "what a county or town has one of, so that its name belongs to it: 振兴区人民法院"
    ),
    "named after a place": (
        "what makes one name with the place right before it: 杭州湾, 温州城, 凤城塘路, 凤城家园"
    ),
    "below the divisions": (
        "characters; behind them another address begins or a name goes on"
    ),
    "organization": (
        "words of an organization: the place before them is part of its name"
    ),
    "no county": (
        "what ends like a county and is none: part of an estate (样例六区), a zone"
    ),
    "unnamed": "what forms write where no county is chosen",
    "zone behind its county": (
        "what makes a zone of a county's name without its generic: 振兴开发区"
    ),
    "generic behind a division": "what belongs to a name with its generic",
    "generic of a division": "what a name ends in that says that it is a division",
    "no county before": (
        "what makes the name before it one of something else than a county: 绍兴人民路"
    ),
    "no town before": "… than a town: 萧山区城南路",
    "generic of a town": (
        "generics under which the gazetteer may know a town that a text names without"
    ),
    "generic of another town": (
        "the generic of a town that the gazetteer knows under another one"
    ),
    "division in full": "what ends the name of a division in full",
    "Chinese numeral": "characters of numbers in words",
    "before a number": "characters; 第8, 附3",
    "counts a Chinese numeral": (
        "words behind a Chinese numeral that make it a number and not a part of a "
        "name (文一路, 三元里)"
    ),
    "road behind a count": "what makes a road of it after all: 三号路",
    "behind no count": "what makes a name of a number and the word behind it: 3号线",
    "before a telephone number": "what a telephone number is called",
    "in a telephone number": "characters beside its digits",
    "post box": "post boxes with their numbers",
    "floors": "floors that have no number, or are below the ground",
    "company": "what the name of a company has in it",
    "road behind a name": "what makes a road of the generic word before it: 文化市场路",
    "behind no generic": (
        "what makes the generic word before it a part of another word: 路口, 村委会"
    ),
    "before a section": (
        "characters; what a section is one of, and what a park beside a county has "
        "near it"
    ),
    "end of a road": "characters; a number behind them is that of a house: 建设路8天酒店",
    "begins no county": (
        "what a county that the gazetteer does not know does not begin with"
    ),
    "before no county's generic": "characters; … nor has before its generic",
    "behind no county": "… nor behind it: 样例市场, 样例县中学",
    "romanized post box": "post boxes, up to their numbers",
    "romanized label of another thing": "what is no part of an address begins so",
    "romanized before a room": "words before what numbers a room: ROOM 502",
    "romanized behind a room": "words behind it: 502 SHI",
    "romanized before a floor": "words before the number of a floor: LEVEL 3",
    "romanized behind a floor": "words behind it: 3F, 3 LOU",
    "ordinal": "floors are numbered so",
    "end of an ordinal": "3RD FLOOR; 3RD by itself is no number of a house",
    "romanized before a building": "words before what numbers a building: BLDG 3",
    "romanized behind a building": "words behind it: 3 ZHUANG",
    "romanized building or east": "… where no road follows: DONG LU is the eastern one",
    "romanized before a house": "words before the number of a house: NO.18",
    "romanized behind a house": "words behind it: 18 HAO",
    "romanized road": "roads that may have a number: NO.18 ROAD",
    "mark that parts names": "characters that no name goes over, and a new line",
    "legal form behind a comma": (
        "what goes on with the name before the comma: HUAYANG, LTD"
    ),
}
"""What each list is for."""
ADDRESS_CHARACTERS = frozenset(
    {
        "below the divisions",
        "Chinese numeral",
        "before a number",
        "in a telephone number",
        "before a section",
        "end of a road",
        "before no county's generic",
        "mark that parts names",
    }
)
"""Those of single characters, however many stand in a row."""
