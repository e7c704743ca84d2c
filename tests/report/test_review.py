"""A review: which addresses, in which lines, said how; and that nothing of others runs in it."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rapidfuzz import fuzz

from nkrisk_geo.cli import main
from nkrisk_geo.files import enrich_file
from nkrisk_geo.files.decision_columns import DECISIONS
from nkrisk_geo.files.decision_keys import is_key, make_key, split_keys
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.report.enriched_rows import Where
from nkrisk_geo.report.review import (
    Candidates,
    ReviewLine,
    Selection,
    candidates,
    gather_candidates,
    groups,
    make_lines,
)
from nkrisk_geo.report.review.marked_text import LONGEST, Span, bracket_clues, mark_clues

EXAMPLE = Path(__file__).parents[2] / "examples" / "shipments.csv"
HOSTILE = (
    "=cmd|' /C calc'!A0, DANDONG CITY",
    "<script>alert(1)</script> DANDONG CITY",
    '"><img src=x onerror=alert(1)> DANDONG CITY',
    "{=1+1} DANDONG\u202e CITY\x00\x0b",
    "http://example.invalid/ DANDONG CITY",
)
FORMATS = ("xlsx", "csv", "html")


@pytest.fixture(scope="module")
def enriched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "shipments.parquet"
    enrich_file(str(EXAMPLE), str(path))
    return path


def file_of(folder: Path, records: list[dict[str, str]]) -> Path:
    """An enriched file of some records."""
    source = folder / "in.jsonl"
    table = pa.Table.from_pylist(records)
    pq.write_table(table, source.with_suffix(".parquet"))
    enrich_file(str(source.with_suffix(".parquet")), str(folder / "out.parquet"))
    return folder / "out.parquet"


def gathered(path: Path, *zones: str, every: bool = False) -> Candidates:
    return gather_candidates(str(path), Selection(zones, every), Where())


def lines_of(path: Path, *zones: str, every: bool = False) -> list[ReviewLine]:
    return make_lines(gathered(path, *zones, every=every), Gazetteer.default())[0]


def sheet(path: Path, out: Path, *options: str) -> bytes:
    assert main(["review", str(path), "-o", str(out), *options]) == 0
    return out.read_bytes()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]


# --- which -------------------------------------------------------------------------------------------------------------


def test_rows_of_a_zone_surely_or_possibly(enriched: Path) -> None:
    table = pq.read_table(enriched)
    columns = (table["geo_zones"].to_pylist(), table["geo_zones_possible"].to_pylist())
    zoned = [{*sure, *perhaps} for sure, perhaps in zip(*columns, strict=True)]
    for zones in ((), ("dandong-border",)):
        wanted = [each for each in zoned if (set(zones) & each if zones else each)]
        assert sum(line.count for line in lines_of(enriched, *zones)) == len(wanted) > 0
    assert sum(line.count for line in lines_of(enriched, every=True)) == len(table)


def test_the_nearest_and_surest_come_first(enriched: Path) -> None:
    borders = [line.border for line in lines_of(enriched)]
    assert borders == sorted(borders, key=["surely", "possibly", "no"].index)


def test_no_row_of_a_zone_that_there_is_not(
    enriched: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = str(tmp_path / "review.csv")
    assert main(["review", str(enriched), "-o", out, "--zone", "dandong-boarder"]) == 2
    assert "did you mean 'dandong-border'?" in capsys.readouterr().err
    assert not Path(out).exists()


def test_more_than_are_kept_are_told(
    enriched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST_CANDIDATES", 10)
    found = gathered(enriched)
    assert (len(found.addresses), found.taken + found.left) == (10, 48)
    chances = [each.answer["p_dprk_border"] for each in found.addresses]
    assert min(chances) > 0.99  # those most probably on the border
    assert b"more different addresses than are kept" in sheet(enriched, tmp_path / "r.html")


def test_answers_for_several_parties(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(
        "shipper_name,shipper_address,consignee_name,consignee_address\n"
        'A CO,"RENMIN RD, DANDONG CITY",B CO,"5 ROAD, HUNCHUN CITY"\n',
        encoding="utf-8",
    )
    out = tmp_path / "out.csv"
    enrich_file(str(source), str(out), party=["shipper", "consignee"])
    for prefix, place, firm in (
        ("shipper_geo_", "Dandong", "A CO"),
        ("consignee_geo_", "Hunchun", "B CO"),
    ):
        found = gather_candidates(str(out), Selection(), Where(prefix=prefix))
        (line,) = make_lines(found, Gazetteer.default())[0]
        assert (line.place.split()[0], line.company) == (place, firm)
        assert f"[{place.upper()}]" in bracket_clues(line.address)


def test_names_in_chinese_are_said_once(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("address\n丹东市振兴区\n", encoding="utf-8")
    enrich_file(str(source), str(tmp_path / "out.csv"), options={"names": "zh"})
    (line,) = lines_of(tmp_path / "out.csv")
    assert line.place == "振兴区, 丹东市, 辽宁省"


# --- together ----------------------------------------------------------------------------------------------------------


def test_houses_of_one_road_are_one_line(tmp_path: Path) -> None:
    records = [
        {"bl_no": f"B{n}", "address": f"NO {n} LIMIN STR{'EET' * (n % 2)}, DANDONG CITY", "name": "EXAMPLE CO"}
        for n in range(60)
    ] + [{"bl_no": "C", "address": "YANGLI INDUSTRIAL PARK, DANDONG CITY", "name": "EXAMPLE CO"}]  # fmt: skip
    lines = lines_of(file_of(tmp_path, records))
    assert sorted(line.count for line in lines) == [1, 60]
    large = next(line for line in lines if line.count == 60)
    assert len(split_keys(large.keys)[0]) == 60
    assert large.rows.endswith("; and 48 more")
    assert "B0; B1; B2" in large.bills


def test_firms_with_nothing_but_a_town_stay_apart(tmp_path: Path) -> None:
    """A decision about one of them says nothing of the others."""
    records = [{"address": "DANDONG, LIAONING, CHINA", "name": f"{name} CO"} for name in "ABC"]
    assert len(lines_of(file_of(tmp_path, records))) == 3


def test_one_address_is_one_line_however_it_is_written(tmp_path: Path) -> None:
    texts = (
        "No.9 Shengli Rd., Dandong",
        "NO 9 SHENGLI RD DANDONG",
        "NO.9  SHENGLI RD，DANDONG",
    )
    lines = lines_of(file_of(tmp_path, [{"address": text} for text in texts]))
    assert [(line.count, len(line.keys.split())) for line in lines] == [(3, 1)]


def test_no_square_of_comparisons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [a + b + c for a in "ABCDEFGH" for b in "KLMNOPQR" for c in "STUVWXYZ"]
    records = [{"address": f"{word}{word[::-1]} ROAD, DANDONG CITY"} for word in words]
    found, compared = gathered(file_of(tmp_path, records)), list[int]()
    ratio = fuzz.ratio

    def counted(*texts: Any, **options: Any) -> float:
        compared.append(1)
        return ratio(*texts, **options)

    monkeypatch.setattr(fuzz, "ratio", counted)
    groups.group_addresses(found.addresses)
    assert len(found.addresses) == 512
    assert 512 < len(compared) <= 512 * groups.NEIGHBOURS


# --- what is said ------------------------------------------------------------------------------------------------------


def test_zones_are_called_by_their_names(enriched: Path) -> None:
    text = " ".join(f"{line.zones} {line.zones_possible}" for line in lines_of(enriched))
    assert "Dandong border counties" in text
    assert not [
        zone for zone in Gazetteer.default().zone_ids if f"{zone};" in text.lower() and "-" in zone
    ]


def test_a_line_says_all_that_is_needed(enriched: Path) -> None:
    line = next(each for each in lines_of(enriched) if each.bills == "EXMP000003")
    assert line.border == "surely"
    assert line.place.startswith("Zhenxing 振兴区, Dandong")
    assert (
        bracket_clues(line.address)
        == "NO.3 YANGLI ROAD, [ZHENXING] DISTRICT, [DANDONG] CITY, [LIAONING]"
    )
    assert "“ZHENXING”, a name with its kind of division, points to Zhenxing" in line.why
    assert line.distance.startswith("1.8 km from the border; nine times in ten between")
    assert (line.rows, line.count, line.company) == (
        "3",
        1,
        "EXAMPLE HERON GARMENT CO LTD",
    )
    assert is_key(line.keys)


def test_lines_of_a_county_stand_together(enriched: Path) -> None:
    counties = [line.place.split(", ")[-3:] for line in lines_of(enriched, "dprk-border")]
    changes = sum(one != other for one, other in itertools.pairwise(counties))
    named = [line.place for line in lines_of(enriched, "dprk-border")]
    hunchun = [at for at, place in enumerate(named) if place.startswith("Hunchun")]
    assert hunchun == [*range(hunchun[0], hunchun[0] + 5)]
    assert changes < len(counties) - 10


def test_a_record_without_a_text_shows_what_it_has(enriched: Path) -> None:
    line = next(each for each in lines_of(enriched) if each.bills == "EXMP000011")
    assert bracket_clues(line.address).startswith("(no text; company PLACEHOLDER PACKING WORKS; ")
    assert "postcode 118300" in bracket_clues(line.address)
    assert line.basis == "postcode"


def test_a_place_above_a_county_has_no_single_distance(tmp_path: Path) -> None:
    (line,) = lines_of(file_of(tmp_path, [{"address": "LIAONING, CHINA"}]))
    assert line.distance.startswith("somewhere between")
    assert line.border == "possibly"


def test_a_name_only_is_said_to_be_one(tmp_path: Path) -> None:
    record = {"address": "LIAONING, CHINA", "name": "DANDONG EXAMPLE CO LTD"}
    (line,) = lines_of(file_of(tmp_path, [record]))
    assert line.basis == "the firm's name only; its works may be elsewhere"


def test_an_answer_of_other_data_is_said_to_be_one(enriched: Path, tmp_path: Path) -> None:
    table = pq.read_table(enriched)
    at = table.column_names.index("geo_adcode")
    other = table.set_column(at, "geo_adcode", pa.array(["210681"] * len(table)))
    pq.write_table(other, tmp_path / "other.parquet")
    lines = lines_of(tmp_path / "other.parquet")
    assert any(line.why.startswith("as in the file, made with other data") for line in lines)


def test_the_columns_that_were_read_are_told_by_the_file(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("where,who,town\nNO.9 RENMIN RD,EXAMPLE CO,DANDONG\n", encoding="utf-8")
    enrich_file(str(source), str(tmp_path / "o.parquet"), address=["where"], city="town")
    (line,) = lines_of(tmp_path / "o.parquet")
    assert line.keys == make_key({"address": "NO.9 RENMIN RD", "city": "DANDONG"})
    assert line.beside == "city DANDONG"


def test_marks_of_clues_that_overlap() -> None:
    pieces = mark_clues("DANDONG NEW ZONE", [Span(0, 7, "clue"), Span(0, 16, "against")])
    assert [(piece.text, piece.kind) for piece in pieces] == [("DANDONG NEW ZONE", "against")]
    long = mark_clues("x" * 5_000, [Span(4_000, 4_001, "clue")])
    assert sum(len(piece.text) for piece in long) == LONGEST + 2


# --- the sheets --------------------------------------------------------------------------------------------------------


def test_a_workbook_is_ready_to_be_filled_in(enriched: Path, tmp_path: Path) -> None:
    content = sheet(enriched, tmp_path / "r.xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
        names = archive.read("xl/workbook.xml").decode()
    assert all(f'"{",".join(DECISIONS)}"' in part for part in [xml.replace("&quot;", '"')])
    assert "<autoFilter" in xml
    assert 'state="frozen"' in xml
    assert "<r><rPr><b/><u/>" in texts  # a text whose clues are marked
    assert names.index('name="review"') < names.index('name="read me"')


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_file_gives_the_same_sheet(enriched: Path, tmp_path: Path, suffix: str) -> None:
    first = sheet(enriched, tmp_path / f"one.{suffix}")
    assert first == sheet(enriched, tmp_path / f"two.{suffix}")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    records = [{"bl_no": text, "name": text, "city": text, "address": text} for text in HOSTILE]
    return file_of(tmp_path, records)


def test_nothing_runs_in_a_workbook(hostile: Path, tmp_path: Path) -> None:
    content = sheet(hostile, tmp_path / "r.xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = [archive.read(name) for name in archive.namelist()]
    assert not any(b"<f>" in part or b"<f " in part or b"hyperlink" in part for part in xml)
    assert any(b"=cmd|" in part for part in xml)  # as text


def test_nothing_runs_in_csv(hostile: Path, tmp_path: Path) -> None:
    cells = [cell for row in rows_of(sheet(hostile, tmp_path / "r.csv")) for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t")]
    assert any("cmd|" in cell for cell in cells)


class Tags(HTMLParser):
    """The tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found = set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "onerror", "onclick"}


def test_nothing_runs_in_a_page(hostile: Path, tmp_path: Path) -> None:
    page = sheet(hostile, tmp_path / "r.html").decode()
    tags = Tags()
    tags.feed(page)
    assert tags.found.isdisjoint({"script", "img", "link", "iframe", "a"})
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "review.pdf"], "end it in .xlsx or .csv or .html"),
        (["-o", "review.csv", "--all", "--zone", "dandong"], "leave one of them out"),
        (["-o", "review.csv", "--address", "wher"], "there is no column 'wher'"),
    ],
)
def test_wrong_use_is_one_line(
    enriched: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:  # fmt: skip
    arguments = [each.replace("review.", f"{tmp_path}/review.") for each in arguments]
    assert main(["review", str(enriched), *arguments]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not list(tmp_path.glob("review.*"))
