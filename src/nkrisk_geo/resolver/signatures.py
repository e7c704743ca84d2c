"""Making signatures: what a record comes to, as items that the engine decides about.

Names and codes are read by the compiled engine. Here texts of several addresses are parted, the
fields that hold a number are read, and those of a record are joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from nkrisk_geo.engine.codes import codes
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.items import PART_ITEM, Packer, is_name, is_region, without_parts
from nkrisk_geo.engine.reader import TextReading, read_text
from nkrisk_geo.engine.signature import FIELDS, GENERIC_AT, NAME_AT, ROLE_AT, name_of
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.roles import Generic, Role
from nkrisk_geo.native.library import TextContent
from nkrisk_geo.resolver.address_parts import AddressSplitter, Items
from nkrisk_geo.resolver.chains import Chains
from nkrisk_geo.text import registration
from nkrisk_geo.text.expressions import expression
from nkrisk_geo.text.postcodes import six_digits

LETTERS_OF_COUNTRY = 2
_FRACTION = expression(r"\.0{1,4}\Z")
"""What a spreadsheet or a database puts behind a whole number."""
_DIGITS = expression(r"[0-9]+")
MARK = int(TextContent.MARK)
"""What a text holds that may be of several addresses."""
_AREA = expression("10|2[0-9]|[3-9][0-9]{2}")


class SignatureMaker:
    """Makes signatures over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, core: Core, packer: Packer) -> None:
        self._gazetteer, self._core, self._packer = gazetteer, core, packer
        self.chains: Chains = Chains(gazetteer)
        self.parter: AddressSplitter = AddressSplitter(self.chains, self._read_names)

    # --- texts ------------------------------------------------------------------------

    def text(self, folded: str, seen: TextReading) -> Items:
        """The signature of one free text, as it was read."""
        if not seen.holds & MARK:
            return seen.items
        plain = without_parts(seen.items)
        parts = self.parter.parts([folded], [len(plain) - len(seen.codes)])[0]
        return append_parts(plain, parts) if parts else seen.items

    def _read_names(self, folded: Sequence[str]) -> Iterator[Items]:
        """The names of each text by itself, and behind them a note if it is in Chinese."""
        for text in folded:
            yield without_parts(read_text(self._core, 0, text).items)

    # --- records ----------------------------------------------------------------------

    def together(self, record: Mapping[str, str], parts: Mapping[str, Items]) -> Items:
        """The signature of a record from those of its fields.

        The others say which of several addresses in its text is meant.

        A code of a region is one of the record's country, or none at all. What a point says is
        one part and the rest another: they may be apart.
        """
        if len(parts) == 1:
            return next(iter(parts.values()))
        country, region = parts.get("country"), parts.get("region", ())
        if country and any(map(is_region, region)):
            parts = {**parts, "region": self._region_of(region[0], country)}
        every = chain.from_iterable(map(without_parts, parts.values()))
        plain = list(dict.fromkeys(every))
        # The fields come in their order, in which coordinates are the last.
        point = len(parts["coordinates"]) if record.get("coordinates") else 0
        if point and len(plain) > point:
            return append_parts(plain, (plain[:-point], plain[-point:]))
        return plain

    def _region_of(self, item: int, country: Items) -> Items:
        """The code of a region as one of a country."""
        # `us-ca`, or the code of a region whose country is not said.
        region = self._packer.region(item).rpartition("-")[2]
        for code in self._countries(country):
            full = f"{code.lower()}-{region}"
            if full in self._gazetteer.subdivisions:
                return self._packer.code(f"region:s{full}")
        return ()

    def _countries(self, items: Items) -> Iterator[str]:
        """The countries that names can mean, by their codes."""
        for item in filter(is_name, items):
            meanings = self._gazetteer.meanings(*name_of(item))
            countries = (self._gazetteer.country(unit) for unit, _ in meanings)
            yield from dict.fromkeys(countries)

    def point(self, value: str) -> Items:
        """The items of a point."""
        return self._packer.code(f"coordinates:g{value}")

    def unread(self, number: int, folded: str) -> Items | None:
        """The items of a field beside the text where no names in it are heard, else None.

        It holds a number, or a code alone: CN in a column is China, LN in one for regions
        Liaoning.
        """
        name = FIELDS[number]
        if name not in ("postcode", "phone", "registration"):
            return self._alone(number, folded.strip(" ."))
        items = dict.fromkeys(_code_items(name, folded))
        codes = (self._packer.code(f"{name}:{item}") for item in items)
        return [*chain.from_iterable(codes)]

    def _alone(self, number: int, code: str) -> Items | None:
        """What a code says that is all there is in a field; None for other words.

        In a column for regions CA is a state and never a country: whose state, the country or
        the city says.
        """
        if FIELDS[number] == "region":
            if code in self._gazetteer.subdivisions:
                return self._packer.code(f"region:s{code}")
            if len(code) == LETTERS_OF_COUNTRY and code.isascii() and code.isalpha():
                return ()
        short = self._gazetteer.short_names.get(code)
        if short is None:
            return None
        return (
            short << NAME_AT
            | Role.PLAIN << ROLE_AT
            | Generic.NONE << GENERIC_AT
            | number << 1,
        )


def append_parts(items: Items, parts: Iterable[Items]) -> Items:
    """The items of a record with those of each of several addresses behind them."""
    return (*items, *chain.from_iterable((PART_ITEM, *part) for part in parts))


def _code_items(field: str, folded: str) -> list[str]:
    """Items of the fields that hold a number and nothing else."""
    if field == "postcode":
        digits = six_digits(folded)
        return [f"p{digits[:4]}"] if digits else []
    if field == "phone":
        return _phones(folded)
    division = registration.read(folded).division
    return [f"r{division}"] if division else []


def _phones(folded: str) -> list[str]:
    """Area and calling codes of a field for telephone numbers, also if it has bare digits."""
    # Behind `tel` a number counts as one.
    said = codes(f"tel {folded}")
    found = [code.kind + code.value for code in said if code.kind in "tTc"]
    if found:
        return list(dict.fromkeys(found))
    number = _FRACTION().sub("", folded)
    digits = "".join(_DIGITS().findall(number))
    area = _AREA().match(digits)
    return [f"t{area.group()}"] if area and 9 <= len(digits) <= 11 else []
