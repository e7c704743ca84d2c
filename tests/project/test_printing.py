"""A browser prints a packet on one page of A4, whatever stands in the row."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.maps.test_maps import HOSTILE

from nkrisk_geo.files import enrich_file
from nkrisk_geo.model.wording import LANGUAGES
from nkrisk_geo.report.enriched_rows import Where
from nkrisk_geo.report.packet import make_packet
from nkrisk_geo.report.packet_page import write_packet_page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
if CHROMIUM is None:
    pytest.skip("no Chromium is installed to print with", allow_module_level=True)

LONG = (
    "DANDONG CITY, ZHENXING DISTRICT, LANGTOU TOWN, HUNCHUN, JI'AN, SHANGHAI, PUDONG 丹东市振兴区"
    * 20
)
PAGE = re.compile(rb"/Type /Page\b")


@pytest.mark.parametrize("text", ["NO.9 RENMIN RD, DANDONG CITY", LONG, "朝阳区", HOSTILE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_packet_prints_on_one_page(tmp_path: Path, text: str, language: str) -> None:
    names = ("bl_no", "name", "city", "address", "phone", "zip")
    pq.write_table(pa.table({name: [text] for name in names}), tmp_path / "in.parquet")
    enrich_file(str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet"))
    enriched = str(tmp_path / "out.parquet")
    content = write_packet_page(make_packet(enriched, 1, Where(), language=language))
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
