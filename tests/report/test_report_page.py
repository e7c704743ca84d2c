"""The page of a report: its sentence, bars that add up, rows that are found again, and its languages."""

from __future__ import annotations

import csv
import re
from html import unescape
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.report.test_report import Tags, written

from nkrisk_geo.cli import main
from nkrisk_geo.files import enrich_file
from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.model.wording import wording
from nkrisk_geo.report import gather, page
from nkrisk_geo.report.listing import Head, Listing


def texts_in(content: str, start: str, end: str) -> list[str]:
    """The cells of a part of the page, without markup."""
    part = content[content.index(start) :]
    part = part[: part.index(end)]
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", part, re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", cell)) for cell in cells]


def shipments(folder: Path, rows: int = 400) -> Path:
    """Shipments of firms at places near and far, some of which cannot be read."""
    places = [
        "DANDONG ZHENXING DISTRICT",
        "JI'AN CITY, JILIN",
        "DANDONG, LIAONING",
        "DALIAN",
        "",
        "xyz",
        "KAESONG, DPRK",
    ]
    with (folder / "ships.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["B/L No.", "address"])
        writer.writerows([f"EXMP{at:06}", places[at % len(places)]] for at in range(rows))
    enrich_file(str(folder / "ships.csv"), str(folder / "ships.parquet"), address=["address"])
    return folder / "ships.parquet"


def test_it_begins_with_a_sentence(tmp_path: Path) -> None:
    found = gather(str(shipments(tmp_path)))
    sure = sum(at % 7 in (0, 1) for at in range(400))
    possible = sum(at % 7 == 2 for at in range(400))
    unknown = sum(at % 7 in (4, 5) for at in range(400))
    content = page(found)
    assert (
        f"{sure} rows surely and {possible} possibly in a county on the border with the DPRK; "
        f"{unknown} of 400 could not be read." in content
    )
    assert content.index("could not be read") < content.index("<nav")


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl", "xlsx"])
def test_the_sentence_is_the_same_for_every_kind_of_file(tmp_path: Path, kind: str) -> None:
    shipments(tmp_path, 50)
    enrich_file(
        str(tmp_path / "ships.csv"),
        str(tmp_path / f"again.{kind}"),
        address=["address"],
    )
    found = gather(str(tmp_path / f"again.{kind}"))
    first = gather(str(tmp_path / "ships.parquet"))
    assert (found.sure, found.possible, found.lowest) == (
        first.sure,
        first.possible,
        first.lowest,
    )
    assert found.known_by == "B/L No."
    assert [found.nearest.count(band) for band in BAND_NAMES] == [
        first.nearest.count(band) for band in BAND_NAMES
    ]


def test_without_lists_of_zones_their_probability_counts(tmp_path: Path) -> None:
    table = pq.read_table(shipments(tmp_path, 50))
    found = gather(str(tmp_path / "ships.parquet"))
    pq.write_table(
        table.drop_columns(["geo_zones", "geo_zones_possible"]),
        tmp_path / "less.parquet",
    )
    less = gather(str(tmp_path / "less.parquet"))
    assert (less.sure, less.possible) == (found.sure, found.possible)


def test_the_bands_add_up_to_all_rows(tmp_path: Path) -> None:
    content = page(gather(str(shipments(tmp_path))))
    cells = texts_in(content, "Distance to the border in km", "</table>")
    rows = [cells[at : at + 5] for at in range(5, len(cells), 5)]
    counts = [[int(row[at].split()[0].replace(",", "")) for at in (1, 3)] for row in rows]
    assert [row[0] for row in rows][-2:] == ["distance not known", "all rows"]
    assert counts[-1] == [400, 400]
    assert [sum(count[at] for count in counts[:-1]) for at in (0, 1)] == [400, 400]
    assert {row[0] for row in rows} >= {name.replace("-", "–") for name in BAND_NAMES}
    assert counts[0] == [57, 57], "inside the DPRK"
    zones = texts_in(content, "Smallest zone that is certain", "</table>")
    rows = [zones[at : at + 3] for at in range(3, len(zones), 3)]
    whole = [int(row[1].split()[0].replace(",", "")) for row in rows]
    assert sum(whole[:-1]) == whole[-1] == 400


def test_a_bar_is_as_wide_as_its_share(tmp_path: Path) -> None:
    content = page(gather(str(shipments(tmp_path))))
    part = content[content.index("Smallest zone") : content.index("Distance to the border in km")]
    shares = [float(each) for each in re.findall(r"([\d.]+)%</span>", part)]
    wide = [float(each) for each in re.findall(r"class=bar style=.width:([\d.]+)%", part)]
    assert len(shares) == len(wide) > 4
    assert all(abs(a - b) < 0.11 for a, b in zip(shares, wide, strict=True))
    style = content[: content.index("</style>")]
    assert "max-width" not in re.findall(r"\.bar{[^}]*}", style)[0]
    assert "print-color-adjust:exact" in re.findall(r"\.bar{[^}]*}", style)[0]


def test_a_candidate_can_be_found_again_in_its_file(tmp_path: Path) -> None:
    content = page(gather(str(shipments(tmp_path))))
    cells = texts_in(content, 'id="list-candidates"', "</table>")
    assert cells[:4] == ["row no.", "B/L No.", "text", "place"]
    at = cells.index("JI'AN CITY, JILIN")
    assert cells[at - 2 : at] == [
        "2, 9, 16, +54 more",
        "EXMP000001, EXMP000008, EXMP000015, +54 more",
    ]
    zone, probability, km, interval, rows, evidence = cells[at + 2 : at + 8]
    assert (zone, probability, rows) == ("Upper Yalu border counties", "over 99%", "57")
    assert re.fullmatch(r"\d+\.\d", km)
    assert re.fullmatch(r"\d+\.\d – \d+\.\d", interval)
    assert evidence.startswith("jian → Ji'an (name + City/District)")


def test_a_column_with_an_identifier_is_named_or_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(written(tmp_path) / "out.parquet")
    named = gather(source, known_by="shipper_name")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(named)
    assert main(["report", source, "--id", "shiper_name", "-o", str(tmp_path / "x.html")]) == 2
    assert "did you mean 'shipper_name'?" in capsys.readouterr().err


@pytest.mark.parametrize("name", ['a"}</style><script>x', "\\", "}*{color:red", "选\r\n择", "\0"])
def test_a_column_of_any_name_stays_a_name(name: str) -> None:
    listing = Listing("x", "y", [Head(name)], [["z"]])
    [rule] = re.findall(r"content:(.*)}}", listing.style(), re.DOTALL)
    assert re.fullmatch(r'"(\w|\\[0-9a-f]+ )*"', rule)
    assert not {tag for tag, _ in Tags(listing.html()).tags} & {"script", "style"}


def test_the_versions_say_threshold_date_command_and_licences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = str(shipments(tmp_path, 50)), tmp_path / "page.html"
    assert main(["report", source, "-o", str(out), "--title", "My file"]) == 0
    content = out.read_text(encoding="utf-8")
    facts = texts_in(content, "What this page was made from", "</table>")
    told = dict(zip(facts[2::2], facts[3::2], strict=True))
    assert told["command"] == "nkrisk-geo report ships.parquet --title 'My file'"
    assert told["threshold"].startswith(
        "0.8, set by the gazetteer; the least certain resolved row has 0."
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["date"])
    assert "ODbL 1.0" in told["licences"]
    assert "MIT" in told["licences"]
    assert told["column with an identifier"] == "B/L No."
    assert str(tmp_path) not in content, "folders are nobody's business"
    found = gather(source)
    found.lowest = 0.61
    assert (
        "not the one set by the gazetteer (0.8): the least certain resolved row has 0.61"
        in page(found)
    )


@pytest.mark.parametrize("lang", ["zh", "ko"])
def test_a_report_speaks_chinese_and_korean(tmp_path: Path, lang: str) -> None:
    source, out = str(shipments(tmp_path, 50)), tmp_path / "page.html"
    assert main(["report", source, "-o", str(out), "--lang", lang]) == 0
    content = out.read_text(encoding="utf-8")
    words = wording(lang)
    assert f'<html lang="{words("language.tag")}">' in content
    assert content.count(words("language.notice")) >= 3
    shown = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", content, flags=re.DOTALL)
    texts = unescape(" ".join(re.findall(r">([^<]+)<", shown)))
    assert not re.search(
        r"\b(rows|resolved|zone|border|evidence|probability|postcode|county)\b", texts
    )
    assert "集安市" in texts
    assert f"--lang {lang}" in texts


def test_a_listing_of_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "far.csv").write_text("address\nSHANGHAI PUDONG\n", encoding="utf-8")
    enrich_file(str(tmp_path / "far.csv"), str(tmp_path / "far.parquet"), address=["address"])
    content = page(gather(str(tmp_path / "far.parquet")))
    assert content.count("<p>None.</p>") == 3
    assert "0 rows surely and 0 possibly" in content
