"""A browser opens what we write: the map draws every row, the report shows what it says, and text of others runs nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.maps.test_maps import HOSTILE, ROWS_WITH_POINT, SPOTS, enriched
from tests.report.test_report import Tags, written

import nkrisk_geo
from nkrisk_geo.files import enrich_file
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.report import gather, page
from nkrisk_geo.report.enriched_rows import Where
from nkrisk_geo.report.packet import make_packet
from nkrisk_geo.report.packet_page import write_packet_page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
if CHROMIUM is None:
    pytest.skip("no Chromium is installed to open the pages with", allow_module_level=True)


def shown(path: Path, profile: Path) -> str:
    """What a page has become in a browser to which no name has an address."""
    command = [
        str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={profile}", "--virtual-time-budget=3000", "--window-size=900,640", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert done.stdout, done.stderr[-2000:]
    return done.stdout.decode("utf-8", "replace")


def test_the_map_draws_every_row(tmp_path: Path) -> None:
    frame = enriched()
    frame.loc[0, "addr"] = HOSTILE
    nkrisk_geo.explore(frame, title=HOSTILE).save(tmp_path / "map.html")
    drawn = shown(tmp_path / "map.html", tmp_path / "profile")
    assert f'data-drawn="{ROWS_WITH_POINT}"' in drawn
    assert drawn.count("leaflet-interactive") >= SPOTS
    assert "data-hacked" not in drawn


def test_the_report_is_shown_without_a_network(tmp_path: Path) -> None:
    out = written(tmp_path) / "report.html"
    out.write_text(page(gather(str(tmp_path / "out.parquet"))), encoding="utf-8")
    found = shown(out, tmp_path / "profile")
    assert found.count(NOTICE) >= 3
    assert not {name for name, _ in Tags(found).tags} & {"script", "img", "iframe"}
    assert "Candidates to review" in found


LONG = (
    "DANDONG CITY, ZHENXING DISTRICT, LANGTOU TOWN, HUNCHUN, JI'AN, SHANGHAI, PUDONG 丹东市振兴区"
    * 20
)
PAGE = re.compile(rb"/Type /Page\b")


@pytest.mark.parametrize("text", ["NO.9 RENMIN RD, DANDONG CITY", LONG, "朝阳区", HOSTILE])
def test_a_packet_prints_on_one_page(tmp_path: Path, text: str) -> None:
    names = ("bl_no", "name", "city", "address", "phone", "zip")
    pq.write_table(pa.table({name: [text] for name in names}), tmp_path / "in.parquet")
    enrich_file(str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet"))
    content = write_packet_page(make_packet(str(tmp_path / "out.parquet"), 1, Where()))
    (tmp_path / "packet.html").write_text(content, encoding="utf-8")
    printed = tmp_path / "packet.pdf"
    command = [
        str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={tmp_path / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={printed}",
        (tmp_path / "packet.html").as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert printed.exists(), done.stderr[-2000:]
    assert len(PAGE.findall(printed.read_bytes())) == 1
