"""Where an output goes, and that none is replaced unasked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nkrisk_geo import InputError
from nkrisk_geo.cli import main
from nkrisk_geo.files import enrich_file


@pytest.fixture
def source(tmp_path: Path) -> str:
    (tmp_path / "in.csv").write_text("address\nDandong\n", encoding="utf-8")
    return str(tmp_path / "in.csv")


def test_an_output_that_is_there_is_replaced_only_with_force(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("decisions of a week", encoding="utf-8")
    assert main(["enrich", source, "-o", str(out)]) == 2
    told = capsys.readouterr().err
    assert "is there already; --force replaces it" in told
    assert f"-o {tmp_path / 'out-2.csv'} leaves it as it is" in told
    assert out.read_text(encoding="utf-8") == "decisions of a week"
    assert main(["enrich", source, "-o", str(out), "--force"]) == 0
    assert out.read_text(encoding="utf-8").startswith("address,geo_status")


def test_python_replaces_an_output_only_with_force(source: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("decisions of a week", encoding="utf-8")
    with pytest.raises(InputError, match="is there already"):
        enrich_file(source, str(out))
    assert out.read_text(encoding="utf-8") == "decisions of a week"
    assert [path.name for path in tmp_path.iterdir()].count(".out.csv.part") == 0
    assert enrich_file(source, str(out), force=True).rows_out == 1


def test_force_does_not_replace_the_input(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    for more in ([], ["--force"]):
        assert main(["enrich", source, "-o", source, *more]) == 2
        assert "is the input itself" in capsys.readouterr().err


def test_on_a_terminal_a_file_is_written_beside_the_input(
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["enrich", source]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{tmp_path / 'in.geo.csv'}" in told.err
    assert (tmp_path / "in.geo.csv").read_text(encoding="utf-8").count("\n") == 2
    assert main(["enrich", source]) == 2
    assert main(["enrich", source, "-o", "-"]) == 0


def test_a_report_is_no_pdf(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", source, "-o", str(tmp_path / "page.pdf")]) == 2
    assert "a report is a page of HTML; write" in capsys.readouterr().err
    assert not (tmp_path / "page.pdf").exists()
