"""From a signature to voices: what each of its items says, in the light of the others.

Two things depend on the company an item keeps. Codes speak in a Chinese context only: six digits are a postcode in many
countries. And in a Chinese text the first division leads, because addresses go from the wide to the narrow: a later name
that has no place in or around it is that of a village, a zone, a street more often than a contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nkrisk_geo.clues import CLUES
from nkrisk_geo.evidence import TOWN_KINDS, Evidence
from nkrisk_geo.gazetteer import CHINA, Gazetteer, NameKind
from nkrisk_geo.grammar import Role
from nkrisk_geo.signature import Found, Signature, unpack
from nkrisk_geo.voice import Voice

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
_WIDE = frozenset({"country", "province", "prefecture"})
_DIVISIONS = frozenset({"province", "prefecture", "county"})
_COMPANY_ROLES = frozenset({Role.PLAIN, Role.LOOSE, Role.TYPED, Role.HEAD})
_OWN_FIELDS = frozenset({"city", "region", "country"})

ITEMS_SIZE = 12_288
"""Items whose voices are remembered, those asked for last; see `nkrisk_geo.decision` for what that amounts to."""

NAME, BESIDE, CODE = 1, 2, 4
CONTEXT = 8
CHINESE, ABROAD = 16, 32
FIRM, STATED, PLACE = 64, 128, 256
NORTH, SOUTH = 512, 1024
KOREAS = NORTH | SOUTH
FOLLOWS, LEADS, WIDE = 2048, 4096, 8192
POSTED = 16384
"""Traits: what an item is by itself, one bit each. Or-ed, those of all items say what there is in a signature.

    NAME, BESIDE, CODE      a name; a name said twice or a calling code, which count with the names; another code
    CONTEXT                 what shows that a text is Chinese without naming a place: its characters, a registration number
    CHINESE, ABROAD         a name that speaks for China or a place in it; another country at the end
    FIRM, STATED, PLACE     a name of a firm or building; one of an address; one so plain that codes yield to it
    NORTH, SOUTH            all that it speaks for is in the DPRK; … in South Korea
    FOLLOWS, LEADS, WIDE    can yield to the division before it; can lead those behind it; says that it is a wide one
    POSTED                  a postcode, or digits that may be one
"""

_KIND_TRAITS = {
    "name": NAME,
    "c": BESIDE,
    "2": BESIDE,
    "han": CONTEXT,
    "T": CODE | CONTEXT,
    "r": CODE | CONTEXT,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice with the item it came from and the rule that gave its weight.

    Attributes:
        item: the item, as the signature has it.
        same: equal for one name of a field in different roles.
        loudness: the largest weight in the voice, before anything softened it: a conflict is to be seen.
        traits: see `NAME`.
    """

    item: int | str
    found: Found
    rule: str
    voice: Voice
    loudness: float
    traits: int
    same: str

    def softened(self, share: float) -> Heard:
        """The same with a share of its weight, and still as loud."""
        return self.saying(self.voice.softened(share))

    def saying(self, voice: Voice) -> Heard:
        """The same with another voice, and still as loud."""
        return Heard(self.item, self.found, self.rule, voice, self.loudness, self.traits, self.same)


def _once(names: list[Heard]) -> list[Heard]:
    """Each name of a field in its loudest role: FUSHUN BRANCH, FUSHUN says Fushun once."""
    loudest: dict[str, Heard] = {}
    for heard in names:
        if heard.same not in loudest or heard.loudness > loudest[heard.same].loudness:
            loudest[heard.same] = heard
    return list(loudest.values())


def _traits(heard: Iterable[Heard]) -> int:
    """The traits of several together."""
    found = 0
    for each in heard:
        found |= each.traits
    return found


class Listener:
    """Hears signatures over one gazetteer; what an item says by itself is worked out once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._evidence = Evidence(gazetteer)
        self.item = lru_cache(ITEMS_SIZE)(self._hear_item)

    def hear(self, signature: Signature) -> list[Heard]:
        """The voices of a signature, names first; silent ones included."""
        names, others = [], []
        said = beside = 0
        for item in signature:
            if isinstance(item, tuple):
                continue
            heard = self.item(item)
            if heard.traits & NAME:
                names.append(heard)
                said |= heard.traits
            else:
                others.append(heard)
                beside |= heard.traits
        if len({heard.same for heard in names}) < len(names):
            names = _once(names)
            said = _traits(names)
        if said & FIRM:
            names = _addressed(names)
        if beside & BESIDE:
            names = names + [heard for heard in others if heard.traits & BESIDE]
        if (said | beside) & KOREAS == KOREAS:
            names = self._between_koreas(names)
        if said & ABROAD or not (said & CHINESE or beside & CONTEXT):
            return names
        led = self._led(names) if said & LEADS else names
        return led + _yielding(names, others) if beside & CODE else led

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

    # --- what an item says by itself ---------------------------------------------------------------------------

    def _hear_item(self, item: int | str) -> Heard:
        found = unpack(item)
        rule, voice = self._hear_name(found) if found.kind == "name" else self._hear_code(found)
        loudness = max(voice.values(), default=0.0)
        traits = _KIND_TRAITS.get(found.kind, CODE) | self._role_traits(found, rule, voice, loudness)
        if found.kind == "name" and any(self._gazetteer.chains[unit][-1] == CHINA for unit in voice):
            traits |= CHINESE
        elif rule == "country at the end":
            traits |= ABROAD
        same = f"{found.field} {found.script} {found.name} {found.generic:d}"
        return Heard(item, found, rule, voice, loudness, traits, same)

    def _role_traits(self, found: Found, rule: str, voice: Voice, loudness: float) -> int:
        """The traits that follow from the rule, the field and what the voice is about."""
        traits = POSTED if "postcode" in rule else 0
        traits |= self._korea(voice) if loudness >= LOUD and rule not in _OF_FIRMS else 0
        traits |= FIRM if rule in _OF_FIRMS else 0
        if CHINA not in voice:
            traits |= STATED if rule in _STATED and (rule != "name" or found.script == "latin") else 0
            traits |= PLACE if rule in _PLACES and loudness > PLAIN_SPOKEN else 0
        if found.script == "han" and found.field == "text" and loudness > LOUD:
            traits |= FOLLOWS
            traits |= LEADS if rule in _LEADING and CHINA not in voice else 0
        return traits | (WIDE if rule in _WIDE_RULES and self._is_wide(found, voice) else 0)

    def _is_wide(self, found: Found, voice: Voice) -> bool:
        """Can the name be that of a wide division itself? 桥头镇 is none, though one of that name is Dongguan's own."""
        return any(
            unit in voice and kind not in TOWN_KINDS and self._gazetteer.levels[unit] in _WIDE
            for unit, kind in self._gazetteer.meanings(found.script, found.name)
        )

    def _korea(self, voice: Voice) -> int:
        countries = {self._gazetteer.country(unit) for unit in voice}
        return NORTH if countries == {"KP"} else SOUTH if countries == {"KR"} else 0

    def _hear_name(self, found: Found) -> tuple[str, Voice]:
        role = Role.COMPANY if found.field == "company" and found.role in _COMPANY_ROLES else found.role
        rule, voice = self._evidence.name(found.script, found.name, role, found.generic)
        if found.field == "city":  # JILIN in a column for cities is the city
            voice = voice.only(unit for unit in voice if not self._is_plain_province(unit)) or voice
        if found.field == "port":
            most = CLUES["port of loading"].weight
            capped = {unit: min(weight, most) for unit, weight in voice.items()}
            return "port of loading", self._evidence.voice(capped)
        return ("field", self._evidence.field(voice)) if found.field in _OWN_FIELDS else (rule, voice)

    def _is_plain_province(self, unit: int) -> bool:
        """A province that is no municipality."""
        gazetteer = self._gazetteer
        return gazetteer.levels[unit] == "province" and not gazetteer.names_zh[unit].endswith(
            ("市", "特别行政区")
        )

    def _hear_code(self, found: Found) -> tuple[str, Voice]:
        if found.kind == "han":
            return "", self._evidence.voice({})
        if found.kind == "2":
            return self._evidence.twice(found.script, found.name)
        return self._evidence.code(found.kind.lower(), found.value)

    # --- what it says in the light of the others ---------------------------------------------------------------

    def _between_koreas(self, names: list[Heard]) -> list[Heard]:
        """Words for both Koreas weigh alike, whatever their number: which one is meant has to stay open.

        A country code typed wrongly (KP for a firm in Seoul) must not put anyone beyond the border. Each side speaks for its
        country alone, whose priors are equal: Pyongyang's own would lose to South Korea's.
        """
        sides = {
            "KP": [each for each in names if each.traits & NORTH],
            "KR": [each for each in names if each.traits & SOUTH],
        }
        weaker, stronger = sorted(sides.values(), key=len)
        plain = max(heard.loudness for heard in weaker) >= KOREA - 1.0
        if not (plain or len(stronger) == 1):
            return names
        whole = min(KOREA, *(sum(heard.loudness for heard in side) for side in sides.values()))
        instead = {
            id(heard): self._evidence.voice({self._gazetteer.number[country]: whole / len(side)})
            for country, side in sides.items()
            for heard in side
        }
        return [heard.saying(instead[id(heard)]) if id(heard) in instead else heard for heard in names]

    def _led(self, names: list[Heard]) -> list[Heard]:
        """Names in the light of those before them: 农安县合隆镇 is in Nong'an, wherever the register has 合隆镇 today."""
        lead: Voice | None = None
        led = []
        for heard in names:
            if (
                lead is not None
                and heard.traits & FOLLOWS
                and not (heard.traits & WIDE or lead.agrees(heard.voice))
            ):
                led.append(heard.softened(FOLLOWING))
                continue
            led.append(heard)
            if heard.traits & LEADS:
                lead = heard.voice if lead is None else self._narrowed(lead, heard.voice)
        return led

    def _narrowed(self, lead: Voice, voice: Voice) -> Voice:
        """The lead after another division: what of it lies in what led before, as long as it is a division that can lead."""
        chains, levels = self._gazetteer.chains, self._gazetteer.levels
        inside = [
            unit for unit in voice if levels[unit] in _DIVISIONS and not lead.keys().isdisjoint(chains[unit])
        ]
        return (voice if len(inside) == len(voice) else voice.only(inside)) if inside else lead


def _addressed(names: list[Heard]) -> list[Heard]:
    """Names in the light of the address: a firm called after another place keeps little of its weight."""
    stated = [heard.voice for heard in names if heard.traits & STATED]
    return [
        heard.softened(FOLLOWING)
        if heard.traits & FIRM and not all(heard.voice.agrees(voice) for voice in stated)
        else heard
        for heard in names
    ]


def _yielding(names: list[Heard], others: list[Heard]) -> list[Heard]:
    """Codes in the light of the names: an explicit place beats a wrong postcode or the telephone of an office.

    Of a code that can mean several places only those count that a name bears out.
    """
    codes = [heard for heard in others if heard.traits & CODE]
    stated = [heard.voice for heard in names if heard.traits & PLACE]
    return [_yield(code, stated) for code in codes] if stated else codes


def _yield(code: Heard, stated: list[Voice]) -> Heard:
    """A code in the light of the places that are stated."""
    borne_out = [unit for unit in code.voice if all(voice.allows(unit) for voice in stated)]
    if not borne_out:
        return code.softened(YIELDING)
    return code if len(borne_out) == len(code.voice) else code.saying(code.voice.only(borne_out))
