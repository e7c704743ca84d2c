"""Rows remembered: what signatures come to, as the columns of a table.

A sheet holds the answers for one threshold, one language of names and one style of evidence. They are kept in blocks of
columns, as they were decided; a new block is joined with the one before while that is no larger, so that there are never many.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.cells import Cells
from nkrisk_geo.decision import MEMO_LENGTH, Resolver
from nkrisk_geo.lexicon import Ints
from nkrisk_geo.signature import Signature

SHEET_SIZE = 40_960
"""Rows remembered by a sheet; when there are more, the oldest blocks go. Those of real addresses take 30 MB."""
SHEETS = 4
"""Sheets remembered for a resolver, the last ones asked for."""

Posted = tuple[str, str] | None
"""Field and first digits of the postcode that counted. A signature knows no more of it; who has the record can put the whole
postcode into the answer."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows.

    Attributes:
        columns: the columns of `nkrisk_geo.columns.NAMES`.
        posted: the postcode of each row.
    """

    columns: list[pa.Array]
    posted: list[Posted]

    def __len__(self) -> int:
        return len(self.posted)

    def taken(self, rows: Ints) -> Block:
        """Some of the rows, in the order given."""
        which = pa.array(rows, pa.int64())
        return Block([pc.take(column, which) for column in self.columns], [self.posted[row] for row in rows.tolist()])

    def followed_by(self, *others: Block) -> Block:
        """The rows of this block and those of others behind them."""
        blocks = (self, *others)
        columns = zip(*(block.columns for block in blocks), strict=True)
        return Block(
            [pa.concat_arrays(column) for column in columns], [each for block in blocks for each in block.posted]
        )


class Sheet:
    """The rows of signatures, remembered. Safe under threads."""

    def __init__(self, engine: Resolver, threshold: float, names: str, style: str) -> None:
        self._judge, self._threshold = engine.judge, threshold
        self._cells = Cells(engine.gazetteer, engine.answers, engine.judge.zoning.bearings, names, style)
        self._lock = threading.Lock()
        self._numbers: dict[Signature | None, int] = {}
        self._blocks: list[Block] = []
        self._first = 0
        """The number of the first row of the first block."""

    def rows(self, signatures: Sequence[Signature | None]) -> Block:
        """The row of each of some distinct signatures, in their order; None is the signature of an empty record."""
        with self._lock:
            known = self._numbers
            numbers = np.array([known.get(signature, -1) for signature in signatures], np.int64)
            pieces = self._remembered(numbers)
            new = np.flatnonzero(numbers < 0)
            if len(new):
                asked = [signatures[at] for at in new.tolist()]
                block = self._decided(asked)
                self._remember(asked, block)
                pieces.append((new, block))
        return _in_order(pieces)

    def _decided(self, signatures: Sequence[Signature | None]) -> Block:
        verdicts = self._judge.judge(signatures, self._threshold)
        posted = [verdicts.postcode(number) for number in range(len(signatures))]
        return Block(self._cells.columns(verdicts), posted)

    # --- memory ------------------------------------------------------------------------------------------------

    def _remembered(self, numbers: Ints) -> list[tuple[Ints, Block]]:
        """The rows that are remembered, block by block, and their places among all."""
        pieces, first = [], self._first
        for block in self._blocks:
            places = np.flatnonzero((numbers >= first) & (numbers < first + len(block)))
            if len(places):
                pieces.append((places, block.taken(numbers[places] - first)))
            first += len(block)
        return pieces

    def _remember(self, signatures: Sequence[Signature | None], block: Block) -> None:
        """Keep rows; not those of texts with so many names that hardly another is like them."""
        short = [at for at, each in enumerate(signatures) if each is None or len(each) <= MEMO_LENGTH]
        kept = block if len(short) == len(block) else block.taken(np.array(short, np.int64))
        if not len(kept):
            return
        next_number = self._first + sum(map(len, self._blocks))
        self._numbers |= {signatures[at]: number for number, at in enumerate(short, start=next_number)}
        self._blocks.append(kept)
        while len(self._blocks) > 1 and len(self._blocks[-2]) <= len(self._blocks[-1]):
            last = self._blocks.pop()
            self._blocks[-1] = self._blocks[-1].followed_by(last)
        while self._blocks and len(self._numbers) > SHEET_SIZE:
            gone = len(self._blocks.pop(0))
            self._first += gone
            self._numbers = dict(islice(self._numbers.items(), gone, None))


def _in_order(pieces: list[tuple[Ints, Block]]) -> Block:
    """Rows from several places as one block, by their places."""
    places = np.concatenate([places for places, _ in pieces]) if pieces else np.zeros(0, np.int64)
    first, *others = [block for _, block in pieces]
    return first.followed_by(*others).taken(np.argsort(places)) if others else first


_sheets: WeakKeyDictionary[Resolver, dict[tuple[float, str, str], Sheet]] = WeakKeyDictionary()
_lock = threading.Lock()


def sheet(engine: Resolver, threshold: float, names: str, style: str) -> Sheet:
    """The sheet of a resolver for a threshold, a language of names and a style of evidence."""
    key = (threshold, names, style)
    with _lock:
        sheets = _sheets.setdefault(engine, {})
        found = sheets.pop(key, None) or Sheet(engine, threshold, names, style)
        sheets[key] = found  # the last one asked for stands last
        while len(sheets) > SHEETS:
            del sheets[next(iter(sheets))]
        return found
