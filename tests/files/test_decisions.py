"""Decisions that come back: whose counts, what is contradicted, what cannot be used, and that answers stay as they are."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nkrisk_geo.cli import main
from nkrisk_geo.files import enrich_file
from nkrisk_geo.files import run as run_module
from nkrisk_geo.files.decision_columns import DECISION_COLUMNS
from nkrisk_geo.files.decision_keys import is_key, make_key, make_keys
from nkrisk_geo.files.decisions import Decided, read_decisions
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.schema import NAMES

HEAD = "key,decision,reviewer,date,note"
ADDRESSES = ["NO.9 RENMIN RD, DANDONG", "QUANHE PORT, HUNCHUN", "PUDONG, SHANGHAI", ""]
KEYS = [make_key({"address": text}) for text in ADDRESSES]


def sheet(path: Path, *rows: str, head: str = HEAD) -> str:
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return str(path)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text("address\n" + "".join(f'"{text}"\n' for text in ADDRESSES * 3), "utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [*csv.DictReader(file)]


# --- keys --------------------------------------------------------------------------------------------------------------


def test_a_key_is_of_letters_and_digits_in_their_fields() -> None:
    same: list[dict[str, str | None]] = [
        {"address": "NO.9 RENMIN RD, DANDONG"},
        {"address": "no 9 Renmin Rd. Dandong", "city": None, "phone": ""},
        {"address": "ＮＯ．９　ＲＥＮＭＩＮ　ＲＤ　ＤＡＮＤＯＮＧ"},
    ]
    assert {make_key(each) for each in same} == {KEYS[0]}
    others: list[dict[str, str | None]] = [
        {"address": "NO.8 RENMIN RD, DANDONG"},
        {"address": "NO.9 RENMIN RD", "city": "DANDONG"},
        {"address": "NO.9 RENMIN RD, DANDONG", "company": "EXAMPLE CO"},
        {"city": "NO.9 RENMIN RD, DANDONG"},
    ]
    assert len({KEYS[0], *map(make_key, others)}) == 5
    assert make_key({"address": " - ", "city": ""}) == ""


def test_a_point_is_rounded() -> None:
    one, other = (
        {"lat": "40.12900000001", "lng": "124.4"},
        {"lat": "40.129", "lng": "124.40"},
    )
    assert make_key(one) == make_key(other) != make_key({"lat": "40.2", "lng": "124.4"})


@pytest.mark.parametrize("at", range(len(KEYS[0])))
def test_a_changed_key_is_none(at: int) -> None:
    key = KEYS[0]
    assert is_key(key)
    assert not is_key(key[:at] + ("b" if key[at] != "b" else "c") + key[at + 1 :])
    assert not is_key(key[:at])


# --- what counts -------------------------------------------------------------------------------------------------------


def decided(tmp_path: Path, *rows: str) -> Decided:
    found = read_decisions([sheet(tmp_path / "s.csv", *(f"{KEYS[0]},{row}" for row in rows))])
    return found.by_key[KEYS[0]]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["elsewhere,Ann,2026-01-01,n"], ("elsewhere", "Ann", "2026-01-01", "n")),
        (["Elsewhere ,,,"], ("elsewhere", "(not named)", "", "")),
        (["elsewhere,Ann,,", "elsewhere,Bob,,x"], ("elsewhere", "Ann; Bob", "", "x")),
        # The later day of one reviewer, wherever it stands; without days, what is read last.
        (["elsewhere,Ann,2026-02-01,", "unclear,ann,2026-01-01,"], ("elsewhere", "Ann", "2026-02-01", "")),
        (["elsewhere,Ann,,", "unclear,Ann,,"], ("unclear", "Ann", "", "")),
        (["elsewhere,Ann,,", "unclear,Bob,,y"], ("contradicted", "Ann; Bob", "", "Ann: elsewhere; Bob: unclear (y)")),
        (["elsewhere,,,", "unclear,,,"], ("contradicted", "(not named)", "", "(not named): elsewhere; (not named): unclear")),
    ],
)  # fmt: skip
def test_whose_decision_counts(tmp_path: Path, rows: list[str], expected: tuple[str, ...]) -> None:
    assert decided(tmp_path, *rows) == expected


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{KEYS[0]},confirmd here,,,", "did you mean 'confirmed here'?"),
        (f"{KEYS[0][:-1]},elsewhere,,,", "is no key, or was changed"),
        (",elsewhere,,,", "has a decision and no key"),
    ],
)
def test_what_cannot_be_used_is_named(
    source: Path, row: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sheet(source.with_name("s.csv"), f"{KEYS[1]},unclear,Ann,,", row)
    out = str(source.with_name("out.csv"))
    assert main(["enrich", str(source), "-o", out, "--decisions", file]) == 0
    told = capsys.readouterr().err
    assert "s.csv, line 3: " in told
    assert said in told
    assert "decisions:    1 addresses decided; rows: unclear 3" in told


def test_decisions_about_other_files_are_counted(source: Path) -> None:
    file = sheet(source.with_name("s.csv"), f"{make_key({'address': 'ELSEWHERE'})},unclear,,,")
    summary = enrich_file(str(source), str(source.with_name("o.csv")), decisions=[file])
    told = summary.to_dict()["decisions"]
    assert (told["not_in_file"], told["by_decision"]) == (1, {})
    assert told["not_in_file_keys"] == [make_key({"address": "ELSEWHERE"})]


@pytest.mark.parametrize("head", ["key,reviewer", "decision,note", "a,b"])
def test_another_file_is_no_sheet(source: Path, head: str) -> None:
    file = sheet(source.with_name("s.csv"), head=head)
    with pytest.raises(InputError, match="are read from a sheet"):
        enrich_file(str(source), str(source.with_name("o.csv")), decisions=[file])
    assert not source.with_name("o.csv").exists()


def test_no_sheet_is_written_over(source: Path) -> None:
    file = sheet(source.with_name("s.csv"), f"{KEYS[0]},unclear,,,")
    with pytest.raises(InputError, match="write to another file"):
        enrich_file(str(source), file, decisions=[file])


# --- beside the answer -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_the_answer_stays_what_it_was(source: Path, suffix: str) -> None:
    file = sheet(source.with_name("s.csv"), f"{KEYS[0]},elsewhere,Ann,2026-01-01,=1+1")
    plain, beside = (source.with_name(f"{name}{suffix}") for name in ("plain", "beside"))
    enrich_file(str(source), str(plain))
    summary = enrich_file(str(source), str(beside), decisions=[file])
    assert summary.columns[-4:] == [
        "geo_decision",
        "geo_decided_by",
        "geo_decided_on",
        "geo_decision_note",
    ]
    if suffix != ".parquet":
        back = enrich_file(str(beside), str(source.with_name("back.parquet")), prefix="again_")
        assert back.rows_out == 12
        table = pq.read_table(source.with_name("back.parquet"))
        assert [each or None for each in table["geo_decision"].to_pylist()][:4] == [
            "elsewhere",
            None,
            None,
            None,
        ]
        return
    one, two = (pq.read_table(path) for path in (plain, beside))
    assert two.select(one.column_names).equals(one)
    assert two["geo_decision"].to_pylist() == ["elsewhere", None, None, None] * 3
    assert two["geo_decision_note"].to_pylist()[0] == "=1+1"


def test_an_empty_record_is_never_decided(source: Path) -> None:
    assert KEYS[-1] == ""
    file = sheet(source.with_name("s.csv"), ",elsewhere,Ann,,")
    out = source.with_name("o.csv")
    enrich_file(str(source), str(out), decisions=[file])
    assert {row["geo_decision"] for row in rows_of(out)} == {""}


def test_each_party_has_its_own(source: Path) -> None:
    both = source.with_name("both.csv")
    both.write_text(
        f'shipper_address,consignee_address\n"{ADDRESSES[0]}","{ADDRESSES[1]}"\n',
        "utf-8",
    )
    file = sheet(source.with_name("s.csv"), f"{KEYS[1]},unclear,,,")
    out = source.with_name("o.csv")
    enrich_file(str(both), str(out), party=["shipper", "consignee"], decisions=[file])
    (row,) = rows_of(out)
    assert (row["shipper_geo_decision"], row["consignee_geo_decision"]) == (
        "",
        "unclear",
    )
    assert [*row][-8:-6] == ["shipper_geo_decision", "shipper_geo_decided_by"]
    assert row["consignee_geo_county"] == "Hunchun"


def test_several_processes_write_the_same(source: Path) -> None:
    file = sheet(source.with_name("s.csv"), f"{KEYS[0]},elsewhere,Ann,,")
    one, two = (source.with_name(f"{name}.csv") for name in "ab")
    enrich_file(str(source), str(one), decisions=[file])
    enrich_file(str(source), str(two), decisions=[file], workers=2)
    assert one.read_bytes() == two.read_bytes()


def test_other_decisions_are_another_job(source: Path) -> None:
    """An output that was made with the decisions of before is not called complete."""
    file, out = source.with_name("s.csv"), str(source.with_name("o.csv"))
    sheet(file, f"{KEYS[0]},elsewhere,Ann,,")
    enrich_file(str(source), out, decisions=[str(file)])
    again = enrich_file(str(source), out, decisions=[str(file)], resume=True)
    assert again.complete_before
    sheet(file, f"{KEYS[0]},unclear,Ann,,")
    with pytest.raises(InputError, match="is not the output of this input"):
        enrich_file(str(source), out, decisions=[str(file)], resume=True)


def test_what_was_counted_is_kept_with_a_checkpoint(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.write_text("address\n" + "".join(f'"{text}"\n' for text in ADDRESSES * 9_000), "utf-8")
    file = sheet(source.with_name("s.csv"), f"{KEYS[0]},elsewhere,Ann,,", f"{KEYS[1]},unclear,,,")
    monkeypatch.setattr(run_module, "EVERY", 1)

    def stop(rows: int, share: float | None) -> None:
        raise KeyboardInterrupt

    whole, out = str(source.with_name("whole.csv")), str(source.with_name("o.csv"))
    alone = enrich_file(str(source), whole, decisions=[file])
    with pytest.raises(KeyboardInterrupt):
        enrich_file(str(source), out, decisions=[file], progress=stop)
    summary = enrich_file(str(source), out, decisions=[file], resume=True)
    assert summary.resumed_at
    assert json.dumps(summary.to_dict()["decisions"]) == json.dumps(alone.to_dict()["decisions"])
    assert Path(out).read_bytes() == Path(whole).read_bytes()


def test_no_name_of_an_answer_is_that_of_a_decision() -> None:
    assert set(NAMES).isdisjoint(DECISION_COLUMNS)


def test_keys_of_a_table_are_those_of_its_records() -> None:
    fields = pa.table({"address": ["DANDONG", None], "postcode": [118000.0, 118300.0]})
    expected = [{"address": "DANDONG", "postcode": "118000"}, {"postcode": "118300"}]
    assert make_keys(fields) == [*map(make_key, expected)]
