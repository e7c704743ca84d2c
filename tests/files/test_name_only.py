"""Rows that only a firm's name places are counted apart, by `enrich` and by `report`."""

from __future__ import annotations

from pathlib import Path

import pytest

from nkrisk_geo.cli import main
from nkrisk_geo.files import enrich_file
from nkrisk_geo.report import gather, page

ROWS = """name,address
DANDONG EXAMPLE CO LTD,"LIAONING, CHINA"
DANDONG OTHER CO LTD,"ZHENXING DISTRICT, DANDONG"
DANDONG THIRD CO LTD,
EXAMPLE LTD,"SHANGHAI, CHINA"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "suppliers.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_they_are_counted_apart(source: Path, suffix: str) -> None:
    out = source.with_name(f"out{suffix}")
    summary = enrich_file(str(source), str(out))
    assert summary.to_dict()["name_only"] == 2
    gathered = gather(str(out))
    assert dict(gathered.bases.most(10))["company"] == 2
    assert "Name only: 2 rows." in page(gathered)


def test_the_summary_says_so(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enrich", str(source), "-o", str(source.with_name("out.csv"))]) == 0
    assert "name only:    2 (only a firm's name says where" in capsys.readouterr().err


def test_the_count_is_kept_with_a_checkpoint(source: Path) -> None:
    tally = enrich_file(str(source), str(source.with_name("out.csv"))).tallies[0]
    again = type(tally)(tally.party, tally.prefix)
    again.restore(tally.to_dict())
    assert (again.name_only, again.statuses) == (2, tally.statuses)
