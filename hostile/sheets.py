"""Workbooks: too large when they are unpacked, sheets that are not read, zip files that are none."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from hostile import contents
from hostile.audit import Truth, summary_of
from hostile.bad_file import Bad, bad_case
from hostile.cases import Case, Room
from hostile.faults import Fault, Finding

GROUP = "workbooks"
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
OPENED = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSED = b"</sheetData></worksheet>"
FIRST = b'<row r="1"><c r="A1" t="inlineStr"><is><t>address</t></is></c></row>'
BLOCK = b"Dandong " * (1 << 17)


def cases() -> list[Case]:
    """All of them."""
    made: dict[str, Callable[[], bytes]] = {
        "A1 and XFD1048576": lambda: _with_cell("XFD1048576"),
        "A1 and XFD12000": lambda: _with_cell("XFD12000"),
        "A1 and A1048576": lambda: _with_cell("A1048576"),
        "a cell far outside": lambda: _with_cell("ZZZZZZ99999999999"),
        "a shared string of 1.5 GB": lambda: _long_string(1500),
        "a sheet of 2 GB": lambda: _replaced(
            SHEET, [OPENED, FIRST, b"<!--", *[BLOCK] * 2000, b"-->", CLOSED]
        ),
        "a comment of 2 GB": lambda: _replaced("docProps/app.xml", [BLOCK] * 2000),
        "entities": lambda: _replaced(SHEET, [_entities()]),
        "an outer entity": lambda: _replaced(SHEET, [_outer()]),
        "nested": lambda: _replaced(SHEET, [OPENED, b"<a>" * 200_000, CLOSED]),
        "a cut sheet": lambda: _replaced(SHEET, [OPENED, FIRST]),
        "strings that are not there": lambda: _replaced(STRINGS, [b"<sst/>"]),
        "20,000 members": lambda: _crowded(20_000),
        "members out of their folder": lambda: _replaced(
            "../../../../tmp/hostile-slipped", [b"slipped"]
        ),
        "a sheet twice": lambda: _replaced(SHEET, [OPENED, FIRST, CLOSED], twice=True),
        "encrypted": _encrypted,
        "no workbook": lambda: _zip({"a.txt": [b"x"]}),
    }
    return [
        *(
            bad_case(GROUP, f"sheet/{name}", partial(_book, make))
            for name, make in made.items()
        ),
        Case(GROUP, "sheet/two sheets", _two_sheets),
        Case(
            GROUP, "sheet/no rows", _written, (contents.workbook([("id", "address")]),)
        ),
    ]


def _book(make: Callable[[], bytes], _: random.Random) -> Bad:
    return Bad("book.xlsx", make(), Truth())


def _two_sheets(room: Room) -> Iterator[Finding]:
    """Rows of a second sheet come out too, or are named, and fail a strict run."""
    chance = random.Random(room.chance.random())
    lines = [("id", "address"), *contents.rows(7, chance)]
    (room.folder / "two.xlsx").write_bytes(contents.workbook(lines, lines))
    result = room.run("enrich", "two.xlsx", "-o", "out.csv", "--json", "--strict")
    summary = summary_of(result)
    named = (
        0 if summary is None else summary["rows_in"] + sum(summary["unread"].values())
    )
    whole = named >= 2 * (len(lines) - 1)
    if result.code in (0, 3) and not whole:
        yield Finding(
            Fault.LOST, f"exit {result.code} under --strict, {named} rows named", 7
        )


def _written(room: Room, content: bytes) -> Iterable[Finding]:
    (room.folder / "book.xlsx").write_bytes(content)
    room.run("enrich", "book.xlsx", "-o", "out.csv", "--json")
    return ()


def _good() -> dict[str, Iterable[bytes]]:
    """The members of a good workbook."""
    with zipfile.ZipFile(
        io.BytesIO(contents.workbook([("address",), ("Dandong",)]))
    ) as book:
        return {name: [book.read(name)] for name in book.namelist()}


def _zip(members: dict[str, Iterable[bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, blocks in members.items():
            with book.open(name, "w", force_zip64=True) as member:
                for block in blocks:
                    member.write(block)
    return out.getvalue()


def _replaced(name: str, blocks: list[bytes], *, twice: bool = False) -> bytes:
    """A good workbook with one member made anew or added."""
    out = io.BytesIO(_zip({**_good(), **({} if twice else {name: blocks})}))
    if twice:
        with zipfile.ZipFile(out, "a") as book:
            book.writestr(zipfile.ZipInfo(name), b"".join(blocks))
    return out.getvalue()


def _with_cell(place: str) -> bytes:
    number = "".join(char for char in place if char.isdigit())
    last = f'<row r="{number}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'.encode()
    second = b'<row r="2"><c r="A2" t="inlineStr"><is><t>Dandong</t></is></c></row>'
    return _replaced(SHEET, [OPENED, FIRST, second, last, CLOSED])


def _long_string(mb: int) -> bytes:
    begun = OPENED.replace(b"worksheet", b"sst").replace(
        b"<sheetData>", b"<si><t>address</t></si><si><t>"
    )
    return _replaced(STRINGS, [begun, *[BLOCK] * mb, b"</t></si></sst>"])


def _entities() -> bytes:
    more = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE x [<!ENTITY e0 "Dandong">{more}]>'.encode()
    return _declared(declared, b"&e11;")


def _outer() -> bytes:
    return _declared(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', b"&e;")


def _declared(declared: bytes, named: bytes) -> bytes:
    """A sheet whose first cell is an entity."""
    head, _, body = OPENED.partition(b"?>")
    return b"".join(
        [head, b"?>", declared, body, FIRST.replace(b"address", named), CLOSED]
    )


def _crowded(count: int) -> bytes:
    return _zip({**_good(), **{f"xl/media/{n}.txt": [b""] for n in range(count)}})


def _encrypted() -> bytes:
    """The flag of encryption in each header."""
    content = bytearray(contents.workbook([("address",), ("Dandong",)]))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        found = content.find(mark)
        while found >= 0:
            content[found + at] |= 1
            found = content.find(mark, found + 4)
    return bytes(content)
