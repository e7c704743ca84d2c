"""Files of zones that are none, through `--zones`."""

from __future__ import annotations

from collections.abc import Iterable

from hostile.cases import Case, Room
from hostile.faults import Fault, Finding

GOOD = '[mine]\nname_en = "Mine"\nname_zh = "我"\nkind = "own"\nrank = 1\nmembers = ["210600"]\n'


def cases() -> list[Case]:
    """All of them."""

    def wkt(text: str) -> bytes:
        return f'{GOOD}wkt = "{text}"\n'.encode()

    bad = {
        "rank is text": GOOD.replace("rank = 1", 'rank = "abc"').encode(),
        "rank is huge": GOOD.replace("rank = 1", f"rank = {10**30}").encode(),
        "rank is nan": GOOD.replace("rank = 1", "rank = nan").encode(),
        "members is a number": GOOD.replace('["210600"]', "5").encode(),
        "members of numbers": GOOD.replace('["210600"]', "[210600]").encode(),
        "members in tables": GOOD.replace('["210600"]', "[{a=1}]").encode(),
        "id of escapes": GOOD.replace("mine", '"\\u001b[2J"').encode(),
        "name of escapes": GOOD.replace('"Mine"', '"\\u001b[2J"').encode(),
        "name is a list": GOOD.replace('"Mine"', "[]").encode(),
        "the same id twice": (GOOD * 2).encode(),
        "its own parent": (GOOD + 'parent = "mine"\n').encode(),
        "parents in a ring": (GOOD + 'parent = "b"\n' + GOOD.replace("mine", "b") + 'parent = "mine"\n').encode(),
        "zones in a list": GOOD.replace("[mine]", "[[mine]]").encode(),
        "a zone is a number": b"mine = 5\n",
        "300 zones": "".join(GOOD.replace("mine", f"z{n}") for n in range(300)).encode(),
        "brackets": b"x = " + b"[" * 100_000,
        "many dots": ("a" + ".a" * 100_000 + " = 1\n").encode(),
        "not UTF-8": GOOD.encode() + b"\xff\xfe",
        "UTF-16": GOOD.encode("utf-16"),
        "NULs": bytes(1000),
        "WKT with nan": wkt("POLYGON((nan nan, 1 1, 2 2, nan nan))"),
        "WKT far away": wkt("POLYGON((1e300 1e300, 1e301 1e300, 2 2, 1e300 1e300))"),
        "WKT nested": wkt("GEOMETRYCOLLECTION(" * 100_000 + "POINT(1 1)" + ")" * 100_000),
        "WKT cut": wkt("POLYGON((1 1, 2"),
        "WKT of a point": wkt("POINT(124 40)"),
        "WKT crossing itself": wkt("POLYGON((124 40, 125 41, 125 40, 124 41, 124 40))"),
        "within a text": (GOOD + 'within_km = "near"\n').encode(),
        "within nan": (GOOD + "within_km = nan\n").encode(),
        "within minus": (GOOD + "within_km = -inf\n").encode(),
    }  # fmt: skip
    return [
        *(
            Case("files of zones", f"zones/{word}", _given, (content,))
            for word, content in bad.items()
        ),
        Case("files of zones", "zones/200 MB", _given, (b"#" * (200 << 20),)),
    ]


def _given(room: Room, content: bytes) -> Iterable[Finding]:
    (room.folder / "in.csv").write_bytes(b"address\nDandong\n")
    zones = room.folder / "zones.toml"
    zones.write_bytes(content)
    room.run("enrich", "in.csv", "-o", "out.csv", "--zones", "zones.toml", "--json")
    room.run("resolve", "Dandong", "--zones", "zones.toml")
    if zones.read_bytes() != content:
        yield Finding(Fault.DESTROYED, "the file of zones is not what it was")
