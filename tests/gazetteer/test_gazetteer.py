"""The compiled gazetteer keeps its own rules, and loads only what it can read."""

from __future__ import annotations

import csv
import json
import pickle
import re
import shutil
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hostile.forgeries import forged, known

from nkrisk_geo import Gazetteer, GazetteerError, annotate_arrow, resolve
from nkrisk_geo.gazetteer.datafile import DataFile
from nkrisk_geo.gazetteer.units import CHINA

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "gazetteer"))

from compiler import rules

DATA = Path(str(resources.files("nkrisk_geo") / "data"))
BUCKETS = known()


def made(buckets: dict[str, Any]) -> Gazetteer:
    return Gazetteer(
        {name: DataFile.read(forged(bucket), name) for name, bucket in buckets.items()}
    )


def test_integrity() -> None:
    assert rules.problems(made(BUCKETS)) == []


def test_integrity_notices_a_wrong_parent_a_lost_name_and_a_stray_zone() -> None:
    broken = json.loads(json.dumps(BUCKETS))
    broken["facts"]["zones"][0]["members"] = ["310000"]
    broken["cc-by"]["units"]["en"][broken["cc-by"]["units"]["code"].index("222404")] = "Huichun"
    found = " ".join(rules.problems(made(broken)))
    assert "dandong-border is not inside" in found
    assert "222404 is 'Huichun', officially 'Hunchun'" in found


def test_integrity_notices_a_span_of_one_county_and_one_that_is_elsewhere() -> None:
    broken = json.loads(json.dumps(BUCKETS))
    broken["facts"]["spans"] |= {
        "changbaishan-zone": ["222426"],
        "shenfu-zone": ["210112", "220102"],
    }
    found = " ".join(rules.problems(made(broken)))
    assert "the counties of changbaishan-zone are not two or more" in found
    assert "shenfu-zone is in 210000, and not in 210112, 220102" in found


def test_a_unit_in_several_counties_names_them() -> None:
    gazetteer = Gazetteer.default()
    spanned = gazetteer.counties_around(gazetteer.number["changbaishan-zone"])
    assert [gazetteer.codes[unit] for unit in spanned] == ["222426", "220621", "220623"]
    assert gazetteer.counties_around(gazetteer.number["dandong-becz"]) == ()


def test_integrity_notices_a_crossing_without_a_date_and_a_gap_in_the_border() -> None:
    broken = json.loads(json.dumps(BUCKETS))
    crossing = next(row for row in broken["facts"]["crossings"] if row["id"] == "DD1")
    crossing["status_reported"], crossing["dprk_en"] = "2024/10", ""
    del broken["odbl"]["contacts"][3]
    found = " ".join(rules.problems(made(broken)))
    assert "crossing DD1 has no place opposite" in found
    assert "crossing DD1: say when its status was reported" in found
    assert "the border has a gap or overlap at km 43" in found


def test_every_prefecture_and_county_of_both_provinces_has_a_point_and_an_extent() -> None:
    gazetteer = Gazetteer.default()
    ours = [
        unit
        for unit in gazetteer.every
        if gazetteer.levels[unit] in ("prefecture", "county")
        and gazetteer.codes[unit][:2] in ("21", "22")
    ]
    assert len(ours) == 23 + 160
    assert all(
        gazetteer.point(unit) and gazetteer.extent(unit) and gazetteer.distance(unit)
        for unit in ours
    )


def test_all_points_are_those_of_each() -> None:
    gazetteer = Gazetteer.default()
    assert gazetteer.points() == [gazetteer.point(unit) for unit in gazetteer.every]


def test_every_city_and_county_of_the_dprk_but_one_has_a_point() -> None:
    gazetteer = Gazetteer.default()
    places = [unit for unit in gazetteer.every if gazetteer.codes[unit].startswith("KP-")]
    silent = {gazetteer.names_en[unit] for unit in places if not gazetteer.point(unit)}
    provinces = {name for name in silent if name.startswith(("North ", "South "))} | {
        "Jagang", "Kangwon", "Ryanggang",
    }  # fmt: skip
    assert silent - provinces == {"Kaepung"}
    assert {
        gazetteer.names_en[unit]
        for unit in places
        if gazetteer.point(unit) and gazetteer.distance(unit) is None
    } == set()


DISTANCES = list(
    csv.DictReader(
        (Path(__file__).parents[1] / "cases" / "distances.csv").open(encoding="utf8", newline="")
    )
)


@pytest.mark.parametrize("row", DISTANCES, ids=[row["text"] for row in DISTANCES])
def test_distance(row: dict[str, str]) -> None:
    answer = resolve(row["text"])
    assert answer.place is not None
    assert answer.place.code == row["unit"], row["why"]
    border = answer.border
    assert border.km is not None
    assert border.km_min is not None
    assert border.km_max is not None
    assert float(row["km_from"]) <= border.km <= float(row["km_to"]), row["why"]
    assert border.km_min <= border.km <= border.km_max


def test_the_table_of_points_counts_as_the_page_says() -> None:
    gazetteer = Gazetteer.default()
    border = set(next(zone for zone in gazetteer.zones if zone.id == "dprk-border").members)
    located = [
        gazetteer.codes[unit][:6] in border
        for unit in gazetteer.every
        if gazetteer.levels[unit] == "township" and gazetteer.point(unit)
    ]
    page = (Path(__file__).resolve().parents[2] / "gazetteer" / "README.md").read_text("utf8")
    assert f"| 2,326 townships | {len(located)} |" in page
    assert f"| 179 townships of the fifteen border counties | {sum(located)} |" in page


def test_contacts_cover_the_line() -> None:
    stretches = Gazetteer.default().contacts
    assert stretches[0].from_km == 0
    assert 1391 < stretches[-1].to_km < 1394
    kinds = [stretch.contact for stretch in stretches]
    once = [kind for number, kind in enumerate(kinds) if not number or kinds[number - 1] != kind]
    assert once == ["estuary", "fence", "river", "land", "lake", "land", "river"]
    length = {
        kind: sum(s.to_km - s.from_km for s in stretches if s.contact == kind) for kind in kinds
    }
    assert length["fence"] == pytest.approx(13, abs=2)
    assert length["lake"] == pytest.approx(5.2, abs=0.5)
    assert length["land"] == pytest.approx(34, abs=3)


# A place of the DPRK on the bank, by kilometre, and what is opposite China there.
OPPOSITE = [(28, "Hwanggumpyong"), (55, "Sinuiju"), (71, "Uiju"), (126, "Sakju"), (341, "Manpo"), (483, "Chunggang"),
            (730, "Hyesan"), (843, "Samjiyon"), (995, "Musan"), (1134, "Hoeryong"), (1216, "Onsong"), (1293, "Kyongwon"),
            (1383, "Rason")]  # fmt: skip


@pytest.mark.parametrize(("km", "county"), OPPOSITE)
def test_facing(km: float, county: str) -> None:
    stretch = next(s for s in Gazetteer.default().contacts if s.from_km <= km <= s.to_km)
    assert stretch.facing_en == county
    assert stretch.facing_ko
    assert stretch.quality == "anchored"


def test_without_the_odbl_file_crossings_have_no_chainage(tmp_path: Path) -> None:
    for name in ("facts", "cc-by"):
        shutil.copy(DATA / f"{name}.gaz", tmp_path)
    gazetteer = Gazetteer.load(tmp_path)
    assert gazetteer.contacts == ()
    assert {crossing.chainage_km for crossing in gazetteer.crossings} == {None}


def test_counts() -> None:
    counts = Gazetteer.default().counts()
    assert counts["province"] == 34
    assert counts["prefecture"] == 333
    assert counts["county"] == 2847
    assert counts["township"] == 2326


def test_paths_lead_to_the_country() -> None:
    gazetteer = Gazetteer.default()
    for number, level in enumerate(gazetteer.levels):
        top = gazetteer.ancestors(number)[-1]
        assert gazetteer.levels[top] == "country"
        if level in ("province", "prefecture", "county", "township"):
            assert top == CHINA


def test_mass_of_chinas_provinces_sums_to_one() -> None:
    gazetteer = Gazetteer.default()
    provinces = [
        gazetteer.prior_weight[number]
        for number in gazetteer.every
        if gazetteer.parents[number] == CHINA
    ]
    assert sum(provinces) == pytest.approx(
        1.0, abs=0.08
    )  # three territories have a round weight of their own


def test_without_the_odbl_file_everything_but_postcodes_and_distances_works(
    tmp_path: Path,
) -> None:
    for name in ("facts", "cc-by"):
        shutil.copy(DATA / f"{name}.gaz", tmp_path)
    gazetteer = Gazetteer.load(tmp_path)
    answer = resolve("DANDONG 118000", gazetteer=gazetteer)
    assert answer.place is not None
    assert answer.place.adcode == "210600"
    assert answer.border.km is None
    assert answer.border.km_min is None
    table = annotate_arrow(
        pa.table({"addr": ["DANDONG 118000"]}),
        address="addr",
        prefix="",
        gazetteer=gazetteer,
    )
    assert {name: table[name][0].as_py() for name in answer.to_dict()} == answer.to_dict()
    with pytest.raises(GazetteerError, match=r"odbl\.gaz"):
        _ = gazetteer.geometry


def test_without_a_zone_its_probability_is_unknown(tmp_path: Path) -> None:
    for name in ("cc-by", "odbl"):
        shutil.copy(DATA / f"{name}.gaz", tmp_path)
    for kept in (["dandong", "liaoning"], []):
        facts = {
            **BUCKETS["facts"],
            "zones": [zone for zone in BUCKETS["facts"]["zones"] if zone["id"] in kept],
        }
        for zone in facts["zones"]:
            zone["parent"] = None
        (tmp_path / "facts.gaz").write_bytes(forged(facts))
        gazetteer = Gazetteer.load(tmp_path)
        answer = resolve("丹东市", gazetteer=gazetteer)
        table = annotate_arrow(
            pa.table({"addr": ["丹东市"]}),
            address="addr",
            prefix="",
            gazetteer=gazetteer,
        )
        assert {name: table[name][0].as_py() for name in answer.to_dict()} == answer.to_dict()
        assert answer.to_dict()["p_dprk_border"] is None


@pytest.mark.parametrize(
    ("content", "message"), [(None, "build it"), ("{", "no file of a gazetteer")]
)
def test_a_broken_gazetteer_says_what_is_wrong(
    tmp_path: Path, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "facts.gaz").write_text(content)
    with pytest.raises(GazetteerError, match=message):
        Gazetteer.load(tmp_path)


def test_the_packaged_gazetteer_is_pickled_by_reference() -> None:
    gazetteer = Gazetteer.default()
    assert pickle.loads(pickle.dumps(gazetteer)) is gazetteer
    assert len(pickle.dumps(gazetteer)) < 200


def test_the_north_east_is_known_as_japan_writes_it() -> None:
    gazetteer, folder = (
        Gazetteer.default(),
        Path(__file__).resolve().parents[2] / "gazetteer",
    )
    rows = [
        row
        for name in ("names", "names_transcribed")
        for row in csv.DictReader(
            (folder / "facts" / f"{name}.csv").open(encoding="utf-8", newline="")
        )
        if row["lang"] == "ja"
    ]
    ours = {
        code: gazetteer.names_zh[unit]
        for code, unit in gazetteer.number.items()
        if re.fullmatch("2[12][0-9]{4}", code) and gazetteer.levels[unit] != "area"
    }
    folded = {
        (row["unit"], gazetteer.normalizer.fold(row["name"]))
        for row in rows
        if row["script"] == "Hani"
    }
    assert {*ours.items()} <= folded
    assert ours.keys() - {row["unit"] for row in rows if row["script"] == "Kana"} == {
        "210804"
    }  # 鲅 has no reading
