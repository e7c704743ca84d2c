"""Making signatures: a text is folded, its skeleton looked up or read, its codes are put behind its names.

Texts that differ in house numbers have one skeleton, and what is named in it is remembered; see `nkrisk_geo.text.Skeletons`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from typing import cast

import numpy as np

from nkrisk_geo import registration
from nkrisk_geo.chains import Chains
from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.reading import read
from nkrisk_geo.forking import Turn
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar import Code, Generic, Role, codes, codes_of
from nkrisk_geo.native import Holds
from nkrisk_geo.postcodes import six_digits
from nkrisk_geo.segments import CERTAIN, SLIGHT, Span, gathered, stretches
from nkrisk_geo.signature import FIELDS, GENERIC_AT, NAME_AT, ROLE_AT, Item, Signature, apart, name_of

MEMO_SIZE, MEMO_TEXT = 50_000, 300
"""Skeletons remembered, and how long one may be; when there are too many, the older half goes. To the names around them all
numbers are alike, so texts that differ in nothing else are scanned once; codes are read from each text."""

NAMES_OF_TWO = 4
"""Two chains of names have at least so many."""
LETTERS_OF_COUNTRY = 2
REGION_CODE = "region:s"
"""How an item begins that is the code of a state or province in a column for regions."""
MOST_CODES, MOST_PARTS = 20, 20
"""Codes, and addresses, of one text that are heard."""
BATCH = 4000
"""Texts that are read together."""
MOST_CHARACTERS = 1_000_000
"""Characters of texts that are read together, unless one text has more."""
_FRACTION = re.compile(r"\.0{1,4}\Z")
"""What a spreadsheet or a database puts behind a whole number."""
_DIGITS = re.compile(r"[0-9]+")
_AREA = re.compile("10|2[0-9]|[3-9][0-9]{2}")


class Signer:
    """Makes signatures over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, core: Core) -> None:
        self._gazetteer, self.core = gazetteer, core
        self.grammar = core.grammar
        self.chains = Chains(gazetteer)
        self._lock = Turn()
        self._memo: dict[str, Signature] = {}

    def text(self, text: str) -> Signature:
        """The signature of a free text alone."""
        return self.texts((text,))[0]

    def texts(self, texts: Sequence[str]) -> list[Signature]:
        """The signatures of free texts. Texts that differ in nothing but house numbers are read once."""
        return [signature for batch in _batches(texts) for signature in self._batch(batch)]

    def _batch(self, texts: Sequence[str]) -> list[Signature]:
        skeletons, coded = self._gazetteer.folder.skeletons(texts)
        signatures = self._known(skeletons)
        for at, found in zip(coded, codes_of([*coded.values()]), strict=True):
            if found:
                signatures[at] = _with_codes(signatures[at], self._codes(0, found))
        return signatures

    def _known(self, skeletons: Sequence[str]) -> list[Signature]:
        """The signatures of skeletons, from memory or read."""
        known = [*map(self._memo.get, skeletons)]
        if None in known:
            missing = [text for text, found in zip(skeletons, known, strict=True) if found is None]
            new = self._read([*dict.fromkeys(missing)])
            self._remember(new)
            known = [
                new[text] if found is None else found for text, found in zip(skeletons, known, strict=True)
            ]
        return cast("list[Signature]", known)

    def _remember(self, new: Mapping[str, Signature]) -> None:
        """Keep short skeletons; when there are too many, the older half goes."""
        short = new
        if max(map(len, new)) > MEMO_TEXT:
            short = {skeleton: signature for skeleton, signature in new.items() if len(skeleton) <= MEMO_TEXT}
        with self._lock:
            if len(self._memo) + len(short) > MEMO_SIZE:
                self._memo = _newer_half(self._memo)
            self._memo |= islice(short.items(), MEMO_SIZE - len(self._memo))

    def _read(self, skeletons: Sequence[str]) -> dict[str, Signature]:
        """The names of skeletons, and those of their parts where one holds several addresses."""
        named, marked = dict[str, Signature](), list[str]()
        for batch in _batches(skeletons):
            found = read(self.core, 0, batch)
            named |= zip(batch, found.signatures(FIELDS[0]), strict=True)
            marked += [batch[at] for at in np.flatnonzero(found.holds & Holds.MARK).tolist()]
        for skeleton, parts in self._apart({skeleton: named[skeleton] for skeleton in marked}).items():
            plain = apart([named[skeleton]])[0][0]
            named[skeleton] = (*plain, parts)
        return named

    def _apart(self, marked: Mapping[str, Signature]) -> dict[str, tuple[Signature, ...]]:
        """The names of the addresses in skeletons that hold several, of those in which something may part them."""
        several = [
            skeleton
            for skeleton, names in marked.items()
            if len(names) >= NAMES_OF_TWO or (len(names) > 1 and CERTAIN.search(skeleton))
        ]
        if not several:
            return {}
        spans, read = self._parted(several)
        pieces = {
            skeleton: [skeleton[start:end] for start, end in each]
            for skeleton, each in zip(several, spans, strict=True)
            if len(each) > 1
        }
        self._read_more(read, (part for each in pieces.values() for part in each))
        apart = {
            skeleton: tuple([read[part] for part in each if read[part]][:MOST_PARTS])
            for skeleton, each in pieces.items()
        }
        return {skeleton: each for skeleton, each in apart.items() if len(each) > 1}

    def _read_more(self, read: dict[str, Signature], skeletons: Iterable[str]) -> None:
        """Put the names of skeletons by themselves to those that are read."""
        every = [*dict.fromkeys(skeleton for skeleton in skeletons if skeleton not in read)]
        read |= zip(every, self._named(0, every), strict=True)

    def parted(self, skeletons: Sequence[str]) -> list[list[Span]]:
        """The stretches of skeletons that hold one address each; one where nothing parts it."""
        return self._parted(skeletons)[0]

    def _parted(self, skeletons: Sequence[str]) -> tuple[list[list[Span]], dict[str, Signature]]:
        """The same, and the names of what was read to tell them, which is most of what they hold."""
        certain = [stretches(skeleton, CERTAIN) for skeleton in skeletons]
        slight = [
            [stretches(skeleton, SLIGHT, *span) for span in spans]
            for skeleton, spans in zip(skeletons, certain, strict=True)
        ]
        read: dict[str, Signature] = {}
        self._read_more(
            read,
            (
                skeleton[slice(*piece)]
                for skeleton, spans in zip(skeletons, slight, strict=True)
                for pieces in spans
                if len(spans) > 1 or len(pieces) > 1
                for piece in pieces
            ),
        )

        def parts(skeleton: str, whole: Span, pieces: Sequence[Span]) -> list[Span]:
            if len(pieces) < 2:
                return [whole]
            said = [read[skeleton[slice(*piece)]] for piece in pieces]
            return gathered(pieces, said, self.chains.begun)

        spans = [
            [*chain.from_iterable(parts(skeleton, *each) for each in zip(wholes, spans, strict=True))]
            for skeleton, wholes, spans in zip(skeletons, certain, slight, strict=True)
        ]
        return spans, read

    def record(self, fields: Mapping[str, str]) -> Signature:
        """The signature of a record of several fields (those in `FIELDS`)."""
        return self.records((fields,))[0]

    def records(self, records: Sequence[Mapping[str, str]]) -> list[Signature]:
        """The signatures of records. Each distinct value of a field is read once."""
        read: dict[str, Mapping[str, Signature]] = {}
        for number, field in enumerate(FIELDS):
            values = list(dict.fromkeys(filter(None, (record.get(field) for record in records))))
            read[field] = dict(zip(values, self.field(number, values), strict=True))
        return [
            self.joined(record, {field: read[field][record[field]] for field in FIELDS if record.get(field)})
            for record in records
        ]

    def joined(self, record: Mapping[str, str], parts: Mapping[str, Signature]) -> Signature:
        """The signature of a record from those of its fields; a code of a region is one of the record's country, or none."""
        if len(parts) > 1 and "region" in parts:
            code = next((item for item in parts["region"] if isinstance(item, str)), "")
            if code.startswith(REGION_CODE) and parts.get("country"):
                region = code.removeprefix(REGION_CODE).rpartition("-")[2]
                full = (f"{country.lower()}-{region}" for country in self._countries(parts["country"]))
                known = [each for each in full if each in self._gazetteer.subdivisions]
                parts = {**parts, "region": tuple(f"{REGION_CODE}{each}" for each in known[:1])}
        return _joined([*parts.values()], pointed=bool(record.get("coordinates")))

    def with_codes(self, signature: Signature, found: Iterable[Code]) -> Signature:
        """The signature of a text with its codes behind its names."""
        return _with_codes(signature, self._codes(0, found)) if found else signature

    def _countries(self, signature: Signature) -> Iterator[str]:
        """The countries that names in a signature can mean, by their codes."""
        for item in signature:
            if isinstance(item, int):
                units = (unit for unit, _ in self._gazetteer.meanings(*name_of(item)))
                yield from dict.fromkeys(map(self._gazetteer.country, units))

    def field(self, number: int, values: Sequence[str]) -> list[Signature]:
        """The items of each of some values of one field."""
        if not values:
            return []
        name = FIELDS[number]
        if number == 0:
            return self.texts(values)
        if name == "coordinates":  # written by `nkrisk_geo.placing`
            return [(f"{name}:g{value}",) for value in values]
        folded = self._gazetteer.folder.fold_all(values)
        if name in ("postcode", "phone", "registration"):
            return [tuple(f"{name}:{item}" for item in _coded(name, value)) for value in folded]
        return [
            (*names, *self._codes(number, found))
            for names, found in zip(self._names(number, folded), codes_of(folded), strict=True)
        ]

    def _names(self, number: int, folded: Sequence[str]) -> Iterator[Signature]:
        """The names of a field beside the text; CN alone in a column is China, LN in one for regions Liaoning."""
        alone = [self._alone(number, value.strip(" .")) for value in folded]
        longer = self._named(
            number, [value for value, short in zip(folded, alone, strict=True) if short is None]
        )
        for short in alone:
            yield next(longer) if short is None else short

    def _alone(self, number: int, code: str) -> Signature | None:
        """What a code says that is all there is in a field; None for other words.

        In a column for regions CA is a state and never a country: whose state, the country or the city says.
        """
        if FIELDS[number] == "region":
            if code in self._gazetteer.subdivisions:
                return (f"{REGION_CODE}{code}",)
            if len(code) == LETTERS_OF_COUNTRY and code.isascii() and code.isalpha():
                return ()
        short = self.grammar.short_names.get(code)
        return None if short is None else (_packed(number, "latin", short, Role.PLAIN, Generic.NONE),)

    def _named(self, number: int, folded: Sequence[str]) -> Iterator[Signature]:
        """The names of each of some texts by themselves, and behind them a note if it is written in Chinese."""
        for batch in _batches(folded):
            yield from apart(read(self.core, number, batch).signatures(FIELDS[number]))[0]

    def _codes(self, number: int, found: Iterable[Code]) -> list[Item]:
        """The codes of a field, each once, the first ones."""
        items = [self._code(number, kind, value) for kind, value, _, _ in found]
        return items if len(items) < 2 else [*dict.fromkeys(items)][:MOST_CODES]

    def _code(self, number: int, kind: str, value: str) -> Item:
        if kind == "p":
            known = value in self._gazetteer.number or value in self._gazetteer.retired
            kind, value = ("b", value) if known else ("p", value[:4])
        return f"{FIELDS[number]}:{kind}{value}"


def _joined(parts: Sequence[Signature], *, pointed: bool) -> Signature:
    """The signature of a record from those of its fields. The others say which of several addresses in its text is meant.

    What a point says, the last of them where a record is `pointed`, is one part and the rest another: they may be apart.
    """
    items = tuple(dict.fromkeys(chain.from_iterable(parts)))
    if len(parts) == 1:
        return items
    plain = tuple(item for item in items if not isinstance(item, tuple))
    return (*plain, (plain[:-1], plain[-1:])) if pointed and len(plain) > 1 else plain


def _newer_half(memo: Mapping[str, Signature]) -> dict[str, Signature]:
    return dict(islice(memo.items(), len(memo) // 2, None))


def _packed(number: int, script: str, name: int, role: int, generic: int) -> int:
    """A name in a role as one number."""
    return name << NAME_AT | role << ROLE_AT | generic << GENERIC_AT | number << 1 | (script == "han")


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


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts to read together: `BATCH` of them, fewer of long ones."""
    first = 0
    while first < len(texts):
        batch = texts[first : first + BATCH]
        lengths = [*accumulate(map(len, batch))]
        if lengths[-1] > MOST_CHARACTERS:
            batch = batch[: max(1, bisect_right(lengths, MOST_CHARACTERS))]
        yield batch
        first += len(batch)


def _with_codes(signature: Signature, codes: Iterable[Item]) -> Signature:
    """A signature with codes behind its names; parts stay last."""
    last = signature[-1] if signature else 0
    return (*signature[:-1], *codes, last) if isinstance(last, tuple) else (*signature, *codes)
