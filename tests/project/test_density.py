"""Readable density: lines, files and comments."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.density import SOURCE, WIDE, Density, counted, ninth_tenth

LONGEST, MOST_FILES = 320, 220


@pytest.fixture(scope="module")
def density() -> Density:
    return counted(sorted(SOURCE.rglob("*.py")))


def test_no_file_is_long(density: Density) -> None:
    lengths = {
        path.relative_to(SOURCE).as_posix(): length for path, length in density.lengths.items()
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_nine_files_in_ten_are_short(density: Density) -> None:
    assert ninth_tenth(density.lengths.values()) <= MOST_FILES


def test_lines_are_not_dense(density: Density) -> None:
    assert ninth_tenth(density.tokens.values()) <= 17


def test_no_line_is_wide(density: Density) -> None:
    """Neither code nor prose."""
    wide = [
        f"{path.relative_to(SOURCE).as_posix()}:{number}"
        for path in density.lengths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > WIDE
    ]
    assert wide == []


def test_comments_say_why(density: Density) -> None:
    """One that only says what the code says is none."""
    assert density.commented >= 0.03


def test_what_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text(
        '"""Words\nof a module."""\n\n# why\nx = f(1, "a b")  # so\ny = 2\n"""Words."""\n',
        encoding="utf-8",
    )
    density = counted([path])
    assert density.tokens == {(path, 5): 8, (path, 6): 3}
    assert density.comments == 2
    assert density.lengths == {path: 7}
    assert ninth_tenth([1] * 9 + [5]) == 5
