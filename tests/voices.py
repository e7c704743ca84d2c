"""What an item of a signature says by itself, in plain Python: the part of the reference that is about one name.

A *voice* has a weight for each unit that the item can mean: the logarithm of how much likelier the words are if the place lies in
it than if they stand there by chance. A name has the weight of its rule (`nkrisk_geo.gazetteer.roles`) for each place and kind
(`tests.weights`). What stands for little is louder; what is large is louder than its namesakes abroad; romanized namesakes
in China share their weight out by how often trade records name each. A column can lift a name or cap it.

What an item says decides which part it plays beside others; `tests.reference` goes on from there.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tests.codes import JUDGEMENT, Codes, Voice, rarity
from tests.weights import KIND_LABELS, TOWN_KINDS, Reading, Sort, weight_of

from nkrisk_geo.engine.signature import SignatureItem, unpack
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import ABROAD, NameKind
from nkrisk_geo.gazetteer.roles import ROLE_RULE, Generic, Role
from nkrisk_geo.gazetteer.units import CHINA

TOWNSHIPS, OUT_OF_USE = JUDGEMENT["townships of a county"], JUDGEMENT["name out of use"]
FORMER_PARENT = JUDGEMENT["county under its former prefecture"]
SOUTHERN_STREET = JUDGEMENT["southern main street"]
LOUD, PLAIN_SPOKEN = JUDGEMENT["loud"], JUDGEMENT["plain-spoken"]
NONE = -1
"""In the place of a unit where there is none."""

WIDE = {"country", "province", "prefecture"}
LARGE_RULES = {"name with its generic", "country", "country at the end"}
OF_FIRMS = {"head of a company name", "name at the head", "inside a company or building name", "institution name"}  # fmt: skip
STATED = LARGE_RULES | {"name", "seat of a branch", "field"}
PLACES, LEADING = (
    {"name with its generic", "name", "field"},
    {"name with its generic", "name", "zone name"},
)

Meaning = tuple[int, NameKind]
"""A unit, and what a name is to it."""


@dataclass(frozen=True, eq=False)
class Said:
    """What an item says by itself: its rule, its voice, the Korea that it speaks for alone, and is the name a wide division's?"""

    item: int | str
    found: SignatureItem
    rule: str
    voice: Voice
    korea: int = NONE
    is_wide: bool = False

    @cached_property
    def is_name(self) -> bool:
        return self.found.kind == "name"

    @cached_property
    def loudness(self) -> float:
        return max(self.voice.values(), default=0.0)

    @cached_property
    def is_local(self) -> bool:
        return self.is_name and CHINA not in self.voice

    @cached_property
    def is_stated(self) -> bool:
        return (
            self.is_local
            and self.rule in STATED
            and not (self.rule == "name" and self.found.script == "han")
        )

    @cached_property
    def is_plain(self) -> bool:
        return self.is_local and self.rule in PLACES and self.loudness > PLAIN_SPOKEN

    @cached_property
    def follows(self) -> bool:
        return self.found.script == "han" and self.found.field == "text" and self.loudness > LOUD

    @cached_property
    def leads(self) -> bool:
        return self.follows and self.is_local and self.rule in LEADING


class Voices(Codes):
    """The voices of items over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(gazetteer)
        self.said = lru_cache(1 << 16)(self._said)
        """What an item says by itself."""

    @cached_property
    def koreas(self) -> tuple[int, int]:
        return self.gazetteer.number["KP"], self.gazetteer.number["KR"]

    # --- names -------------------------------------------------------------------------------------------------

    def _said(self, item: int | str) -> Said:
        found = unpack(item)
        if found.kind != "name":
            rule, voice = self.code(found)
            return Said(item, found, rule, voice, self.one_korea(voice))
        if found.field == "company" and found.role in (
            Role.PLAIN,
            Role.LOOSE,
            Role.TYPED,
            Role.HEAD,
        ):
            found = found._replace(role=Role.COMPANY)
        meanings = [
            (unit, NameKind(kind))
            for unit, kind in self.gazetteer.meanings(found.script, found.name)
        ]
        rule = self.rule(found, meanings)
        rule, voice = self.in_its_field(found.field, rule, self.name(found, rule, meanings))
        wide = {
            u for u, kind in meanings if self.gazetteer.levels[u] in WIDE and kind not in TOWN_KINDS
        }
        korea = NONE if rule in OF_FIRMS else self.one_korea(voice)
        return Said(
            item, found, rule, voice, korea, rule in LARGE_RULES and not wide.isdisjoint(voice)
        )

    def one_korea(self, voice: Voice) -> int:
        """The Korea in which all lies that a loud voice speaks for."""
        around = [
            korea
            for korea in self.koreas
            if voice and all(self.within(unit, korea) for unit in voice)
        ]
        return around[0] if around and max(voice.values()) >= LOUD else NONE

    def rule(self, found: SignatureItem, meanings: Sequence[Meaning]) -> str:
        countries = self.gazetteer.countries
        if found.role is Role.LOCAL:
            rules = {Generic.TOWN: "street in a town", Generic.VILLAGE: "village"}
            return rules.get(found.generic, "local name")
        if found.role is Role.PLAIN and all(
            countries[unit] and kind not in ABROAD for unit, kind in meanings
        ):
            return "country"
        return ROLE_RULE[found.role]

    def name(self, found: SignatureItem, rule: str, meanings: Sequence[Meaning]) -> Voice:
        """The voice of a name in a text: the weight of its rule for each meaning, its rarity, its size, its trade."""
        meanings = self.narrowed(found, meanings)
        shares = shares_of(meanings)
        whole = sum(
            self.gazetteer.prior_weight[unit] * share for (unit, _), share in shares.items()
        )
        is_fixed = found.role in (Role.LOCAL, Role.STREET)
        is_quiet = found.role is Role.LOCAL or found.generic is Generic.VILLAGE
        rare = 0.0 if is_quiet else rarity(whole or 1.0)
        reading = self.reading(found, rule)
        weights = {
            (unit, kind): self.fixed(rule, unit)
            if is_fixed
            else weight_of(JUDGEMENT, self.sort(unit), kind, reading)
            for unit, kind in meanings
        }
        weights = {meaning: weight for meaning, weight in weights.items() if weight > 0.0}
        gains = self.shared_out(weights) if found.script == "latin" else {}
        voice: dict[int, float] = {}
        for (unit, kind), weight in weights.items():
            size = 0.0 if kind in TOWN_KINDS else math.log(shares[unit, kind])
            whole_weight = weight + (rare + size + gains.get((unit, kind), 0.0))
            if whole_weight > 0.0:
                voice[unit] = max(whole_weight, voice.get(unit, 0.0))
        return voice if is_fixed else self.with_moved(voice)

    def narrowed(self, found: SignatureItem, meanings: Sequence[Meaning]) -> Sequence[Meaning]:
        """What a name can mean as it stands: a street in a town that of seats, a main street a county's and no wider place's."""
        if found.role is Role.LOCAL and found.generic is Generic.TOWN:
            return [meaning for meaning in meanings if self.is_seat(*meaning)]
        if found.role is not Role.STREET:
            return meanings
        places = [(unit, kind) for unit, kind in meanings if kind not in TOWN_KINDS]
        return [] if any(self.gazetteer.levels[unit] in WIDE for unit, _ in places) else places

    def is_seat(self, unit: int, kind: NameKind) -> bool:
        names, levels = self.gazetteer.names_zh, self.gazetteer.levels
        if kind is NameKind.SEAT or levels[unit] != "township":
            return kind is NameKind.SEAT
        generic = next((each for each in ("街道", "镇", "乡") if names[unit].endswith(each)), "")
        return names[self.gazetteer.parents[unit]].startswith(names[unit].removesuffix(generic))

    def fixed(self, rule: str, unit: int) -> float:
        """What local names and main streets weigh, whatever the kind of the name."""
        if rule != "main street":
            return JUDGEMENT.clue(rule)
        northern = self.gazetteer.codes[unit].startswith(("21", "22", "23"))
        weight = JUDGEMENT.clue(rule) + (0.0 if northern else SOUTHERN_STREET)
        return weight if self.gazetteer.levels[unit] == "county" else 0.0

    def sort(self, unit: int) -> Sort:
        """What of a unit decides how much a name of it weighs."""
        level, last = self.gazetteer.levels[unit], self.gazetteer.names_zh[unit][-1:]
        return Sort(bool(self.gazetteer.countries[unit]), level, last)

    def reading(self, found: SignatureItem, rule: str) -> Reading:
        """How a name is read."""
        is_han = found.script == "han"
        words, _ = self.gazetteer.text_of_name(found.name, is_han)
        ending = words[-1] if words.endswith(("镇", "乡", "街道")) and len(words) > 1 else ""
        is_short = len(words) <= 4 and not is_han and found.generic is Generic.NONE
        length = min(len(words) if is_han else len(words) // 3, 3)
        return Reading(rule, found.role, found.generic, length, is_short, ending)

    def shared_out(self, weights: Mapping[Meaning, float]) -> Mapping[Meaning, float]:
        """What romanized namesakes among divisions gain by their trade; together they speak as loudly as before."""
        mass, trade, levels = (
            self.gazetteer.prior_weight,
            self.gazetteer.trade,
            self.gazetteer.levels,
        )
        loud = {
            (unit, kind): math.exp(weight) * mass[unit]
            for (unit, kind), weight in weights.items()
            if levels[unit] in ("prefecture", "county") and kind not in TOWN_KINDS | ABROAD
        }
        traded = sum(weight * trade[unit] for (unit, _), weight in loud.items())
        return {
            meaning: round(math.log(trade[meaning[0]]) + math.log(sum(loud.values()) / traded), 3)
            for meaning in loud
        }

    def with_moved(self, voice: Voice) -> Voice:
        """With the counties that lay in one of the units once."""
        found = dict(voice)
        for unit in sorted(voice):
            for county in self.gazetteer.moved_away.get(self.gazetteer.codes[unit], ()):
                if voice[unit] + FORMER_PARENT > 0.0:
                    found.setdefault(county, voice[unit] + FORMER_PARENT)
        return found

    def in_its_field(self, field: str, rule: str, voice: Voice) -> tuple[str, Voice]:
        """The rule and voice of a name as the column takes it in which it stands."""
        if field == "city":  # JILIN in a column for cities is the city
            names, levels = self.gazetteer.names_zh, self.gazetteer.levels
            cities = {
                unit: weight
                for unit, weight in voice.items()
                if levels[unit] != "province" or names[unit].endswith(("市", "特别行政区"))
            }
            voice = cities or voice
        if field == "port":
            rule = "port of loading"
            voice = {unit: min(weight, JUDGEMENT.clue(rule)) for unit, weight in voice.items()}
        if field in ("city", "region", "country"):
            lift = JUDGEMENT.clue("field") - max(JUDGEMENT.clue("name"), *voice.values(), 0.0)
            rule, voice = "field", {unit: weight + max(0.0, lift) for unit, weight in voice.items()}
        return rule, voice


def shares_of(meanings: Sequence[Meaning]) -> dict[Meaning, float]:
    """What part of its unit's prior weight each meaning stands for.

    A place abroad stands for what its size is; among names of such places alone, the largest for all of its country. A former
    name counts little beside places abroad that have it today.
    """
    is_abroad = any(kind in ABROAD for _, kind in meanings)
    sized = {
        each for each in meanings if each[1] in ABROAD or (is_abroad and each[1] is NameKind.FORMER)
    }
    shares = {each: share_of(each[1], each in sized) for each in meanings}
    largest = 1.0 if len(sized) < len(meanings) else max(shares.values(), default=1.0)
    return {each: share / largest if each in sized else share for each, share in shares.items()}


def share_of(kind: NameKind, is_sized: bool) -> float:
    if is_sized:
        return (
            OUT_OF_USE
            if kind is NameKind.FORMER
            else JUDGEMENT[f"usual share abroad: {KIND_LABELS[kind]}"]
        )
    return 1.0 / TOWNSHIPS if kind in TOWN_KINDS else 1.0
