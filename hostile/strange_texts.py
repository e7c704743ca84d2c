"""Texts that are strange but rows all the same, and texts that are too much of something."""

from __future__ import annotations

import json
import random
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from hostile import contents
from hostile.audit import Truth, rejects_of
from hostile.bad_file import Bad, as_it_is, bad_case
from hostile.cases import Case, Room
from hostile.faults import Fault, Finding

MANY = 200
ALL = Truth(MANY, resolved=MANY // 3, may_refuse=False)
ENOUGH = 1 << 20
GZIP = b"\x1f\x8b\x08\0\0\0\0\0\0\x03"


def cases() -> list[Case]:
    """All of them."""
    return [
        *_encoded(),
        *_marked(),
        *_quoted(),
        *_objects(),
        *_long(),
        *_escaping(),
        *_guarded(),
    ]


def _csv(chance: random.Random) -> str:
    return contents.plain("csv", contents.rows(MANY, chance)).decode()


def _case(
    group: str,
    name: str,
    change: Callable[[str], bytes],
    truth: Truth = ALL,
    *options: str,
    suffix: str = "csv",
) -> Case:
    """A good CSV, changed as a whole."""
    wanted = options or ("--address", "address")
    return bad_case(
        group,
        name,
        lambda chance: Bad(
            f"strange.{suffix}", change(_csv(chance)), truth, options=wanted
        ),
    )


def _encoded() -> Iterator[Case]:
    """Encodings with a mark and without, and such that are none for files."""
    group = "encodings"
    marks = {
        "utf-16-le": b"\xff\xfe",
        "utf-16-be": b"\xfe\xff",
        "utf-32-le": b"\xff\xfe\0\0",
        "utf-32-be": b"\0\0\xfe\xff",
    }
    for encoding, mark in marks.items():
        truth = ALL if "16" in encoding else Truth(MANY, resolved=MANY // 3)
        for begun, word in ((mark, "mark"), (b"", "no mark")):
            yield _case(
                group, f"encoding/{encoding} {word}",
                partial(_as_encoded, encoding, begun), truth,
            )  # fmt: skip
    for named in (
        "utf-16",
        "utf-32",
        "idna",
        "punycode",
        "utf-7",
        "unicode_escape",
        "raw_unicode_escape",
        "hex",
        "undefined",
        "oem",
        "\udcff",
    ):
        options = ("--address", "address", "--encoding", named)
        yield _case(
            group, f"encoding/said to be {named!r}", str.encode, Truth(), *options
        )


def _marked() -> Iterator[Case]:
    """Bytes that no text should hold."""
    group = "odd bytes"
    for word, odd in {
        "NUL": b"\0",
        "invalid UTF-8": b"\xff\xfe\xc3",
        "mark": b"\xef\xbb\xbf",
        "DEL": b"\x7f\x1a",
        "line separator": "\u2028\x85".encode(),
    }.items():
        yield _case(group, f"bytes/{word} in a cell", partial(_put, odd, 3))
        yield _case(group, f"bytes/{word} in many cells", partial(_put, odd, MANY))
        yield _case(
            group, f"bytes/{word} without a header",
            partial(_headless, odd), ALL, "--columns", "id,address",
        )  # fmt: skip
    yield _case(group, "bytes/only NUL", lambda _: bytes(5000), Truth())
    yield _case(
        group,
        "bytes/random",
        lambda text: random.Random(text).randbytes(200_000),
        Truth(),
    )


def _as_encoded(encoding: str, mark: bytes, text: str) -> bytes:
    return mark + text.encode(encoding)


def _headless(odd: bytes, text: str) -> bytes:
    return _put(odd, 3, text).partition(b"\n")[2]


def _put(odd: bytes, times: int, text: str) -> bytes:
    """Odd bytes within the addresses of the first rows."""
    lines = text.encode().split(b"\n")
    return b"\n".join(
        line.replace(b'"', b'"D' + odd, 1) if 0 < number <= times else line
        for number, line in enumerate(lines)
    )


def _quoted() -> Iterator[Case]:
    """Quotation marks and ends of lines."""
    group = "quotes and line ends"
    yield _case(group, "lines/CR only", lambda text: text.replace("\n", "\r").encode())
    yield _case(
        group,
        "lines/CR LF and LF",
        lambda text: text.replace("\n", "\r\n", MANY // 2).encode(),
    )
    yield _case(group, "lines/no end", lambda text: text.rstrip("\n").encode())
    for at in (1, 100, MANY):
        yield _case(group, f"quotes/unclosed in row {at}", partial(_unclosed, at))
    yield _case(
        group, "quotes/each unclosed", lambda text: text.replace('"\n', "\n").encode()
    )
    yield _case(
        group,
        "header/a column twice",
        lambda text: text.replace("id,address", "address,address", 1).encode(),
        Truth(MANY),
    )
    yield _case(
        group,
        "header/another column twice",
        lambda text: (
            "id,id,address\n" + text.partition("\n")[2].replace(',"', ',1,"')
        ).encode(),
        Truth(MANY),
    )
    yield _case(
        group, "header/only", lambda _: b"id,address\n", Truth(0, may_refuse=False)
    )


def _unclosed(row: int, text: str) -> bytes:
    lines = text.split("\n")
    lines[row] = lines[row].rstrip('"')
    return "\n".join(lines).encode()


def _objects() -> Iterator[Case]:
    """JSON lines that are no objects, or odd ones."""
    group = "JSON lines"
    odd = {
        "surrogate in a key": '{"address":"Dandong","k\\ud800":1}', "surrogate in a value": '{"address":"Dandong \\ud800"}',
        "nested": "[" * 100_000, "nested value": '{"address":"Dandong","x":' + "[" * 900 + "]" * 900 + "}",
        "long number": '{"address":"Dandong","x":' + "9" * 5000 + "}", "NaN": '{"address":"Dandong","x":NaN}',
        "infinite": '{"address":"Dandong","x":1e999}', "key twice": '{"address":"Dandong","address":"Hunchun"}',
        "list": '["Dandong"]', "empty key": '{"address":"Dandong","":1}', "kinds": '{"address":["Dandong",{"a":null}],"id":{}}',
    }  # fmt: skip
    for word, line in odd.items():
        for kind in ("csv", "jsonl", "xlsx", "parquet"):
            content = f'{{"id":"0","address":"Hunchun"}}\n{line}\n{{"id":"2","address":"Yanji"}}\n'.encode()
            bad = Bad(
                "odd.jsonl",
                content,
                Truth(3, resolved=2, may_refuse=False),
                f"out.{kind}",
            )
            yield bad_case(
                group, f"json/{word} to {kind}", as_it_is(bad), looked_at=kind == "csv"
            )
    for kind in ("csv", "jsonl", "parquet"):
        yield bad_case(
            "too much", f"much/20,000 keys to {kind}", partial(_many_keys, kind)
        )


def _many_keys(kind: str, _: random.Random) -> Bad:
    keys = "".join(
        f'{{"address":"Dandong","k{n}":1}}\n' for n in range(20_000)
    ).encode()
    return Bad("keys.jsonl", keys, Truth(20_000), f"out.{kind}")


def _long() -> Iterator[Case]:
    """Lines, cells and headers without end, plain and as bombs."""
    group = "too much"
    for mb, packed in ((104, ""), (1500, ".gz"), (2000, ".zst"), (104, ".zst")):
        for kind in ("csv", "jsonl", "txt"):

            def make(
                _: random.Random, mb: int = mb, packed: str = packed, kind: str = kind
            ) -> Bad:
                begun = (
                    b'{"address":"'
                    if kind == "jsonl"
                    else b"id,address\n1,"
                    if kind == "csv"
                    else b"id'~'address#@#@#1'~'"
                )
                return Bad(f"long.{kind}{packed}", bomb(begun, mb, packed), Truth())

            yield bad_case(group, f"much/a line of {mb} MB, {kind}{packed}", make)
    for columns in (100_000, 1_000_000):
        yield bad_case(group, f"much/{columns:,} columns", partial(_wide, columns))
    for unit, count in (
        ("x", 32_000),
        ("D", ENOUGH),
        ("\u0327\u0301", 125_000),
        ("丹", 400_000),
        ('""', 300_000),
    ):
        text = f"{'a' * (count == 125_000)}{unit * count}"
        yield bad_case(
            "long cells", f"cell/{len(text):,} {unit!r}", partial(_celled, unit, count)
        )
        yield Case("long cells", f"resolve/{count:,} {unit!r}", _resolved, (text,))


def _wide(columns: int, _: random.Random) -> Bad:
    header = ",".join(["address", *(f"c{n}" for n in range(columns))])
    return Bad("wide.csv", f"{header}\nDandong{',' * columns}\n".encode(), Truth(1))


def _celled(unit: str, count: int, _: random.Random) -> Bad:
    return Bad(
        "cell.csv", f'id,address\n0,"a{unit * count}"\n1,Dandong\n'.encode(), Truth(2)
    )


def _resolved(room: Room, text: str) -> Iterable[Finding]:
    """The table that `resolve` prints."""
    room.run("resolve", text[:30_000])
    return ()


def bomb(begun: bytes, mb: int, packed: str) -> bytes:
    """The beginning of a line that goes on for so many MB, compressed as it is made."""
    block = b"Dandong " * (ENOUGH // 8)
    if packed == ".gz":
        return _gzip_bomb(begun, block, mb)
    if packed == ".zst":
        import zstandard

        frame = zstandard.ZstdCompressor(1, write_checksum=True).compressobj()
        return b"".join(
            [
                frame.compress(begun),
                *(frame.compress(block) for _ in range(mb)),
                frame.flush(),
            ]
        )
    return begun + block * mb


def _gzip_bomb(begun: bytes, block: bytes, times: int) -> bytes:
    """A block is compressed once and stands in the member many times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(begun) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = zlib.crc32(begun)
    for _ in range(times):
        check = zlib.crc32(block, check)
    size = (len(begun) + times * len(block)) & 0xFFFFFFFF
    return b"".join(
        [GZIP, first, again * times, packer.flush(), struct.pack("<II", check, size)]
    )


def _escaping() -> Iterator[Case]:
    """What would speak to the terminal: in cells, names of columns, texts, names of files."""
    group = "escapes"
    for word, odd in {
        "OSC": "\x1b]0;pwned\x07",
        "clear": "\x1b[2J\x1b[1;31m",
        "C1": "\x9b31m",
        "bidi": "\u202e\u2066",
        "bell": "\x07\x08\x7f",
    }.items():
        yield _case(
            group, f"escapes/{word} in cells", partial(_with, '"', f'"{odd}', 40)
        )
        yield _case(
            group,
            f"escapes/{word} in the header",
            partial(_with, "id", f"id{odd}", 1),
        )
        yield _case(
            group,
            f"escapes/{word} in a wrong header",
            partial(_with, "address", f"addr{odd}", 1),
            Truth(),
        )
        yield Case(group, f"escapes/{word} in texts", _said, (f"Dandong {odd}",))
        yield Case(
            group, f"escapes/{word} in the name of a file", _named, (f"in{odd}.csv",)
        )


def _with(old: str, new: str, times: int, text: str) -> bytes:
    return text.replace(old, new, times).encode()


def _said(room: Room, text: str) -> Iterable[Finding]:
    room.run("resolve", text)
    room.run("enrich", f"{text}.csv", "-o", "out.csv")
    room.run("enrich", "-o", "out.csv", f"--{text}")
    return ()


def _named(room: Room, name: str) -> Iterable[Finding]:
    (room.folder / name).write_bytes(b"address\nDandong\nHunchun,1\n")
    room.run("enrich", name, "-o", f"out-{name}")
    room.run("enrich", name, "-o", f"out-{name}", "--address", name)
    return ()


def _guarded() -> Iterator[Case]:
    """Cells that a spreadsheet would run, with `--excel`."""
    begins = (
        "=1+1",
        "+1",
        "-1+1",
        "@A1",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "\ufeff=1",
        "\u200b=1",
    )
    for kind in ("csv", "tsv"):
        yield Case(
            "cells that run",
            f"excel/{kind}",
            _unguarded,
            (
                begins,
                kind,
            ),
        )


def _unguarded(room: Room, begins: tuple[str, ...], kind: str) -> Iterator[Finding]:
    import csv

    source, out = room.folder / "in.jsonl", room.folder / f"out.{kind}"
    source.write_text(
        "".join(
            json.dumps({"id": text, "address": "Dandong", text: text}) + "\n"
            for text in begins
        ),
        "utf-8",
    )
    room.run("enrich", source.name, "-o", out.name, "--excel", "--json")
    bad = room.folder / "bad.csv"
    bad.write_text(
        "".join(
            [
                "id,address\n",
                *(f"{text},1,2\n" for text in begins if text.isprintable()),
                "1,Dandong\n",
            ]
        ),
        "utf-8",
    )
    room.run("enrich", bad.name, "-o", "rejecting.csv", "--excel", "--json")
    cells = [cell for row in rejects_of(room.folder / "rejecting.csv") for cell in row]
    if out.exists():
        with out.open(encoding="utf-8-sig", newline="") as file:
            cells += [
                cell
                for row in csv.reader(file, delimiter="\t" if kind == "tsv" else ",")
                for cell in row[: len(begins) + 2]
            ]
    running = [
        cell
        for cell in cells
        if cell.lstrip(" \t\r\n\u00a0\ufeff\u200b")[:1] in "=+-@＝＋－＠"
        and cell.strip()
    ]
    if running:
        yield Finding(
            Fault.LET_IN,
            f"cells that begin as formulas do: {running[:4]!r}",
            len(running),
        )
