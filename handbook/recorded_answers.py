"""Answers as they were given, with the versions that gave them, so that a later version can say what it moved.

    python -m handbook.recorded_answers          says what moved, and writes tests/data/answers.json

The tests make each answer again and compare every column of it. Equal versions must give equal answers; what another
gazetteer or another code moved is said column by column, and then belongs into CHANGELOG.md before it is recorded anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nkrisk_geo import SCHEMA_VERSION, Gazetteer, __version__, resolve
from nkrisk_geo.gazetteer.polygons import counties

RECORD = Path(__file__).resolve().parents[1] / "tests" / "data" / "answers.json"
ASKED: tuple[dict[str, Any], ...] = (
    {"address": "NO.9 JILIN ROAD, LANGTOU TOWN, ZHENXING DISTRICT, DANDONG 118000"},
    {"address": "LIAONING, CHINA"},
    {"address": "辽宁省铁西区样例路44号"},
    {"address": "吉林省延边朝鲜族自治州珲春市"},
    {"address": "QUANHE PORT, HUNCHUN"},
    {"address": "단둥시 전싱구"},
    {"address": "Маньчжурия, г. Дандун"},
    {"address": "ANTUNG, MANCHURIA"},
    {"address": "SINUIJU, DPRK"},
    {"address": "上海市丹东路12号"},
    {"address": "SAME AS CONSIGNEE"},
    {"address": "注册地址:上海市浦东新区样例路2号 生产地址:丹东市振兴区样例路1号"},
    {"address": "118300 CHINA"},
    {"city": "JI'AN", "region": "JILIN", "country": "CN"},
    {"address": "LIAONING, CHINA", "lat": 40.1290, "lng": 124.3947},
    {"address": "DANDONG", "lat": 31.2304, "lng": 121.4737},
)
"""Records of each kind: scripts, levels, fields, points, several addresses, none."""


def record() -> dict[str, Any]:
    """The answers of this version."""
    answers = [{"asked": asked, "answer": answer(asked)} for asked in ASKED]
    return {**versions(), "answers": answers}


def versions() -> dict[str, Any]:
    """What decides an answer."""
    data = Gazetteer.default()
    return {
        "nkrisk_geo_version": __version__,
        "schema_version": SCHEMA_VERSION,
        "gazetteer_version": data.version,
        "gazetteer_sha256": data.sha256,
    }


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Every column but that of the version, which may differ and move nothing."""
    columns = resolve(**asked).to_dict()
    del columns["gazetteer_version"]
    return columns


def moved(kept: Mapping[str, Any]) -> Iterator[str]:
    """Each column that is another than it was recorded, as a line."""
    exact = counties() is not None
    for each in kept["answers"]:
        # With the extra `polygons` a point has other answers, and finer ones.
        if exact and "lat" in each["asked"]:
            continue
        before, after = each["answer"], answer(each["asked"])
        for name in {**before, **after}:
            if before.get(name) != after.get(name):
                yield f"{each['asked']}: {name} {before.get(name)!r} → {after.get(name)!r}"


def told(kept: Mapping[str, Any]) -> str:
    """What moved between two versions, and what to do about it; nothing where nothing did."""
    lines = [*moved(kept)]
    if not lines:
        return ""
    here = versions()
    others = [
        f"{name} {kept[name]} → {value}"
        for name, value in here.items()
        if kept[name] != value
    ]
    between = f"answers moved between versions ({'; '.join(others)})"
    head = between if others else "the same versions give other answers"
    todo = "say why in CHANGELOG.md, then `python3 dev.py handbook recorded-answers`"
    return "\n  ".join([f"{head}; if that is meant, {todo}:", *lines])


def main() -> None:
    """Writes the record."""
    if RECORD.exists():
        sys.stdout.write(
            f"{told(json.loads(RECORD.read_text('utf-8'))) or 'nothing moved'}\n"
        )
    text = json.dumps(record(), ensure_ascii=False, indent=1)
    RECORD.write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
