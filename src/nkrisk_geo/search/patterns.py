"""Search terms as one regular expression, to be matched without regard to case.

The expression is plain enough for Python, RE2 (DuckDB, BigQuery), PostgreSQL, ICU (MySQL)
and Java: no look-around, no backslash, no `*` or `+`, and no quantifier around another,
so that a search takes time in proportion to the text. What follows from it: a hit may
take in the character before and after a name, which tells that no letter goes on there.

- Chinese, Japanese and Korean have no boundaries; a Chinese character also stands for its
  traditional forms (`[东東]`). A name without its generic must not be followed by 路, 街, 东路,
  大街 and the like, for most large cities have a 丹东路, nor by a generic with which it is not
  among the terms: 朝阳 is no 朝阳区.
- Latin and Cyrillic names must not go on with a letter of theirs. Blanks, hyphens, full stops
  and apostrophes may stand between syllables and words: DANDONG, DAN DONG, DAN-DONG. A word
  such as CITY may be stuck to the end: DANDONGCITY.
- A postcode is six digits, whatever the length of the prefix. A telephone number is an area
  code with digits behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from nkrisk_geo.model import SearchTerm
from nkrisk_geo.search.spelling import variants

if TYPE_CHECKING:
    from nkrisk_geo.gazetteer.gazetteer import Gazetteer

GAP = "[ .'’-]{0,2}"
"""What may stand between two syllables or words. No comma: AN, TU are two things."""

STUCK = (
    "CITY", "SHI", "COUNTY", "XIAN", "DISTRICT", "DIST", "QU", "PROVINCE",
    "PROV", "SHENG", "PREFECTURE", "ZHOU", "TOWN", "ZHEN", "CHINA",
)  # fmt: skip
"""Words that writers run into the name before them."""

_LATIN, _CYRILLIC, _DIGIT = "A-Za-z", "А-Яа-яЁё", "0-9"
_ROAD, _SIDES, _GREAT = "路街", "东西南北中東", "大"
_OTHER = "区區市县縣镇鎮乡鄉村屯"
_GENERIC = ("街道", *"省市州区县旗镇乡村场局园港")
"""Ends of Chinese names that no road is named with."""
_META = re.compile(r"[][(){}.*+?^$|\\]")
# A syllable ends before a consonant, or a pair of letters
# for one, that a vowel follows: TUN HUA, HUN CHUN, DAN DONG.
_ONSET = re.compile(
    r"(?<=[AEIOUYNGRH])(?=(?:[ZCS]H|TS|TZ|[BCDFGHJKLMNPQRSTWXYZ])[AEIOUÜ])"
)

Atoms = tuple[str, ...]
"""A term, cut into the pieces of an expression that match one character or a gap each."""


def pattern(
    terms: Iterable[SearchTerm],
    *,
    gazetteer: Gazetteer | None = None,
) -> str:
    """The expression that finds any of the terms; one that finds nothing where there are none."""
    from nkrisk_geo.gazetteer.gazetteer import (
        Gazetteer,  # `--help` lists dialects, and loads no gazetteer for that
    )

    characters = variants((gazetteer or Gazetteer.default()).characters)
    words: dict[str, set[Atoms]] = {"latin": set(), "cyrillic": set()}
    kinds: dict[str, set[Atoms]] = {"digits": set(), "bare": set(), "whole": set()}

    for term in terms:
        if term.script == "digits":
            kinds["digits"].add(_number(term))
        elif term.script in ("latin", "cyrillic"):
            words[term.script].add(tuple(term.text.split()))
        else:
            is_bare = term.script == "han" and not term.text.endswith(_GENERIC)
            atoms = tuple(characters.get(char, literal(char)) for char in term.text)
            kinds["bare" if is_bare else "whole"].add(atoms)

    stuck = f"(?:{'|'.join(STUCK)}|)"
    bare = _without_longer(kinds["bare"])
    parts = (
        _bound(
            _alternatives(map(_word, _without_longer(words["latin"]))), _LATIN, stuck
        ),
        _bound(_alternatives(kinds["digits"]), _DIGIT),
        _bound(
            _alternatives(map(_word, _without_longer(words["cyrillic"]))), _CYRILLIC
        ),
        _alone(_alternatives(bare)),
        _alternatives(_without_longer(kinds["whole"], bare)),
    )
    # An empty expression would find everything; this one asks for a beginning behind a letter.
    return "|".join(filter(None, parts)) or "[^ -~]{0}x^"


def literal(text: str) -> str:
    """A text that stands for itself, in all dialects without a backslash.

    >>> literal("A.B")
    'A[.]B'
    """
    return _META.sub(
        lambda found: f"[{found[0]}]" if found[0] not in "^\\" else f"\\{found[0]}",
        text,
    )


def _bound(
    inner: str,
    letters: str,
    behind: str = "",
) -> str:
    """The alternatives where no such letter goes on before or behind them."""
    return f"(?:^|[^{letters}])(?:{inner}){behind}(?:[^{letters}]|$)" if inner else ""


def _word(words: Atoms) -> Atoms:
    """A name, with gaps where a blank or an apostrophe stands.

    In one of a single word there are gaps between its syllables too.
    """
    text = _ONSET.sub(" ", words[0]) if len(words) == 1 else " ".join(words)
    parts = [part for part in re.split(r"[ '’.-]+", text) if part]
    atoms = [atom for part in parts for atom in (GAP, *map(literal, part))]
    # The first gap stands before the name.
    return tuple(atoms[1:])


def _number(term: SearchTerm) -> Atoms:
    """A postcode filled up to six digits, or an area code as it begins a telephone number."""
    digits = "".join(filter(str.isdigit, term.text))
    if term.kind == "postcode":
        return (*digits, *["[0-9]"] * (6 - len(digits)))

    gap = "[ ().-]{0,3}"
    # Without the country's 86 the zero has to stand; with it, it may.
    area: Atoms = tuple(digits)
    if not digits.startswith("0"):
        area = ("8", "6", gap, "0{0,1}", *digits[2:])
    return (*area, gap, "[0-9]{3}", gap, "[0-9]{3,5}")


def _without_longer(
    terms: Iterable[Atoms], shorter: Iterable[Atoms] = ()
) -> set[Atoms]:
    """The terms, by characters or by words, that contain no other one.

    The others find nothing more. One of `shorter` counts only where no character follows in
    the term that would make it the name of something else.
    """
    kept, bare = set[Atoms](), frozenset(shorter)

    # Short ones first, so that whatever a term may contain has been kept or left out before it.
    for term in sorted(terms, key=lambda atoms: (len(atoms), atoms)):
        if not any(
            part in kept or (part in bare and not _is_of_other(after))
            for part, after in _stretches(term)
        ):
            kept.add(term)

    return kept


def _stretches(term: Atoms) -> Iterator[tuple[Atoms, Atoms]]:
    """Each stretch of a term, and the one atom behind it."""
    for end in range(1, len(term) + 1):
        behind = term[end : end + 1]
        for start in range(end):
            yield term[start:end], behind


def _is_of_other(atoms: Atoms) -> bool:
    return bool(atoms) and any(
        char in _ROAD + _SIDES + _GREAT + _OTHER for char in atoms[0]
    )


def _alone(inner: str) -> str:
    """The alternatives where they name neither a road nor another division.

    Roads are 丹东路, 朝阳大街, 和平南路; another division is 朝阳区.
    """
    great = f"[{_GREAT}](?:[^{_ROAD}]|$)"
    side = f"[{_SIDES}](?:[^{_ROAD}{_GREAT}]|{great}|$)"
    return (
        f"(?:{inner})(?:[^{_ROAD}{_OTHER}{_GREAT}{_SIDES}]|{great}|{side}|$)"
        if inner
        else ""
    )


# --- alternatives that share their beginnings -----------------------------------------

_Tree = dict[str, "_Tree"]
_END = ""


def _alternatives(terms: Iterable[Atoms]) -> str:
    """Terms as alternatives, their common beginnings written once."""
    tree: _Tree = {}
    for term in sorted(terms):
        node = tree
        for atom in term:
            node = node.setdefault(atom, {})
        node[_END] = {}
    return _write(tree)


def _write(tree: Mapping[str, _Tree]) -> str:
    """A tree as an expression.

    An end that has branches beside it is an empty alternative behind them.
    """
    branches = [
        f"{atom}{_group(below)}" for atom, below in sorted(tree.items()) if atom != _END
    ]
    return "|".join([*branches, ""] if _END in tree and branches else branches)


def _group(tree: Mapping[str, _Tree]) -> str:
    written = _write(tree)
    return f"(?:{written})" if len(tree) > 1 else written
