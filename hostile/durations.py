"""How long the library works on a text of some length: `python -m hostile.durations FUNCTION KIND LENGTH …` prints seconds.

Lengths are tried one after the other, and no further than a text that took some seconds.
"""

from __future__ import annotations

import io
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout

ENOUGH = 4.0
"""Seconds of processor after which no longer text is tried."""

UNITS = {
    "a letter": "a",
    "a Han character": "丹",
    "a digit": "7",
    "blanks": " ",
    "line feeds": "\n",
    "commas": ", ",
    "marks": '"',
    "brackets": "(",
    "closed brackets": "(a)",
    "a name": "dandong ",
    "names": "dandong hunchun seoul liaoning ",
    "glued names": "dandonghunchun",
    "a Chinese chain": "辽宁省丹东市振兴区",
    "a Chinese name": "丹东",
    "generics": "市",
    "Hangul": "단둥시",
    "Cyrillic": "Владивосток ",
    "kana": "ダンドン",
    "numbers": "No. 5 ",
    "postcodes": "118000 ",
    "telephones": "+86-415-2100000 ",
    "announced": "FACTORY: Dandong ",
    "parts": "Dandong; Hunchun; ",
    "breaks": "Dandong<br>",
    "slashes": "Dandong / ",
    "codes": "CN-21 210600 ",
    "initials": "D.D. ",
    "hyphens": "dan-dong-",
    "misspelt": "dandonq ",
    "misread": "L1AON1NG ",
    "vowelless": "LNNG DNDNG ",
    "mojibake": "ä¸¹ä¸œ",
    "escapes": "&#20025;",
    "accents": "e\u0301",
    "full width": "ＤＡＮＤＯＮＧ",
    "joiners": "👩\u200d",
    "no width": "\u200b",
    "right to left": "شارع ",
    "expanding": "ﷺ",
    "NUL": "\x00",
    "surrogates": "\ud800",
    "villages": "某某村一组",
    "registration": "91210600MA0000000X ",
    "ports": "DALIAN PORT ",
    "companies": "Dandong Trading Co., Ltd. ",
    "streets": "Renmin Road ",
}
"""A piece that is written again and again."""


def text_of(kind: str, length: int) -> str:
    """A text of a kind with about so many characters."""
    if kind == "two classes of marks":
        return "a" + "\u0327\u0301" * (length // 2)
    if kind == "many classes of marks":
        return "a" + "".join(
            chr(0x316 + n % 5) + chr(0x300 + n % 7) for n in range(length // 2)
        )
    if kind == "random":
        chance = random.Random(length)
        return "".join(
            chr(
                chance.choice((0x20, 0x30, 0x41, 0x61, 0x4E00, 0xAC00, 0x400))
                + chance.randrange(16)
            )
            for _ in range(length)
        )
    piece = UNITS[kind]
    return (piece * (length // len(piece) + 1))[:length]


KINDS = ("two classes of marks", "many classes of marks", "random", *UNITS)


def functions() -> dict[str, Callable[[str], object]]:
    """What is done to the text."""
    import pyarrow as pa

    import nkrisk_geo
    from nkrisk_geo.cli.terminal_table import show_table

    def table(text: str, *, normalized: bool = False) -> object:
        given = pa.table({"a": [_encodable(text)]})
        return nkrisk_geo.annotate_arrow(given, address="a", normalized=normalized)

    def listing(text: str) -> object:
        with redirect_stdout(io.StringIO()):
            show_table(("text", "more"), [(text, "x")])
        return None

    return {
        "resolve": nkrisk_geo.resolve,
        "resolve_all": lambda text: list(nkrisk_geo.resolve_all(text)),
        "parse": nkrisk_geo.parse,
        "table": table,
        "normalized": lambda text: table(text, normalized=True),
        "explain": lambda text: str(nkrisk_geo.resolve(text).explain()),
        "notebook": lambda text: nkrisk_geo.resolve(text)._repr_html_(),
        "listing": listing,
    }


FUNCTIONS = (
    "resolve",
    "resolve_all",
    "parse",
    "table",
    "normalized",
    "explain",
    "notebook",
    "listing",
)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def main(argv: Sequence[str]) -> int:
    """Print the seconds of processor for each length."""
    function, kind, *lengths = argv
    act = functions()[function]
    act("Dandong, Liaoning")
    act(text_of(kind, 500))
    taken: list[float] = []
    for length in lengths:
        text = text_of(kind, int(length))
        begun = time.process_time()
        act(text)
        taken.append(time.process_time() - begun)
        if taken[-1] > ENOUGH:
            break
    print(json.dumps(taken))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
