"""Random records through the engine under sanitizers, as Python calls it: `python calls.py LIBRARY SEED SECONDS`.

Texts of names, generics and oddities, whole and cut; signatures made at random; and items that are any number at all, which have
to be refused or decided, nothing else. The first fault ends the process, with the sanitizer's report.
"""

from __future__ import annotations

import contextlib
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

ODD = "0 00 | - ' . , ; : 118000 +86 0415- tel adcode 2260 ½ é -dong -gu 12 / 1) 2. <br> factory: address: 地址：".split(
    " "
)
ODD += "市 场 道 街 路 大街 社 村 G201国道 〇 로 길 번길 동 시 구 가".split(" ")
ODD += [
    " ",
    "\u3000",
    "\n",
    "\1",
    "a" * 130,
    "丹" * 200,
    "dandong" * 60,
    "1" * 90,
    "가" * 50,
    "\U00020001",
]
THRESHOLDS = (0.5, 0.8, 1.0)
TEXTS, SIGNATURES, SINGLES, WILD = 2000, 1500, 60, 40
"""How many of each are tried in a round."""


class Chance:
    """Random records over the packaged gazetteer."""

    def __init__(self, seed: int) -> None:
        from nkrisk_geo.gazetteer.datafile import lines
        from nkrisk_geo.gazetteer.gazetteer import Gazetteer

        gazetteer = Gazetteer.default()
        self.random = random.Random(seed)
        self._words = [
            [*gazetteer.names[script], *gazetteer.generics[script]]
            for script in ("han", "latin")
        ]
        self._words += [
            ODD,
            [*gazetteer.villages],
            lines(gazetteer.column("localities/text")),
        ]

    def text(self) -> str:
        """Names, generics and oddities, whole or cut; or any characters."""
        draw = self.random
        if draw.random() < 0.1:
            ranges = (
                (1, 128),
                (0x4E00, 0xA000),
                (0xAC00, 0xD7A4),
                (1, 0xD800),
                (0xE000, 0x110000),
            )
            return "".join(
                chr(draw.randrange(*draw.choice(ranges)))
                for _ in range(draw.randrange(40))
            )
        words = (
            draw.choice(draw.choice(self._words)) for _ in range(draw.randrange(9))
        )
        text = draw.choice(("", " ")).join(words)
        return text[: draw.randrange(len(text) + 1)] if draw.random() < 0.3 else text

    def wild(self) -> list[int]:
        """Items that are any number."""
        draw = self.random
        makers = (
            lambda: draw.getrandbits(63) - draw.getrandbits(62),
            lambda: 1 << 62 | draw.getrandbits(45),
            lambda: draw.getrandbits(31),
            lambda: draw.choice((-1, -2)),
        )
        return [draw.choice(makers)() for _ in range(draw.randrange(8))]


def main(library: str, seed: int, seconds: float) -> int:
    """Try records until the time is over."""
    from nkrisk_geo.native import library as compiled

    compiled.LIBRARY = library
    from tests import signatures

    from nkrisk_geo.address.parser import parse
    from nkrisk_geo.engine.batch_decisions import decide_batch
    from nkrisk_geo.engine.batches import ItemBatch
    from nkrisk_geo.engine.reader import read_text
    from nkrisk_geo.resolver.resolution import get_resolver

    assert compiled.library()._name == library, "another library was loaded before"
    chance, end, texts, made, wild = Chance(seed), time.monotonic() + seconds, 0, 0, 0
    engine, draw = get_resolver(), chance.random
    known = [
        item
        for _ in range(300)
        for item in engine.table_signer.signature({"text": chance.text()})
    ]
    while time.monotonic() < end:
        batch = [chance.text() for _ in range(TEXTS)]
        decide_batch(
            engine.engine, engine.table_signer.texts(batch), draw.choice(THRESHOLDS)
        )
        for text in batch[:SINGLES]:
            read_text(
                engine.engine.core,
                draw.randrange(10),
                engine.gazetteer.normalizer.fold(text),
            )
            engine.engine.decide(engine.table_signer.field(0, [text])[0], 0.8)
            parse(text)
        asked = [
            engine.engine.packer.items(signatures.at_random(draw, known))
            for _ in range(SIGNATURES)
        ]
        decide_batch(engine.engine, ItemBatch.of(asked), draw.choice(THRESHOLDS))
        engine.engine.meaning(asked[0], 0.8)
        engine.engine.quantiles(asked[1], (0.0, 0.3, 1.0), 0.5)
        for _ in range(WILD):
            with contextlib.suppress(
                ValueError, LookupError
            ):  # refused, or not to be put into words
                engine.engine.decide(chance.wild(), 0.8)
        texts, made, wild = texts + len(batch), made + len(asked), wild + WILD
    print(
        f"{texts:,} texts, {made:,} signatures, {wild:,} records of any numbers: no fault (seed {seed})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
