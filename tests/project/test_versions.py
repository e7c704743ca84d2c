"""Code, columns and data have versions: every output says which it was made with, and the changelog has an entry for each."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import nkrisk_geo
from nkrisk_geo import Gazetteer
from nkrisk_geo.cli import main

ROOT = Path(__file__).resolve().parents[2]
VERSION = Gazetteer.default().version
KINDS = ["csv", "tsv", "jsonl", "parquet", "xlsx", "csv.gz"]
TOLD = {
    "nkrisk_geo_version": nkrisk_geo.__version__,
    "schema_version": nkrisk_geo.SCHEMA_VERSION,
    "gazetteer_version": VERSION,
    "gazetteer_sha256": Gazetteer.default().sha256,
}


@pytest.fixture
def suppliers(tmp_path: Path) -> Path:
    source = tmp_path / "suppliers.csv"
    source.write_text("id,address\n1,DANDONG CITY LIAONING\n2,118300 CHINA\n3,\n", encoding="utf-8")
    return source


# --- where they are told ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_each_row_of_a_file_has_the_version_of_the_data(
    kind: str, suppliers: Path, tmp_path: Path
) -> None:
    out, again = tmp_path / f"out.{kind}", tmp_path / "again.csv"
    assert (
        main(
            [
                "enrich",
                str(suppliers),
                "-o",
                str(out),
                "--address",
                "address",
                "--quiet",
            ]
        )
        == 0
    )
    # Read as any file is: what stands in it is a column like those of the user.
    read = ["--address", "address", "--prefix", "more_", "--quiet"]
    assert main(["enrich", str(out), "-o", str(again), *read]) == 0
    head, *rows = again.read_text(encoding="utf-8-sig").splitlines()
    at = head.split(",").index("geo_gazetteer_version")
    assert len(rows) == 3
    assert all(VERSION in row for row in rows)
    assert rows[2].split(",")[at] == VERSION, "a row without an address has it too"


def test_each_feature_of_geojson_has_it_too(suppliers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.geojson"
    assert (
        main(
            [
                "enrich",
                str(suppliers),
                "-o",
                str(out),
                "--address",
                "address",
                "--quiet",
            ]
        )
        == 0
    )
    features = json.loads(out.read_text("utf8"))["features"]
    assert [each["properties"]["geo_gazetteer_version"] for each in features] == [VERSION] * 3


def test_a_parquet_file_and_the_summary_have_all_of_them(
    suppliers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.parquet"
    assert main(["enrich", str(suppliers), "-o", str(out), "--address", "address", "--json"]) == 0
    assert json.loads(capsys.readouterr().err).items() >= TOLD.items()
    told = (pq.read_metadata(out).metadata or {})[b"nkrisk_geo.versions"]
    assert json.loads(told) == TOLD


def test_pages_and_pictures_have_the_versions(suppliers: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    out, page = tmp_path / "out.csv", tmp_path / "report.html"
    assert (
        main(
            [
                "enrich",
                str(suppliers),
                "-o",
                str(out),
                "--address",
                "address",
                "--quiet",
            ]
        )
        == 0
    )
    assert main(["report", str(out), "-o", str(page)]) == 0
    for version in (VERSION, nkrisk_geo.__version__):
        assert f"<code>{version}</code>" in page.read_text("utf8")
    credit = f"nkrisk_geo {nkrisk_geo.__version__}, gazetteer {VERSION}."
    assert credit in nkrisk_geo.explore(["DANDONG"]).html
    assert credit in " ".join(nkrisk_geo.plot(["DANDONG"]).axes[0].get_xlabel().split())


def test_an_answer_has_the_version_of_the_data() -> None:
    answer = nkrisk_geo.resolve("DANDONG")
    assert answer.gazetteer_version == answer.to_dict()["gazetteer_version"] == VERSION


def test_the_command_tells_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "info", "--json"]) == 0
    info = json.loads(capsys.readouterr().out)
    assert (info["version"], info["sha256"]) == (VERSION, TOLD["gazetteer_sha256"])
    for arguments in (["--version", "--verbose"], ["gazetteer", "info"]):
        assert main(arguments) == 0
        printed = capsys.readouterr().out
        assert VERSION in printed
        assert str(TOLD["gazetteer_sha256"]) in printed


def test_the_checksum_of_the_data_is_that_of_what_is_known(tmp_path: Path) -> None:
    data = Path(nkrisk_geo.__file__).parent / "data"
    lines = (data / "SHA256SUMS").read_bytes().splitlines(keepends=True)
    known = b"".join(line for line in lines if b"index.gaz" not in line)
    assert len(lines) == 4
    assert hashlib.sha256(known).hexdigest() == Gazetteer.default().sha256
    for name in ("facts.gaz", "cc-by.gaz", "odbl.gaz"):
        shutil.copy(data / name, tmp_path)
    assert Gazetteer.load(tmp_path).sha256 == Gazetteer.default().sha256
    (tmp_path / "odbl.gaz").unlink()
    assert Gazetteer.load(tmp_path).sha256 != Gazetteer.default().sha256


# --- where they are explained ------------------------------------------------------------------------------------------


def sections(heading: str) -> list[str]:
    """Headings of the changelog that begin so, the newest first."""
    return re.findall(rf"^#+ {heading}", (ROOT / "CHANGELOG.md").read_text("utf8"), re.MULTILINE)


def test_the_changelog_has_an_entry_for_the_code() -> None:
    assert sections(r".*\b(\d+\.\d+\.\d+)\)?$")[0] == nkrisk_geo.__version__


def test_the_changelog_has_an_entry_for_the_data() -> None:
    editions = sections(r"Gazetteer (\d+\.\d{4}\.\d+)\b")
    assert editions[:1] == [VERSION], f"CHANGELOG.md needs a section `### Gazetteer {VERSION}`"
    numbers = [tuple(map(int, each.split("."))) for each in editions]
    assert numbers == sorted(set(numbers), reverse=True)


def test_the_data_are_told_to_be_of_the_version_that_the_build_gives_them() -> None:
    code = (ROOT / "gazetteer" / "build.py").read_text("utf8")
    assert re.findall(r'^VERSION = f"{FORMAT}\.(.+)"$', code, re.MULTILINE) == [
        VERSION.partition(".")[2]
    ]


def test_the_oldest_python_is_the_same_everywhere() -> None:
    about = (ROOT / "pyproject.toml").read_text("utf8")
    [floor] = re.findall(r'^requires-python = ">=(3\.\d+)"$', about, re.MULTILINE)
    named = re.findall(r'"Programming Language :: Python :: 3\.(\d+)"', about)
    assert min(map(int, named)) == int(floor.partition(".")[2])
    assert f'python_version = "{floor}"' in about
    assert f'target-version = "py{floor.replace(".", "")}"' in about
    assert f"Python {floor} and later" in (ROOT / "docs" / "versions.md").read_text("utf8")
