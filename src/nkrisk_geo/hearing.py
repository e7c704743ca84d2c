"""From a signature to voices: what each of its items says, in the light of the others.

Two things depend on the company an item keeps. Codes speak in a Chinese context only: six digits are a postcode in many
countries. And in a Chinese text the first division leads, because addresses go from the wide to the narrow: a later name
that has no place in or around it is that of a village, a zone, a street more often than a contradiction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from nkrisk_geo.evidence import CLUES, Evidence, Voice, is_chinese
from nkrisk_geo.gazetteer import CHINA, Gazetteer, NameKind
from nkrisk_geo.grammar import Role
from nkrisk_geo.signature import Found, Signature, unpack

FOLLOWING = 0.35
"""What a name keeps of its weight when it has no place in or around the division that an address starts with."""
YIELDING = 0.45
"""What a code keeps of its weight when it contradicts a stated place."""
PLAIN_SPOKEN = 8.0
"""Weight from which a name beats a code that contradicts it."""
KOREA = 8.0
"""What all words for one Korea weigh together where words for the other stand beside them."""
LOUD = 4.0
"""Weight from which a voice can lead, and contradict."""

_OF_FIRMS = frozenset(
    {"head of a company name", "name at the head", "inside a company or building name", "institution name"}
)
_STATED = frozenset(
    {"name with its generic", "name", "seat of a branch", "country", "country at the end", "field"}
)
_LEADING = frozenset({"name with its generic", "name", "zone name"})
_WIDE_RULES = frozenset({"name with its generic", "country", "country at the end"})
_PLACES = frozenset({"name with its generic", "name", "field"})
_DIVISIONS = frozenset({"province", "prefecture", "county"})
_COMPANY_ROLES = frozenset({Role.PLAIN, Role.LOOSE, Role.TYPED, Role.HEAD})
_OWN_FIELDS = frozenset({"city", "region", "country"})


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice with the item it came from and the rule that gave its weight.

    Attributes:
        loudness: the largest weight in the voice.
        chinese: does it speak for China or a place in it?
    """

    found: Found
    rule: str
    voice: Voice
    loudness: float
    chinese: bool

    def softened(self, share: float) -> Heard:
        """The same with a share of its weight, and still as loud: a conflict is to be seen."""
        softer = {unit: weight * share for unit, weight in self.voice.items()}
        return replace(self, voice=softer)


def _once(names: list[Heard]) -> list[Heard]:
    """Each name of a field in its loudest role: FUSHUN BRANCH, FUSHUN says Fushun once."""
    loudest: dict[tuple[str, str, int, int], Heard] = {}
    for heard in names:
        key = (heard.found.field, heard.found.script, heard.found.name, heard.found.generic)
        if key not in loudest or heard.loudness > loudest[key].loudness:
            loudest[key] = heard
    return names if len(loudest) == len(names) else list(loudest.values())


class Listener:
    """Hears signatures over one gazetteer; what an item says by itself is worked out once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._evidence = Evidence(gazetteer)
        self._items: dict[int | str, Heard] = {}

    def hear(self, signature: Signature) -> list[Heard]:
        """The voices of a signature, names first; silent ones included."""
        heard = [self._hear_item(item) for item in signature if not isinstance(item, tuple)]
        names = _once([each for each in heard if each.found.kind == "name"])
        abroad = any(each.rule == "country at the end" and not each.chinese for each in names)
        chinese = any(each.chinese for each in names) or any(
            each.found.kind in ("han", "T", "r") for each in heard
        )
        names = self._addressed(names)
        names = self._between_koreas(names + [each for each in heard if each.found.kind in ("c", "2")])
        if abroad or not chinese:
            return names
        codes = [each for each in heard if each.found.kind not in ("name", "han", "c", "2")]
        return self._led(names) + self._yielding(codes, names)

    def words(self, found: Found) -> str:
        """The words of an item as the gazetteer has them."""
        if found.name >= 0:
            return self._gazetteer.words(found.script, found.name)
        return f"{found.value}xx" if found.kind == "p" else found.value

    def is_former(self, found: Found, unit: int) -> bool:
        """Is the name one that the unit had once? 安东 and ANTUNG for Dandong."""
        if found.kind != "name":
            return False
        return (unit, NameKind.FORMER) in self._gazetteer.meanings(found.script, found.name)

    def _hear_item(self, item: int | str) -> Heard:
        heard = self._items.get(item)
        if heard is None:
            found = unpack(item)
            rule, voice = self._hear_name(found) if found.kind == "name" else self._hear_code(found)
            loudness = max(voice.values(), default=0.0)
            heard = self._items[item] = Heard(
                found, rule, voice, loudness, is_chinese(self._gazetteer, voice)
            )
        return heard

    def _hear_name(self, found: Found) -> tuple[str, Voice]:
        role = Role.COMPANY if found.field == "company" and found.role in _COMPANY_ROLES else found.role
        rule, voice = self._evidence.name(found.script, found.name, role, found.generic)
        if found.field == "city":  # JILIN in a column for cities is the city
            voice = {
                unit: weight for unit, weight in voice.items() if not self._is_plain_province(unit)
            } or voice
        if found.field == "port":
            return "port of loading", {
                unit: min(weight, CLUES["port of loading"].weight) for unit, weight in voice.items()
            }
        return ("field", self._evidence.field(voice)) if found.field in _OWN_FIELDS else (rule, voice)

    def _is_plain_province(self, unit: int) -> bool:
        """A province that is no municipality."""
        gazetteer = self._gazetteer
        return gazetteer.levels[unit] == "province" and not gazetteer.names_zh[unit].endswith(
            ("市", "特别行政区")
        )

    def _hear_code(self, found: Found) -> tuple[str, Voice]:
        if found.kind == "han":
            return "", {}
        if found.kind == "2":
            return self._evidence.twice(found.script, found.name)
        return self._evidence.code(found.kind.lower(), found.value)

    def _between_koreas(self, names: list[Heard]) -> list[Heard]:
        """Words for both Koreas weigh alike, whatever their number: which one is meant has to stay open.

        A country code typed wrongly (KP for a firm in Seoul) must not put anyone beyond the border.
        """
        said = [heard for heard in names if heard.loudness >= LOUD and heard.rule not in _OF_FIRMS]
        north = [heard for heard in said if self._is_all_in(heard, "KP")]
        south = [heard for heard in said if self._is_all_in(heard, "KR")]
        weaker, stronger = sorted((north, south), key=len)
        plain = max((heard.loudness for heard in weaker), default=0.0) >= KOREA - 1.0
        if not weaker or not (plain or len(stronger) == 1):
            return names
        whole = min(KOREA, *(sum(heard.loudness for heard in side) for side in (north, south)))
        # Each side speaks for its country alone, whose priors are equal: Pyongyang's own would lose to South Korea's.
        country = {
            id(heard): (code, whole / len(side))
            for code, side in (("KP", north), ("KR", south))
            for heard in side
        }
        return [
            replace(heard, voice={self._gazetteer.number[country[id(heard)][0]]: country[id(heard)][1]})
            if id(heard) in country
            else heard
            for heard in names
        ]

    def _is_all_in(self, heard: Heard, country: str) -> bool:
        return bool(heard.voice) and all(self._gazetteer.country(unit) == country for unit in heard.voice)

    def _addressed(self, names: list[Heard]) -> list[Heard]:
        """Names in the light of the address: a firm called after another place keeps little of its weight."""
        firm = [heard for heard in names if heard.rule in _OF_FIRMS]
        if not firm or len(firm) == len(names):
            return names
        stated = [heard for heard in names if heard.rule in _STATED and CHINA not in heard.voice]
        typed = [heard for heard in stated if heard.rule != "name" or heard.found.script == "latin"]
        return [
            heard.softened(FOLLOWING)
            if heard.rule in _OF_FIRMS and self._contradicts(heard, typed)
            else heard
            for heard in names
        ]

    def _yielding(self, codes: list[Heard], names: list[Heard]) -> list[Heard]:
        """Codes in the light of the names: an explicit place beats a wrong postcode or the telephone of an office.

        Of a code that can mean several places only those count that a name bears out.
        """
        stated = [
            heard
            for heard in names
            if heard.rule in _PLACES and heard.loudness > PLAIN_SPOKEN and CHINA not in heard.voice
        ]
        return [self._yield(code, stated) for code in codes] if stated else codes

    def _yield(self, code: Heard, stated: list[Heard]) -> Heard:
        borne_out = {
            unit: weight
            for unit, weight in code.voice.items()
            if all(self._agree({unit: weight}, heard.voice) for heard in stated)
        }
        return replace(code, voice=borne_out) if borne_out else code.softened(YIELDING)

    def _contradicts(self, heard: Heard, stated: list[Heard]) -> bool:
        return any(not self._agree(heard.voice, each.voice) for each in stated)

    def _led(self, names: list[Heard]) -> list[Heard]:
        """Names in the light of those before them: 农安县合隆镇 is in Nong'an, wherever the register has 合隆镇 today."""
        lead: Voice = {}
        led = []
        for heard in names:
            counts = heard.found.script == "han" and heard.found.field == "text" and heard.loudness > LOUD
            if counts and lead and not self._is_wide(heard) and not self._agree(lead, heard.voice):
                led.append(heard.softened(FOLLOWING))
                continue
            led.append(heard)
            if counts and heard.rule in _LEADING and CHINA not in heard.voice:
                lead = self._narrowed(lead, heard.voice)
        return led

    def _narrowed(self, lead: Voice, voice: Voice) -> Voice:
        """The lead after another division: what of it lies in what led before, as long as it is a division that can lead."""
        inside = {
            unit: weight for unit, weight in voice.items() if not lead or self._lies_in({unit: weight}, lead)
        }
        divisions = {
            unit: weight for unit, weight in inside.items() if self._gazetteer.levels[unit] in _DIVISIONS
        }
        return (inside if not lead else divisions) or lead

    def _is_wide(self, heard: Heard) -> bool:
        """Is it a province, a prefecture or a country that says so? Behind another one it contradicts."""
        levels = {self._gazetteer.levels[unit] for unit in heard.voice}
        return heard.rule in _WIDE_RULES and not levels.isdisjoint(("country", "province", "prefecture"))

    def _agree(self, lead: Voice, voice: Voice) -> bool:
        """Does some unit of one voice lie in some unit of the other?"""
        return self._lies_in(voice, lead) or self._lies_in(lead, voice)

    def _lies_in(self, inner: Voice, outer: Voice) -> bool:
        return any(not outer.keys().isdisjoint(self._gazetteer.path(unit)) for unit in inner)
