"""What notebooks show of an answer, a border and a zone: the text with its evidence, and nothing of others that runs."""

from __future__ import annotations

from nkrisk_geo import Gazetteer, border_at, load_zones, resolve, resolve_all
from nkrisk_geo.model.explain import NOTICE


def test_html_escapes_what_the_text_says() -> None:
    note = resolve("DANDONG <script>alert(1)</script>")._repr_html_()
    assert "<script" not in note
    assert "Dandong" in note


def test_a_notebook_shows_the_text_with_its_evidence() -> None:
    text = "NO.9 JILIN ROAD, ZHENXING DISTRICT, DANDONG & <b>x</b>"
    shown = resolve(text)._repr_html_()
    assert ">ZHENXING</span> DISTRICT" in shown
    assert "&amp; &lt;b&gt;x&lt;/b&gt;" in shown
    assert "<svg" in shown
    assert "km from the border" in shown
    assert NOTICE in shown
    assert resolve(text) == resolve(text)
    assert resolve(text).text == text
    later = resolve_all(f"SHANGHAI; {text}")[1]
    assert later.text == f"SHANGHAI; {text}"
    assert ">DANDONG</span>" in later._repr_html_()
    assert "<svg" not in resolve("nowhere")._repr_html_()
    assert "opposite" in border_at(lat=40.1, lng=124.3)._repr_html_()


def test_a_notebook_shows_zones() -> None:
    shown = Gazetteer.default().zones[0]._repr_html_()
    assert "dandong-border" in shown
    assert "210603" in shown
    assert NOTICE in shown
    own = load_zones(
        {"<b>": {"within_km": 2, "wkt": "POLYGON ((129 42, 130 42, 130 43, 129 42))"}}
    )[0]._repr_html_()
    assert "<b>" not in own
    assert "2 km of the border" in own
    assert "a polygon" in own
