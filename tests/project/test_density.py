"""Readable density: what is aimed at holds, and what does not hold yet grows no denser."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.density import SOURCE, Density, counted, ninth_tenth

LONGEST = 340  # on its way back to 320


@pytest.fixture(scope="module")
def density() -> Density:
    return counted(sorted(SOURCE.rglob("*.py")))


def test_no_file_is_long(density: Density) -> None:
    lengths = {
        path.relative_to(SOURCE).as_posix(): length for path, length in density.lengths.items()
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_lines_grow_no_denser(density: Density) -> None:
    """The aim is 17 tokens."""
    assert ninth_tenth(density.tokens.values()) <= 21


def test_comments_grow_no_fewer(density: Density) -> None:
    """The aim is 3 %; a comment that only says what the code says is none."""
    assert density.commented >= 0.0175


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
