"""The compiled gazetteer keeps its own rules, and loads only what it can read."""

from __future__ import annotations

import json
import pickle
import shutil
import sys
from importlib import resources
from pathlib import Path

import pyarrow as pa
import pytest

from nkrisk_geo import Gazetteer, GazetteerError, annotate_arrow, resolve
from nkrisk_geo.gazetteer import CHINA

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "gazetteer"))

from compiler import rules

DATA = Path(str(resources.files("nkrisk_geo") / "data"))
BUCKETS = {name: json.loads((DATA / f"{name}.json").read_bytes()) for name in ("facts", "cc-by", "odbl")}


def test_integrity() -> None:
    assert rules.problems(BUCKETS) == []


def test_integrity_notices_a_wrong_parent_a_lost_name_and_a_stray_zone() -> None:
    broken = json.loads(json.dumps(BUCKETS))
    broken["facts"]["zones"][0]["members"] = ["310000"]
    broken["cc-by"]["units"]["en"][broken["cc-by"]["units"]["code"].index("222404")] = "Huichun"
    found = " ".join(rules.problems(broken))
    assert "dandong-border is not inside" in found
    assert "222404 is 'Huichun', officially 'Hunchun'" in found


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
    provinces = [gazetteer.mass[number] for number in gazetteer.every if gazetteer.parents[number] == CHINA]
    assert sum(provinces) == pytest.approx(
        1.0, abs=0.08
    )  # three territories have a round weight of their own


def test_without_the_odbl_file_everything_but_postcodes_and_distances_works(tmp_path: Path) -> None:
    for name in ("facts", "cc-by"):
        shutil.copy(DATA / f"{name}.json", tmp_path)
    gazetteer = Gazetteer.load(tmp_path)
    answer = resolve("DANDONG 118000", gazetteer=gazetteer)
    assert answer.place is not None
    assert answer.place.adcode == "210600"
    assert answer.border.km is None
    assert answer.border.km_min is None
    table = annotate_arrow(
        pa.table({"addr": ["DANDONG 118000"]}), address="addr", prefix="", gazetteer=gazetteer
    )
    assert {name: table[name][0].as_py() for name in answer.to_dict()} == answer.to_dict()
    with pytest.raises(GazetteerError, match=r"odbl\.json"):
        _ = gazetteer.geometry


def test_without_a_zone_its_probability_is_unknown(tmp_path: Path) -> None:
    for name in ("cc-by", "odbl"):
        shutil.copy(DATA / f"{name}.json", tmp_path)
    for kept in (["dandong", "liaoning"], []):
        facts = {
            **BUCKETS["facts"],
            "zones": [zone for zone in BUCKETS["facts"]["zones"] if zone["id"] in kept],
        }
        for zone in facts["zones"]:
            zone["parent"] = None
        (tmp_path / "facts.json").write_text(json.dumps(facts))
        gazetteer = Gazetteer.load(tmp_path)
        answer = resolve("丹东市", gazetteer=gazetteer)
        table = annotate_arrow(pa.table({"addr": ["丹东市"]}), address="addr", prefix="", gazetteer=gazetteer)
        assert {name: table[name][0].as_py() for name in answer.to_dict()} == answer.to_dict()
        assert answer.to_dict()["p_dprk_border"] is None


@pytest.mark.parametrize(
    ("content", "message"), [(None, "build it"), ("{", "no JSON"), ('{"format": 99}', "has format 99")]
)
def test_a_broken_gazetteer_says_what_is_wrong(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "facts.json").write_text(content)
    with pytest.raises(GazetteerError, match=message):
        Gazetteer.load(tmp_path)


def test_the_packaged_gazetteer_is_pickled_by_reference() -> None:
    gazetteer = Gazetteer.default()
    assert pickle.loads(pickle.dumps(gazetteer)) is gazetteer
    assert len(pickle.dumps(gazetteer)) < 200
