"""The signature of a record: what its reading comes down to, as a tuple that can be looked up.

Two records with the same signature have the same answer. A signature holds names with their roles and generics, postcodes
by their first four digits, area codes and typed division codes, for the text and for each field beside it. It leaves out
what cannot change a decision: roads, numbers, unknown words, repetitions.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from typing import NamedTuple, cast

import numpy as np

from nkrisk_geo import registration
from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar import ASIDE, BATCH, Code, Generic, Grammar, Role, codes, codes_of
from nkrisk_geo.native import Holds, Sequences, Texts

Item = int | str | tuple["Signature", ...]
"""A name in a role as a number, a code as a string, or the signatures of the parts that a text of several addresses has."""
Signature = tuple[Item, ...]
Plain = tuple[int | str, ...]
"""A signature without parts."""

FIELDS = (
    "text",
    "city",
    "region",
    "country",
    "postcode",
    "phone",
    "company",
    "registration",
    "port",
    "coordinates",
)
"""The fields of a record, in the order in which a signature has them."""

MOST_WORDINGS = 100_000
"""Signatures of names that are made once; when there are more, all are made anew. More than a batch has texts."""
MEMO_SIZE, MEMO_TEXT = 50_000, 300
"""Skeletons remembered, and how long one may be; when there are too many, the older half goes. To the names around them all
numbers are alike, so texts that differ in nothing else are scanned once; codes are read from each text."""

LABEL = (
    r"(?:\b(?:factory|plant|works|warehouse|office|add(?:ress)?|addr)(?:\s*[0-9])?"
    "|(?:注册|登记|生产|经营|办公|通讯|联系|公司|企业|工厂|发货|收货)?地址|厂址|住所|仓库|주소|адрес"
    r")\s*[:：]"
)
"""What announces an address, in lower case."""
PARTS = re.compile(f"[;|]+|{LABEL}")
"""What parts the addresses in a folded text. A new line does not: addresses are cut into lines anywhere."""
MOST_NAMES = 60
"""Names of one text that are heard, the first ones: an address has a dozen. What they mean is weighed name by name and place
by place, and a text of a thousand would cost a million times what an address does."""
MOST_CODES, MOST_PARTS = 20, 20
"""Codes, and addresses, of one text that are heard."""
MOST_CHARACTERS = 1_000_000
"""Characters of texts that are read together, unless one text has more."""
_HAN, _TWICE = "han", "2"
_FRACTION = re.compile(r"\.0{1,4}\Z")
"""What a spreadsheet or a database puts behind a whole number."""
_DIGITS = re.compile(r"[0-9]+")
_IS_ASIDE = np.array([role in ASIDE for role in sorted(Role)], np.bool_)
_AREA = re.compile("10|2[0-9]|[3-9][0-9]{2}")


class Found(NamedTuple):
    """One item of a signature, taken apart.

    `kind` is `name`, `han`, or that of a code: see `nkrisk_geo.grammar.codes`, and `b` for six digits that are a division
    code and may be a postcode.
    """

    field: str
    kind: str
    value: str
    script: str = ""
    name: int = -1
    role: Role = Role.PLAIN
    generic: Generic = Generic.NONE


class _Wordings:
    """The signatures that names come to, each made once. Safe under threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._sequences, self._made = Sequences(MOST_WORDINGS), list[Signature]()

    def of(self, field: int, packed: Ints, text: Ints, chinese: Flags) -> list[Signature]:
        """The signature of each of some texts.

        Args:
            field: the number of the field.
            packed: names in roles, as numbers.
            text: the text of each; texts ascend.
            chinese: for each text, is it written in Chinese? A note behind its names says so.
        """
        # A number that no name has, behind the names of each text: the note, or none.
        ends = np.searchsorted(text, np.arange(len(chinese)), side="right")
        numbers, lengths = np.insert(packed, ends, -1 - chinese), np.diff(ends, prepend=0) + 1
        with self._lock:
            known = self._sequences.numbered(numbers, lengths)
            if known is None:
                self._forget()
                known = self._sequences.numbered(numbers, lengths)
            if known is None:  # more in one batch than are kept
                raise MemoryError
            found, new = known
            starts = ends[new] - lengths[new] + 1
            spans = zip(starts.tolist(), ends[new].tolist(), chinese[new].tolist(), strict=True)
            names = packed.tolist() if len(new) else []
            self._made += [_worded(field, names[start:end], han) for start, end, han in spans]
            return [*map(self._made.__getitem__, found.tolist())]


class Signer:
    """Makes signatures over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.grammar = Grammar(gazetteer)
        self._lock = threading.Lock()
        self._memo: dict[str, Signature] = {}
        self._wordings = _Wordings()

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
            missing = [at for at, found in enumerate(known) if found is None]
            new = self._read([*dict.fromkeys(skeletons[at] for at in missing)])
            self._remember(new)
            for at in missing:
                known[at] = new[skeletons[at]]
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
        named = dict(zip(skeletons, self._named(0, skeletons), strict=True))
        split = {
            skeleton: [part for part in PARTS.split(skeleton) if part.strip()]
            for skeleton in skeletons
            if (";" in skeleton or "|" in skeleton or ":" in skeleton)
            and len(named[skeleton]) > 1
            and PARTS.search(skeleton)
        }
        parts = list(dict.fromkeys(part for several in split.values() for part in several))
        read = dict(zip(parts, self._named(0, parts), strict=True))
        for skeleton, several in split.items():
            apart = tuple([read[part] for part in several if read[part]][:MOST_PARTS])
            if len(apart) > 1:
                named[skeleton] = (*named[skeleton], apart)
        return named

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
            _joined(
                [read[field][record[field]] for field in FIELDS if record.get(field)],
                pointed=bool(record.get("coordinates")),
            )
            for record in records
        ]

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
        """The names of a field beside the text; LN alone in a column for regions is Liaoning."""
        alone = [self.grammar.short_names.get(value.strip(" .")) for value in folded]
        longer = self._named(
            number, [value for value, short in zip(folded, alone, strict=True) if short is None]
        )
        for short in alone:
            yield (
                next(longer)
                if short is None
                else (_packed(number, "latin", short, Role.PLAIN, Generic.NONE),)
            )

    def _named(self, number: int, folded: Sequence[str]) -> Iterator[Signature]:
        """The names of each of some texts, and behind them a note if it is written in Chinese."""
        return chain.from_iterable(self._names_of(number, batch) for batch in _batches(folded))

    def _names_of(self, number: int, folded: Sequence[str]) -> list[Signature]:
        """The same for a batch; names set aside are left out."""
        texts = Texts.of(folded)
        read = self.grammar.readings(texts)
        counts = ~_IS_ASIDE[read.mentions.role]
        found, han = read.mentions.chosen(counts), read.han[counts]
        packed = ((found.name << 4 | found.role) << 4 | found.generic) << 5 | number << 1 | han
        return self._wordings.of(number, packed, found.text, texts.holding(Holds.CHINESE))

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
    return ((name << 4 | role) << 4 | generic) << 5 | number << 1 | (script == "han")


def _worded(field: int, names: Sequence[int], chinese: bool) -> Signature:
    """The signature of names, those that are said again with a note, and a note if the text is written in Chinese."""
    tail = (f"{FIELDS[field]}:{_HAN}",) if chinese else ()
    if len(names) <= MOST_NAMES and len({*names}) == len(names):
        return (*names, *tail)
    return (*tuple(dict.fromkeys(_with_repetitions(field, names)))[:MOST_NAMES], *tail)


def _with_repetitions(number: int, named: Iterable[int | str]) -> Iterator[Item]:
    """The names of a text, each that is said again followed by a note that it is."""
    seen = set()
    for item in named:
        yield item
        if item in seen and isinstance(item, int):
            yield f"{FIELDS[number]}:{_TWICE}{'han' if item & 1 else 'latin'}/{item >> 13}"
        seen.add(item)


def _coded(field: str, folded: str) -> list[str]:
    """Items of the fields that hold a number and nothing else."""
    if field == "postcode":
        digits = "".join(_DIGITS.findall(_FRACTION.sub("", folded)))
        return [f"p{digits[:4]}"] if len(digits) == 6 else []
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


def size(signature: Signature | None) -> int:
    """Items of a signature, those of its parts included."""
    if not signature:
        return 0
    last = signature[-1]
    return len(signature) + (sum(map(len, last)) if isinstance(last, tuple) else 0)


def apart(signatures: Sequence[Signature]) -> tuple[list[Plain], dict[int, list[Plain]]]:
    """Signatures without their parts, and the parts of those that have some, by their numbers. Parts stand last."""
    plain, parts = [*signatures], dict[int, list[Plain]]()
    for number, signature in enumerate(signatures):
        last = signature[-1] if signature else 0
        if isinstance(last, tuple):
            plain[number], parts[number] = signature[:-1], [*cast("tuple[Plain, ...]", last)]
    return cast("list[Plain]", plain), parts


def _with_codes(signature: Signature, codes: Iterable[Item]) -> Signature:
    """A signature with codes behind its names; parts stay last."""
    last = signature[-1] if signature else 0
    return (*signature[:-1], *codes, last) if isinstance(last, tuple) else (*signature, *codes)


_ROLES, _GENERICS = tuple(sorted(Role)), tuple(Generic)


def unpack(item: int | str) -> Found:
    """An item of a signature taken apart."""
    if isinstance(item, str):
        field, _, code = item.rpartition(":")
        if code.startswith(_TWICE):
            script, _, name = code[1:].partition("/")
            return Found(field, _TWICE, "", script, int(name))
        return Found(field or "text", _HAN if code == _HAN else code[0], "" if code == _HAN else code[1:])
    script = "han" if item & 1 else "latin"
    field = FIELDS[item >> 1 & 15]
    return Found(field, "name", "", script, item >> 13, _ROLES[item >> 9 & 15], _GENERICS[item >> 5 & 15])


def name_of(item: int) -> tuple[str, int]:
    """Script and number of the name of an item."""
    return ("han" if item & 1 else "latin"), item >> 13
