"""Columns found by their names, parties, lines of addresses."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pyarrow as pa
import pytest

from nkrisk_geo import COLUMNS, InputError
from nkrisk_geo.files import Wish, enrich_file, inspect_file
from nkrisk_geo.tables.parties import Party, fields_of
from nkrisk_geo.tables.recognition import recognize
from nkrisk_geo.text.headings import heading_of

LINES = [f"shipper_party_address_{n}" for n in range(1, 5)]
Found = dict[str, dict[str, str | list[str]]]

NAMES: dict[str, tuple[str, Found]] = {
    "customs, shipper": (
        f"identifier,shipper_party_name,{','.join(LINES)},city,state_province,zip_code,country_code",
        {"shipper": {
            "address": LINES, "company": "shipper_party_name", "city": "city", "region": "state_province",
            "postcode": "zip_code", "country": "country_code",
        }},
    ),
    "customs, consignee": (
        "identifier,consignee_name,consignee_address_1,consignee_address_2,city,zip_code",
        {"consignee": {
            "address": ["consignee_address_1", "consignee_address_2"], "company": "consignee_name", "city": "city",
            "postcode": "zip_code",
        }},
    ),
    "vendor": (
        "shpName,shpFullAddress,shpRoute,shpCity,shpStateRegion,shpPostalCode,shpCountry,conFullAddress,conPanjivaId",
        {
            "shipper": {
                "address": ["shpFullAddress"], "company": "shpName", "city": "shpCity", "region": "shpStateRegion",
                "postcode": "shpPostalCode", "country": "shpCountry",
            },
            "consignee": {"address": ["conFullAddress"]},
        },
    ),
    "vendor, in words": (
        "Shipper,Shipper Full Address,Consignee,Consignee Full Address",
        {
            "shipper": {"address": ["Shipper Full Address"], "company": "Shipper"},
            "consignee": {"address": ["Consignee Full Address"], "company": "Consignee"},
        },
    ),
    "reseller": (
        "RAW SHIPPER ADDRESS2,RAW SHIPPER ADDRESS1,RAW SHIPPER ADDRESS3",
        {"shipper": {"address": ["RAW SHIPPER ADDRESS1", "RAW SHIPPER ADDRESS2", "RAW SHIPPER ADDRESS3"]}},
    ),
    "register of factories": (
        "country,name,address,lat,lng,sector",
        {"": {"address": ["address"], "company": "name", "country": "country", "lat": "lat", "lng": "lng"}},
    ),
    "a point without its other half": ("address,longitude", {"": {"address": ["address"]}}),
    "points alone": ("供应商纬度,供应商经度", {"supplier": {"address": [], "lat": "供应商纬度", "lng": "供应商经度"}}),
    "Chinese": (
        "发货人,发货人地址,收货人地址,供应商地址,供应商邮编,境外收发货人",
        {
            "shipper": {"address": ["发货人地址"], "company": "发货人"},
            "supplier": {"address": ["供应商地址"], "postcode": "供应商邮编"},
            "consignee": {"address": ["收货人地址"]},
        },
    ),
    "customs form": (
        "境外收发货人,境外收发货人地址",
        {"foreign-party": {"address": ["境外收发货人地址"], "company": "境外收发货人"}},
    ),
    "register of firms": (
        "Name,LegalAddress.FirstAddressLine,LegalAddress.City,LegalAddress.PostalCode,HeadquartersAddress.FirstAddressLine",
        {"": {
            "address": ["LegalAddress.FirstAddressLine"], "company": "Name", "city": "LegalAddress.City",
            "postcode": "LegalAddress.PostalCode",
        }},
    ),
    "Chinese register": (
        "企业名称,省份,城市,区县,注册地址,纳税人识别号",
        {"": {
            "address": ["区县", "注册地址"], "company": "企业名称", "region": "省份", "city": "城市",
            "registration": "纳税人识别号",
        }},
    ),
    "where work is done": ("注册地址,生产地址,所在地", {"": {"address": ["生产地址"]}}),
    "a district is the city where there is none": (
        "国家/地区,区县,地址", {"": {"address": ["地址"], "country": "国家/地区", "city": "区县"}},
    ),
    "German": (
        "Lieferant,Straße,PLZ,Ort,Land",
        {"": {"address": ["Straße"], "company": "Lieferant", "postcode": "PLZ", "city": "Ort", "country": "Land"}},
    ),
    "Spanish": ("Dirección,País,Código Postal", {"": {"address": ["Dirección"], "country": "País", "postcode": "Código Postal"}}),
    "two roles in one": ("Province/State,Country/Region,City/Town,address", {"": {
        "address": ["address"], "region": "Province/State", "country": "Country/Region", "city": "City/Town",
    }}),
    "a second line": ("Address,Address 2,Zip", {"": {"address": ["Address", "Address 2"], "postcode": "Zip"}}),
    "whose city?": (
        "shipper_address,consignee_address,city",
        {"shipper": {"address": ["shipper_address"]}, "consignee": {"address": ["consignee_address"]}},
    ),
    "whose address?": ("Address,consignee", {"": {"address": ["Address"]}}),
    "a place alone": ("supplier_city", {"supplier": {"address": [], "city": "supplier_city"}}),
    "no place": ("shipper,consignee_name,weight,phone", {}),
    "words that only begin alike": ("condition,name_of_vessel,cityscape,addressee", {}),
}  # fmt: skip


@pytest.mark.parametrize(("names", "wanted"), NAMES.values(), ids=list(NAMES))
def test_names_of_columns(names: str, wanted: Found) -> None:
    found = {
        party.name: {"address": list(party.address), **party.fields}
        for party in recognize(names.split(","))
    }
    assert found == wanted


OF_AN_ADDRESS = """street|Location|Physical Address|Site Address|Plant Address|Establishment Address|Factory Address
Strasse und Ort|Street, City|Rua e Cidade
Processing Factory Address|Mfr Addr|FIRM_ADDRESS|LegalAddress.FirstAddressLine|consignee.address.line1|shipperAddressLine2
注册地址|企业地址|生产地址|厂址|住所|住所地|经营场所|生产厂家地址|装货地址|所在地|地址(中文)|註冊地址|소재지|도로명주소|공장주소
Адрес производителя|Юридический адрес|Dirección|Direccion|Adresse|endereço|Straße|STRASSE|Address (English)|Name & Address"""


@pytest.mark.parametrize("name", re.split(r"[|\n]", OF_AN_ADDRESS))
def test_names_of_addresses(name: str) -> None:
    found = heading_of(name)
    assert found is not None
    assert found.role == "address"


SOMETHING_ELSE = """email address|ip_address|MAC address|address id|name_of_vessel|condition|cityscape|addressee
Country of origin
First name|contact name|company code|联系人|产品名称|起运港|Supplier ID|loading|单位|Addr10
Type of establishment|Registration Date|address address x|1|,|"""


@pytest.mark.parametrize(
    "name", [*re.split(r"[|\n]", SOMETHING_ELSE), "地址" * 100, "a" * 1_000_000]
)
def test_names_of_something_else(name: str) -> None:
    assert heading_of(name) is None


JOINED = {
    "cut in a word": (["NO.12 RENMIN ROAD, ZHENXING DIST DA", "NDONG"], "NO.12 RENMIN ROAD, ZHENXING DIST DANDONG"),
    "the word did not fit": (["NO.12 RENMIN ROAD, ZHENXING DIST", "DANDONG"], "NO.12 RENMIN ROAD, ZHENXING DIST DANDONG"),
    "parts": (["NO.12 RENMIN ROAD", "DANDONG"], "NO.12 RENMIN ROAD, DANDONG"),
    "a gap": (["NO.12 RENMIN ROAD", None, "  ", "DANDONG"], "NO.12 RENMIN ROAD, DANDONG"),
    "nothing": ([None, ""], ""),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "joined"), JOINED.values(), ids=list(JOINED))
def test_lines_of_35_characters(lines: list[str | None], joined: str) -> None:
    names = tuple(f"a{number}" for number in range(len(lines)))
    table = pa.table(
        {name: pa.array([line], pa.string()) for name, line in zip(names, lines, strict=True)}
    )
    assert fields_of(table, Party("", names, lines=True)).column("address").to_pylist() == [joined]


TWO = "发货人地址,收货人地址,geo_zone\n丹东市振兴区,MUNICH GERMANY,mine\n,珲春市,\n"


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_one_party_has_the_plain_prefix(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TWO.replace("geo_zone", "x"), encoding="utf-8")
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert summary.columns == [f"geo_{column.name}" for column in COLUMNS]
    assert summary.notes == ["there are also columns of consignee: --party consignee reads them"]
    assert summary.statuses == {"resolved": 1, "unknown": 1}


def test_several_parties_have_their_names_before_it(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TWO, encoding="utf-8")
    summary = enrich_file(
        str(tmp_path / "in.csv"),
        str(tmp_path / "out.csv"),
        party=["shipper", "consignee"],
    )
    assert header(tmp_path / "out.csv")[3:] == [
        f"{party}_geo_{column.name}" for party in ("shipper", "consignee") for column in COLUMNS
    ]
    told = summary.to_dict()["parties"]
    assert told["shipper"]["by_zone"] == {"dandong-border": 1}
    assert told["consignee"]["by_status"] == {"resolved": 2}
    assert summary.resolved_share == 1.0


def test_a_name_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TWO, encoding="utf-8")
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert header(tmp_path / "out.csv")[2:4] == ["geo_zone", "geo_status_2"]
    assert any(note.startswith("warning: geo_… is there already") for note in summary.notes)


def test_no_party_and_no_such_party(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("weight\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match="name it with --address"):
        enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    (tmp_path / "in.csv").write_text(TWO, encoding="utf-8")
    with pytest.raises(InputError, match="parties that were found: shipper, consignee"):
        enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"), party=["notify"])
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_inspecting_shows_what_would_be_read(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TWO, encoding="utf-8")
    seen = inspect_file(str(tmp_path / "in.csv"), wish=Wish(parties=["shipper", "consignee"]))
    assert [column.used for column in seen.columns] == [
        "shipper address",
        "consignee address",
        "",
    ]
    assert seen.preview["shipper"].column("zone").to_pylist() == [
        "dandong-border",
        None,
    ]
    assert seen.preview["consignee"].column("read").to_pylist() == [
        "MUNICH GERMANY",
        "珲春市",
    ]
    (tmp_path / "in.csv").write_text("weight\n1\n", encoding="utf-8")
    seen = inspect_file(str(tmp_path / "in.csv"))
    assert seen.plan is None
    assert "name it with --address" in str(seen.problem)


def test_other_addresses_are_named_with_what_to_type(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "注册地址,生产地址,Site (old) Address\n沈阳市,丹东市,x\n", "utf-8"
    )
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert summary.tallies[0].party.address == ("生产地址",)
    assert summary.notes == ["'注册地址' is an address too: --address 注册地址 reads it"]
