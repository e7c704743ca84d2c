"""Making signatures: what a record comes to, as items that the engine decides about.

Names are read by the compiled engine. Here codes are put behind them, texts of several
addresses are parted, and the fields of a record are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from nkrisk_geo.engine.codes import Code, codes
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.items import PART, Packer, is_name, is_region, whole
from nkrisk_geo.engine.reader import read_text
from nkrisk_geo.engine.signature import FIELDS, GENERIC_AT, NAME_AT, ROLE_AT, name_of
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.roles import Generic, Role
from nkrisk_geo.native.library import Holds
from nkrisk_geo.resolver.chains import Chains
from nkrisk_geo.resolver.segments import (
    CERTAIN,
    SLIGHT,
    Span,
    gather_segments,
    may_match,
    stretches,
)
from nkrisk_geo.text import registration
from nkrisk_geo.text.postcodes import six_digits

Items = Sequence[int]
"""A signature as numbers: items, and those of each of several addresses behind `PART`; see
`nkrisk_geo.engine.items`."""
NAMES_OF_TWO = 4
"""Two chains of names have at least so many."""
LETTERS_OF_COUNTRY = 2
MOST_CODES, MOST_PARTS = 20, 20
"""Codes, and addresses, of one text that are heard."""
_FRACTION = re.compile(r"\.0{1,4}\Z")
"""What a spreadsheet or a database puts behind a whole number."""
_DIGITS = re.compile(r"[0-9]+")
_MARK = int(Holds.MARK)
_AREA = re.compile("10|2[0-9]|[3-9][0-9]{2}")


class Signer:
    """Makes signatures over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, core: Core, packer: Packer) -> None:
        self._gazetteer, self._core, self._packer = gazetteer, core, packer
        self.chains: Chains = Chains(gazetteer)

    # --- texts ------------------------------------------------------------------------

    def text(
        self, items: Items, folded: str, found: Iterable[Code], holds: int
    ) -> Items:
        """The signature of one free text, of which the names have been read, with its codes.

        Args:
            items: what was read.
            folded: the text.
            found: its codes.
            holds: what else it may hold.
        """
        coded = self._codes(0, found)
        if holds & _MARK:
            parts = self._parts([folded], [len(whole(items))])[0]
            if parts:
                return with_parts((*whole(items), *coded), parts)
        if not coded:
            return items
        names = whole(items)
        return (*names, *coded, *items[len(names) :])

    # --- several addresses ------------------------------------------------------------

    def _parts(self, folded: Sequence[str], names: Sequence[int]) -> list[list[Items]]:
        """The names of the addresses in each text of so many names, if it holds several."""
        skeletons = [
            _DIGITS.sub("0", text) for text in folded
        ]  # however long its numbers are
        found: list[list[Items]] = [[] for _ in folded]
        some = [
            at for at, text in enumerate(skeletons) if _may_be_several(text, names[at])
        ]
        spans, known = self._parted([skeletons[at] for at in some])
        pieces = {
            at: [skeletons[at][slice(*span)] for span in several]
            for at, several in zip(some, spans, strict=True)
            if len(several) > 1
        }
        self._read_more(known, chain.from_iterable(pieces.values()))
        for at, several in pieces.items():
            parts = [known[piece] for piece in several if known[piece]][:MOST_PARTS]
            found[at] = parts if len(parts) > 1 else []
        return found

    def _read_more(self, known: dict[str, Items], pieces: Iterable[str]) -> None:
        """Put the names of pieces by themselves to those that are known."""
        every = [*dict.fromkeys(piece for piece in pieces if piece not in known)]
        known |= zip(every, self._named(0, every), strict=True)

    def parted(self, folded: str) -> list[Span]:
        """The stretches of a text that hold one address each; one where nothing parts it."""
        return self._parted([folded])[0][0]

    def _parted(
        self, texts: Sequence[str]
    ) -> tuple[list[list[Span]], dict[str, Items]]:
        """The same for each text, and the names that were read to tell, by the pieces of text.

        These are most of what the texts hold.
        """
        certain, known = (
            [stretches(text, CERTAIN) for text in texts],
            dict[str, Items](),
        )
        slight = [
            [stretches(text, SLIGHT, *span) for span in spans]
            for text, spans in zip(texts, certain, strict=True)
        ]
        wanted = (
            text[slice(*piece)]
            for text, several in zip(texts, slight, strict=True)
            for pieces in several
            if len(several) > 1 or len(pieces) > 1
            for piece in pieces
        )
        self._read_more(known, wanted)
        return [
            self._spans(*each, known)
            for each in zip(texts, certain, slight, strict=True)
        ], known

    def _spans(
        self,
        text: str,
        certain: list[Span],
        slight: list[list[Span]],
        known: Mapping[str, Items],
    ) -> list[Span]:
        spans = list[Span]()
        for span, pieces in zip(certain, slight, strict=True):
            if len(pieces) < 2:
                spans.append(span)
            else:
                spans += gather_segments(
                    pieces,
                    [known[text[slice(*piece)]] for piece in pieces],
                    self.chains.begun,
                )
        return spans

    def _named(self, number: int, folded: Sequence[str]) -> Iterator[Items]:
        """The names of each text by itself, and behind them a note if it is in Chinese."""
        for text in folded:
            yield whole(read_text(self._core, number, text).items)

    # --- records ----------------------------------------------------------------------

    def together(self, record: Mapping[str, str], parts: Mapping[str, Items]) -> Items:
        """The signature of a record from those of its fields.

        The others say which of several addresses in its text is meant.

        A code of a region is one of the record's country, or none at all. What a point says is
        one part and the rest another: they may be apart.
        """
        if len(parts) == 1:
            return next(iter(parts.values()))
        if parts.get("country") and any(map(is_region, parts.get("region", ()))):
            parts = {
                **parts,
                "region": self._region_of(parts["region"][0], parts["country"]),
            }
        plain = [*dict.fromkeys(chain.from_iterable(map(whole, parts.values())))]
        point = len(parts["coordinates"]) if record.get("coordinates") else 0
        if point and len(plain) > point:
            return with_parts(plain, (plain[:-point], plain[-point:]))
        return plain

    def _region_of(self, item: int, country: Items) -> Items:
        """The code of a region as one of a country."""
        region = str(self._packer.item(item)).partition(":s")[2].rpartition("-")[2]
        for code in self._countries(country):
            full = f"{code.lower()}-{region}"
            if full in self._gazetteer.subdivisions:
                return self._packer.code(f"region:s{full}")
        return ()

    def _countries(self, items: Items) -> Iterator[str]:
        """The countries that names can mean, by their codes."""
        for item in filter(is_name, items):
            units = (unit for unit, _ in self._gazetteer.meanings(*name_of(item)))
            yield from dict.fromkeys(map(self._gazetteer.country, units))

    def field(self, number: int, values: Sequence[str]) -> list[Items]:
        """The items of each of some values of one field."""
        if not values:
            return []
        name = FIELDS[number]
        if name == "coordinates":  # written by `nkrisk_geo.geography.reverse`
            return [self._packer.code(f"{name}:g{value}") for value in values]
        folded = [*map(self._gazetteer.normalizer.fold, values)]
        if name in ("postcode", "phone", "registration"):
            return [
                self._packed(f"{name}:{item}" for item in _code_items(name, value))
                for value in folded
            ]
        return [
            (*names, *self._codes(number, found))
            for names, found in zip(
                self._names(number, folded), map(codes, folded), strict=True
            )
        ]

    def _names(self, number: int, folded: Sequence[str]) -> Iterator[Items]:
        """The names of a field beside the text.

        CN alone in a column is China, LN in one for regions Liaoning.
        """
        alone = [self._alone(number, value.strip(" .")) for value in folded]
        longer = self._named(
            number,
            [
                value
                for value, short in zip(folded, alone, strict=True)
                if short is None
            ],
        )
        for short in alone:
            yield next(longer) if short is None else short

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

    # --- codes ------------------------------------------------------------------------

    def _codes(self, number: int, found: Iterable[Code]) -> Items:
        """The codes of a field, each once, the first ones."""
        return self._packed(
            [self._code(number, kind, value) for kind, value, _, _ in found]
        )[:MOST_CODES]

    def _packed(self, items: Iterable[str]) -> Items:
        return [
            number
            for item in dict.fromkeys(items)
            for number in self._packer.code(item)
        ]

    def _code(self, number: int, kind: str, value: str) -> str:
        if kind == "p":
            known = value in self._gazetteer.number or value in self._gazetteer.retired
            kind, value = ("b", value) if known else ("p", value[:4])
        return f"{FIELDS[number]}:{kind}{value}"


def _may_be_several(skeleton: str, names: int) -> bool:
    """May a text of so many names hold several addresses?"""
    if names >= NAMES_OF_TWO or names < 2:
        return names > 1
    return may_match(CERTAIN, skeleton) and CERTAIN.search(skeleton) is not None


def with_parts(items: Items, parts: Iterable[Items]) -> Items:
    """The items of a record with those of each of several addresses behind them."""
    return (*items, *chain.from_iterable((PART, *part) for part in parts))


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
    found = [
        code.kind + code.value for code in codes(f"tel {folded}") if code.kind in "tTc"
    ]
    if found:
        return list(dict.fromkeys(found))
    digits = "".join(_DIGITS.findall(_FRACTION.sub("", folded)))
    area = _AREA.match(digits)
    return [f"t{area.group()}"] if area and 9 <= len(digits) <= 11 else []
