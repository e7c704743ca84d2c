"""Categories say the same as text, and are the same ones for any rows."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hostile.forgeries import forged, known

import nkrisk_geo.pandas  # noqa: F401 - registers the accessors
from nkrisk_geo import COLUMNS, Gazetteer, InputError, annotate_arrow, enrich, geocode
from nkrisk_geo.files.enrichment import enrich_file
from nkrisk_geo.tables.categories import ORDERED, categories_of

TEXTS = [
    "丹东市振兴区",
    None,
    "DANDONG CITY",
    "辽宁省铁西区",
    "SEOUL, KOREA",
    "朝阳区",
    "珲春市圈河口岸",
    "LIAONING",
]
TABLE = pa.table({"addr": TEXTS})
PLAIN = annotate_arrow(TABLE, address="addr")
CODED = annotate_arrow(TABLE, address="addr", categories=True)


def test_the_default_has_the_types_of_columns() -> None:
    added = annotate_arrow(TABLE, address="addr", normalized=True).schema
    assert [PLAIN.schema.field(f"geo_{column.name}").type for column in COLUMNS] == [
        column.type for column in COLUMNS
    ]
    assert added.field("geo_address_zh").type == pa.string()


def test_arrow_has_the_same_values_and_nothing_else_changes() -> None:
    assert CODED.to_pylist() == PLAIN.to_pylist()
    for column in COLUMNS:
        kind = CODED.schema.field(f"geo_{column.name}").type
        coded = pa.dictionary(pa.int8(), pa.string(), ordered=ORDERED.get(column.name, False))
        assert kind == (coded if column.name in ORDERED else column.type)
    one_by_one = [
        annotate_arrow(TABLE.slice(at, 1), address="addr", categories=True)
        for at in range(len(TEXTS))
    ]
    assert pa.concat_tables(one_by_one).equals(CODED)
    nothing = annotate_arrow(TABLE.slice(0, 0), address="addr", categories=True)
    assert nothing.schema == CODED.schema


def test_the_order_is_fixed() -> None:
    assert categories_of("status") == ("resolved", "ambiguous", "unknown")
    assert categories_of("level")[:5] == (
        "country",
        "province",
        "prefecture",
        "county",
        "township",
    )
    assert categories_of("zone") == tuple(zone.id for zone in Gazetteer.default().zones)
    assert categories_of("border_band")[-1] == "200+"
    for name in ORDERED:
        dictionary = CODED.column(f"geo_{name}").chunk(0).dictionary
        assert tuple(dictionary.to_pylist()) == categories_of(name), (
            "all of them, whether a row has them or not"
        )


def test_zones_of_another_gazetteer_come_in_its_order(tmp_path: Path) -> None:
    data = Path(str(resources.files("nkrisk_geo") / "data"))
    facts = known()["facts"]
    for name in ("cc-by", "odbl"):
        shutil.copy(data / f"{name}.gaz", tmp_path)
    for kept in (["liaoning", "dandong"], []):
        rows = {row["id"]: {**row, "parent": None} for row in facts["zones"]}
        zones = [{**rows[zone], "rank": rank} for rank, zone in enumerate(kept)]
        (tmp_path / "facts.gaz").write_bytes(forged({**facts, "zones": zones}))
        table = annotate_arrow(
            TABLE, address="addr", categories=True, gazetteer=Gazetteer.load(tmp_path)
        )
        coded = table.column("geo_zone").chunk(0)
        assert coded.dictionary.to_pylist() == kept
        assert coded[0].as_py() == (kept[0] if kept else None)


def test_pandas_has_categoricals() -> None:
    frame = pd.DataFrame({"addr": TEXTS}, index=[1, 1, 2, 3, 4, 5, 6, 7])
    plain, coded = (
        enrich(frame, address="addr"),
        enrich(frame, address="addr", categories=True),
    )
    pd.testing.assert_frame_equal(coded.astype(plain.dtypes.to_dict()), plain)
    halves = [
        enrich(frame[:3], address="addr", categories=True),
        enrich(frame[3:], address="addr", categories=True),
    ]
    pd.testing.assert_frame_equal(pd.concat(halves), coded)
    assert coded["geo_border_band"].dropna().le("10-20").any()
    assert coded["geo_zone"].min() == "dandong-border"
    assert (coded["geo_level"] >= "county").sum() == (
        plain["geo_level"].isin(["county", "township", "crossing"])
    ).sum()
    assert enrich(frame[:0], address="addr", categories=True).dtypes.equals(coded.dtypes)
    assert geocode(TEXTS, categories=True).dtypes["geo_zone"] == coded.dtypes["geo_zone"]
    assert (
        frame["addr"].nkrisk.enrich(categories=True).dtypes["geo_status"]
        == coded.dtypes["geo_status"]
    )
    assert frame.nkrisk.enrich(address="addr", categories=True).dtypes.equals(coded.dtypes)


def test_polars_has_enums() -> None:
    pl = pytest.importorskip("polars")
    import nkrisk_geo.polars  # noqa: F401 - registers the namespace

    frame = pl.DataFrame({"addr": TEXTS})
    plain: Any = enrich(frame, address="addr", prefix="")
    coded: Any = enrich(frame, address="addr", prefix="", categories=True)
    lazy = enrich(frame.lazy(), address="addr", prefix="", categories=True)
    inside = frame.select(pl.col("addr").nkrisk.resolve(categories=True)).unnest("addr")
    for name, kind in coded.schema.items():
        assert kind == (pl.Enum(categories_of(name)) if name in ORDERED else plain.schema[name])
    assert coded.cast(plain.schema).equals(plain)
    assert lazy.collect_schema() == coded.schema
    assert lazy.collect().equals(coded)
    assert inside.equals(coded.drop("addr"))
    assert inside.schema == coded.drop("addr").schema


def test_parquet_keeps_them(tmp_path: Path) -> None:
    pq.write_table(TABLE, tmp_path / "in.parquet")
    done = enrich_file(
        str(tmp_path / "in.parquet"),
        str(tmp_path / "out.parquet"),
        address=["addr"],
        options={"categories": True},
    )
    assert done.statuses["resolved"] == PLAIN.column("geo_status").to_pylist().count("resolved")
    back = pd.read_parquet(tmp_path / "out.parquet")
    wanted = enrich(pd.DataFrame({"addr": TEXTS}), address="addr", categories=True)
    assert {name: back.dtypes[f"geo_{name}"] for name in ORDERED} == {
        name: wanted.dtypes[f"geo_{name}"] for name in ORDERED
    }


def test_more_zones_than_categories_can_be_are_refused(tmp_path: Path) -> None:
    zone = '[z{}]\nname_en = "Z"\nmembers = ["210600"]\n'
    own = tmp_path / "own.toml"
    own.write_text("".join(map(zone.format, range(130))), encoding="utf-8")
    table = pa.table({"addr": ["DANDONG"]})
    with pytest.raises(InputError, match=r"zone has \d+ categories; at most 127 are possible"):
        annotate_arrow(table, address="addr", zones=own, categories=True)
