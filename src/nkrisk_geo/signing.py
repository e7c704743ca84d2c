"""Making signatures: what a record comes to, as items that the engine decides about.

Names are read by the compiled engine. Here codes are put behind them, texts of several addresses are parted, and the fields of a
record are joined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from nkrisk_geo import registration
from nkrisk_geo.chains import Chains
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.packing import PART, Packer, Records, is_name, is_region, whole
from nkrisk_geo.engine.reading import Keyed, Texts, keyed, read
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar import Code, Generic, Role, codes
from nkrisk_geo.native import Bytes, Holds, Rows, State
from nkrisk_geo.postcodes import six_digits
from nkrisk_geo.segments import CERTAIN, SLIGHT, Span, gathered, may_match, stretches
from nkrisk_geo.signature import FIELDS, GENERIC_AT, NAME_AT, ROLE_AT, Signature, name_of
from nkrisk_geo.text import Folded

Items = Sequence[int]
"""A signature as numbers: items, and those of each of several addresses behind `PART`; see `nkrisk_geo.engine.packing`."""
NAMES_OF_TWO = 4
"""Two chains of names have at least so many."""
LETTERS_OF_COUNTRY = 2
MOST_CODES, MOST_PARTS = 20, 20
"""Codes, and addresses, of one text that are heard."""
BATCH = 4000
"""Texts that are read together."""
_FRACTION = re.compile(r"\.0{1,4}\Z")
"""What a spreadsheet or a database puts behind a whole number."""
_DIGITS = re.compile(r"[0-9]+")
_AREA = re.compile("10|2[0-9]|[3-9][0-9]{2}")


class Signer:
    """Makes signatures over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, core: Core, packer: Packer) -> None:
        self._gazetteer, self._core, self._packer = gazetteer, core, packer
        self.chains = Chains(gazetteer)

    # --- texts -------------------------------------------------------------------------------------------------

    def texts(self, texts: Sequence[str]) -> Records:
        """The signatures of free texts."""
        parts = [texts[first : first + BATCH] for first in range(0, len(texts), BATCH)]
        return Records.joined([self.read(self._of_python(part).texts) for part in parts])

    def _of_python(self, texts: Sequence[str]) -> Keyed:
        data = [text.encode("utf-8", "surrogatepass") for text in texts]
        offsets = np.cumsum([0, *map(len, data)], dtype=np.int32)
        return self.taken(np.frombuffer(b"".join(data), np.uint8), offsets, texts.__getitem__)

    def taken(self, data: Bytes, offsets: Rows, text: Callable[[int], str], *, alone: bool = False) -> Keyed:
        """Free texts in UTF-8, folded and with their codes; see `nkrisk_geo.text.Folder.folded`.

        Where the texts are `alone` in their records, one of nothing but white space has a code that says so.
        """
        points, starts, state = self._gazetteer.folder.folded(data, offsets, text)
        said = state if alone else np.bitwise_and(state, np.uint8(State.UNEVEN))
        return keyed(self._core, Folded(points, starts, said))

    def read(self, texts: Texts) -> Records:
        """The signatures of folded texts with their codes."""
        count = len(texts.starts)
        if count <= BATCH:
            return self._read(texts)
        return Records.joined(
            [
                self._read(texts.chosen(np.arange(first, min(first + BATCH, count))))
                for first in range(0, count, BATCH)
            ]
        )

    def _read(self, texts: Texts) -> Records:
        records, holds = read(self._core, 0, texts)
        counts, codes = records.counts, texts.codes.counts
        marked = np.flatnonzero((holds & Holds.MARK).astype(np.bool_) & (counts - codes > 1)).tolist()
        items = [whole(records.one(at)) for at in marked]
        names = [len(each) - int(codes[at]) for at, each in zip(marked, items, strict=True)]
        parts = self._parts([texts.text(at) for at in marked], names)
        found = zip(marked, items, parts, strict=True)
        return records.replaced({at: _with_parts(each, several) for at, each, several in found if several})

    def text(self, items: Items, folded: str, found: Iterable[Code], holds: int) -> Items:
        """The signature of one free text, of which the names have been read, with its codes.

        Args:
            items: what was read.
            folded: the text.
            found: its codes.
            holds: what else it may hold.
        """
        coded = self._codes(0, found)
        if holds & Holds.MARK:
            parts = self._parts([folded], [len(whole(items))])[0]
            if parts:
                return _with_parts((*whole(items), *coded), parts)
        if not coded:
            return items
        names = whole(items)
        return (*names, *coded, *items[len(names) :])

    # --- several addresses -------------------------------------------------------------------------------------

    def _parts(self, folded: Sequence[str], names: Sequence[int]) -> list[list[Items]]:
        """The names of the addresses in each text of so many names, if it holds several."""
        skeletons = [_DIGITS.sub("0", text) for text in folded]  # however long its numbers are
        found: list[list[Items]] = [[] for _ in folded]
        some = [at for at, text in enumerate(skeletons) if _may_be_several(text, names[at])]
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

    def _parted(self, texts: Sequence[str]) -> tuple[list[list[Span]], dict[str, Items]]:
        """The same for each text, and the names of what was read to tell them, which is most of what they hold."""
        certain, known = [stretches(text, CERTAIN) for text in texts], dict[str, Items]()
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
        return [self._spans(*each, known) for each in zip(texts, certain, slight, strict=True)], known

    def _spans(
        self, text: str, certain: list[Span], slight: list[list[Span]], known: Mapping[str, Items]
    ) -> list[Span]:
        spans = list[Span]()
        for span, pieces in zip(certain, slight, strict=True):
            if len(pieces) < 2:
                spans.append(span)
            else:
                spans += gathered(pieces, [known[text[slice(*piece)]] for piece in pieces], self.chains.begun)
        return spans

    def _named(self, number: int, folded: Sequence[str]) -> Iterator[Items]:
        """The names of each of some texts by themselves, and behind them a note if it is written in Chinese."""
        for first in range(0, len(folded), BATCH):
            batch = folded[first : first + BATCH]
            yield from map(whole, read(self._core, number, Texts.of(batch)).records.each())

    # --- records -----------------------------------------------------------------------------------------------

    def records(self, records: Sequence[Mapping[str, str]]) -> Records:
        """The signatures of records of several fields. Each distinct value of a field is read once."""
        found: dict[str, Mapping[str, Items]] = {}
        for number, field in enumerate(FIELDS):
            values = list(dict.fromkeys(filter(None, (record.get(field) for record in records))))
            found[field] = dict(zip(values, self.field(number, values), strict=True))
        parts = (
            {field: found[field][record[field]] for field in FIELDS if record.get(field)}
            for record in records
        )
        return Records.of([*map(self.together, records, parts)])

    def together(self, record: Mapping[str, str], parts: Mapping[str, Items]) -> Items:
        """The signature of a record from those of its fields. The others say which of several addresses in its text is meant.

        A code of a region is one of the record's country, or none at all. What a point says is one part and the rest another:
        they may be apart.
        """
        if len(parts) == 1:
            return next(iter(parts.values()))
        if parts.get("country") and any(map(is_region, parts.get("region", ()))):
            parts = {**parts, "region": self._region_of(parts["region"][0], parts["country"])}
        plain = [*dict.fromkeys(chain.from_iterable(map(whole, parts.values())))]
        point = len(parts["coordinates"]) if record.get("coordinates") else 0
        if point and len(plain) > point:
            return _with_parts(plain, (plain[:-point], plain[-point:]))
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
        if number == 0:
            texts = self.texts(values)
            return [*texts.each()]
        if name == "coordinates":  # written by `nkrisk_geo.placing`
            return [self._packer.code(f"{name}:g{value}") for value in values]
        folded = [*map(self._gazetteer.folder.fold, values)]
        if name in ("postcode", "phone", "registration"):
            return [self._packed(f"{name}:{item}" for item in _coded(name, value)) for value in folded]
        return [
            (*names, *self._codes(number, found))
            for names, found in zip(self._names(number, folded), map(codes, folded), strict=True)
        ]

    def _names(self, number: int, folded: Sequence[str]) -> Iterator[Items]:
        """The names of a field beside the text; CN alone in a column is China, LN in one for regions Liaoning."""
        alone = [self._alone(number, value.strip(" .")) for value in folded]
        longer = self._named(
            number, [value for value, short in zip(folded, alone, strict=True) if short is None]
        )
        for short in alone:
            yield next(longer) if short is None else short

    def _alone(self, number: int, code: str) -> Items | None:
        """What a code says that is all there is in a field; None for other words.

        In a column for regions CA is a state and never a country: whose state, the country or the city says.
        """
        if FIELDS[number] == "region":
            if code in self._gazetteer.subdivisions:
                return self._packer.code(f"region:s{code}")
            if len(code) == LETTERS_OF_COUNTRY and code.isascii() and code.isalpha():
                return ()
        short = self._core.grammar.short_names.get(code)
        if short is None:
            return None
        return (short << NAME_AT | Role.PLAIN << ROLE_AT | Generic.NONE << GENERIC_AT | number << 1,)

    # --- codes -------------------------------------------------------------------------------------------------

    def _codes(self, number: int, found: Iterable[Code]) -> Items:
        """The codes of a field, each once, the first ones."""
        return self._packed([self._code(number, kind, value) for kind, value, _, _ in found])[:MOST_CODES]

    def _packed(self, items: Iterable[str]) -> Items:
        return [number for item in dict.fromkeys(items) for number in self._packer.code(item)]

    def _code(self, number: int, kind: str, value: str) -> str:
        if kind == "p":
            known = value in self._gazetteer.number or value in self._gazetteer.retired
            kind, value = ("b", value) if known else ("p", value[:4])
        return f"{FIELDS[number]}:{kind}{value}"

    # --- to be read by people ----------------------------------------------------------------------------------

    def signature(self, fields: Mapping[str, str]) -> Signature:
        """The signature of a record."""
        return self.signatures((fields,))[0]

    def signatures(self, records: Sequence[Mapping[str, str]]) -> list[Signature]:
        """The signatures of records."""
        found = self.records(records)
        return [self._packer.signature(found.one(at)) for at in range(len(records))]


def _may_be_several(skeleton: str, names: int) -> bool:
    """May a text of so many names hold several addresses?"""
    if names >= NAMES_OF_TWO or names < 2:
        return names > 1
    return may_match(CERTAIN, skeleton) and CERTAIN.search(skeleton) is not None


def _with_parts(items: Items, parts: Iterable[Items]) -> Items:
    """The items of a record with those of each of several addresses behind them."""
    return (*items, *chain.from_iterable((PART, *part) for part in parts))


def _coded(field: str, folded: str) -> list[str]:
    """Items of the fields that hold a number and nothing else."""
    if field == "postcode":
        digits = six_digits(folded)
        return [f"p{digits[:4]}"] if digits else []
    if field == "phone":
        return _phones(folded)
    division = registration.read(folded).division
    return [f"r{division}"] if division else []


def _phones(folded: str) -> list[str]:
    """Area and calling codes of a field that is known to hold a telephone number, written as such or as bare digits."""
    found = [code.kind + code.value for code in codes(f"tel {folded}") if code.kind in "tTc"]
    if found:
        return list(dict.fromkeys(found))
    digits = "".join(_DIGITS.findall(_FRACTION.sub("", folded)))
    area = _AREA.match(digits)
    return [f"t{area.group()}"] if area and 9 <= len(digits) <= 11 else []
