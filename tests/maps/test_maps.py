"""Pictures: what they say, that they load nothing, and that hostile text stays text."""

from __future__ import annotations

import base64
import doctest
import hashlib
import json
import math
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import nkrisk_geo
from nkrisk_geo import Gazetteer, InputError
from nkrisk_geo.maps.captions import CREDITS, CROSSING_LOOKS, crossing_look
from nkrisk_geo.maps.labels import Box, Wanted, place_labels
from nkrisk_geo.maps.paper import Paper, ring
from nkrisk_geo.maps.scene import Scene
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.model.sentences import reword_evidence
from nkrisk_geo.model.wording import wording

TEXTS = "DANDONG|118300 CHINA|HUN CHUN SHI|辽宁省铁西区|LIAONING||SHANGHAI PUDONG|DANDONG|KAESONG, DPRK".split(
    "|"
)
ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "</script><script>document.body.dataset.hacked=1</script><img src=x onerror=alert(1)>\u2028&<!--"
SPOTS, ROWS_WITH_POINT = 4, 5


class Parts(HTMLParser):
    """The tags of a page with their attributes, and the text in each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self.open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open = tag

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open in ("script", "style"):
            self.inside.append((self.open, data))


def enriched() -> pd.DataFrame:
    return nkrisk_geo.enrich(pd.DataFrame({"n": range(len(TEXTS)), "addr": TEXTS}), address="addr")


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def rows_of(page: str) -> int:
    return sum(spot["rows"] for spot in data_of(page)["spots"])


def kinds() -> dict[str, Any]:
    import polars as pl

    frame = enriched()
    lazy = nkrisk_geo.enrich(pl.LazyFrame({"addr": TEXTS}), address="addr")
    return {
        "pandas": frame,
        "geopandas": nkrisk_geo.geocode(TEXTS),
        "odd index": frame.set_index(pd.Index(["a"] * len(frame))),
        "polars": lazy.collect(),
        "lazy polars": lazy,
        "arrow": pa.Table.from_pandas(frame),
        "record batch": pa.Table.from_pandas(frame).to_batches()[0],
        "another prefix": nkrisk_geo.enrich(
            pd.DataFrame({"addr": TEXTS}), address="addr", prefix=""
        ),
        "texts": TEXTS,
        "tuple of texts": tuple(TEXTS),
        "series of texts": pd.Series(TEXTS),
        "arrow texts": pa.array(TEXTS),
        "polars texts": pl.Series(TEXTS),
        "answers": [nkrisk_geo.resolve(text) for text in TEXTS],
    }


# --- what is shown ------------------------------------------------------------------------------------------------------


def test_every_kind_of_data_gives_the_same_counts() -> None:
    pytest.importorskip("polars")
    for kind, data in kinds().items():
        page = nkrisk_geo.explore(data, prefix="" if kind == "another prefix" else "geo_").html
        found = data_of(page)["spots"]
        assert (len(found), rows_of(page)) == (SPOTS, ROWS_WITH_POINT), kind
        assert "4 rows without a point" in page, kind


def test_the_points_and_the_rows_without_one_are_all_rows() -> None:
    page = nkrisk_geo.explore(TEXTS).html
    [said] = set(re.findall(r"(\d+) rows without a point", page))
    assert rows_of(page) + int(said) == len(TEXTS)
    for words in (
        "1 only a province or a country",
        "1 ambiguous",
        "1 unknown",
        "1 resolved to a place without coordinates",
        "1 row farther away",
    ):
        assert words in page


def test_one_text_and_one_answer_are_data_too() -> None:
    for data in ("DANDONG", nkrisk_geo.resolve("DANDONG")):
        assert rows_of(nkrisk_geo.explore(data).html) == 1


@pytest.mark.parametrize(
    "data",
    [
        [],
        [None],
        pd.Series([], dtype=object),
        enriched().iloc[:0],
        enriched().iloc[3:6],
    ],
)
def test_data_without_a_point_are_a_map_all_the_same(data: Any) -> None:
    page = nkrisk_geo.explore(data)
    assert data_of(page.html)["spots"] == []
    assert NOTICE in page.svg


def test_a_click_tells_what_the_table_says() -> None:
    frame = enriched()
    spots = {tuple(spot["at"]): spot for spot in data_of(nkrisk_geo.explore(frame).html)["spots"]}
    row = frame.iloc[1]
    [entry] = spots[row["geo_lat"], row["geo_lng"]]["entries"]
    assert entry["km"] == [
        row["geo_border_km_q05"],
        row["geo_border_km"],
        row["geo_border_km_q95"],
    ]
    assert entry["zone"] == "Dandong border counties"
    told = reword_evidence(row["geo_evidence"], wording())
    assert entry["rows"] == [["118300 CHINA", row["geo_confidence"], told]]
    assert "→ Donggang (postcode)" in told
    assert re.fullmatch(r"\d+ km \(\d\.\d–\d+\)", entry["words"])


def test_the_way_leads_from_the_point_to_the_border() -> None:
    from shapely import Point

    [spot] = data_of(nkrisk_geo.explore("HUN CHUN SHI").html)["spots"]
    lat, lng = spot["foot"]
    assert nkrisk_geo.border_line().distance(Point(lng, lat)) < 1e-4
    north, east = (
        lat - spot["at"][0],
        (lng - spot["at"][1]) * math.cos(math.radians(lat)),
    )
    lat, lng = spot["at"]
    assert math.hypot(north, east) * 111.2 == pytest.approx(
        nkrisk_geo.border_at(lat=lat, lng=lng).km, rel=0.01
    )


def test_rows_at_one_point_beyond_those_spelt_out_are_counted() -> None:
    texts = [f"{number} DANDONG" for number in range(30)]
    [spot] = data_of(nkrisk_geo.explore(texts).html)["spots"]
    entries = spot["entries"]
    assert spot["rows"] == 30 == sum(entry["count"] for entry in entries) + spot["more"]
    assert all(len(entry["rows"]) <= 8 for entry in entries)


def test_too_many_points_are_refused_with_a_hint() -> None:
    with pytest.raises(InputError, match="max_points"):
        nkrisk_geo.explore(TEXTS, max_points=2)


def test_many_points_stay_bounded() -> None:
    frame = pd.concat([enriched().iloc[[0]]] * 4000, ignore_index=True)
    frame["geo_lat"] += frame.index * 1e-3
    page = nkrisk_geo.explore(frame, text="addr").html
    assert rows_of(page) == 4000
    assert len(page) < 6_000_000


def test_every_crossing_has_a_mark_that_is_explained() -> None:
    found = {each.id: crossing_look(each) for each in Gazetteer.default().crossings}
    assert set(found.values()) <= set(CROSSING_LOOKS)
    wanted = {
        "DD1": "open",
        "HC2": "open",
        "HC4": "russia",
        "DD2": "closed",
        "DD5": "closed",
        "HC3": "closed",
        "DD4": "sea",
    }
    assert {name: found[name] for name in wanted} == wanted


def test_zones_can_be_chosen_left_out_and_given() -> None:
    assert {mark[0] for mark in data_of(nkrisk_geo.explore(zones=False).html)["marks"]} == {
        "town",
        "town-beyond",
        *CROSSING_LOOKS,
    }
    page = nkrisk_geo.explore(zones=["yanbian-border"], crossings=False).html
    assert {mark[0] for mark in data_of(page)["marks"]} == {
        "town",
        "town-beyond",
        "seat:yanbian-border",
    }
    own = nkrisk_geo.explore(zones={"riverside": {"within_km": 5}}, belts=False)
    assert "area:riverside" in {area[0] for area in data_of(own.html)["areas"]}
    assert "riverside: area" in own.svg


@pytest.mark.parametrize(
    ("lang", "words"),
    {
        "zh": ("中朝边境线", "朝鲜", "丹东", "口岸"),
        "ko": ("북중 국경", "북한", "통상구"),
    }.items(),
)
def test_a_map_speaks_chinese_and_korean(lang: str, words: tuple[str, ...]) -> None:
    found = nkrisk_geo.explore(TEXTS, lang=lang)
    assert [word for word in words if word not in found.html] == []
    shown = re.sub(
        r"<style>.*?</style>|<script>.*?</script>|<!--.*?-->",
        "",
        found.html,
        flags=re.DOTALL,
    )
    assert not re.search(" rows|crossing to|Legend|geography|its generic", shown)
    assert rows_of(found.html) == ROWS_WITH_POINT
    assert wording(lang)("language.notice") in found.svg
    assert f'<html lang="{wording(lang)("language.tag")}">' in found.html


def test_languages_do_not_mix() -> None:
    first = nkrisk_geo.explore(TEXTS).html
    nkrisk_geo.explore(TEXTS, lang="zh")
    assert nkrisk_geo.explore(TEXTS).html == first
    with pytest.raises(InputError, match="languages are en, zh, ko"):
        nkrisk_geo.explore(TEXTS, lang="??", names="en")


@pytest.mark.parametrize(
    "wrong",
    [
        {"zones": ["nowhere"]},
        {"zones": 3},
        {"frame": "moon"},
        {"frame": (1, 2, 3)},
        {"frame": (130, 40, 120, 45)},
        {"tiles": "javascript:alert(1)"},
        {"tiles": "https://example.org; script-src */{z}/{x}/{y}"},
        {"text": "none", "data": enriched()},
        {"prefix": "x_", "data": enriched()},
        {"data": 5},
        {"data": b"DANDONG"},
        {"data": {"a": 1}},
        {"data": ["DANDONG", 3]},
    ],
    ids=str,
)
def test_misuse_is_said(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        nkrisk_geo.explore(**wrong)


# --- the page is closed -------------------------------------------------------------------------------------------------


def test_the_page_refers_to_nothing_outside() -> None:
    parts = Parts(nkrisk_geo.explore(TEXTS).html)
    for tag, attributes in parts.tags:
        assert not {
            "src",
            "href",
            "srcset",
            "xlink:href",
            "action",
            "background",
        } & set(attributes), tag
    for kind, inside in parts.inside:
        if kind == "style":
            assert not re.search(r"@import|url\((?!#)", inside)
    policy = next(
        each["content"]
        for tag, each in parts.tags
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_only_the_two_programs_may_run() -> None:
    parts = Parts(nkrisk_geo.explore(TEXTS).html)
    scripts = [inside for kind, inside in parts.inside if kind == "script"]
    hashes = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in scripts[1:]
    }
    policy = next(
        each["content"]
        for tag, each in parts.tags
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    assert len(scripts) == 3
    assert set(re.findall(r"'sha256-([^']+)'", policy or "")) == hashes


def test_tiles_open_the_policy_for_their_host_alone() -> None:
    page = nkrisk_geo.explore(
        tiles="https://{s}.example.org/{z}/{x}/{y}.png", tiles_credit="<Example>"
    ).html
    assert "img-src data: https://*.example.org;" in page
    assert "&lt;Example&gt;" in page


def test_hostile_text_stays_text() -> None:
    frame = nkrisk_geo.enrich(pd.DataFrame({"addr": [f"DANDONG {HOSTILE}"]}), address="addr")
    frame["geo_county"] = HOSTILE
    page = nkrisk_geo.explore(frame, title=HOSTILE)
    parts = Parts(page.html)
    assert sum(tag == "script" for tag, _ in parts.tags) == 3
    assert all(tag != "img" for tag, _ in parts.tags)
    assert "\u2028" not in page.html.split('id="data">')[1]
    [spot] = data_of(page.html)["spots"]
    assert spot["entries"][0]["rows"][0][0].startswith("DANDONG </script><script>")
    shown = Parts(page._repr_html_())
    assert [tag for tag, _ in shown.tags] == ["div", "img", "iframe"]
    assert dict(shown.tags)["iframe"]["sandbox"] == "allow-scripts"
    assert dict(shown.tags)["iframe"]["srcdoc"] == page.html


def test_broken_characters_can_be_saved(tmp_path: Path) -> None:
    frame = enriched()
    frame["addr"] = pd.Series(["DANDONG \ud800"] * len(frame), dtype=object)
    nkrisk_geo.explore(frame).save(tmp_path / "map.html")
    assert "DANDONG ?" in (tmp_path / "map.html").read_text("utf8")


def test_every_picture_says_whose_it_is_and_what_it_is_not() -> None:
    page = nkrisk_geo.explore("DANDONG")
    for words in (NOTICE, "© OpenStreetMap contributors, ODbL 1.0", "Leaflet"):
        assert words in page.html
    assert NOTICE in page.svg
    assert CREDITS in words_of(page.svg)
    assert page._repr_svg_() == page.svg


def test_the_same_data_give_the_same_bytes() -> None:
    first, second = nkrisk_geo.explore(TEXTS), nkrisk_geo.explore(TEXTS)
    assert (first.html, first.svg, first._repr_html_()) == (
        second.html,
        second.svg,
        second._repr_html_(),
    )


def test_without_programs_the_still_picture_is_there() -> None:
    page = nkrisk_geo.explore(TEXTS)
    assert f"<noscript>{page.svg}</noscript>" in page.html


# --- labels -------------------------------------------------------------------------------------------------------------


def test_labels_never_overlap_and_stay_on_the_paper() -> None:
    taken: list[Box] = []
    wanted = [
        Wanted(f"Town {number}", 10.0 * (number % 20), 9.0 * (number // 20), 9.0)
        for number in range(200)
    ]
    found = place_labels(wanted, taken, Box(0, 0, 200, 100))
    assert 10 < len(found) < 200
    assert not any(one.meets(other) for number, one in enumerate(taken) for other in taken[:number])
    assert all(
        box.left >= 0 and box.right <= 200 and box.top >= 0 and box.bottom <= 100 for box in taken
    )


# --- plot ---------------------------------------------------------------------------------------------------------------


def test_plot_draws_and_says_the_same(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    figure = nkrisk_geo.plot(TEXTS, title="$1 <b>")
    [ax] = figure.axes
    legend = ax.get_legend()
    assert legend is not None
    words = [text.get_text() for text in legend.get_texts()]
    assert "5 rows, place at least 0.95 probable" in words
    assert "4 rows without a point" in words
    assert NOTICE in ax.get_xlabel()
    assert CREDITS in ax.get_xlabel().replace("\n", " ")
    figure.savefig(tmp_path / "map.png", dpi=40)
    assert (tmp_path / "map.png").stat().st_size > 5_000
    assert figure._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]


def test_plot_uses_the_axes_it_is_given() -> None:
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    figure = Figure()
    _, ax = figure.subplots(1, 2)
    assert nkrisk_geo.plot("DANDONG", ax=ax, frame="border") is figure
    assert ax.get_xlim() == (121.9, 131.6)


def test_without_a_legend_the_numbers_stand_below() -> None:
    pytest.importorskip("matplotlib")
    [ax] = nkrisk_geo.plot(TEXTS, legend=False).axes
    assert ax.get_legend() is None
    assert (
        "9 rows; 1 row farther away, out of view; 4 rows without a point"
        in ax.get_xlabel().replace("\n", " ")
    )


def test_colours_and_sizes_are_columns() -> None:
    frame = enriched().assign(goods=["wigs"] * 4 + ["seafood"] * 5, tonnes=range(9))
    data = data_of(nkrisk_geo.explore(frame, color="goods", size="tonnes").html)
    assert {spot["value"] for spot in data["spots"]} == {"wigs", "seafood"}
    assert len({spot["size"] for spot in data["spots"]}) > 1
    svg = nkrisk_geo.explore(frame, color="goods", size="tonnes").svg
    assert "wigs: " in svg
    assert "area: sum of tonnes" in svg
    with pytest.raises(InputError, match="no column 'good'; did you mean 'goods'"):
        nkrisk_geo.explore(frame, color="good")
    with pytest.raises(InputError, match="columns of a table"):
        nkrisk_geo.explore("DANDONG", color="goods")


def test_rare_values_share_a_colour() -> None:
    frame = enriched().iloc[[0]]
    frame = pd.concat([frame] * 40, ignore_index=True)
    frame["geo_lat"] = [39.0 + number % 7 for number in range(40)]
    frame["geo_lng"] = [122.0 + number / 10 for number in range(40)]
    frame["kind"] = [f"kind {number % 20}" for number in range(40)]
    values = [
        spot["value"] for spot in data_of(nkrisk_geo.explore(frame, color="kind").html)["spots"]
    ]
    assert len(set(values)) == 8
    assert values.count("other") == 26


def test_csv_read_back_says_the_same() -> None:
    """A reader of CSV makes numbers of codes, and lists are joined by semicolons there."""
    frame = enriched().iloc[[0]].assign(geo_adcode=210600.0, geo_zones_possible="dandong;liaoning")
    [entry] = data_of(nkrisk_geo.explore(frame).html)["spots"][0]["entries"]
    assert "210600" in entry["what"]
    assert "210600.0" not in entry["what"]
    assert entry["possible"] == "Dandong, Liaoning"


def test_places_have_names_in_three_languages() -> None:
    for language, name in (("en", "Dandong"), ("zh", "丹东"), ("ko", "단둥")):
        labels = data_of(nkrisk_geo.explore(names=language).html)["labels"]
        assert name in [label[3] for label in labels]
    with pytest.raises(InputError, match="names is 'fr'; give en, zh, ko"):
        nkrisk_geo.explore(names="fr")


def test_no_name_of_a_town_stands_in_the_other_country() -> None:
    """Dandong and Sinuiju face each other over the river, as others do."""
    from shapely import Polygon, box

    for frame in ("region", "border"):
        paper = Paper(scene_of(frame), 720)
        for label in paper.labels():
            if label.label.kind not in ("town", "town-beyond"):
                continue
            look = "dprk" if label.label.kind == "town" else "province"
            own = box(label.x, label.y - 5, label.x + len(label.label.text) * 4, label.y + 5)
            for area in paper.scene.ground.areas:
                if area.look == look:
                    assert not Polygon(ring(area.rings[0], paper)).intersects(own), label


def test_the_sea_is_no_land() -> None:
    from shapely import Point, Polygon

    waters = [area for area in scene_of("region").ground.areas if area.look == "water"]

    def is_sea(lat: float, lng: float) -> bool:
        return any(
            Polygon(area.rings[0], area.rings[1:]).contains(Point(lat, lng)) for area in waters
        )

    assert is_sea(38.6, 124.0)  # the Korea Bay
    assert is_sea(40.5, 121.3)  # the Liaodong Bay
    assert not is_sea(39.1, 121.75)  # north of Dalian
    assert not is_sea(40.12, 124.39)  # Dandong


def words_of(svg: str) -> str:
    """The words of a picture, whose lines are broken where they are long."""
    return " ".join(re.findall(r">([^<>]+)</text>", svg))


def scene_of(frame: str) -> Scene:
    return nkrisk_geo.explore(frame=frame)._scene


def test_plot_leaves_matplotlib_as_it_was() -> None:
    pytest.importorskip("matplotlib")
    program = """
import sys, matplotlib
matplotlib.use("Agg")
before = dict(matplotlib.rcParams)
import nkrisk_geo
nkrisk_geo.plot("DANDONG").canvas.draw()
assert dict(matplotlib.rcParams) == before
assert matplotlib.get_backend().lower() == "agg"
assert "matplotlib.pyplot" not in sys.modules
"""
    done = subprocess.run(
        # What matplotlib itself uses of other packages and they deprecate is not ours.
        [
            sys.executable,
            "-W",
            "error",
            "-W",
            "ignore::DeprecationWarning",
            "-c",
            program,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_without_matplotlib_plot_says_what_to_install() -> None:
    program = """
import sys
sys.modules["matplotlib.figure"] = None
import nkrisk_geo
assert len(nkrisk_geo.explore("DANDONG").html) > 1000
try:
    nkrisk_geo.plot()
except nkrisk_geo.InputError as error:
    assert "pip install matplotlib" in str(error), error
else:
    raise AssertionError("plot worked")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# --- the documents and their pictures -----------------------------------------------------------------------------------


def test_the_figures_are_made_alike_each_time() -> None:
    pytest.importorskip("matplotlib")
    from benchmarks.report.figures import distances_chart, reaches, zones_map

    assert distances_chart() == distances_chart()
    assert zones_map() == (ROOT / "docs" / "img" / "zones.svg").read_text("utf8")
    found = reaches()
    assert [reach.along for reach in found] == sorted(reach.along for reach in found)
    assert all(each.quantiles[0] <= each.quantiles[2] <= each.quantiles[4] for each in found)


def test_the_examples_for_maps_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    page = ROOT / "docs" / "maps.md"
    test = doctest.DocTestParser().get_doctest(page.read_text("utf8"), {}, page.name, str(page), 0)
    report: list[str] = []
    assert (
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append).attempted
        > 8
    )
    assert not report, "".join(report)
    assert {path.name for path in tmp_path.iterdir()} == {
        "examples",
        "shipments.png",
        "shipments.html",
    }
