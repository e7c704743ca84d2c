"""The signature of a record: what its reading comes down to, as a tuple that can be looked up.

Two records with the same signature have the same answer. A signature holds names with their roles and generics, postcodes
by their first four digits, area codes and typed division codes, for the text and for each field beside it. It leaves out
what cannot change a decision: roads, numbers, unknown words, repetitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar import ASIDE, Code, Generic, Grammar, Role, codes

Item = int | str | tuple["Signature", ...]
"""A name in a role as a number, a code as a string, or the signatures of the parts that a text of several addresses has."""
Signature = tuple[Item, ...]

FIELDS = ("text", "city", "region", "country", "postcode", "phone", "company", "registration", "port")
"""The fields of a record, in the order in which a signature has them."""

SHORTEST_CODE = 6
"""Digits of a postcode; a text with fewer digits has no code in it."""
MEMO_SIZE, MEMO_TEXT = 50_000, 300
"""Skeletons remembered, and how long one may be; the memo starts afresh when it is full. To the names around them all
numbers are alike, so texts that differ in nothing else are scanned once; codes are read from each text."""

PARTS = re.compile(r"[;|]+|\b(?:factory|office|add(?:ress)?|addr|works)\s*[0-9]?\s*:")
"""What parts the addresses in a folded text. A new line does not: addresses are cut into lines anywhere."""
_HAN, _TWICE = "han", "2"
_HAS_HAN = re.compile("[\u4e00-\u9fff]").search
_DIGITS = re.compile(r"[0-9]+")
_AREA = re.compile("10|2[0-9]|[3-9][0-9]{2}")
_USCC = re.compile(r"[0-9a-z]{2}([0-9]{6})[0-9a-hj-npqrtuwxy]{9}[0-9a-hj-npqrtuwxy]")


@dataclass(frozen=True, slots=True)
class Found:
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


class Signer:
    """Makes signatures over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.grammar = Grammar(gazetteer)
        self._memo: dict[str, Signature] = {}

    def text(self, text: str) -> Signature:
        """The signature of a free text alone."""
        skeleton, may_have_codes = self._gazetteer.folder.skeleton(text)
        found = self._memo.get(skeleton)
        if found is None:
            found = self._read(skeleton)
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {}
            if len(skeleton) <= MEMO_TEXT:
                self._memo[skeleton] = found
        if not may_have_codes:
            return found
        numbers = codes(self._gazetteer.folder.fold(text))
        return (*found, *dict.fromkeys(self._codes(0, numbers))) if numbers else found

    def _read(self, skeleton: str) -> Signature:
        """The names of a skeleton, and those of its parts where it holds several addresses."""
        whole = tuple(dict.fromkeys(self._names(0, skeleton)))
        if len(whole) < 2 or not (";" in skeleton or ":" in skeleton or "|" in skeleton):
            return whole
        parts = [tuple(dict.fromkeys(self._names(0, part))) for part in PARTS.split(skeleton) if part.strip()]
        several = len([part for part in parts if part]) > 1
        return (*whole, tuple(part for part in parts if part)) if several else whole

    def record(self, fields: Mapping[str, str]) -> Signature:
        """The signature of a record of several fields (those in `FIELDS`)."""
        items: dict[Item, None] = {}
        for number, field in enumerate(FIELDS):
            if value := fields.get(field):
                items |= dict.fromkeys(self.field(number, value))
        if len(fields) > 1:  # the other fields say which of several addresses is meant
            return tuple(item for item in items if not isinstance(item, tuple))
        return tuple(items)

    def field(self, number: int, value: str) -> Signature:
        """The items of one field."""
        if number == 0:
            return self.text(value)
        folded = self._gazetteer.folder.fold(value)
        name = FIELDS[number]
        if name in ("postcode", "phone", "registration"):
            return tuple(f"{name}:{item}" for item in _coded(name, folded))
        return tuple(dict.fromkeys((*self._names(number, folded), *self._codes(number, codes(folded)))))

    def _names(self, number: int, folded: str) -> Iterator[Item]:
        """The names of a field, and whether it is written in Chinese."""
        if number and (short := self.grammar.scanner.short.get(folded.strip(" ."))) is not None:
            yield (
                (short << 4 | Role.PLAIN) << 4
            ) << 5 | number << 1  # LN alone in a column for regions is Liaoning
            return
        seen = set()
        for script, name, role, generic, _, _ in self.grammar.read(folded).mentions:
            if role not in ASIDE:
                item = (name << 4 | role) << 4 | generic
                yield item << 5 | number << 1 | (script == "han")
                if (script, item) in seen:
                    yield f"{FIELDS[number]}:{_TWICE}{script}/{name}"
                seen.add((script, item))
        if _HAS_HAN(folded):
            yield f"{FIELDS[number]}:{_HAN}"

    def _codes(self, number: int, found: Iterable[Code]) -> Iterator[Item]:
        """The codes of a field."""
        prefix = f"{FIELDS[number]}:"
        for kind, value, _, _ in found:
            if kind == "p":
                known = value in self._gazetteer.number or value in self._gazetteer.retired
                yield f"{prefix}b{value}" if known else f"{prefix}p{value[:4]}"
            else:
                yield prefix + kind + value


def _coded(field: str, folded: str) -> list[str]:
    """Items of the fields that hold a number and nothing else."""
    if field == "postcode":
        digits = "".join(_DIGITS.findall(folded.removesuffix(".0")))
        return [f"p{digits[:4]}"] if len(digits) == 6 else []
    if field == "phone":
        return _phones(folded)
    match = _USCC.fullmatch("".join(folded.split()))
    return [f"r{match.group(1)}"] if match else []


def _phones(folded: str) -> list[str]:
    """Area and calling codes of a field that is known to hold a telephone number, written as such or as bare digits."""
    found = [code.kind + code.value for code in codes(f"tel {folded}") if code.kind in "tTc"]
    if found:
        return list(dict.fromkeys(found))
    digits = "".join(_DIGITS.findall(folded.removesuffix(".0")))
    area = _AREA.match(digits)
    return [f"t{area.group()}"] if area and 9 <= len(digits) <= 11 else []


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
