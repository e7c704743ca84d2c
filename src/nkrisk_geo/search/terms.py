"""Search terms: the strings with which to look for a zone in a database that knows no gazetteer.

A term is a name of a place in the zone (Chinese, romanized, Korean, Russian, former,
misspelt), a postcode or its prefix, a telephone code, a UN/LOCODE. How far to trust it is
its *specificity*: the share of the places it can mean, weighted by how often addresses
name them, that lie in the zone. JILIN means the province and a city in it: 1 for the zone
`jilin`; CHAOYANG means a prefecture in Liaoning, but more often a district of Beijing.

    >>> found = search_terms("yanbian")
    >>> [term.text for term in found if term.unit == "222404"][:3]
    ['珲春市', '珲春', 'HUNCHUN']
    >>> len(found) >= 100
    True

Specificity is a prior from the gazetteer, not a measured precision: a street may
bear the name of any town. Two-letter abbreviations (JL, LN) and single characters
(吉, 辽) are given only when `kinds` asks for them: JL. is Jalan in Indonesia, LN a
lane. What is found is a place, never evidence about a person or a firm.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import ABROAD as ABROAD_KINDS
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.gazetteer.names import SCRIPTS
from nkrisk_geo.model import SearchTerm
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint, nearest
from nkrisk_geo.search.code_terms import code_terms
from nkrisk_geo.search.specificity import KOREAN, Specificity
from nkrisk_geo.search.spelling import (
    SCRIPT_NAMES,
    script_of,
    split_generics,
    syllables,
)

LONGEST_ABBREVIATION = 3
KINDS = (
    "name", "short", "romanized", "postcode", "phone", "foreign", "former", "crossing",
    "area", "township", "locode", "city", "misspelling", "generated", "abbreviation",
)  # fmt: skip
"""Kinds of terms, the most useful first."""

_KINDS = {
    NameKind.FULL: "name", NameKind.SHORT: "short",
    NameKind.ROMANIZED: "romanized", NameKind.FOREIGN: "foreign",
    NameKind.FORMER: "former", NameKind.ABBREVIATION: "abbreviation",
    NameKind.CODE: "locode", NameKind.GENERATED: "generated",
    NameKind.MISSPELT: "misspelling", **dict.fromkeys(ABROAD_KINDS, "city"),
    NameKind.RENAMED: "former",
}  # fmt: skip

Meanings = list[tuple[int, int]]
"""Units that a name means, each with the kind of name that it is there."""

_LEVELS = (
    "country",
    "province",
    "prefecture",
    "county",
    "area",
    "crossing",
    "township",
)


_SMALL = ("township", "area", "crossing")
"""Levels whose usual names are a kind of terms of their own."""
_BEFORE = ("город", "уезд", "г")
"""Russian words for a town and a county that squeezed names have run into."""
_LONGEST_WORD = 20
"""A longer run of letters is a name of several words whose spaces are lost."""


def search_terms(
    zone: str,
    *,
    scripts: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    min_specificity: float = 0.0,
    limit: int | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[SearchTerm, ...]:
    """The strings worth searching for a zone, the most useful first.

    Args:
        zone: id of a zone (`yanbian`, `dprk-border`) or adcode of a division.
        scripts: only these of `SCRIPT_NAMES`.
        kinds: only these of `KINDS`; without it all but abbreviations.
        min_specificity: leave out terms below it.
        limit: at most so many.
        gazetteer: another gazetteer than the packaged one.

    Raises:
        InputError: an unknown zone, script or kind; the message names the nearest one.
    """
    gazetteer = gazetteer or Gazetteer.default()
    _check("script", scripts or (), SCRIPT_NAMES)
    _check("kind", kinds or (), KINDS)
    usual = frozenset(KINDS) - {"abbreviation"}
    wanted = usual if kinds is None else frozenset(kinds)
    finder = _Finder(gazetteer, _members(gazetteer, zone))
    every = sorted(finder.terms(), key=finder.usefulness, reverse=True)
    # The most useful of several terms with one text comes last, and stays.
    found = {
        (term.text, term.script): term
        for term in every
        if term.kind in wanted
        and (scripts is None or term.script in scripts)
        and term.specificity >= min_specificity
    }
    terms = sorted(found.values(), key=finder.usefulness)
    return tuple(terms[:limit])


def _check(
    what: str,
    given: Iterable[str],
    known: tuple[str, ...],
) -> None:
    for name in given:
        if name not in known:
            there = f"there are {', '.join(known)}"
            raise InputError(
                f"there is no {what} {name!r}; {hint(name, known, there, least=40)}"
            )


def _members(gazetteer: Gazetteer, zone: str) -> frozenset[int]:
    """Numbers of the units that make up a zone."""
    ids = {known.id: known.members for known in gazetteer.zones}
    codes = ids.get(zone, (zone,))
    if all(code in gazetteer.number for code in codes):
        return frozenset(gazetteer.number[code] for code in codes)
    names = {
        gazetteer.names_en[gazetteer.number[code]].lower(): code
        for code in gazetteer.number
        if code.isdigit() and len(code) == 6
    }
    near = nearest(zone, [*ids, *names])
    meant = (
        f"did you mean {near if near in ids else names[near]!r}?"
        if near
        else f"zones are {', '.join(ids)}"
    )
    raise InputError(f"there is no zone {zone!r} and no place with this code; {meant}")


class _Finder:
    """The terms of one zone."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        members: frozenset[int],
    ) -> None:
        self._gazetteer = gazetteer
        self._specificity = Specificity(gazetteer, members)

    def terms(self) -> Iterator[SearchTerm]:
        """All terms, in no particular order."""
        yield from self._names()
        yield from code_terms(self._gazetteer, self._specificity)

    def usefulness(
        self,
        term: SearchTerm,
    ) -> tuple[float | str, ...]:
        """Sort key: trusted terms first, then by kind and level, heavy units before light ones."""
        unit = self._gazetteer.number[term.unit]
        level = self._gazetteer.levels[unit]
        fineness = _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)
        doubt = 0.0 if term.specificity >= 0.5 else 1.0
        return (
            doubt,
            KINDS.index(term.kind),
            fineness,
            -self._gazetteer.prior_weight[unit],
            term.unit,
            term.text.count(" "),
            len(term.text),
            term.text,
        )

    # --- names ------------------------------------------------------------------------

    def _names(self) -> Iterator[SearchTerm]:
        """Every name of a unit in the zone, in all its spellings."""
        for script in SCRIPTS:
            for number, name in enumerate(self._gazetteer.names[script]):
                meanings = self._gazetteer.meanings(script, number)
                inside = [
                    (unit, kind)
                    for unit, kind in meanings
                    if self._specificity.is_inside(unit) and kind in _KINDS
                ]
                if inside:
                    yield from self._spelt(name, script, meanings, inside)

    def _spelt(
        self,
        name: str,
        script: str,
        meanings: Meanings,
        inside: Meanings,
    ) -> Iterator[SearchTerm]:
        """The terms of one name."""
        # Numbers decide between meanings of one weight, so that their order counts for nothing.
        unit, kind = max(
            inside,
            key=lambda found: (self._specificity.weight(*found), -found[1], -found[0]),
        )
        share, others = self._specificity.share(meanings)
        level = self._gazetteer.levels[unit]

        # Names of townships are many and repeat: one that says anything else too is not looked for.
        is_renamed = NameKind(kind) is NameKind.RENAMED
        if level == "township" and (share < 1.0 or is_renamed or len(name) < 2):
            return

        # GeoNames gives former names too, without saying so.
        is_former = kind == NameKind.FOREIGN and (unit, NameKind.FORMER) in inside
        # A former name that is something else today (PORT
        # ARTHUR) weighs like an abbreviation without being one.
        is_former |= (
            kind == NameKind.ABBREVIATION
            and script == "latin"
            and len(name) > LONGEST_ABBREVIATION
        )
        word = "former" if is_former else _KINDS[NameKind(kind)]
        if word == "locode" and level == "province":
            word = "abbreviation"  # ISO 3166-2
        if word in ("name", "short", "romanized") and level in _SMALL:
            word = level
        if len(name) < 2 or (script == "latin" and len(name) < 4):
            word = "abbreviation"
        if name in KOREAN:
            meant = self._gazetteer.judgement[f"Korean name: {name}"]
            share = min(share, meant)
            others = (KOREAN[name], *others)[:3]

        code = self._gazetteer.codes[unit]
        for text in self._spellings(name, script, word, unit):
            yield SearchTerm(text, word, script_of(text), code, share, others)

    def _spellings(
        self,
        name: str,
        script: str,
        word: str,
        unit: int,
    ) -> Iterator[str]:
        """How a name is written.

        Latin letters are in capitals, with the spaces and, for pinyin, cut into syllables.
        """
        if script == "han":
            yield name
        elif word == "locode":
            yield name.upper()
            yield f"{name[:2]} {name[2:]}".upper()
        elif script_of(name) != "latin":
            # "City of Dandong" run together finds nothing that the bare name does not find.
            if not any(
                name.removeprefix(word) in self._gazetteer.numbers[script]
                for word in _BEFORE
                if name.startswith(word)
            ):
                yield split_generics(name).title()
        else:
            usual = self._gazetteer.names_en[unit]
            is_usual = "".join(filter(str.isalnum, usual.lower())) == name
            text = (usual if is_usual else split_generics(name)).upper()
            if max(map(len, text.split())) <= _LONGEST_WORD or word == "area":
                yield text
            if is_usual and "'" in usual:
                yield name.upper()
            if word == "abbreviation" and re.fullmatch("cn[a-z]{2}", name):
                yield f"CN-{name[2:].upper()}"
            short = re.sub(r"[省市县区镇乡]$|街道$", "", self._gazetteer.names_zh[unit])
            if word in ("romanized", "township") and (
                cut := syllables(name, len(short))
            ):
                yield " ".join(cut).upper()
