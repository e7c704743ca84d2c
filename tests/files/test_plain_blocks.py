"""Blocks that Arrow cuts: they say what the csv module says of them, or nothing."""

from __future__ import annotations

import csv
import io
import random

import pytest

from nkrisk_geo.files.plain_blocks import LONGEST_LINE, cutter

CELLS = (
    "丹东",
    "a",
    "",
    '""',
    '"q,z"',
    '"a""b"',
    '"a"""',
    '""""',
    "3",
    "Total",
    " ",
    "GmbH & Co",
    "'",
)
ODD = ('a"b', '"a"b', '"a', 'a"', '"a\nb"', "\0", "\ufffd", '""a', ' "a"', "\r", '"a" ')


def rows_of(text: str) -> list[list[str]]:
    return [*csv.reader(io.StringIO(text, newline=""), strict=True)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_plain_block_is_cut_as_the_csv_module_does(end: str) -> None:
    """Random cells, quoted in every way that is allowed."""
    chance, cut = random.Random(2), cutter(["a", "b", "c"], ",")
    for _ in range(500):
        rows = [[chance.choice(CELLS) for _ in range(3)] for _ in range(chance.randint(1, 20))]
        text = end.join(map(",".join, rows)) + chance.choice(["", end])
        table = cut(text)
        if table is None:
            assert any(cells[0] in ("Total", "", " ", '""') for cells in rows)
            continue
        assert [[*row.values()] for row in table.to_pylist()] == rows_of(text)


def test_what_is_cut_at_once_never_differs() -> None:
    """Whatever a block holds, it is cut as the csv module does, row by line, or it is left alone."""
    chance, cut, cuts = random.Random(3), cutter(["a", "b"], ","), 0
    for _ in range(4_000):
        cells = chance.choices([*CELLS, *ODD], k=2 * chance.randint(1, 6))
        text = "".join(f"{one},{two}\n" for one, two in zip(cells[::2], cells[1::2], strict=True))
        table = cut(text)
        if table is not None:
            cuts += 1
            assert [[*row.values()] for row in table.to_pylist()] == rows_of(text)
            assert len(table) == text.count("\n")
    assert cuts > 100


@pytest.mark.parametrize(
    "text",
    [
        "a,b\nc\n",
        "a,b\nc,d,e\n",
        "a,b\n\nc,d\n",
        'a,b\n"c\nd",e\n',
        'a,b"c\n',
        '"a"b,c\n',
        "a,\0b\n",
        "a,\ufffdb\n",
        "a,b\rc,d\n",
        "Total,17\n",
        "合计,17\n",
        ",17\nTotal,17\n",
        "a," + "b" * LONGEST_LINE + "\n",
        "",
    ],
)
def test_what_has_to_be_looked_at_is_left_alone(text: str) -> None:
    """Rows of another length, cells of several lines, stray marks, sums, what is too long."""
    assert cutter(["a", "b"], ",")(text) is None


@pytest.mark.parametrize("before", [0, 1, 7, 20_000])
@pytest.mark.parametrize("spare", [1, 0])
def test_a_line_is_as_long_as_may_be_wherever_it_stands(before: int, spare: int) -> None:
    """Beside short ones: one character more, and all of the block is looked at."""
    rows = (
        ["a,b\n"] * before + ["a," + "b" * (LONGEST_LINE - spare - 2) + "\n"] + ["c,d\n"] * before
    )
    table = cutter(["a", "b"], ",")("".join(rows))
    assert (table is None) == (spare == 0)
    assert table is None or len(table) == len(rows)


def test_names_may_come_twice() -> None:
    """As they may in a file."""
    table = cutter(["a", "a"], ";")("1;2\n")
    assert table is not None
    assert [column.to_pylist() for column in table.columns] == [["1"], ["2"]]
