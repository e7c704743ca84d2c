"""The report: what it counts, that hostile text stays text, that it loads and runs nothing."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nkrisk_geo import InputError
from nkrisk_geo.cli import main
from nkrisk_geo.files import enrich_file
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.report import gather, page
from nkrisk_geo.report.contents import CANDIDATE
from nkrisk_geo.report.tallies import BoundedTally, SampledTally

HOSTILE = [
    (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)> DANDONG CITY, LIAONING",
    ),
    (
        "</style><svg/onload=alert(1)>",
        '丹东市振兴区 <a href="http://evil.example">x</a>',
    ),
    ("x", "nowhere <iframe src=//evil.example></iframe>"),
    ("y", "朝阳区"),
    ("y", "朝阳区"),
    ("z", "YANJI, JILIN 200000"),
    ("", ""),
]


class Tags(HTMLParser):
    """The tags of a page and their attributes, the rest as text."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture
def enriched(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path) -> Path:
    """A folder with the hostile rows and their answers."""
    source = folder / "suppliers.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["shipper_name", "where"])
        writer.writerows(HOSTILE)
    enrich_file(str(source), str(folder / "out.parquet"), address=["where"])
    enrich_file(str(source), str(folder / "out.csv"), address=["where"], prefix="g_")
    return folder


def test_it_counts_what_the_file_holds(enriched: Path) -> None:
    found = gather(str(enriched / "out.parquet"))
    assert (found.rows, found.prefix, found.address) == (7, "geo_", ("where",))
    assert dict(found.statuses.most(9)) == {"resolved": 3, "ambiguous": 2, "unknown": 2}
    assert dict(found.reasons.most(9)) == {"same-name": 2, "empty": 1, "no-place": 1}
    assert found.unresolved.most(1) == [(("朝阳区", "same-name"), 2)]
    assert "postcode 2000xx speaks for Shanghai" in found.conflicts.most(1)[0][0]
    assert (found.sure, found.possible, found.known_by) == (1, 1, None)
    assert {key[0][:3] for key, _ in found.candidates.most(9)} == {"<im", "丹东市"}
    assert len(found.sha256) == 64


def test_text_files_are_read_as_well(enriched: Path) -> None:
    named, unnamed = (
        gather(str(enriched / "out.csv"), address=["where"]),
        gather(str(enriched / "out.csv")),
    )
    assert (named.prefix, named.rows, unnamed.address) == ("g_", 7, ())
    assert (
        named.candidates.most(9)[0][0][6]
        == gather(str(enriched / "out.parquet")).candidates.most(9)[0][0][6]
    )
    assert page(unnamed).count(NOTICE) >= 2


def test_hostile_text_stays_text(enriched: Path) -> None:
    content = page(gather(str(enriched / "out.parquet")), title="<b>mine</b>")
    tags = Tags(content).tags
    assert not {name for name, _ in tags} & {
        "img",
        "iframe",
        "object",
        "embed",
        "link",
        "form",
        "b",
    }
    assert [attributes for name, attributes in tags if name == "script"] == [{}], (
        "one, and ours"
    )
    for name, attributes in tags:
        assert not [each for each in attributes if each.startswith("on")], name
        assert (attributes.get("href") or "#").startswith("#"), attributes
        assert "src" not in attributes
    style = re.findall(r"<style>(.*?)</style>", content, re.DOTALL)
    assert all("url(" not in each and "@import" not in each for each in style)
    [program] = re.findall(r"<script>(.*?)</script>", content, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(program.encode()).digest()).decode()
    assert (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}';"
        in content
    )
    assert "&lt;script&gt;" not in content, "names of firms are not in it"
    assert "&lt;img src=x onerror=alert(1)&gt; DANDONG CITY" in content


def test_it_can_be_read_by_all(enriched: Path) -> None:
    content = page(gather(str(enriched / "out.parquet")))
    tags = Tags(content).tags
    assert [name for name, _ in tags if re.fullmatch("h[1-6]", name)] == [
        "h1",
        *["h2"] * 6,
    ]
    regions = [
        attributes for _, attributes in tags if attributes.get("role") == "region"
    ]
    assert all(each["aria-label"] and each["tabindex"] == "0" for each in regions)
    assert ("html", {"lang": "en"}) in tags
    assert sum(name == "caption" for name, _ in tags) == sum(
        name == "table" for name, _ in tags
    )
    assert content.count(NOTICE) >= 3
    links = [attributes.get("href") for name, attributes in tags if name == "a"]
    anchors = {(link or "#")[1:] for link in links}
    assert anchors <= {attributes.get("id") for _, attributes in tags}


def test_it_stays_small(enriched: Path) -> None:
    found = gather(str(enriched / "out.parquet"))
    for number in range(20_000):
        row = ([number], ["EXMP" + "z" * 36])
        found.unresolved.note((f"{number} " + "x" * 190, "no-place"), *row)
        value = {"evidence": "e" * 200, "zone": "dandong-border", "county": "Donggang"}
        found.candidates.note(
            (f"{number} " + "y" * 190, *map(value.get, CANDIDATE)), *row
        )
    content = page(found)
    assert len(content.encode()) < 600_000
    assert "The 500 most probable are shown, 19,502 are not" in content
    assert "The 200 most frequent are shown, 19,802 are not" in content


def test_the_same_file_gives_the_same_page(
    enriched: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(enriched / "out.parquet")
    os.utime(source, (86_400, 86_400))
    assert page(gather(source)) == page(gather(source))
    assert "1970-01-02" in page(gather(source))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    found = page(gather(source))
    os.utime(source, (99_999_999, 99_999_999))
    assert page(gather(source)) == found
    assert "2025-01-01" in found
    for wrong in ("", "today", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        assert main(["report", source, "-o", str(enriched / "page.html")]) == 2
        assert "expected seconds since 1970" in capsys.readouterr().err


def test_rare_things_are_forgotten_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nkrisk_geo.report.tallies.MOST", 10)
    monkeypatch.setattr("nkrisk_geo.report.tallies.KEPT", 3)
    tally: BoundedTally[int] = BoundedTally()
    for number in (1, 1, 2, 2, *range(3, 20)):
        tally.add(number)
    assert tally.most(2) == [(1, 2), (2, 2)]
    assert (tally.total, tally.is_rough) == (21, True)
    assert len(tally) <= 10
    sampled: SampledTally[int] = SampledTally()
    for number in (1, 1, 1, 1, *range(2, 30)):
        sampled.note(number, [number, number], [None, "x"])
    assert (sampled.count(1), len(sampled.rows(1)), sampled.total) == (8, 3, 64)
    assert [
        number
        for number in range(2, 20)
        if sampled.rows(number) and not sampled.count(number)
    ] == []


def test_a_title_may_have_bytes_that_are_no_text(
    enriched: Path, tmp_path: Path
) -> None:
    out = tmp_path / "page.html"
    assert (
        main(
            [
                "report",
                str(enriched / "out.parquet"),
                "-o",
                str(out),
                "--title",
                "a\udcffb",
            ]
        )
        == 0
    )
    assert "a?b" in out.read_text(encoding="utf-8")


def test_the_command(enriched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = enriched / "report.html"
    assert (
        main(
            [
                "report",
                str(enriched / "out.parquet"),
                "-o",
                str(out),
                "--title",
                "Suppliers",
            ]
        )
        == 0
    )
    assert "7 rows" in capsys.readouterr().err
    assert "<h1>Suppliers</h1>" in out.read_text(encoding="utf-8")
    assert main(["report", str(enriched / "suppliers.csv"), "-o", str(out)]) == 2
    assert "run `nkrisk-geo enrich` first" in capsys.readouterr().err
    assert main(["report", str(enriched / "out.csv"), "--address", "nothing"]) == 2
    with pytest.raises(InputError, match="not a pipe"):
        gather("-")


def altered(folder: Path, column: str, values: pa.Array) -> Path:
    """The enriched file with another column in the place of one."""
    table = pq.read_table(folder / "out.parquet")
    at = table.column_names.index(column)
    pq.write_table(table.set_column(at, column, values), folder / "altered.parquet")
    return folder / "altered.parquet"


def not_utf8(rows: int) -> pa.Array:
    """Text that is none, as a writer that does not look makes it."""
    raw = pa.array([b"Dand\xffong"] * rows, pa.binary())
    return pa.StringArray.from_buffers(rows, *raw.buffers()[1:])


STRANGE = {
    "words": pa.array(["near"] * 7),
    "words among numbers": pa.array(["1.5", "", None, "2", "3", "4", "x"]),
    "lists of numbers": pa.array([[1, 2]] * 7),
    "lists of lists": pa.array([[["a"]]] * 7),
    "lists of texts": pa.array([["a", None]] * 7),
    "structs": pa.array([{"a": 1}] * 7),
    "maps": pa.array([[("a", 1)]] * 7, pa.map_(pa.string(), pa.int64())),
    "no UTF-8": not_utf8(7),
    "bytes": pa.array([b"\xff"] * 7),
    "infinite": pa.array([float("inf"), float("nan"), *[1e300] * 5]),
    "times": pa.array([2**40] * 7, pa.timestamp("s")),
    "truths": pa.array([True] * 7),
    "nothing": pa.nulls(7),
    "far away": pa.array([99999.0] * 7),
    "codes": pa.array(["a"] * 7).dictionary_encode(),
}


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize(
    "column",
    [
        "where",
        "geo_lat",
        "geo_confidence",
        "geo_status",
        "geo_zone",
        "geo_conflicts",
        "geo_p_dprk_border",
    ],
)
def test_a_column_that_enrich_did_not_write_is_named_or_counted(
    enriched: Path, capsys: pytest.CaptureFixture[str], column: str, strange: str
) -> None:
    file = altered(enriched, column, STRANGE[strange])
    code = main(["report", str(file), "-o", str(enriched / "page.html")])
    told = capsys.readouterr().err
    if code == 0:
        assert NOTICE in (enriched / "page.html").read_text("utf-8")
        return
    assert code == 2, told
    assert "altered.parquet" in told
    assert column in told


@pytest.mark.parametrize(
    "about",
    [b"", b"{", b"[]", b"7", b"null", b'{"geo_": 3}', b'{"geo_": "where"}', b'{"geo_": [1]}', b'{"geo_": [["where"]]}',
     b"\xff", b"[" * 100_000, b'{"geo_": ["gone"]}'],
    ids=range(12),
)  # fmt: skip
def test_metadata_of_another_kind_are_named(
    enriched: Path, capsys: pytest.CaptureFixture[str], about: bytes
) -> None:
    table = pq.read_table(enriched / "out.parquet")
    pq.write_table(
        table.replace_schema_metadata({b"nkrisk_geo": about}),
        enriched / "altered.parquet",
    )
    arguments = [
        "report",
        str(enriched / "altered.parquet"),
        "-o",
        str(enriched / "page.html"),
    ]
    if main(arguments) != 0:
        told = capsys.readouterr().err
        assert "altered.parquet" in told
        assert "metadata 'nkrisk_geo'" in told
    assert main([*arguments, "--address", "where"]) == 0


def test_the_page_of_before_stays_until_the_new_one_is_complete(
    enriched: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = enriched / "page.html"
    out.write_text("of before")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    before = sorted(enriched.iterdir())
    assert main(["report", str(enriched / "out.parquet"), "-o", str(out)]) == 1
    assert "page.html" in capsys.readouterr().err
    assert out.read_text() == "of before"
    assert sorted(enriched.iterdir()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="has other permissions and links")
def test_a_page_keeps_its_permissions_and_its_link(enriched: Path) -> None:
    (enriched / "real").mkdir()
    real = enriched / "real" / "page.html"
    real.write_text("of before")
    real.chmod(0o600)
    (enriched / "page.html").symlink_to(real)
    assert (
        main(
            ["report", str(enriched / "out.parquet"), "-o", str(enriched / "page.html")]
        )
        == 0
    )
    assert (enriched / "page.html").is_symlink()
    assert NOTICE in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in real.parent.iterdir()] == ["page.html"]
