"""`nkrisk-geo.toml`: what it may say, for which files, and what wins over it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nkrisk_geo.cli import main
from nkrisk_geo.cli.settings import KEYS
from nkrisk_geo.files.read_options import Reading

TOML = """
threshold = 0.9
zones = "zones.toml"

[[source]]
files = ["erp-*.csv", "*.xls"]
address = ["wo"]
city = "ort"
header-row = 2

[[source]]
files = "*.csv"
party = "consignee"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "nkrisk-geo.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "zones.toml").write_text('[mine]\nmembers = ["222401"]\n', encoding="utf-8")
    (tmp_path / "erp-1.csv").write_text("title\nwo,ort\n5 HEPING RD,YANJI\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(
        "shipper_address,consignee_address\nYANJI,SEOUL\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


@pytest.mark.usefixtures("folder")
def test_options_of_a_source_are_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enrich", "erp-1.csv", "-o", "out.csv"]) == 0
    assert [row["geo_zone"] for row in rows("out.csv")] == ["mine"]
    told = capsys.readouterr().err
    assert "nkrisk-geo.toml says threshold, zones, address, city, header-row" in told
    assert main(["inspect", "erp-1.csv"]) == 0
    assert "nkrisk-geo.toml says" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_the_first_source_that_fits_is_taken() -> None:
    assert main(["enrich", "b.csv", "-o", "out.csv"]) == 0
    assert [row["geo_country"] for row in rows("out.csv")] == ["KR"]


@pytest.mark.usefixtures("folder")
def test_what_is_typed_wins() -> None:
    assert main(["enrich", "b.csv", "-o", "out.csv", "--party", "shipper"]) == 0
    assert [row["geo_zone"] for row in rows("out.csv")] == ["mine"]
    (empty := Path("none.toml")).write_text("", encoding="utf-8")
    assert main(["enrich", "b.csv", "-o", "out2.csv", "--config", str(empty)]) == 0
    assert [row["geo_zone"] for row in rows("out2.csv")] == ["border-adjacent"]


def test_zones_lie_beside_the_file(
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    config = ["--config", str(folder / "nkrisk-geo.toml")]
    assert (
        main(
            [
                "enrich",
                str(folder / "b.csv"),
                "-o",
                "out.csv",
                "--party",
                "shipper",
                *config,
            ]
        )
        == 0
    )
    assert [row["geo_zone"] for row in rows("out.csv")] == ["mine"]


WRONG = {
    "a misspelt key": (
        'adress = "x"',
        "there is no key 'adress'; did you mean 'address'?",
    ),
    "a misspelt key of a source": (
        '[[source]]\nfiles="x"\nthreshhold=1',
        "did you mean 'threshold'?",
    ),
    "no text": ("address = 5", "address is 5: expected a text"),
    "no party": ('party = "buyers"', "expected one of shipper"),
    "no row": ("header-row = 0", "expected a number of rows from 1"),
    "no share": ("threshold = 90", "expected a share from 0 to 1"),
    "no files": ('[[source]]\naddress = "x"', "needs files"),
    "no table": ("source = 1", "a source is a table"),
    "no TOML": ("address", "is not valid TOML"),
    "no delimiter": ('delimiter = "\\n"', "cannot be a delimiter"),
}


@pytest.mark.parametrize(("content", "message"), WRONG.values(), ids=list(WRONG))
@pytest.mark.usefixtures("folder")
def test_what_is_wrong_is_said(
    content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("nkrisk-geo.toml").write_text(content, encoding="utf-8")
    assert main(["enrich", "b.csv", "-o", "out.csv"]) == 2
    assert message in capsys.readouterr().err
    assert not Path("out.csv").exists()


def test_everything_that_is_said_of_reading_can_be_written_down() -> None:
    names = {name.replace("_", "-") for name in Reading.__dataclass_fields__}
    assert names - {"file-format", "sought"} <= KEYS.keys()
