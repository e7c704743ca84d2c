"""Every public function, called as somebody calls it whose code is checked for types: mypy and pyright find no fault.

python examples/typed.py
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import nkrisk_geo
from nkrisk_geo import (
    Address,
    Border,
    Candidate,
    Component,
    Crossing,
    Evidence,
    Gazetteer,
    Level,
    Page,
    PointStatus,
    PostcodeStatus,
    Reason,
    Resolution,
    SearchTerm,
    Status,
    Suggestion,
    Unit,
    Zone,
)

TEXT = "NO.9 JILIN ROAD, LANGTOU TOWN, ZHENXING DISTRICT, DANDONG 118000"


def one_text() -> None:
    """What `resolve` gives, member by member."""
    answer: Resolution = nkrisk_geo.resolve(
        TEXT, country="CN", lat=40.1, lng="124.3", threshold=0.8
    )
    status: Status = answer.status
    reason: Reason | None = answer.reason
    place: Unit | None = answer.place
    if place is not None:
        level: Level = place.level
        print(place.name_en, place.adcode, level, status, reason)
    border: Border = answer.border
    nearest: float | None = border.km
    reasons: tuple[Evidence, ...] = answer.evidence
    others: tuple[Candidate, ...] = answer.candidates
    point: PointStatus | None = answer.point_status
    postcode: PostcodeStatus | None = answer.postcode_status
    print(
        nearest,
        reasons[0].weight,
        others[0].unit.code,
        point,
        postcode,
        answer.explain(),
    )
    print(
        answer.to_dict(names="zh", evidence="json")["status"],
        dict(answer.zone_probabilities),
    )
    print([each.zone for each in nkrisk_geo.resolve_all(f"{TEXT}; SHANGHAI")])


def its_parts() -> None:
    """Address, quantiles, suggestions, search terms."""
    address: Address = nkrisk_geo.parse("辽宁省丹东市振兴区滨江中路18号")
    parts: tuple[Component, ...] = address.components
    middle: tuple[float | None, ...] = nkrisk_geo.distance_quantiles(TEXT, q=[0.5])
    near: tuple[Suggestion, ...] = nkrisk_geo.suggest("DANDONNG", limit=2)
    terms: tuple[SearchTerm, ...] = nkrisk_geo.search_terms(
        "dandong", scripts=["latin"], limit=3
    )
    print(
        address.zh,
        address.en,
        parts[0].label,
        middle,
        near[0].unit.name_en,
        terms[0].text,
    )


def tables() -> pd.DataFrame:
    """A table in, the same kind out."""
    frame = pd.DataFrame({"address": [TEXT, None]})
    found: pd.DataFrame = nkrisk_geo.enrich(
        frame, address="address", names="zh", categories=True
    )
    polar: pl.DataFrame = nkrisk_geo.enrich(
        pl.DataFrame({"address": [TEXT]}), address="address"
    )
    arrow: pa.Table = nkrisk_geo.annotate_arrow(
        pa.table({"address": [TEXT]}), address="address", threads=1
    )
    print(polar.columns, arrow.num_rows, nkrisk_geo.geocode([TEXT]).crs)
    print(
        [column.name for column in nkrisk_geo.COLUMNS][:3],
        nkrisk_geo.SCHEMA_VERSION + 0,
    )
    return found


def geography(gazetteer: Gazetteer) -> None:
    """Border, crossings, zones."""
    border: Border = nkrisk_geo.border_at(lat=40.1, lng=124.4)
    many = nkrisk_geo.border_at(lat=np.array([40.1]), lng=np.array([124.4]))
    all_of_it = nkrisk_geo.border_at(lat=[40.1], lng=[124.4], details=True)
    print(
        border.side, float(many[0]), all_of_it["km"][0], nkrisk_geo.border_line().length
    )
    own: tuple[Zone, ...] = nkrisk_geo.load_zones({"riverside": {"within_km": 2}})
    crossing: Crossing = gazetteer.crossings[0]
    print(
        own[0].id,
        crossing.name_en,
        len(nkrisk_geo.zones(own)),
        len(nkrisk_geo.crossings()),
    )
    print(
        nkrisk_geo.resolve(TEXT, zones=own, gazetteer=gazetteer).zone,
        gazetteer.zones[0].rank,
    )
    print(gazetteer.version, gazetteer.sha256, gazetteer.counts()["county"])


def maps(frame: pd.DataFrame, folder: Path) -> None:
    """A page and a picture."""
    page: Page = nkrisk_geo.explore(
        frame, title="Suppliers", frame=(123.0, 39.5, 126.0, 41.5)
    )
    page.save(folder / "map.html")
    print(len(page.html) > len(page.svg), nkrisk_geo.plot(frame).axes)


def misuse() -> str:
    """Errors are classes of the front page."""
    try:
        nkrisk_geo.resolve(TEXT, address=TEXT)
    except nkrisk_geo.InputError as error:
        return str(error)
    except nkrisk_geo.GazetteerError as error:
        return f"broken data: {error}"
    return ""


def main() -> None:
    """All of it."""
    one_text()
    its_parts()
    geography(Gazetteer.default())
    with TemporaryDirectory() as folder:
        maps(tables(), Path(folder))
    print(misuse(), nkrisk_geo.__version__)


if __name__ == "__main__":
    main()
