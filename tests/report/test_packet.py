"""A packet: all about one row, on one page, the same each time, checkable by who has the row and the data."""

from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nkrisk_geo import Gazetteer
from nkrisk_geo.cli import main
from nkrisk_geo.files import enrich_file
from nkrisk_geo.files.decision_keys import make_key
from nkrisk_geo.model.explain import NOTICE

EXAMPLE = Path(__file__).parents[2] / "examples" / "shipments.csv"


@pytest.fixture(scope="module")
def enriched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packet") / "shipments.parquet"
    enrich_file(str(EXAMPLE), str(path))
    return path


def made(path: Path, row: int, suffix: str = "html") -> str:
    out = path.with_name(f"packet.{suffix}")
    assert main(["packet", str(path), "--row", str(row), "-o", str(out)]) == 0
    return out.read_text("utf8")


def facts(path: Path, row: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(made(path, row, "json"))
    return found


def test_it_says_all_about_a_row(enriched: Path) -> None:
    page = made(enriched, 3)
    for said in (
        "EXAMPLE HERON GARMENT CO LTD", "EXMP000003", NOTICE, "Zhenxing 振兴区, Dandong, Liaoning", "210603",
        '<mark class="clue">ZHENXING</mark> DISTRICT', "1.8 km from the border; nine times in ten between", "<svg",
        "Dandong border counties", "address, then city, then postcode", "characters 19–26", "is the same as this version gives",
    ):  # fmt: skip
        assert said in page, said


def test_it_can_be_checked(enriched: Path) -> None:
    """Whoever has the row, the file and the gazetteer comes to the same digests."""
    found, table = facts(enriched, 3), pq.read_table(enriched)
    own = [
        [name, table[name][2].as_py()] for name in table.column_names if not name.startswith("geo_")
    ]
    told = json.dumps(own, ensure_ascii=False, separators=(",", ":")).encode()
    assert found["sha256"]["row"] == hashlib.sha256(told).hexdigest()
    assert found["file"]["sha256"] == hashlib.sha256(enriched.read_bytes()).hexdigest()
    for name, file in Gazetteer.default().files.items():
        assert found["sha256"][f"gazetteer {name}"] == hashlib.sha256(file.content).hexdigest()
    assert found["made_with"]["gazetteer"] == Gazetteer.default().version
    assert found["key"] == make_key(found["given"]["fields"])
    page = made(enriched, 3)
    assert [each for each in found["sha256"].values() if each not in page] == []


def test_json_has_the_answer_as_it_stands_in_the_file(enriched: Path) -> None:
    found, table = facts(enriched, 3), pq.read_table(enriched)
    assert found["answer"] == {
        name.removeprefix("geo_"): table[name][2].as_py()
        for name in table.column_names
        if name.startswith("geo_")
    }
    assert found["evidence"][0].keys() == {
        "rule",
        "text",
        "field",
        "start",
        "end",
        "unit",
        "place",
        "weight",
    }


@pytest.mark.parametrize("row", range(1, 61))
def test_the_same_row_gives_the_same_packet(enriched: Path, row: int) -> None:
    assert made(enriched, row, "json") == made(enriched, row, "json")
    if row % 10 == 0:
        assert made(enriched, row) == made(enriched, row)


class Links(HTMLParser):
    """Tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.outside = set[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.outside += [
            f"{name}={value}"
            for name, value in attrs
            if name.startswith("on") or name in ("src", "href", "srcset", "data", "action")
        ]


def test_hostile_text_stays_text_and_nothing_is_asked_for(tmp_path: Path) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)> DANDONG CITY\u202e\x07'
    table = pa.table({name: [hostile] for name in ("bl_no", "name", "city", "address", "phone")})
    pq.write_table(table, tmp_path / "in.parquet")
    enrich_file(str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet"))
    page, links = made(tmp_path / "out.parquet", 1), Links()
    links.feed(page)
    assert links.tags.isdisjoint({"script", "img", "link", "iframe", "object", "a", "form"})
    assert links.outside == []
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert not re.search("[\u202e\x07]", page)
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("row", [52, 57, 60])
def test_a_row_without_a_place_has_a_packet(enriched: Path, row: int) -> None:
    found = facts(enriched, row)
    assert found["in_words"]["on_the_border"] in ("no", "possibly")
    assert "<h1>" in made(enriched, row)


def test_an_answer_of_other_data_is_said_to_be_one(enriched: Path, tmp_path: Path) -> None:
    table = pq.read_table(enriched)
    at = table.column_names.index("geo_adcode")
    other = table.set_column(at, "geo_adcode", pa.array(["210681"] * len(table)))
    pq.write_table(other, tmp_path / "other.parquet")
    assert facts(tmp_path / "other.parquet", 3)["same_answer_now"] is False
    assert "is of other data or options" in made(tmp_path / "other.parquet", 3)


def test_a_decision_is_told(enriched: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "s.csv"
    key = facts(enriched, 3)["key"]
    sheet.write_text(
        f"key,decision,reviewer,date,note\n{key},elsewhere,Ann,2026-01-01,moved\n",
        "utf8",
    )
    enrich_file(str(EXAMPLE), str(tmp_path / "o.csv"), decisions=[str(sheet)])
    assert facts(tmp_path / "o.csv", 3)["decision"]["decided_by"] == "Ann"
    assert "elsewhere; Ann; 2026-01-01; moved" in made(tmp_path / "o.csv", 3)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--row", "61"], "has 60 rows; there is no row 61"),
        (["--row", "0"], "is no number of a row"),
        (["--row", "1", "-o", "packet.pdf"], "end it in .html or .json"),
        ([], "--row"),
    ],
)
def test_wrong_use_is_one_line(
    enriched: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:  # fmt: skip
    if "-o" not in arguments:
        arguments = [*arguments, "-o", str(tmp_path / "packet.html")]
    assert main(["packet", str(enriched), *arguments]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not (tmp_path / "packet.html").exists()
