"""What a name is doing in its text: a mention of a division, or the name of a road, a company, a building.

The role comes from the neighbours of the name: the generic word after it, punctuation, a company's words later in the
same stretch. `Grammar.read` returns the mentions of a text with the codes in it.
"""

from __future__ import annotations

from nkrisk_geo.cutting import Cutter
from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.grammar.alphabetic import Alphabetic
from nkrisk_geo.grammar.codes import Code, codes
from nkrisk_geo.grammar.han import Han
from nkrisk_geo.grammar.korean import Korean
from nkrisk_geo.grammar.roles import ASIDE, Generic, Mention, Role, Sense
from nkrisk_geo.repair import Repairer
from nkrisk_geo.scan import Reading, Scanner

__all__ = ["ASIDE", "Code", "Generic", "Grammar", "Mention", "Role", "codes"]

_WITH_GENERIC = frozenset(
    {NameKind.FULL, NameKind.FORMER, NameKind.RENAMED, NameKind.TOWNSHIP, NameKind.FOREIGN}
)
_TOWNS = frozenset({NameKind.TOWNSHIP, NameKind.RENAMED})
_SUFFIXES = tuple("省 市 区 县 旗 州 盟 镇 乡 街道 苏木 林业局 农场 시 성 현 자치주".split())


class Grammar:
    """Roles of the names of one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, scanner: Scanner) -> None:
        self.scanner = scanner
        self._gazetteer = gazetteer
        self._common = frozenset(
            word for word, klass in gazetteer.generics["han"].items() if klass == "common"
        )
        self._senses: dict[str, dict[int, Sense]] = {"han": {}, "latin": {}}
        self._alphabetic = Alphabetic(
            gazetteer.generics["latin"],
            gazetteer.names["latin"],
            scanner.short,
            lambda name: self._sense("latin", name),
            Repairer(gazetteer).nearest,
        )
        self._han = Han(
            gazetteer.generics["han"], lambda name: self._sense("han", name), Cutter(gazetteer), gazetteer
        )
        self._korean = Korean(scanner.hyphened, gazetteer.names, self._korea)

    def read(self, folded: str) -> tuple[list[Mention], list[Code]]:
        """The mentions and codes of a folded text."""
        return self.mentions(self.scanner.read(folded)), codes(folded)

    def mentions(self, reading: Reading) -> list[Mention]:
        """The mentions of a scanned text: Han and Hangul first, each script in the order of the text."""
        found = self._han.mentions(reading) + self._alphabetic.mentions(reading)
        return self._korean.read(reading, found)

    def _sense(self, script: str, name: int) -> Sense:
        """What a name is, worked out once."""
        found = self._senses[script].get(name)
        if found is None:
            found = self._senses[script][name] = self._make_sense(script, name)
        return found

    def _korea(self, script: str, name: int) -> str:
        """The Korea that a name lies in, KR or KP; empty when it means another place as well."""
        countries = {self._gazetteer.country(unit) for unit, _ in self._gazetteer.meanings(script, name)}
        return countries.pop() or "" if len(countries) == 1 and countries <= {"KR", "KP"} else ""

    def _make_sense(self, script: str, name: int) -> Sense:
        text = self._gazetteer.names[script][name]
        meanings = self._gazetteer.meanings(script, name)
        country = any(kind != NameKind.CITY and self._gazetteer.is_country(unit) for unit, kind in meanings)
        country = country and not any(kind == NameKind.SHORT for _, kind in meanings)  # 黑山 is Heishan too
        complete = text.endswith(_SUFFIXES) and any(kind in _WITH_GENERIC for _, kind in meanings)
        shared = complete and len({unit for unit, _ in meanings}) > 1
        town = any(kind in _TOWNS or self._gazetteer.levels[unit] == "township" for unit, kind in meanings)
        return Sense(
            country, complete, text in self._common, ("township" if town else "county") if shared else ""
        )
