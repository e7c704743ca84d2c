"""A part of the rows by request."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from nkrisk_geo import InputError
from nkrisk_geo.cli import main
from nkrisk_geo.files import chunks, enrich_file, row_sample


def write(path: Path, rows: int) -> str:
    lines = [f"{number},DANDONG {number}" for number in range(rows)]
    path.write_text("\n".join(["id,address", *lines, ""]), encoding="utf-8")
    return str(path)


def ids(path: Path) -> list[int]:
    with path.open(encoding="utf-8", newline="") as file:
        return [int(row["id"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("limit", [1, 7, 8, 20, 100])
def test_the_first_rows(limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "ROWS", 4)
    source = write(tmp_path / "in.csv", 20)
    summary = enrich_file(source, str(tmp_path / "out.csv"), limit=limit)
    assert ids(tmp_path / "out.csv") == [*range(min(limit, 20))]
    assert summary.rows_in == summary.rows_out == min(limit, 20)
    assert summary.noticed.cut_at == (limit if limit <= 20 else None)


@pytest.mark.parametrize("sample", [1, 5, 19, 20, 100])
def test_some_rows_of_all(sample: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(tmp_path / "in.csv", 20)
    summary = enrich_file(source, str(tmp_path / "a.csv"), sample=sample)
    assert (summary.rows_out, summary.noticed.left_out) == (
        min(sample, 20),
        max(0, 20 - sample),
    )
    # The same however the rows come.
    monkeypatch.setattr(chunks, "ROWS", 4)
    monkeypatch.setattr(row_sample, "ROWS", 1)
    enrich_file(source, str(tmp_path / "b.csv"), sample=sample)
    found = ids(tmp_path / "a.csv")
    assert found == ids(tmp_path / "b.csv") == sorted(set(found))


def test_a_sample_is_spread(tmp_path: Path) -> None:
    enrich_file(write(tmp_path / "in.csv", 10_000), str(tmp_path / "out.csv"), sample=100)
    found = ids(tmp_path / "out.csv")
    gaps = [after - before for before, after in zip([0, *found], [*found, 10_000], strict=True)]
    assert max(gaps) < 300


def test_records_of_json_lines_are_picked_too(tmp_path: Path) -> None:
    lines = [json.dumps({"id": number, "address": "DANDONG"}) for number in range(50)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    enrich_file(str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"), sample=3)
    text = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    found = [json.loads(line) for line in text.splitlines()]
    assert len({each["id"] for each in found}) == len(found) == 3
    assert {each["geo_prefecture"] for each in found} == {"Dandong"}


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"sample": -1}, {"limit": 1, "sample": 1}])
def test_wrong_numbers_write_nothing(wrong: dict[str, int], tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", 2)
    with pytest.raises(InputError):
        enrich_file(source, str(tmp_path / "out.csv"), **wrong)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    ("option", "told"),
    [("--limit", "only the first 5 rows"), ("--sample", "15 left out by request")],
)
def test_the_summary_says_that_rows_are_left_out(
    option: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "in.csv", 20)
    assert main(["enrich", source, "-o", str(tmp_path / "out.csv"), option, "5"]) == 0
    assert told in capsys.readouterr().err


def test_another_part_is_another_job(tmp_path: Path) -> None:
    source, out = write(tmp_path / "in.csv", 20), str(tmp_path / "out.csv")
    enrich_file(source, out, limit=5, resume=True)
    assert enrich_file(source, out, limit=5, resume=True).complete_before
    with pytest.raises(InputError, match="--force replaces it"):
        enrich_file(source, out, limit=6, resume=True)
