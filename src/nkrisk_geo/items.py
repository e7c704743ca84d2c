"""What the items of signatures say by themselves, each by its number.

An item is heard once: its voice (`nkrisk_geo.evidence`), the rule that gave it, how loud it is, and its traits, which say what
part it can play beside others. All of that is kept in arrays, so that signatures are heard many at once
(`nkrisk_geo.hearing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.atlas import IS_WIDE, LEVEL, Atlas
from nkrisk_geo.evidence import RULES, Evidence, Meanings, Named, Voices
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.grammar import Role
from nkrisk_geo.native import ordered
from nkrisk_geo.ragged import Floats, among, any_of, largest, stretches
from nkrisk_geo.signature import (
    FIELD_MASK,
    FIELDS,
    GENERIC_AT,
    GENERIC_MASK,
    NAME_AT,
    ROLE_AT,
    ROLE_MASK,
    unpack,
)
from nkrisk_geo.weights import IS_TOWN_KIND

ITEMS_SIZE = 1 << 16
"""Items that are kept; when there are more, all are forgotten before the next texts. 65,536 of real addresses take 19 MB."""

NAME, BESIDE, CODE = 1, 2, 4
CONTEXT = 8
CHINESE, ABROAD = 16, 32
FIRM, STATED, PLACE = 64, 128, 256
NORTH, SOUTH = 512, 1024
KOREAS = NORTH | SOUTH
FOLLOWS, LEADS, WIDE = 2048, 4096, 8192
POSTED = 16384
"""Traits: what an item is by itself, one bit each. Or-ed, those of all items say what there is in a signature.

    NAME, BESIDE, CODE      a name; a name said twice, a calling code or a point, which count with the names; another code
    CONTEXT                 what shows that a text is Chinese without naming a place: its characters, a registration number
    CHINESE, ABROAD         a name that speaks for China or a place in it; another country at the end
    FIRM, STATED, PLACE     a name of a firm or building; one of an address; one so plain that codes yield to it
    NORTH, SOUTH            all that it speaks for is in the DPRK; … in South Korea
    FOLLOWS, LEADS, WIDE    can yield to the division before it; can lead those behind it; says that it is a wide one
    POSTED                  a postcode, or digits that may be one
"""

_KIND_TRAITS = {
    "c": BESIDE,
    "g": BESIDE,
    "s": BESIDE,
    "2": BESIDE,
    "han": CONTEXT,
    "T": CODE | CONTEXT,
    "r": CODE | CONTEXT,
}
_RULE = {rule: number for number, rule in enumerate(RULES)}


def _among(*rules: str) -> Flags:
    """For each rule by number, is it one of these?"""
    return np.array([rule in rules for rule in RULES], np.bool_)


_OF_FIRMS = _among(
    "head of a company name", "name at the head", "inside a company or building name", "institution name"
)
_STATED = _among(
    "name with its generic", "name", "seat of a branch", "country", "country at the end", "field"
)
_NAME, _ABROAD = _RULE["name"], _RULE["country at the end"]
_LEADING = _among("name with its generic", "name", "zone name")
_WIDE_RULES = _among("name with its generic", "country", "country at the end")
_PLACES = _among("name with its generic", "name", "field")
_POSTED = np.array(["postcode" in rule for rule in RULES], np.bool_)
_OF_COMPANIES = np.array(
    [Role(role) in (Role.PLAIN, Role.LOOSE, Role.TYPED, Role.HEAD) for role in range(len(Role))], np.bool_
)
_TEXT, _CITY, _COMPANY, _PORT = map(FIELDS.index, ("text", "city", "company", "port"))
_OWN = np.array([field in ("city", "region", "country") for field in FIELDS], np.bool_)
_SAME = ~(ROLE_MASK << ROLE_AT)
"""Masks the role of an item: a name of a field is the same in any role."""


class Growing:
    """An array that grows at its end; `values` is what is in it."""

    def __init__(self, dtype: type[np.generic]) -> None:
        self._array: NDArray[np.generic] = np.empty(1024, dtype)
        self._count = 0

    def extend(self, values: NDArray[np.generic]) -> None:
        """Put values behind the others."""
        count = self._count + len(values)
        if count > len(self._array):
            self._array = np.concatenate(
                [self._array[: self._count], np.empty(2 * count - self._count, self._array.dtype)]
            )
        self._array[self._count : count] = values
        self._count = count

    @property
    def values(self) -> NDArray[np.generic]:
        """What is in it."""
        return self._array[: self._count]


class Heard(NamedTuple):
    """What some items say, a row for each item; see `Items`."""

    rule: Ints
    voices: Voices
    traits: Ints


class Items:
    """The items that have been heard. Not safe under threads by itself: whoever decides holds a lock.

    What is known of an item stands at its number in the columns `rule` (a number in `RULES`), `traits`, `loudness` (its largest
    weight) and `same` (equal for one name of a field in different roles). The rows of its voice, `counts` of them, begin at
    `starts` in the columns `units`, `weights` and `keys` (ascending over all rows).
    """

    def __init__(self, gazetteer: Gazetteer, atlas: Atlas) -> None:
        self._gazetteer, self._atlas = gazetteer, atlas
        self._evidence = Evidence(gazetteer, atlas)
        self._judgement = gazetteer.judgement
        self.loud = gazetteer.judgement["loud"]
        """Weight from which a voice can lead, and contradict."""
        provinces = atlas.level == LEVEL["province"]
        plain = [not name.endswith(("市", "特别行政区")) for name in gazetteer.names_zh]
        self._plain_province: Flags = provinces & np.array(plain)
        self._forget()

    def _forget(self) -> None:
        self._whole = False
        """Not while items are put in or out: who finds it so takes over from one that broke off, or from a fork."""
        self._numbers: dict[int | str, int] = {}
        self._items: list[int | str] = []
        self._columns = {
            name: Growing(np.float64 if name in ("loudness", "weights") else np.int64)
            for name in ("rule", "traits", "loudness", "same", "starts", "counts", "units", "weights", "keys")
        }
        self._whole = True

    def make_room(self) -> None:
        """Forget all items where they are too many. Numbers hold until then, so call it before texts and never among them."""
        if len(self._numbers) > ITEMS_SIZE or not self._whole:
            self._forget()

    def numbers(self, items: Sequence[int | str]) -> Ints:
        """The numbers of items, which are heard if they are new."""
        found = [*map(self._numbers.get, items)]
        if None in found:
            new = dict.fromkeys(item for item, number in zip(items, found, strict=True) if number is None)
            self._hear([item for item in new if isinstance(item, int)])
            self._hear_codes([item for item in new if isinstance(item, str)])
            found = [
                self._numbers[item] if number is None else number
                for item, number in zip(items, found, strict=True)
            ]
        return np.array(found, np.int64)

    def told(self, numbers: Ints) -> list[int | str]:
        """The items of numbers."""
        return [self._items[number] for number in numbers.tolist()]

    def ints(self, column: str) -> Ints:
        """A column of whole numbers."""
        found: Ints = self._columns[column].values  # type: ignore[assignment]
        return found

    def floats(self, column: str) -> Floats:
        """A column of weights."""
        found: Floats = self._columns[column].values  # type: ignore[assignment]
        return found

    def rows(self, items: Ints) -> tuple[Ints, Ints]:
        """The rows of the voices of items: (place in `items`, row in `units` and `weights`)."""
        return stretches(self.ints("starts")[items], self.ints("counts")[items])

    def reach(self, one: Ints, other: Ints) -> Flags:
        """For pairs of items, does a unit of the other lie in a unit of the first?"""
        pair, row = self.rows(one)
        unit, base, keys = self.ints("units")[row], other[pair] * len(self._atlas), self.ints("keys")
        first = np.searchsorted(keys, base + self._atlas.opens[unit])
        after = np.searchsorted(keys, base + self._atlas.closes[unit])
        return any_of(after > first, pair, len(one))

    # --- names -------------------------------------------------------------------------------------------------

    def _hear(self, items: Sequence[int]) -> None:
        """Keep what names say."""
        if not items:
            return
        packed = np.array(items, np.int64)
        han, field = (packed & 1).astype(np.bool_), packed >> 1 & FIELD_MASK
        role = packed >> ROLE_AT & ROLE_MASK
        role[(field == _COMPANY) & _OF_COMPANIES[role]] = Role.COMPANY
        named = Named(han, packed >> NAME_AT, role, packed >> GENERIC_AT & GENERIC_MASK)
        meanings = self._evidence.meanings(named)
        rule, voices = self._evidence.names(named, meanings)
        rule, voices = self._fielded(field, rule, voices)
        traits = self._traits(han, field, rule, voices, meanings)
        self._keep(items, Heard(rule, voices, traits), packed & _SAME)

    def _fielded(self, field: Ints, rule: Ints, voices: Voices) -> tuple[Ints, Voices]:
        """Voices as the column weighs them in which the names stand."""
        rule, voice, unit, weight = rule.copy(), voices.voice, voices.unit, voices.weight.copy()
        if not field.any():
            return rule, voices
        kept = ~(
            (field == _CITY)[voice] & self._plain_province[unit]
        )  # JILIN in a column for cities is the city
        kept |= ~any_of(kept, voice, len(rule))[voice]
        voice, unit, weight = voice[kept], unit[kept], weight[kept]
        port, own = field == _PORT, _OWN[field]
        rule[port], rule[own] = _RULE["port of loading"], _RULE["field"]
        capped = port[voice]
        weight[capped] = np.minimum(weight[capped], self._judgement.clue("port of loading"))
        top = np.maximum(largest(weight, voice, len(rule)), self._judgement.clue("name"))
        lift = np.where(own, np.maximum(0.0, self._judgement.clue("field") - top), 0.0)
        return rule, Voices(voice, unit, weight + lift[voice])

    def _traits(self, han: Flags, field: Ints, rule: Ints, voices: Voices, meanings: Meanings) -> Ints:
        """The traits that follow from the rule, the field and what the voice is about."""
        count, atlas = len(rule), self._atlas
        loudness = largest(voices.weight, voices.voice, count)
        chinese = any_of(atlas.in_china[voices.unit], voices.voice, count)
        about_china = any_of(voices.unit == CHINA, voices.voice, count)
        firm = _OF_FIRMS[rule]
        local = ~about_china
        follows = han & (field == _TEXT) & (loudness > self.loud)
        korea = self._korea(voices, count) * ((loudness >= self.loud) & ~firm)
        wide = _WIDE_RULES[rule] & self._is_wide(voices, meanings, count)
        traits: Ints = (
            NAME
            | CHINESE * chinese
            | ABROAD * (~chinese & (rule == _ABROAD))
            | FIRM * firm
            | STATED * (local & _STATED[rule] & ((rule != _NAME) | ~han))
            | PLACE * (local & _PLACES[rule] & (loudness > self._judgement["plain-spoken"]))
            | FOLLOWS * follows
            | LEADS * (follows & local & _LEADING[rule])
            | WIDE * wide
            | NORTH * (korea == 1)
            | SOUTH * (korea == 2)
        )
        return traits

    def _korea(self, voices: Voices, count: int) -> Ints:
        """1 where all that a voice speaks for is in the DPRK, 2 where it is in South Korea, else 0."""
        korea = self._atlas.korea[voices.unit]
        seen = [any_of(korea == number, voices.voice, count) for number in (0, 1, 2)]
        return np.where(seen[1] & ~seen[0] & ~seen[2], 1, np.where(seen[2] & ~seen[0] & ~seen[1], 2, 0))

    def _is_wide(self, voices: Voices, meanings: Meanings, count: int) -> Flags:
        """Can a name be that of a wide division itself? 桥头镇 is none, though one of that name is Dongguan's own."""
        wide = IS_WIDE[self._atlas.level[meanings.unit]] & ~IS_TOWN_KIND[meanings.kind]
        meant = meanings.chosen(wide)
        units = len(self._atlas)
        spoken = among(meant.name * units + meant.unit, voices.voice * units + voices.unit)
        return any_of(spoken, meant.name, count)

    # --- codes -------------------------------------------------------------------------------------------------

    def _hear_codes(self, items: Sequence[str]) -> None:
        """Keep what codes say."""
        if not items:
            return
        rules, weights, traits = zip(*map(self._code, items), strict=True)
        rule: Ints = np.array([_RULE[each] for each in rules], np.int64)
        voice = np.repeat(np.arange(len(items)), [*map(len, weights)])
        unit = np.array([unit for each in weights for unit in sorted(each)], np.int64)
        weight = np.array([each[unit] for each in weights for unit in sorted(each)], np.float64)
        voices = Voices(voice, unit, weight)
        found = np.array(traits, np.int64) | POSTED * _POSTED[rule] | self._koreas(rule, voices)
        self._keep(items, Heard(rule, voices, found), -1 - np.arange(len(items)))

    def _code(self, item: str) -> tuple[str, dict[int, float], int]:
        """Rule, voice and kind of a code."""
        found = unpack(item)
        trait = _KIND_TRAITS.get(found.kind, CODE)
        if found.kind == "han":
            return "", {}, trait
        if found.kind == "2":
            rule, weights = self._evidence.twice(found.script, found.name)
            follows = (
                found.script == "han"
                and found.field == "text"
                and max(weights.values(), default=0.0) > self.loud
            )
            return rule, weights, trait | (FOLLOWS if follows else 0)
        rule, weights = self._evidence.code(found.kind.lower(), found.value)
        in_china = found.kind == "s" and bool(self._atlas.in_china[[*weights]].all())
        return rule, weights, trait | CONTEXT * in_china

    def _koreas(self, rule: Ints, voices: Voices) -> Ints:
        """Which codes are those of one Korea."""
        loud = largest(voices.weight, voices.voice, len(rule)) >= self.loud
        korea = self._korea(voices, len(rule)) * loud
        traits: Ints = NORTH * (korea == 1) | SOUTH * (korea == 2)
        return traits

    # --- memory ------------------------------------------------------------------------------------------------

    def _keep(self, items: Iterable[int | str], heard: Heard, same: Ints) -> None:
        """Put what items say behind what the others do."""
        voices, count = heard.voices, len(heard.rule)
        # In the order of a walk through the units, so that those in another unit stand side by side.
        order = ordered(voices.voice, (self._atlas.opens[voices.unit],))
        voices = Voices(voices.voice[order], voices.unit[order], voices.weight[order])
        counts = np.bincount(voices.voice, minlength=count)
        columns = {
            "rule": heard.rule, "traits": heard.traits, "same": same, "counts": counts, "units": voices.unit,
            "starts": len(self.ints("units")) + np.cumsum(counts) - counts, "weights": voices.weight,
            "loudness": largest(voices.weight, voices.voice, count),
            "keys": (len(self._items) + voices.voice) * len(self._atlas) + self._atlas.opens[voices.unit],
        }  # fmt: skip
        self._whole = False
        for name, values in columns.items():
            self._columns[name].extend(values)
        self._numbers |= {item: number for number, item in enumerate(items, start=len(self._items))}
        self._items += items
        self._whole = True
