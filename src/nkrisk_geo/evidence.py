"""Voices of names and codes: for each unit that a clue (`nkrisk_geo.clues`) could mean, how loudly it speaks for it.

For each unit a voice has a weight: the natural logarithm of how much likelier the words are if the place lies in that unit than
if they stand there by chance. It says nothing about the units that it does not name. The posterior
(`nkrisk_geo.candidates`) adds voices up along the hierarchy: 丹东市 speaks for everything in Dandong.

Many names are weighed at once. What a name can mean is a row for each place and kind; rows that are alike in all that decides
the weight (`nkrisk_geo.weights`) are weighed once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags, Ints, codes, lengths
from nkrisk_geo.atlas import IS_WIDE, LEVEL, Atlas
from nkrisk_geo.clues import ROLE_RULE
from nkrisk_geo.forking import cached_property
from nkrisk_geo.gazetteer import ELSEWHERE, IS_ABROAD, Gazetteer, NameKind
from nkrisk_geo.grammar import Generic, Role
from nkrisk_geo.judgement import CLUES, Judgement
from nkrisk_geo.native import ordered
from nkrisk_geo.ragged import Floats, any_of, distinct, firsts
from nkrisk_geo.signature import GENERIC_BITS, GENERIC_MASK, ROLE_BITS, ROLE_MASK
from nkrisk_geo.weights import IS_TOWN_KIND, KIND_LABELS, Reading, Sort, weight_of

RULES = (*CLUES, "")
"""The rules by number; the last one is that of an item without a voice."""
_RULE = {rule: number for number, rule in enumerate(RULES)}
_RULE_OF_ROLE = np.array([_RULE[ROLE_RULE[role]] for role in sorted(Role)], np.int64)
_ENDINGS = ("", "镇", "乡", "道")
"""Last characters of the full names of townships (街道 for the last), by number; other names have none."""
_TOWN_GENERIC = re.compile("(?:镇|乡|街道)$")
_KINDS = len(NameKind)
_ENDING = {ending: number for number, ending in enumerate(_ENDINGS) if ending}
SCRIPT = {True: "han", False: "latin"}
_IS_NAMESAKE: Flags = np.array([level in ("prefecture", "county") for level in LEVEL], np.bool_)


class Named(NamedTuple):
    """Names in their roles, a row for each.

    Attributes:
        han: is it one of the Chinese or Korean names?
        name: its number.
        role, generic: how it stands; see `nkrisk_geo.grammar`.
    """

    han: Flags
    name: Ints
    role: Ints
    generic: Ints


class Meanings(NamedTuple):
    """What names can mean, a row for each place and kind; rows of a name stand together.

    Attributes:
        name: the row of the name in `Named`.
        unit, kind: the place, and what the name is to it.
    """

    name: Ints
    unit: Ints
    kind: Ints

    def chosen(self, which: Flags) -> Meanings:
        """Some of the rows."""
        return Meanings(self.name[which], self.unit[which], self.kind[which])


class Voices(NamedTuple):
    """How loudly names or codes speak for units: a row for each, ordered by voice and unit."""

    voice: Ints
    unit: Ints
    weight: Floats


class Evidence:
    """Voices of names and codes over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, atlas: Atlas) -> None:
        self._gazetteer, self._atlas, self._judgement = gazetteer, atlas, gazetteer.judgement
        self._share = _shares_of_kinds(gazetteer.judgement)
        self._clues: Floats = np.array([gazetteer.judgement.clue(rule) for rule in CLUES], np.float64)
        ending = [name[-1:] for name in gazetteer.names_zh]
        sorts: dict[tuple[bool, str, str], int] = {}
        self._sort: Ints = np.array(
            [
                sorts.setdefault(each, len(sorts))
                for each in zip(atlas.is_country.tolist(), gazetteer.levels, ending, strict=True)
            ],
            np.int64,
        )
        """The number of the sort of each unit."""
        self._sorts = tuple(Sort(*each) for each in sorts)
        self._weights: dict[int, float] = {}
        self._trade: Floats = np.log(np.array(gazetteer.trade, np.float64))
        self._northern: Flags = np.array([code.startswith(("21", "22", "23")) for code in gazetteer.codes])
        self._moved: Mapping[int, Sequence[int]] = {
            gazetteer.number[code]: units for code, units in gazetteer.moved_away.items()
        }

    # --- names -------------------------------------------------------------------------------------------------

    def meanings(self, named: Named) -> Meanings:
        """What names can mean."""
        parts = []
        for han, script in ((True, "han"), (False, "latin")):
            rows = np.flatnonzero(named.han == han)
            if not len(rows):  # then the names of the script need not be there
                continue
            owner, unit, kind = self._gazetteer.meanings_of(script, named.name[rows])
            parts.append((rows[owner], unit, kind))
        name, unit, kind = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(name, kind="stable")
        return Meanings(name[order], unit[order], kind[order])

    def names(self, named: Named, meanings: Meanings) -> tuple[Ints, Voices]:
        """The rule (by number) that applies to each name, and the voices of all of them."""
        local = named.role == Role.LOCAL
        rules = self._rules(named, meanings)
        meanings = self._narrowed(named, meanings)
        quiet = local | (named.generic == Generic.VILLAGE)
        share = self._shares(meanings, len(named.name))
        rarity = np.where(quiet, 0.0, self._rarity(meanings, share, len(named.name)))
        fixed = (local | (named.role == Role.STREET))[meanings.name]
        weight = np.empty(len(fixed), np.float64)
        weight[fixed] = self._fixed(rules[meanings.name[fixed]], meanings.unit[fixed])
        weight[~fixed] = self._weight(meanings.chosen(~fixed), self._readings(named, rules))
        audible = weight > 0.0
        meanings, weight, share = meanings.chosen(audible), weight[audible], share[audible]
        size = np.where(IS_TOWN_KIND[meanings.kind], 0.0, np.log(share))
        weight += rarity[meanings.name] + size + self._shared_out(named, meanings, weight)
        audible = weight > 0.0
        meanings, weight = meanings.chosen(audible), weight[audible]
        voices = _loudest(meanings.name, meanings.unit, weight, len(self._atlas))
        return rules, self._with_moved(voices, ~(local | (named.role == Role.STREET)))

    def _rules(self, named: Named, meanings: Meanings) -> Ints:
        """The number of the rule of each name."""
        rules: Ints = _RULE_OF_ROLE[named.role]
        place = ~self._atlas.is_country[meanings.unit] | IS_ABROAD[meanings.kind]
        places = any_of(place, meanings.name, len(rules))
        rules[(named.role == Role.PLAIN) & ~places] = _RULE["country"]
        local = named.role == Role.LOCAL
        rules[local & (named.generic == Generic.TOWN)] = _RULE["street in a town"]
        rules[local & (named.generic == Generic.VILLAGE)] = _RULE["village"]
        return rules

    def _narrowed(self, named: Named, meanings: Meanings) -> Meanings:
        """Without what a name cannot mean as it stands.

        A street in a town speaks for towns that are seats. A main street speaks for counties, and not at all where a bigger
        place has the name: 西安大路 is in Changchun.
        """
        role, generic = named.role[meanings.name], named.generic[meanings.name]
        kept = np.ones(len(role), np.bool_)
        for row in np.flatnonzero((role == Role.LOCAL) & (generic == Generic.TOWN)).tolist():
            kept[row] = self._is_seat(int(meanings.unit[row]), int(meanings.kind[row]))
        street = role == Role.STREET
        if street.any():
            town, level = IS_TOWN_KIND[meanings.kind], self._atlas.level[meanings.unit]
            wide = any_of(street & ~town & IS_WIDE[level], meanings.name, len(named.name))
            kept &= ~street | ~(town | wide[meanings.name])
        return meanings if kept.all() else meanings.chosen(kept)

    def _fixed(self, rules: Ints, units: Ints) -> Floats:
        """The weights of local names and main streets, whatever the kind of the name."""
        weights = self._clues[rules]
        street = rules == _RULE["main street"]
        weights += np.where(street & ~self._northern[units], self._judgement["southern main street"], 0.0)
        return np.where(street & (self._atlas.level[units] != LEVEL["county"]), 0.0, weights)

    def _readings(self, named: Named, rules: Ints) -> Ints:
        """The number of the reading of each name; see `_unpacked`."""
        texts = self._gazetteer.texts(named.han, named.name)
        letters, last = lengths(texts), codes("".join([text[-1] for text in texts]))
        ending = np.zeros(len(texts), np.int64)
        for char, number in _ENDING.items():
            ending[(last == ord(char)) & (letters > 1)] = number
        roads = [at for at in np.flatnonzero(ending == _ENDING["道"]) if not texts[at].endswith("街道")]
        ending[roads] = 0
        short = (
            (letters <= self._judgement["letters of a short name"])
            & ~named.han
            & (named.generic == Generic.NONE)
        )
        length = np.minimum(np.where(named.han, letters, letters // 3), 3)
        packed: Ints = ((rules << ROLE_BITS | named.role) << GENERIC_BITS | named.generic) << 2 | length
        with_edges: Ints = (packed << 1 | short) << 2 | ending
        return with_edges

    def _weight(self, meanings: Meanings, readings: Ints) -> Floats:
        """What each row weighs; that the name is rare comes on top."""
        keys = (
            readings[meanings.name] * len(self._sorts) + self._sort[meanings.unit]
        ) * _KINDS + meanings.kind
        every, _, row = distinct(keys)
        known = self._weights
        found = [known[key] if key in known else self._weigh(key) for key in every.tolist()]
        return np.array(found, np.float64)[row]

    def _weigh(self, key: int) -> float:
        """What a name of a kind weighs, as it is read, for units of a sort. There are some thousand keys."""
        rest, kind = divmod(key, _KINDS)
        reading, sort = divmod(rest, len(self._sorts))
        found = self._weights[key] = weight_of(self._judgement, self._sorts[sort], kind, _unpacked(reading))
        return found

    def _rarity(self, meanings: Meanings, share: Floats, names: int) -> Floats:
        """What each name gains for standing for little; see `_gain`. Names of countries gain nothing."""
        whole = np.bincount(meanings.name, self._atlas.mass[meanings.unit] * share, names)
        return self._gain(np.where(whole > 0.0, whole, 1.0))

    def _shares(self, meanings: Meanings, names: int) -> Floats:
        """What part of its unit's prior weight each row stands for.

        Among names that nothing but places abroad have, the largest stands for its country as the name of the country does: with
        nothing in China to be confused with, how large it is does not matter. What had the name once counts for little beside
        them.
        """
        share: Floats = self._share[meanings.kind]
        abroad = IS_ABROAD[meanings.kind]
        former = (meanings.kind == NameKind.FORMER) & any_of(abroad, meanings.name, names)[meanings.name]
        share, sized = np.where(former, self._judgement["name out of use"], share), abroad | former
        largest = np.zeros(names)
        np.maximum.at(largest, meanings.name, np.where(sized, share, 1.0))
        return share / np.where(sized, largest[meanings.name], 1.0)

    def _gain(self, whole: Floats) -> Floats:
        """What names gain whose places have so much prior weight together: chance puts 珲春 into a text seldomer than 和平."""
        gain: Floats = self._judgement["rarity"] * np.maximum(
            0.0, np.log(self._judgement["rarity from"] / whole)
        )
        return gain

    def _shared_out(self, named: Named, meanings: Meanings, weight: Floats) -> Floats:
        """What each row gains or loses for how often trade records name the place, compared with its namesakes.

        Beijing's Chaoyang stands in more of them than Liaoning's. How loudly a name speaks in all stays as it is: its weight
        is shared out anew among the divisions that it can mean.
        """
        gain = np.zeros(len(weight))
        level, kind = self._atlas.level[meanings.unit], meanings.kind
        which = np.flatnonzero(
            ~named.han[meanings.name] & _IS_NAMESAKE[level] & ~(IS_TOWN_KIND | IS_ABROAD)[kind]
        )
        if len(which):
            name, more = meanings.name[which], self._trade[meanings.unit[which]]
            loud = np.exp(weight[which]) * self._atlas.mass[meanings.unit[which]]
            whole = np.bincount(name, loud), np.bincount(name, loud * np.exp(more))
            gain[which] = more + np.log(whole[0][name] / whole[1][name])
        return np.round(gain, 3)  # the last bits depend on what else is in the batch

    def _with_moved(self, voices: Voices, which: Flags) -> Voices:
        """With the counties that lay in one of the units once."""
        less = self._judgement["county under its former prefecture"]
        extra = [
            (voice, county, weight + less)
            for voice, unit, weight in zip(
                voices.voice.tolist(), voices.unit.tolist(), voices.weight.tolist(), strict=True
            )
            if unit in self._moved and which[voice]
            for county in self._moved[unit]
            if weight + less > 0.0
        ]
        if not extra:
            return voices
        voice, unit, weight = (np.array(column) for column in zip(*extra, strict=True))
        voice, unit = np.concatenate([voices.voice, voice]), np.concatenate([voices.unit, unit])
        weight = np.concatenate([voices.weight, weight])
        _, first, _ = distinct(voice * len(self._atlas) + unit)  # what it says itself goes first
        return Voices(voice[first], unit[first], weight[first])

    def _is_seat(self, unit: int, kind: int) -> bool:
        """Has a township the name of its county? Those elsewhere are known by their county, and say it by their kind."""
        gazetteer = self._gazetteer
        if kind == NameKind.SEAT or gazetteer.levels[unit] != "township":
            return kind == NameKind.SEAT
        stem = _TOWN_GENERIC.sub("", gazetteer.names_zh[unit])
        return gazetteer.names_zh[gazetteer.parents[unit]].startswith(stem)

    # --- codes -------------------------------------------------------------------------------------------------

    def code(self, kind: str, value: str) -> tuple[str, dict[int, float]]:
        """The rule and voice of a postcode (by its prefix), a telephone area, a registration number, an adcode or a point."""
        if kind == "p":
            return "postcode", self._equal("postcode", self.postcode(value))
        if kind == "a":
            return "adcode", self._equal("adcode", self.adcode(value))
        if (
            kind == "b"
        ):  # six digits that are a division code and may be a postcode: one voice for both readings
            likely = dict.fromkeys(self.adcode(value), self._judgement.clue("division code or postcode"))
            return "division code or postcode", likely | self._equal("postcode", self.postcode(value))
        if kind == "s":
            found = self._gazetteer.subdivisions[value]
            return "region code", dict.fromkeys(found, self._judgement.clue("region code"))
        if kind == "c":
            codes = self._gazetteer.calling_codes
            units = next((codes[value[:n]] for n in (3, 2, 1) if value[:n] in codes), ())
            return "calling code", dict.fromkeys(units, self._judgement.clue("calling code"))
        if kind == "g":
            return "coordinates", self.coordinates(value)
        if kind == "r":
            return "registration", self._equal("registration", self.registrar(value))
        return "telephone area", self._equal("telephone area", self._gazetteer.phone_areas.get(value, ()))

    def _equal(self, rule: str, units: Sequence[int]) -> dict[int, float]:
        """A voice that speaks alike for each of the units of a code."""
        if not units:
            return {}
        whole = sum(self._gazetteer.mass[unit] for unit in units)
        return dict.fromkeys(units, self._judgement.clue(rule) + float(self._gain(np.array([whole]))[0]))

    def coordinates(self, value: str) -> dict[int, float]:
        """A point that can lie in several divisions speaks for each as loudly as it can lie there, whatever their prior weights.

        A wrong point lies anywhere, so it speaks the louder the less there is where it lies. Of one that lies elsewhere no
        more is known than that: it speaks for the other provinces and countries alike.
        """
        parts = {code: int(part) for code, _, part in (each.partition("=") for each in value.split())}
        whole, weight = sum(parts.values()), self._judgement.clue("coordinates")
        found: dict[int, float] = {}
        least = self._judgement["least prior under a point"]
        for code, part in parts.items():
            units = self._elsewhere if code == ELSEWHERE else (self._gazetteer.number[code],)
            prior = max(least, float(self._atlas.prior[[*units]].sum()))
            found |= dict.fromkeys(units, weight + math.log(part / whole / prior))
        return found

    @cached_property
    def _elsewhere(self) -> Sequence[int]:
        """The provinces and countries of which no outline is known."""
        gazetteer, known = self._gazetteer, {*self._gazetteer.outlines, "KP", "CN"}
        wide = self._atlas.is_country | (self._atlas.level == LEVEL["province"])
        return [unit for unit in np.flatnonzero(wide).tolist() if gazetteer.codes[unit] not in known]

    def twice(self, script: str, name: int) -> tuple[str, dict[int, float]]:
        """A name that is said twice: JILIN, JILIN is the city in the province of its name."""
        units = [unit for unit, _ in self._gazetteer.meanings(script, name)]
        provinces = {unit for unit in units if self._gazetteer.levels[unit] == "province"}
        inner = [
            unit
            for unit in units
            if unit not in provinces and not provinces.isdisjoint(self._gazetteer.path(unit))
        ]
        return "name said twice", dict.fromkeys(inner, self._judgement.clue("name said twice"))

    def postcode(self, value: str) -> list[int]:
        """Units of the longest listed prefix of a postcode."""
        prefixes = self._gazetteer.postcode_prefixes
        return next((prefixes[value[:n]] for n in (4, 3, 2) if value[:n] in prefixes), [])

    def registrar(self, value: str) -> list[int]:
        """The division whose office registered a firm.

        Offices have codes that divisions do not: 220101 is that of the city itself, others are those of development zones.
        Then the prefecture or province around them is meant.
        """
        return self.adcode(value) or self.adcode(f"{value[:4]}00") or self.adcode(f"{value[:2]}0000")

    def adcode(self, value: str) -> list[int]:
        """Units of a typed division code, current or retired."""
        number = self._gazetteer.number.get(value)
        return [number] if number is not None else list(self._gazetteer.retired.get(value, ()))


def _loudest(voice: Ints, unit: Ints, weight: Floats, units: int) -> Voices:
    """The largest weight of each unit in each voice."""
    order = ordered(voice, (unit, -weight))
    voice, unit, weight = voice[order], unit[order], weight[order]
    first = firsts(voice * units + unit)
    return Voices(voice[first], unit[first], weight[first])


def _shares_of_kinds(judgement: Judgement) -> Floats:
    """What part of its unit's prior weight a name of each kind stands for."""
    abroad, town = judgement.group("usual share abroad"), 1.0 / judgement["townships of a county"]
    parts = [
        abroad.get(label, town if is_town else 1.0)
        for label, is_town in zip(KIND_LABELS, IS_TOWN_KIND.tolist(), strict=True)
    ]
    return np.array(parts, np.float64)


def _unpacked(number: int) -> Reading:
    """A reading from its number."""
    rest, ending = number >> 2, _ENDINGS[number & 3]
    rest, is_short = rest >> 1, bool(rest & 1)
    rest, length = rest >> 2, rest & 3
    rest, generic = rest >> GENERIC_BITS, Generic(rest & GENERIC_MASK)
    return Reading(RULES[rest >> ROLE_BITS], Role(rest & ROLE_MASK), generic, length, is_short, ending)
