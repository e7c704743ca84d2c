"""Terms that are codes: postcodes, area codes of telephones, UN/LOCODEs of crossings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.model import SearchTerm
from nkrisk_geo.search.specificity import ABROAD, Specificity


def code_terms(gazetteer: Gazetteer, specificity: Specificity) -> Iterator[SearchTerm]:
    """All terms of codes that stand for units in a zone."""
    codes = _Codes(gazetteer, specificity)
    yield from codes.postcodes()
    yield from codes.phones()
    yield from codes.locodes()


class _Codes:
    def __init__(self, gazetteer: Gazetteer, specificity: Specificity) -> None:
        self._gazetteer = gazetteer
        self._specificity = specificity

    def _terms_of_code(
        self,
        text: str,
        kind: str,
        units: Iterable[int],
        script: str = "digits",
    ) -> Iterator[SearchTerm]:
        """The term of a code that stands for units, when some of them are in the zone."""
        units = list(units)
        inside = [unit for unit in units if self._specificity.is_inside(unit)]
        if not inside:
            return
        meanings = [(unit, NameKind.FULL) for unit in units]
        share, others = self._specificity.share(meanings)
        weights = self._gazetteer.prior_weight
        best = max(inside, key=lambda unit: (weights[unit], -unit))
        if kind == "postcode" and text[:2] in ABROAD:
            # Six digits are postcodes elsewhere too, which no gazetteer here knows.
            row = f"postcode in China: {text[:2]}"
            share = round(share * self._gazetteer.judgement[row], 4)
            others = (*others, *ABROAD[text[:2]])[:3]
        code = self._gazetteer.codes[best]
        yield SearchTerm(text, kind, script, code, share, others)

    def postcodes(self) -> Iterator[SearchTerm]:
        """Prefixes, and the main postcode of each county and prefecture."""
        for prefix, units in self._gazetteer.postcode_prefixes.items():
            yield from self._terms_of_code(prefix, "postcode", units)
        full: dict[str, list[int]] = {}
        for unit, level in enumerate(self._gazetteer.levels):
            if level in ("county", "prefecture") and (
                code := self._gazetteer.postcode(unit)
            ):
                full.setdefault(code, []).append(unit)
        for code, units in full.items():
            yield from self._terms_of_code(code, "postcode", units)

    def phones(self) -> Iterator[SearchTerm]:
        """Area codes as written inside China and from abroad."""
        for area, units in self._gazetteer.phone_areas.items():
            for text in (f"+86 {area}", f"0{area}", f"86-{area}"):
                yield from self._terms_of_code(text, "phone", units)

    def locodes(self) -> Iterator[SearchTerm]:
        """UN/LOCODEs of the crossings."""
        for crossing in self._gazetteer.crossings:
            unit = self._gazetteer.number.get(crossing.id)
            for code in filter(None, crossing.unlocode.split(";")):
                if unit is not None:
                    yield from self._terms_of_code(code, "locode", [unit], "latin")
